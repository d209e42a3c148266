"""VIA, the VGG Image Annotator 2: a project, an exported json or a csv; in it regions, each a head.

Points are heads as they are, rectangles, circles, ellipses and polygons by the rules; polylines are nobody. The class
is the region attribute called class, label, type, category or name, a note that called note or comment. Attributes of a
picture are its fields. Source: the annotation formats of VIA 2.0.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...errors import DatasetError
from ...files import write_text
from ..annotation import Annotation
from ..folders import read_json, read_text
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import any_by, folder_for, found_by
from ..layouts.records import Record, Records, as_list, as_object, left_out, orphans, read_records, word
from ..scene import Dataset, Scene
from ..shapes import HEAD, Shapes
from ..writing import Report, named, place_image

NAME = "via"
TITLE = "VIA"
LAYOUT = "a project, json or csv of VIA beside pictures"
HOLDS = Holds(columns=("class", "note"), about=("fields",), splits=("train", "val", "test", "all"))

_CLASSES = ("class", "label", "type", "category", "name")
_NOTES = ("note", "notes", "comment", "description")
_COLUMNS = ("filename", "region_shape_attributes", "region_attributes")
_REGION = {"shape_attributes": "region_shape_attributes", "region_attributes": "region_attributes"}
_METADATA = "_via_img_metadata"


def recognizes(path: Path) -> bool:
    """Whether a json or csv below `path` begins as VIA's do."""
    return any_by(path, (".csv",), _is_csv, 4096) or any_by(path, (".json",), _is_json)


def _files(root: Path) -> list[str]:
    return [*found_by(root, (".csv",), _is_csv, 4096), *found_by(root, (".json",), _is_json)]


def _is_csv(start: bytes) -> bool:
    first = start.split(b"\n", 1)[0]
    return all(name.encode() in first for name in _COLUMNS)


def _is_json(start: bytes) -> bool:
    project = b'"_via_' in start
    return project or (b'"filename"' in start and b'"regions"' in start)


def read(path: Path) -> Dataset:
    """The pictures below `path`, with what the files say of them. Raises DatasetError."""
    return read_records(path, NAME, _files(path), _records, _labels)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every picture of a file that is not there."""
    return orphans(dataset.root, _files(dataset.root), _records)


def _records(path: Path) -> Records:
    return _table(path) if path.suffix.lower() == ".csv" else _project(path)


def _project(path: Path) -> Records:
    raw = read_json(path, "expected a project of VIA")
    pictures = as_object(raw[_METADATA], path, _METADATA) if _METADATA in raw else raw
    records, nameless = [], 0
    for picture in pictures.values():
        said = picture.get("filename") if isinstance(picture, dict) else None
        if isinstance(said, str) and said.strip():
            records.append(Record((said,), picture))
        else:
            nameless += 1
    return Records(tuple(records), left_out(nameless, "entries without a filename", path))


def _table(path: Path) -> Records:
    """A row a region; one without a shape stands for a picture without regions."""
    reader = csv.DictReader(io.StringIO(read_text(path, "expected a csv of VIA"), newline=""), strict=True)
    pictures: dict[str, dict[str, Any]] = {}
    nameless = 0
    try:
        for row in reader:
            said = row.get("filename") or row.get("#filename")
            if not said or not said.strip():
                nameless += any(row.values())
                continue
            stated = word(row.get("region_count"))
            picture = pictures.setdefault(
                said, {"regions": [], "stated": stated, "file_attributes": row.get("file_attributes")}
            )
            picture["regions"].append({name: row.get(column) for name, column in _REGION.items()})
    except csv.Error as error:
        raise DatasetError(
            f"{path}, line {reader.line_num}: expected a csv of VIA, found what is none ({error})."
        ) from error
    return Records(
        tuple(Record((said,), picture) for said, picture in pictures.items()),
        left_out(nameless, "entries without a filename", path),
    )


def _labels(content: Mapping[str, Any], path: Path, scene: Scene) -> Labels:
    regions = content.get("regions")
    # VIA 1 numbered them
    listed = list(regions.values()) if isinstance(regions, dict) else as_list(regions, path, "regions")
    heads = Shapes(path, scene.rules)
    count = 0
    for region in listed:
        shape, known = _parts(region, path)
        if shape:
            count += 1
            _add(heads, shape, known, path)
    stated = content.get("stated")
    wrong = stated is not None and stated != str(count)
    repairs = (f"The file states {str(stated)[:20]} regions of it and holds {count}.",) if wrong else ()
    fields = _object(content.get("file_attributes"), path)
    about = {name: text for name, value in fields.items() if (text := _text(value))}
    return heads.labels(about={"fields": about} if about else {}, repairs=repairs, notes=repairs)


def _parts(region: Any, path: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    found = as_object(region, path, "a region")
    return _object(found.get("shape_attributes"), path), _object(found.get("region_attributes"), path)


def _object(raw: Any, path: Path) -> Mapping[str, Any]:
    """Attributes; in a table they are JSON in a cell."""
    if isinstance(raw, str):
        try:
            raw = json.loads(raw or "{}")
        except (ValueError, RecursionError) as error:
            raise DatasetError(f"{path} has attributes that are no JSON: {str(raw)[:60]!r}.") from error
    return {} if raw is None or raw == [] else as_object(raw, path, "attributes")


def _add(heads: Shapes, shape: Mapping[str, Any], attributes: Mapping[str, Any], path: Path) -> None:
    known: dict[str, Any] = {"kind": _first(attributes, _CLASSES), "note": _first(attributes, _NOTES)}
    match shape.get("name"):
        case "point":
            heads.point(shape.get("cx"), shape.get("cy"), **known)
        case "rect":
            heads.sized_box(*(shape.get(name) for name in ("x", "y", "width", "height")), **known)
        case "circle" | "ellipse":
            heads.circle(shape.get("cx"), shape.get("cy"), **known)
        case "polygon":
            across, down = (as_list(shape.get(name), path, name) for name in ("all_points_x", "all_points_y"))
            if len(across) != len(down):
                raise DatasetError(
                    f"{path} has a polygon of {len(across)} x and {len(down)} y: expected as many of both."
                )
            heads.polygon(list(zip(across, down, strict=True)), **known)
        case "polyline":
            heads.leave_out("line")
        case kind:
            heads.leave_out(f"{str(kind)[:40]} shape")


def _first(attributes: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    plain = {str(name).strip().casefold(): value for name, value in attributes.items()}
    return next((text for name in names if (text := _text(plain.get(name)))), None)


def _text(value: Any) -> str | None:
    """An attribute's value: text, or of a checkbox what is ticked."""
    if isinstance(value, dict):
        return ", ".join(str(name) for name, ticked in value.items() if ticked) or None
    return word(value)


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, a folder a split and `via_project.json`; a head is a point."""
    pictures: dict[str, Any] = {}
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        image = place_image(scene, root / folder_for(dataset, split), name, HOLDS)
        labels, said, size = scene.labels, image.relative_to(root).as_posix(), image.stat().st_size
        fields = {str(key): str(text) for key, text in labels.about.get("fields", {}).items()}
        pictures[f"{said}{size}"] = {"filename": said, "size": size, "regions": _regions(labels.annotation),
                                     "file_attributes": fields}  # fmt: skip
        report(done, len(dataset))
    attributes = {"region": {"class": _attribute("head"), "note": _attribute("")}, "file": {}}
    raw = {
        "_via_settings": {"ui": {}, "core": {"buffer_size": 18, "filepath": {}, "default_filepath": ""},
                          "project": {"name": "miscount"}},
        _METADATA: pictures, "_via_attributes": attributes, "_via_data_format_version": "2.0.10",
        "_via_image_id_list": list(pictures),
    }  # fmt: skip
    write_text(root / "via_project.json", json.dumps(raw, ensure_ascii=False, allow_nan=False))


def _regions(heads: Annotation) -> list[dict[str, Any]]:
    return [
        {"shape_attributes": {"name": "point", "cx": x, "cy": y},
         "region_attributes": {"class": str(kind or HEAD), **({"note": str(note)} if note else {})}}
        for (x, y), kind, note in zip(heads.points.tolist(), heads.column("class"), heads.column("note"), strict=True)
    ]  # fmt: skip


def _attribute(default: str) -> dict[str, str]:
    return {"type": "text", "description": "", "default_value": default}
