"""napari: the csv of a layer of points, with the columns index, axis-0 (down) and axis-1 (to the right).

It is of the picture that is called as it is, or of the only one beside it. With more axes the last two are the
picture's, and the others, which tell frames of a stack apart, must not vary. Source: napari's writer of points layers.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import DatasetError
from ...files import write_text
from ...paths import inside
from ..annotation import Annotation
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import any_by, folder_for, found_by
from ..layouts.point_tables import header, picture_beside, table_rows
from ..layouts.records import Record, Records, orphans, read_records
from ..scene import Dataset, Scene
from ..shapes import HEAD, Shapes
from ..writing import Report, named, place_image

NAME = "napari"
TITLE = "napari"
LAYOUT = "a csv of a points layer of napari, with axis-0 and axis-1, called as its picture"
HOLDS = Holds(columns=("class",), splits=("train", "val", "test", "all"), turned=True)

_CLASSES = ("class", "label", "type", "category")


def recognizes(path: Path) -> bool:
    """Whether a csv below `path` begins as napari's do."""
    return any_by(path, (".csv",), _is_points, 4096)


def _files(root: Path) -> list[str]:
    return found_by(root, (".csv",), _is_points, 4096)


def _is_points(start: bytes) -> bool:
    return {"axis-0", "axis-1"} <= set(header(start))


def read(path: Path) -> Dataset:
    """The pictures below `path`, with the points of their files. Raises DatasetError."""
    return read_records(path, NAME, _files(path), _records, _labels)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every file of no picture."""
    return orphans(dataset.root, _files(dataset.root), _records)


def _records(path: Path) -> Records:
    return Records((Record((picture_beside(path),), None),))


def _labels(_content: Any, path: Path, scene: Scene) -> Labels:
    rows = table_rows(path, "expected points with axis-0 and axis-1")
    names = list(rows[0]) if rows else []
    if "shape-type" in names or "vertex-index" in names:
        raise DatasetError(f"{path} holds shapes of napari: expected a layer of points; make one of their centers.")
    axes = sorted(
        (name for name in names if name.startswith("axis-") and name[5:].isdecimal()), key=lambda name: int(name[5:])
    )
    for name in axes[:-2]:
        values = sorted({row[name] for row in rows})
        if len(values) > 1:
            raise DatasetError(
                f"{path} has points on {len(values)} frames ({name}), {values[0][:20]} and {values[1][:20]} among "
                "them: expected those of one picture; save each frame as a picture with points of its own."
            )
    kind = next((name for name in _CLASSES if name in names), None)
    heads = Shapes(path, scene.rules)
    for row in rows:
        heads.point(row[axes[-1]], row[axes[-2]], kind=row[kind] if kind and row[kind].strip() else None)
    return heads.labels()


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`: beside each picture the csv of a layer of points, called as it is."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        folder = root / folder_for(dataset, split)
        place_image(scene, folder, name, HOLDS)
        write_text(inside(folder, f"{name}.csv"), _table(scene.annotation))
        report(done, len(dataset))


def _table(heads: Annotation) -> str:
    """The rows as napari writes them; classes are a feature of its layer, which it reads as such."""
    kinds = heads.column("class")
    has_kinds = any(kind is not None for kind in kinds)
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("index", "axis-0", "axis-1", *(("class",) if has_kinds else ())))
    for at, ((x, y), kind) in enumerate(zip(heads.points.tolist(), kinds, strict=True)):
        rows.writerow((at, repr(y), repr(x), *((kind or HEAD,) if has_kinds else ())))
    return text.getvalue()
