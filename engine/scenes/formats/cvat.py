"""CVAT for images 1.1: an XML with an `image` a picture; in it points, boxes, ellipses and polygons, each a head.

The label of a shape is its class, an attribute called note a note, the subset of a picture its split. Polylines,
masks, cuboids and tags are nobody; of a skeleton, the point called head or nose is, or the only one. Source: CVAT's
description of its XML format.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...errors import DatasetError, OutputError
from ...files import write_atomically
from ..annotation import Annotation
from ..folders import SPLITS, plain
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import any_by, folder_for, found_by
from ..layouts.records import Record, Records, left_out, orphans, pixel_size, read_records
from ..layouts.xml_text import read_xml
from ..scene import Dataset, Scene
from ..shapes import HEAD, Shapes
from ..writing import Report, named, place_image

NAME = "cvat"
TITLE = "CVAT for images"
LAYOUT = "an XML of CVAT for images beside pictures, or beside the folder images"
HOLDS = Holds(columns=("class", "note"), splits=("train", "val", "test", "all"))

_NOBODY = {
    "polyline": "line", "mask": "mask", "cuboid": "cuboid", "skeleton": "hidden skeleton",
}  # fmt: skip
_HEADS = ("head", "nose")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def recognizes(path: Path) -> bool:
    """Whether an XML below `path` begins as CVAT's do."""
    return any_by(path, (".xml",), _is_cvat)


def _files(root: Path) -> list[str]:
    return found_by(root, (".xml",), _is_cvat)


def _is_cvat(start: bytes) -> bool:
    return b"<annotations" in start and any(each in start for each in (b"<image", b"<track", b"<meta", b"<version"))


def read(path: Path) -> Dataset:
    """The pictures below `path`, with what the files say of them. Raises DatasetError."""
    return read_records(path, NAME, _files(path), _records, _labels)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every image of a file that is not there."""
    return orphans(dataset.root, _files(dataset.root), _records)


def _records(path: Path) -> Records:
    root = read_xml(path, "annotations", "expected annotations of CVAT for images")
    if root.find("track") is not None:
        raise DatasetError(f"{path} is CVAT for video: expected CVAT for images; export the task anew in that format.")
    images = root.findall("image")
    records = tuple(
        Record((image.get("name", ""),), image, _split(image.get("subset"))) for image in images if image.get("name")
    )
    nameless = len(images) - len(records)
    return Records(records, left_out(nameless, "images without a name", path))


def _split(subset: str | None) -> str | None:
    """The split that a subset is; CVAT calls the absence of one default."""
    if subset is None or plain(subset) in ("", "default", "all"):
        return None
    return SPLITS.get(plain(subset), subset.strip().replace("/", "_").replace("\\", "_"))


def _labels(content: Element, path: Path, scene: Scene) -> Labels:
    heads = Shapes(path, scene.rules)
    for shape in content:
        if isinstance(shape.tag, str) and shape.tag != "tag":
            _add(heads, shape, path)
    return heads.labels(stated_size=pixel_size(content.get("width"), content.get("height")))


def _add(heads: Shapes, shape: Element, path: Path) -> None:
    known = {"kind": shape.get("label"), **_note(shape)}
    match shape.tag:
        case "points":
            heads.points(_places(shape), **known)
        case "box" if shape.get("rotation", "0").strip("0.") not in ("", "-"):
            # CVAT turns a box around its center, and where the head of a turned one is no rule says
            heads.polygon([[shape.get("xtl"), shape.get("ytl")], [shape.get("xbr"), shape.get("ybr")]], **known)
        case "box":
            heads.box(*(shape.get(edge) for edge in ("xtl", "ytl", "xbr", "ybr")), **known)
        case "ellipse":
            heads.circle(shape.get("cx"), shape.get("cy"), **known)
        case "polygon":
            heads.polygon(_places(shape), **known)
        case "skeleton" if (place := _head_of(shape)) is not None:
            heads.points(_places(place), **known)
        case tag:
            heads.leave_out(_NOBODY.get(tag, tag[:40]))


def _places(shape: Element) -> list[list[str]]:
    """`x,y;x,y` as pairs of words."""
    return [place.split(",") for place in shape.get("points", "").split(";")]


def _head_of(skeleton: Element) -> Element | None:
    points = skeleton.findall("points")
    named = [point for name in _HEADS for point in points if point.get("label", "").casefold() == name]
    seen = [point for point in named or (points if len(points) == 1 else []) if point.get("outside") != "1"]
    return seen[0] if seen else None


def _note(shape: Element) -> dict[str, Any]:
    note = next((each.text for each in shape.findall("attribute") if each.get("name") == "note"), None)
    return {"note": note} if note else {}


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, a folder a split and `annotations.xml`; a head is one of the points."""
    annotations = Element("annotations")
    ElementTree.SubElement(annotations, "version").text = "1.1"
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        picture = place_image(scene, root / folder_for(dataset, split), name, HOLDS).relative_to(root).as_posix()
        height, width = scene.size
        image = ElementTree.SubElement(annotations, "image", {
            "id": str(done - 1), "name": _printable(picture), "subset": split,
            "width": str(width), "height": str(height),
        })  # fmt: skip
        _write_heads(image, scene.annotation)
        report(done, len(dataset))
    content = ElementTree.tostring(annotations, encoding="utf-8", xml_declaration=True)
    write_atomically(root / "annotations.xml", lambda part: part.write_bytes(content))


def _write_heads(image: Element, heads: Annotation) -> None:
    for (x, y), kind, note in zip(heads.points.tolist(), heads.column("class"), heads.column("note"), strict=True):
        shape = ElementTree.SubElement(image, "points", {
            "label": _printable(str(kind or HEAD)), "source": "manual", "occluded": "0", "points": f"{x!r},{y!r}",
            "z_order": "0",
        })  # fmt: skip
        if note:
            ElementTree.SubElement(shape, "attribute", {"name": "note"}).text = _printable(str(note))


def _printable(text: str) -> str:
    """`text`, which XML can hold. Raises OutputError."""
    if _UNPRINTABLE.search(text):
        raise OutputError(
            f"The word {text[:60]!r} has a character that XML cannot hold: change the name, the class or the note."
        )
    return text
