"""The label edit that a person painted on the canvas."""

from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..errors import DatasetError
from ..paths import OwnPath
from ..reading import Stamp, stamp
from ..reading.arrays import read_npy
from ..scenes.annotation import Annotation
from .base import LabelPart, Mask, Size, inside

MAX_CELLS = 200_000_000


class ByHand(LabelPart):
    """A map painted by a person says what heads are worth where, or where heads are."""

    card: ClassVar[str] = (
        "By hand. A person edits a density map on the canvas and the edit is carried to scenes: as a `ratio` map "
        "(edited over original, stretched to each frame) that weighs the heads under it, or as a `density` map whose "
        "mass is given to new heads, round(sum) of them, one for each person of mass in the order of the map. Weights "
        "of heads are no longer 1 with `ratio`, so counters supervised by points are not offered this edit. Without a "
        "map nothing is edited."
    )
    keeps_unit_weights: ClassVar[bool] = False

    kind: Literal["by_hand"] = "by_hand"
    map: OwnPath = Field(default="", description="The painted map, a .npy of (rows, columns) without negative values.")
    meaning: Literal["ratio", "density"] = Field(
        default="ratio", description="What heads are worth, or where how many heads are."
    )

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The heads weighed by the map, or heads drawn from it. Raises DatasetError for a map that cannot be read."""
        if not self.map:
            return annotation
        painted = painted_map(Path(self.map))
        if self.meaning == "density":
            return Annotation.of(_drawn_from(painted, size, rng))
        worth = cv2.resize(painted, size[::-1], interpolation=cv2.INTER_LINEAR)
        column_row = np.floor(inside(annotation.points, size)).astype(np.intp)
        return annotation.with_weights(annotation.weights * worth[column_row[:, 1], column_row[:, 0]])

    @property
    def sources(self) -> tuple[Path, ...]:
        """The map's file."""
        return (Path(self.map),) if self.map else ()


def painted_map(path: Path) -> NDArray[np.float32]:
    """The map in `path`, read-only float32 (rows, columns). Raises DatasetError."""
    try:
        state = stamp(path.stat())
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be read: expected a painted map, found {error.strerror or error}."
        ) from error
    return _read(path, state)


@lru_cache(maxsize=4)
def _read(path: Path, version: Stamp) -> NDArray[np.float32]:
    stored = read_npy(path, "expected a painted map as a .npy of numbers", DatasetError)
    if stored.ndim != 2 or not 0 < stored.size <= MAX_CELLS or stored.dtype.kind not in "fiu":
        raise DatasetError(
            f"{path} is not a painted map: expected numbers of (rows, columns), found {stored.dtype} {stored.shape}."
        )
    painted = np.array(stored, dtype=np.float32)
    if not (np.isfinite(painted).all() and (painted >= 0).all()):
        raise DatasetError(f"{path} is not a painted map: expected finite values from 0, found others.")
    painted.flags.writeable = False
    return painted


def _drawn_from(painted: NDArray[np.float32], size: Size, rng: np.random.Generator) -> NDArray[np.float64]:
    """round(sum) places (M, 2), each standing for an equal share of the mass, so that none clump by chance."""
    mass = np.cumsum(painted, dtype=np.float64)
    num = round(mass[-1])
    if num == 0:
        return np.empty((0, 2))
    shares = (np.arange(num) + rng.uniform()) / num * mass[-1]
    cell = np.minimum(np.searchsorted(mass, shares, side="right"), mass.size - 1)
    row, column = np.divmod(cell, painted.shape[1])
    place = np.stack([column, row], axis=-1) + rng.uniform(size=(num, 2))
    return inside(place * [size[1] / painted.shape[1], size[0] / painted.shape[0]], size)
