"""Widgets that know no engine, no torch and no studio; each runs alone: `python -m miscount.widgets.NAME`."""
