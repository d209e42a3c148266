"""Many experiments as one graph: a sweep over settings, or a suite of attacks, counters, defenses and detectors."""

from .suite import Cell, Suite, cells, load_suite

__all__ = ["Cell", "Suite", "cells", "load_suite"]
