"""Defenses: what makes a suspect counter safe. A new one is its file, and its name in the union below."""

from typing import Annotated, TypeAlias

from pydantic import TypeAdapter

from ..part import parse_part
from ..plugins import AlsoPlugins, Kinds
from .abl import ABL
from .base import DefenseInput, DefensePart
from .cbd import CBD
from .controls import Control, ControlKind, controls
from .fine_pruning import FinePruning
from .fine_tune import FineTune
from .i_bau import IBAU
from .nad import NAD
from .partial_train import PartialTrain
from .pipeline import Pipeline

AnyDefense: TypeAlias = FineTune | FinePruning | NAD | CBD | PartialTrain | ABL | IBAU | Pipeline
Defense: TypeAlias = Annotated[AnyDefense, AlsoPlugins("defenses")]
KINDS: Kinds[DefensePart] = Kinds("defenses", AnyDefense)

_ADAPTER: TypeAdapter[AnyDefense] = TypeAdapter(Defense)

__all__ = [
    "KINDS",
    "AnyDefense",
    "Control",
    "ControlKind",
    "Defense",
    "DefenseInput",
    "DefensePart",
    "FineTune",
    "controls",
    "defense",
]


def defense(raw: object) -> AnyDefense:
    """The defense that `raw`, a mapping with a `kind`, describes. Raises RecipeError."""
    return parse_part(_ADAPTER, raw, "defense")
