"""Density maps alone: pictures with `.npy` or `.h5` (key density) beside them or in a parallel folder, and no points.

A map says how many people there are, and roughly where; heads cannot be made of it. So its scenes are not labelled:
they can be looked at, and labelled by hand, with the sum of the map as `map_sum` beside them.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ...errors import DatasetError, OutputError
from ..folders import picture_paths
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import by_name, label_paths, orphan_id
from ..maps import read_map
from ..points import finite_labels
from ..scene import Dataset, Scene
from ..writing import Report

NAME = "density_maps"
TITLE = "Density maps"
LAYOUT = "pictures, and .npy or .h5 density maps called as they are"
HOLDS = Holds(unlabelled=True, written=False)

_SUFFIXES = (".npy", ".h5")


def recognizes(path: Path) -> bool:
    """Whether a picture below `path` is called as a file that may be its map."""
    maps = {Path(name).stem for name in label_paths(path, _SUFFIXES)}
    return bool(maps) and any(Path(name).stem in maps for name in picture_paths(path))


def read(path: Path) -> Dataset:
    """The pictures below `path`. Reads names only."""
    return _paired(path)[0]


def _paired(root: Path) -> tuple[Dataset, tuple[str, ...]]:
    return by_name(root, NAME, label_paths(root, _SUFFIXES), _read_file, ".npy")


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every map without a picture."""
    for label in _paired(dataset.root)[1]:
        yield orphan_id(label.rpartition(".")[0]), dataset.root / label


def _read_file(path: Path, _scene: Scene) -> Labels:
    with np.errstate(invalid="ignore"):  # of infinities, which are refused below
        total = float(read_map(path).sum(dtype=np.float64))
    if not np.isfinite(total) or abs(total) > 1e9:
        raise DatasetError(f"{path} is no density map: expected numbers that sum to a count, found {total:g}.")
    note = f"Its label is a density map that sums to {total:.2f}: it says how many people there are, and has no heads."
    return finite_labels(
        np.empty((0, 2)),
        {},
        labelled=False,
        about={"map_sum": round(total, 3)},
        stated_count=round(total),
        notes=(note,),
    )


def write(_dataset: Dataset, _root: Path, _report: Report) -> None:
    """Nothing is written: heads would be lost in maps. Raises OutputError."""
    raise OutputError(
        "density_maps is read and not written: a map does not say where heads are; write density maps instead."
    )
