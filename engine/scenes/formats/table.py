"""CSV: pictures in folders, `heads.csv` with a row a head, `scenes.csv` with a row a scene.

This is our plain form that holds everything. heads.csv needs the columns image, x and y, and may have weight and any
others; scenes.csv needs image and may have split and any others. A table called otherwise is read where it is the only
one with the columns image, x and y. Values are as JSON writes them; what is no JSON is text.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from ...errors import DatasetError
from ...files import write_text
from ...reading import opened, parse_json
from ..folders import file_names, image_names, natural, read_text, subfolders
from ..holds import Holds
from ..points import finite_labels
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "csv"
LAYOUT = "heads.csv with the columns image, x, y beside pictures"
HOLDS = Holds(columns=None, about=None, weights=True, unlabelled=True)

HEADS, SCENES = "heads.csv", "scenes.csv"
NEEDED = ("image", "x", "y")
_OWN = ("image", "x", "y", "weight")

Rows = list[dict[str, str]]


def recognizes(path: Path) -> bool:
    """Whether a table in `path` has the columns that are needed."""
    return _heads_file(path) is not None


def _heads_file(path: Path) -> Path | None:
    found = [path / name for name in file_names(path, (".csv",)) if set(NEEDED) <= set(_header(path / name))]
    named_so = [file for file in found if file.name == HEADS]
    return named_so[0] if named_so else found[0] if len(found) == 1 else None


def _header(path: Path) -> list[str]:
    try:
        with opened(path, "expected a table", DatasetError) as file:
            line = file.readline(4096)
        return next(iter(csv.reader([line.decode("utf-8-sig", errors="replace").strip()])), [])
    except (DatasetError, csv.Error):
        return []  # a folder or a pipe of such a name is no table


def read(path: Path) -> Dataset:
    """The scenes of the tables, and every other picture in the folder, as one without labels. Raises DatasetError."""
    heads = _heads_file(path)
    if heads is None:
        raise DatasetError(f"{path} has no table of heads: expected {LAYOUT}.")
    facts = _facts(path)
    labelled = dict.fromkeys([*_grouped(heads, heads.stat().st_mtime_ns), *facts])
    pictures = dict.fromkeys([*labelled, *_pictures(path)])
    scenes = []
    for image in sorted(pictures, key=natural):
        split = str(facts.get(image, {}).get("split") or _split_of(image))
        scenes.append(Scene(_scene_id(image, split), split, path / image, heads, _Reader(image)))
    return Dataset(path, NAME, tuple(scenes))


def _pictures(path: Path) -> Iterator[str]:
    for folder in (path, *subfolders(path), *(inner for outer in subfolders(path) for inner in subfolders(outer))):
        for name in image_names(folder):
            yield (folder / name).relative_to(path).as_posix()


def _split_of(image: str) -> str:
    first = PurePosixPath(image).parts[0]
    return first if first in ("train", "val", "test") else "all"


def _scene_id(image: str, split: str) -> str:
    stem = image.rpartition(".")[0] or image
    return stem if stem.startswith(f"{split}/") else f"{split}/{stem}"


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """None: a row whose picture is missing makes a scene, which says so."""
    return iter(())


class _Reader:
    """Reads the labels of one picture."""

    def __init__(self, image: str) -> None:
        self.image = image

    def __call__(self, scene: Scene) -> Labels:
        return read_labels(scene, self.image)


def read_labels(scene: Scene, image: str) -> Labels:
    """The heads of the picture that the tables call `image`. Raises DatasetError."""
    assert scene.label_path is not None
    heads_file = scene.label_path
    rows = _grouped(heads_file, heads_file.stat().st_mtime_ns).get(image, [])
    facts = _facts(heads_file.parent).get(image)
    about = dict(facts or {})
    about.pop("split", None)
    stated, labelled = about.pop("count", None), about.pop("labelled", True)
    points = np.array([[_float(row, name, heads_file) for name in ("x", "y")] for row in rows]).reshape(-1, 2)
    weights = np.array([_float(row, "weight", heads_file, 1.0) for row in rows], dtype=np.float32)
    names = [name for name in (rows[0] if rows else {}) if name not in _OWN]
    columns = {name: [_value(row[name]) for row in rows] for name in names}
    if (weights < 0).any():
        raise DatasetError(f"{heads_file} gives {image} a negative weight: expected weights from 0 on.")
    return finite_labels(
        points, columns, weights, about=about, labelled=bool(labelled) and not (facts is None and not rows),
        stated_count=stated if isinstance(stated, int) else None,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _grouped(path: Path, _changed: int) -> Mapping[str, Rows]:
    groups: dict[str, Rows] = {}
    for row in _rows(path, NEEDED):
        if row["x"] or row["y"]:
            groups.setdefault(row["image"], []).append(row)
        else:
            groups.setdefault(row["image"], [])  # a row without a position: a picture without heads
    return groups


def _facts(folder: Path) -> Mapping[str, dict[str, Any]]:
    path = folder / SCENES
    return _read_facts(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=4)
def _read_facts(path: Path, _changed: int) -> Mapping[str, dict[str, Any]]:
    found = {}
    for row in _rows(path, ("image",)):
        values = {name: _value(word) for name, word in row.items() if name != "image"}
        found[row["image"]] = {name: value for name, value in values.items() if value is not None}
    return found


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    expected = f"expected a table with the columns {', '.join(needed)}"
    reader = csv.DictReader(io.StringIO(read_text(path, expected), newline=""), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise DatasetError(f"{path}, line {reader.line_num}: expected a value for each column, found others.")
            image = row.get("image", "")
            if not image or PurePosixPath(image).is_absolute() or ".." in PurePosixPath(image).parts or "\\" in image:
                raise DatasetError(f"{path}, line {reader.line_num}: expected a picture in here, found {image!r}.")
            yield row
    except csv.Error as error:
        raise DatasetError(f"{path}, line {reader.line_num}: {expected}, found what is none ({error}).") from error


def _float(row: Mapping[str, str], name: str, path: Path, missing: float | None = None) -> float:
    word = row.get(name, "").strip()
    if not word and missing is not None:
        return missing
    try:
        return float(word)
    except ValueError as error:
        raise DatasetError(f"{path} gives {row['image']} the {name} {word!r}: expected a number.") from error


def _value(word: str) -> Any:
    """A cell as a value of JSON: nothing, what JSON reads, or text."""
    if not word:
        return None
    try:
        value = parse_json(word)
    except ValueError:
        return word
    return word if _is_no_json(value) else value


def _is_no_json(value: Any) -> bool:
    """NaN and infinity, alone or in a list, which JSON has no words for."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return True
    return False


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and value and _value(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, pictures in a folder a split."""
    heads: list[dict[str, str]] = []
    scenes: list[dict[str, str]] = []
    for done, (scene, split, name) in enumerate(named(dataset, None), start=1):
        labels = scene.labels
        image = place_image(scene, root / split, name).relative_to(root).as_posix()
        own = {} if labels.labelled else {"labelled": "false"}
        count = {} if labels.stated_count is None else {"count": str(labels.stated_count)}
        about = {key: _cell(value) for key, value in labels.about.items()}
        scenes.append({"image": image, "split": split, **count, **own, **about})
        columns = labels.annotation.columns
        for k, ((x, y), weight) in enumerate(zip(labels.annotation.points, labels.annotation.weights, strict=True)):
            cells = {name: _cell(column[k]) for name, column in columns.items()}
            heads.append({"image": image, "x": repr(float(x)), "y": repr(float(y)), "weight": _short(weight), **cells})
        report(done, len(dataset))
    write_text(root / HEADS, _text(_OWN, heads))
    write_text(root / SCENES, _text(("image", "split"), scenes))


def _short(weight: np.float32) -> str:
    return "1" if weight == 1 else repr(float(weight))


def _text(first: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    names = dict.fromkeys([*first, *(name for row in rows for name in row)])
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(names), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
