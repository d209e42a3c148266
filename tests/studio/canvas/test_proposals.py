"""Heads that a counter proposes, in the window: asked off its thread, judged by hand, undone, kept, never exported."""

import shutil
import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from miscount.engine.density import FixedKernel, block_sum, density_map
from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.desktop import places
from miscount.studio.settings import Settings
from miscount.studio.window import StudioWindow
from tests.studio.hands import Hand, export

ALT = Qt.KeyboardModifier.AltModifier
TRUE = np.array([[20.0, 20], [60, 24], [100, 30], [30, 70], [90, 75]])


class Counter:
    """Sees the heads TRUE in every picture, on a thread; it can be held."""

    stride = 8

    def __init__(self) -> None:
        self.held = threading.Event()
        self.held.set()
        self.threads: list[threading.Thread] = []

    def density(self, image: np.ndarray) -> np.ndarray:
        self.threads.append(threading.current_thread())
        assert self.held.wait(10)
        return block_sum(density_map(Annotation.of(TRUE), image.shape[:2], FixedKernel(sigma_px=4)), 8)


@pytest.fixture
def counter(window):
    made = Counter()
    window.services.reaction.set_counter(made)
    window.do(ActionId.PAGE_HEADS)
    window.services.canvas.setFocus()
    return made


@pytest.fixture
def document(window):
    document = window.services.document
    document.edit_heads("Nobody", Annotation.of([]))
    return document


@pytest.fixture
def proposed(window, counter, document, qtbot):
    """The document with the heads proposed, by the key."""
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(document.proposals(document.scene_id)) == len(TRUE), timeout=10_000)
    return document


def near(points: np.ndarray, wanted: np.ndarray) -> bool:
    return len(points) == len(wanted) and all(np.abs(wanted - p).max(axis=1).min() < 2 for p in points)


def test_proposals_come_off_the_windows_thread_and_are_no_heads(window, counter, proposed):
    assert all(thread is not threading.main_thread() for thread in counter.threads)
    assert near(proposed.proposals(proposed.scene_id).points, TRUE)
    assert len(proposed.annotation(proposed.scene_id)) == 0
    assert window.services.canvas.mode() == "propose"
    assert len(window.services.canvas.proposals.points) == len(TRUE)
    assert len(window.services.canvas.heads.points) == 0


def test_they_are_judged_by_clicks_and_every_step_is_undone(window, proposed):
    hand, scene = Hand(window.services.canvas), proposed.scene_id
    hand.click(*TRUE[0])
    assert near(proposed.annotation(scene).points, TRUE[:1])
    assert proposed.annotation(scene).weights.tolist() == [1]
    hand.click(*TRUE[1], ALT)
    hand.drag(tuple(TRUE[2]), (110, 50))
    assert near(proposed.proposals(scene).points, np.array([[110, 50], TRUE[3], TRUE[4]]))
    for heads, left in ((1, 3), (1, 4), (0, 5), (0, 0)):
        proposed.history.undo()
        assert (len(proposed.annotation(scene)), len(proposed.proposals(scene))) == (heads, left)
    for _ in range(4):
        proposed.history.redo()
    assert (len(proposed.annotation(scene)), len(proposed.proposals(scene))) == (1, 3)


def test_a_region_and_all_of_them_are_judged_at_once(window, proposed):
    hand, scene, canvas = Hand(window.services.canvas), proposed.scene_id, window.services.canvas
    hand.drag((5, 55), (120, 90))
    assert canvas.proposals.selection.size == 2
    accept = next(b for b in window.page.inspector.findChildren(QPushButton) if b.text().startswith("Accept"))
    assert accept.text() == "Accept 2 selected"
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    assert near(proposed.annotation(scene).points, TRUE[3:])
    assert accept.text() == "Accept all"
    QTest.keyClick(window, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert len(proposed.proposals(scene)) == 0
    proposed.history.undo()
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert near(proposed.annotation(scene).points, TRUE)
    proposed.history.undo()
    proposed.history.undo()
    assert (len(proposed.annotation(scene)), len(proposed.proposals(scene))) == (0, 5)


def test_heads_that_are_there_are_not_proposed_again(window, counter, document, qtbot):
    document.edit_heads("Two", Annotation.of(TRUE[:2]))
    window.do(ActionId.PROPOSE_HEADS)
    qtbot.waitUntil(lambda: len(document.proposals(document.scene_id)) == 3, timeout=10_000)
    assert near(document.proposals(document.scene_id).points, TRUE[2:])
    assert "2 more lie at heads" in window.status_line._message.toolTip()


def test_asking_can_be_stopped_and_says_so(window, counter, document, qtbot):
    counter.held.clear()
    window.do(ActionId.PROPOSE_HEADS)
    assert window.status_line.progress.isVisible()
    window.do(ActionId.PROPOSE_HEADS)
    assert not window.status_line.progress.isVisible()
    assert "Stopped" in window.status_line._message.toolTip()
    counter.held.set()
    window.services.background.wait()
    QApplication.processEvents()
    assert len(document.proposals(document.scene_id)) == 0


def test_whoever_went_on_to_another_scene_is_not_called_back(window, counter, document, qtbot):
    counter.held.clear()
    first = document.scene_id
    window.do(ActionId.PROPOSE_HEADS)
    document.step_scene(1)
    counter.held.set()
    qtbot.waitUntil(lambda: len(document.proposals(first)) == len(TRUE), timeout=10_000)
    assert document.scene_id != first
    assert len(document.proposals(document.scene_id)) == 0


def test_without_a_counter_it_says_what_to_do(window, notices):
    window.do(ActionId.PAGE_HEADS)
    window.do(ActionId.PROPOSE_HEADS)
    assert "Ctrl+L" in notices[-1].text


def test_what_nobody_accepted_is_not_exported_and_it_is_said(window, proposed, notices, qtbot, tmp_path):
    from miscount.engine.scenes import read_dataset

    Hand(window.services.canvas).click(*TRUE[0])
    out = tmp_path / "exported"
    with qtbot.waitSignal(window.services.jobs.ended, timeout=60_000):
        export(window, ActionId.EXPORT_SCENES, out, "csv")
    assert any("4 heads that a counter proposed in 1 scene are left out" in notice.text for notice in notices)
    assert sorted(len(scene.annotation) for scene in read_dataset(out))[0] == 1


def test_they_are_saved_with_the_project_and_after_a_kill_all_is_back(window, proposed, qtbot, tiny_project):
    scene = proposed.scene_id
    with qtbot.waitSignal(window.services.session.saved, timeout=10_000):
        window.do(ActionId.SAVE)
    assert len(list((tiny_project / "edits" / "proposals").rglob("*.json"))) == 1
    Hand(window.services.canvas).click(*TRUE[0])
    heads, left = proposed.annotation(scene), proposed.proposals(scene)
    assert window.services.session._journal.flush()
    journals = places.journal_folder(window.services.session.project.folder)
    edits, killed = tiny_project / "edits", tiny_project.parent / "killed"
    shutil.copytree(journals, killed / "journal")
    shutil.copytree(edits, killed / "edits")
    window.close()
    shutil.rmtree(edits)
    shutil.copytree(killed / "edits", edits)  # as a kill would have left both
    shutil.copytree(killed / "journal", journals, dirs_exist_ok=True)
    again = StudioWindow(Settings())
    again.show()
    with qtbot.waitSignal(again.services.session.left_over, timeout=30_000):
        again.open_folder(tiny_project)
    document = again.services.document
    assert len(document.proposals(scene)) == 5
    again.do(ActionId.RECOVER)
    assert document.annotation(scene) == heads
    assert document.proposals(scene) == left
    again.close()
    again.deleteLater()
