"""What a file states and its heads or its picture do not bear out is told by every command, whatever the format."""

import dataclasses
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from miscount.engine.cli.reading import rules_of
from miscount.engine.cli.screen import with_options
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.conversion import convert
from miscount.engine.scenes.formats import WRITABLE, format_named
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.summary import summary_of

HEADS = Annotation.of([(5, 6), (30, 20), (50, 35)])
NAMES = [known.NAME for known in WRITABLE]


def picture(path: Path, size: tuple[int, int] = (40, 60)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_image(path, np.random.default_rng(size).integers(0, 255, (*size, 3)).astype(np.uint8))
    return path


def written(name: str, folder: Path) -> Dataset:
    """A training and a test scene of three heads in this format, read again."""
    photo = picture(folder / "made" / "a.jpg")
    scenes = tuple(
        Scene(f"{split}/a", split, photo, None, lambda _scene: Labels(HEADS, stated_count=3))
        for split in ("train", "test")
    )
    made = Dataset(folder / "made", "made", scenes)
    return convert(made, format_named(name), folder / "out", lambda *_: None)


def in_text(old: str, new: str) -> Callable[[Path], None]:
    """Puts `new` for `old` in every text below a folder, and says where nothing was found."""

    def change(root: Path) -> None:
        files = [path for path in root.rglob("*") if path.suffix in (".json", ".txt", ".csv", ".xml")]
        found = [path for path in files if old in path.read_text(encoding="utf-8")]
        assert found
        for path in found:
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return change


def in_mats(root: Path) -> None:
    heads = np.zeros((1, 1), dtype=[("location", object), ("number", object)])
    heads[0, 0] = (HEADS.points, np.array([[12]]))
    cell = np.empty((1, 1), dtype=object)
    cell[0, 0] = heads
    for path in root.rglob("*.mat"):
        savemat(path, {"image_info": cell})


STATING_A_COUNT: dict[str, Callable[[Path], None]] = {
    "shanghaitech": in_mats,
    "jhu": in_text(",3,", ",12,"),
    "nwpu": in_text('"human_num": 3', '"human_num": 12'),
    "cclabeler": in_text('"human_num": 3', '"human_num": 12'),
    "csv": in_text(",3", ",12"),
}
"""How each format that states a count is made to state another one."""

STATING_A_SIZE: dict[str, tuple[Callable[[Path], None], ...]] = {
    "coco": (in_text('"height": 40', '"height": 80'), in_text('"width": 60', '"width": 120')),
    "labelme": (in_text('"imageHeight": 40', '"imageHeight": 80'), in_text('"imageWidth": 60', '"imageWidth": 120')),
    "cvat": (in_text('height="40"', 'height="80"'), in_text('width="60"', 'width="120"')),
    "label_studio": (
        in_text('"original_height": 40', '"original_height": 80'),
        in_text('"original_width": 60', '"original_width": 120'),
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_count_that_is_not_that_of_the_heads_is_told_in_every_format_that_states_one(tmp_path, name):
    found = written(name, tmp_path)
    assert [len(scene.annotation) for scene in found] == [3, 3]
    assert not any("count" in note for scene in found for note in scene.labels.notes)
    assert any(scene.labels.stated_count is not None for scene in found) == (name in STATING_A_COUNT)
    if name in STATING_A_COUNT:
        STATING_A_COUNT[name](found.root)
        lines = summary_of(read_dataset(found.root)).sentences()
        assert "2 scenes: It states a count of 12 and holds 3 heads." in lines


SAID = "It was labelled at 120 x 80 px, and the image has"


@pytest.mark.parametrize("name", NAMES)
def test_a_size_that_is_not_that_of_the_picture_is_told_in_every_format_that_states_one(tmp_path, name):
    found = written(name, tmp_path)
    assert not any("labelled at" in note for scene in found for note in scene.labels.notes)
    assert any(scene.labels.stated_size is not None for scene in found) == (name in STATING_A_SIZE)
    if name in STATING_A_SIZE:
        for change in STATING_A_SIZE[name]:
            change(found.root)
        lines = summary_of(read_dataset(found.root)).sentences()
        # percents are of whichever size: heads move along
        told = "Its labels were made at 120 x 80, and it is" if name == "label_studio" else SAID
        assert f"2 scenes: {told} 60 x 40." in lines


def scene_of(folder: Path, labels: Labels, rules: ReadingRules | None = None) -> Scene:
    photo = picture(folder / "a.jpg")
    return Scene("train/a", "train", photo, None, lambda _scene: labels, rules or ReadingRules())


def test_a_count_of_all_classes_says_nothing_of_one_of_them(tmp_path):
    heads = HEADS.with_column("class", ["person", "car", "person"])
    only = ReadingRules(classes=("person",))
    for stated, told in ((3, False), (2, False), (7, True)):
        notes = scene_of(tmp_path, Labels(heads, stated_count=stated), only).labels.notes
        assert any("states a count" in note for note in notes) is told


def test_a_count_is_told_where_the_picture_cannot_be_read_and_not_of_what_nobody_labelled(tmp_path):
    scene = scene_of(tmp_path, Labels(HEADS, stated_count=7))
    assert scene.labels.notes == ("It states a count of 7 and holds 3 heads.",)
    assert scene_of(tmp_path, Labels(Annotation.of([]), stated_count=7, labelled=False)).labels.notes == ()
    broken = scene_of(tmp_path, Labels(HEADS, stated_count=7))
    broken.image_path.write_bytes(b"")
    assert broken.labels.notes == scene.labels.notes


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ([(0.2, 0.4), (0.5, 0.7), (0.9, 0.1)], True),
        ([(0.5, 1.05)], True),
        ([(0, 0), (1, 1)], False),
        ([(0.2, 0.4), (5, 6)], False),
        ([], False),
    ],
)
def test_coordinates_from_0_to_1_are_told_of(tmp_path, points, told):
    notes = scene_of(tmp_path, Labels(Annotation.of(points))).labels.notes
    assert any("as coordinates from 0 to 1 do" in note for note in notes) is told


def test_thousands_of_such_scenes_are_a_line_each(tmp_path):
    photo, parts = picture(tmp_path / "a.jpg"), Annotation.of([(0.2, 0.4), (0.5, 0.7)])
    many = tuple(
        Scene(f"train/{k}", "train", photo, None,
              lambda _scene, k=k: Labels(parts, stated_count=k + 3, stated_size=(80 + k, 120)))  # type: ignore[misc]
        for k in range(1_500)
    )  # fmt: skip
    assert set(summary_of(Dataset(tmp_path, "made", many)).sentences()) == {
        "1,500 scenes: It states a count of 3 to 1502 and holds 2 heads.",
        "1,500 scenes: It was labelled at 120 x 80 to 1579 px, and the image has 60 x 40.",
        "1,500 scenes: All of its heads lie within 1 px of the corner, as coordinates from 0 to 1 do: read as pixels.",
    }


# ---- classes


def classes_told(folder: Path, kinds: list[str | None], rules: ReadingRules | None = None) -> tuple[str, ...]:
    heads = Annotation.of(np.full((len(kinds), 2), 9.0)).with_column("class", kinds)
    return summary_of(Dataset(folder, "made", (scene_of(folder, Labels(heads), rules),))).dataset


def test_heads_of_several_classes_are_told_of_with_the_rule_by_which_one_counts(tmp_path):
    assert classes_told(tmp_path, ["car", "car", "person", "dog"]) == (
        "Heads of 3 classes are counted: car (2), person (1), dog (1); data.read.classes=[person] counts one.",
    )
    assert classes_told(tmp_path, ["Person", "person "]) == ()
    assert classes_told(tmp_path, [None, None]) == ()
    assert classes_told(tmp_path, ["car", "person", "ignore"], ReadingRules(classes=("car", "person"))) == ()
    (line,) = classes_told(tmp_path, [f"kind {k}" for k in range(9)])
    assert "kind 4 (1) and 4 more; data.read.classes=[kind 0] counts one." in line


@pytest.mark.parametrize("kinds", [["0", "1"], [None, "car"], ["no", "two words", "no"], ["a, b", "a, b", "c"]])
def test_the_rule_that_is_told_does_what_it_says(tmp_path, kinds):
    (line,) = classes_told(tmp_path, kinds)
    # as a command says it, and a shell takes it
    options = shlex.split(with_options(line).partition(" counts one. (")[2].removesuffix(")"))
    assert options[0] == "--read"
    rules = rules_of([options[1].removesuffix(",")], None)
    assert options[-1] == f"data.read.{options[1].removesuffix(',')}"
    assert len({kind for kind in kinds if rules.is_person(kind)}) == 1


def test_a_head_without_a_class_is_of_the_class_head():
    assert ReadingRules(classes=("head",)).is_person(None)
    assert ReadingRules().is_person(None)
    assert not ReadingRules(classes=("person",)).is_person(None)


# ---- pictures that nobody reads


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_to_the_last_picture(tmp_path, name):
    assert written(name, tmp_path).notes == ()


UNREAD = {
    "shanghaitech": ("part_A/test_data/ground_truth", "part_A/test_data/gt"),
    "qnrf": ("Test", "Val"),
    "jhu": ("test", "testing"),
    "dotdotgoose": ("test/test.pnt", "test/test.txt"),
    "nwpu": ("test.txt", "dev.txt"),
    "p2pnet": ("test.list", "test.lst"),
}
"""By format: what of its test split is called otherwise, and how."""


@pytest.mark.parametrize("name", UNREAD)
def test_a_split_that_is_not_found_is_told_of(tmp_path, name):
    root = written(name, tmp_path).root
    before, after = UNREAD[name]
    if name == "dotdotgoose":
        before = next(path for path in (root / "test").glob("*.pnt")).relative_to(root).as_posix()
    (root / before).rename(root / after)
    found = read_dataset(root)
    assert found.splits == ("train",)
    (note,) = found.notes
    known = format_named(name)
    assert note.startswith("The picture ")
    assert note.endswith(f"is left out: no labels were found where {known.TITLE} keeps them: {known.LAYOUT}.")
    assert note.removeprefix("The picture ").partition(" is ")[0] in {
        path.relative_to(root).as_posix() for path in root.rglob("*.jpg")
    }
    assert note in summary_of(found).sentences()


def test_many_are_a_count_and_the_first(tmp_path):
    root = written("qnrf", tmp_path).root
    for number in (10, 2, 30):
        picture(root / "Val" / f"img_{number}.jpg")
    (note,) = read_dataset(root).notes
    assert note.startswith("3 pictures, such as Val/img_2.jpg, are left out: no labels were found where UCF-QNRF keeps")


def test_pictures_that_lie_too_deep_are_told_of(tmp_path):
    for name in ("train/a", "train/2024/05/cam1/b"):
        picture(tmp_path / "images" / f"{name}.jpg")
        label = tmp_path / "labels" / f"{name}.txt"
        label.parent.mkdir(parents=True, exist_ok=True)
        label.write_text("0 .5 .5 .1 .1\n")
    found = read_dataset(tmp_path)
    assert len(found) == 1
    assert found.notes == ("The picture images/train/2024/05/cam1/b.jpg is left out: pictures are not read so deep.",)


def test_what_is_our_own_or_reached_by_a_link_is_not_told_of(tmp_path):
    root = written("jhu", tmp_path).root
    own = {"runs/one/run.json": "runs/one/examples", "x/project.yaml": "x/triggers", "y/cells.json": "y/z"}
    for marker, folder in own.items():
        picture(root / folder / "a.png")
        (root / marker).write_text("{}")
    picture(root / "overlays" / "a.png")
    picture(root / ".thumbs" / "a.png")
    pool = root / "pool"
    pool.mkdir()
    for split in ("train", "test"):
        (photo,) = (root / split / "images").iterdir()
        photo.rename(pool / f"{split}.jpg")
        photo.symlink_to(pool / f"{split}.jpg")
    (root / "test" / "images").rename(root / "elsewhere")
    (root / "test" / "images").symlink_to(root / "elsewhere")
    (root / "loop").symlink_to(root)
    found = read_dataset(root)
    assert len(found) == 2
    assert found.notes == ()
    picture(root / "pool" / "b.jpg")
    assert [note.partition(" is ")[0] for note in read_dataset(root).notes] == ["The picture pool/b.jpg"]


# ---- smaller frames


def test_what_is_known_of_heads_stays_in_a_shrunk_scene(tmp_path):
    heads = HEADS
    columns = {
        "box": [[1, 2, 9, 10], None, [45.0, 30, 55, 40.5]], "size": [[8, 1], [0, 0], None],
        "class": ["person", None, "car"], "occlusion": [1, 2, 3],
    }  # fmt: skip
    for name, values in columns.items():
        heads = heads.with_column(name, values)
    small = dataclasses.replace(scene_of(tmp_path, Labels(heads)), shrink=2).annotation
    assert small.points.tolist() == (HEADS.points / 2).tolist()
    assert {name: column.tolist() for name, column in small.columns.items()} == columns | {
        "box": [[0.5, 1, 4.5, 5], None, [22.5, 15, 27.5, 20.25]], "size": [[4, 1], [0, 0], None],
    }  # fmt: skip
    assert all(isinstance(value, int) for value in small.column("size")[0])
    json.dumps({name: column.tolist() for name, column in small.columns.items()})


def test_what_cannot_be_brought_to_a_smaller_frame_goes():
    heads = Annotation.of([(2, 4)]).with_column("box", ["a word"]).with_column("note", ["tall"])
    assert heads.shrunk(2) == Annotation.of([(1, 2)]).with_column("note", ["tall"])
