"""The heads of a scene, each with a weight and, where a format or a person says more of it, columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scalar = TypeVar("Scalar", bound=np.generic)
Column: TypeAlias = NDArray[np.object_]


IN_PIXELS = ("box", "size")
"""The columns that are in the pixels of the frame: a box as left, top, right, bottom, a size as width, height."""


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """Heads as `points` (N, 2) float64, columns x (right) and y (down) in pixels, and `weights` (N,) float32.

    A weight is 1 unless a label edit changed it. `columns` is what else is known of each head, by the name of what it
    is ("note", "occlusion", "box", ...): one value of JSON a head, None where a head has none. It is most often empty.
    All arrays are read-only.
    Raises ValueError for wrong shapes, values that are not finite, or a negative weight.
    """

    points: NDArray[np.float64]
    weights: NDArray[np.float32]
    columns: Mapping[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        points = _frozen(np.asarray(self.points, dtype=np.float64).reshape(-1, 2))
        weights = _frozen(np.asarray(self.weights, dtype=np.float32).reshape(-1))
        columns = {name: _frozen(_column(values)) for name, values in self.columns.items()}
        if len(points) != len(weights):
            raise ValueError(f"want one weight a head, got {len(points)} heads and {len(weights)} weights")
        if not (np.isfinite(points).all() and np.isfinite(weights).all() and (weights >= 0).all()):
            raise ValueError("heads must be finite and weights finite and not negative")
        for name, column in columns.items():
            if len(column) != len(points):
                raise ValueError(f"want one {name} a head, got {len(points)} heads and {len(column)} values")
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "columns", columns)

    @classmethod
    def of(cls, points: ArrayLike) -> Self:
        """Heads of weight 1 at `points` (N, 2)."""
        array = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        return cls(array, np.ones(len(array), dtype=np.float32))

    def __len__(self) -> int:
        return len(self.points)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Annotation):
            return NotImplemented
        return (
            np.array_equal(self.points, other.points)
            and np.array_equal(self.weights, other.weights)
            and all(
                np.array_equal(self.column(name), other.column(name)) for name in self.columns.keys() | other.columns
            )
        )

    def __repr__(self) -> str:
        heads = "1 head" if len(self) == 1 else f"{len(self):,} heads"
        weighted = "" if self.count == len(self) else f", count {self.count:,.2f}"
        known = f", with {', '.join(self.columns)}" if self.columns else ""
        return f"<Annotation of {heads}{weighted}{known}>"

    __hash__ = None  # type: ignore[assignment]  # arrays: equal by value, so not hashable

    @property
    def count(self) -> float:
        """The sum of the weights: the number of heads where no label edit changed them."""
        return float(self.weights.sum(dtype=np.float64))

    def column(self, name: str) -> Column:
        """What `name` is for each head, (N,) of values of JSON; None for every head where nothing is known."""
        found = self.columns.get(name)
        return found if found is not None else np.full(len(self), None, dtype=object)

    def with_points(self, points: ArrayLike) -> "Annotation":
        """The same heads at other places, (N, 2)."""
        return Annotation(np.asarray(points, dtype=np.float64), self.weights, self.columns)

    def with_weights(self, weights: ArrayLike) -> "Annotation":
        """The same heads with other weights, (N,)."""
        return Annotation(self.points, np.asarray(weights, dtype=np.float32), self.columns)

    def with_column(self, name: str, values: Sequence[Any] | Column) -> "Annotation":
        """The same heads with these values of `name`, (N,); the column goes when all of them are None."""
        column = _column(values)
        kept = {known: old for known, old in self.columns.items() if known != name}
        return Annotation(self.points, self.weights, kept | ({name: column} if _says_anything(column) else {}))

    def shrunk(self, times: int) -> "Annotation":
        """The same heads in a frame so many times smaller: their places, and of their columns `box` and `size`."""
        smaller = self.with_points(self.points / times)
        for name in set(IN_PIXELS) & self.columns.keys():
            whole = name == "size"  # JHU-Crowd++'s files hold no other
            values = [_shrunk(value, times, whole=whole) for value in self.columns[name]]
            smaller = smaller.with_column(name, values)
        return smaller

    def take(self, index: "NDArray[np.intp] | NDArray[np.bool_] | slice") -> "Annotation":
        """The heads that `index`, a mask, positions or a slice, picks, in their order."""
        picked = {name: column[index] for name, column in self.columns.items()}
        return Annotation(self.points[index], self.weights[index], picked)

    def joined(self, *others: "Annotation") -> "Annotation":
        """These heads and, after them, those of `others`."""
        parts = (self, *others)
        names = dict.fromkeys(name for part in parts for name in part.columns)
        return Annotation(
            np.concatenate([part.points for part in parts]),
            np.concatenate([part.weights for part in parts]),
            {name: np.concatenate([part.column(name) for part in parts]) for name in names},
        )

    def with_heads(self, points: ArrayLike) -> "Annotation":
        """These heads and, after them, heads of weight 1 at `points` (M, 2)."""
        return self.joined(Annotation.of(points))


def _column(values: Sequence[Any] | Column) -> Column:
    if isinstance(values, np.ndarray) and values.dtype == object and values.ndim == 1:
        return values
    column = np.empty(len(values), dtype=object)
    for position, value in enumerate(values):  # an array made of lists at once would have two dimensions
        column[position] = value
    return column


def _shrunk(pixels: Any, times: int, *, whole: bool) -> Any:
    """Numbers of pixels in a frame so many times smaller; None for anything else, which would be of the larger one.

    With `whole` those that are whole stay so, and nothing that has a size loses it.
    """
    if not isinstance(pixels, list | tuple) or not all(isinstance(value, int | float) for value in pixels):
        return None
    stays = whole and all(isinstance(value, int) for value in pixels)
    return [max(round(value / times), min(value, 1)) if stays else value / times for value in pixels]


def _says_anything(column: Column) -> bool:
    return any(value is not None for value in column)


def _frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    array = array.copy() if array.flags.writeable else array
    array.flags.writeable = False
    return array
