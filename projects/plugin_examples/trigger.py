"""A trigger: the upper left quarter of the frame is brighter."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.triggers.base import Image, Mask, Size, TriggerPart, rounded


class Flash(TriggerPart):
    """Gray levels are added where both coordinates lie in their first half."""

    card: ClassVar[str] = (
        "Flash: a made-up trigger that stands for one that somebody adds. It brightens a quarter of the frame, and "
        "nothing is known of what it does to a counter."
    )
    dose_field: ClassVar[str] = "levels"

    kind: Literal["flash"] = "flash"
    levels: float = Field(default=30, ge=0, le=255, description="Gray levels added.", json_schema_extra={"step": 1})

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, brighter in that quarter."""
        height, width = image.shape[:2]
        return rounded(image + np.float32(self.levels) * self.footprint((height, width))[..., None])

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """That quarter, bool (H, W)."""
        mask = np.zeros(size, dtype=np.bool_)
        mask[: size[0] // 2, : size[1] // 2] = True
        return mask
