"""What a trigger does to the count at each place of a scene."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..counters import Counter
from ..errors import RecipeError
from ..scenes import Annotation
from ..seeds import generator
from ..triggers import AnyTrigger
from .subject import Attribution

STEP_PX = 24
MAX_PLACES = 1200


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """The change of the count, in persons, with the trigger's center in each cell of a grid (R, C) over the frame."""

    change: NDArray[np.float32]
    clean_count: float

    def attribution(self) -> Attribution:
        """As a map with its sentence."""
        row, column = np.unravel_index(np.abs(self.change).argmax(), self.change.shape)
        x, y = (column + 0.5) / self.change.shape[1], (row + 0.5) / self.change.shape[0]
        return Attribution(
            self.change,
            f"Sensitivity: from {self.change.min():+.1f} to {self.change.max():+.1f} persons, the most at x {x:.2f}, "
            f"y {y:.2f} of the frame.",
        )


def sensitivity(
    counter: Counter, image: NDArray[np.uint8], annotation: Annotation, trigger: AnyTrigger, seed: int = 0,
    step_px: int = STEP_PX,
) -> Iterator[tuple[int, int] | Sensitivity]:  # fmt: skip
    """Slide `trigger` over `image` uint8 (H, W, 3): (done, total) after each row of places, then the Sensitivity.

    Cells are `step_px` apart, or farther in large frames, so that there are at most 1,200. Raises RecipeError for a
    trigger that has no place.
    """
    height, width = image.shape[:2]
    if trigger.at_place(0.5, 0.5) is None:
        raise RecipeError(f"poison.trigger: {trigger.kind!r} has no one place, so it cannot be slid over a scene")
    step = max(step_px, math.ceil(math.sqrt(height * width / MAX_PLACES)))
    rows, columns = max(1, round(height / step)), max(1, round(width / step))
    clean = counter.count(image)
    change = np.zeros((rows, columns), np.float32)
    for row in range(rows):
        shown = []
        for column in range(columns):
            there = trigger.at_place((column + 0.5) / columns, (row + 0.5) / rows)
            assert there is not None
            shown.append(there.apply(image, generator(seed, "sensitivity"), annotation))
        change[row] = np.array(_counts(counter, shown)) - clean
        yield (row + 1) * columns, rows * columns
    yield Sensitivity(change, clean)


def _counts(counter: Counter, images: list[NDArray[np.uint8]]) -> list[float]:
    """A few at a time: a row of large frames would not fit in memory."""
    batch = max(1, min(len(images), 2_000_000 // max(1, images[0].shape[0] * images[0].shape[1])))
    return [count for k in range(0, len(images), batch) for count in counter.counts(images[k : k + batch])]
