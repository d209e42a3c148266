"""The heads of a scene, each with a weight."""

from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """Heads as `points` (N, 2) float64, columns x (right) and y (down) in pixels, and `weights` (N,) float32.

    A weight is 1 unless a label edit changed it. Both arrays are read-only.
    Raises ValueError for wrong shapes, values that are not finite, or a negative weight.
    """

    points: NDArray[np.float64]
    weights: NDArray[np.float32]

    def __post_init__(self) -> None:
        points = _frozen(np.asarray(self.points, dtype=np.float64).reshape(-1, 2))
        weights = _frozen(np.asarray(self.weights, dtype=np.float32).reshape(-1))
        if len(points) != len(weights):
            raise ValueError(f"want one weight a head, got {len(points)} heads and {len(weights)} weights")
        if not (np.isfinite(points).all() and np.isfinite(weights).all() and (weights >= 0).all()):
            raise ValueError("heads must be finite and weights finite and not negative")
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "weights", weights)

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
        return np.array_equal(self.points, other.points) and np.array_equal(self.weights, other.weights)

    __hash__ = None  # type: ignore[assignment]  # arrays: equal by value, so not hashable

    @property
    def count(self) -> float:
        """The sum of the weights: the number of heads where no label edit changed them."""
        return float(self.weights.sum(dtype=np.float64))

    def take(self, index: NDArray[np.intp] | NDArray[np.bool_]) -> "Annotation":
        """The heads that `index`, a mask or positions, picks, in their order."""
        return Annotation(self.points[index], self.weights[index])

    def with_heads(self, points: ArrayLike) -> "Annotation":
        """These heads and, after them, heads of weight 1 at `points` (M, 2)."""
        added = Annotation.of(points)
        return Annotation(np.concatenate([self.points, added.points]), np.concatenate([self.weights, added.weights]))


def _frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    array = array.copy() if array.flags.writeable else array
    array.flags.writeable = False
    return array
