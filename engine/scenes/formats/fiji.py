"""ImageJ and Fiji: the XML of Cell Counter, or a table of results with X and Y.

An XML is of the picture of its Image_Filename, a row of a table of that in its column Label; without one a table is of
the picture of its own name, or of the only one beside it. The type of a marker is its class. Markers are pixels; a
table is in the unit of its image, which must be pixels. Source: files of Cell Counter and tables of ImageJ 1.54.
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ...errors import DatasetError, OutputError
from ..holds import Holds
from ..images import SUFFIXES
from ..labels import Labels
from ..layouts.listing import any_by, beginning, found_by
from ..layouts.point_tables import header, picture_beside, table_rows
from ..layouts.records import Record, Records, orphans, read_records
from ..layouts.xml_text import read_xml
from ..pairing import caseless, said_path, stem_of
from ..scene import Dataset, Scene
from ..shapes import Shapes
from ..writing import Report

NAME = "fiji"
TITLE = "ImageJ"
LAYOUT = "XML of Cell Counter, or a results table of ImageJ with X and Y, beside pictures"
HOLDS = Holds(columns=("class",), written=False)

_ROOT = "CellCounter_Marker_File"
_FILENAME = re.compile(rb"<Image_Filename>\s*([^<]+?)\s*</Image_Filename>")
_OF_OTHERS = {"image", "img", "filename", "file", "file_name", "path", "axis-0", "axis-1", "region_shape_attributes"}
"""Columns that results tables have not: such a table is of another format."""


def recognizes(path: Path) -> bool:
    """Whether an XML or a table below `path` begins as ImageJ's do."""
    return any_by(path, (".xml",), _is_xml, 4096) or any_by(path, (".csv",), _is_table, 4096)


def _files(root: Path) -> list[str]:
    return [*found_by(root, (".xml",), _is_xml, 4096), *found_by(root, (".csv",), _is_table, 4096)]


def _is_xml(start: bytes) -> bool:
    return f"<{_ROOT}".encode() in start


def _is_table(start: bytes) -> bool:
    names = set(header(start))
    return {"x", "y"} <= names and not names & _OF_OTHERS


def read(path: Path) -> Dataset:
    """The pictures below `path`, with what the files say of them. Raises DatasetError."""
    return read_records(path, NAME, _files(path), _records, _labels)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of all that is of no picture."""
    return orphans(dataset.root, _files(dataset.root), _records)


def _records(path: Path) -> Records:
    if path.suffix.lower() == ".xml":
        # only looked into: there is one a picture, which is read when it is asked for
        found = _FILENAME.search(beginning(path, 4096))
        said = html.unescape(found[1].decode("utf-8", errors="replace")) if found else ""
        own = path.stem.removeprefix("CellCounter_")
        return Records((Record((said, own) if said_path(said) else (own,), said),))
    rows = table_rows(path, "expected a results table with X and Y")
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(_picture_of(row.get("label", "")), []).append(row)
    if set(groups) <= {""}:
        return Records((Record((picture_beside(path),), rows),))
    return Records(tuple(Record((said or path.stem,), rows) for said, rows in groups.items()))


def _picture_of(label: str) -> str:
    """The picture in a label such as `a.jpg:0012-0034`."""
    name = label.strip()
    first = name.partition(":")[0]
    return first if first.lower().endswith(SUFFIXES) else name


def _labels(content: Any, path: Path, scene: Scene) -> Labels:
    heads = Shapes(path, scene.rules)
    if isinstance(content, list):
        _one_picture([row.get("slice", "") for row in content], path)
        kinds = {row.get("type", row.get("counter", "")).strip() for row in content}
        for row in content:
            kind = row.get("type", row.get("counter", "")).strip()
            heads.point(row.get("x"), row.get("y"), kind=kind if len(kinds) > 1 else None)
        return heads.labels()
    types = read_xml(path, _ROOT, "expected markers of Cell Counter").iterfind("Marker_Data/Marker_Type")
    markers = [
        (each.findtext("Name") or f"Type {(each.findtext('Type') or '').strip()}", marker)
        for each in types for marker in each.iterfind("Marker")
    ]  # fmt: skip
    _one_picture([marker.findtext("MarkerZ") or "" for _, marker in markers], path)
    for kind, marker in markers:
        heads.point(marker.findtext("MarkerX"), marker.findtext("MarkerY"), kind=kind.strip())
    other = content and caseless(stem_of(said_path(content).rpartition("/")[2])) != caseless(scene.image_path.stem)
    return heads.labels(
        notes=(f"{path.name} calls its picture {content[:60]!r}, which is not there.",) if other else ()
    )


def _one_picture(slices: Sequence[str], path: Path) -> None:
    """Nothing where all points are on one slice. Raises DatasetError."""
    found = sorted({each.strip() for each in slices})
    if len(found) > 1:
        raise DatasetError(
            f"{path} has points on {len(found)} slices of a stack, {found[0][:20]} and {found[1][:20]} among them: "
            "expected those of one picture; save each slice as a picture with points of its own."
        )


def write(_dataset: Dataset, _root: Path, _report: Report) -> None:
    """Nothing is written: Cell Counter holds whole pixels and eight types. Raises OutputError."""
    raise OutputError("fiji is read and not written: Cell Counter holds whole pixels alone; csv holds everything.")
