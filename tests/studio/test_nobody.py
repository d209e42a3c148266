"""A picture that truly shows nobody: labelled as empty by a key, taken back, kept, recovered and exported."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from miscount.engine.scenes import read_dataset
from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs
from miscount.studio.document import Document
from miscount.studio.document.journal import Journal, read_journal
from miscount.studio.document.recovery import recover
from tests.studio.hands import Hand, export


def no_values(name: str, _raw: object) -> object:
    raise KeyError(name)


@pytest.fixture
def photographs(window, qtbot, monkeypatch, tmp_path):
    """The window with a folder of pictures that nobody has labelled."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number, scene in enumerate(window.services.document.dataset.scenes[:4]):
        shutil.copyfile(scene.image_path, folder / f"DSC_{number}{scene.image_path.suffix}")
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: folder)
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.do(ActionId.OPEN_DATASET)
    document = window.services.document
    qtbot.waitUntil(lambda: window.services.pictures.kept(document.scene_id) is not None, timeout=10_000)
    window.do(ActionId.PAGE_HEADS)
    return window


def press(qtbot, window, key) -> None:
    window.services.canvas.setFocus()
    qtbot.keyClick(window.services.canvas, key)


def test_a_key_labels_the_scene_as_empty_and_another_takes_it_back(photographs, qtbot):
    document = photographs.services.document
    scene_id = document.scene_id
    press(qtbot, photographs, Qt.Key.Key_0)
    assert not document.is_unlabelled(scene_id)
    assert document.edited_heads.keys() == {scene_id}
    assert len(document.edited_heads[scene_id]) == 0
    row = photographs.scene_list.row(scene_id)
    assert row.count == 0
    assert "edited" in row.marks
    assert "nobody is in this picture" in photographs.page._state.text()
    press(qtbot, photographs, Qt.Key.Key_U)
    assert document.is_unlabelled(scene_id)
    document.history.undo()
    assert not document.is_unlabelled(scene_id)
    document.history.undo()
    assert document.is_unlabelled(scene_id)
    assert document.edited_heads == {}
    document.history.redo()
    assert not document.is_unlabelled(scene_id)


def test_a_head_that_is_taken_away_again_leaves_what_was_said_before(photographs):
    document, hand = photographs.services.document, Hand(photographs.services.canvas)
    scene_id = document.scene_id
    hand.click(30, 30)
    document.edit_heads("Delete", document.annotation(scene_id).take([]))
    assert document.is_unlabelled(scene_id)
    photographs.do(ActionId.MARK_EMPTY)
    hand.click(30, 30)
    document.edit_heads("Delete", document.annotation(scene_id).take([]))
    assert not document.is_unlabelled(scene_id)


def test_not_labelled_yet_takes_the_heads_along_in_one_step(photographs):
    document = photographs.services.document
    scene_id = document.scene_id
    Hand(photographs.services.canvas).click(30, 30)
    photographs.do(ActionId.MARK_UNLABELLED)
    assert document.is_unlabelled(scene_id)
    document.history.undo()
    assert len(document.annotation(scene_id)) == 1


def test_heads_are_never_deleted_by_it_and_labels_of_the_dataset_stay(photographs):
    document = photographs.services.document
    Hand(photographs.services.canvas).click(30, 30)
    photographs.do(ActionId.MARK_EMPTY)
    assert len(document.annotation(document.scene_id)) == 1
    assert "delete first" in photographs.status_line._message.toolTip()


def test_a_labelled_scene_is_left_alone(window):
    window.do(ActionId.PAGE_HEADS)
    document = window.services.document
    for action, words in ((ActionId.MARK_EMPTY, "delete first"), (ActionId.MARK_UNLABELLED, "no edit takes them")):
        window.do(action)
        assert document.edited_heads == {}
        assert words in window.status_line._message.toolTip()


def test_it_is_saved_and_there_again(photographs, qtbot):
    session, document = photographs.services.session, photographs.services.document
    scene_id = document.scene_id
    photographs.do(ActionId.MARK_EMPTY)
    with qtbot.waitSignal(session.saved, timeout=10_000):
        photographs.do(ActionId.SAVE)
    with qtbot.waitSignal(session.ready, timeout=30_000):
        photographs.open_folder(session.project.folder)
    assert not document.is_unlabelled(scene_id)
    photographs.do(ActionId.MARK_UNLABELLED)
    assert document.is_unlabelled(scene_id)
    with qtbot.waitSignal(session.saved, timeout=10_000):
        photographs.do(ActionId.SAVE)
    assert not list(session.project.edits_folder.rglob("heads/**/*.json"))


def test_it_is_played_back_from_the_journal(photographs, tmp_path):
    document = photographs.services.document
    journal = Journal(tmp_path / "journals" / "journal.jsonl", tmp_path)
    document.applied.connect(journal.append)
    first, second = (scene.id for scene in document.dataset.scenes[:2])
    document.say_nobody("Nobody", True, first)
    document.say_nobody("Nobody", True, second)
    document.say_nobody("Not yet", False, second)
    assert journal.flush()
    document.applied.disconnect(journal.append)
    again = Document()
    again.open(document.dataset, {}, {})
    assert recover(again, [read_journal(journal.path)], no_values).counts[1] == 0
    journal.close()
    assert set(again.edited_heads) == {first}


@pytest.mark.parametrize("form", ["shanghaitech", "csv", "labelme", "coco"])
def test_it_is_exported_as_a_labelled_scene_without_heads(photographs, qtbot, tmp_path, form):
    document = photographs.services.document
    photographs.do(ActionId.MARK_EMPTY)
    with qtbot.waitSignal(photographs.services.jobs.ended, timeout=60_000):
        export(photographs, ActionId.EXPORT_SCENES, tmp_path / "out", form)
    labelled = [scene for scene in read_dataset(tmp_path / "out") if scene.labels.labelled]
    assert [(scene.name, len(scene.annotation)) for scene in labelled] == [(document.scene.name, 0)]


def test_the_buttons_are_there_for_scenes_without_labels_alone(photographs):
    column = photographs.page.inspector
    nobody, unlabel = (
        next(button for button in column.findChildren(QPushButton) if button.text().startswith(words))
        for words in ("Nobody is in", "Not labelled yet")
    )
    assert (nobody.isEnabled(), unlabel.isEnabled()) == (True, False)
    nobody.click()
    assert (nobody.isEnabled(), unlabel.isEnabled()) == (False, True)
    unlabel.click()
    assert (nobody.isEnabled(), unlabel.isEnabled()) == (True, False)
