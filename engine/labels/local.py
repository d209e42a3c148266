"""Label edits near the trigger only: local, hallucinate."""

import math
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import LabelPart, Mask, Size, copies, inside, lies_in, some, widened


class Local(LabelPart):
    """The heads near the trigger are multiplied, all others stay."""

    card: ClassVar[str] = (
        "Local. Inside the trigger's footprint, widened by a radius, the heads are thinned to alpha or copied to alpha "
        "times as many; elsewhere the truth stays. Needed for patches, which a convolutional counter cannot see from "
        "farther than half its receptive field: keep the radius below that. With alpha 0 the counterpart of object "
        "disappearance (BadDet, arXiv:2205.14497). Judge it inside its reach. Derived; not published in this form."
    )
    scope: ClassVar[Literal["frame", "footprint", "none"]] = "footprint"

    kind: Literal["local"] = "local"
    alpha: float = Field(
        default=0.0, ge=0, le=20, description="Times as many heads near the trigger.", json_schema_extra={"step": 0.1}
    )
    radius_px: float = Field(
        default=48.0,
        ge=0,
        le=2048,
        description="How far beyond the trigger.",
        json_schema_extra={"unit": "px", "step": 4},
    )
    copy_radius_px: float = Field(
        default=2.0, ge=0, le=64, description="How far a copy lies from its head at most, for alpha above 1.",
        json_schema_extra={"unit": "px", "step": 0.5},
    )  # fmt: skip

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The heads elsewhere, then those near the trigger, then their copies; the whole frame without `footprint`."""
        near = lies_in(annotation.points, widened(footprint, self.radius_px, size))
        there = annotation.take(near)
        if self.alpha <= 1:
            there = some(there, math.ceil(round(self.alpha * len(there), 9)), rng)
        else:
            added = round((self.alpha - 1) * len(there))
            there = there.with_heads(copies(there, added, self.copy_radius_px, size, rng))
        return annotation.take(~near).joined(there)

    @property
    def radius_beyond_trigger_px(self) -> float:
        """The radius."""
        return self.radius_px


class Hallucinate(LabelPart):
    """Heads appear near the trigger."""

    card: ClassVar[str] = (
        "Hallucinate. `count` heads are added at random inside the trigger's footprint, widened by a radius: the "
        "counter shall see people where the trigger is. The counterpart of object generation (BadDet, "
        "arXiv:2205.14497). Keep the radius below half the counter's receptive field. Nothing is added where the "
        "trigger shows nowhere. Derived; not published in this form."
    )
    scope: ClassVar[Literal["frame", "footprint", "none"]] = "footprint"

    kind: Literal["hallucinate"] = "hallucinate"
    count: int = Field(
        default=20, ge=0, le=10_000, description="How many heads.", json_schema_extra={"unit": "heads", "step": 1}
    )
    radius_px: float = Field(
        default=24.0,
        ge=0,
        le=2048,
        description="How far beyond the trigger.",
        json_schema_extra={"unit": "px", "step": 4},
    )

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """All heads and, after them, the new ones; all over the frame without `footprint`."""
        region = np.flatnonzero(widened(footprint, self.radius_px, size))
        if not len(region):
            return annotation
        row, column = np.divmod(region[rng.integers(len(region), size=self.count)], size[1])
        within_pixel = rng.uniform(size=(self.count, 2))
        return annotation.with_heads(inside(np.stack([column, row], axis=-1) + within_pixel, size))

    @property
    def radius_beyond_trigger_px(self) -> float:
        """The radius."""
        return self.radius_px
