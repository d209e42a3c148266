import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest

from miscount.widgets.canvas.markers import Markers, draw_head
from miscount.widgets.canvas.tools.heads import HeadLayer
from tests.widgets.canvas.canvas_hand import ALT, CTRL, HEIGHT, NONE, SHIFT, WIDTH, Heard

POINTS = np.array([[50.0, 50.0], [100.0, 50.0], [100.0, 120.0], [300.0, 200.0]])
KEYS = Qt.Key


@pytest.fixture
def canvas(canvas):
    canvas.set_heads(POINTS)
    return canvas


# ---- adding


def test_a_click_in_point_mode_adds_a_head_where_it_was_pressed(canvas, hand):
    canvas.set_mode("point")
    added = Heard(canvas.heads_added)
    hand.click(200.25, 80.5)
    assert added.last.shape == (1, 2)
    assert added.last[0] == pytest.approx((200.25, 80.5))


def test_a_small_slip_still_adds_and_a_drag_does_not(canvas, hand):
    canvas.set_mode("point")
    added = Heard(canvas.heads_added)
    slip = 4 / canvas.camera().scale
    hand.drag((200, 80), (200 + slip, 80))
    assert added.last[0] == pytest.approx((200, 80))
    hand.drag((200, 80), (200 + 2 * slip, 80))
    assert len(added) == 1


def test_no_head_is_added_beside_the_image(canvas, hand):
    canvas.set_mode("point")
    added = Heard(canvas.heads_added)
    hand.click(-2, 50)
    hand.click(WIDTH, 50)
    assert len(added) == 0


@pytest.mark.parametrize("mode", ["select", "point", "brush", "erase", "trigger", "pan"])
def test_ctrl_and_click_add_in_every_mode(canvas, hand, mode):
    canvas.set_mode(mode)
    added, dabs = Heard(canvas.heads_added), Heard(canvas.dab)
    hand.click(200, 80, CTRL)
    assert added.last[0] == pytest.approx((200, 80))
    assert len(dabs) == 0


def test_a_head_is_moved_by_dragging_it_in_point_mode(canvas, hand):
    canvas.set_mode("point")
    added, moved = Heard(canvas.heads_added), Heard(canvas.heads_moved)
    hand.drag((50, 50), (60, 70), (80, 90))
    indices, points = moved.last
    assert indices.tolist() == [0]
    assert points[0] == pytest.approx((80, 90))
    assert len(added) == 0


# ---- by keyboard alone


def test_a_head_is_placed_by_keys_alone(canvas, hand):
    canvas.set_mode("point")
    added = Heard(canvas.heads_added)
    hand.key(KEYS.Key_Return)
    assert len(added) == 0  # there is no crosshair yet
    hand.key(KEYS.Key_Right)
    hand.key(KEYS.Key_Right)
    hand.key(KEYS.Key_Down, SHIFT)
    assert "x 201.5  y 160.5" in canvas.stage.accessibleDescription()
    hand.key(KEYS.Key_Return)
    assert added.last[0] == pytest.approx((WIDTH / 2 + 0.5 + 1, HEIGHT / 2 + 0.5 + 10))
    assert canvas.stage.accessibleDescription() == "head placed at x 201.5, y 160.5; 4 heads"


def test_the_crosshair_stays_on_the_image_and_in_view(canvas, hand):
    canvas.set_mode("point")
    canvas.stage.zoom(8)
    added = Heard(canvas.heads_added)
    for _ in range(60):
        hand.key(KEYS.Key_Left, SHIFT)
    hand.key(KEYS.Key_Enter)
    assert added.last[0, 0] == 0.5
    view_x, _ = canvas.stage.to_view(*added.last[0])
    assert 0 <= view_x <= 800


def test_keys_step_through_the_heads(canvas, hand):
    chosen = Heard(canvas.selection_changed)
    for key, index in ((KEYS.Key_Period, 0), (KEYS.Key_Period, 1), (KEYS.Key_Comma, 0), (KEYS.Key_Comma, 3)):
        hand.key(key)
        assert chosen.last.tolist() == [index]
    assert "head 4 of 4 selected, x 300.0, y 200.0" in canvas.stage.accessibleDescription()


# ---- selecting


def test_a_click_selects_shift_adds_ctrl_toggles_and_nothing_clears(canvas, hand):
    chosen = Heard(canvas.selection_changed)
    hand.click(50, 50)
    hand.click(100, 120, SHIFT)
    hand.click(50, 50, CTRL)
    hand.click(200, 250)
    assert [list(c) for c in chosen.all] == [[0], [0, 2], [2], []]


def test_a_box_selects_shift_adds_ctrl_toggles(canvas, hand):
    chosen = Heard(canvas.selection_changed)
    hand.drag((30, 30), (120, 70))
    hand.drag((80, 100), (120, 140), held=SHIFT)
    hand.drag((80, 30), (120, 140), held=CTRL)
    assert [list(c) for c in chosen.all] == [[0, 1], [0, 1, 2], [0]]


def test_the_same_selection_again_is_not_said_again(canvas, hand):
    chosen = Heard(canvas.selection_changed)
    hand.click(50, 50)
    hand.click(50, 50)
    assert len(chosen) == 1


def test_ctrl_a_selects_all_and_escape_none(canvas, hand):
    hand.key(KEYS.Key_A, CTRL)
    assert canvas.selection().tolist() == [0, 1, 2, 3]
    hand.key(KEYS.Key_Escape)
    assert canvas.selection().size == 0


def test_taking_another_tool_keeps_the_selection_and_says_nothing(canvas, hand):
    hand.click(50, 50)
    chosen = Heard(canvas.selection_changed)
    canvas.set_mode("trigger")
    canvas.set_mode("select")
    assert canvas.selection().tolist() == [0]
    assert len(chosen) == 0


def test_the_selection_is_kept_while_the_number_of_heads_stays(canvas):
    canvas.set_selection([1, 2])
    canvas.set_heads(POINTS + 1)
    assert canvas.selection().tolist() == [1, 2]
    canvas.set_heads(POINTS[:3])
    assert canvas.selection().size == 0


# ---- moving and deleting


def test_a_drag_moves_all_selected_once_and_says_so_on_the_way(canvas, hand):
    canvas.set_selection([0, 1])
    moved, moving = Heard(canvas.heads_moved), Heard(canvas.heads_moving)
    hand.drag((50, 50), (60, 50), (70, 65))
    assert len(moved) == 1
    assert len(moving) >= 2
    indices, points = moved.last
    assert indices.tolist() == [0, 1]
    assert points == pytest.approx(POINTS[:2] + np.array([20, 15]))


def test_dragging_a_head_that_is_not_selected_selects_and_moves_it_alone(canvas, hand):
    canvas.set_selection([0])
    moved = Heard(canvas.heads_moved)
    hand.drag((100, 120), (110, 140))
    assert moved.last[0].tolist() == [2]
    assert canvas.selection().tolist() == [2]


def test_a_slip_of_the_hand_moves_nothing(canvas, hand):
    moved = Heard(canvas.heads_moved)
    hand.drag((50, 50), (50 + 3 / canvas.camera().scale, 50))
    assert len(moved) == 0


def test_a_group_keeps_its_shape_at_the_border(canvas, hand):
    canvas.set_selection([0, 1])
    moved = Heard(canvas.heads_moved)
    hand.drag((50, 50), (0, 50), (-100, 50))
    points = moved.last[1]
    assert points == pytest.approx(np.array([[0, 50], [50, 50]]))


def test_escape_puts_heads_back_in_the_middle_of_a_drag(canvas, hand):
    moved = Heard(canvas.heads_moved)
    hand.press(50, 50)
    hand.move(90, 90)
    hand.key(KEYS.Key_Escape)
    hand.release(90, 90)
    assert len(moved) == 0
    chosen = Heard(canvas.selection_changed)
    hand.click(50, 50)  # it is where it was
    hand.click(200, 250)
    assert chosen.last.size == 0


def test_heads_that_change_under_the_hand_end_its_drag(canvas, hand):
    moved = Heard(canvas.heads_moved)
    hand.press(50, 50)
    hand.move(90, 90)
    canvas.set_heads(POINTS[:1])
    hand.move(95, 95)
    hand.release(95, 95)
    assert len(moved) == 0


@pytest.mark.parametrize(
    ("key", "held", "by"),
    [(KEYS.Key_Left, NONE, (-1, 0)), (KEYS.Key_Down, NONE, (0, 1)), (KEYS.Key_Up, SHIFT, (0, -10))],
)
def test_arrows_nudge_the_selected(canvas, hand, key, held, by):
    canvas.set_selection([1])
    moved = Heard(canvas.heads_moved)
    hand.key(key, held)
    assert moved.last[1] == pytest.approx(POINTS[[1]] + by)
    hand.key(key, held)
    assert moved.last[1] == pytest.approx(POINTS[[1]] + np.multiply(by, 2))


@pytest.mark.parametrize("key", [KEYS.Key_Delete, KEYS.Key_Backspace])
def test_delete_and_backspace_delete_the_selected(canvas, hand, key):
    deleted = Heard(canvas.heads_deleted)
    hand.key(key)
    assert len(deleted) == 0
    canvas.set_selection([0, 3])
    hand.key(key)
    assert deleted.last.tolist() == [0, 3]


@given(
    arrays(np.float64, st.tuples(st.integers(1, 8), st.just(2)), elements=st.floats(-50, 450)),
    st.floats(-1e3, 1e3),
    st.floats(-1e3, 1e3),
)
def test_no_move_takes_a_head_off_the_image(points, dx, dy):
    layer = HeadLayer()
    layer.frame = (WIDTH, HEIGHT)
    layer.points = points
    inside = ((points >= 0) & (points < (WIDTH, HEIGHT))).all(axis=1)
    after = layer.moved_points(np.arange(len(points)), dx, dy)
    assert (after[inside] >= 0).all()
    assert (after[inside] < (WIDTH, HEIGHT)).all()


# ---- what is seen


def shown(canvas, x, y):
    view_x, view_y = canvas.stage.to_view(x, y)
    return canvas.stage.grab().toImage().pixelColor(round(view_x), round(view_y))


def test_heads_are_drawn_where_they_are(canvas):
    assert shown(canvas, 50, 50).lightness() > 100
    assert shown(canvas, 70, 70).lightness() == 0
    canvas.set_layer("heads", visible=False)
    assert shown(canvas, 50, 50).lightness() == 0


def test_a_head_whose_weight_is_not_1_has_another_shape_and_color(canvas):
    canvas.set_heads(POINTS, np.array([1, 0.3, 1, 1]))
    assert shown(canvas, 100, 50) != shown(canvas, 50, 50)


def test_selecting_repaints_and_hovering_marks(canvas, hand):
    plain = canvas.stage.grab().toImage()
    hand.hover(50, 50)
    hovered = canvas.stage.grab().toImage()
    assert hovered != plain
    canvas.set_selection([0])
    assert canvas.stage.grab().toImage() != hovered


def test_marks_are_drawn_in_one_call_from_one_pixmap(canvas, monkeypatch):
    """20,000 heads are affordable only so; and PrimitiveArray, which makes it so, is pyqtgraph's own affair."""
    calls = []
    real = QPainter.drawPixmapFragments
    monkeypatch.setattr(QPainter, "drawPixmapFragments", lambda *a: (calls.append(a[2]), real(*a)))
    canvas.stage.grab()
    assert calls == [len(POINTS)]


def test_alt_means_nothing_to_select(canvas, hand):
    chosen = Heard(canvas.selection_changed)
    hand.click(50, 50, ALT)
    assert chosen.last.tolist() == [0]


def test_a_double_click_places_one_head(canvas, qtbot):
    canvas.set_mode("point")
    added = Heard(canvas.heads_added)
    place = QPoint(*map(int, canvas.stage.to_view(200, 80)))
    QTest.mouseClick(canvas.stage.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(canvas.stage.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(added) == 1


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=30),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=30),
)
def test_every_mark_that_comes_or_goes_is_drawn_anew(before, after):
    markers = Markers(draw_head, 8)
    first, second = (np.array(points, dtype=float).reshape(-1, 2) for points in (before, after))
    markers.set_points(first, np.zeros(len(first), bool))
    rects = markers._changed(second[:, 0], second[:, 1], np.zeros(len(second), bool))
    gone = {tuple(p) for p in first} ^ {tuple(p) for p in second}
    assert rects is not None
    assert all(any(rect.contains(x, y) for rect in rects) for x, y in gone)
