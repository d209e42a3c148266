"""Label Studio: a json or json-min of tasks; in it key points, rectangles, ellipses and polygons, each a head.

Places are percent of the picture, and become pixels to a billionth of one, of the picture that is here: the size that
is stated may be that of a smaller copy, and must have the same shape. The first label of a region is its class,
its meta text a note. A task that nobody annotated, or that was skipped, is not labelled; predictions are no labels.
Which picture a task is of, its data say, with or without the eight signs that an upload is given: `1a2b3c4d-a.jpg`.
Source: Label Studio's documentation of its export formats.
"""

import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from ...errors import DatasetError
from ...files import write_text
from ...reading import read_json
from ..annotation import Annotation
from ..holds import Holds
from ..images import SUFFIXES, image_head
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
)
from ..points import finite_labels
from ..scene import Dataset, Scene
from ..shapes import HEAD, Shapes
from ..writing import Report, named, place_image

NAME = "label_studio"
TITLE = "Label Studio"
LAYOUT = "a json of Label Studio beside pictures"
HOLDS = Holds(columns=("class", "note"), splits=("train", "val", "test", "all"), decimals=9, unlabelled=True)

_Size: TypeAlias = tuple[int, int]
"""(height, width)."""

_UPLOAD = re.compile(r"^[0-9a-f]{8}-(?=.)")
_SHAPES = ("keypoint", "rectangle", "ellipse", "polygon", "brush")
_NO_SHAPES = ("choices", "textarea", "rating", "number", "taxonomy", "datetime", "pairwise", "relation", "labels")


def recognizes(path: Path) -> bool:
    """Whether a json below `path` begins as Label Studio's do."""
    return any_by(path, (".json",), _is_tasks)


def _files(root: Path) -> list[str]:
    return found_by(root, (".json",), _is_tasks)


def _is_tasks(start: bytes) -> bool:
    listed = start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"[")
    tasks = b'"data"' in start and any(key in start for key in (b'"annotations"', b'"completions"', b'"predictions"'))
    return listed and (tasks or b'"original_width"' in start)


def read(path: Path) -> Dataset:
    """The pictures below `path`, with what the files say of them. Raises DatasetError."""
    return read_records(path, NAME, _files(path), _records, _labels)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every task whose picture is not there."""
    return orphans(dataset.root, _files(dataset.root), _records)


def _records(path: Path) -> Records:
    tasks = as_objects(read_json(path, "expected tasks of Label Studio", DatasetError), path, "tasks")
    records, nameless = [], 0
    for task in tasks:
        said = _said(task)
        if said:
            records.append(Record(said, task))
        else:
            nameless += 1
    return Records(tuple(records), left_out(nameless, "tasks without a picture", path))


def _said(task: Mapping[str, Any]) -> tuple[str, ...]:
    """What a task calls its picture, then the same without what was put before it when it was uploaded."""
    data = task.get("data", task)
    values = data.values() if isinstance(data, dict) else ()
    paths = [path for value in values if isinstance(value, str) and (path := _path(value)).lower().endswith(SUFFIXES)]
    words = dict.fromkeys(paths[:1])
    for path in [*paths[:1], *([task["file_upload"]] if isinstance(task.get("file_upload"), str) else [])]:
        name = path.replace("\\", "/").rpartition("/")[2]
        words[path] = words[_UPLOAD.sub("", name)] = None
    return tuple(path for path in words if path.strip())


def _path(value: str) -> str:
    """The path in a url such as `/data/local-files/?d=train/a.jpg`, `s3://bucket/a.jpg` or `https://x/a.jpg?token=1`."""
    try:
        url = urllib.parse.urlsplit(value)
        wanted = urllib.parse.parse_qs(url.query).get("d", [])
    except ValueError:
        return value
    if wanted:
        return wanted[0]
    if (url.scheme and url.netloc) or value.startswith("/data/"):
        return urllib.parse.unquote(url.path)
    return value


def _labels(content: Mapping[str, Any], path: Path, scene: Scene) -> Labels:
    regions = _regions(content, path)
    if regions is None:
        note = (f"{path.name} has no annotation of it: not labelled yet.",)
        return finite_labels(np.empty((0, 2)), {}, labelled=False, notes=note)
    heads, whole = Shapes(path, scene.rules), _whole(regions)
    stated = [pixel_size(region.get("original_width"), region.get("original_height")) for region in whole]
    sizes = _sizes(dict.fromkeys(stated), path, scene)
    for region, said in zip(whole, stated, strict=True):
        _add(heads, region, sizes[said], path)
    others = [said for said in sizes if said is not None and said != sizes[said]]
    notes = [f"Its labels were made at {_shown(said)}, and it is {_shown(sizes[said])}." for said in others]
    known = {sizes[said] for said in sizes if said is not None}
    return heads.labels(stated_size=known.pop() if len(known) == 1 else None, notes=notes)


def _sizes(stated: Iterable[_Size | None], path: Path, scene: Scene) -> dict[_Size | None, _Size]:
    """The (height, width) that percents are of, by the one that a region states. Raises DatasetError.

    Where a region states none, it is that of the picture as the rules have it, or as people see it.
    """
    listed = list(stated)
    if not listed:
        return {}
    head = image_head(scene.image_path)
    own = [head.stored_size, head.size] if scene.rules.frame == "stored" else [head.size, head.stored_size]
    found: dict[_Size | None, _Size] = {}
    for said in listed:
        fitting = [size for size in own if said is None or _one_shape(said, size)]
        if not fitting:
            raise DatasetError(
                f"{path} was made on a picture of {_shown(said or own[0])}, and {scene.image_path.name} is "
                f"{_shown(own[0])}: expected one of the same shape, since places are percent of it; put the picture "
                "there that was labelled."
            )
        found[said] = fitting[0]
    return found


def _one_shape(first: _Size, second: _Size) -> bool:
    """Whether one is the other made smaller, and its sides rounded to whole pixels."""
    return abs(first[0] * second[1] - first[1] * second[0]) <= max(*first, *second)


def _shown(size: _Size) -> str:
    return f"{size[1]} x {size[0]}"


def _regions(task: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]] | None:
    """The regions of the annotation that counts; None where there is none."""
    known = task.get("annotations", task.get("completions"))
    if "data" not in task:
        return _min_regions(task, path)
    made = [each for each in as_objects(known, path, "annotations") if not each.get("was_cancelled")]
    if len(made) > 1:
        made = [each for each in made if each.get("ground_truth") is True] or made
    if len(made) > 1:
        raise DatasetError(
            f"{path} has {len(made)} annotations of {str(_said(task)[0])[:80]!r}: expected one, or one that is marked "
            "as ground truth; take the others out."
        )
    return as_objects(made[0].get("result"), path, "result") if made else None


def _min_regions(task: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]] | None:
    """Of a task of json-min, where the regions stand flat under the name of the tool that drew them."""
    lists = [
        value for value in task.values() if isinstance(value, list) and all(isinstance(each, dict) for each in value)
    ]
    if not any(lists):
        return [] if "annotation_id" in task else None
    shared = ("original_width", "original_height", "image_rotation", "id", "meta")
    return [
        {**{key: region[key] for key in shared if key in region}, "type": _kind(region), "value": region}
        for regions in lists for region in as_objects(regions, path, "regions")
    ]  # fmt: skip


def _kind(value: Mapping[str, Any]) -> str:
    """What a region is, by the name of its list of labels or by what it has."""
    named_so = next((key for key in value if key.endswith("labels") and key != "labels"), None)
    if named_so:
        return str(named_so)
    if "points" in value:
        return "polygon"
    if "radiusX" in value:
        return "ellipse"
    return "rectangle" if "height" in value else "keypoint" if "x" in value else "labels"


def _whole(regions: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The regions, of which some come in two parts of one id: what was drawn, and the labels that it was given."""
    made: dict[str, dict[str, Any]] = {}
    for at, region in enumerate(regions):
        number = region.get("id")
        key = f"id {number}" if isinstance(number, str) else f"at {at}"
        value = region.get("value")
        if key in made and isinstance(value, dict) and isinstance(made[key].get("value"), dict):
            drawn = region if _is_shape(region) and not _is_shape(made[key]) else made[key]
            made[key] = {**drawn, "value": {**value, **made[key]["value"]}}
        else:
            made[key if key not in made else f"at {at}"] = dict(region)
    return list(made.values())


def _is_shape(region: Mapping[str, Any]) -> bool:
    return str(region.get("type")).casefold().removesuffix("labels") in _SHAPES


def _add(heads: Shapes, region: Mapping[str, Any], size: _Size, path: Path) -> None:
    kind = str(region.get("type", "")).casefold()
    value = region.get("value")
    if kind in _NO_SHAPES and not (isinstance(value, dict) and {"x", "points"} & value.keys()):
        return  # answers on the picture as a whole
    if region.get("image_rotation") not in (None, 0):
        raise DatasetError(
            f"{path} has a picture that was turned by {str(region['image_rotation'])[:20]} in Label Studio: expected "
            "it as it is stored; turn it back there."
        )
    drawn = as_object(value, path, "a value")
    height, width = size

    def across(name: str) -> float:
        return round(heads.number(drawn.get(name)) * width / 100, 9)

    def down(name: str) -> float:
        return round(heads.number(drawn.get(name)) * height / 100, 9)

    known = {"kind": _label(drawn), "note": _meta(region)}
    match (_kind(drawn) if kind == "labels" else kind).removesuffix("labels"):
        case "keypoint":
            heads.point(across("x"), down("y"), **known)
        case "rectangle" if drawn.get("rotation") in (None, 0):
            heads.sized_box(across("x"), down("y"), across("width"), down("height"), **known)
        case "rectangle":
            heads.leave_out("turned box", "turned boxes")
        case "ellipse":
            heads.circle(across("x"), down("y"), **known)
        case "polygon":
            corners = heads.places(as_list(drawn.get("points"), path, "points"))
            heads.polygon(
                [(heads.number(x) * width / 100, heads.number(y) * height / 100) for x, y in corners], **known
            )
        case other:
            heads.leave_out(f"{other[:40]} region")


def _label(value: Mapping[str, Any]) -> str | None:
    """The first of a region's labels, whichever tool gave them."""
    for key, labels in value.items():
        if key.endswith("labels") and isinstance(labels, list) and labels and isinstance(labels[0], str):
            return labels[0]
    return None


def _meta(region: Mapping[str, Any]) -> str | None:
    match region.get("meta"):
        case {"text": [str() as text, *_]} | {"text": str() as text} if text:
            return text
        case _:
            return None


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, a folder a split and `label_studio.json` for import with local files."""
    tasks = []
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        image = place_image(scene, root / folder_for(dataset, split), name, HOLDS).relative_to(root).as_posix()
        labels = scene.labels
        made = [{"result": _results(labels.annotation, scene.size)}] if labels.labelled else []
        query = urllib.parse.urlencode({"d": image})
        tasks.append({"id": done, "data": {"image": f"/data/local-files/?{query}"}, "annotations": made})
        report(done, len(dataset))
    write_text(root / "label_studio.json", json.dumps(tasks, ensure_ascii=False, allow_nan=False))


def _results(heads: Annotation, size: tuple[int, int]) -> list[dict[str, Any]]:
    height, width = size
    columns = (heads.column("class"), heads.column("note"))
    return [
        {"id": f"h{number}", "type": "keypointlabels", "from_name": "label", "to_name": "image",
         "original_width": width, "original_height": height, "image_rotation": 0,
         "value": {"x": x * 100 / width, "y": y * 100 / height, "width": 0.5, "keypointlabels": [str(kind or HEAD)]},
         **({"meta": {"text": [str(note)]}} if note else {})}
        for number, ((x, y), kind, note) in enumerate(zip(heads.points.tolist(), *columns, strict=True))
    ]  # fmt: skip
