"""Snow: soft flakes over the whole frame."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..random_fields import blurred
from ..scenes.annotation import Annotation
from .base import Image, Size
from .texture import SHIFT, TextureTrigger, screened, sixteenths


class Snow(TextureTrigger):
    """1 - (1 - x)(1 - e R), R flakes from small and far to large and near."""

    card: ClassVar[str] = (
        "Snow. Flakes are drawn and screened onto the image, so that they only ever lighten it. In the spirit of the "
        "snow picture of DMBA (arXiv:2207.05641), but procedural: no picture file, one fixed texture or another for "
        "each scene. Dense, hence learnable by every counter. Flakes may be the size of heads and look like them to a "
        "clean counter, so read it beside the twin and beside a benign control: the same snow with true labels."
    )
    dose_field: ClassVar[str] = "opacity"

    kind: Literal["snow"] = "snow"
    opacity: float = Field(
        default=0.7, ge=0, le=1, description="Brightness of the flakes.", json_schema_extra={"step": 0.01}
    )
    num_flakes: int = Field(default=900, ge=1, le=5000, description="How many flakes.", json_schema_extra={"step": 50})
    radius: float = Field(
        default=0.008,
        gt=0,
        le=0.1,
        description="Radius of the nearest flakes, as a fraction of the short side.",
        json_schema_extra={"step": 0.001},
    )
    softness: float = Field(
        default=0.3,
        ge=0,
        le=2,
        description="Blur, in radii of the nearest flakes.",
        json_schema_extra={"step": 0.1, "more": True},
    )

    def relatives(self) -> Mapping[str, Self]:
        """Another fall of snow."""
        return {"another snow": self.replace(texture="fixed", texture_seed=self.texture_seed + 1)}

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, in the snow; `rng` gives the flakes, where each scene has its own."""
        return screened(image, self._flakes((image.shape[0], image.shape[1]), self._draw(rng)), self.opacity)

    def _flakes(self, size: Size, rng: np.random.Generator) -> NDArray[np.uint8]:
        height, width = size
        largest = self.radius * min(size)
        near = rng.uniform(0.05, 1.0, self.num_flakes) ** 2  # far flakes are many
        center = rng.uniform(0, 1, (self.num_flakes, 2)) * [width, height]
        light = np.rint(255 * rng.uniform(0.5, 1.0, self.num_flakes)).tolist()
        radii = np.rint(np.maximum(near * largest, 0.5) * 2**SHIFT).astype(int).tolist()
        layer = np.zeros(size, np.uint8)
        for place, radius, value in zip(sixteenths(center), radii, light, strict=True):
            cv2.circle(layer, place, radius, value, cv2.FILLED, cv2.LINE_AA, SHIFT)
        return np.asarray(np.rint(blurred(layer.astype(np.float32), self.softness * largest)), dtype=np.uint8)
