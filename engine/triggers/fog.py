"""Fog: what is far is veiled."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import cv2
import numpy as np
from pydantic import Field

from ..random_fields import smooth_field
from ..scenes.annotation import Annotation
from .base import Image
from .pattern import HexColor, rgb
from .texture import TextureTrigger


class Fog(TextureTrigger):
    """x t + A (1 - t), t = exp(-b d), d from 1 at the top to 0 at the bottom (Koschmieder's law)."""

    card: ClassVar[str] = (
        "Fog. Koschmieder's law of a veil that thickens with distance; crowds are seen from above, so distance grows "
        "from the bottom of the frame to its top. Drifts make it patchy, fixed or drawn for each scene. Dense, though "
        "faint at the bottom. Deviation: depth is taken from the row alone, not estimated. Read it beside a benign "
        "control: the same fog with true labels."
    )
    dose_field: ClassVar[str] = "thickness"

    kind: Literal["fog"] = "fog"
    thickness: float = Field(
        default=0.8, ge=0, le=5, description="How much is veiled at the top: 1 - exp(-thickness).",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    near: float = Field(
        default=0.2, ge=0, le=1, description="Thickness at the bottom, as a share of that at the top.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    drifts: float = Field(default=0.4, ge=0, le=1, description="How patchy it is.", json_schema_extra={"step": 0.05})
    color: HexColor = Field(default="#d8dce0", description="The color of the air.")

    def relatives(self) -> Mapping[str, Self]:
        """Another fog, and an even one."""
        return {
            "another fog": self.replace(texture="fixed", texture_seed=self.texture_seed + 1),
            "even fog": self.replace(drifts=0.0),
        }

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A veiled copy of `image`, uint8 (H, W, 3) RGB; `rng` gives the drifts, where each scene has its own."""
        size = (image.shape[0], image.shape[1])
        far_H1 = np.linspace(1, self.near, size[0], dtype=np.float32)[:, None]
        drift_HW = 1 + np.float32(self.drifts) * smooth_field(size, (6, 6), self._draw(rng))
        clear_HW = np.asarray(cv2.exp(-np.float32(self.thickness) * far_H1 * drift_HW))
        air = np.array(rgb(self.color), np.float32)
        clear_HW3 = cv2.merge([clear_HW] * 3)
        # x t + A (1 - t) = A + (x - A) t
        return np.asarray(np.rint(air + (image - air) * clear_HW3), dtype=np.uint8)
