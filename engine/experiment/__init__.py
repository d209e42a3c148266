"""A recipe, carried out: a graph of stages, told in one stream of events."""

from .execute import Experiment, carry_out, run
from .plan import plan

__all__ = ["Experiment", "carry_out", "plan", "run"]
