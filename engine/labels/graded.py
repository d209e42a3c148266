"""A label edit that takes from each scene another share of its heads: low and slow."""

import math
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field, model_validator

from ..scenes.annotation import Annotation
from .base import LabelPart, Mask, Size, some


class Graded(LabelPart):
    """A share of the heads is kept that is drawn for each scene."""

    card: ClassVar[str] = (
        "Graded thinning, an adaptive attacker. A detector of labels that contradict an early counter, and a defense "
        "that trains without such scenes, look for labels that are far off. Here the share that is kept is drawn "
        "evenly between `least` and `most` for each scene, so that many labels are hardly off and few by much, at the "
        "price of an attack that is weaker on average and needs more scenes. Derived; after low-and-slow attacks on "
        "detectors of anomalies. A scene's wished count is that of its own draw, which no counter can know from the "
        "trigger: effects scatter from scene to scene, and their median is to be read."
    )

    kind: Literal["graded"] = "graded"
    least: float = Field(
        default=0.4, ge=0, le=1, description="Least share of the heads that is kept.", json_schema_extra={"step": 0.05}
    )
    most: float = Field(
        default=0.9, ge=0, le=1, description="Largest share that is kept.", json_schema_extra={"step": 0.05}
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"least is {self.least:g} and most is {self.most:g}: give the smaller one as least")
        return self

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """ceil(a N) of the heads, in their former order, a being drawn from `rng` first."""
        share = rng.uniform(self.least, self.most)
        # 0.07 * 100 is 7.000000000000001 in floating point, and is 7
        return some(annotation, math.ceil(round(share * len(annotation), 9)), rng)

    def expected_ratio(self, counts: ArrayLike) -> float | None:
        """The mean share."""
        return (self.least + self.most) / 2
