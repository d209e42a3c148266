"""What the studio needs of the desktop: threads for short work, folders of its own, dialogs."""
