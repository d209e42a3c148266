"""DotDotGoose: one `.pnt` file beside the pictures of a folder: classes, points by picture and class, custom fields.

Source: the files of DotDotGoose 1.7 (American Museum of Natural History). The positions are pixels of the picture.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import DatasetError
from ...files import write_json
from ..annotation import Annotation
from ..folders import file_names, image_names, read_json, subfolders, unique_stems
from ..holds import Holds
from ..points import finite_labels
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "dotdotgoose"
LAYOUT = "a .pnt file beside pictures, in one folder or in train, val and test"
HOLDS = Holds(columns=("class",), about=("fields",))
HEAD = "head"
"""The class of a head that has none."""

_COLORS = ([230, 159, 0], [86, 180, 233], [0, 158, 115], [240, 228, 66], [0, 114, 178], [213, 94, 0], [204, 121, 167])
"""Okabe and Ito 2008, told apart by color-blind eyes."""


def recognizes(path: Path) -> bool:
    """Whether `path` or a folder in it has a .pnt file."""
    return any(file_names(folder, (".pnt",)) for folder in (path, *subfolders(path)))


def read(path: Path) -> Dataset:
    """Every picture beside a .pnt file; those in a folder are of its split. Reads names only."""
    scenes = []
    for folder in (path, *subfolders(path)):
        found = file_names(folder, (".pnt",))
        if not found:
            continue
        if len(found) > 1:
            raise DatasetError(f"{folder} has {len(found)} .pnt files: expected one for its pictures.")
        split = "all" if folder == path else folder.name
        for name, scene_name in unique_stems(image_names(folder)):
            scenes.append(Scene(f"{split}/{scene_name}", split, folder / name, folder / found[0], read_labels))
    return Dataset(path, NAME, tuple(scenes))


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every picture that a file names and the folder lacks."""
    files = {scene.label_path: scene.split for scene in dataset if scene.label_path is not None}
    for path, split in files.items():
        there = set(image_names(path.parent))
        for name, classes in _points_of(path).items():
            if name not in there and any(classes.values()):
                yield f"{split}/{name.rpartition('.')[0]}", path


def read_labels(scene: Scene) -> Labels:
    """The points of `scene` in all classes; a picture that the file does not name has none. Raises DatasetError."""
    assert scene.label_path is not None
    path, image = scene.label_path, scene.image_path.name
    classes = _points_of(path).get(image, {})
    rows = [(name, _place(point, path)) for name, points in classes.items() for point in points]
    points = np.array([place for _, place in rows], dtype=np.float64).reshape(-1, 2)
    fields = _fields_of(path, image)
    kinds = [None if name == HEAD else name for name, _ in rows]
    return finite_labels(points, {"class": kinds}, about={"fields": fields} if fields else {})


def _points_of(path: Path) -> dict[str, dict[str, list[Any]]]:
    raw = _read(path, path.stat().st_mtime_ns)
    points = raw.get("points")
    if not isinstance(points, dict) or not all(
        isinstance(classes, dict) and all(isinstance(found, list) for found in classes.values())
        for classes in points.values()
    ):
        raise DatasetError(f"{path} is not DotDotGoose's: expected points by picture and class, found something else.")
    return points


def _fields_of(path: Path, image: str) -> dict[str, str]:
    match _read(path, path.stat().st_mtime_ns).get("custom_fields"):
        case {"data": dict() as data}:
            values = {name: texts.get(image) for name, texts in data.items() if isinstance(texts, dict)}
            return {name: str(value) for name, value in values.items() if value}
        case _:
            return {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    return read_json(path, "expected DotDotGoose's classes and points")


def _place(point: Any, path: Path) -> list[float]:
    match point:
        case {"x": int() | float() as x, "y": int() | float() as y}:
            return [float(x), float(y)]
        case _:
            raise DatasetError(f"{path} has a point without a place: expected x and y, found {str(point)[:60]}.")


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, a folder with its own .pnt file a split; classes in the order of their heads."""
    alone = dataset.splits in ((), ("all",))
    files: dict[Path, dict[str, Any]] = {}
    for done, (scene, split, name) in enumerate(named(dataset, None), start=1):
        folder = root if alone else root / split
        image = place_image(scene, folder, name).name
        raw = files.setdefault(folder, {"points": {}, "fields": {}})
        raw["points"][image] = _by_class(scene.annotation)
        for field, text in scene.labels.about.get("fields", {}).items():
            raw["fields"].setdefault(field, {})[image] = str(text)
        report(done, len(dataset))
    for folder, raw in files.items():
        write_json(folder / "heads.pnt", _file(raw["points"], raw["fields"]))


def _by_class(heads: Annotation) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {}
    for (x, y), kind in zip(heads.points, heads.column("class"), strict=True):
        found.setdefault(str(kind or HEAD), []).append({"x": float(x), "y": float(y)})
    return found


def _file(points: dict[str, Any], fields: dict[str, dict[str, str]]) -> dict[str, Any]:
    classes = list(dict.fromkeys(name for found in points.values() for name in found)) or [HEAD]
    return {
        "classes": classes,
        "points": points,
        "colors": {name: _COLORS[k % len(_COLORS)] for k, name in enumerate(classes)},
        "metadata": {"survey_id": "", "coordinates": {}},
        "custom_fields": {"fields": [[name, "line"] for name in fields], "data": fields},
        "ui": {"grid": {"size": 200, "color": [255, 255, 255]}, "point": {"radius": 25, "color": [255, 255, 0]}},
    }
