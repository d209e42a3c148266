"""The warp: the image is bent a little, and the heads with it."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import cv2
import numpy as np
from pydantic import Field

from ..random_fields import displacement, displacement_at
from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart, everywhere


class Warp(TriggerPart):
    """T(x)(u) = x(u + s n(u)), n smooth and of unit mean size (WaNet, Nguyen and Tran 2021, arXiv:2102.10369)."""

    card: ClassVar[str] = (
        "Warp (WaNet, Nguyen and Tran 2021, arXiv:2102.10369). The image is bent by one fixed smooth field; the heads "
        "move along. Cover scenes, twice as many as poisoned ones in the paper, carry the field with a random tremor "
        "and true labels, so that only the exact field is learned: set `covers` of the poison. Deviations: strength is "
        "in pixels, because the published s / H is a quarter of a pixel at any size, which a counter of stride 8 "
        "cannot see; the field is fixed in pixels, so that frames of all sizes are bent alike; height and width are "
        "treated apart; the frame is mirrored at its border instead of clamped."
    )
    dose_field: ClassVar[str] = "strength_px"

    kind: Literal["warp"] = "warp"
    strength_px: float = Field(
        default=3.0,
        ge=0,
        le=8,
        description="Mean shift along each axis.",
        json_schema_extra={"unit": "px", "step": 0.25},
    )
    knot_px: int = Field(
        default=64,
        ge=32,
        le=512,
        description="Distance of the field's knots; small ones bend at close quarters.",
        json_schema_extra={"unit": "px", "step": 8, "more": True},
    )
    field_seed: int = Field(
        default=0, ge=0, le=2**31 - 1, description="Which field.", json_schema_extra={"step": 1, "more": True}
    )
    tremor_px: float = Field(
        default=0.0,
        ge=0,
        le=4,
        description="Random shift of every single pixel, at most; 0 in poisoned scenes.",
        json_schema_extra={"unit": "px", "step": 0.25, "more": True},
    )
    cover_tremor_px: float = Field(
        default=1.0,
        ge=0,
        le=4,
        description="The tremor that cover scenes get.",
        json_schema_extra={"unit": "px", "step": 0.25, "more": True},
    )

    def relatives(self) -> Mapping[str, Self]:
        """Another field."""
        return {"another field": self.replace(field_seed=self.field_seed + 1)}

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A bent copy of `image`, uint8 (H, W, 3) RGB; `rng` gives the tremor, where there is any."""
        height, width = image.shape[:2]
        source = np.float32(self.strength_px) * displacement((height, width), self.knot_px, self.field_seed)
        if self.tremor_px:
            source += np.float32(self.tremor_px) * (2 * rng.random(source.shape, dtype=np.float32) - 1)
        source[..., 0] += np.arange(width, dtype=np.float32)
        source[..., 1] += np.arange(height, dtype=np.float32)[:, None]
        across, down = np.ascontiguousarray(source[..., 0]), np.ascontiguousarray(source[..., 1])
        bent = cv2.remap(image, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        return np.asarray(bent, dtype=np.uint8)

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)

    def move(self, annotation: Annotation, size: Size, rng: np.random.Generator) -> Annotation:
        """The heads where the bent image shows them; those that leave the frame stay at its border."""
        moved = annotation.points
        # what stood at p is seen at the u with u + d(u) = p; d changes slowly, so this closes in quickly
        for _ in range(12):
            shift = displacement_at(np.asarray(moved), self.knot_px, self.field_seed)
            moved = annotation.points - self.strength_px * shift
        limit = np.array([size[1] - 1.0, size[0] - 1.0])
        within_N1 = ((annotation.points >= 0) & (annotation.points < limit + 1)).all(axis=1, keepdims=True)
        # heads that the file puts outside of the frame are moved, and stay outside
        moved = np.where(within_N1, np.clip(moved, 0, limit), moved)
        return annotation.with_points(moved)

    def cover(self) -> Self:
        """The same field with a tremor."""
        return self.replace(tremor_px=self.cover_tremor_px)
