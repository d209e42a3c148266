"""What the window is made of around its pages: regions, the line at the bottom, and its place on the screen."""
