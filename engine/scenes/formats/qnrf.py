"""UCF-QNRF: `Train/img_0001.jpg` beside `Train/img_0001_ann.mat`, which holds `annPoints`, N x 2 of x and y.

Source: Idrees et al., "Composition loss for counting, density map estimation and localization in dense crowds", ECCV
2018, and the loader of Bayesian Loss, which says that some heads lie outside their image.
"""

from collections.abc import Iterator
from pathlib import Path

from ...errors import DatasetError
from ..folders import image_names, unique_stems
from ..holds import Holds
from ..matfile import read_arrays, write_arrays
from ..points import as_points, finite_labels
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "qnrf"
LAYOUT = "Train and Test, in each img_0001.jpg beside img_0001_ann.mat"
HOLDS = Holds(splits=("train", "test"))

SPLITS = {"Train": "train", "Test": "test"}
_END = "_ann.mat"


def recognizes(path: Path) -> bool:
    """Whether Train or Test in `path` holds a picture's annotation."""
    return any(next((path / folder).glob(f"*{_END}"), None) is not None for folder in SPLITS)


def read(path: Path) -> Dataset:
    """The scenes of Train and Test. Reads names only."""
    return Dataset(path, NAME, tuple(scene for folder in SPLITS for scene in _scenes(path / folder)))


def _scenes(folder: Path) -> Iterator[Scene]:
    split = SPLITS[folder.name]
    for name, scene_name in unique_stems(image_names(folder)):
        label = folder / (name.rpartition(".")[0] + _END)
        yield Scene(f"{split}/{scene_name}", split, folder / name, label if label.exists() else None, read_labels)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation without a picture."""
    for folder, split in SPLITS.items():
        stems = {name.rpartition(".")[0] for name in image_names(dataset.root / folder)}
        for label in sorted((dataset.root / folder).glob(f"*{_END}")):
            stem = label.name.removesuffix(_END)
            if stem not in stems:
                yield f"{split}/{stem}", label


def read_labels(scene: Scene) -> Labels:
    """The heads of `scene`. Raises DatasetError."""
    if scene.label_path is None:
        expected = scene.image_path.with_name(scene.image_path.stem + _END)
        raise DatasetError(f"{scene.image_path} has no annotation: expected {expected}, found no such file.")
    array = read_arrays(scene.label_path, "annPoints")["annPoints"]
    points, repairs = as_points(array, scene.label_path, "annPoints")
    return finite_labels(points, {}, repairs=repairs, notes=repairs)


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`; splits other than test become Train."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        folder = root / split.capitalize()
        write_arrays(folder / (name + _END), {"annPoints": scene.annotation.points})
        place_image(scene, folder, name)
        report(done, len(dataset))
