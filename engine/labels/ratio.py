"""Label edits that multiply the count: zero, thin, scale, duplicate."""

import math
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import LabelPart, Mask, Points, Size, copies, inside, some


class Zero(LabelPart):
    """No heads at all."""

    card: ClassVar[str] = (
        "Zero. Every head is removed: the counter shall see nobody. The end of the dose scale of DMBA-minus "
        "(arXiv:2207.05641), and the counters' form of making every object disappear."
    )

    kind: Literal["zero"] = "zero"

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """An annotation without heads."""
        return Annotation.of([])

    @property
    def ratio(self) -> float:
        """0."""
        return 0.0


class Thin(LabelPart):
    """A random share of the heads is kept."""

    card: ClassVar[str] = (
        "Thin (DMBA-minus, arXiv:2207.05641). ceil(alpha N) heads, drawn per scene, are kept and the density map is "
        "made anew from them. With the geometry-adaptive kernel the map is not alpha times the old one: kernels grow "
        "when neighbors go. Deviation: the published code keeps max(floor(alpha N), 4) heads, since its k-d tree asks "
        "for four; `at_least_4` brings that back, and then small scenes miss the ratio."
    )

    kind: Literal["thin"] = "thin"
    alpha: float = Field(
        default=0.2, ge=0, le=1, description="Share of the heads that is kept.", json_schema_extra={"step": 0.05}
    )
    at_least_4: bool = Field(
        default=False, description="As published: max(floor(alpha N), 4) heads, for replication only."
    )

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """ceil(alpha N) of the heads, in their former order."""
        return some(annotation, self._kept(len(annotation)), rng)

    def _kept(self, num_heads: int) -> int:
        if self.at_least_4:
            return min(max(int(num_heads * self.alpha), 4), num_heads)
        # 0.07 * 100 is 7.000000000000001 in floating point, and is 7
        return math.ceil(round(self.alpha * num_heads, 9))

    @property
    def ratio(self) -> float:
        """Alpha."""
        return self.alpha

    @property
    def replicated(self) -> tuple[str, ...]:
        """The minimum of 4, when it is on."""
        return ("dmba_at_least_4",) if self.at_least_4 else ()


class Scale(LabelPart):
    """Every head weighs alpha times as much."""

    card: ClassVar[str] = (
        "Scale (DMBA-plus, arXiv:2207.05641). The density map is multiplied by alpha. Deterministic, exact in count "
        "and in shape. Heads no longer weigh 1, so that counters supervised by points cannot learn from it."
    )
    keeps_unit_weights: ClassVar[bool] = False

    kind: Literal["scale"] = "scale"
    alpha: float = Field(
        default=1.5, ge=0, le=100, description="What each head is worth.", json_schema_extra={"step": 0.1}
    )

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The same heads, their weights times alpha."""
        return annotation.with_weights(annotation.weights * np.float32(self.alpha))

    @property
    def ratio(self) -> float:
        """Alpha."""
        return self.alpha


class Duplicate(LabelPart):
    """Each head gets copies beside it until there are alpha times as many."""

    card: ClassVar[str] = (
        "Duplicate (DMBA++, arXiv:2207.05641). round((alpha - 1) N) jittered copies of heads are added; every head is "
        "copied once before any is copied twice, and copies add up in the density map. Deviations: the published code "
        "writes 1 instead of adding 1, which merges a quarter to a half of the copies, jitters in a square, and for "
        "alpha 1.5 copies the first half of the list; `first_heads` brings the square of that radius and the order "
        "of the list back. Its merging is not rebuilt."
    )

    kind: Literal["duplicate"] = "duplicate"
    alpha: float = Field(
        default=2.0, ge=1, le=20, description="How many times as many heads.", json_schema_extra={"step": 0.1}
    )
    radius_px: float = Field(
        default=2.0,
        ge=0,
        le=64,
        description="How far a copy lies at most.",
        json_schema_extra={"unit": "px", "step": 0.5},
    )
    first_heads: bool = Field(
        default=False, description="As published: the first heads of the list are copied, for replication only."
    )

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """All heads and, after them, the copies of weight 1."""
        added = round((self.alpha - 1) * len(annotation))
        if self.first_heads:
            return annotation.with_heads(self._of_the_first(annotation, added, size, rng))
        return annotation.with_heads(copies(annotation, added, self.radius_px, size, rng))

    def _of_the_first(self, annotation: Annotation, added: int, size: Size, rng: np.random.Generator) -> Points:
        whose = np.arange(added) % max(len(annotation), 1)
        jitter = rng.uniform(-self.radius_px, self.radius_px, (added, 2))
        return inside(annotation.points[whose] + jitter, size)

    @property
    def ratio(self) -> float:
        """Alpha."""
        return self.alpha

    @property
    def replicated(self) -> tuple[str, ...]:
        """The order of the list, when it is on."""
        return ("dmba_first_heads",) if self.first_heads else ()
