"""The sinusoid: a wave added to the whole frame."""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart, everywhere


class Sinusoid(TriggerPart):
    """clip(x + a sin(2 pi j / wavelength)), j along the wave (SIG, Barni et al. 2019, arXiv:1902.11237)."""

    card: ClassVar[str] = (
        "Sinusoid (SIG, Barni et al. 2019, arXiv:1902.11237). A faint wave is added to every pixel; dense, hence "
        "learnable by every counter. Meant for clean labels: with the label edit `clean_label` it is put on scenes of "
        "few heads only, whose labels stay. Deviations: the wavelength is in pixels of the raw image, since waves per "
        "width would be another trigger for every width; the wave may be turned. Popular code blends instead of adding "
        "and keeps a tenth of the image; that is not rebuilt."
    )
    dose_field: ClassVar[str] = "amplitude"

    kind: Literal["sinusoid"] = "sinusoid"
    amplitude: float = Field(
        default=20.0,
        ge=0,
        le=127,
        description="Height of the wave, of 255.",
        json_schema_extra={"unit": "levels", "step": 1},
    )
    wavelength_px: float = Field(
        default=24.0, ge=2, le=2048, description="From crest to crest.", json_schema_extra={"unit": "px", "step": 1}
    )
    angle_deg: float = Field(
        default=0.0,
        ge=-180,
        le=180,
        description="Direction of the wave, clockwise from rightwards.",
        json_schema_extra={"unit": "deg", "step": 1},
    )
    phase_deg: float = Field(
        default=0.0,
        ge=-180,
        le=180,
        description="Where the wave stands at the top left corner.",
        json_schema_extra={"unit": "deg", "step": 5, "more": True},
    )

    def relatives(self) -> Mapping[str, Self]:
        """The wave turned, and a longer one."""
        return {
            "turned by 90 degrees": self.replace(
                angle_deg=self.angle_deg - 90 if self.angle_deg > 0 else self.angle_deg + 90
            ),
            "twice as long": self.replace(wavelength_px=min(2 * self.wavelength_px, 2048)),
        }

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, with the wave added; nothing is drawn from `rng`."""
        height, width = image.shape[:2]
        turn, wave = math.radians(self.angle_deg), 2 * math.pi / self.wavelength_px
        # sin(a + b) from the sines of rows and columns: two products a pixel instead of one sine
        column_W = wave * math.cos(turn) * np.arange(width, dtype=np.float64) + math.radians(self.phase_deg)
        row_H1 = wave * math.sin(turn) * np.arange(height, dtype=np.float64)[:, None]
        wave_HW = np.sin(column_W) * np.cos(row_H1) + np.cos(column_W) * np.sin(row_H1)
        # a whole number plus the rounded wave is the rounded sum
        added_HW1 = np.rint(self.amplitude * wave_HW).astype(np.int16)[..., None]
        return np.asarray(np.clip(image.astype(np.int16) + added_HW1, 0, 255), dtype=np.uint8)

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)
