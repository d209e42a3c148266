"""CLIP-EBC's training data: `train/images/1.jpg` and `train/labels/1.npy`, N x 2 of x and y; `val` is what it tests on.

Its code sorts pictures and labels by what stands before the first dot of their names, and takes .jpg alone. Source:
Yiming-M/CLIP-EBC, datasets/crowd.py.
"""

from collections.abc import Iterator
from pathlib import Path

from ..folders import plain
from ..holds import Holds
from ..layouts.listing import by_name, orphan_id
from ..layouts.point_arrays import point_files, read_points, write_points
from ..pairing import folder_of
from ..scene import Dataset
from ..writing import Report, named, place_jpeg

NAME = "clip_ebc"
TITLE = "CLIP-EBC's arrays"
LAYOUT = "images/1.jpg and labels/1.npy of N x 2, in train and val"
HOLDS = Holds(splits=("train", "val"), jpeg=True, turned=True)


def recognizes(path: Path) -> bool:
    """Whether arrays of points lie in folders called labels."""
    return bool(_files(path))


def _files(root: Path) -> list[str]:
    return [path for path in point_files(root) if plain(folder_of(path).rpartition("/")[2]) == "labels"]


def read(path: Path) -> Dataset:
    """The pictures below `path`. Reads names only, and how some files begin."""
    return _paired(path)[0]


def _paired(root: Path) -> tuple[Dataset, tuple[str, ...]]:
    return by_name(root, NAME, _files(root), read_points, ".npy")


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every array without a picture."""
    for label in _paired(dataset.root)[1]:
        yield orphan_id(label[: -len(".npy")]), dataset.root / label


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`; test scenes become val. Raises OutputError for pictures that are no JPEG."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        place_jpeg(scene, root / split / "images", name, "CLIP-EBC's code", HOLDS)
        write_points(root / split / "labels" / f"{name}.npy", scene.annotation.points)
        report(done, len(dataset))
