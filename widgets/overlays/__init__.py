"""What lies over a window: the ring of the focus, places where something may be dropped. Each runs alone."""
