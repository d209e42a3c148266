"""The rows of the speed table that need a window: `python -m miscount.studio.bench` prints them as JSON, offscreen."""
