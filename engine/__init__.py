"""Everything in Miscount that computes; it knows no window."""

__version__ = "0.1.0"
