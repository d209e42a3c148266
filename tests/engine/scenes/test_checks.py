import json
import shutil

import numpy as np
import pytest
from PIL import Image
from scipy.io import savemat

from miscount.engine.scenes import Annotation, read_dataset
from miscount.engine.scenes.checks import check, worst
from miscount.engine.scenes.formats.shanghaitech import write_scene

SOUND = Annotation.of([(5, 5), (20, 20), (40, 30)])


def image(number):
    return np.full((40, 60, 3), 90 + number, dtype=np.uint8)


@pytest.fixture
def root(tmp_path):
    for number in (1, 2):
        write_scene(tmp_path, "part_B", "train", f"IMG_{number}", image(number), SOUND)
    return tmp_path


def problems(root):
    return [(problem.scene.rsplit("/")[-1], problem.kind, problem.severity) for problem in check(read_dataset(root))]


def images(root):
    return root / "part_B" / "train_data" / "images"


def labels(root):
    return root / "part_B" / "train_data" / "ground_truth"


def test_a_sound_dataset_has_no_problems(root):
    assert problems(root) == []
    assert worst(check(read_dataset(root))) is None


def test_heads_outside_on_the_border_and_twice_are_told_with_their_positions(root):
    heads = [(5, 5), (61, 5), (60, 5), (5, 5), (5.5, 5.5), (30, 30)]
    write_scene(root, "part_B", "train", "IMG_2", image(2), Annotation.of(heads))
    found = {problem.kind: problem for problem in check(read_dataset(root))}
    assert found["outside"].heads == (1,)
    assert found["border"].heads == (2,)
    assert found["duplicate"].heads == (3,)
    assert found["near_duplicate"].heads == (2, 4)
    assert all(problem.scene == "part_B/train/IMG_2" for problem in found.values())
    assert len(found) == 4


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda root: (images(root) / "IMG_1.jpg").write_bytes(b"x"), ("IMG_1", "image_unreadable", "error")),
        (lambda root: _truncate(images(root) / "IMG_1.jpg"), ("IMG_1", "image_unreadable", "error")),
        (lambda root: (labels(root) / "GT_IMG_1.mat").unlink(), ("IMG_1", "labels_missing", "error")),
        (lambda root: (labels(root) / "GT_IMG_1.mat").write_bytes(b"x"), ("IMG_1", "labels_unreadable", "error")),
        (lambda root: (images(root) / "IMG_1.jpg").unlink(), ("IMG_1", "orphan_labels", "warning")),
        (lambda root: Image.new("L", (60, 40)).save(images(root) / "IMG_1.jpg"), ("IMG_1", "image_gray", "note")),
        (
            lambda root: write_scene(root, "part_B", "train", "IMG_2", image(2), Annotation.of([])),
            ("IMG_2", "empty", "note"),
        ),
    ],
)
def test_each_damage_is_one_problem_and_the_rest_is_read(root, damage, expected):
    damage(root)
    assert problems(root) == [expected]


def test_an_image_that_vanished_after_listing_is_missing(root):
    dataset = read_dataset(root)
    (images(root) / "IMG_1.jpg").unlink()
    found = [(problem.scene, problem.kind) for problem in check(dataset)]
    assert ("part_B/train/IMG_1", "image_missing") in found


def test_a_count_that_disagrees_and_a_lost_head_are_told(root):
    info = np.empty((1, 1), dtype=[("location", object), ("number", object)])
    info[0, 0] = (np.array([[1.0, 1.0], [np.nan, 2.0]]), np.array([[7]]))
    savemat(labels(root) / "GT_IMG_2.mat", {"image_info": info})
    assert problems(root) == [("IMG_2", "labels_repaired", "warning"), ("IMG_2", "count", "warning")]


def test_orphans_are_told_only_for_the_splits_asked_for(root):
    shutil.copy(labels(root) / "GT_IMG_1.mat", labels(root) / "GT_IMG_9.mat")
    write_scene(root, "part_B", "test", "IMG_3", image(3), SOUND)
    dataset = read_dataset(root)
    assert [problem.scene for problem in check(dataset)] == ["part_B/train/IMG_9"]
    assert list(check(dataset.split("test"))) == []


def test_problems_are_json(root):
    write_scene(root, "part_B", "train", "IMG_1", image(1), Annotation.of([(1, 1), (1, 1)]))
    (problem,) = check(read_dataset(root))
    assert json.loads(json.dumps(problem.to_json())) == {
        "scene": "part_B/train/IMG_1",
        "kind": "duplicate",
        "severity": "warning",
        "sentence": "1 head at the very place of an earlier one.",
        "heads": [1],
    }


def test_heads_alone_are_read_where_decoding_is_not_wanted(root):
    _truncate(images(root) / "IMG_1.jpg")
    assert list(check(read_dataset(root), decode=False)) == []


def _truncate(path):
    path.write_bytes(path.read_bytes()[:-40])
