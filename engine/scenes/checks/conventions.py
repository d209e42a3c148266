"""Ways to store heads other than pixels from the top left corner, x before y; and the way back from each."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..annotation import Annotation

TITLES = {
    "normalized": "Multiply by the frame",
    "percent": "Multiply by a hundredth of the frame",
    "swapped": "Swap x and y",
    "y_up": "Measure y from the top",
    "turned": "Turn the heads as the picture lies",
    "resized": "Scale to the picture",
    "one_based": "Count pixels from 0",
}
"""By the kind of problem: what its mending is called."""


@dataclass(frozen=True, slots=True)
class Convention:
    """How stored values become pixels: x and y swapped, scaled, shifted, measured from the other side, in this order.

    `kind` is that of the problem. `frame` is the (width, height) that stands for the whole picture, where there is one.
    `said` completes "The heads are ...".
    """

    kind: str
    said: str
    frame: tuple[float, float] | None = None
    factor: float = 1.0
    shift: float = 0.0
    swap: bool = False
    flip_x: bool = False
    flip_y: bool = False

    def scale(self, size: tuple[int, int]) -> NDArray[np.float64]:
        """By what x and y are multiplied in a picture of `size` (H, W); (2,)."""
        if self.frame is None:
            return np.array([self.factor, self.factor])
        return np.array([size[1] / self.frame[0], size[0] / self.frame[1]]) * self.factor

    def pixels(self, points: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
        """The places (N, 2) in pixels of values stored by this convention, in a picture of `size` (H, W)."""
        moved = points[:, ::-1] if self.swap else points
        moved = moved * self.scale(size) + self.shift
        if self.flip_x:
            moved = moved * [-1, 1] + [size[1], 0]
        if self.flip_y:
            moved = moved * [1, -1] + [0, size[0]]
        return moved

    def mended(self, heads: Annotation, size: tuple[int, int]) -> Annotation:
        """All heads, none more and none fewer, where they belong; boxes go with them, and sizes grow as places do."""
        moved = heads.with_points(self.pixels(heads.points, size))
        scale = self.scale(size)
        if "size" in heads.columns and (scale != 1).any():
            sizes = heads.column("size")
            moved = moved.with_column("size", [_scaled(one, scale) for one in sizes])
        if "box" in heads.columns:
            moved = moved.with_column("box", [self._box(one, size) for one in heads.column("box")])
        return moved

    def _box(self, edges: Any, size: tuple[int, int]) -> Any:
        """A box (left, top, right, bottom) moved as heads are; anything else as it is."""
        if not _numbers(edges, 4):
            return edges
        corners = self.pixels(np.array(edges, dtype=np.float64).reshape(2, 2), size)
        return [*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()]

    def mending(self, size: tuple[int, int]) -> str:
        """What to do with the values, in words that a script could follow."""
        steps = ["swap x and y"] if self.swap else []
        x, y = self.scale(size)
        if x != 1 or y != 1:
            steps.append(f"multiply by {x:g}" if math.isclose(x, y) else f"multiply x by {x:g} and y by {y:g}")
        if self.shift:
            steps.append(f"add {self.shift:g}")
        steps += [f"take x from {size[1]}"] if self.flip_x else []
        steps += [f"take y from {size[0]}"] if self.flip_y else []
        return ", then ".join(steps).capitalize() + "."


def _scaled(width_height: Any, scale: NDArray[np.float64]) -> Any:
    if not _numbers(width_height, 2):
        return width_height
    return (np.array(width_height, dtype=np.float64) * scale).tolist()


def _numbers(values: Any, number: int) -> bool:
    """Whether `values` are so many numbers."""
    return (
        isinstance(values, list | tuple) and len(values) == number and all(isinstance(v, int | float) for v in values)
    )


AS_STORED = Convention("", "in pixels")
NORMALIZED = Convention("normalized", "in parts of the frame, from 0 to 1", frame=(1, 1))
PERCENT = Convention("percent", "in percent of the frame", frame=(100, 100))
SWAPPED = Convention("swapped", "stored as y before x", swap=True)
Y_UP = Convention("y_up", "measured from the bottom", flip_y=True)
ONE_BASED = Convention("one_based", "counted from 1", shift=-1.0)

_TURNED = "placed on the picture as it lay before it was turned"
ORIENTATIONS = (
    SWAPPED,
    Y_UP,
    Convention("turned", "placed on a mirrored picture", flip_x=True),
    Convention("turned", "placed on the picture upside down", flip_x=True, flip_y=True),
    Convention("turned", _TURNED, swap=True, flip_x=True),
    Convention("turned", _TURNED, swap=True, flip_y=True),
    Convention("turned", _TURNED, swap=True, flip_x=True, flip_y=True),
)

FACTORS = (2.0, 0.5, 1.5, 2 / 3, 3.0, 1 / 3, 4.0, 0.25)
"""By what pictures are made larger and smaller most often."""

SQUARES = (224, 256, 320, 384, 416, 448, 512, 608, 640, 768, 800, 1000, 1024, 1280)
"""Sides to which programs that train on squares bring pictures; 1000 is that of language models with eyes."""


def resized(factor: float) -> Convention:
    """Heads placed on a picture `factor` times as large as this one."""
    return Convention("resized", f"placed on a picture {factor:.4g} times as large", factor=1 / factor)


def brought_to(width: float, height: float) -> Convention:
    """Heads placed on the picture brought to `width` x `height`."""
    return Convention("resized", f"placed on the picture brought to {width:g} x {height:g} px", frame=(width, height))


def variants(of: Convention) -> tuple[Convention, ...]:
    """The same unit stored as y before x, or measured from the bottom: what looks alike from the values alone."""
    return (
        of,
        Convention(of.kind, f"{of.said}, and y before x", frame=of.frame, swap=True),
        Convention(of.kind, f"{of.said}, and measured from the bottom", frame=of.frame, flip_y=True),
    )


CONVENTIONS = (
    *ORIENTATIONS,
    *variants(NORMALIZED),
    *variants(PERCENT),
    *(resized(1 / factor) for factor in FACTORS),
    *(brought_to(side, side) for side in SQUARES),
)
"""All that are tried on each scene's picture."""
