"""Opening is a transaction, and edits go with their pictures: a refusal leaves everything as it was."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.beginnings.offers import CHOOSE_DATASET, SHOW_THEM
from miscount.studio.desktop import dialogs
from miscount.studio.document.edits import HandMap, Patch, heads_hash
from miscount.studio.document.project import new_project, open_project
from miscount.studio.settings import Settings
from miscount.studio.window import StudioWindow
from miscount.widgets.notices import Severity
from tests.studio.conftest import TINY
from tests.studio.hands import Hand


def state(window):
    """All that a refusal must leave as it was."""
    document, session = window.services.document, window.services.session
    folder = session.project.folder
    files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"}
    return (
        files, id(document.dataset), document.scene_id, document.history.stack.count(), document.history.stack.index(),
        document.edited_heads, document.hand_maps, document.all_marks, id(document.recipe), document.is_dirty,
        window.windowTitle(), session.project,
        window.scene_list.shown(), window.services.canvas.panels.empty.text(), window.status_line.progress.isVisible(),
    )  # fmt: skip


def choose(monkeypatch, *folders: Path | None) -> None:
    """The person chooses these folders, one after another."""
    given = iter(folders)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: next(given))


@pytest.fixture
def edited(window, qtbot):
    """The window with one head added by hand, and saved."""
    window.do(ActionId.PAGE_HEADS)
    Hand(window.services.canvas).click(30, 30)
    with qtbot.waitSignal(window.services.session.saved, timeout=10_000):
        window.do(ActionId.SAVE)
    return window


@pytest.fixture
def unreadable(tmp_path: Path) -> dict[str, Path]:
    """Folders that are no dataset."""
    empty, words = tmp_path / "empty", tmp_path / "words"
    empty.mkdir()
    words.mkdir()
    (words / "notes.txt").write_text("nothing to see")
    return {"empty": empty, "words": words, "missing": tmp_path / "missing", "file": words / "notes.txt"}


@pytest.mark.parametrize("kind", ["empty", "words", "missing", "file"])
def test_a_dataset_that_cannot_be_read_leaves_everything_as_it_was(
    edited, qtbot, notices, monkeypatch, unreadable, kind
):
    before = state(edited)
    choose(monkeypatch, unreadable[kind])
    with qtbot.waitSignal(edited.services.session.refused, timeout=10_000):
        edited.do(ActionId.OPEN_DATASET)
    assert state(edited) == before
    assert notices[-1].severity is Severity.ERROR
    assert str(unreadable[kind]) in notices[-1].text
    edited.services.document.history.undo()
    assert edited.services.document.edited_heads == {}


def test_a_project_whose_scenes_cannot_be_read_leaves_the_open_one_and_offers_to_choose_them(
    edited, qtbot, notices, monkeypatch, tmp_path, unreadable, tiny_scenes
):
    bad = new_project(tmp_path / "bad", "Bad", unreadable["missing"], TINY).folder
    before, its_file = state(edited), (bad / "project.yaml").read_bytes()
    choose(monkeypatch, bad)
    with qtbot.waitSignal(edited.services.session.refused, timeout=10_000):
        edited.do(ActionId.OPEN_PROJECT)
    assert state(edited) == before
    assert (bad / "project.yaml").read_bytes() == its_file
    assert notices[-1].action == CHOOSE_DATASET
    choose(monkeypatch, tiny_scenes)
    with qtbot.waitSignal(edited.services.session.ready, timeout=30_000):
        edited.notices.action_chosen.emit(notices[-1])
    assert edited.windowTitle().startswith("Bad")
    assert open_project(bad).dataset_path == tiny_scenes.resolve()


def test_where_nothing_could_be_opened_the_window_says_what_to_do(qtbot, tmp_path, unreadable):
    project = new_project(tmp_path / "p", "P", unreadable["missing"], TINY).folder
    window = StudioWindow(Settings())
    window.show()
    with qtbot.waitSignal(window.services.session.refused, timeout=10_000):
        window.open_folder(project)
    words = window.services.canvas.panels.empty.text()
    assert str(unreadable["missing"]) in words
    assert "Open project" in words
    assert "Reading" not in words
    assert not window.status_line.progress.isVisible()
    window.close()
    window.deleteLater()


def test_a_project_yaml_that_cannot_be_written_leaves_everything(
    edited, qtbot, notices, monkeypatch, tiny_scenes, tmp_path
):
    from miscount.engine.errors import OutputError
    from miscount.studio.document.project import Project

    other = Path(shutil.copytree(tiny_scenes, tmp_path / "other"))
    before = state(edited)

    def refuse(_project: Project) -> None:
        raise OutputError("project.yaml could not be written: no room.")

    monkeypatch.setattr(Project, "write_file", refuse)
    choose(monkeypatch, other)
    with qtbot.waitSignal(edited.services.session.refused, timeout=10_000):
        edited.do(ActionId.OPEN_DATASET)
    after = state(edited)
    added = {path for path in after[0].keys() - before[0].keys() if path.name != "older.json"}
    assert added == set()
    assert {path: after[0][path] for path in before[0]} == before[0]
    assert after[1:] == before[1:]
    assert "no room" in notices[-1].text


def test_work_that_cannot_be_saved_is_not_left(edited, qtbot, notices, monkeypatch, tiny_scenes, tmp_path):
    from miscount.engine.errors import OutputError
    from miscount.studio.document.edit_files import EditFiles

    other = Path(shutil.copytree(tiny_scenes, tmp_path / "other"))
    Hand(edited.services.canvas).click(50, 50)
    heads = edited.services.document.edited_heads

    def full(*_arguments: object, **_named: object) -> None:
        raise OutputError("The disk is full.")

    monkeypatch.setattr(EditFiles, "save_heads", full)
    choose(monkeypatch, other)
    with qtbot.waitSignal(edited.services.session.refused, timeout=10_000):
        edited.do(ActionId.OPEN_DATASET)
    assert edited.services.document.edited_heads == heads
    assert edited.services.document.is_dirty
    assert "disk is full" in notices[-1].text
    monkeypatch.undo()


# ---- edits go with their pictures


def other_pictures(scenes: Path, folder: Path) -> Path:
    """A dataset of the same names with other pictures, each a copy that was turned."""
    from PIL import Image

    shutil.copytree(scenes, folder)
    for path in sorted((*folder.rglob("*.jpg"), *folder.rglob("*.png"))):
        with Image.open(path) as picture:
            turned = picture.transpose(Image.Transpose.ROTATE_180)
        turned.save(path)
    return folder


def edit_everything(window) -> str:
    """Heads, a stroke, marks and proposals of the current scene; its id."""
    document = window.services.document
    heads = document.annotation(document.scene_id)
    document.edit_heads("Add", heads.with_heads([[3, 3]]))
    size = window.services.link.image_size
    ones = np.ones((4, 4), np.float32)
    empty = HandMap(np.zeros(size, np.float32), {"kind": "fixed", "sigma_px": 5.0}, heads_hash(heads), heads)
    document.edit_density("Stroke", [Patch(0, 0, np.zeros((4, 4), np.float32), ones)], lambda: empty)
    window.do(ActionId.MARK_CHECKED)
    document.edit_proposals("Propose", Annotation.of([[7, 7]]))
    return document.scene_id


def has_all(document, scene_id: str) -> bool:
    return (
        scene_id in document.edited_heads and scene_id in document.hand_maps and document.marks(scene_id).checked
        and len(document.proposals(scene_id)) == 1
    )  # fmt: skip


def has_none(document) -> bool:
    return not (document.edited_heads or document.hand_maps or document.all_marks or document.all_proposals)


def show(window, qtbot, monkeypatch, folder: Path) -> None:
    choose(monkeypatch, folder)
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.do(ActionId.OPEN_DATASET)


def test_edits_are_never_laid_over_other_pictures_of_the_same_names_and_come_back(
    window, qtbot, notices, monkeypatch, tiny_project, tiny_scenes, tmp_path
):
    scene_id, document = edit_everything(window), window.services.document
    other = other_pictures(tiny_scenes, tmp_path / "other")
    show(window, qtbot, monkeypatch, other)
    assert scene_id in {scene.id for scene in document.dataset}
    assert has_none(document)
    notice = next(notice for notice in notices if notice.action == SHOW_THEM)
    assert "4 edits in this project are not shown" in notice.text
    window.notices.action_chosen.emit(notice)
    rows = window._commands.files._elsewhere.rows
    listed = [[rows.topLevelItem(k).text(column) for column in range(4)] for k in range(rows.topLevelItemCount())]
    assert {row[0] for row in listed} == {scene_id}
    assert len(listed) == 4
    assert all("another one" in row[2] and Path(row[3]).exists() for row in listed)
    # the same name is edited in the other dataset too: both are kept
    mine = edit_everything(window)
    assert mine == scene_id
    show(window, qtbot, monkeypatch, tiny_project / "scenes")
    assert has_all(document, scene_id)
    assert window.services.session.absent
    show(window, qtbot, monkeypatch, other)
    assert has_all(document, scene_id)


def test_a_picture_that_was_renamed_keeps_its_edits(window, qtbot, monkeypatch, tmp_path, tiny_scenes):
    scene_id, document = edit_everything(window), window.services.document
    moved = Path(shutil.copytree(tiny_scenes, tmp_path / "moved"))
    name = scene_id.rsplit("/", 1)[-1]
    for path in sorted(moved.rglob(f"*{name}.*")):
        if scene_id.split("/")[1] in str(path):
            path.rename(path.with_name(path.name.replace(name, "IMG_900")))
    show(window, qtbot, monkeypatch, moved)
    assert has_all(document, scene_id.replace(name, "IMG_900"))
    assert window.services.session.absent == ()


def test_edits_of_the_older_form_are_of_the_dataset_they_were_made_on(
    qtbot, monkeypatch, tiny_project, tiny_scenes, tmp_path
):
    import json

    scene_id = read_dataset(tiny_scenes).scenes[0].id
    path = tiny_project / "edits" / "heads" / f"{scene_id}.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"schema": 1, "scene": scene_id, "points": [[1, 2]], "weights": [1]}))
    (tiny_project / "edits" / "marks.json").write_text(
        json.dumps({"schema": 1, "scenes": {scene_id: {"checked": True, "looked": "0"}}})
    )
    window = StudioWindow(Settings())
    window.show()
    document = window.services.document
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.open_folder(tiny_project)
    assert document.edited_heads == {scene_id: Annotation.of([[1, 2]])}
    before = path.read_bytes()
    show(window, qtbot, monkeypatch, other_pictures(tiny_scenes, tmp_path / "other"))
    assert has_none(document)
    assert len(window.services.session.absent) == 2
    assert path.read_bytes() == before
    show(window, qtbot, monkeypatch, tiny_project / "scenes")
    assert document.edited_heads == {scene_id: Annotation.of([[1, 2]])}
    assert document.marks(scene_id).checked
    document.edit_heads("Another", Annotation.of([[5, 5]]), scene_id)
    with qtbot.waitSignal(window.services.session.saved, timeout=10_000):
        window.do(ActionId.SAVE)
    assert json.loads(path.read_text())["picture"]["num_bytes"] > 0
    window.close()
    window.deleteLater()


def test_until_the_edits_are_there_nothing_can_be_edited_run_or_exported(window, qtbot, tiny_scenes):
    document = window.services.document
    document.open(read_dataset(tiny_scenes), {}, {}, waiting=True)
    window._refresh_actions()
    qtbot.waitUntil(lambda: window.services.pictures.kept(document.scene_id) is not None, timeout=10_000)
    window.do(ActionId.PAGE_HEADS)
    Hand(window.services.canvas).click(30, 30)
    assert document.edited_heads == {}
    assert "still being matched" in window.status_line._message.toolTip()
    for action in (ActionId.RUN_START, ActionId.EXPORT_SCENES, ActionId.EXPORT_MAPS, ActionId.EXPORT_POISON):
        assert not window.book[action].isEnabled()
    document.lay({}, {}, {}, {})
    assert window.book[ActionId.EXPORT_SCENES].isEnabled()
    Hand(window.services.canvas).click(30, 30)
    assert len(document.edited_heads) == 1


def test_a_journal_of_another_dataset_is_not_played_into_this_one(
    window, qtbot, monkeypatch, tiny_project, tiny_scenes, tmp_path
):
    from miscount.studio.desktop import places

    window.do(ActionId.PAGE_HEADS)
    Hand(window.services.canvas).click(30, 30)
    assert window.services.session._journal.flush()
    journals = places.journal_folder(window.services.session.project.folder)
    kept = shutil.copytree(journals, tmp_path / "kept")
    window.services.document.history.undo()
    window.close()
    shutil.copytree(kept, journals, dirs_exist_ok=True)  # as a kill would have left it
    other = other_pictures(tiny_scenes, tmp_path / "other")
    open_project(tiny_project).with_dataset(other).write_file()
    again = StudioWindow(Settings())
    again.show()
    session = again.services.session
    with qtbot.waitSignal(session.ready, timeout=30_000):
        again.open_folder(tiny_project)
    assert not session.has_leftovers
    assert any("of pictures that are not in this dataset" in notice.text for notice in again.notices.notices())
    choose(monkeypatch, tiny_project / "scenes")
    with qtbot.waitSignal(session.left_over, timeout=30_000):
        again.do(ActionId.OPEN_DATASET)
    assert session.recover() == "Recovered unsaved changes of 1 scene."
    assert len(again.services.document.edited_heads) == 1
    again.close()
    again.deleteLater()


def test_keys_alone_reach_the_list(window, qtbot):
    window.do(ActionId.PALETTE)
    assert any(row.id == ActionId.EDITS_ELSEWHERE.value for row in window.book.commands())
    QApplication.activeWindow()
    window._palette.close()
    window.do(ActionId.EDITS_ELSEWHERE)
    dialog = window._commands.files._elsewhere_window
    assert dialog.isVisible()
    assert dialog.windowModality() is Qt.WindowModality.NonModal
    dialog.close()


def test_the_list_shows_the_pictures_of_the_dataset_that_is_open(window, qtbot, monkeypatch, tiny_scenes, tmp_path):
    """The same names, other pictures: no thumbnail of the former dataset is left."""
    name, made = window.services.document.scene_id, window.scene_list

    def pixels() -> bytes | None:
        picture = made._thumbnails.get(made.row(name).thumbnail)
        return None if picture is None else bytes(picture.toImage().constBits())

    qtbot.waitUntil(lambda: pixels() is not None, timeout=10_000)
    before = pixels()
    show(window, qtbot, monkeypatch, other_pictures(tiny_scenes, tmp_path / "other"))
    qtbot.waitUntil(lambda: pixels() is not None, timeout=10_000)
    assert pixels() != before
