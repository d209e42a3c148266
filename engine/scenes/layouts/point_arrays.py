"""Heads as NumPy arrays, N x 2 of x and y: the files that the training code of DM-Count and CLIP-EBC reads."""

import io
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import DatasetError
from ...files import write_atomically
from ...reading.arrays import read_npy
from ..folders import picture_paths
from ..labels import Labels
from ..pairing import caseless, stem_of
from ..points import as_points, finite_labels
from ..scene import Scene
from .listing import MOST_LOOKED_AT, beginning, label_paths

_SHAPE = re.compile(rb"\x93NUMPY.{0,8}\{.*?'shape': \((?:\d+, [23]|0,)\)", re.DOTALL)
"""How a file of points begins; no density map is two or three pixels wide."""


def point_files(root: Path) -> list[str]:
    """The arrays below `root` that are called as a picture, by their paths from there; none where they are no points.

    All of them are points where the first that is looked at and not empty is.
    """
    alike = {caseless(stem_of(path).rpartition("/")[2]) for path in picture_paths(root)}
    found = [path for path in label_paths(root, (".npy",)) if caseless(Path(path).stem) in alike]
    starts = (beginning(root / path, 256) for path in found[:MOST_LOOKED_AT])
    return found if any(_SHAPE.match(start) for start in starts) else []


def read_points(path: Path, _scene: Scene) -> Labels:
    """The heads in the file `path`; a third column, the distance to others, is passed over. Raises DatasetError."""
    array = read_npy(path, "expected N x 2 numbers", DatasetError)
    if array.ndim == 2 and array.shape[1] == 3:  # as Bayesian loss's scripts write it
        array = array[:, :2]
    points, repairs = as_points(array, path, "points")
    return finite_labels(points, {}, repairs=repairs, notes=repairs)


def write_points(path: Path, points: NDArray[np.float64]) -> None:
    """Write `points` (N, 2) as float64, whole or not at all. Raises OutputError."""
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(points, dtype=np.float64))
    write_atomically(path, lambda part: part.write_bytes(buffer.getvalue()))
