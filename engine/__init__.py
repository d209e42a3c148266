"""Everything in Miscount that computes; it knows no window."""
