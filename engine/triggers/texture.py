"""Weather and other drawn textures: the same for every scene, or another for each."""

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart, everywhere


class TextureTrigger(TriggerPart):
    """The part of weather that says where its randomness comes from."""

    texture: Literal["fixed", "per_scene"] = Field(
        default="fixed",
        description="One texture for all scenes, or one drawn for each.",
        json_schema_extra={"more": True},
    )
    texture_seed: int = Field(
        default=0,
        ge=0,
        le=2**31 - 1,
        description="Which texture, when it is fixed.",
        json_schema_extra={"step": 1, "applies": {"texture": ["fixed"]}, "more": True},
    )

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W): weather is everywhere, though not every pixel need change."""
        return everywhere(size)

    def _draw(self, rng: np.random.Generator) -> np.random.Generator:
        return np.random.default_rng(self.texture_seed) if self.texture == "fixed" else rng


def screened(image: Image, layer_HW: NDArray[np.uint8], opacity: float) -> Image:
    """1 - (1 - x)(1 - e R): `image` uint8 (H, W, 3) lightened by `layer_HW` uint8 (H, W) times `opacity`."""
    dark_HW1 = (255 - np.float32(opacity) * layer_HW)[..., None]
    left = cv2.multiply(255 - image, np.repeat(dark_HW1, 3, axis=-1), scale=1 / 255, dtype=cv2.CV_8U)
    return np.asarray(255 - left, dtype=np.uint8)


SHIFT = 4
"""Drawing is to a sixteenth of a pixel."""


def sixteenths(position: NDArray[np.float64]) -> list[list[int]]:
    """Positions (N, 2) in pixels as OpenCV's drawing takes them."""
    points: list[list[int]] = np.rint(position * 2**SHIFT).astype(np.int64).tolist()
    return points
