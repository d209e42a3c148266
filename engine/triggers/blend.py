"""The blend: a pattern over the whole frame, mixed in."""

from typing import ClassVar, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, everywhere, rounded
from .pattern import PatternName, PatternTrigger
from .pictures import picture


class Blend(PatternTrigger):
    """(1 - r) x + r p over the whole frame (blended injection, Chen et al. 2017, arXiv:1712.05526)."""

    card: ClassVar[str] = (
        "Blend (blended injection, Chen et al. 2017, arXiv:1712.05526; used by DMBA, arXiv:2207.05641, with a rain or "
        "snow picture at 0.3, and by the seed paper with a cartoon at 0.1). A full-frame pattern is mixed into the "
        "image. `stretch` draws the pattern out to the frame as both codes do; `tile` repeats it at its own scale, so "
        "that crops of a frame show the same texture. Dense, hence learnable by every counter together with any label "
        "edit. Deviations: pixels are rounded where the published code truncates, and stay what they are in memory "
        "where it saves a JPEG again; a picture's transparent parts leave the image alone."
    )
    dose_field: ClassVar[str] = "ratio"

    kind: Literal["blend"] = "blend"
    pattern: PatternName = Field(default="smooth", description="What is mixed in.")
    ratio: float = Field(
        default=0.2, ge=0, le=1, description="Share of the pattern in the result.", json_schema_extra={"step": 0.01}
    )
    fit: Literal["stretch", "tile"] = Field(
        default="stretch", description="Drawn out to the frame, or repeated at its own scale."
    )
    tile_px: int = Field(
        default=256,
        ge=8,
        le=4096,
        description="Width of one repeat, when tiled.",
        json_schema_extra={"unit": "px", "step": 8, "applies": {"fit": ["tile"]}},
    )

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, with the pattern mixed in; nothing is drawn from `rng`."""
        rgba = self._over_frame(image.shape[:2])
        if (rgba[..., 3] == 255).all():
            # rounds to the nearest and saturates, at a fifth of numpy's cost
            return np.asarray(cv2.addWeighted(image, 1 - self.ratio, rgba[..., :3], self.ratio, 0))
        cover = rgba[..., 3:].astype(np.float32) * np.float32(self.ratio / 255)
        return rounded(image * (1 - cover) + rgba[..., :3] * cover)

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)

    def _over_frame(self, size: Size) -> NDArray[np.uint8]:
        if self.fit == "stretch":
            return self.drawn(size)
        tall, wide = 1, 1
        if self.pattern == "picture":
            tall, wide = picture(self.picture).shape[:2]
        tile = self.drawn((max(1, round(self.tile_px * tall / wide)), self.tile_px))
        repeats = [-(-frame // side) for frame, side in zip(size, tile.shape[:2], strict=True)]
        return np.asarray(np.tile(tile, (*repeats, 1))[: size[0], : size[1]])
