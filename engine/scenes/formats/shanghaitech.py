"""ShanghaiTech: `part_B_final/train_data/images/IMG_12.jpg` beside `.../ground_truth/GT_IMG_12.mat`.

Both spellings that are about are read, the official zip's (`part_A_final`, `ground_truth`) and Kaggle's (`part_A`,
`ground-truth`), and what the data is known for is forgiven and said: gray images, heads on or over the border, a
count field that disagrees, no heads at all. Source: Zhang et al., "Single-Image Crowd Counting via Multi-Column
Convolutional Neural Network", CVPR 2016, and the loaders published since.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DatasetError
from ..annotation import Annotation
from ..folders import entries, file_names, image_names, natural, subfolders, unique_stems
from ..frame import placement, some_heads
from ..holds import Holds
from ..images import copy_image, write_image
from ..matfile import MatContent, read_mat, write_mat
from ..points import MOST_COLUMNS, as_points
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named

NAME = "shanghaitech"
LAYOUT = "part_A_final or part_A, in it train_data and test_data, in each images and ground_truth or ground-truth"

HOLDS = Holds(weights=True, splits=("train", "val", "test"), fractions=True)

SPLITS = {"train_data": "train", "val_data": "val", "test_data": "test"}
_LABEL_FOLDERS = ("ground_truth", "ground-truth")
_LOOKED_AT = 30
"""So many annotations are asked how theirs lie, where one cannot say it of itself."""


def recognizes(path: Path) -> bool:
    """Whether `path` is a dataset of this layout: the outer folder, a part, a split, or images with ground truth."""
    return bool(_folders(path))


def read(path: Path) -> Dataset:
    """The scenes under `path`, parts and splits in order, images by number. Reads names only.

    A folder with images and labels of its own is one split, "all". Raises DatasetError when there is no such layout.
    """
    folders = _folders(path)
    if not folders:
        raise DatasetError(f"{path} is not in ShanghaiTech layout: expected {LAYOUT}, found no such folders.")
    return Dataset(path, NAME, tuple(scene for folder in folders for scene in folder.scenes()))


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every label without an image, in the splits that `dataset` holds."""
    splits = set(dataset.splits)
    for folder in _folders(dataset.root):
        if folder.split in splits:
            images = {Path(name).stem for name in folder.image_names}
            for stem in sorted(folder.labels.keys() - images, key=natural):
                yield folder.prefix + stem, folder.labels[stem]


def read_labels(scene: Scene) -> Labels:
    """The heads of `scene`, with sentences on what was forgiven.

    Raises DatasetError naming the file, what it should hold and what it does.
    """
    if scene.label_path is None:
        expected = _label_path(scene.image_path.parent.parent, scene.image_path.stem)
        raise DatasetError(f"{scene.image_path} has no annotation: expected {expected}, found no such file.")
    content = read_mat(scene.label_path)
    points, finite, repairs = _points(content, scene, scene.label_path)
    weights, weight_repairs = _weights(content, finite)
    repairs += weight_repairs
    notes = repairs + _count_notes(content.number, len(points))
    return Labels(Annotation(points, weights), tuple(notes), content.number, tuple(repairs))


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write all of `dataset` below `root`; weights go along in a variable that published loaders pass over."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        part = scene.id.partition("/")[0] if scene.id.count("/") > 1 else "part_A"
        write_scene(root, part, split, name, scene.image_path, scene.annotation)
        report(done, len(dataset))


def write_scene(
    root: Path, part: str, split: str, name: str, image: NDArray[np.uint8] | Path, annotation: Annotation,
    suffix: str = ".jpg",
) -> Scene:  # fmt: skip
    """Write one scene below `root` in the official spelling, without `_final`; returns it as it will be read.

    `image` is a file that is copied as it is, keeping its suffix, or uint8 (H, W, 3) RGB that is encoded as `suffix`
    says (.jpg of quality 95, or .png without loss). Files are whole or not there at all; the image comes last, so
    that a scene never stands without its label. Raises OutputError; DatasetError when the image to copy is missing.
    """
    folder = split_folder(root, part, split)
    label_path = _label_path(folder, name)
    write_mat(label_path, annotation)
    if isinstance(image, Path):
        image_path = folder / "images" / (name + image.suffix.lower())
        copy_image(image, image_path)
    else:
        image_path = folder / "images" / (name + suffix)
        write_image(image_path, image)
    return Scene(f"{part}/{split}/{name}", split, image_path, label_path, read_labels)


def split_folder(root: Path, part: str, split: str) -> Path:
    """Where `write_scene` puts the images and labels of a split."""
    return root / part / f"{split}_data"


@dataclass(frozen=True)
class _Folder:
    """A folder that holds images and labels, such as `part_B_final/train_data`."""

    path: Path
    part: str
    split: str

    @property
    def prefix(self) -> str:
        return f"{self.part}/{self.split}/"

    @cached_property
    def image_names(self) -> list[str]:
        return image_names(self.path / "images")

    @cached_property
    def labels(self) -> dict[str, Path]:
        """Annotation files by the stem of their image."""
        found: dict[str, Path] = {}
        for folder in reversed(_LABEL_FOLDERS):
            for entry in entries(self.path / folder):
                if entry.name.startswith("GT_") and entry.name.endswith(".mat"):
                    found[entry.name[3:-4]] = Path(entry.path)
        return found

    def scenes(self) -> Iterator[Scene]:
        for name, scene_name in unique_stems(self.image_names):
            image_path, label_path = self.path / "images" / name, self.labels.get(name.rpartition(".")[0])
            yield Scene(self.prefix + scene_name, self.split, image_path, label_path, read_labels)


def _folders(path: Path) -> list[_Folder]:
    if _has_images(path):
        if path.name in SPLITS:
            return [_Folder(path, _part_name(path.parent.name), SPLITS[path.name])]
        return [_Folder(path, path.name, "all")]
    parts = [path] if _is_part(path) else _parts_in(path)
    if not parts:  # the folder around the outer folder, as unpacked archives often have it
        parts = [part for folder in subfolders(path) for part in _parts_in(folder)]
    names = [_part_name(part.name) for part in parts]
    return [
        _Folder(part / folder, name if names.count(name) == 1 else part.name, split)
        for part, name in zip(parts, names, strict=True)
        for folder, split in SPLITS.items()
        if _has_images(part / folder)
    ]


def _parts_in(path: Path) -> list[Path]:
    return sorted((folder for folder in subfolders(path) if _is_part(folder)), key=lambda part: natural(part.name))


def _is_part(path: Path) -> bool:
    return any(_has_images(path / split) for split in SPLITS)


def _has_images(path: Path) -> bool:
    return (path / "images").is_dir() and any((path / folder).is_dir() for folder in _LABEL_FOLDERS)


def _part_name(name: str) -> str:
    return name.removesuffix("_final") or name


def _label_path(folder: Path, stem: str) -> Path:
    return folder / _LABEL_FOLDERS[0] / f"GT_{stem}.mat"


def _points(content: MatContent, scene: Scene, path: Path) -> tuple[NDArray[np.float64], NDArray[np.bool_], list[str]]:
    """The heads with a place, which of all have one, and what was forgiven."""
    location = content.location
    points, turned = as_points(location, path, "location", content.number)
    repairs = list(turned)
    if location.shape == (2, 2):
        points, repairs = _two_heads(points, scene, path)
    if location.dtype.kind in "iu" and len(points):
        repairs += _cut_off(location.dtype, scene)
    finite: NDArray[np.bool_] = np.asarray(np.isfinite(points).all(axis=1))
    if not finite.all():
        repairs.append(f"{some_heads(int((~finite).sum()))} without a finite position left out.")
    return points[finite], finite, repairs


def _two_heads(points: NDArray[np.float64], scene: Scene, path: Path) -> tuple[NDArray[np.float64], list[str]]:
    """Two heads, of which the size alone does not tell whether x and y lie in columns or in rows."""
    try:
        size = scene.size
    except DatasetError:
        size = None
    if size is not None and placement(points, size).outside.any() and not placement(points.T, size).outside.any():
        return points.T.copy(), ["Its location lies within the image only with x in the first row, and was read so."]
    if _others_are_turned(path):
        raise DatasetError(
            f"{path} cannot be used: its location is 2 x 2, which can be read both ways, and others beside it lie as "
            "2 x N; write it as N x 2, a head a row."
        )
    return points, []


def _others_are_turned(path: Path) -> bool:
    """Whether one of the annotations beside `path` lies as 2 x N."""
    for name in file_names(path.parent, (".mat",))[:_LOOKED_AT]:
        with suppress(DatasetError):
            rows, *columns = read_mat(path.parent / name).location.shape
            if rows == 2 and columns[0] > MOST_COLUMNS:
                return True
    return False


def _cut_off(dtype: np.dtype[Any], scene: Scene) -> list[str]:
    """A sentence where whole numbers of this type cannot say every place of the image."""
    try:
        most = max(scene.size) - 1
    except DatasetError:
        return []
    held = int(np.iinfo(dtype).max)
    if held >= most:
        return []
    return [f"Its location is of type {dtype}, which ends at {held}, and its image at {most}: heads may lie elsewhere."]


def _weights(content: MatContent, finite: NDArray[np.bool_]) -> tuple[NDArray[np.float32], list[str]]:
    """A weight for each head with a place; `finite` says which of all have one."""
    ones = np.ones(int(finite.sum()), dtype=np.float32)
    if content.weights is None:
        return ones, []
    weights = content.weights
    fits = weights.dtype.kind == "f" and weights.size == finite.size
    if not fits or not ((weights >= 0) & (weights <= np.finfo(np.float32).max)).all():
        return ones, [f"Its weights do not fit its {some_heads(finite.size)} and were taken as 1."]
    return weights.astype(np.float32).reshape(-1)[finite], []


def _count_notes(number: int | None, count: int) -> list[str]:
    notes = ["It holds no heads."] if count == 0 else []
    if number is None:
        notes.append("It states no count.")
    elif number != count:
        notes.append(f"It states a count of {number} and holds {some_heads(count)}.")
    return notes
