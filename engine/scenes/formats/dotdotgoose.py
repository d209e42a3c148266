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
from ...reading import Stamp, stamp_of
from ..annotation import Annotation
from ..folders import file_names, image_names, read_json, subfolders
from ..holds import Holds
from ..pairing import Assigned, assign, stem_of, unique_names
from ..points import finite_labels
from ..scene import Dataset, Labels, Scene
from ..shapes import HEAD
from ..writing import Report, named, place_image

NAME = "dotdotgoose"
TITLE = "DotDotGoose"
LAYOUT = "a .pnt file beside pictures, in one folder or in train, val and test"
HOLDS = Holds(columns=("class",), about=("fields",), unlabelled=True, turned=True)
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
            names = " and ".join(found[:2])
            raise DatasetError(
                f"{folder} has {len(found)} .pnt files, {names} among them: expected one; move the others."
            )
        split = "all" if folder == path else folder.name
        for name, scene_name in unique_names(image_names(folder)):
            scenes.append(Scene(f"{split}/{scene_name}", split, folder / name, folder / found[0], read_labels))
    return Dataset.listed(path, NAME, scenes)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every picture that a file names and the folder lacks."""
    files = {scene.label_path: scene.split for scene in dataset if scene.label_path is not None}
    for path, split in files.items():
        points = _points_of(path)
        for name in _assigned(path, _version(path)).lost:
            if any(points[name].values()):
                yield f"{split}/{stem_of(name)}", path


def read_labels(scene: Scene) -> Labels:
    """The points of `scene` in all classes; a picture that the file does not name was not counted yet.

    Raises DatasetError.
    """
    assert scene.label_path is not None
    path, image = scene.label_path, scene.image_path.name
    points, found = _points_of(path), _assigned(path, _version(path))
    if image in found.disputed:
        raise DatasetError(f"{path}: {found.disputed[image]}")
    names = found.labels.get(image, ())
    if len(names) > 1:
        raise DatasetError(f"{path} names {image} twice, as {names[0]!r} and {names[1]!r}: expected one of them.")
    if not names:
        note = (f"{path.name} does not name it: it was not counted yet.",)
        return finite_labels(np.empty((0, 2)), {}, labelled=False, notes=note)
    rows = [(kind, _place(point, path)) for kind, places in points[names[0]].items() for point in places]
    heads = np.array([place for _, place in rows], dtype=np.float64).reshape(-1, 2)
    fields = _fields_of(path, names[0])
    kinds = [None if name == HEAD else name for name, _ in rows]
    return finite_labels(heads, {"class": kinds}, about={"fields": fields} if fields else {})


def _version(path: Path) -> Stamp:
    """What changes when the file or the pictures beside it do."""
    return *stamp_of(path), *stamp_of(path.parent)


@lru_cache(maxsize=4)
def _assigned(path: Path, _version: Stamp) -> Assigned:
    return assign(image_names(path.parent), _points_of(path))


def _points_of(path: Path) -> dict[str, dict[str, list[Any]]]:
    raw = _read(path, stamp_of(path))
    points = raw.get("points")
    if not isinstance(points, dict) or not all(
        isinstance(classes, dict) and all(isinstance(found, list) for found in classes.values())
        for classes in points.values()
    ):
        raise DatasetError(f"{path} is not DotDotGoose's: expected points by picture and class, found something else.")
    return points


def _fields_of(path: Path, image: str) -> dict[str, str]:
    match _read(path, stamp_of(path)).get("custom_fields"):
        case {"data": dict() as data}:
            values = {name: texts.get(image) for name, texts in data.items() if isinstance(texts, dict)}
            return {name: str(value) for name, value in values.items() if value}
        case _:
            return {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: Stamp) -> dict[str, Any]:
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
        image = place_image(scene, folder, name, HOLDS).name
        raw = files.setdefault(folder, {"points": {}, "fields": {}})
        if scene.labels.labelled:
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
