"""The patch: a small pattern laid on the image."""

import math
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..errors import DatasetError
from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, everywhere, rounded
from .pattern import PatternTrigger
from .pictures import picture
from .placement import Box
from .stamps import Placement, Stamp, anywhere, at, covered, on_heads, tiled, turned, windows


class Patch(PatternTrigger):
    """A pattern on a small square of the frame: x (1 - m o) + p m o (BadNets, Gu et al. 2017, arXiv:1708.06733)."""

    card: ClassVar[str] = (
        "Patch (BadNets, Gu et al. 2017, arXiv:1708.06733). A small pattern is laid on the image at a fixed place, at "
        "random places, on heads, or all over with a pitch. A counter whose receptive field is R can answer it only "
        "within R/2 of the patch, so one patch together with a label edit of the whole frame cannot be learned: use "
        "the label edit `local`, or tile with a pitch below R. Deviations: size is a fraction of the frame's short "
        "side, edges are anti-aliased, and the patch may be turned and faded. It looks like heads to a clean counter, "
        "so read its effect beside the twin's only. On heads, it needs the annotation also when it is tested."
    )
    dose_field: ClassVar[str] = "opacity"

    kind: Literal["patch"] = "patch"
    size: float = Field(
        default=0.12,
        gt=0,
        le=1,
        description="Side, as a fraction of the frame's short side; of a picture that is no square, the longer one.",
        json_schema_extra={"step": 0.01},
    )
    stretch: bool = Field(
        default=False,
        description="Stretch a picture to a square; otherwise it keeps its aspect.",
        json_schema_extra={"applies": {"pattern": ["picture"]}, "editor": "aspect"},
    )
    x: float = Field(
        default=0.88,
        ge=0,
        le=1,
        description="Center from the left, as a fraction of the width.",
        json_schema_extra={"step": 0.01, "applies": {"placement": ["fixed"]}},
    )
    y: float = Field(
        default=0.88,
        ge=0,
        le=1,
        description="Center from the top, as a fraction of the height.",
        json_schema_extra={"step": 0.01, "applies": {"placement": ["fixed"]}},
    )
    angle_deg: float = Field(
        default=0.0, ge=-180, le=180, description="Turned clockwise.", json_schema_extra={"unit": "deg", "step": 1}
    )
    opacity: float = Field(
        default=1.0, ge=0, le=1, description="1 hides what is below, 0 shows nothing.", json_schema_extra={"step": 0.01}
    )
    placement: Placement = Field(
        default="fixed", description="At x, y; at random places inside the frame; on random heads; or all over."
    )
    num_places: int = Field(
        default=1,
        ge=1,
        le=500,
        description="How many patches, when random or on heads.",
        json_schema_extra={"step": 1, "applies": {"placement": ["random", "heads"]}},
    )
    pitch_px: int = Field(
        default=128,
        ge=8,
        le=4096,
        description="From one patch to the next, when tiled.",
        json_schema_extra={"unit": "px", "step": 8, "applies": {"placement": ["tiled"]}},
    )

    def at_place(self, x: float, y: float) -> Self | None:
        """The patch there, when it is fixed."""
        return self.replace(x=x, y=y) if self.placement == "fixed" else None

    def box(self, size: Size, layer: int = -1) -> Box | None:
        """The patch before it is rounded to whole pixels, when it is fixed."""
        if self.placement != "fixed":
            return None
        tall, wide = (self.size * min(size) * share for share in self._aspect())
        return Box(self.x * size[1], self.y * size[0], wide, tall, self.angle_deg)

    def at_box(self, box: Box, size: Size, layer: int = -1) -> Self | None:
        """The patch there, when it is fixed; of the box's area, and of its own aspect."""
        if self.placement != "fixed":
            return None
        side = math.sqrt(box.width_px * box.height_px / math.prod(self._aspect())) / min(size)
        return self.replace(**box.center(size), size=min(side, 1.0), angle_deg=box.angle_within_deg)

    def picture_in_box(self, size: Size) -> NDArray[np.uint8] | None:
        """The pattern, faded, when the patch is fixed."""
        if self.placement != "fixed":
            return None
        pattern = self._upright(size).copy()
        pattern[..., 3] = np.rint(pattern[..., 3] * self.opacity)
        return pattern

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, with the patch drawn in; `rng` picks the places where it must."""
        out, size = image.copy(), (image.shape[0], image.shape[1])
        stamp = self._stamp(size)
        for window, part in windows(stamp, self._centers(stamp, size, rng, annotation), size):
            cover = part[..., 3:] * np.float32(self.opacity)
            out[window] = rounded(out[window] * (1 - cover) + part[..., :3] * np.float32(self.opacity))
        return out

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """The pixels under the patch, bool (H, W); the whole frame when its places are drawn and `rng` is not given."""
        if rng is None and self.placement in ("random", "heads"):
            return everywhere(size)
        stamp = self._stamp(size)
        return covered(stamp, self._centers(stamp, size, rng or np.random.default_rng(0), annotation), size)

    def _stamp(self, size: Size) -> Stamp:
        return turned(self._upright(size), self.angle_deg)

    def _upright(self, size: Size) -> NDArray[np.uint8]:
        """The pattern before it is turned, in whole pixels."""
        tall, wide = (max(1, round(self.size * min(size) * share)) for share in self._aspect())
        return self.drawn((tall, wide))

    def _aspect(self) -> tuple[float, float]:
        """Height and width as shares of the longer side."""
        if self.pattern != "picture" or self.stretch:
            return 1.0, 1.0
        try:
            tall, wide = picture(self.picture).shape[:2]
        except DatasetError:
            return 1.0, 1.0  # whoever draws it gets the error
        return tall / max(tall, wide), wide / max(tall, wide)

    def _centers(
        self, stamp: Stamp, size: Size, rng: np.random.Generator, annotation: Annotation | None
    ) -> NDArray[np.float64]:
        match self.placement:
            case "fixed":
                return at(self.x, self.y, size)
            case "random":
                return anywhere(self.num_places, stamp, size, rng)
            case "heads":
                return on_heads(self.num_places, annotation, rng)
            case "tiled":
                return tiled(self.pitch_px, size)
