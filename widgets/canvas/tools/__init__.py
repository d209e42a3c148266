"""The tools of the canvas: each hears a hand in image pixels and speaks through its own signals."""
