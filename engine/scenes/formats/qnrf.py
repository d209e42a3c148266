"""UCF-QNRF: `Train/img_0001.jpg` beside `Train/img_0001_ann.mat`, which holds `annPoints`, N x 2 of x and y.

Source: Idrees et al., "Composition loss for counting, density map estimation and localization in dense crowds", ECCV
2018, and the loader of Bayesian Loss, which says that some heads lie outside their image.
"""

from collections.abc import Iterator
from pathlib import Path

from ..folders import file_names, image_names
from ..holds import Holds
from ..label_files import LabelFiles, by_stem
from ..matfile import read_arrays, write_arrays
from ..pairing import stem_of, unique_names
from ..points import as_points, finite_labels
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "qnrf"
TITLE = "UCF-QNRF"
LAYOUT = "Train and Test, in each img_0001.jpg beside img_0001_ann.mat"
HOLDS = Holds(splits=("train", "test"), turned=True)

SPLITS = {"Train": "train", "Test": "test"}
_END = "_ann.mat"


def recognizes(path: Path) -> bool:
    """Whether Train or Test in `path` holds a picture's annotation."""
    return any(next((path / folder).glob(f"*{_END}"), None) is not None for folder in SPLITS)


def read(path: Path) -> Dataset:
    """The scenes of Train and Test. Reads names only."""
    return Dataset.listed(path, NAME, (scene for folder in SPLITS for scene in _scenes(path / folder)))


def _scenes(folder: Path) -> Iterator[Scene]:
    split, paired = SPLITS[folder.name], _paired(folder)[0]
    for name, scene_name in unique_names(paired):
        yield Scene(f"{split}/{scene_name}", split, folder / name, paired[name].path, paired[name])


def _paired(folder: Path) -> tuple[dict[str, LabelFiles], tuple[str, ...]]:
    labels = {name[: -len(_END)]: (folder / name,) for name in file_names(folder, (_END,))}
    return by_stem(image_names(folder), labels, _read_file, lambda name: f"{folder}/{stem_of(name)}{_END}")


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation without a picture."""
    for folder, split in SPLITS.items():
        for stem in sorted(_paired(dataset.root / folder)[1]):
            yield f"{split}/{stem}", dataset.root / folder / (stem + _END)


def _read_file(path: Path, _scene: Scene) -> Labels:
    points, repairs = as_points(read_arrays(path, "annPoints")["annPoints"], path, "annPoints")
    return finite_labels(points, {}, repairs=repairs, notes=repairs)


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`; splits other than test become Train."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        folder = root / split.capitalize()
        write_arrays(folder / (name + _END), {"annPoints": scene.annotation.points})
        place_image(scene, folder, name, HOLDS)
        report(done, len(dataset))
