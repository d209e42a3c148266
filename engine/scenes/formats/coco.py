"""COCO: a json with `images`, `annotations` and `categories`; in it keypoints, boxes or outlines, each a head.

A head is at the keypoint called head or nose, or at the only one, where it is visible; else where the rules put it in
the box; else at the center of the outline. The category is its class. Regions of a crowd, `iscrowd`, are left out and
counted. The split is that of the file's name, such as `instances_val2017.json`, or of the picture's folder. Source: the
format pages of cocodataset.org.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import DatasetError
from ...files import write_text
from ..folders import SPLITS, read_json
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import any_by, folder_for, found_by
from ..layouts.records import (
    Record,
    Records,
    as_list,
    as_object,
    as_objects,
    left_out,
    orphans,
    pixel_size,
    read_records,
    word,
)
from ..points import finite_labels
from ..scene import Dataset, Scene
from ..shapes import HEAD, Shapes
from ..writing import Report, named, place_image

NAME = "coco"
TITLE = "COCO"
LAYOUT = "a COCO json with images, annotations and categories beside pictures, or in annotations"
HOLDS = Holds(columns=("class", "box"), splits=("train", "val", "test", "all"), turned=True)

_EXPECTED = "expected COCO's images, annotations and categories"
_OTHER = ("captions_", "panoptic_", "stuff_", "image_info_")
"""Files of COCO that say nothing of people one by one."""

_KEYPOINTS, _BOXES = "person_keypoints_", "instances_"
_HEADS = ("head", "nose")


@dataclass(frozen=True)
class _Image:
    """What a file says of one image: its annotations, the categories, its (height, width), and why it says nothing."""

    annotations: list[Any]
    kinds: Mapping[str, tuple[str, tuple[str, ...]]]
    size: tuple[int, int] | None
    labelled: bool
    dispute: str


def recognizes(path: Path) -> bool:
    """Whether a json below `path` begins as COCO's do."""
    return any_by(path, (".json",), _is_coco)


def _files(root: Path) -> list[str]:
    """The files of labels; where both are there for a split, `person_keypoints_` is read and not `instances_`."""
    found = _every(root)
    better = {path.replace(_KEYPOINTS, _BOXES) for path in found if _KEYPOINTS in path}
    return [path for path in found if _KEYPOINTS in path or path not in better]


def _every(root: Path) -> list[str]:
    found = found_by(root, (".json",), _is_coco)
    return [path for path in found if not path.rpartition("/")[2].startswith(_OTHER)]


def _is_coco(start: bytes) -> bool:
    keys = sum(key in start for key in (b'"images"', b'"annotations"', b'"categories"'))
    inner = any(key in start for key in (b'"file_name"', b'"image_id"'))
    return start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and bool(keys) and inner


def read(path: Path) -> Dataset:
    """The pictures below `path`, with what the files say of them. Raises DatasetError."""
    files = _files(path)
    dataset = read_records(path, NAME, files, _records, _labels)
    unread = (f"{file} is not read: the file with keypoints is." for file in _every(path) if file not in files)
    return replace(dataset, notes=(*dataset.notes, *unread))


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every image of a file that is not there."""
    return orphans(dataset.root, _files(dataset.root), _records)


def _records(path: Path) -> Records:
    raw = read_json(path, _EXPECTED)
    kinds = _kinds(raw, path)
    split = _split_of(path.name)
    of_image: dict[str | None, list[Any]] = {}
    for annotation in as_list(raw.get("annotations"), path, "annotations"):
        number = word(annotation.get("image_id")) if isinstance(annotation, dict) else None
        of_image.setdefault(number, []).append(annotation)
    images = as_objects(raw.get("images"), path, "images")
    times = Counter(word(image.get("id")) for image in images)
    records, nameless = [], 0
    for image in images:
        said, number = image.get("file_name"), word(image.get("id"))
        content = _Image(
            of_image.get(number, []) if number is not None else [], kinds,
            pixel_size(image.get("width"), image.get("height")), raw.get("annotations") is not None,
            f"images share the id {number[:40]}" if number is not None and times[number] > 1 else "",
        )  # fmt: skip
        if isinstance(said, str) and said.strip():
            records.append(Record((said,), content, split))
        else:
            nameless += 1
    homeless = sum(len(rest) for number, rest in of_image.items() if number is None or not times[number])
    notes = (
        *left_out(nameless, "images without a file_name", path),
        *left_out(homeless, "annotations of no image", path),
    )
    return Records(tuple(records), notes)


def _kinds(raw: Mapping[str, Any], path: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Of each category by its id: its name, and those of its keypoints."""
    found = {}
    for category in as_objects(raw.get("categories"), path, "categories"):
        number, points = word(category.get("id")), category.get("keypoints")
        names = tuple(str(name).casefold() for name in points) if isinstance(points, list) else ()
        if number is not None:
            found[number] = (word(category.get("name")) or number, names)
    return found


def _split_of(name: str) -> str | None:
    words = re.findall("[a-z]+", name.casefold().removesuffix(".json"))
    return next((SPLITS[each] for each in words if each in SPLITS), None)


def _labels(content: _Image, path: Path, scene: Scene) -> Labels:
    if content.dispute:
        raise DatasetError(
            f"{scene.image_path} has no labels of its own: in {path} {content.dispute}; number them anew."
        )
    if not content.labelled:
        note = f"{path.name} lists pictures and has no annotations: not labelled."
        return finite_labels(np.empty((0, 2)), {}, labelled=False, stated_size=content.size, notes=(note,))
    heads = Shapes(path, scene.rules)
    for each in content.annotations:
        annotation = as_object(each, path, "an annotation")
        number = word(annotation.get("category_id"))
        kind, names = content.kinds.get(number or "", (number, ()))
        _add(heads, annotation, kind, names, path)
    return heads.labels(stated_size=content.size)


def _add(heads: Shapes, annotation: Mapping[str, Any], kind: str | None, names: Sequence[str], path: Path) -> None:
    if annotation.get("iscrowd") not in (None, 0, False):
        heads.leave_out("region of a crowd (iscrowd)", "regions of a crowd (iscrowd)")
        return
    box = as_list(annotation.get("bbox"), path, "bbox")
    corners = heads.corners(*box) if len(box) == 4 else []
    place = _keypoint(as_list(annotation.get("keypoints"), path, "keypoints"), names)
    if place is not None:
        known = {"box": corners} if corners and all(map(math.isfinite, corners)) else {}
        heads.point(*place, kind=kind, **known)
    elif corners:
        heads.box(*corners, kind=kind)
    elif isinstance(annotation.get("segmentation"), list) and annotation["segmentation"]:
        outline = [number for part in annotation["segmentation"] for number in as_list(part, path, "segmentation")]
        heads.polygon(list(zip(outline[::2], outline[1::2], strict=False)), kind=kind)
    else:
        heads.leave_out(
            "annotation without a visible head, box or outline", "annotations without a visible head, box or outline"
        )


def _keypoint(numbers: list[Any], names: Sequence[str]) -> tuple[Any, Any] | None:
    """Where the head is among keypoints, each x, y and visibility (0 not labelled, 1 hidden, 2 visible)."""
    places = [numbers[at : at + 3] for at in range(0, len(numbers) - 2, 3)]
    wanted = [names.index(name) for name in _HEADS if name in names] or ([0] if len(places) == 1 else [])
    for at in wanted:
        if at < len(places) and places[at][2] not in (0, None, False):
            return places[at][0], places[at][1]
    return None


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`: pictures in `images`, a file a split in `annotations`; a head is a keypoint."""
    kinds: dict[str, int] = {HEAD: 1}
    files: dict[str, tuple[list[Any], list[Any]]] = {}
    number = 0
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        picture = place_image(scene, root / "images" / folder_for(dataset, split), name, HOLDS)
        images, annotations = files.setdefault(split, ([], []))
        height, width = scene.size
        images.append(
            {"id": done, "file_name": picture.relative_to(root / "images").as_posix(), "width": width, "height": height}
        )
        heads = scene.annotation
        for (x, y), kind, box in zip(heads.points.tolist(), heads.column("class"), heads.column("box"), strict=True):
            number += 1
            category = kinds.setdefault(str(kind or HEAD), len(kinds) + 1)
            annotations.append({"id": number, "image_id": done, "category_id": category, "keypoints": [x, y, 2],
                                "num_keypoints": 1, "iscrowd": 0, **_box(box)})  # fmt: skip
        report(done, len(dataset))
    categories = [{"id": at, "name": kind, "keypoints": [HEAD], "skeleton": []} for kind, at in kinds.items()]
    for split, (images, annotations) in files.items():
        raw = {"images": images, "annotations": annotations, "categories": categories}
        write_text(
            root / "annotations" / f"instances_{split}.json", json.dumps(raw, ensure_ascii=False, allow_nan=False)
        )


def _box(box: Any) -> dict[str, Any]:
    if not box:
        return {}  # a head is a point: a box of no size, which some tools want, would be made up
    left, top, right, bottom = box
    width, height = round(right - left, 9), round(bottom - top, 9)
    return {"bbox": [left, top, width, height], "area": abs(width * height)}
