"""ShanghaiTech: `part_B_final/train_data/images/IMG_12.jpg` beside `.../ground_truth/GT_IMG_12.mat`.

Both spellings that are about are read, the official zip's (`part_A_final`, `ground_truth`) and Kaggle's (`part_A`,
`ground-truth`), and near misses of them (`Train_Data`, `train`, `IMG_1.mat`). What the data is known for is forgiven
and said: gray images, heads on or over the border, a count field that disagrees, no heads at all. Source: Zhang et al.,
"Single-Image Crowd Counting via Multi-Column Convolutional Neural Network", CVPR 2016, and the loaders published since.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DatasetError
from ...paths import inside
from ...reading import Stamp, stamp_of
from ..annotation import Annotation
from ..folders import SPLITS, file_names, image_names, natural, plain, subfolders
from ..frame import placement, some_heads
from ..holds import Holds
from ..images import copy_as_seen, copy_image, image_size, write_image
from ..label_files import LabelFiles, by_stem
from ..matfile import MatContent, read_mat, write_mat
from ..pairing import stem_of, unique_names
from ..points import MOST_COLUMNS, as_points
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named

NAME = "shanghaitech"
TITLE = "ShanghaiTech"
LAYOUT = "part_A_final or part_A, in it train_data and test_data, in each images and ground_truth or ground-truth"

HOLDS = Holds(weights=True, splits=("train", "val", "test"), fractions=True, turned=True)

_LABELS = "ground_truth"
_SUFFIX, _PREFIX = ".mat", "gt_"
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
    scenes = (scene for folder in folders for scene in folder.scenes())
    return Dataset.listed(path, NAME, scenes, _copies(folders))


def _copies(folders: list["_Folder"]) -> list[str]:
    """Sentences on folders that hold one part of the data twice."""
    first: dict[tuple[str, str], Path] = {}
    notes = []
    for folder in folders:
        known = first.setdefault((_part_name(folder.part), folder.split), folder.path)
        if known != folder.path:
            notes.append(f"{known} and {folder.path} look like two copies of one part: both are read.")
    return notes


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every label without an image, in the splits that `dataset` holds."""
    splits = set(dataset.splits)
    for folder in _folders(dataset.root):
        if folder.split in splits:
            for stem in sorted(folder.paired[1], key=natural):
                yield folder.prefix + stem, folder.labels[stem][0]


def read_labels(scene: Scene) -> Labels:
    """The heads of `scene`, with sentences on what was forgiven.

    Raises DatasetError naming the file, what it should hold and what it does.
    """
    files = () if scene.label_path is None else (scene.label_path,)
    expected = _label_path(scene.image_path.parent.parent, scene.image_path.stem)
    return LabelFiles(_read_file, str(expected), files)(scene)


def _read_file(path: Path, scene: Scene) -> Labels:
    content = read_mat(path)
    points, finite, repairs = _points(content, scene, path)
    weights, weight_repairs = _weights(content, finite)
    repairs += weight_repairs
    notes = repairs + _count_notes(content.number, len(points))
    return Labels(Annotation(points, weights), tuple(notes), content.number, tuple(repairs))


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write all of `dataset` below `root`; weights go along in a variable that published loaders pass over."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        part = scene.id.partition("/")[0] if scene.id.count("/") > 1 else "part_A"
        write_scene(root, part, split, name, scene.image_path, scene.annotation, upright=scene.upright, turned=True)
        report(done, len(dataset))


def write_scene(
    root: Path, part: str, split: str, name: str, image: NDArray[np.uint8] | Path, annotation: Annotation,
    suffix: str = ".jpg", *, upright: bool = True, turned: bool = False,
) -> Scene:  # fmt: skip
    """Write one scene below `root` in the official spelling, without `_final`; returns it as it will be read.

    `image` is a file that is copied as it is, keeping its suffix, or uint8 (H, W, 3) RGB that is encoded as `suffix`
    says (.jpg of quality 95, or .png without loss). Files are whole or not there at all; the image comes last, so
    that a scene never stands without its label. A picture that was labelled as it is stored is not `upright`: its copy
    is not to be turned; one that EXIF turns is written anew as people see it where `turned` is asked for. Raises
    OutputError; DatasetError when the image to copy is missing.
    """
    folder = split_folder(root, part, split)
    label_path = _label_path(folder, name)
    write_mat(label_path, annotation)
    if isinstance(image, Path):
        image_path = inside(folder, f"images/{name}{image.suffix.lower()}")
        copy = copy_as_seen if turned else copy_image
        image_path = copy(image, image_path, upright=upright)
    else:
        image_path = inside(folder, f"images/{name}{suffix}")
        write_image(image_path, image)
    return Scene(f"{part}/{split}/{name}", split, image_path, label_path, read_labels)


def split_folder(root: Path, part: str, split: str) -> Path:
    """Where `write_scene` puts the images and labels of a split. Raises OutputError for a name that leads elsewhere."""
    return inside(root, f"{part}/{split}_data")


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
    def images(self) -> Path:
        return next(folder for folder in subfolders(self.path) if plain(folder.name) == _IMAGES)

    @cached_property
    def labels(self) -> dict[str, tuple[Path, ...]]:
        """Annotation files by the stem of their image: of both spellings of the folder, `GT_` or not."""
        found: dict[str, tuple[Path, ...]] = {}
        for folder in subfolders(self.path):
            if plain(folder.name) == _GROUND_TRUTH:
                for name in file_names(folder, (_SUFFIX,)):
                    stem = _labelled(name)
                    found[stem] = (*found.get(stem, ()), folder / name)
        return found

    @cached_property
    def paired(self) -> tuple[dict[str, LabelFiles], tuple[str, ...]]:
        names = image_names(self.images)
        return by_stem(names, self.labels, _read_file, lambda name: f"{self.path}/{_LABELS}/GT_{stem_of(name)}.mat")

    def scenes(self) -> Iterator[Scene]:
        paired = self.paired[0]
        for name, scene_name in unique_names(paired):
            files = paired[name]
            yield Scene(self.prefix + scene_name, self.split, self.images / name, files.path, files)


def _labelled(name: str) -> str:
    """The stem of the image that the annotation called `name` belongs to: `GT_IMG_1.mat` to IMG_1."""
    stem = name[: -len(_SUFFIX)]
    return stem[len(_PREFIX) :] if stem.lower().startswith(_PREFIX) and len(stem) > len(_PREFIX) else stem


_IMAGES, _GROUND_TRUTH = "images", "groundtruth"
_ORDER = ("train", "val", "test")


def _folders(path: Path) -> list[_Folder]:
    if _has_images(path):
        split = SPLITS.get(plain(path.name))
        return [_Folder(path, _part_name(path.parent.name), split) if split else _Folder(path, path.name, "all")]
    parts = [path] if _splits_in(path) else _parts_in(path)
    if not parts:  # the folder around the outer folder, as unpacked archives often have it
        parts = [part for folder in subfolders(path) for part in _parts_in(folder)]
    names = [_part_name(part.name) for part in parts]
    return [
        _Folder(folder, name if names.count(name) == 1 else part.name, split)
        for part, name in zip(parts, names, strict=True)
        for split, folder in _splits_in(part)
    ]


def _parts_in(path: Path) -> list[Path]:
    return sorted((folder for folder in subfolders(path) if _splits_in(folder)), key=lambda part: natural(part.name))


def _splits_in(part: Path) -> list[tuple[str, Path]]:
    found = [(SPLITS[plain(folder.name)], folder) for folder in subfolders(part) if plain(folder.name) in SPLITS]
    return sorted((pair for pair in found if _has_images(pair[1])), key=lambda pair: _ORDER.index(pair[0]))


def _has_images(path: Path) -> bool:
    return {_IMAGES, _GROUND_TRUTH} <= {plain(folder.name) for folder in subfolders(path)}


def _part_name(name: str) -> str:
    return name.removesuffix("_final") or name


def _label_path(folder: Path, stem: str) -> Path:
    return inside(folder, f"{_LABELS}/GT_{stem}.mat")


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
    if not _others_are_turned(path.parent, stamp_of(path.parent)):
        return points, []  # two heads, one outside the frame, are no reason to read them the other way
    try:
        size = image_size(scene.image_path)  # not the scene's, which may ask for its heads
    except DatasetError:
        size = None
    if size is not None and placement(points, size).outside.any() and not placement(points.T, size).outside.any():
        return points.T.copy(), ["Its location lies as 2 x N, as that of others beside it does, and was read so."]
    raise DatasetError(
        f"{path} cannot be used: its location is 2 x 2, which can be read both ways, and others beside it lie as "
        "2 x N; write it as N x 2, a head a row."
    )


@lru_cache(maxsize=64)
def _others_are_turned(folder: Path, _changed: Stamp) -> bool:
    """Whether one of the annotations in `folder` lies as 2 x N; looked up once, since to list 10,000 costs 30 ms."""
    for name in file_names(folder, (".mat",))[:_LOOKED_AT]:
        with suppress(DatasetError):
            rows, *columns = read_mat(folder / name).location.shape
            if rows == 2 and columns[0] > MOST_COLUMNS:
                return True
    return False


def _cut_off(dtype: np.dtype[Any], scene: Scene) -> list[str]:
    """A sentence where whole numbers of this type cannot say every place of the image."""
    try:
        most = max(image_size(scene.image_path)) - 1
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
    return notes
