"""Files of tools with anything anywhere: a right answer or one bounded sentence, and never another exception."""

import copy
import json
import random
from pathlib import Path

import numpy as np
import pytest

from miscount.engine.errors import DatasetError
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.formats import format_named
from miscount.engine.scenes.images import write_image

from .test_tools import CVAT, LABEL_STUDIO, cell_counter, coco, task, via_image

ANYTHING = (
    None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**30, "", "x", "1.5", "\x00", "../../a.jpg", "/",
    "a" * 5000, [], [[]], [1], [None, None], [1, 2, 3, 4], {}, {"x": 1}, {"id": []}, [{}], {"a": {"a": {"a": {}}}},
)  # fmt: skip
JSONS = {
    "coco": ("x.json", coco({"keypoints": [1, 2, 2], "bbox": [1, 2, 3, 4], "segmentation": [[1, 2, 3, 4]]},
                            {"bbox": [1, 2, 3, 4]}, {"segmentation": [[1, 2, 3, 4]]}, keypoints=["nose"])),
    "via": ("x.json", {"_via_settings": {}, "_via_img_metadata": {"a": via_image("a.jpg")}}),
    "label_studio": ("x.json", [task("a.jpg", *LABEL_STUDIO), task("b.jpg")]),
    "cclabeler": ("a.json", {"img_id": "a.jpg", "human_num": 2, "points": [{"x": 1, "y": 2}, [3, 4]],
                             "boxes": [{"x1": 1, "y1": 2, "x2": 3, "y2": 4}]}),
}  # fmt: skip
TEXTS = {
    "cvat": ("x.xml", CVAT.replace("one/a.jpg", "a.jpg")),
    "fiji": ("a.xml", cell_counter("a.jpg", (1, 5, 6, 1), (2, 7, 8, 1))),
    "napari": ("a.csv", "index,axis-0,axis-1,class\n0,1.5,2,head\n1,3,4,adult\n"),
    "yolo": ("a.txt", "0 0.5 0.5 0.1 0.2\n1 0.25 0.5 0.1 0.4\n0 0.1 0.1 0.2 0.1 0.2 0.3\n"),
    "p2pnet": ("train.list", "a.jpg a.txt\nb.jpg b.txt\n"),
}
TABLES = {
    "fiji": ("Results.csv", " ,Label,X,Y,Slice,Type\n1,a.jpg,5.5,6,1,2\n2,b.jpg,7,8,1,2\n"),
    "via": (
        "x.csv",
        "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n"
        'a.jpg,1,"{}",1,0,"{""name"":""point"",""cx"":1,""cy"":2}","{""class"":""x""}"\n',
    ),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A folder with two pictures."""
    root = tmp_path_factory.mktemp("room")
    for name in ("a.jpg", "b.jpg"):
        write_image(root / name, np.full((100, 200, 3), 90, dtype=np.uint8))
    return root


def places(value, path=()):
    """The paths of all that is in a value of JSON."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def changed(value, path, new):
    """A copy with `new` at `path`."""
    if not path:
        return new
    whole = copy.deepcopy(value)
    at = whole
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return whole


def is_told(name: str, root: Path) -> None:
    """The dataset is read, scene by scene, or what is wrong is said in one bounded line."""
    form = format_named(name)
    try:
        found = form.read(root)
        list(form.orphan_labels(found))
    except DatasetError as error:
        assert_bounded(error)
        return
    for scene in found:
        try:
            labels = scene.labels
            assert np.isfinite(labels.annotation.points).all()
            json.dumps({name: list(column) for name, column in labels.annotation.columns.items()}, allow_nan=False)
        except DatasetError as error:
            assert_bounded(error)


def assert_bounded(error: DatasetError) -> None:
    assert len(str(error)) < 500
    assert "\n" not in str(error)


def put(room: Path, name: str, content: str | bytes) -> None:
    for path in room.iterdir():
        if path.suffix != ".jpg":
            path.unlink()
    (room / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", JSONS)
def test_any_value_anywhere_in_a_json(name, room):
    file, raw = JSONS[name]
    draw = random.Random(name)
    every = list(places(raw))
    put(room, file, json.dumps(raw))
    assert read_dataset(room).format == name
    for path in every:
        for value in draw.sample(ANYTHING, 6):
            put(room, file, json.dumps(changed(raw, path, value)))
            is_told(name, room)


@pytest.mark.parametrize(
    ("name", "file", "text"), [(name, *rest) for kind in (TEXTS, TABLES) for name, rest in kind.items()]
)
def test_any_text_anywhere(name, file, text, room):
    draw = random.Random(text)
    put(room, file, text)
    if name == "p2pnet":
        (room / "a.txt").write_text("1 2\n")
    assert read_dataset(room).format == name
    whole = text.encode()
    for _ in range(150):
        at, to = sorted(draw.sample(range(len(whole) + 1), 2))
        bit = draw.choice(
            [b"", b"nan", b"1e999", b'"', b"\xff", b"\x00", b"<x>", b",", b"\n", b";", b"-5", b"9" * 400, b"]]>"]
        )
        put(room, file, whole[:at] + bit + whole[draw.choice([at, to]) :])
        is_told(name, room)
