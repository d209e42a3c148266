"""Proposed heads on the canvas: judged by clicks, keys and boxes, moved, and never taken for heads."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from miscount.widgets.canvas.markers import draw_head, draw_proposal, draw_selected, draw_selected_proposal
from tests.widgets.canvas.canvas_hand import ALT, CTRL, SHIFT, Heard

POINTS = np.array([[50.0, 50.0], [100.0, 50.0], [100.0, 120.0], [300.0, 200.0]])
KEYS = Qt.Key


class Acts:
    """What the person did to the proposals, and to heads meanwhile."""

    def __init__(self, canvas) -> None:
        self.accepted, self.rejected = Heard(canvas.proposals.accepted), Heard(canvas.proposals.deleted)
        self.moved, self.heads = Heard(canvas.proposals.moved), Heard(canvas.heads_added)


@pytest.fixture
def canvas(canvas):
    canvas.set_heads(np.array([[200.0, 150.0]]))
    canvas.set_proposals(POINTS)
    canvas.set_mode("propose")
    canvas.stage.setFocus()
    return canvas


@pytest.fixture
def acts(canvas):
    return Acts(canvas)


def test_a_click_accepts_and_with_alt_rejects(canvas, hand, acts):
    hand.click(101, 119)
    assert acts.accepted.last.tolist() == [2]
    hand.click(51, 50, ALT)
    assert acts.rejected.last.tolist() == [0]
    hand.click(20, 250)
    assert (len(acts.accepted), len(acts.rejected), len(acts.heads)) == (1, 1, 0)


def test_a_double_click_judges_one(canvas, hand, acts):
    view = canvas.stage.viewport()
    place = canvas.stage.to_view(50, 50)
    from PySide6.QtCore import QPoint

    at = QPoint(*map(round, place))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    canvas.set_proposals(POINTS[1:])  # as the document has it then
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert len(acts.accepted) == 1


def test_a_box_selects_then_keys_judge(canvas, hand, acts):
    hand.drag((30, 30), (80, 90), (130, 140))
    assert canvas.proposals.selection.tolist() == [0, 1, 2]
    assert len(acts.accepted) == 0
    QTest.keyClick(canvas.stage, KEYS.Key_Return)
    assert acts.accepted.last.tolist() == [0, 1, 2]
    hand.drag((280, 180), (320, 220))
    QTest.keyClick(canvas.stage, KEYS.Key_Delete)
    assert acts.rejected.last.tolist() == [3]
    assert canvas.selection().size == 0


def test_shift_adds_to_what_is_selected_and_ctrl_toggles(canvas, hand, acts):
    hand.click(50, 50, SHIFT)
    hand.click(100, 50, SHIFT)
    hand.click(50, 50, CTRL)
    assert canvas.proposals.selection.tolist() == [1]
    assert len(acts.accepted) == 0


def test_by_keys_alone_each_is_visited_and_judged(canvas, acts):
    QTest.keyClick(canvas.stage, KEYS.Key_Period)
    assert canvas.proposals.selection.tolist() == [0]
    canvas.proposals.accepted.connect(lambda _: canvas.set_proposals(POINTS[1:]))
    QTest.keyClick(canvas.stage, KEYS.Key_Return)
    assert acts.accepted.last.tolist() == [0]
    assert canvas.proposals.points[canvas.proposals.selection].tolist() == [POINTS[1].tolist()]
    QTest.keyClick(canvas.stage, KEYS.Key_Right)
    assert acts.moved.last[1].tolist() == [[101.0, 50.0]]
    QTest.keyClick(canvas.stage, KEYS.Key_Escape)
    assert canvas.proposals.selection.size == 0
    QTest.keyClick(canvas.stage, KEYS.Key_Return)
    assert len(acts.accepted) == 1
    QTest.keyClick(canvas.stage, KEYS.Key_A, CTRL)
    assert canvas.proposals.selection.tolist() == [0, 1, 2]


def test_a_refused_act_leaves_the_selection_where_it_is(canvas, acts):
    canvas.set_proposals(POINTS)
    QTest.keyClick(canvas.stage, KEYS.Key_Period)
    QTest.keyClick(canvas.stage, KEYS.Key_Delete)  # nobody takes it away, as in a read-only window
    assert canvas.proposals.selection.tolist() == [0]


def test_a_drag_moves_one_and_judges_none(canvas, hand, acts):
    hand.drag((50, 50), (60, 60), (70, 90))
    indices, places = acts.moved.last
    assert indices.tolist() == [0]
    assert places[0] == pytest.approx((70, 90))
    assert len(acts.accepted) == 0


def test_ctrl_and_click_on_nothing_adds_a_head_and_other_tools_leave_proposals_alone(canvas, hand, acts):
    hand.click(250, 80, CTRL)
    assert acts.heads.last[0] == pytest.approx((250, 80))
    canvas.set_mode("point")
    hand.click(100, 50)
    canvas.set_mode("select")
    hand.click(100, 120)
    assert (len(acts.accepted), len(acts.heads)) == (0, 2)


def test_selection_stays_while_their_number_stays(canvas):
    canvas.proposals.set_selection(np.array([1, 2]))
    canvas.set_proposals(POINTS + 1)
    assert canvas.proposals.selection.tolist() == [1, 2]
    canvas.set_proposals(POINTS[:2])
    assert canvas.proposals.selection.size == 0


def test_they_are_told_from_heads_without_color(canvas):
    """A head is full in its middle and round; a proposal is open between its dot and its line, and has corners."""

    def drawn(stroke) -> np.ndarray:
        image = QImage(40, 40, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(20, 20)
        stroke(painter, 24.0, False)
        painter.end()
        return np.frombuffer(image.constBits(), np.uint8).reshape(40, 40, 4)[..., 3] > 128

    head, proposed, chosen, picked = map(drawn, (draw_head, draw_proposal, draw_selected, draw_selected_proposal))
    assert head[20, 25]
    assert not proposed[20, 25]
    assert proposed[20, 20]
    for full, diamond in ((head, proposed), (chosen, picked)):
        assert full[12, 28]
        assert not diamond[12, 28]


def test_a_screen_reader_hears_of_them(canvas):
    canvas.set_proposals(POINTS)
    assert "1 head, 4 proposed" in canvas.stage.accessibleDescription()
