"""What labelling tools save is read as they mean it: places, classes, splits, and what is left out is counted."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.io import savemat

from miscount.engine.errors import DatasetError
from miscount.engine.scenes import Dataset, read_dataset
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.formats import format_named
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.maps import write_map
from miscount.engine.scenes.orientation import TAG
from miscount.engine.scenes.rules import ReadingRules


def picture(path: Path, size: tuple[int, int] = (100, 200)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(list(path.as_posix().encode()))
    write_image(path, rng.integers(0, 255, (*size, 3)).astype(np.uint8))


def written(root: Path, files: dict[str, object], pictures: tuple[str, ...] = ("a.jpg",)) -> Dataset:
    for name in pictures:
        picture(root / name)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        (root / name).write_text(text, encoding="utf-8")
    return read_dataset(root)


def heads(dataset: Dataset) -> dict[str, list[tuple[float, ...]]]:
    return {scene.id: [tuple(point) for point in scene.annotation.points.tolist()] for scene in dataset}


def by_head(dataset: Dataset) -> list[list[float]]:
    """The heads of the only scene where boxes are of standing people."""
    (scene,) = dataset
    labels = scene.read_labels(
        type(scene)(scene.id, "all", scene.image_path, scene.label_path, scene.read_labels, ReadingRules(boxes="head"))
    )
    return labels.annotation.points.tolist()


def coco(*annotations: dict, names: tuple[str, ...] = ("a.jpg",), keypoints: list[str] | None = None) -> dict:
    return {
        "images": [
            {"id": at, "file_name": name, "width": 200, "height": 100} for at, name in enumerate(names, start=1)
        ],
        "annotations": [{"image_id": 1, "category_id": 1, **each} for each in annotations],
        "categories": [{"id": 1, "name": "person", "keypoints": keypoints or []}, {"id": 2, "name": "head"}],
    }


def test_coco_has_keypoints_boxes_outlines_and_crowds(tmp_path):
    body = {"keypoints": [1, 2, 0, 50, 20, 2], "bbox": [40, 10, 20, 60]}
    unseen = {"keypoints": [1, 2, 2, 0, 0, 0], "bbox": [100, 30, 10, 30]}
    outline = {"segmentation": [[10, 10, 30, 10, 30, 50]], "category_id": 2}
    crowd = {"iscrowd": 1, "bbox": [0, 0, 100, 100]}
    found = written(tmp_path, {"x.json": coco(body, unseen, outline, crowd, keypoints=["foot", "nose"])})
    (scene,) = found
    assert found.format == "coco"
    assert heads(found) == {"all/a": [(50, 20), (105, 45), (20, 30)]}
    assert by_head(found) == [[50, 20], [105, 32], [20, 30]]
    assert scene.annotation.column("class").tolist() == ["person", "person", None]
    assert scene.annotation.column("box").tolist() == [[40, 10, 60, 70], [100, 30, 110, 60], None]
    assert scene.labels.repairs == ("1 region of a crowd (iscrowd) left out.",)
    assert scene.labels.stated_size == (100, 200)
    assert any("1 box taken as heads at their center" in note for note in scene.labels.notes)


def test_coco_says_splits_by_the_names_of_its_files(tmp_path):
    one, other = coco({"bbox": [0, 0, 10, 10]}), coco({"bbox": [20, 20, 10, 10]}, {"bbox": [40, 40, 10, 10]})
    point = coco({"keypoints": [7, 8, 2]}, keypoints=["nose"])
    files = {"annotations/instances_train2017.json": one, "annotations/person_keypoints_val2017.json": point,
             "annotations/instances_val2017.json": other,
             "annotations/captions_val2017.json": {"images": one["images"], "annotations": []}}  # fmt: skip
    found = written(tmp_path, files, ("train2017/a.jpg", "val2017/a.jpg"))
    # names recur in the splits; where both are there, key points are read and the other file is not
    assert heads(found) == {"train/a": [(5, 5)], "val/a": [(7, 8)]}
    assert found.splits == ("train", "val")
    assert found.notes == ("annotations/instances_val2017.json is not read: the file with keypoints is.",)


def test_coco_beside_the_pictures_of_each_split(tmp_path):
    one, other = coco({"bbox": [0, 0, 10, 10]}), coco({"bbox": [20, 20, 10, 10]})
    found = written(
        tmp_path, {"train/_annotations.coco.json": one, "valid/_annotations.coco.json": other},
        ("train/a.jpg", "valid/a.jpg"),
    )  # fmt: skip
    assert heads(found) == {"train/a": [(5, 5)], "val/a": [(25, 25)]}


def test_a_picture_that_no_record_names_is_not_labelled_and_a_record_of_no_picture_is_an_orphan(tmp_path):
    raw = coco({"bbox": [0, 0, 10, 10]}, {"image_id": 9, "bbox": [0, 0, 1, 1]}, names=("a.jpg", "gone.jpg"))
    found = written(tmp_path, {"x.json": raw}, ("a.jpg", "b.jpg"))
    assert [(scene.id, scene.labels.labelled) for scene in found] == [("all/a", True), ("all/b", False)]
    assert found["all/b"].labels.notes == ("x.json does not name it: not labelled.",)
    assert found.notes == ("1 annotations of no image in x.json left out.",)
    orphans = [problem.scene for problem in check(found) if problem.kind == "orphan_labels"]
    assert orphans == ["all/gone"]
    with pytest.raises(DatasetError, match=r"x\.json names pictures such as 'a\.jpg'"):
        written(tmp_path / "lone", {"x.json": raw}, ("c.jpg",))


@pytest.mark.parametrize(
    ("said", "there"),
    [
        (r"C:\crowds\train\a.jpg", "a.jpg"), ("A.JPG", "a.jpg"), ("a", "a.jpg"), ("../images/a.jpg", "images/a.jpg"),
        ("caf\u00e9.jpg", "cafe\u0301.jpg"), ("old/b/a.jpg", "b/a.jpg"),
    ],
)  # fmt: skip
def test_a_record_finds_its_picture_by_its_own_words(tmp_path, said, there):
    pictures = (there, "z/other.jpg")
    found = written(tmp_path, {"x.json": coco({"bbox": [0, 0, 10, 10]}, names=(said,))}, pictures)
    assert {scene.image_path.name: len(scene.annotation) for scene in found} == {Path(there).name: 1, "other.jpg": 0}


def test_two_pictures_that_fit_a_record_are_refused_by_name(tmp_path):
    found = written(
        tmp_path, {"x.json": coco({"bbox": [0, 0, 9, 9]}, names=("a.jpg",))}, ("m/a.jpg", "n/a.jpg", "b.jpg")
    )
    for name in ("all/m/a", "all/n/a"):
        with pytest.raises(DatasetError, match=r"fits both m/a\.jpg and n/a\.jpg"):
            assert found[name].labels
    assert not found["all/b"].labels.labelled


def test_two_records_of_one_picture_are_refused(tmp_path):
    twice = coco({"bbox": [0, 0, 9, 9]}, names=("a.jpg", "./a.jpg"))
    (scene,) = written(tmp_path / "one", {"x.json": twice})
    with pytest.raises(DatasetError, match=r"x\.json names it twice"):
        assert scene.labels
    once = coco({"bbox": [0, 0, 9, 9]})
    (scene,) = written(tmp_path / "two", {"x.json": once, "y.json": once})
    with pytest.raises(DatasetError, match=r"it is in both x\.json and y\.json"):
        assert scene.labels


def test_images_that_share_an_id_and_files_without_annotations(tmp_path):
    raw = coco({"bbox": [0, 0, 9, 9]}, names=("a.jpg", "b.jpg", "c.jpg"))
    raw["images"][1]["id"] = 1
    found = written(tmp_path / "merged", {"x.json": raw}, ("a.jpg", "b.jpg", "c.jpg"))
    for name in ("all/a", "all/b"):
        with pytest.raises(DatasetError, match="images share the id 1"):
            assert found[name].labels
    assert found["all/c"].labels.labelled
    del raw["annotations"]
    assert not any(scene.labels.labelled for scene in written(tmp_path / "bare", {"x.json": raw}, ("c.jpg",)))


CVAT = """<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version>
<image id="0" name="one/a.jpg" subset="Train" width="200" height="100">
<points label="head" points="1.5,2.5;3,4"><attribute name="note">a hat</attribute></points>
<box label="adult" xtl="10" ytl="20" xbr="30" ybr="80"/>
<box label="adult" xtl="10" ytl="20" xbr="30" ybr="80" rotation="30.0"/>
<ellipse label="child" cx="50" cy="60" rx="5" ry="5"/>
<polygon label="child" points="0,0;10,0;10,20"/>
<polyline label="line" points="0,0;10,0"/>
<tag label="day"/>
<skeleton label="body"><points label="foot" points="5,90"/><points label="nose" points="5,6"/></skeleton>
</image>
<image id="1" name="b.jpg" subset="default" width="200" height="100"/>
</annotations>"""


def test_cvat(tmp_path):
    found = written(tmp_path, {"annotations.xml": CVAT}, ("images/one/a.jpg", "images/b.jpg"))
    assert found.format == "cvat"
    assert heads(found) == {
        "all/b": [], "train/one/a": [(1.5, 2.5), (3, 4), (20, 50), (20, 50), (50, 60), (5, 10), (5, 6)],
    }  # fmt: skip
    labels = found["train/one/a"].labels
    assert labels.annotation.column("class").tolist() == [None, None, "adult", "adult", "child", "child", "body"]
    assert labels.annotation.column("note").tolist() == ["a hat", "a hat", None, None, None, None, None]
    assert labels.repairs == ("1 line left out.",)
    assert found["all/b"].labels.labelled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><annotations><image name="a.jpg"/></annotations>', "declares a document type"),
        ("<annotations><track/></annotations>", "CVAT for video"),
        ("<annotations><image>", "is no XML"),
        # which ends the process of whoever builds it
        ("<annotations><image>" + "<a>" * 60_000 + "</a>" * 60_000, "more than 64 elements in one another"),
    ],
    ids=["entities", "video", "cut", "deep"],
)
def test_xml_that_is_refused(tmp_path, text, expected):
    with pytest.raises(DatasetError, match=expected):
        written(tmp_path, {"annotations.xml": text})


VIA_SHAPES = (
    ({"name": "point", "cx": 5, "cy": 6}, {"class": "head", "note": "a hat"}),
    ({"name": "rect", "x": 10, "y": 20, "width": 30, "height": 60}, {"Label": "adult"}),
    ({"name": "circle", "cx": 50.5, "cy": 60, "r": 4}, {}),
    ({"name": "ellipse", "cx": 70, "cy": 60, "rx": 4, "ry": 5, "theta": 1}, {"type": {"child": True, "adult": False}}),
    ({"name": "polygon", "all_points_x": [0, 10, 10], "all_points_y": [0, 0, 20]}, {}),
    ({"name": "polyline", "all_points_x": [0, 10], "all_points_y": [0, 0]}, {}),
)
VIA_HEADS = [(5, 6), (25, 50), (50.5, 60), (70, 60), (5, 10)]


def via_image(name: str) -> dict:
    regions = [{"shape_attributes": shape, "region_attributes": known} for shape, known in VIA_SHAPES]
    return {"filename": name, "size": 1, "regions": regions, "file_attributes": {"place": "square"}}


@pytest.mark.parametrize("form", ["project", "export", "numbered", "csv"])
def test_via(tmp_path, form):
    image, empty = via_image("a.jpg"), {"filename": "b.jpg", "size": 1, "regions": []}
    if form == "numbered":  # as VIA 1 had them
        image["regions"] = {str(at): region for at, region in enumerate(image["regions"])}
    raw: object = {"a.jpg1": image, "b.jpg1": empty}
    if form == "project":
        raw = {"_via_settings": {}, "_via_img_metadata": raw, "_via_attributes": {}}
    name = "via.json"
    if form == "csv":
        rows = ["filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes"]
        cells = [['{"place":"square"}', "6", str(at), *map(json.dumps, pair)] for at, pair in enumerate(VIA_SHAPES)]
        rows += ["a.jpg,1," + ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
        name, raw = "via.csv", "\n".join([*rows, 'b.jpg,1,"{}",0,0,"{}","{}"', ""])
    found = written(tmp_path, {name: raw}, ("a.jpg", "b.jpg"))
    assert found.format == "via"
    assert heads(found) == {"all/a": VIA_HEADS, "all/b": []}
    labels = found["all/a"].labels
    assert labels.annotation.column("class").tolist() == [None, "adult", None, "child", None]
    assert labels.annotation.column("note").tolist() == ["a hat", None, None, None, None]
    assert labels.about == {"fields": {"place": "square"}}
    assert labels.repairs == ("1 line left out.",)
    assert found["all/b"].labels.labelled


def test_a_csv_of_via_that_was_cut_is_told(tmp_path):
    shape = '"{""name"":""point"",""cx"":1,""cy"":2}"'
    head = "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes"
    (scene,) = written(tmp_path, {"via.csv": f'{head}\na.jpg,1,"{{}}",3,0,{shape},"{{}}"\n'})
    assert scene.labels.repairs == ("The file states 3 regions of it and holds 1.",)


def region(kind: str, **value: object) -> dict:
    return {"type": kind, "original_width": 200, "original_height": 100, "image_rotation": 0, "value": value}


def task(image: str, *results: dict, **more: object) -> dict:
    return {"data": {"image": image}, "annotations": [{"result": list(results)}], **more}


LABEL_STUDIO = (
    region("keypointlabels", x=25, y=50, width=0.5, keypointlabels=["head"]) | {"meta": {"text": ["a hat"]}},
    region("rectanglelabels", x=10, y=20, width=10, height=60, rotation=0, rectanglelabels=["adult"]),
    region("rectanglelabels", x=10, y=20, width=10, height=60, rotation=20, rectanglelabels=["adult"]),
    region("ellipselabels", x=50, y=50, radiusX=5, radiusY=5, rotation=20, ellipselabels=["child"]),
    region("polygonlabels", points=[[0, 0], [10, 0], [10, 20]], polygonlabels=["child"]),
    {"id": "r", **region("rectangle", x=40, y=20, width=10, height=60)},
    {"id": "r", **region("labels", x=40, y=20, width=10, height=60, labels=["adult"])},
    region("brushlabels", format="rle", rle=[1], brushlabels=["x"]),
    {"type": "choices", "value": {"choices": ["day"]}},
)


def test_label_studio(tmp_path):
    raw = [
        task("/data/upload/1/1a2b3c4d-a.jpg", *LABEL_STUDIO),
        task("/data/local-files/?d=crowds%2Ftrain%2Fb.jpg"),
        {"data": {"image": "s3://bucket/c.jpg"}, "annotations": [{"was_cancelled": True, "result": []}]},
        {"data": {"image": "https://x.org/d%20d.jpg?token=1"}, "predictions": [{"result": [LABEL_STUDIO[0]]}]},
    ]
    found = written(tmp_path, {"export.json": raw}, ("a.jpg", "train/b.jpg", "c.jpg", "d d.jpg"))
    assert found.format == "label_studio"
    assert heads(found)["all/a"] == [(50, 50), (30, 50), (100, 50), (10, 10), (90, 50)]
    labels = found["all/a"].labels
    assert labels.annotation.column("class").tolist() == [None, "adult", "child", "child", "adult"]
    assert labels.annotation.column("note").tolist() == ["a hat", None, None, None, None]
    assert labels.stated_size == (100, 200)
    assert [sentence.split(" left out")[0] for sentence in labels.repairs] == [
        "1 turned box", "1 brush region",
    ]  # fmt: skip
    assert [(scene.id, scene.labels.labelled) for scene in found] == [
        ("all/a", True), ("all/c", False), ("all/d d", False), ("train/b", True),
    ]  # fmt: skip


def test_label_studio_in_its_small_form(tmp_path):
    flat = [{"x": 25, "y": 50, "width": 0.5, "keypointlabels": ["head"], "original_width": 200, "original_height": 100},
            {"x": 10, "y": 20, "width": 10, "height": 60, "rectanglelabels": ["adult"], "original_width": 200,
             "original_height": 100}]  # fmt: skip
    raw = [{"image": "/data/upload/1/1a2b3c4d-a.jpg", "id": 1, "label": flat, "annotator": 1}]
    found = written(tmp_path, {"export.json": raw})
    assert heads(found) == {"all/a": [(50, 50), (30, 50)]}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ([task("a.jpg", LABEL_STUDIO[0] | {"image_rotation": 90})], "turned by 90"),
        ([{"data": {"image": "a.jpg"}, "annotations": [{"result": []}, {"result": []}]}], "2 annotations of 'a.jpg'"),
    ],
)
def test_label_studio_refuses_what_is_open(tmp_path, raw, expected):
    (scene,) = written(tmp_path, {"export.json": raw})
    with pytest.raises(DatasetError, match=expected):
        assert scene.labels


def of_size(width, height):
    stated = {"original_width": width, "original_height": height}
    return [each | stated for each in LABEL_STUDIO]


def test_label_studio_percents_are_of_the_picture_that_is_here(tmp_path):
    found = written(tmp_path, {"export.json": [task("a.jpg", *of_size(400, 200))]})
    assert heads(found)["all/a"] == [(50, 50), (30, 50), (100, 50), (10, 10), (90, 50)]
    labels = found["all/a"].labels
    assert labels.stated_size == (100, 200)
    assert "Its labels were made at 400 x 200, and it is 200 x 100." in labels.notes
    found = written(tmp_path, {"export.json": [task("a.jpg", *of_size(67, 33))]})  # a third, its sides rounded
    assert heads(found)["all/a"][0] == (50, 50)
    (scene,) = written(tmp_path, {"export.json": [task("a.jpg", *of_size(100, 100))]})
    with pytest.raises(
        DatasetError, match=r"made on a picture of 100 x 100, and a\.jpg is 200 x 100: expected one of the"
    ):
        assert scene.labels


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_label_studio_on_either_side_of_a_turned_picture(tmp_path, orientation):
    """Stated at the half size, once as people see the picture and once as it is stored."""
    exif = Image.Exif()
    exif[TAG] = orientation
    Image.fromarray(np.zeros((100, 200, 3), np.uint8)).save(tmp_path / "a.jpg", exif=exif)
    sideways = orientation in (6, 8)
    for stated, upright in (((50, 100), True), ((100, 50), False)) if sideways else (((100, 50), True),):
        (tmp_path / "export.json").write_text(json.dumps([task("a.jpg", *of_size(*stated))]))
        (scene,) = read_dataset(tmp_path)
        width, height = stated[0] * 2, stated[1] * 2
        assert scene.annotation.points[0].tolist() == [width / 4, height / 2]
        assert (scene.upright, scene.size) == (upright, (height, width))


def test_yolo(tmp_path):
    found = written(
        tmp_path,
        {"data.yaml": "names: [head, adult]\n", "labels/train/a.txt": "0 0.5 0.5 0.1 0.2\n1 0.25 0.5 0.1 0.4\n",
         "labels/val/b.txt": "", "labels/val/gone.txt": "0 0.5 0.5 0.1 0.2\n"},
        ("images/train/a.jpg", "images/val/b.jpg", "images/val/c.jpg"),
    )  # fmt: skip
    assert found.format == "yolo"
    assert [(scene.id, scene.split) for scene in found] == [("train/a", "train"), ("val/b", "val"), ("val/c", "val")]
    labels = found["train/a"].labels
    assert labels.annotation.points.tolist() == [[100, 50], [50, 50]]
    assert labels.annotation.column("class").tolist() == [None, "adult"]
    assert labels.annotation.column("box").tolist()[1] == [40, 30, 60, 70]
    assert found["val/b"].labels.labelled
    assert not found["val/c"].labels.labelled
    assert found["val/c"].labels.notes == ("There is no labels/val/c.txt: not labelled.",)
    assert [problem.scene for problem in check(found) if problem.kind == "orphan_labels"] == ["val/gone"]


def test_yolo_with_key_points_and_outlines(tmp_path):
    data = "names: {0: person}\nkpt_shape: [2, 3]\nkpt_names: {0: [foot, nose]}\ntrain: images/one\nval: images/two\n"
    found = written(
        tmp_path / "pose",
        {
            "data.yaml": data,
            "labels/one/a.txt": "0 0.5 0.5 0.1 0.2 0.1 0.1 2 0.55 0.4 2\n0 0.5 0.5 0.1 0.2 0 0 0 0 0 0\n",
        },
        ("images/one/a.jpg", "images/two/b.jpg"),
    )
    assert heads(found.split("train")) == {"train/one/a": [(110, 40), (100, 50)]}
    assert found.splits == ("train", "val")
    found = written(tmp_path / "outlines", {"classes.txt": "head\n", "a.txt": "0 0 0 0.1 0 0.1 0.2\n"})
    assert heads(found) == {"all/a": [(10, 10)]}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("0 100.5 50 10 20", "found 100.5: pixels are no YOLO labels"),
        ("0 0.5 nan 0.1 0.2", "from 0 to 1"),
        ("0 0.5 0.5 0.1 0.2 0.9", "rows of 6 values"),
        ("head 0.5 0.5 0.1 0.2", "as numbers"),
    ],
)
def test_rows_that_are_no_yolo_are_refused(tmp_path, row, expected):
    found = written(
        tmp_path, {"labels/a.txt": "0 0.5 0.5 0.1 0.2\n", "labels/b.txt": f"{row}\n"}, ("images/a.jpg", "images/b.jpg")
    )
    with pytest.raises(DatasetError, match=expected):
        assert found["all/b"].labels


def test_p2pnet_lists_name_pictures_and_labels(tmp_path):
    lists = {"shanghai_train.list": "train/s1/a b.jpg train/s1/a b.txt\n/old/disk/train/s1/c.jpg gt/c.txt\n",
             "shanghai_test.list": "test/gone.jpg test/gone.txt\n"}  # fmt: skip
    files = {"train/s1/a b.txt": "1.5 2.5\n3 4\n", "gt/c.txt": "5,6\n", "gt/lost.txt": "1 2\n"}
    found = written(tmp_path, lists | files, ("train/s1/a b.jpg", "train/s1/c.jpg"))
    assert found.format == "p2pnet"
    assert heads(found.split("train")) == {"train/s1/a b": [(1.5, 2.5), (3, 4)], "train/s1/c": [(5, 6)]}
    kinds = {(problem.scene, problem.kind) for problem in check(found)}
    assert {("test/gone", "image_missing"), ("test/gone", "labels_missing"), ("all/lost", "orphan_labels")} <= kinds


def test_cclabeler_counts_points_and_boxes(tmp_path):
    raw = {"img_id": "a.jpg", "human_num": 3, "points": [{"x": 1.5, "y": 2.5}, [3, 4]],
           "boxes": [{"x1": 10, "y1": 20, "x2": 30, "y2": 80}]}  # fmt: skip
    found = written(tmp_path, {"jsons/a.json": raw, "marks/a.json": [0] * 9}, ("images/a.jpg", "images/default.jpg"))
    assert found.format == "cclabeler"
    assert heads(found.only(["all/a"])) == {"all/a": [(1.5, 2.5), (3, 4), (20, 50)]}
    assert found["all/a"].labels.stated_count == 3
    with pytest.raises(DatasetError, match="has no annotation"):
        assert found["all/default"].labels


def test_cclabeler_believes_the_file_and_not_its_name(tmp_path):
    def raw(name, *points):
        return {"img_id": name, "human_num": len(points), "points": [{"x": x, "y": x} for x in points], "boxes": []}

    files = {"jsons/a.json": raw("b.jpg", 1), "jsons/b.json": raw("a.jpg", 2, 3), "jsons/c.json": raw("old.jpg", 4)}
    found = written(tmp_path, files, ("images/a.jpg", "images/b.jpg", "images/c.jpg"))
    assert {name: len(points) for name, points in heads(found).items()} == {"all/a": 2, "all/b": 1, "all/c": 1}
    assert found["all/c"].labels.notes == ("c.json calls its picture 'old.jpg', which is not there.",)


def test_cclabeler_is_believed_wherever_its_word_stands(tmp_path):
    many = [[k % 200, k % 100] for k in range(2000)]
    files = {"a.json": {"human_num": 2000, "points": many, "img_id": "b.jpg"},
             "b.json": {"human_num": 1, "points": [[1, 2]], "img_id": "a.jpg"}}  # fmt: skip
    found = written(tmp_path, files, ("a.jpg", "b.jpg"))
    assert {name: len(points) for name, points in heads(found).items()} == {"all/a": 1, "all/b": 2000}


def test_ucf_cc_50(tmp_path):
    for name in ("1.jpg", "2.jpg", "10.jpg"):
        picture(tmp_path / name)
    for name in ("1", "2", "gone"):
        savemat(tmp_path / f"{name}_ann.mat", {"annPoints": np.array([[1.5, 2.5], [3, 4]])})
    found = read_dataset(tmp_path)
    assert found.format == "ucf_cc_50"
    assert [scene.id for scene in found] == ["all/1", "all/2", "all/10"]
    assert found["all/1"].annotation.points.tolist() == [[1.5, 2.5], [3, 4]]
    kinds = {(problem.scene, problem.kind) for problem in check(found)}
    assert {("all/10", "labels_missing"), ("all/gone", "orphan_labels")} <= kinds


def cell_counter(name: str, *markers: tuple[int, float, float, int]) -> str:
    types = "".join(
        f"<Marker_Type><Type>{kind}</Type>"
        + "".join(
            f"<Marker><MarkerX>{x}</MarkerX><MarkerY>{y}</MarkerY><MarkerZ>{z}</MarkerZ></Marker>"
            for own, x, y, z in markers
            if own == kind
        )
        + "</Marker_Type>"
        for kind in (1, 2)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><CellCounter_Marker_File><Image_Properties>"
        f"<Image_Filename>{name}</Image_Filename></Image_Properties><Marker_Data><Current_Type>1</Current_Type>"
        f"{types}</Marker_Data></CellCounter_Marker_File>"
    )


def test_cell_counter(tmp_path):
    files = {
        "CellCounter_x.xml": cell_counter("a&amp;b.jpg", (1, 5, 6, 1), (2, 7, 8, 1)),
        "CellCounter_c.xml": cell_counter("c.tif", (1, 5, 6, 1), (1, 7, 8, 2)),
    }
    found = written(tmp_path, files, ("a&b.jpg", "c.jpg"))
    assert found.format == "fiji"
    assert heads(found.only(["all/a&b"])) == {"all/a&b": [(5, 6), (7, 8)]}
    assert found["all/a&b"].annotation.column("class").tolist() == ["Type 1", "Type 2"]
    with pytest.raises(DatasetError, match="points on 2 slices"):
        assert found["all/c"].labels


def test_results_of_imagej(tmp_path):
    by_label = " ,Label,X,Y\n1,a.jpg:0001-0002,5.5,6\n2,b.jpg,7,8\n3,a.jpg:0003-0004,9,10\n"
    assert heads(written(tmp_path / "label", {"Results.csv": by_label}, ("a.jpg", "b.jpg"))) == {
        "all/a": [(5.5, 6), (9, 10)], "all/b": [(7, 8)],
    }  # fmt: skip
    plain = " ;X;Y;Slice;Counter\n1;5,5;6;1;0\n2;7;8;1;1\n"
    alone = written(tmp_path / "alone", {"Results.csv": plain})
    assert heads(alone) == {"all/a": [(5.5, 6), (7, 8)]}
    assert list(alone["all/a"].annotation.column("class")) == ["0", "1"]
    named = written(tmp_path / "named", {"b.csv": plain}, ("a.jpg", "b.jpg"))
    assert len(named["all/b"].annotation) == 2
    with pytest.raises(DatasetError, match=r"Results\.csv does not say which picture .* found a\.jpg, b\.jpg"):
        written(tmp_path / "open", {"Results.csv": plain}, ("a.jpg", "b.jpg"))


def test_napari(tmp_path):
    found = written(tmp_path / "two", {"a.csv": "index,axis-0,axis-1\n0.0,6.5,5\n1.0,8,7\n"}, ("a.jpg", "b.jpg"))
    assert found.format == "napari"
    assert heads(found) == {"all/a": [(5, 6.5), (7, 8)], "all/b": []}
    assert not found["all/b"].labels.labelled
    still = written(tmp_path / "still", {"p.csv": "index,axis-0,axis-1,axis-2\n0,0,6,5\n1,0,8,7\n"})
    assert heads(still) == {"all/a": [(5, 6), (7, 8)]}
    (scene,) = written(tmp_path / "moves", {"p.csv": "index,axis-0,axis-1,axis-2\n0,0,6,5\n1,1,8,7\n"})
    with pytest.raises(DatasetError, match="points on 2 frames"):
        assert scene.labels
    (scene,) = written(tmp_path / "shapes", {"p.csv": "index,shape-type,vertex-index,axis-0,axis-1\n0,path,0,6,5\n"})
    with pytest.raises(DatasetError, match="holds shapes of napari"):
        assert scene.labels


@pytest.mark.parametrize("suffix", [".npy", ".h5"])
def test_density_maps_have_no_heads(tmp_path, suffix):
    for name in ("images/train/a.jpg", "images/train/b.jpg"):
        picture(tmp_path / name)
    (tmp_path / "maps" / "train").mkdir(parents=True)
    write_map(tmp_path / "maps" / "train" / f"a{suffix}", np.full((100, 200), 0.001, dtype=np.float32))
    found = read_dataset(tmp_path)
    assert found.format == "density_maps"
    labels = found["train/a"].labels
    assert not labels.labelled
    assert len(labels.annotation) == 0
    assert labels.stated_count == 20
    assert labels.about == {"map_sum": 20.0}
    assert "sums to 20.00" in labels.notes[0]
    with pytest.raises(DatasetError, match="has no annotation"):
        assert found["train/b"].labels


def test_plain_pictures_wait_to_be_labelled(tmp_path):
    for name in ("train/a.jpg", "b.jpg", "b.png"):
        picture(tmp_path / name)
    (tmp_path / "README.txt").write_text("pictures of a square")
    found = read_dataset(tmp_path)
    assert found.format == "pictures"
    assert [(scene.id, scene.split) for scene in found] == [
        ("all/b.jpg", "all"), ("all/b.png", "all"), ("train/a", "train"),
    ]  # fmt: skip
    assert all(not scene.labels.labelled for scene in found)
    assert {problem.kind for problem in check(found)} == {"not_labelled"}


@pytest.mark.parametrize(
    "name", ["x.csv", "labels/a.json", "x.xml", "a.mat", "a.txt", "train/b.npy", "old.list", "x.pnt"]
)
def test_pictures_with_what_may_be_labels_are_not_taken_for_unlabelled_ones(tmp_path, name):
    picture(tmp_path / "a.jpg")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("something else")
    assert not format_named("pictures").recognizes(tmp_path)


def test_ids_are_unique_however_pictures_are_called(tmp_path):
    names = ("a.jpg", "a.png", "a.jpg.png", "images/a.jpg", "all/a.jpg", "train/images/a.jpg", "images/train/a.jpg")
    for name in names:
        picture(tmp_path / name)
    found = read_dataset(tmp_path)
    assert len({scene.id.casefold() for scene in found}) == len(names)
