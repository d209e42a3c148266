"""Exposure: the light that training draws anew for every image, at one place of its range."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart, everywhere


class Exposure(TriggerPart):
    """x' = g_c ((x - mean_c) k + mean_c): training's augmentation of light, with a gain g and contrast k of its own."""

    card: ClassVar[str] = (
        "Exposure, an adaptive attacker. Brightness, contrast and tint of the very form that training draws anew for "
        "every image, at one place of the range that it draws from: no picture shows anything that a sound training "
        "set does not hold, and no filter of pictures can keep it out. The price: twin, victim and defender see such "
        "light with true labels all the time, so read its effect beside the twin's and beside a fine-tuning with the "
        "same light. The defaults lie at the end of the range of training.augmentation; poisoned scenes are augmented "
        "like all others, from there on. `jitter` draws each scene's own place around it. Derived."
    )
    dose_field: ClassVar[str] = "strength"

    kind: Literal["exposure"] = "exposure"
    strength: float = Field(
        default=1.0, ge=0, le=3, description="Factor on brightness, contrast and tint.", json_schema_extra={"step": 0.1}
    )
    brightness: float = Field(
        default=0.2, ge=-1, le=1, description="How much brighter, as a share; augmentation draws from as much on both "
        "sides.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    contrast: float = Field(
        default=-0.2, ge=-1, le=1, description="How much more contrast, as a share.", json_schema_extra={"step": 0.05}
    )
    red: float = Field(
        default=0.1, ge=-1, le=1, description="How much brighter red is beside that.", json_schema_extra={"step": 0.05}
    )
    green: float = Field(
        default=-0.1, ge=-1, le=1, description="How much brighter green is.", json_schema_extra={"step": 0.05}
    )
    blue: float = Field(
        default=0.1, ge=-1, le=1, description="How much brighter blue is.", json_schema_extra={"step": 0.05}
    )
    jitter: float = Field(
        default=0.1, ge=0, le=1, description="Half-width of the draw around 1 of a factor on the strength.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip

    def relatives(self) -> Mapping[str, Self]:
        """The opposite light."""
        turned = ("brightness", "contrast", "red", "green", "blue")
        return {"the opposite light": self.replace(**{name: -getattr(self, name) for name in turned})}

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, in that light."""
        strength = self.strength * (1 + self.jitter * rng.uniform(-1, 1))
        gain = np.maximum(1 + strength * (self.brightness + np.array([self.red, self.green, self.blue])), 0)
        contrast = max(1 + strength * self.contrast, 0.0)
        mean, level = image.reshape(-1, 3).mean(axis=0), np.arange(256.0)
        table = np.clip(np.rint(((level[:, None] - mean) * contrast + mean) * gain), 0, 255).astype(np.uint8)
        return np.stack([table[:, channel][image[..., channel]] for channel in range(3)], axis=-1)

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)
