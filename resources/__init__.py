"""Pictures, icons and the guide, found through the package."""
