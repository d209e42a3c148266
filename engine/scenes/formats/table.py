"""CSV: pictures in folders, `heads.csv` with a row a head, `scenes.csv` with a row a scene.

This is our plain form that holds everything. heads.csv needs the columns image, x and y, and may have weight and any
others; scenes.csv needs image and may have split and any others. A table called otherwise is read where it is the only
one with the columns image, x and y. Values are as JSON writes them; what is no JSON is text.

Other programs' dialects are read too: any separator, decimal commas, byte order marks, UTF-16, comment lines, headers
in any case, the usual other names of the columns, and those that `ReadingRules.columns` gives.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from ...errors import DatasetError
from ...files import write_text
from ...reading import Stamp, is_file, parse_json, stamp_of
from ..delimited import Header, check_commas, number, read_header, read_rows
from ..folders import file_names, natural, picture_paths, split_of
from ..holds import Holds
from ..pairing import assign, said_path, stem_of
from ..points import finite_labels
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "csv"
TITLE = "CSV, which holds everything"
LAYOUT = "heads.csv with the columns image, x, y beside pictures"
HOLDS = Holds(columns=None, about=None, weights=True, unlabelled=True)

HEADS, SCENES = "heads.csv", "scenes.csv"
_FEW = 3
WITHHELD = "withheld"
"""In the column labelled: the publisher keeps the labels."""

NEEDED = ("image", "x", "y")
_OWN = ("image", "x", "y", "weight")

NAMES: Mapping[str, tuple[str, ...]] = {
    "image": ("image", "filename", "file_name", "file", "path", "image_path", "image_name", "img", "picture", "photo"),
    "x": ("x", "pos_x", "x_px", "center_x", "col", "column"),
    "y": ("y", "pos_y", "y_px", "center_y", "row"),
    "class": ("class", "label", "category"),
}
"""What tables call the columns, the first of a list before the others."""

Columns: TypeAlias = tuple[tuple[str, str], ...]
"""What a table calls the columns, as pairs of ours and theirs; hashable."""


@dataclass(frozen=True)
class Layout:
    """Which column of a table is which: `places` by our name, and what the columns are called."""

    header: Header
    places: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of image, x and y that the table lacks."""
        return tuple(name for name in NEEDED if name not in self.places)

    @property
    def twice(self) -> str | None:
        """A needed column that stands there twice."""
        plain = self.header.plain
        called = {plain[at] for at in self.places.values()}  # few, where a damaged line has columns by the million
        return next((name for name in plain if name in called and plain.count(name) > 1), None)


def layout_of(path: Path, columns: Columns = ()) -> Layout:
    """Which column of the table at `path` is which."""
    header = read_header(path)
    plain, given = header.plain, dict(columns)
    places: dict[str, int] = {}
    for name in dict.fromkeys([*NAMES, *given, "weight"]):
        asked = (given[name].strip().casefold(),) if name in given else NAMES.get(name, (name,))
        found = next((plain.index(word) for word in asked if word in plain), None)
        if found is not None and found not in places.values():
            places[name] = found
    return Layout(header, places)


def recognizes(path: Path) -> bool:
    """Whether a table in `path` has the columns that are needed."""
    return _heads_file(path, ()) is not None


def _heads_file(path: Path, columns: Columns) -> Path | None:
    found = [file for file in tables(path) if not layout_of(file, columns).missing]
    named_so = [file for file in found if file.name.casefold() == HEADS]
    return named_so[0] if named_so else found[0] if len(found) == 1 else None


def tables(path: Path) -> list[Path]:
    """The tables in the folder `path`, but for that of the scenes."""
    found = [path / name for name in file_names(path, (".csv", ".tsv")) if name.casefold() != SCENES]
    texts = [path / name for name in file_names(path, (".txt",))]
    if not found and len(texts) <= _FEW:  # many are a file a picture
        found = [file for file in texts if not layout_of(file).missing]
    return found


def near_miss(path: Path, columns: Mapping[str, str] | None = None) -> str | None:
    """What kept the tables of a folder from being read; None where it has none."""
    found = tables(path)
    layouts = {file: layout_of(file, tuple((columns or {}).items())) for file in found}
    whole = [file.name for file, layout in layouts.items() if not layout.missing]
    if len(whole) > 1:
        return f"{whole[0]} and {whole[1]} both have columns for image, x and y: rename the one that counts to {HEADS}"
    for file, layout in layouts.items():
        if sum(map(_is_number, layout.header.columns)) >= 2:
            return f"{file.name} begins with {layout.header}, which is no header: put a line image,x,y above it"
        if len(layout.header.columns) > 1:
            lacks = " and ".join(layout.missing)
            return (
                f"{file.name} has {layout.header}, of which none is {lacks}: rename them, or say which one is "
                f"{layout.missing[0]}"
            )
    return None


def _is_number(word: str) -> bool:
    try:
        number(word, decimal_comma=True)
    except ValueError:
        return False
    return True


def read(path: Path, columns: Mapping[str, str] | None = None) -> Dataset:
    """The scenes of the tables, and every other picture in the folder, as one without labels. Raises DatasetError.

    `columns` says what the table calls image, x, y, weight and class, where it has names of its own.
    """
    given = tuple(sorted((columns or {}).items()))
    heads = _heads_file(path, given)
    if heads is None:
        raise DatasetError(f"{path} has no table of heads: {near_miss(path, columns) or f'expected {LAYOUT}'}.")
    twice = layout_of(heads, given).twice
    if twice is not None:
        raise DatasetError(f"{heads} has the column {twice!r} twice: expected one of it; remove the other.")
    facts = _facts(path)
    _, groups = _grouped(heads, stamp_of(heads), given)
    found = assign(picture_paths(path), [*groups, *(name for name in facts if name not in groups)])
    scenes = []
    for image in sorted([*picture_paths(path), *map(said_path, found.lost)], key=natural):
        said = found.labels.get(image, (image,))
        own = next((facts[name] for name in said if name in facts), {})
        split = str(own.get("split") or _split_of(image))
        reader = _Reader(heads, given, said, found.disputed.get(image, ""))
        scenes.append(Scene(_scene_id(image, split), split, path / image, heads, reader))
    return Dataset.listed(path, NAME, _once(scenes))


def _once(scenes: list[Scene]) -> Iterator[Scene]:
    """The scenes, those of one picture that does not exist once."""
    seen: set[Path] = set()
    for scene in scenes:
        if scene.image_path not in seen:
            seen.add(scene.image_path)
            yield scene


def _split_of(image: str) -> str:
    return split_of(image)


def _scene_id(image: str, split: str) -> str:
    stem = stem_of(image)
    return stem if stem.startswith(f"{split}/") else f"{split}/{stem}"


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """None: a row whose picture is missing makes a scene, which says so."""
    return iter(())


@dataclass(frozen=True)
class _Reader:
    """Reads the labels of one picture, which the table calls by the names `said`."""

    table: Path
    columns: Columns
    said: tuple[str, ...]
    dispute: str

    def __call__(self, scene: Scene) -> Labels:
        """The heads of `scene`. Raises DatasetError."""
        if self.dispute:
            raise DatasetError(f"{self.table}: {self.dispute}")
        layout, groups = _grouped(self.table, stamp_of(self.table), self.columns)
        all_facts = _facts(self.table.parent)
        found = [row for name in self.said for row in groups.get(name, ())]
        rows = [row for line, cells in found if (row := _head(layout, cells, f"{self.table}, line {line}")) is not None]
        facts = next((all_facts[name] for name in self.said if name in all_facts), None)
        about = dict(facts or {})
        about.pop("split", None)
        stated, labelled = about.pop("count", None), about.pop("labelled", True)
        named = facts is not None or any(name in groups for name in self.said)
        names = dict.fromkeys(name for row in rows for name in row.others)
        points = np.array([(row.x, row.y) for row in rows], dtype=np.float64).reshape(-1, 2)
        weights = np.array([row.weight for row in rows], dtype=np.float32)
        return finite_labels(
            points, {name: [row.others.get(name) for row in rows] for name in names}, weights, about=about,
            labelled=labelled not in (False, WITHHELD) and named, withheld=labelled == WITHHELD,
            stated_count=stated if isinstance(stated, int) else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """A head of a table."""

    x: float
    y: float
    weight: float
    others: Mapping[str, Any]


@lru_cache(maxsize=4)
def _grouped(path: Path, _changed: Stamp, columns: Columns) -> tuple[Layout, Mapping[str, list[tuple[int, list[str]]]]]:
    """The rows of each picture, (line, cells), by what the table calls it.

    Their numbers are read with the labels of their picture: one bad row is of one picture, and 10,000 pictures list in
    a third of the time.
    """
    layout = layout_of(path, columns)
    groups: dict[str, list[tuple[int, list[str]]]] = {}
    if not {"image", "x", "y"} <= layout.places.keys():  # since the folder was listed
        raise DatasetError(f"{path} cannot be read: expected the columns image, x and y, found none or no such file.")
    at = layout.places["image"]
    for line, cells in read_rows(path, layout.header, "expected a table with the columns image, x, y"):
        image = cells[at].strip()
        rows = groups.get(image)
        if rows is None:
            if not said_path(image):
                raise DatasetError(f"{path}, line {line}: expected the name of a picture, found {image[:60]!r}.")
            rows = groups[image] = []
        rows.append((line, cells))
    if layout.header.separator != ",":  # where a comma may be that of a number
        for name in ("x", "y", "weight"):
            if name in layout.places:
                every = (row for rows in groups.values() for row in rows)
                check_commas(path, layout.header, layout.places[name], every)
    return layout, groups


def _head(layout: Layout, cells: list[str], where: str) -> _Row | None:
    """The head of a row; None where it has no position, which is of a picture without heads. Raises DatasetError."""
    if cells[layout.places["x"]].strip() or cells[layout.places["y"]].strip():
        return _row(layout, cells, where)
    return None


def _row(layout: Layout, cells: list[str], where: str) -> _Row:
    places, comma = layout.places, layout.header.separator != ","
    x, y = (_number(cells[places[name]], name, comma, where) for name in ("x", "y"))
    weight = 1.0
    if "weight" in places and cells[places["weight"]].strip():
        weight = _number(cells[places["weight"]], "weight", comma, where)
        if weight < 0 or not np.isfinite(np.float32(weight)):
            raise DatasetError(f"{where}: expected a weight from 0 on, found {weight:g}.")
    return _Row(x, y, weight, _others(layout, cells))


def _others(layout: Layout, cells: list[str]) -> dict[str, Any]:
    ours = {at: name for name, at in layout.places.items()}
    named = {ours.get(at, column.strip()): cells[at] for at, column in enumerate(layout.header.columns)}
    return {name: _value(word) for name, word in named.items() if name not in _OWN and name}


def _number(word: str, name: str, decimal_comma: bool, where: str) -> float:
    try:
        return number(word, decimal_comma)
    except ValueError as error:
        raise DatasetError(f"{where}: expected a number as {name}, found {word.strip()[:60]!r}.") from error


def _facts(folder: Path) -> Mapping[str, dict[str, Any]]:
    path = folder / SCENES
    return _read_facts(path, stamp_of(path)) if is_file(path) else {}


@lru_cache(maxsize=4)
def _read_facts(path: Path, _changed: Stamp) -> Mapping[str, dict[str, Any]]:
    layout = layout_of(path)
    if "image" not in layout.places:
        raise DatasetError(f"{path} has {layout.header}: expected a column for image.")
    found = {}
    for line, cells in read_rows(path, layout.header, "expected a table with the column image"):
        image = cells[layout.places["image"]].strip()
        if not said_path(image):
            raise DatasetError(f"{path}, line {line}: expected the name of a picture, found {image[:60]!r}.")
        values = {column.strip(): _value(cells[at]) for at, column in enumerate(layout.header.columns)}
        own = {
            name: value for name, value in values.items() if value is not None and name.casefold() != "image" and name
        }
        split = own.get("split")
        if split is not None and not _is_name(str(split)):
            raise DatasetError(
                f"{path}, line {line}: expected the name of a split, such as train, found {str(split)[:60]!r}."
            )
        found[image] = own
    return found


def _is_name(split: str) -> bool:
    """Whether a split can be the name of a folder."""
    return bool(split.strip()) and split not in (".", "..") and not set(split) & set("/\\\0:")


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
        image = place_image(scene, root / split, name, HOLDS).relative_to(root).as_posix()
        own = {} if labels.labelled else {"labelled": WITHHELD if labels.withheld else "false"}
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
