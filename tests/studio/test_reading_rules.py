"""Rules of reading: kept with the project, the same in window and run, changed as an opening is."""

import csv
import shutil
import threading
from pathlib import Path

import pytest
import yaml
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox

from miscount.engine.events import Failed
from miscount.engine.experiment.used_scenes import scenes_in
from miscount.engine.recipe import parse
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.rules import ReadingRules
from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs
from miscount.studio.document.class_counts import count_classes
from miscount.studio.document.project import open_project
from miscount.studio.runs.scenes_of_runs import COPIED, OF_ITS_OWN, ShownScenes
from miscount.studio.runs.tasks import RunRecipe, with_edits
from tests.studio.hands import Hand, export

PEOPLE = ReadingRules(classes=("person",))


def with_classes(pictures: list[Path], folder: Path) -> Path:
    """A table of heads: in each picture 3 persons, 2 cars, 1 without a class, 1 to be ignored."""
    folder.mkdir()
    with (folder / "heads.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["image", "x", "y", "class"])
        for number, picture in enumerate(pictures):
            name = f"{'test' if number % 4 == 3 else 'train'}/IMG_{number}{picture.suffix}"
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(picture, folder / name)
            kinds = ["person"] * 3 + ["car"] * 2 + ["", "ignore"]
            rows.writerows([name, 10 + 9 * k, 40, kind] for k, kind in enumerate(kinds))
    return folder


@pytest.fixture
def classes(window, qtbot, monkeypatch, tmp_path):
    """The window with such a dataset open."""
    pictures = [scene.image_path for scene in window.services.document.dataset]
    folder = with_classes(pictures, tmp_path / "classes")
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: folder)
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.do(ActionId.OPEN_DATASET)
    qtbot.waitUntil(lambda: window.services.link.image_size is not None, timeout=10_000)
    return window


def opened(window, qtbot):
    """The form, with its classes counted."""
    window.do(ActionId.READING_RULES)
    sheet = window._commands.files._reading.sheet
    qtbot.waitUntil(lambda: sheet._known.complete, timeout=10_000)
    return sheet


def toggle(qtbot, sheet, name: str) -> None:
    """Click on the check box of a class."""
    row = next(k for k in range(sheet.classes.count()) if sheet.classes.item(k).text().startswith(name))
    place = sheet.classes.visualItemRect(sheet.classes.item(row))
    qtbot.mouseClick(
        sheet.classes.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(12, place.height() // 2)
    )


def counts(window) -> set[int]:
    return {len(scene.annotation) for scene in window.services.document.dataset}


def test_classes_are_listed_with_their_numbers_and_the_ignored_ones_cannot_be_checked(classes, qtbot):
    sheet, number = opened(classes, qtbot), len(classes.services.document.dataset)
    texts = [sheet.classes.item(row).text() for row in range(sheet.classes.count())]
    assert texts == [f"person   {3 * number}", f"car   {2 * number}", f"ignore   {number}   ignored",
                     f"no class   {number}"]  # fmt: skip
    states = [sheet.classes.item(row).checkState() is Qt.CheckState.Checked for row in range(4)]
    assert states == [True, True, False, True]
    assert sheet._words.text().startswith(f"{6 * number} of {7 * number} heads count")
    assert not sheet.read_button.isEnabled()


def test_unchecking_a_class_reads_the_dataset_without_it_and_keeps_the_rule_with_the_project(classes, qtbot):
    session = classes.services.session
    sheet = opened(classes, qtbot)
    toggle(qtbot, sheet, "car")
    assert sheet._rules == PEOPLE
    assert "Those without a class" in sheet._words.text()
    with qtbot.waitSignal(session.ready, timeout=30_000):
        qtbot.mouseClick(sheet.read_button, Qt.MouseButton.LeftButton)
    assert counts(classes) == {3}
    assert session.reading == PEOPLE
    assert yaml.safe_load((session.project.folder / "project.yaml").read_text())["reading"] == {"classes": ["person"]}
    assert open_project(session.project.folder).reading == PEOPLE
    sheet = opened(classes, qtbot)
    qtbot.mouseClick(sheet.defaults_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(session.ready, timeout=30_000):
        qtbot.mouseClick(sheet.read_button, Qt.MouseButton.LeftButton)
    assert counts(classes) == {6}
    assert "reading" not in yaml.safe_load((session.project.folder / "project.yaml").read_text())


def test_nobody_cannot_be_asked_for(classes, qtbot):
    sheet = opened(classes, qtbot)
    for name in ("car", "person"):
        toggle(qtbot, sheet, name)
    assert "at least one" in sheet._words.text()
    assert not sheet.read_button.isEnabled()


def test_heads_without_a_class_are_a_line_of_their_own(classes, qtbot):
    sheet = opened(classes, qtbot)
    toggle(qtbot, sheet, "no class")
    assert sheet._rules.classes == ("person", "car")
    toggle(qtbot, sheet, "no class")
    assert sheet._rules.classes == ()


def test_the_other_rules_come_from_the_model(classes, qtbot):
    sheet = opened(classes, qtbot)
    boxes = next(box for box in sheet.form.findChildren(QComboBox) if box.accessibleName() == "Boxes")
    boxes.setFocus()
    qtbot.keyClick(boxes, Qt.Key.Key_Down)
    assert sheet._rules == ReadingRules(boxes="head")
    assert {spec.path for spec in sheet.form._group.specs} == {"boxes", "frame", "ignored"}


def test_edits_stay_bound_through_a_change_of_the_rules(classes, qtbot):
    document, session = classes.services.document, classes.services.session
    classes.do(ActionId.PAGE_HEADS)
    Hand(classes.services.canvas).click(60, 60)
    edited = document.edited_heads
    with qtbot.waitSignal(session.ready, timeout=30_000):
        session.read_by(PEOPLE)
    assert document.edited_heads == edited
    assert not document.is_dirty
    assert sorted(len(document.annotation(scene.id)) for scene in document.dataset)[-1] == 7


def test_rules_that_cannot_be_read_by_leave_everything_as_it_was(classes, qtbot, notices):
    session, dataset = classes.services.session, classes.services.document.dataset
    before = (session.project.folder / "project.yaml").read_bytes()
    with qtbot.waitSignal(session.refused, timeout=10_000):
        session.read_by(ReadingRules(columns={"image": "class"}))
    assert classes.services.document.dataset is dataset
    assert session.reading == ReadingRules()
    assert (session.project.folder / "project.yaml").read_bytes() == before
    assert "expected the name of a picture" in notices[-1].text


def test_another_dataset_is_read_as_its_files_say_and_that_is_told(classes, qtbot, notices, monkeypatch, tiny_project):
    session = classes.services.session
    with qtbot.waitSignal(session.ready, timeout=30_000):
        session.read_by(PEOPLE)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: tiny_project / "scenes")
    with qtbot.waitSignal(session.ready, timeout=30_000):
        classes.do(ActionId.OPEN_DATASET)
    assert session.reading == ReadingRules()
    assert any("read as its files say" in notice.text for notice in notices)


def test_a_new_file_in_the_folder_is_read_by_the_same_rules(classes, qtbot):
    session, document = classes.services.session, classes.services.document
    with qtbot.waitSignal(session.ready, timeout=30_000):
        session.read_by(PEOPLE)
    first = document.dataset.scenes[0].image_path
    with qtbot.waitSignal(document.dataset_changed, timeout=20_000):
        shutil.copyfile(first, first.with_name("NEW.jpg"))
    assert counts(classes) == {3, 0}


# ---- runs


def queued(window, monkeypatch):
    """What F5 would carry out."""
    added = []
    monkeypatch.setattr(window.services.jobs, "add", added.append)
    window.do(ActionId.RUN_START)
    task = added[0]._task
    return getattr(task, "_task", task)  # of a child process


def test_a_run_reads_as_the_window_does(classes, qtbot, monkeypatch):
    with qtbot.waitSignal(classes.services.session.ready, timeout=30_000):
        classes.services.session.read_by(PEOPLE)
    task = queued(classes, monkeypatch)
    recipe = parse(task.recipe_yaml)
    assert recipe.data.read == PEOPLE
    read = {scene.id: scene.annotation for scene in scenes_in(recipe, Path(recipe.data.path))}
    assert read == {scene.id: scene.annotation for scene in classes.services.document.dataset}


def test_a_run_with_edits_reads_what_the_window_shows_also_heads_without_a_class(classes, qtbot, monkeypatch):
    """A rule of classes would leave out every head that a hand placed, were the copy read by it."""
    document = classes.services.document
    with qtbot.waitSignal(classes.services.session.ready, timeout=30_000):
        classes.services.session.read_by(PEOPLE)
    qtbot.waitUntil(lambda: classes.services.link.image_size is not None, timeout=10_000)
    classes.do(ActionId.PAGE_HEADS)
    Hand(classes.services.canvas).click(60, 60)
    task = queued(classes, monkeypatch)
    assert isinstance(task, RunRecipe)
    recipe = parse(task.recipe_yaml)
    assert recipe.data.read == COPIED
    events = task(threading.Event())
    while not Path(task.scenes, ".complete").exists():
        assert not isinstance(next(events), Failed)
    events.close()
    read = {scene.name: len(scene.annotation) for scene in scenes_in(recipe, Path(recipe.data.path))}
    shown = {scene.name: len(document.annotation(scene.id)) for scene in document.dataset}
    assert read == shown
    assert sorted(set(read.values())) == [3, 4]


def test_copies_differ_where_sources_or_rules_do(tmp_path):
    from miscount.engine.scenes.annotation import Annotation

    edits = {"a": Annotation.of([[1, 1]])}
    kinds = [
        ShownScenes(tmp_path / "a", ReadingRules(), edits), ShownScenes(tmp_path / "b", ReadingRules(), edits),
        ShownScenes(tmp_path / "a", PEOPLE, edits), ShownScenes(tmp_path / "a", ReadingRules(), {}),
    ]  # fmt: skip
    assert len({shown.folder_of_run(tmp_path / "copies") for shown in kinds}) == 4


def test_a_recipe_with_rules_of_its_own_is_told(classes, qtbot, notices):
    document = classes.services.document
    from miscount.studio.runs.scenes_of_runs import on_folder

    document.edit_value("Read", "recipe", on_folder(document.recipe, document.dataset.root, PEOPLE))
    classes._commands.files.say_what_the_recipe_reads()
    assert notices[-1].text == OF_ITS_OWN
    told = len(notices)
    with qtbot.waitSignal(classes.services.session.ready, timeout=30_000):
        classes.services.session.read_by(PEOPLE)
    assert [notice.text for notice in notices[told:] if notice.text == OF_ITS_OWN] == []


def test_exports_are_read_by_the_rules(classes, qtbot, tmp_path):
    with qtbot.waitSignal(classes.services.session.ready, timeout=30_000):
        classes.services.session.read_by(PEOPLE)
    with qtbot.waitSignal(classes.services.jobs.ended, timeout=60_000):
        export(classes, ActionId.EXPORT_SCENES, tmp_path / "out", "csv")
    assert {len(scene.annotation) for scene in read_dataset(tmp_path / "out")} == {3}


def test_counting_is_of_the_files_whatever_the_rules_say(tmp_path, tiny_scenes):
    pictures = [scene.image_path for scene in read_dataset(tiny_scenes)][:4]
    dataset = read_dataset(with_classes(pictures, tmp_path / "classes"), PEOPLE)
    found = count_classes(dataset, threading.Event())
    assert found.counts == (("person", 12), ("car", 8), ("ignore", 4))
    assert found.bare == 4
    stop = threading.Event()
    stop.set()
    assert not count_classes(dataset, stop).complete


def test_edited_scenes_keep_all_their_heads_under_any_rule(tmp_path, tiny_scenes):
    pictures = [scene.image_path for scene in read_dataset(tiny_scenes)][:4]
    dataset = read_dataset(with_classes(pictures, tmp_path / "classes"), PEOPLE)
    first = dataset.scenes[0]
    edited = with_edits(dataset, {first.id: first.annotation.with_heads([[1, 1]])})
    assert len(edited[first.id].annotation) == 4
