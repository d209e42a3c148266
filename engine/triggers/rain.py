"""Rain: bright streaks over the whole frame."""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Size
from .texture import SHIFT, TextureTrigger, screened, sixteenths


class Rain(TextureTrigger):
    """1 - (1 - x)(1 - e R), R streaks of many lengths and brightnesses."""

    card: ClassVar[str] = (
        "Rain. Streaks are drawn and screened onto the image, so that they only ever lighten it. In the spirit of the "
        "rain picture of DMBA (arXiv:2207.05641), but procedural: no picture file, one fixed texture or another for "
        "each scene. Dense, hence learnable by every counter. Sizes are fractions of the frame's short side, so that "
        "frames of all sizes look alike. Read it beside a benign control: the same rain with true labels."
    )
    dose_field: ClassVar[str] = "opacity"

    kind: Literal["rain"] = "rain"
    opacity: float = Field(
        default=0.5, ge=0, le=1, description="Brightness of the streaks.", json_schema_extra={"step": 0.01}
    )
    num_streaks: int = Field(
        default=900, ge=1, le=5000, description="How many streaks.", json_schema_extra={"step": 50}
    )
    length: float = Field(
        default=0.08,
        gt=0,
        le=0.5,
        description="Length of the longest streaks, as a fraction of the short side.",
        json_schema_extra={"step": 0.01},
    )
    thickness: float = Field(
        default=0.003,
        gt=0,
        le=0.05,
        description="Width of a streak, as a fraction of the short side; at least one pixel.",
        json_schema_extra={"step": 0.001, "more": True},
    )
    angle_deg: float = Field(
        default=12.0,
        ge=-60,
        le=60,
        description="Slant from the vertical, to the left below.",
        json_schema_extra={"unit": "deg", "step": 1},
    )

    def relatives(self) -> Mapping[str, Self]:
        """Another fall of rain, and one from the other side."""
        return {
            "another rain": self.replace(texture="fixed", texture_seed=self.texture_seed + 1),
            "slanted the other way": self.replace(angle_deg=-self.angle_deg),
        }

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, in the rain; `rng` gives the streaks, if drawn per scene."""
        return screened(image, self._streaks((image.shape[0], image.shape[1]), self._draw(rng)), self.opacity)

    def _streaks(self, size: Size, rng: np.random.Generator) -> NDArray[np.uint8]:
        height, width = size
        near = rng.uniform(0.35, 1.0, self.num_streaks)
        start = rng.uniform(-0.1, 1.1, (self.num_streaks, 2)) * [width, height]
        tilt = math.radians(self.angle_deg) + rng.normal(0, 0.03, self.num_streaks)
        along = np.stack([-np.sin(tilt), np.cos(tilt)], axis=-1)
        end = start + along * (near * self.length * min(size))[:, None]
        light = np.rint(255 * near * rng.uniform(0.5, 1.0, self.num_streaks)).tolist()
        layer = np.zeros(size, np.uint8)
        thick = max(1, round(self.thickness * min(size)))
        for one, other, value in zip(sixteenths(start), sixteenths(end), light, strict=True):
            cv2.line(layer, one, other, value, thick, cv2.LINE_AA, SHIFT)
        return layer
