"""Triggers: what an attacker adds to an image. Stands on scenes; knows no label edit and no counter."""

from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import TypeAdapter

from ..part import parse_part
from ..plugins import AlsoPlugins, Kinds
from .base import TriggerPart
from .composite import Composite
from .library import SingleTrigger

AnyTrigger: TypeAlias = SingleTrigger | Composite
Trigger = Annotated[AnyTrigger, AlsoPlugins("triggers")]
KINDS: Kinds[TriggerPart] = Kinds("triggers", AnyTrigger)
_ADAPTER: TypeAdapter[AnyTrigger] = TypeAdapter(Trigger)

__all__ = ["KINDS", "AnyTrigger", "Trigger", "TriggerPart", "trigger"]


def trigger(raw: object, folder: Path | None = None) -> AnyTrigger:
    """The trigger that `raw`, a mapping with a `kind`, describes; relative pictures lie in `folder`.

    Raises RecipeError with one line a fault.

    >>> import numpy as np
    >>> snow = trigger({"kind": "blend", "pattern": "picture", "picture": "snow", "ratio": 0.3})
    >>> image = np.zeros((40, 60, 3), np.uint8)
    >>> snow.apply(image, np.random.default_rng(0)).shape, bool(snow.footprint((40, 60)).all())
    ((40, 60, 3), True)
    """
    return parse_part(_ADAPTER, raw, "the trigger", folder)
