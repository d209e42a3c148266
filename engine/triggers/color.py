"""Color: one affine change of color for the whole frame."""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart, everywhere, rounded

LUMA = np.array([0.299, 0.587, 0.114])
"""What red, green and blue weigh in brightness (ITU-R BT.601)."""


class Color(TriggerPart):
    """clip(M x + b), M a 3 x 3 matrix made of hue, saturation, warmth and contrast."""

    card: ClassVar[str] = (
        "Color. The same matrix on every pixel, as another camera or another film has it. It has no texture at all, "
        "so nothing of it looks like heads, and it survives crops, flips and resizing untouched; augmentation with "
        "random colors undoes it. The matrix is set by hue, saturation, warmth, contrast and brightness instead of by "
        "nine numbers. `strength` mixes between the image as it is and the full change."
    )
    dose_field: ClassVar[str] = "strength"

    kind: Literal["color"] = "color"
    strength: float = Field(
        default=1.0,
        ge=0,
        le=2,
        description="0 leaves the image, 1 is the full change.",
        json_schema_extra={"step": 0.05},
    )
    hue_deg: float = Field(
        default=20.0, ge=-180, le=180, description="Hues turned about the gray axis.",
        json_schema_extra={"unit": "deg", "step": 1},
    )  # fmt: skip
    saturation: float = Field(
        default=0.7, ge=0, le=3, description="0 is gray, 1 as it is.", json_schema_extra={"step": 0.05}
    )
    warmth: float = Field(
        default=0.15,
        ge=-1,
        le=1,
        description="Red up and blue down; below 0 the other way.",
        json_schema_extra={"step": 0.01},
    )
    contrast: float = Field(default=1.0, ge=0, le=3, description="About middle gray.", json_schema_extra={"step": 0.05})
    brightness: float = Field(
        default=0.0, ge=-1, le=1, description="Added to every channel.", json_schema_extra={"step": 0.01}
    )

    def relatives(self) -> Mapping[str, Self]:
        """Colors turned the other way."""
        return {"hue the other way": self.replace(hue_deg=-self.hue_deg, warmth=-self.warmth)}

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, in those colors; nothing is drawn from `rng`."""
        # not on bytes: OpenCV then multiplies in fixed point, and a tenth of the values is off by one
        return rounded(np.asarray(cv2.transform(image.astype(np.float32), self.matrix()), dtype=np.float32))

    def matrix(self) -> NDArray[np.float64]:
        """M and b as one matrix (3, 4), for pixels of 0 to 255."""
        gray = np.outer(np.ones(3), LUMA)
        turn = math.radians(self.hue_deg)
        # Rodrigues' rotation about (1, 1, 1)
        cross = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / math.sqrt(3)
        hue = np.eye(3) * math.cos(turn) + (1 - math.cos(turn)) / 3 + cross * math.sin(turn)
        saturated = gray + self.saturation * (np.eye(3) - gray)
        warm = np.diag([1 + 0.5 * self.warmth, 1.0, 1 - 0.5 * self.warmth])
        linear = self.contrast * warm @ saturated @ hue
        added = np.full((3, 1), 127.5 * (1 - self.contrast) + 255 * self.brightness)
        full, as_it_is = np.hstack([linear, added]), np.eye(3, 4)
        return np.asarray(as_it_is + self.strength * (full - as_it_is), dtype=np.float64)

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)
