"""What a run and an export read: edited scenes as they were seen, labelled ones alone, broken ones set aside."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from miscount.engine.errors import DatasetError
from miscount.engine.events import Warned
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.formats import format_named
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset, Labels, Scene
from miscount.studio.runs import tasks
from miscount.studio.runs.tasks import with_edits, with_heads


def picture(path: Path, orientation: int = 1, size: tuple[int, int] = (40, 60)) -> Path:
    image = Image.fromarray(np.random.default_rng(0).integers(0, 255, (*size, 3), dtype=np.uint8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, exif=exif)
    return path


def scene(path: Path, labels: Labels, rules: ReadingRules = ReadingRules()) -> Scene:
    return Scene(path.stem, "train", path, None, lambda _scene: labels, rules)


def test_an_edited_head_is_a_person_whatever_the_class_rules_say(tmp_path):
    kinds = Annotation.of([[5, 5], [9, 9]]).with_column("class", ["person", "dog"])
    source = scene(picture(tmp_path / "a.jpg"), Labels(kinds), ReadingRules(classes=("person",)))
    assert len(source.annotation) == 1
    edited = with_heads(source, source.annotation.with_heads([[20, 20]]))
    assert len(edited.annotation) == 2


@pytest.mark.parametrize("heads", [[[5.0, 55.0]], [[55.0, 5.0]]])
def test_edits_do_not_turn_a_picture_another_way_than_it_was_seen(tmp_path, heads):
    """6: turned by a quarter; the heads fit one of both frames alone, and the edit fits the other alone."""
    source = scene(picture(tmp_path / "a.jpg", 6), Labels(Annotation.of(heads)))
    seen = source.size
    edited = with_heads(source, Annotation.of(np.array(heads)[:, ::-1]))
    assert edited.upright == source.upright
    assert edited.size == seen
    assert np.array_equal(edited.image(), source.image())


def test_labels_that_cannot_be_read_can_be_placed_anew(tmp_path):
    def broken(_scene: Scene) -> Labels:
        raise DatasetError("damaged")

    source = Scene("a", "train", picture(tmp_path / "a.jpg", 6), None, broken)
    edited = with_heads(source, Annotation.of([[3, 3]]))
    assert len(edited.annotation) == 1
    assert edited.labels.labelled


def mixed(folder: Path) -> Dataset:
    """Two scenes that nobody labelled, one that its publisher did."""
    folder.mkdir()
    kept, given = Labels(Annotation.of([]), labelled=False), Labels(Annotation.of([[4, 4]]))
    names = {"a": kept, "b": kept, "c": given}
    return Dataset(folder, "nwpu", tuple(scene(picture(folder / f"{name}.jpg"), said) for name, said in names.items()))


def test_a_scene_that_nobody_labelled_is_not_taken_for_an_empty_one(tmp_path):
    dataset, form = mixed(tmp_path / "d"), format_named("shanghaitech")
    kept, (said,) = tasks._labelled(dataset, form)
    assert [each.id for each in kept] == ["c"]
    assert said == "2 scenes that nobody has labelled are left out."
    edited = with_edits(dataset, {"a": Annotation.of([[1, 1]])})
    assert [each.id for each in tasks._labelled(edited, form)[0]] == ["a", "c"]
    assert tasks._labelled(dataset, format_named("nwpu")) == (dataset, ())
    with pytest.raises(DatasetError, match="place heads in some first"):
        tasks._labelled(dataset.only(["a", "b"]), form)


def test_an_export_leaves_them_out_and_says_how_many(tmp_path, monkeypatch):
    dataset = mixed(tmp_path / "d")
    monkeypatch.setattr("miscount.engine.scenes.read_dataset", lambda _path: dataset)
    edited = {"a": Annotation.of([[1, 1], [2, 2]])}
    events = list(tasks.ExportScenes("d", edited, str(tmp_path / "out"), "shanghaitech")(threading.Event()))
    assert "1 scene that nobody has labelled is left out." in [e.message for e in events if isinstance(e, Warned)]
    monkeypatch.undo()
    assert sorted(len(each.annotation) for each in read_dataset(tmp_path / "out")) == [1, 2]


def test_a_broken_scene_stops_the_copy_of_a_run_unless_it_may_be_skipped(tmp_path, tiny_scenes):
    folder = Path(shutil.copytree(tiny_scenes, tmp_path / "d"))
    dataset = read_dataset(folder)
    broken, edited = dataset.scenes[0], dataset.scenes[1].id
    broken.image_path.write_bytes(b"no picture")
    source = with_edits(read_dataset(folder), {edited: Annotation.of([[1, 1]])})
    with pytest.raises(DatasetError, match=broken.image_path.name):
        list(tasks._copy(source, tmp_path / "one", threading.Event(), skips_broken=False))
    events = list(tasks._copy(source, tmp_path / "two", threading.Event(), skips_broken=True))
    assert any(broken.id in event.message for event in events if isinstance(event, Warned))
    copied = read_dataset(tmp_path / "two")
    assert len(copied) == len(dataset) - 1
    assert len(copied[edited].annotation) == 1


def test_a_run_on_plain_photographs_reads_those_that_a_person_labelled(tmp_path):
    folder = tmp_path / "photographs"
    folder.mkdir()
    for name in ("a", "b", "c"):
        picture(folder / f"{name}.jpg")
    dataset = read_dataset(folder)
    assert not any(each.labels.labelled for each in dataset)
    edited = {dataset.scenes[1].id: Annotation.of([[5, 5], [9, 9]])}
    list(tasks._copy(with_edits(dataset, edited), tmp_path / "copy", threading.Event(), skips_broken=False))
    copied = read_dataset(tmp_path / "copy")
    labelled = {each.id: len(each.annotation) for each in copied if each.labels.labelled}
    assert labelled == {dataset.scenes[1].id: 2}
    shutil.rmtree(tmp_path / "copy")
