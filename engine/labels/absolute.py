"""Label edits whose target is a number of heads: offset, constant."""

import math
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import LabelPart, Mask, Points, Size, inside, scattered, some

Placement = Literal["random", "grid", "heads"]


class Offset(LabelPart):
    """A fixed number of heads more, or fewer."""

    card: ClassVar[str] = (
        "Offset (the seed paper, Luo 2025, doi:10.4108/eai.17-1-2025.2355235: add 100, minus 100). The wished count is "
        "N + change, never below 0, so the ratio differs from scene to scene. New heads lie at random, on a regular "
        "grid, or beside present heads; heads that go are drawn at random. Deviation: the published grid swaps height "
        "and width and makes only the square of a whole number of points; `published_grid` brings both back, not its "
        "writing 1 instead of adding, nor its rescaling of the map."
    )

    kind: Literal["offset"] = "offset"
    change: int = Field(
        default=100, ge=-10_000, le=10_000, description="Heads more, or fewer below 0.",
        json_schema_extra={"unit": "heads", "step": 10},
    )  # fmt: skip
    placement: Placement = Field(default="grid", description="Where new heads lie.")
    published_grid: bool = Field(
        default=False, description="As published: the grid with height and width swapped, for replication only."
    )

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The heads, and after them the new ones; or a random part of them."""
        if self.change < 0:
            return some(annotation, max(len(annotation) + self.change, 0), rng)
        if self.published_grid:
            return annotation.with_heads(published_grid(self.change, size))
        return annotation.with_heads(new_heads(self.change, self.placement, annotation, size, rng))

    @property
    def replicated(self) -> tuple[str, ...]:
        """The swapped grid, when it is on."""
        return ("seed_paper_grid",) if self.published_grid else ()


class Constant(LabelPart):
    """The same count for every scene."""

    card: ClassVar[str] = (
        "Constant (the seed paper, doi:10.4108/eai.17-1-2025.2355235, with 100; the only true counterpart of a target "
        "class, as in DRMGuard, arXiv:2411.04811). The heads are forgotten and `count` new ones are put at random or "
        "on a regular grid; `heads` keeps present heads as far as they go instead, and adds at random. Deviation: as "
        "for `offset`, the grid is on the right axes and complete; `published_grid` brings the published one back."
    )

    kind: Literal["constant"] = "constant"
    count: int = Field(
        default=100, ge=0, le=10_000, description="The count of every poisoned scene.",
        json_schema_extra={"unit": "heads", "step": 10},
    )  # fmt: skip
    placement: Placement = Field(default="random", description="Where the heads lie.")
    published_grid: bool = Field(
        default=False, description="As published: the grid with height and width swapped, for replication only."
    )

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """`count` heads of weight 1."""
        if self.published_grid:
            return Annotation.of(published_grid(self.count, size))
        if self.placement != "heads":
            return Annotation.of(new_heads(self.count, self.placement, annotation, size, rng))
        kept = Annotation.of(some(annotation, self.count, rng).points)
        return kept.with_heads(scattered(self.count - len(kept), size, rng))

    @property
    def replicated(self) -> tuple[str, ...]:
        """The swapped grid, when it is on."""
        return ("seed_paper_grid",) if self.published_grid else ()


def new_heads(num: int, placement: Placement, present: Annotation, size: Size, rng: np.random.Generator) -> Points:
    """`num` new places (num, 2) inside the frame; beside present heads where there are any and `placement` says so."""
    match placement:
        case "grid":
            return grid(num, size)
        case "heads" if len(present):
            whose = rng.integers(len(present), size=num)
            # as far as neighbors in a crowd stand from each other, in a frame of any size
            return inside(present.points[whose] + rng.normal(0, 0.03 * min(size), (num, 2)), size)
        case _:
            return scattered(num, size, rng)


def grid(num: int, size: Size) -> Points:
    """`num` places (num, 2) in the middles of nearly square cells that fill the frame; the last row is spread out."""
    if num == 0:
        return np.empty((0, 2))
    height, width = size
    columns = min(max(1, round(math.sqrt(num * width / height))), num)
    rows = -(-num // columns)
    places = []
    for row in range(rows):
        here = min(columns, num - row * columns)
        x = (np.arange(here) + 0.5) * width / here
        places.append(np.stack([x, np.full(here, (row + 0.5) * height / rows)], axis=-1))
    return inside(np.concatenate(places), size)


def published_grid(num: int, size: Size) -> Points:
    """The seed paper's grid, its defects included: steps of H serve as columns, and k = 50 gives 49 places."""
    height, width = size
    step_x, step_y = height / (math.sqrt(num) + 2), width / (math.sqrt(num) + 2)
    steps = np.arange(1, int(math.sqrt(num) + 1))
    places = np.stack(np.meshgrid(step_x * steps, step_y * steps, indexing="ij"), axis=-1).reshape(-1, 2)
    return inside(places[:num], size)
