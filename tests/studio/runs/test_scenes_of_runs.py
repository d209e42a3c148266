"""What a run and an export read: edited scenes as they were seen, labelled ones alone, broken ones set aside."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from miscount.engine.errors import DatasetError
from miscount.engine.events import Warned
from miscount.engine.experiment.used_scenes import as_used
from miscount.engine.recipe import SplitRule, parse
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.formats import WRITABLE, format_named
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset, Labels, Scene
from miscount.engine.scenes.summary import summary_of
from miscount.studio.runs import tasks
from miscount.studio.runs.scenes_of_runs import on_folder
from miscount.studio.runs.tasks import with_edits, with_heads, written_forms
from miscount.studio.runs.usable_scenes import for_copy, for_export, labelled
from tests.studio.conftest import TINY


def nothing(_done: int, _total: int) -> None:
    """Nobody looks at the progress."""


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


def test_heads_that_were_brought_to_the_picture_are_of_another_size_no_longer(tmp_path):
    heads = Annotation.of([[5, 5], [30, 20], [50, 35]])
    source = scene(picture(tmp_path / "a.jpg"), Labels(heads, stated_size=(80, 120)))
    said = "It was labelled at 120 x 80 px, and the image has 60 x 40."
    assert said in source.labels.notes
    assert said in with_heads(source, heads.with_heads([[1, 1]])).labels.notes
    assert said not in with_heads(source, heads.with_points(heads.points / 2)).labels.notes
    assert said not in with_heads(source, Annotation.of([])).labels.notes


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
    kept, bare = labelled(dataset, form)
    assert [each.id for each in kept] == ["c"]
    assert bare == ["a", "b"]
    edited = with_edits(dataset, {"a": Annotation.of([[1, 1]])})
    assert [each.id for each in labelled(edited, form)[0]] == ["a", "c"]
    assert labelled(dataset, format_named("nwpu")) == (dataset, [])
    with pytest.raises(DatasetError, match="place heads in some first"):
        labelled(dataset.only(["a", "b"]), form)


def test_an_export_leaves_them_out_and_says_how_many(tmp_path, monkeypatch):
    dataset = mixed(tmp_path / "d")
    monkeypatch.setattr("miscount.engine.scenes.read_dataset", lambda *_: dataset)
    edited = {"a": Annotation.of([[1, 1], [2, 2]])}
    events = list(tasks.ExportScenes("d", edited, str(tmp_path / "out"), "shanghaitech")(threading.Event()))
    assert "1 scene without labels is left out: b." in [e.message for e in events if isinstance(e, Warned)]
    monkeypatch.undo()
    assert sorted(len(each.annotation) for each in read_dataset(tmp_path / "out")) == [1, 2]


def test_a_broken_scene_stops_the_copy_of_a_run_unless_it_may_be_skipped(tmp_path, tiny_scenes):
    folder = Path(shutil.copytree(tiny_scenes, tmp_path / "d"))
    dataset = read_dataset(folder)
    broken, edited = dataset.scenes[0], dataset.scenes[1].id
    broken.image_path.write_bytes(b"no picture")
    source = with_edits(read_dataset(folder), {edited: Annotation.of([[1, 1]])})
    strict = on_folder(parse(TINY), folder)
    with pytest.raises(DatasetError, match=broken.image_path.name):
        for_copy(strict, source, nothing)
    usable = for_copy(strict.replace(data=strict.data.replace(skip_broken=True)), source, nothing)
    assert any(broken.id in sentence for sentence in usable.sentences)
    list(tasks._copy(usable.scenes, tmp_path / "two", threading.Event()))
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
    list(tasks._copy(with_edits(dataset, edited), tmp_path / "copy", threading.Event()))
    copied = read_dataset(tmp_path / "copy")
    labelled = {each.id: len(each.annotation) for each in copied if each.labels.labelled}
    assert labelled == {dataset.scenes[1].id: 2}
    shutil.rmtree(tmp_path / "copy")


# ---- what reading told, and what it lost


def losing(folder: Path, num_lost: int, num: int = 20) -> Path:
    """A table of two heads a picture, where in the first pictures one of them has no place."""
    lines = ["image,x,y"]
    for number in range(num):
        split = "test" if number % 4 == 3 else "train"
        (folder / split).mkdir(parents=True, exist_ok=True)
        name = f"{split}/IMG_{number}.png"
        pixels = np.random.default_rng(number).integers(0, 255, (40, 60, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / name)
        lines += [f"{name},5,5", f"{name},{'nan' if number < num_lost else 9},9"]
    (folder / "heads.csv").write_text("\n".join(lines) + "\n")
    return folder


def events_of(task) -> list:
    return list(task(threading.Event()))


def warned(events) -> list[str]:
    return [event.message for event in events if isinstance(event, Warned)]


def test_a_copy_does_not_hide_lost_labels_from_the_rule_of_runs(tmp_path):
    """The copy is clean: asked of it, the rule would let training scenes pass of whose labels half are gone."""
    folder = losing(tmp_path / "d", 10)
    recipe = on_folder(parse(TINY), folder)
    last = read_dataset(folder).scenes[-1]
    edits = {last.id: last.annotation.with_heads([[20, 20]])}
    scenes = tmp_path / "copies" / "one"
    task = tasks.RunRecipe(on_folder(recipe, scenes).to_yaml(), str(scenes), str(tmp_path / "run"), str(folder), edits)
    with pytest.raises(DatasetError, match=r"training scenes of .* lost labels in reading"):
        events_of(task)
    assert not scenes.exists()


def test_nor_does_a_copy_that_is_there_already(tmp_path):
    folder = losing(tmp_path / "d", 10)
    last = read_dataset(folder).scenes[-1]
    edits = {last.id: last.annotation.with_heads([[20, 20]])}
    scenes = tmp_path / "copies" / "one"
    list(tasks._copy(with_edits(read_dataset(folder), edits), scenes, threading.Event()))
    (scenes / ".complete").touch()
    recipe = on_folder(parse(TINY), scenes)
    with pytest.raises(DatasetError, match="lost labels in reading"):
        events_of(tasks.RunRecipe(recipe.to_yaml(), str(scenes), str(tmp_path / "run"), str(folder), edits))


def test_where_the_recipe_allows_it_they_are_told(tmp_path):
    folder = losing(tmp_path / "d", 10)
    recipe = on_folder(parse(TINY), folder)
    allowed = recipe.replace(data=recipe.data.replace(allow_lost_labels=True))
    usable = for_copy(allowed, read_dataset(folder), nothing)
    assert any("lost labels in reading" in sentence for sentence in usable.sentences)
    assert len(usable.scenes) == 20


def test_heads_that_a_person_placed_anew_lost_nothing(tmp_path):
    folder = losing(tmp_path / "d", 10)
    dataset = read_dataset(folder)
    edits = {scene.id: scene.annotation.with_heads([[20, 20]]) for scene in dataset if scene.labels.repairs}
    assert for_copy(on_folder(parse(TINY), folder), with_edits(dataset, edits), nothing).sentences == ()


def test_an_export_tells_what_reading_told_in_the_same_words(tmp_path):
    folder = losing(tmp_path / "d", 1)
    told = warned(events_of(tasks.ExportScenes(str(folder), {}, str(tmp_path / "out"), "shanghaitech")))
    said = summary_of(read_dataset(folder)).sentences()
    assert set(said) <= set(told)
    assert said


@pytest.mark.parametrize("form", ["shanghaitech", "csv"])
def test_scenes_without_labels_are_told_as_left_out_only_where_they_are(tmp_path, form):
    usable = for_export(mixed(tmp_path / "d"), format_named(form), nothing)
    (said,) = usable.sentences
    assert ("left out" in said) == (len(usable.scenes) == 1)


# ---- the poisoned dataset


def poisoned(tmp_path: Path, folder: Path, recipe, edits=None) -> list:
    return events_of(tasks.ExportPoison(recipe.to_yaml(), str(folder), edits or {}, str(tmp_path / "poisoned")))


def test_a_poisoned_dataset_has_the_scenes_that_a_run_uses(tmp_path):
    """One split alone, one scene dropped, one without labels: the run draws its test scenes by its rule."""
    folder = tmp_path / "d"
    (folder / "train").mkdir(parents=True)
    lines = ["image,x,y"]
    for number in range(12):
        name = f"train/IMG_{number}.png"
        Image.fromarray(np.random.default_rng(number).integers(0, 255, (40, 60, 3), dtype=np.uint8)).save(folder / name)
        lines += [f"{name},5,5"] * (number != 5)
    (folder / "heads.csv").write_text("\n".join(lines) + "\n")
    recipe = on_folder(parse(TINY), folder)
    recipe = recipe.replace(
        data=recipe.data.replace(split=SplitRule(test=0.25)), split=recipe.split.replace(leave_out=("train/IMG_2",))
    )
    told = warned(poisoned(tmp_path, folder, recipe))
    used = as_used(recipe, read_dataset(folder))
    assert "1 scene without labels is left out: train/IMG_5." in told
    written = read_dataset(tmp_path / "poisoned")
    by_split = {split: sorted(scene.name for scene in used.split(split)) for split in ("train", "test")}
    clean = [scene for scene in written if not scene.name.endswith("_poisoned")]
    assert {split: sorted(scene.name for scene in clean if scene.split == split) for split in by_split} == by_split
    assert sum(map(len, by_split.values())) == 10
    assert len(by_split["test"]) in (2, 3)
    assert len(written) > 10


def test_what_a_run_refuses_no_poisoned_dataset_is_made_of(tmp_path):
    folder = losing(tmp_path / "d", 10)
    with pytest.raises(DatasetError, match="lost labels in reading"):
        poisoned(tmp_path, folder, on_folder(parse(TINY), folder))
    assert not (tmp_path / "poisoned").exists()


def test_every_format_that_is_written_can_be_chosen_by_its_title():
    assert set(written_forms().values()) == {known.NAME for known in WRITABLE}
    assert all(title and title[0] != " " for title in written_forms())


def test_no_map_says_that_nobody_is_in_a_scene_that_nobody_labelled(tmp_path, monkeypatch):
    dataset = mixed(tmp_path / "d")
    monkeypatch.setattr("miscount.engine.scenes.read_dataset", lambda *_: dataset)
    kernel = {"kind": "fixed", "sigma_px": 3.0}
    told = warned(events_of(tasks.ExportMaps("d", {}, {}, kernel, str(tmp_path / "maps"))))
    assert [path.stem for path in (tmp_path / "maps").rglob("*.npy")] == ["c"]
    assert told == ["2 scenes without labels are left out: a, b."]
