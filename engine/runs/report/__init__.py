"""`report.html` of a run, and the figures in it."""

from .html import write_report

__all__ = ["write_report"]
