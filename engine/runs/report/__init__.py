"""`report.html` of a run, and the figures in it."""
