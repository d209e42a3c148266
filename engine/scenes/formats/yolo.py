"""YOLO: `images/a.jpg` and `labels/a.txt`, or both beside one another, with a row a person, in parts of the picture.

A row is `class cx cy w h`, a box of which the rules say where its head is; with more values an outline, or key points
where data.yaml has kpt_shape, of which the one called nose or head is the head, or the first. The classes' names are in
data.yaml, classes.txt or a .names file, splits also in train.txt and val.txt. A picture without a text is not labelled:
where nobody is, the text is empty. Source: the pages on datasets of Ultralytics and darknet.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from ...errors import DatasetError
from ...files import write_text
from ...paths import inside
from ...reading import is_file, stamp_of
from ...reading.yaml_text import read_yaml
from ..folders import SPLITS, file_names, picture_paths, plain, read_text
from ..holds import Holds
from ..images import SUFFIXES, image_head
from ..labels import Labels
from ..layouts.boxes import sides, within
from ..layouts.listing import beginning, by_name, folder_for, label_paths, orphan_id
from ..pairing import Pictures, caseless, folder_of, said_path, stem_of
from ..scene import Dataset, Scene
from ..shapes import HEAD, Shapes
from ..writing import Report, named, place_image

NAME = "yolo"
TITLE = "YOLO"
LAYOUT = "images and labels, in each text rows of class cx cy w h from 0 to 1"
HOLDS = Holds(columns=("class",), splits=("train", "val", "test", "all"), decimals=6, inside=True,
              boxes=True, unlabelled=True)  # fmt: skip

_ROW = re.compile(rb"\s*\d+(\.0*)?([ \t]+-?[0-9.]+([eE][-+]?\d+)?){4,}[ \t]*$")
_NAMES = ("classes.txt", "obj.names", "predefined_classes.txt")
_HEADS = ("nose", "head")
_SLACK = 1e-6
"""Boxes at the edge exceed 1 by what six decimals round."""


def recognizes(path: Path) -> bool:
    """Whether a text in a folder for labels, or beside a picture of its name, has rows as YOLO's."""
    texts = _texts(path)
    starts = (beginning(path / text, 4096) for text in texts[:24])
    first = next((start.splitlines()[0] for start in starts if start.strip()), None)
    return bool(_ROW.match(first)) if first is not None else bool(texts) and bool(_about(path).names)


def _texts(root: Path) -> list[str]:
    """The texts that may be labels."""
    found = label_paths(root, (".txt",))
    if not found:
        return []
    alike = {caseless(stem_of(path)) for path in picture_paths(root)}
    return [
        path for path in found
        if path.rpartition("/")[2].lower() not in _NAMES
        and (_in_labels(path) or caseless(path[:-4]) in alike)
    ]  # fmt: skip


def _in_labels(path: str) -> bool:
    return any(plain(folder) in ("labels", "label") for folder in folder_of(path).split("/"))


def read(path: Path) -> Dataset:
    """The pictures below `path`. Reads names and lists only."""
    return _paired(path)[0]


def _paired(root: Path) -> tuple[Dataset, tuple[str, ...]]:
    about = _about(root)
    return by_name(root, NAME, _texts(root), _ReadFile(about), ".txt", splits=_splits(root, about), unlabelled=True)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every text without a picture."""
    for label in _paired(dataset.root)[1]:
        yield orphan_id(label[: -len(".txt")]), dataset.root / label


@dataclass(frozen=True)
class _About:
    """What the files beside the labels say: names of classes, kpt_shape, names of key points, where splits lie."""

    names: Mapping[int, str] = field(default_factory=dict)
    keypoints: tuple[int, int] | None = None
    head: int = 0
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _about(root: Path) -> _About:
    files = [root / name for name in file_names(root, (".yaml", ".yml", ".names")) if is_file(root / name)]
    files += [root / name for name in label_paths(root, _NAMES) if is_file(root / name) and root / name not in files]
    return _read_about(tuple(files), tuple(stamp_of(file) for file in files))


@lru_cache(maxsize=4)
def _read_about(files: tuple[Path, ...], _states: tuple[tuple[int, int], ...]) -> _About:
    for file in files:
        if file.suffix.lower() in (".yaml", ".yml"):
            raw = _yaml(file)
            if "names" in raw:
                return _of_yaml(raw, file)
    for file in files:
        if file.suffix.lower() not in (".yaml", ".yml"):
            lines = read_text(file, "expected the names of classes").splitlines()
            return _About(dict(enumerate(line.strip() for line in lines if line.strip())))
    return _About()


def _yaml(path: Path) -> dict[str, Any]:
    raw = read_yaml(path, "expected YOLO's names of classes", DatasetError)
    return raw if isinstance(raw, dict) else {}


def _of_yaml(raw: Mapping[str, Any], path: Path) -> _About:
    names, shape = raw["names"], raw.get("kpt_shape")
    listed = dict(enumerate(names)) if isinstance(names, list) else names
    if not isinstance(listed, dict) or not all(
        isinstance(at, int) and isinstance(name, str | int) for at, name in listed.items()
    ):
        raise DatasetError(f"{path} has no names of classes: expected a list of words as names.")
    points: tuple[int, int] | None = None
    if shape is not None:
        match shape:
            case [int() as number, (2 | 3) as size] if 0 < number < 1000:
                points = (number, size)
            case _:
                raise DatasetError(
                    f"{path} has a kpt_shape {str(shape)[:40]!r}: expected a number of points and 2 or 3."
                )
    places = {
        split: tuple(each for each in _listed(raw.get(split)) if isinstance(each, str))
        for split in ("train", "val", "test")
    }
    return _About({at: str(name) for at, name in listed.items()}, points, _head_of(raw.get("kpt_names")), places)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _head_of(names: Any) -> int:
    """Which of the key points is the head; the first, as in COCO, where nothing is said."""
    lists = [each for each in (names.values() if isinstance(names, dict) else [names]) if isinstance(each, list)]
    words = [str(name).casefold() for name in lists[0]] if lists else []
    return next((words.index(name) for name in _HEADS if name in words), 0)


def _splits(root: Path, about: _About) -> dict[str, str]:
    """The splits of pictures by data.yaml, and by lists such as train.txt."""
    found: dict[str, str] = {}
    paths = picture_paths(root)
    for split, places in about.places.items():
        for place in (f"/{said_path(each)}/" for each in places if said_path(each)):
            found |= {path: split for path in paths if place in f"/{folder_of(path)}/" and path not in found}
    lists = [(name, SPLITS[plain(name[:-4])]) for name in file_names(root, (".txt",)) if plain(name[:-4]) in SPLITS]
    among = Pictures(tuple(paths))
    for name, split in lists:
        for line in read_text(root / name, "expected a list of pictures").splitlines():
            if line.strip().lower().endswith(SUFFIXES):
                fit = among.candidates(line)
                found |= {fit[0]: split} if len(fit) == 1 else {}
    return found


@dataclass(frozen=True)
class _ReadFile:
    """Reads a text of labels by what the files of its dataset say."""

    about: _About

    def __call__(self, path: Path, scene: Scene) -> Labels:
        """The heads of `scene`. Raises DatasetError."""
        about, head = self.about, image_head(scene.image_path)
        height, width = head.stored_size if scene.rules.frame == "stored" else head.size
        heads = Shapes(path, scene.rules)
        for number, line in enumerate(read_text(path, "expected rows of class cx cy w h").splitlines(), start=1):
            if line.strip():
                kind, values = _row(line, f"{path}, line {number}")
                _add(heads, about, about.names.get(kind, str(kind)), _scaled(values, width, height, about), line, path)
        return heads.labels()


def _row(line: str, where: str) -> tuple[int, list[float]]:
    try:
        kind, *values = (float(each) for each in line.split())
        if kind != int(kind) or kind < 0:
            raise ValueError
    except (ValueError, OverflowError) as error:
        raise DatasetError(f"{where}: expected class cx cy w h as numbers, found {line[:60]!r}.") from error
    wrong = next((value for value in values[:4] if not -_SLACK <= value <= 1 + _SLACK), None)
    if wrong is not None or not all(map(math.isfinite, values)):
        found = wrong if wrong is not None else "no number"
        raise DatasetError(
            f"{where}: expected parts of the picture from 0 to 1, found {found}: pixels are no YOLO labels."
        )
    return int(kind), values


def _scaled(values: list[float], width: int, height: int, about: _About) -> list[float]:
    """The same in pixels; of key points each third value may be whether they are seen."""
    size = about.keypoints[1] if about.keypoints else 2
    box, rest = values[:4], values[4:]
    made = [round(value * (height if at % 2 else width), 9) for at, value in enumerate(box)]
    steps = (width, height, 1)
    return made + [round(value * steps[at % size], 9) for at, value in enumerate(rest)]


def _add(heads: Shapes, about: _About, kind: str, values: list[float], line: str, path: Path) -> None:
    if about.keypoints and len(values) == 4 + about.keypoints[0] * about.keypoints[1]:
        size = about.keypoints[1]
        point = values[4 + about.head * size :][:size]
        if point and (point[2] > 0 if size == 3 else any(point)):
            heads.point(point[0], point[1], kind=kind, box=_edges(values))
            return
    elif len(values) >= 6 and len(values) % 2 == 0:
        heads.polygon(list(zip(values[::2], values[1::2], strict=True)), kind=kind)
        return
    elif len(values) != 4:
        raise DatasetError(
            f"{path} has rows of {len(values) + 1} values: expected class cx cy w h, found {line[:60]!r}."
        )
    heads.box(*_edges(values), kind=kind)


def _edges(values: list[float]) -> list[float]:
    x, y, width, height = values[:4]
    return [round(edge, 9) for edge in (x - width / 2, y - height / 2, x + width / 2, y + height / 2)]


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`: images, labels and data.yaml; a head is the center of a box.

    The box is as large as the head's own, or as `layouts.boxes` makes it. Heads outside of the frame are left out.
    """
    kinds: dict[str, int] = {HEAD: 0}
    splits: dict[str, str] = {}
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        inner = folder_for(dataset, split)
        place_image(scene, root / "images" / inner, name, HOLDS)
        if scene.labels.labelled:  # where nobody is the text is empty; where nobody has looked there is none
            write_text(inside(root / "labels" / inner, f"{name}.txt"), _rows(scene, kinds))
        splits[split] = f"images/{inner}".rstrip("/")
        report(done, len(dataset))
    names = {number: kind for kind, number in kinds.items()}
    about = {**_places(splits), "names": names}
    write_text(root / "data.yaml", str(yaml.safe_dump(about, sort_keys=False, allow_unicode=True)))


def _places(splits: Mapping[str, str]) -> dict[str, str]:
    """Where data.yaml says that pictures lie: from its own folder, since Ultralytics looks for a `path` elsewhere.

    It wants train and val. Where there is no val, the best epoch is chosen on the training scenes, and not on those
    that its error is measured on.
    """
    first = next((splits[split] for split in ("train", "all", "val", "test") if split in splits), "images")
    train = splits.get("train", first)
    found = {"train": train, "val": splits.get("val", train)}
    return found | ({"test": splits["test"]} if "test" in splits else {})


def _rows(scene: Scene, kinds: dict[str, int]) -> str:
    """The rows of a scene; a class that is new gets the next number in `kinds`."""
    size = scene.size
    heads = scene.annotation.take(within(scene.annotation.points, size))
    scale = (size[1], size[0])
    places, widths = heads.points / scale, np.minimum(sides(heads, size) / scale, 1.0)
    lines = []
    for place, side, kind in zip(places.tolist(), widths.tolist(), heads.column("class"), strict=True):
        number = kinds.setdefault(str(kind or HEAD), len(kinds))
        lines.append(" ".join((str(number), *(f"{value:.12g}" for value in (*place, *side)))) + "\n")
    return "".join(lines)
