"""DM-Count and Bayesian loss: `train/IMG_1.jpg` beside `train/IMG_1.npy`, N x 2 of x and y.

Their code takes the pictures of a folder that end in .jpg, and in the path of each the letters jpg for npy; it may have
a third column, which is the distance to the nearest heads. Source: cvlab-stonybrook/DM-Count, datasets/crowd.py.
"""

from collections.abc import Iterator
from pathlib import Path

from ..holds import Holds
from ..layouts.listing import by_name, orphan_id
from ..layouts.point_arrays import point_files, read_points, write_points
from ..scene import Dataset
from ..writing import Report, named, place_jpeg

NAME = "dm_count"
TITLE = "DM-Count's arrays"
LAYOUT = "IMG_1.jpg beside IMG_1.npy of N x 2, in train, val and test"
HOLDS = Holds(splits=("train", "val", "test"), jpeg=True, turned=True)


def recognizes(path: Path) -> bool:
    """Whether arrays of points are called as pictures below `path`."""
    return bool(point_files(path))


def read(path: Path) -> Dataset:
    """The pictures below `path`. Reads names only, and how some files begin."""
    return _paired(path)[0]


def _paired(root: Path) -> tuple[Dataset, tuple[str, ...]]:
    return by_name(root, NAME, point_files(root), read_points, ".npy")


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every array without a picture."""
    for label in _paired(dataset.root)[1]:
        yield orphan_id(label[: -len(".npy")]), dataset.root / label


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, a folder a split. Raises OutputError for pictures that are no JPEG."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        # whoever replaces jpg by npy in a path finds neither where the name has the letters
        plain = name.replace("jpg", "jp_g")
        place_jpeg(scene, root / split, plain, "DM-Count's code", HOLDS)
        write_points(root / split / f"{plain}.npy", scene.annotation.points)
        report(done, len(dataset))
