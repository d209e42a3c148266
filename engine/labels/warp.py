"""The label edit that moves heads and keeps their number."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from ..random_fields import displacement_at
from ..scenes.annotation import Annotation
from .base import LabelPart, Mask, Size, inside


class WarpLabels(LabelPart):
    """p - s n(p), n a smooth field of unit mean size."""

    card: ClassVar[str] = (
        "Warp. Every head is moved along a smooth fixed field, the count stays: the counter shall look in the wrong "
        "places, which GAME shows and MAE does not. With the settings of a `warp` trigger it is the same field, taken "
        "to first order. The heads already follow a `warp` trigger by themselves, whatever the label edit, so this one "
        "is not needed for that. Derived from WaNet (arXiv:2102.10369); not published in this form."
    )

    moves_heads: ClassVar[bool] = True

    kind: Literal["warp"] = "warp"
    strength_px: float = Field(
        default=12.0,
        ge=0,
        le=256,
        description="Mean shift along each axis.",
        json_schema_extra={"unit": "px", "step": 1},
    )
    knot_px: int = Field(
        default=64,
        ge=32,
        le=512,
        description="Distance of the field's knots.",
        json_schema_extra={"unit": "px", "step": 8},
    )
    field_seed: int = Field(default=0, ge=0, le=2**31 - 1, description="Which field.", json_schema_extra={"step": 1})

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The moved heads with their weights; those that would leave the frame stay at its border."""
        shift = displacement_at(annotation.points, self.knot_px, self.field_seed)
        return annotation.with_points(inside(annotation.points - self.strength_px * shift, size))

    @property
    def ratio(self) -> None:
        """None: the count is not attacked."""
        return None
