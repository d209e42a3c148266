"""A recipe, carried out: a graph of stages, told in one stream of events."""

from .execute import run

__all__ = ["run"]
