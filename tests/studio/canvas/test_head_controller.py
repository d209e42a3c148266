"""Heads in numbers: clipboard, weights and notes, the tour, the coverage grid, a second annotator."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit

from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.canvas.head_controller import reading_order
from tests.studio.hands import Hand

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def heads(window):
    """The Heads page with four heads in its scene."""
    window.show_page(ActionId.PAGE_HEADS)
    document = window.services.document
    document.edit_heads("Four", Annotation.of([[20, 20], [40, 20], [60, 60], [100, 80]]))
    return document


def test_heads_go_to_another_scene_through_the_clipboard(window, heads, qtbot):
    heads.select([0, 2])
    window.services.heads.set_note("a hat")
    window.services.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_C, CTRL)
    first, second = (scene.id for scene in list(heads.dataset)[:2])
    heads.show_scene(second if heads.scene_id == first else first)
    qtbot.waitUntil(lambda: window.services.link.image_size is not None, timeout=5_000)
    before = len(heads.annotation(heads.scene_id))
    QTest.keyClick(window, Qt.Key.Key_V, CTRL)
    after = heads.annotation(heads.scene_id)
    assert len(after) == before + 2
    assert list(after.column("note")[-2:]) == ["a hat", "a hat"]
    assert list(heads.selection) == [before, before + 1]
    heads.history.undo()
    assert len(heads.annotation(heads.scene_id)) == before


def test_cut_takes_away_and_pasting_leaves_out_what_would_lie_outside(window, heads):
    heads.edit_heads("One outside", heads.annotation(heads.scene_id).with_heads([[500, 5]]))
    heads.select([3, 4])
    window.do(ActionId.CUT_HEADS)
    assert len(heads.annotation(heads.scene_id)) == 3
    said = []
    window.services.heads.notified.connect(said.append)
    window.do(ActionId.PASTE_HEADS)
    assert len(heads.annotation(heads.scene_id)) == 4
    assert "1 head would lie outside" in said[-1]


def test_a_clipboard_of_something_else_is_a_sentence(window, heads):
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText("words")
    said = []
    window.services.heads.notified.connect(said.append)
    window.do(ActionId.PASTE_HEADS)
    assert "no heads in the clipboard" in said[-1]


def test_weights_and_notes_are_typed_and_undone(window, heads, qtbot):
    page = window.page.inspector
    weight = next(field for field in page.findChildren(QDoubleSpinBox) if "Weight" in field.accessibleName())
    note = next(field for field in page.findChildren(QLineEdit) if "Note" in field.accessibleName())
    heads.select([1, 3])
    weight.setFocus()
    weight.selectAll()
    qtbot.keyClicks(weight, "0.5")
    qtbot.keyClick(weight, Qt.Key.Key_Return)
    assert heads.annotation(heads.scene_id).weights.tolist() == [1, 0.5, 1, 0.5]
    assert list(heads.selection) == [1, 3]
    qtbot.keyClicks(note, "half hidden")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert list(heads.annotation(heads.scene_id).column("note")) == [None, "half hidden", None, "half hidden"]
    heads.select([0, 1])
    assert weight.text() == "several"
    assert note.placeholderText() == "several"
    heads.history.undo()
    heads.history.undo()
    assert heads.annotation(heads.scene_id) == Annotation.of([[20, 20], [40, 20], [60, 60], [100, 80]])


def test_a_lasso_takes_what_it_surrounds(window, heads):
    window.do(ActionId.TOOL_SELECT)
    hand = Hand(window.services.canvas)
    from PySide6.QtCore import QEvent

    corners = [(10, 10), (50, 10), (50, 30), (10, 30), (10, 12)]
    hand.send(QEvent.Type.MouseMove, *corners[0], False, ALT)
    hand.send(QEvent.Type.MouseButtonPress, *corners[0], True, ALT)
    for corner in corners[1:]:
        hand.send(QEvent.Type.MouseMove, *corner, True, ALT)
    hand.send(QEvent.Type.MouseButtonRelease, *corners[-1], False, ALT)
    assert list(heads.selection) == [0, 1]
    window.do(ActionId.INVERT_SELECTION)
    assert list(heads.selection) == [2, 3]


def test_close_heads_are_merged(window, heads):
    heads.edit_heads("Close", heads.annotation(heads.scene_id).with_heads([[20.4, 20]]))
    window.do(ActionId.MERGE_CLOSE)
    assert len(heads.annotation(heads.scene_id)) == 4


def test_the_tour_goes_through_all_heads_close_up(window, heads):
    window.services.canvas.fit()
    fitted = window.services.canvas.camera().scale
    window.services.canvas.setFocus()
    seen = []
    for _ in range(4):
        QTest.keyClick(window, Qt.Key.Key_N)
        seen.append(int(heads.selection[0]))
        assert window.services.canvas.camera().scale >= min(fitted, 1)
        x, y = heads.annotation(heads.scene_id).points[seen[-1]]
        assert (window.services.canvas.camera().x, window.services.canvas.camera().y) == (x, y)
    assert sorted(seen) == [0, 1, 2, 3]


def test_reading_order_makes_no_long_jumps():
    points = np.array([(x, y) for y in range(5, 100, 10) for x in range(5, 100, 10)], dtype=float)
    order = reading_order(points, 10)
    assert np.linalg.norm(np.diff(points[order], axis=0), axis=1).max() == 10


def test_cells_are_looked_at_one_by_one_and_counted(window, heads):
    from PySide6.QtWidgets import QProgressBar

    window.services.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_L)  # goes to a cell
    for _ in range(64):
        QTest.keyClick(window, Qt.Key.Key_L)
    assert int(window.services.heads.looked.sum()) == 64
    assert window.page.inspector.findChild(QProgressBar).value() == 25
    assert window.services.canvas.camera().scale > 20
    heads.history.undo()
    assert int(window.services.heads.looked.sum()) == 0  # one gesture is one step
    heads.history.redo()
    window.do(ActionId.CLEAR_GRID)
    assert not window.services.heads.looked.any()


def test_a_second_annotator_is_compared_and_merged(window, heads, qtbot, tmp_path, notices):
    from miscount.engine.scenes.conversion import convert
    from miscount.engine.scenes.formats import format_named
    from miscount.studio.runs.tasks import with_edits

    theirs = Annotation.of([[22, 20], [60, 61], [80, 30]])
    edited = with_edits(heads.dataset, {heads.scene_id: theirs})
    convert(edited, format_named("shanghaitech"), tmp_path / "theirs", lambda *_: None)
    window.services.second.open(tmp_path / "theirs")
    qtbot.waitUntil(lambda: window.services.second.agreement is not None, timeout=10_000)
    found = window.services.second.agreement
    assert (len(found.pairs), len(found.missed), len(found.extra)) == (2, 1, 2)
    QTest.keyClick(window, Qt.Key.Key_F9)
    window.do(ActionId.SECOND_TAKE)
    assert [80, 30] in heads.annotation(heads.scene_id).points.tolist()
    heads.select([1])
    window.do(ActionId.SECOND_DROP)
    assert [40, 20] not in heads.annotation(heads.scene_id).points.tolist()
    assert [100, 80] in heads.annotation(heads.scene_id).points.tolist()
    window.do(ActionId.SECOND_AVERAGE)
    assert [21, 20] in heads.annotation(heads.scene_id).points.tolist()
    (tmp_path / "none").mkdir()
    window.services.second.open(tmp_path / "none")
    qtbot.waitUntil(lambda: any("is not a dataset" in notice.text for notice in notices), timeout=5_000)
