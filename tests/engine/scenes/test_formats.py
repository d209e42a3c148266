"""Every dataset format: what is written is read again, what has no room is said, and dirt is forgiven or named."""

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.io import loadmat, savemat

from miscount.engine.cli.data import AnyFormat
from miscount.engine.errors import DatasetError, OutputError
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.conversion import convert, losses, own_form, usable
from miscount.engine.scenes.formats import FORMATS, WRITABLE, format_named
from miscount.engine.scenes.holds import SHAPES, has_shape
from miscount.engine.scenes.images import write_image

NAMES = [known.NAME for known in WRITABLE]


def quiet(_done: int, _total: int) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    path = tmp_path_factory.mktemp("picture") / "picture.jpg"
    write_image(path, np.random.default_rng(0).integers(0, 255, (40, 60, 3)).astype(np.uint8))
    return path


def scene_of(picture: Path, scene_id: str, split: str, labels: Labels) -> Scene:
    return Scene(scene_id, split, picture, None, lambda _scene: labels)


def dataset_of(picture: Path, *scenes: tuple[str, str, Labels]) -> Dataset:
    made = (scene_of(picture, f"{split}/{name}", split, labels) for split, name, labels in scenes)
    return Dataset(picture.parent, "made", tuple(made))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=8).filter(
    str.strip
)
COLUMNS = {
    "size": st.one_of(st.none(), st.tuples(st.integers(1, 99), st.integers(0, 99)).map(list)),
    "occlusion": st.one_of(st.none(), st.integers(1, 3)),
    "blur": st.integers(0, 1),
    "box": st.one_of(st.none(), st.tuples(*[st.integers(1, 60)] * 4).map(list)),
    "class": st.one_of(st.none(), WORDS.filter(lambda word: word != "head")),
    "note": st.one_of(st.none(), WORDS),
    "anything": st.one_of(st.none(), st.booleans(), st.integers(), WORDS, st.lists(st.integers(), max_size=2)),
}
ABOUT = {
    "scene": WORDS.map(lambda word: " ".join(word.replace(",", " ").split())).filter(bool),
    "weather": st.integers(0, 3),
    "distractor": st.integers(0, 1),
    "luminance": st.integers(0, 9),
    "level": st.integers(0, 9),
    "flags": st.dictionaries(WORDS, st.booleans(), min_size=1, max_size=2),
    "fields": st.dictionaries(WORDS, WORDS, min_size=1, max_size=2),
    "place": WORDS,
}


@st.composite
def labels_for(draw: st.DrawFn, name: str) -> Labels:
    holds = format_named(name).HOLDS
    place = st.floats(-5, 70, allow_nan=False) if holds.fractions else st.integers(-5, 70).map(float)
    if holds.decimals is not None:
        place = place.map(lambda value: round(value, 6))
    if holds.inside:
        across, down = (st.floats(0, side).map(lambda value: round(value, 6)) for side in (60, 40))
        points = draw(st.lists(st.tuples(across, down), max_size=6))
    else:
        points = draw(st.lists(st.tuples(place, place), max_size=6))
    heads = Annotation.of(points)
    if holds.weights and points:
        heads = heads.with_weights(
            draw(st.lists(st.floats(0, 9, width=32), min_size=len(points), max_size=len(points)))
        )
    for column, values in COLUMNS.items():
        if holds.column(column) and (holds.columns is not None or draw(st.booleans())):
            heads = heads.with_column(column, draw(st.lists(values, min_size=len(points), max_size=len(points))))
    if name == "dotdotgoose":  # it groups points by class
        order = np.argsort([list(heads.column("class")).index(value) for value in heads.column("class")], kind="stable")
        heads = heads.take(order.astype(np.intp))
    facts = [fact for fact in ABOUT if holds.fact(fact)]
    needed = name in ("jhu", "nwpu")  # a row of theirs has a place for each
    return Labels(heads, about={fact: draw(ABOUT[fact]) for fact in facts if needed or draw(st.booleans())})


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_again(name, picture, data):
    form = format_named(name)
    first, second, third = (data.draw(labels_for(name)) for _ in range(3))
    other = "test" if form.HOLDS.splits is None or "test" in form.HOLDS.splits else form.HOLDS.splits[-1]
    given_ones = dataset_of(picture, ("train", "IMG_1", first), ("train", "IMG_2", second), (other, "IMG_1", third))
    assert [one for one in losses(given_ones, form) if not (form.HOLDS.boxes and "without a box" in one)] == []
    with tempfile.TemporaryDirectory() as folder:
        convert(given_ones, form, Path(folder) / "out", quiet)
        back = read_dataset(Path(folder) / "out")
        assert back.format == name
        assert len(back) == 3
        in_order = [sorted(scenes, key=lambda scene: (scene.split, scene.id)) for scenes in (given_ones, back)]
        for before, after in zip(*in_order, strict=True):
            assert (after.split, after.name.endswith(before.name)) == (before.split, True)
            heads = after.annotation
            if form.HOLDS.boxes:  # made up, and so no part of what was given
                heads = heads.with_column("box", [None] * len(heads)).with_points(heads.points.round(6))
            assert heads == before.annotation
            assert dict(after.labels.about) == dict(before.labels.about)
            assert after.image_path.read_bytes() == picture.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_dataset_is_clean_in_every_format(name, picture, tmp_path):
    heads = Annotation.of([[10, 12], [30, 20]])
    write_image(tmp_path / "other.jpg", np.random.default_rng(1).integers(0, 255, (40, 60, 3)).astype(np.uint8))
    train = scene_of(picture, "train/IMG_1", "train", Labels(heads))
    test = scene_of(tmp_path / "other.jpg", "test/IMG_2", "test", Labels(heads))
    made = Dataset(picture.parent, "made", (train, test))
    found = convert(made, format_named(name), tmp_path / "out", quiet)
    assert [problem for problem in check(found) if problem.severity != "note"] == []


@pytest.mark.parametrize(("source", "target"), list(zip(NAMES, [*NAMES[1:], NAMES[0]], strict=True)))
def test_any_format_becomes_another(source, target, picture, tmp_path):
    """In a ring, so that each is read once and written once: what lies between two formats is one kind of value."""
    heads = Annotation.of([[10, 12], [30, 20]])
    made = dataset_of(picture, ("train", "1", Labels(heads)), ("test", "2", Labels(Annotation.of([]))))
    middle = convert(made, format_named(source), tmp_path / "middle", quiet)
    end = convert(middle, format_named(target), tmp_path / "end", quiet)
    assert sorted(len(scene.annotation) for scene in end) == [0, 2]
    assert {tuple(point) for scene in end for point in scene.annotation.points} == {(10, 12), (30, 20)}


def test_what_has_no_room_is_said_before_it_is_lost(picture):
    heads = Annotation.of([[1.5, 2], [3, 4]]).with_weights([1, 0.5]).with_column("note", ["a hat", None])
    made = dataset_of(
        picture,
        ("val", "a", Labels(heads, about={"weather": 2})),
        ("test", "b", Labels(Annotation.of([]), labelled=False)),
    )
    assert losses(made, format_named("csv")) == ()
    assert losses(made, format_named("qnrf")) == (
        "The note of 1 head has no place in qnrf.",
        "The weather of 1 scene has no place in qnrf.",
        "1 head with a weight other than 1 will weigh 1.",
        "1 scene of the split val will be of the split train.",
        "1 scene without labels will look as if nobody were there.",
    )
    assert "1 head between pixels will be rounded to whole ones." in losses(made, format_named("jhu"))
    finer = dataset_of(picture, ("train", "a", Labels(Annotation.of([[1.5, 2], [1 / 3, 4]]))))
    assert losses(finer, format_named("label_studio")) == ("1 head will be rounded to 9 decimals of a pixel.",)


ODD = [
    12,
    0.35,
    "partly",
    "ab",
    "1234",
    "",
    [1],
    [1, 2, 3],
    [1, 2, 3, "x"],
    [1.5, 2],
    {"a": 1},
    True,
    10**400,
    [[1], 2],
]


@pytest.mark.parametrize("name", NAMES)
def test_values_of_another_shape_are_told_of_and_left_out(name, picture, tmp_path):
    """A column of anybody's table may be called as one of a format, and hold anything."""
    form, told = format_named(name), ("size", "box", "occlusion", "blur", "class", "note")
    heads = Annotation.of([[k, 2 * k] for k in range(1, len(ODD) + 1)])
    for column in told:
        heads = heads.with_column(column, ODD)
    facts = ("fields", "flags", "weather", "distractor", "scene", "luminance", "level")
    scenes = [(f"s{k}", Labels(heads, about=dict.fromkeys(facts, value))) for k, value in enumerate(ODD)]
    made = dataset_of(picture, *(("train", one, labels) for one, labels in scenes))
    said = losses(made, form)
    back = convert(made, form, tmp_path / "out", quiet)
    found = {scene.name: scene for scene in back}
    for one, labels in scenes:
        got = found[one].labels
        assert len(got.annotation) == len(heads)
        if name != "csv":
            shaped = {key for key in SHAPES.keys() & got.about if not has_shape(key, labels.about[key])}
            assert not shaped, "what has not its shape is not written"
    for column in ("size", "box", "occlusion", "blur"):
        lost = sum(not form.HOLDS.column(column, value) for value in ODD) * len(scenes)
        assert (f"The {column} of {lost} heads has no place in {name}." in said) == (lost > 0)


def test_what_has_its_shape_stays_beside_what_has_not(picture, tmp_path):
    heads = Annotation.of([[1, 2], [3, 4], [5, 6]])
    heads = heads.with_column("size", [[7, 8], 12, "ab"]).with_column("occlusion", ["partly", 2, None])
    made = dataset_of(picture, ("train", "0001", Labels(heads, about={"weather": "fog", "distractor": 1})))
    assert losses(made, format_named("jhu")) == (
        "The size of 2 heads has no place in jhu.",
        "The occlusion of 1 head has no place in jhu.",
        "The weather of 1 scene has no place in jhu.",
    )
    (back,) = convert(made, format_named("jhu"), tmp_path / "out", quiet)
    assert back.annotation.column("size").tolist() == [[7, 8], None, None]
    assert back.annotation.column("occlusion").tolist() == [None, 2, None]
    assert back.labels.about == {"distractor": 1}
    boxed = Annotation.of([[10, 10], [30, 20]]).with_column("box", ["1234", [20, 12, 40, 28]])
    made = dataset_of(picture, ("train", "0001", Labels(boxed)))
    assert any(one.startswith("1 head without a box will get one") for one in losses(made, format_named("yolo")))
    (back,) = convert(made, format_named("yolo"), tmp_path / "yolo", quiet)
    boxes = back.annotation.column("box").tolist()
    assert boxes[1] == [20, 12, 40, 28]
    assert boxes[0][2] - boxes[0][0] == boxes[0][3] - boxes[0][1] > 2, "the square that was told of"


@pytest.mark.parametrize("form", [known for known in FORMATS if known not in WRITABLE], ids=lambda form: form.NAME)
def test_a_format_that_is_read_alone_says_so_and_a_copy_of_it_is_csv(form, picture, tmp_path):
    made = dataset_of(picture, ("train", "a", Labels(Annotation.of([[1, 2]]))))
    with pytest.raises(OutputError, match=f"{form.NAME} is read and not written"):
        convert(made, form, tmp_path / "out", quiet)
    assert list(tmp_path.iterdir()) == []
    assert own_form(Dataset(picture.parent, form.NAME, made.scenes)).NAME == "csv"


def test_the_command_line_offers_all_formats_that_are_written():
    assert get_args(AnyFormat) == tuple(known.NAME for known in WRITABLE)


def test_published_loaders_read_what_is_written(picture, tmp_path):
    heads = Annotation.of([[10.25, 12], [30, 20.5]])
    made = dataset_of(picture, ("train", "IMG_1", Labels(heads)))
    convert(made, format_named("shanghaitech"), tmp_path / "sht", quiet)
    (mat,) = (tmp_path / "sht").rglob("GT_IMG_1.mat")
    content = loadmat(mat)
    assert np.array_equal(content["image_info"][0, 0][0, 0][0], heads.points)
    assert content["image_info"][0, 0][0, 0][1][0, 0] == 2
    convert(made, format_named("qnrf"), tmp_path / "qnrf", quiet)
    assert np.array_equal(loadmat(tmp_path / "qnrf" / "Train" / "IMG_1_ann.mat")["annPoints"], heads.points)
    convert(made, format_named("nwpu"), tmp_path / "nwpu", quiet)
    assert np.array_equal(loadmat(tmp_path / "nwpu" / "mats" / "IMG_1.mat")["annPoints"], heads.points)
    assert json.loads((tmp_path / "nwpu" / "jsons" / "IMG_1.json").read_text())["human_num"] == 2
    assert (tmp_path / "nwpu" / "train.txt").read_text().split()[0] == "IMG_1"
    convert(
        dataset_of(picture, ("train", "0001", Labels(Annotation.of([[3, 4]])))),
        format_named("jhu"),
        tmp_path / "jhu",
        quiet,
    )
    assert (tmp_path / "jhu" / "train" / "gt" / "0001.txt").read_text() == "3 4 0 0 0 0\n"
    assert (tmp_path / "jhu" / "train" / "image_labels.txt").read_text().startswith("0001,1,")


@pytest.mark.parametrize("name", NAMES)
def test_a_head_within_the_frame_is_written_within_it(name, picture, tmp_path):
    """Rounded to a whole pixel, one in the last half of a pixel would lie outside, as if counted from 1."""
    made = dataset_of(picture, ("train", "0001", Labels(Annotation.of([[59.7, 39.6], [0.2, 0.3]]))))
    convert(made, format_named(name), tmp_path / "out", quiet)
    (scene,) = read_dataset(tmp_path / "out")
    assert len(scene.annotation) == 2
    assert (scene.annotation.points < [60, 40]).all()


def test_the_weather_of_jhu_is_kept(picture, tmp_path):
    root = tmp_path / "jhu"
    for folder in ("images", "gt"):
        (root / "train" / folder).mkdir(parents=True)
    (root / "train" / "images" / "0001.jpg").write_bytes(picture.read_bytes())
    (root / "train" / "gt" / "0001.txt").write_text("12 13 5 6 2 1\n14 15 7 8 1 0\n")
    (root / "train" / "image_labels.txt").write_text("0001,2,stadium, north,3,0\n")
    (scene,) = read_dataset(root)
    assert list(scene.annotation.column("occlusion")) == [2, 1]
    assert scene.annotation.column("size")[0] == [5, 6]
    assert scene.labels.about == {"scene": "stadium,north", "weather": 3, "distractor": 0}
    assert scene.labels.stated_count == 2


def test_scenes_whose_labels_are_kept_by_the_publisher_are_no_mistake(picture, tmp_path):
    made = dataset_of(picture, ("test", "0001", Labels(Annotation.of([]), labelled=False)))
    found = convert(made, format_named("nwpu"), tmp_path / "out", quiet)
    (scene,) = found
    assert not scene.labels.labelled
    assert {problem.kind for problem in check(found)} == {"unlabelled"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("split", ["train", "val", "test"])
def test_a_scene_without_labels_has_none_in_what_is_written_or_that_is_said(name, split, picture, tmp_path):
    bare = Labels(Annotation.of([]), labelled=False)
    made = dataset_of(picture, (split, "0001", bare), (split, "0002", Labels(Annotation.of([[3, 4]]))))
    form = format_named(name)
    told = any("without labels will look as if nobody were there" in one for one in losses(made, form))
    found = {len(scene.annotation): scene for scene in convert(made, form, tmp_path / "out", quiet)}
    assert told is not form.HOLDS.unlabelled
    assert found[1].labels.labelled
    assert found[0].labels.labelled is told


def test_nwpu_of_two_forms_that_disagree_is_refused_and_one_that_is_rounded_is_not(picture, tmp_path):
    root = tmp_path / "nwpu"
    (scene,) = nwpu(root, picture, '{"points": [[10.25, 12.5], [30, 20]], "boxes": []}')
    both = {"annPoints": np.array([[10.0, 12.0], [30.0, 20.0]]), "annBoxes": np.zeros((2, 4))}
    (root / "mats").mkdir()
    for points, same in ((both["annPoints"], True), (both["annPoints"][:1], False), (both["annPoints"] + 2, False)):
        savemat(root / "mats" / "0001.mat", both | {"annPoints": points})
        (scene,) = read_dataset(root)
        if same:
            assert scene.annotation.points.tolist() == [[10.25, 12.5], [30, 20]]
            assert scene.labels.notes == ()
        else:
            with pytest.raises(DatasetError, match=r"0001\.json and .*0001\.mat hold different heads for one picture"):
                assert scene.labels
    (root / "mats" / "0001.mat").write_bytes(b"half")
    (scene,) = read_dataset(root)
    assert scene.labels.notes == ("0001.mat cannot be read and was not compared.",)


def test_a_row_of_jhu_that_is_cut_off_is_no_head(picture, tmp_path):
    for folder in ("images", "gt"):
        (tmp_path / "train" / folder).mkdir(parents=True)
    (tmp_path / "train" / "images" / "0001.jpg").write_bytes(picture.read_bytes())
    whole = "10 20 5 6 1 0\n30 21 5 6 1 0\n150 140 7 8 1 0\n"
    for end in range(len("10 20 5 6 1 0\n30 2"), len(whole) - 1):
        (tmp_path / "train" / "gt" / "0001.txt").write_text(whole[:end])
        (scene,) = read_dataset(tmp_path)
        rows = [line.split() for line in whole[:end].splitlines()]
        if len(rows[-1]) == 6:
            assert len(scene.annotation) == len(rows)
        else:
            with pytest.raises(DatasetError, match=rf"line {len(rows)}: expected (6 numbers as in|x y w h o b)"):
                assert scene.labels


def test_points_that_lie_as_2_x_n_are_told_of_in_every_reader_of_them(picture, tmp_path):
    points = np.arange(16.0).reshape(2, 8)
    (tmp_path / "ucf").mkdir()
    (tmp_path / "ucf" / "1.jpg").write_bytes(picture.read_bytes())
    savemat(tmp_path / "ucf" / "1_ann.mat", {"annPoints": points})
    nwpu(tmp_path / "nwpu", picture, json.dumps({"points": points.tolist(), "boxes": []}))
    (tmp_path / "qnrf" / "Train").mkdir(parents=True)
    (tmp_path / "qnrf" / "Train" / "1.jpg").write_bytes(picture.read_bytes())
    savemat(tmp_path / "qnrf" / "Train" / "1_ann.mat", {"annPoints": points})
    for name, form in (("ucf", "ucf_cc_50"), ("nwpu", "nwpu"), ("qnrf", "qnrf")):
        (scene,) = found = read_dataset(tmp_path / name)
        assert found.format == form
        assert len(scene.annotation) == 8
        assert any("lies as 2 x 8 and was read as x in the first row" in one for one in scene.labels.repairs)
        assert set(scene.labels.repairs) <= set(scene.labels.notes)


def nwpu(root: Path, picture: Path, text: str) -> Dataset:
    for folder in ("images", "jsons"):
        (root / folder).mkdir(parents=True)
    (root / "images" / "0001.jpg").write_bytes(picture.read_bytes())
    (root / "train.txt").write_text("0001 1 2\n")
    (root / "jsons" / "0001.json").write_text(text)
    return read_dataset(root)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{half", "is no JSON"),
        ("[1, 2]", "found a list"),
        ('{"human_num": 3}', "expected points, found human_num"),
        ('{"points": [["a", "b"]]}', "N x 2 numbers"),
        ('{"points": [[1, 2]], "boxes": [[1, 2]]}', "N x 4 numbers"),
        ("", "an empty file"),
    ],
)
def test_a_broken_json_is_one_sentence(text, expected, picture, tmp_path):
    (scene,) = nwpu(tmp_path / "nwpu", picture, text)
    with pytest.raises(DatasetError, match=expected) as caught:
        assert scene.labels
    assert "0001.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_dirt_is_forgiven_and_said(picture, tmp_path):
    (scene,) = nwpu(tmp_path / "a", picture, '{"points": [[1, 2], [3, NaN]], "human_num": 2, "boxes": [[1, 2, 3, 4]]}')
    assert len(scene.annotation) == 1
    assert len(scene.labels.repairs) == 2
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "x.jpg").write_bytes(picture.read_bytes())
    shapes = [{"shape_type": "point", "label": "head", "points": [[1, 2]]}, {"shape_type": "polygon", "points": []}]
    (folder / "x.json").write_text(json.dumps({"shapes": shapes, "imageHeight": 40, "imageWidth": 60}))
    (labelled,) = read_dataset(folder)
    assert labelled.labels.repairs == ("1 shape without a place left out.",)
    assert labelled.labels.stated_size == (40, 60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("image,x,y\nx.jpg,1\n", "a value for each of 3 columns"),
        ("image,x,y\nx.jpg,one,2\n", "a number as x, found 'one'"),
        ("image,x,y\n../,1,2\n", "the name of a picture"),
        ("image,x,y,x\nx.jpg,1,2,3\n", "the column 'x' twice"),
        ("image,x,y,weight\nx.jpg,1,2,-1\n", "a weight from 0 on"),
    ],
)
def test_a_broken_table_is_one_sentence(text, expected, picture, tmp_path):
    (tmp_path / "heads.csv").write_text(text)
    (tmp_path / "x.jpg").write_bytes(picture.read_bytes())
    with pytest.raises(DatasetError, match=expected):
        assert [scene.labels for scene in read_dataset(tmp_path)]


def test_an_array_that_is_none_is_one_sentence(picture, tmp_path):
    (tmp_path / "Train").mkdir()
    (tmp_path / "Train" / "img_1.jpg").write_bytes(picture.read_bytes())
    savemat(tmp_path / "Train" / "img_1_ann.mat", {"annPoints": np.zeros((4, 1))})
    (scene,) = read_dataset(tmp_path)
    with pytest.raises(DatasetError, match="N x 2 numbers, found 4 x 1"):
        assert scene.labels
    savemat(tmp_path / "Train" / "img_1_ann.mat", {"other": np.zeros((4, 2))})
    with pytest.raises(DatasetError, match="annPoints, found other"):
        assert read_dataset(tmp_path).scenes[0].labels


def test_a_scene_that_cannot_be_read_is_left_out_and_named(picture, tmp_path):
    made = dataset_of(picture, ("train", "good", Labels(Annotation.of([[1, 2]]))))
    broken = Scene("train/bad", "train", tmp_path / "none.jpg", None, lambda _s: Labels(Annotation.of([])))
    both = Dataset(made.root, "made", (*made.scenes, broken))
    kept, events = usable(both, quiet)
    assert [scene.id for scene in kept] == ["train/good"]
    assert len(events) == 1
    assert "train/bad" in events[0]


def test_nothing_half_written_is_left(picture, tmp_path):
    made = dataset_of(picture, *(("train", str(k), Labels(Annotation.of([[1, 2]]))) for k in range(4)))

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(made, format_named("csv"), tmp_path / "out", stop)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(OutputError, match="not empty"):
        convert(made, format_named("csv"), tmp_path / "full", quiet)


@pytest.mark.parametrize("name", NAMES)
def test_two_scenes_of_one_name_get_two_files(name, picture, tmp_path):
    one, other = Labels(Annotation.of([[1, 2]])), Labels(Annotation.of([[3, 4], [5, 6]]))
    both = (("part_A", one), ("part_B", other))
    scenes = tuple(scene_of(picture, f"{part}/train/IMG_1", "train", labels) for part, labels in both)
    made = Dataset(picture.parent, "made", scenes)
    found = convert(made, format_named(name), tmp_path / "out", quiet)
    assert sorted(len(scene.annotation) for scene in found) == [1, 2]


@pytest.mark.parametrize("name", NAMES)
def test_labels_that_go_after_the_scenes_were_listed_are_a_sentence(name, picture, tmp_path):
    made = dataset_of(picture, *(("train", str(k), Labels(Annotation.of([[1, 2]]))) for k in range(2)))
    convert(made, format_named(name), tmp_path / "out", quiet)
    listed = read_dataset(tmp_path / "out").scenes
    for path in [path for path in (tmp_path / "out").rglob("*") if path.is_file() and path.suffix != picture.suffix]:
        path.unlink()
    for scene in listed:
        with suppress(DatasetError):
            assert not scene.labels.labelled or not len(scene.annotation)
