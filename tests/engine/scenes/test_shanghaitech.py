import builtins
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy.io import loadmat, savemat

from miscount.engine.errors import DatasetError, OutputError
from miscount.engine.scenes import Annotation, read_dataset
from miscount.engine.scenes.formats.shanghaitech import write_scene
from miscount.engine.scenes.matfile import mat_bytes, read_mat

IMAGE = np.random.default_rng(0).integers(0, 255, (40, 60, 3), dtype=np.uint8)
SPELLINGS = [("part_A_final", "ground_truth"), ("part_A", "ground-truth")]

heads = st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), max_size=40)


def struct(location, number):
    info = np.empty((1, 1), dtype=[("location", object), ("number", object)])
    info[0, 0] = (location, np.array([[number]], dtype=np.uint16))
    cell = np.empty((1, 1), dtype=object)
    cell[0, 0] = info
    return {"image_info": cell}


@pytest.fixture
def scene(tmp_path):
    return write_scene(tmp_path, "part_B", "train", "IMG_1", IMAGE, Annotation.of([(3.5, 4.25), (20, 30)]), ".png")


@settings(deadline=None, max_examples=60)
@given(heads, st.booleans())
def test_an_annotation_survives_its_file(tmp_path_factory, points, weighted):
    annotation = Annotation.of(points)
    if weighted:
        annotation = Annotation(annotation.points, np.linspace(0, 2, len(points), dtype=np.float32))
    root = tmp_path_factory.mktemp("dataset")
    write_scene(root, "part_A", "test", "IMG_7", IMAGE, annotation)
    (read,) = read_dataset(root)
    assert read.annotation == annotation
    assert read.labels.stated_count == len(points)
    assert not read.labels.repairs


def test_published_loaders_read_our_files(scene):
    info = loadmat(scene.label_path)["image_info"][0, 0][0, 0]
    np.testing.assert_array_equal(info[0], [(3.5, 4.25), (20, 30)])
    assert info[0].dtype == np.float64
    assert info[1][0, 0] == 2
    assert loadmat(scene.label_path)["image_info"].shape == (1, 1)


def test_equal_heads_are_equal_files():
    assert mat_bytes(Annotation.of([(1, 2)])) == mat_bytes(Annotation.of([(1, 2)]))


@pytest.mark.parametrize(("part", "labels"), SPELLINGS)
@pytest.mark.parametrize("depth", ["above", "outer", "part"])
def test_both_spellings_are_read_from_any_folder(tmp_path, scene, part, labels, depth):
    root = tmp_path / "download" / "ShanghaiTech" / part
    for split in ("train_data", "test_data"):
        for number in (10, 9, 100):
            folder = root / split
            (folder / "images").mkdir(parents=True, exist_ok=True)
            (folder / labels).mkdir(exist_ok=True)
            shutil.copy(scene.image_path, folder / "images" / f"IMG_{number}.png")
            shutil.copy(scene.label_path, folder / labels / f"GT_IMG_{number}.mat")
    dataset = read_dataset({"above": root.parent.parent, "outer": root.parent, "part": root}[depth])
    names = [f"part_A/{split}/IMG_{number}" for split in ("train", "test") for number in (9, 10, 100)]
    assert [scene.id for scene in dataset] == names
    assert dataset.splits == ("train", "test")
    assert len(dataset["part_A/train/IMG_10"].annotation) == 2


def test_a_folder_of_images_and_labels_is_one_split(tmp_path, scene):
    folder = scene.image_path.parent.parent
    assert [scene.id for scene in read_dataset(folder)] == ["part_B/train/IMG_1"]
    folder.rename(tmp_path / "mine")
    assert [(scene.id, scene.split) for scene in read_dataset(tmp_path / "mine")] == [("mine/all/IMG_1", "all")]


def test_two_parts_of_one_name_keep_their_ids_apart(tmp_path):
    for part in ("part_A", "part_A_final"):
        write_scene(tmp_path, part, "train", "IMG_1", IMAGE, Annotation.of([]))
    ids = [scene.id for scene in read_dataset(tmp_path)]
    assert ids == ["part_A/train/IMG_1", "part_A_final/train/IMG_1"]


def test_ids_stay_unique_where_an_image_is_there_twice(tmp_path, scene):
    write_scene(tmp_path, "part_B", "train", "IMG_1", IMAGE, scene.annotation, ".jpg")
    dataset = read_dataset(tmp_path)
    assert len({scene.id for scene in dataset}) == len(dataset) == 2


def test_scenes_list_at_once_since_no_file_of_them_is_opened(tmp_path, monkeypatch):
    for folder in ("images", "ground_truth"):
        (tmp_path / "part_B" / "train_data" / folder).mkdir(parents=True)
    for number in range(100):
        (tmp_path / f"part_B/train_data/images/IMG_{number}.jpg").touch()
        (tmp_path / f"part_B/train_data/ground_truth/GT_IMG_{number}.mat").touch()

    def guarded(act):
        def guard(path, *args, **more):
            assert not Path(path).suffix, f"{path} was looked into"
            return act(path, *args, **more)

        return guard

    with monkeypatch.context() as patch:
        for owner, name in ((Path, "open"), (Path, "stat"), (os, "stat"), (builtins, "open")):
            patch.setattr(owner, name, guarded(getattr(owner, name)))
        dataset = read_dataset(tmp_path)
    assert len(dataset) == 100
    assert dataset.scenes[11].name == "IMG_11"
    assert dataset.scenes[11].label_path is not None


@pytest.mark.parametrize("empty", [np.zeros((0, 0)), np.zeros((1, 0)), np.zeros((0, 2)), np.zeros((2, 0))])
def test_odd_empty_annotations_hold_no_heads(scene, empty):
    savemat(scene.label_path, struct(empty, 0))
    labels = scene.labels
    assert len(labels.annotation) == 0
    assert labels.notes == ("It holds no heads.",)


def test_one_head_without_a_second_dimension_is_read(scene):
    savemat(scene.label_path, struct(np.array([3.0, 4.0]), 1), oned_as="row")
    assert scene.annotation == Annotation.of([(3, 4)])


def test_whole_numbers_are_read_as_positions(scene):
    savemat(scene.label_path, struct(np.array([[3, 4], [5, 6]], dtype=np.uint16), 2))
    assert scene.annotation == Annotation.of([(3, 4), (5, 6)])


def test_known_dirt_is_forgiven_and_said(scene):
    Image.fromarray(IMAGE[..., 0]).save(scene.image_path)
    savemat(scene.label_path, struct(np.array([[60.0, 3], [61, 5], [-1, 2], [5, 5], [np.nan, 1]]), 9))
    labels = scene.labels
    assert len(labels.annotation) == 4
    assert labels.stated_count == 9
    assert labels.repairs == ("1 head without a finite position left out.",)
    assert labels.notes[1:] == (
        "It states a count of 9 and holds 4 heads.",
        "The image is gray and is read as RGB.",
        "2 heads outside the 60 x 40 frame.",
        "1 head on the border of the frame.",
    )
    assert scene.image().shape == (40, 60, 3)


def test_a_sound_scene_has_no_notes(scene):
    assert scene.labels.notes == ()


def test_weights_that_do_not_fit_are_taken_as_one(scene):
    savemat(scene.label_path, struct(np.array([[3.0, 4]]), 1) | {"miscount_weights": np.array([[1.0, -2.0]])})
    assert scene.annotation == Annotation.of([(3, 4)])
    assert "weights" in scene.labels.repairs[0]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda path: savemat(path, {"density": np.zeros((3, 2))}), "found density"),
        (lambda path: savemat(path, {"image_info": "words"}), "found image_info as text"),
        (lambda path: savemat(path, {"image_info": {"points": np.zeros((3, 2))}}), "as a struct of points"),
        (lambda path: savemat(path, {}), "found no variable"),
        (lambda path: savemat(path, struct(np.zeros((3, 3)), 3)), "N x 2 numbers, found 3 x 3"),
        (lambda path: savemat(path, struct(np.array(["ab", "cd"]), 2)), "N x 2 numbers"),
        (lambda path: path.write_bytes(b""), "0 bytes"),
        (lambda path: path.write_bytes(b"no mat at all" * 50), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:200]), "200 bytes that cannot be read"),
        (lambda path: path.write_bytes(b"MATLAB 7.3 MAT-file" + bytes(600)), "7.3"),
        (lambda path: path.unlink(), "No such file"),
    ],
)  # fmt: skip
def test_anything_else_is_one_sentence_with_the_file(scene, damage, found):
    damage(scene.label_path)
    with pytest.raises(DatasetError) as error:
        _ = scene.annotation
    said = str(error.value)
    assert str(scene.label_path) in said
    assert found in said
    assert "\n" not in said


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_damaged_bytes_are_refused_or_read_but_never_crash(tmp_path_factory, data):
    content = bytearray(mat_bytes(Annotation.of([(1, 2), (3, 4)])))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(124, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.mat"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        read_mat(path)
    except DatasetError as error:
        assert str(path) in str(error)  # noqa: PT017  being read in spite of the damage is right too


def test_a_file_that_inflates_without_end_is_refused(scene, monkeypatch):
    monkeypatch.setattr("miscount.engine.scenes.mat.mat5.MAX_VARIABLE_BYTES", 100_000)
    savemat(scene.label_path, struct(np.zeros((50_000, 2)), 1), do_compression=True)
    assert scene.label_path.stat().st_size < 10_000
    with pytest.raises(DatasetError, match="a variable of 800,"):
        _ = scene.annotation


def test_compressed_files_are_read(scene):
    savemat(scene.label_path, struct(np.array([[1.0, 2.0]]), 1), do_compression=True)
    assert scene.annotation == Annotation.of([(1, 2)])


def test_a_missing_label_names_where_it_should_be(tmp_path, scene):
    scene.label_path.unlink()
    (read,) = read_dataset(tmp_path)
    with pytest.raises(DatasetError, match=r"expected .*GT_IMG_1\.mat, found no such file"):
        _ = read.annotation


def test_images_are_copied_byte_for_byte_or_encoded(tmp_path, scene):
    np.testing.assert_array_equal(scene.image(), IMAGE)
    copy = write_scene(tmp_path / "copy", "part_B", "test", "IMG_5", scene.image_path, scene.annotation)
    assert copy.image_path.read_bytes() == scene.image_path.read_bytes()
    assert copy.image_path.suffix == ".png"
    jpeg = write_scene(tmp_path / "copy", "part_B", "test", "IMG_6", IMAGE, scene.annotation)
    assert jpeg.image_path.suffix == ".jpg"
    assert jpeg == read_dataset(tmp_path / "copy")["part_B/test/IMG_6"]


def test_a_source_is_never_written_over(tmp_path, scene):
    before = scene.image_path.read_bytes()
    with pytest.raises(OutputError, match="the source itself"):
        write_scene(tmp_path, "part_B", "train", "IMG_1", scene.image_path, Annotation.of([]))
    assert scene.image_path.read_bytes() == before


def test_a_folder_of_scenes_with_two_heads_is_listed_once(tmp_path, monkeypatch):
    """Two heads ask how the others lie: to list 10,000 files for each of them took minutes."""
    from miscount.engine.scenes.formats import shanghaitech as form

    for number in range(5):
        image = np.zeros((40, 60, 3), np.uint8)
        form.write_scene(tmp_path, "part_A", "train", f"IMG_{number}", image, Annotation.of([[3, 4], [5, 6]]))
    listed = []
    names = form.file_names
    monkeypatch.setattr(form, "file_names", lambda *given: (listed.append(given), names(*given))[1])
    dataset = read_dataset(tmp_path)
    listed.clear()
    assert [len(scene.annotation) for scene in dataset] == [2] * 5
    assert len(listed) <= 1
