"""Counts that are remembered are those of the files as they are, whatever was done to them."""

import json
import os

import numpy as np
import pytest

from miscount.engine import tallies
from miscount.engine.errors import DatasetError
from miscount.engine.scenes import Annotation, conversion, read_dataset
from miscount.engine.scenes.formats import format_named
from miscount.engine.scenes.formats.shanghaitech import write_scene
from miscount.engine.tallies import Tallies, Tally

IMAGE = np.full((40, 60, 3), 90, np.uint8)


def heads(number):
    return Annotation.of(np.random.default_rng(number).uniform(1, 39, (number, 2)))


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Six scenes with as many heads as their number says, written long ago as far as tallies know."""
    monkeypatch.setattr(tallies, "SETTLED_NS", 0)
    for number in range(1, 7):
        write_scene(tmp_path / "data", "part_B", "train", f"IMG_{number}", IMAGE, heads(number))
    return tmp_path / "data"


def counted(root, cache):
    """Of each scene what is told of it, anew; and the names of those whose labels were read."""
    dataset, read = read_dataset(root), []
    known = Tallies(dataset, cache)
    told = {}
    for scene in dataset:
        told[scene.name] = known.of(scene)
        if "labels" in vars(scene):
            read.append(scene.name)
    known.save()
    return told, read


def test_counts_are_read_once_and_told_alike_again(root, tmp_path):
    first, read = counted(root, tmp_path / "cache")
    assert [found.persons for found in first.values()] == [1, 2, 3, 4, 5, 6]
    assert len(read) == 6
    again, read = counted(root, tmp_path / "cache")
    assert again == first
    assert read == ["IMG_2"], "what two heads mean, others in the folder tell"
    for scene in read_dataset(root):
        assert again[scene.name] == Tally(scene.annotation.count, scene.labels.notes, True)


def test_another_file_in_its_place_with_the_old_times_and_size_is_seen(root, tmp_path):
    counted(root, tmp_path / "cache")
    scene = read_dataset(root).scenes[2]
    before = scene.label_path.stat()
    content = bytearray(scene.label_path.read_bytes())
    write_scene(root, "part_B", "train", "IMG_3", IMAGE, Annotation.of([(1, 1), (5, 5), (99, 99)]))
    assert len(scene.label_path.read_bytes()) == len(content)
    os.utime(scene.label_path, ns=(before.st_atime_ns, before.st_mtime_ns))
    told, read = counted(root, tmp_path / "cache")
    assert "IMG_3" in read
    assert "outside" in " ".join(told["IMG_3"].notes)


def test_a_picture_of_another_size_changes_what_is_said(root, tmp_path):
    counted(root, tmp_path / "cache")
    write_scene(root, "part_B", "train", "IMG_6", IMAGE[:4], heads(6))
    told, read = counted(root, tmp_path / "cache")
    assert read == ["IMG_2", "IMG_6"]
    assert "outside the 60 x 4 frame" in " ".join(told["IMG_6"].notes)


def test_what_changed_a_moment_ago_is_not_remembered(root, tmp_path, monkeypatch):
    monkeypatch.setattr(tallies, "SETTLED_NS", 10**15)
    counted(root, tmp_path / "cache")
    assert len(counted(root, tmp_path / "cache")[1]) == 6


def test_what_cannot_be_read_is_said_again_each_time(root, tmp_path):
    read_dataset(root).scenes[4].label_path.write_bytes(b"nothing")
    for _ in range(2):
        known = Tallies(dataset := read_dataset(root), tmp_path / "cache")
        with pytest.raises(DatasetError, match="GT_IMG_5"):
            known.of(dataset.scenes[4])


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"scenes": 3}', '{"scenes": {"part_B/train/IMG_1": [[1], [2], 7.0, [], true]}}', "NaN"]
)
def test_a_damaged_file_is_none(root, tmp_path, content):
    first, _ = counted(root, tmp_path / "cache")
    (path,) = (tmp_path / "cache").iterdir()
    path.write_text(content)
    assert counted(root, tmp_path / "cache")[0] == first


def test_entries_of_odd_values_are_none(root, tmp_path):
    first, _ = counted(root, tmp_path / "cache")
    (path,) = (tmp_path / "cache").iterdir()
    raw = json.loads(path.read_text())
    for name, change in (("IMG_1", {2: "many"}), ("IMG_3", {3: [1]}), ("IMG_4", {4: None}), ("IMG_5", {0: None})):
        for at, value in change.items():
            raw["scenes"][f"part_B/train/{name}"][at] = value
    path.write_text(json.dumps(raw))
    again, read = counted(root, tmp_path / "cache")
    assert again == first
    assert read == [f"IMG_{number}" for number in (1, 2, 3, 4, 5)]


def test_the_datasets_that_were_opened_last_are_kept(root, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setattr(tallies, "MOST_FILES", 3)
    for number in range(5):
        (cache / f"{number}.json").write_text("{}")
        os.utime(cache / f"{number}.json", (1000 + number, 1000 + number))
    counted(root, cache)
    assert {"3.json", "4.json"} < {path.name for path in cache.iterdir()}
    assert len(list(cache.iterdir())) == 3


def test_of_other_formats_nothing_is_left_on_disk(root, tmp_path):
    target = tmp_path / "csv"
    conversion.convert(read_dataset(root), format_named("csv"), target, lambda *_: None)
    told, read = counted(target, tmp_path / "cache")
    assert sorted(found.persons for found in told.values()) == [1, 2, 3, 4, 5, 6]
    assert len(read) == 6
    assert not (tmp_path / "cache").exists()
