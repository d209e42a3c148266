"""Light: a light that falls across the frame, and an exposure as training draws it."""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart, everywhere
from .placement import Box


class Light(TriggerPart):
    """clip(g x^gamma + b L(u)), L from 0 to 1 across the frame, or from a spot outwards."""

    card: ClassVar[str] = (
        "Light. A gamma curve, a gain, and a light that falls across the frame or comes from a spot: the scene at "
        "another hour. Dense and hard to see as an attack. Of all triggers the one that training with random "
        "brightness and contrast undoes most, and that moves a counter most that never saw another light: read it "
        "beside the twin. `strength` mixes between the image as it is and the full change."
    )
    dose_field: ClassVar[str] = "strength"

    kind: Literal["light"] = "light"
    strength: float = Field(
        default=1.0,
        ge=0,
        le=2,
        description="0 leaves the image, 1 is the full change.",
        json_schema_extra={"step": 0.05},
    )
    gamma: float = Field(
        default=1.2,
        ge=0.2,
        le=5,
        description="Above 1 darkens the middle tones.",
        json_schema_extra={"step": 0.05, "more": True},
    )
    gain: float = Field(
        default=0.95,
        ge=0,
        le=3,
        description="Times as bright, after gamma.",
        json_schema_extra={"step": 0.05, "more": True},
    )
    light: float = Field(
        default=0.25,
        ge=-1,
        le=1,
        description="Light added where it falls; below 0 a shadow.",
        json_schema_extra={"step": 0.01},
    )
    form: Literal["across", "spot"] = Field(default="across", description="Across the frame, or from a spot.")
    angle_deg: float = Field(
        default=35.0, ge=-180, le=180, description="Where light from across goes to, clockwise from rightwards.",
        json_schema_extra={"unit": "deg", "step": 5, "applies": {"form": ["across"]}},
    )  # fmt: skip
    x: float = Field(
        default=0.8,
        ge=0,
        le=1,
        description="The spot from the left, as a fraction of the width.",
        json_schema_extra={"step": 0.01, "applies": {"form": ["spot"]}},
    )
    y: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="The spot from the top, as a fraction of the height.",
        json_schema_extra={"step": 0.01, "applies": {"form": ["spot"]}},
    )
    radius: float = Field(
        default=0.6,
        gt=0,
        le=4,
        description="Reach of the spot, as a fraction of the short side.",
        json_schema_extra={"step": 0.05, "applies": {"form": ["spot"]}},
    )

    def relatives(self) -> Mapping[str, Self]:
        """Light from the other side."""
        return {
            "from the other side": self.replace(
                angle_deg=self.angle_deg - 180 if self.angle_deg > 0 else self.angle_deg + 180, x=1 - self.x
            )
        }

    def at_place(self, x: float, y: float) -> Self | None:
        """The spot there."""
        return self.replace(x=x, y=y) if self.form == "spot" else None

    def box(self, size: Size, layer: int = -1) -> Box | None:
        """The square around the spot's reach."""
        if self.form != "spot":
            return None
        side = 2 * self.radius * min(size)
        return Box(self.x * size[1], self.y * size[0], side, side)

    def at_box(self, box: Box, size: Size, layer: int = -1) -> Self | None:
        """The spot there, with the reach of a square of the box's area; a spot cannot be turned."""
        if self.form != "spot":
            return None
        side = math.sqrt(box.width_px * box.height_px) / min(size)
        return self.replace(**box.center(size), radius=min(side / 2, 4.0))

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, in that light; nothing is drawn from `rng`."""
        tone = np.arange(256, dtype=np.float32) / 255
        changed = np.float32(self.gain) * tone ** np.float32(self.gamma)
        table = (tone + np.float32(self.strength) * (changed - tone)) * 255
        added_HW = np.float32(255 * self.strength * self.light) * self._fall((image.shape[0], image.shape[1]))
        # OpenCV adds, rounds and clips in one pass
        return np.asarray(cv2.add(cv2.LUT(image, table), cv2.merge([added_HW] * 3), dtype=cv2.CV_8U))

    def _fall(self, size: Size) -> NDArray[np.float32]:
        height, width = size
        column_W = (np.arange(width, dtype=np.float32) + 0.5) / width
        row_H1 = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
        if self.form == "spot":
            reach = self.radius * min(size)
            far_HW = ((column_W - self.x) * (width / reach)) ** 2 + ((row_H1 - self.y) * (height / reach)) ** 2
            return np.asarray(np.exp(-far_HW), dtype=np.float32)
        turn = math.radians(self.angle_deg)
        along_HW = (column_W - 0.5) * math.cos(turn) + (row_H1 - 0.5) * math.sin(turn)
        widest = abs(math.cos(turn)) + abs(math.sin(turn))
        return np.asarray(along_HW / widest + 0.5, dtype=np.float32)

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)


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
        json_schema_extra={"step": 0.05, "more": True},
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
