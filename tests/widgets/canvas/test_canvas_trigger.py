import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from miscount.widgets.canvas import TriggerBox
from miscount.widgets.canvas.tools.trigger_handles import CORNERS, TURN_ARM_PX
from tests.widgets.canvas.canvas_hand import SHIFT, Heard

KEYS = Qt.Key
BOX = TriggerBox((200.0, 150.0), 80.0, 60.0)
places = st.floats(-500, 500)
sides = st.floats(1, 300)
boxes = st.builds(TriggerBox, st.tuples(places, places), sides, sides, st.floats(-360, 360))


@pytest.fixture
def canvas(canvas):
    canvas.set_trigger_box(BOX)
    canvas.set_mode("trigger")
    return canvas


def turn_handle(canvas, box=BOX):
    return box.to_frame(0, -box.height_px / 2 - TURN_ARM_PX / canvas.camera().scale)


def test_a_drag_inside_moves_and_speaks_on_the_way_and_at_the_end(canvas, hand):
    changed, released = Heard(canvas.trigger_changed), Heard(canvas.trigger_released)
    hand.drag((210, 150), (220, 150), (240, 170))
    assert [b.center_xy_px for b in changed.all] == [pytest.approx((210, 150)), pytest.approx((230, 170))]
    assert released.all == [changed.last]


def test_a_click_that_moves_nothing_says_nothing(canvas, hand):
    changed, released = Heard(canvas.trigger_changed), Heard(canvas.trigger_released)
    hand.click(210, 150)
    hand.drag((20, 20), (60, 60))
    assert len(changed) == len(released) == 0


def test_a_corner_scales_and_the_opposite_one_stays(canvas, hand):
    released = Heard(canvas.trigger_released)
    hand.drag(BOX.corner(1, 1), (280, 200))
    box = released.last
    assert (box.width_px, box.height_px) == pytest.approx((120, 80))
    assert box.corner(-1, -1) == pytest.approx(BOX.corner(-1, -1))


def test_shift_at_a_corner_keeps_the_shape(canvas, hand):
    released = Heard(canvas.trigger_released)
    hand.drag(BOX.corner(1, 1), (280, 182), held=SHIFT)
    assert released.last.width_px / released.last.height_px == pytest.approx(80 / 60)


def test_the_round_handle_turns_and_shift_snaps(canvas, hand):
    released = Heard(canvas.trigger_released)
    hand.drag(turn_handle(canvas), (260, 150 - 60 / math.tan(math.radians(33))))
    assert released.last.angle_deg == pytest.approx(33)
    canvas.set_trigger_box(BOX)
    hand.drag(turn_handle(canvas), (260, 150 - 60 / math.tan(math.radians(33))), held=SHIFT)
    assert released.last.angle_deg == pytest.approx(30)


@pytest.mark.parametrize(
    ("key", "held", "change"),
    [
        (KEYS.Key_Right, Qt.KeyboardModifier.NoModifier, lambda b: b.moved(1, 0)),
        (KEYS.Key_Up, SHIFT, lambda b: b.moved(0, -10)),
        (KEYS.Key_BracketRight, Qt.KeyboardModifier.NoModifier, lambda b: b.scaled(1.1)),
        (KEYS.Key_Period, Qt.KeyboardModifier.NoModifier, lambda b: b.turned(15)),
        (KEYS.Key_Comma, Qt.KeyboardModifier.NoModifier, lambda b: b.turned(-15)),
    ],
)
def test_keys_alone_move_scale_and_turn(canvas, hand, key, held, change):
    changed, released = Heard(canvas.trigger_changed), Heard(canvas.trigger_released)
    hand.key(key, held)
    assert changed.all == released.all == [change(BOX)]


def test_escape_brings_the_box_back(canvas, hand):
    changed, released = Heard(canvas.trigger_changed), Heard(canvas.trigger_released)
    hand.press(210, 150)
    hand.move(250, 170)
    hand.key(KEYS.Key_Escape)
    hand.release(250, 170)
    assert changed.last == BOX
    assert len(released) == 0


def test_the_echo_of_a_drag_does_not_end_it(canvas, hand):
    canvas.trigger_changed.connect(canvas.set_trigger_box)
    released = Heard(canvas.trigger_released)
    hand.drag((210, 150), (220, 150), (240, 170), (250, 180))
    assert released.last.center_xy_px == pytest.approx((240, 180))


def test_without_a_box_there_is_nothing_to_take(canvas, hand):
    canvas.set_trigger_box(None)
    changed = Heard(canvas.trigger_changed)
    hand.drag((210, 150), (240, 170))
    hand.key(KEYS.Key_Right)
    assert len(changed) == 0


def color_at(canvas, x, y):
    view_x, view_y = canvas.stage.to_view(x, y)
    return canvas.stage.grab().toImage().pixelColor(int(view_x), int(view_y))


def test_the_overlay_lies_in_the_box_or_over_the_whole_image(canvas):
    canvas.set_trigger_overlay(np.full((4, 4, 4), (255, 0, 0, 255), np.uint8))
    canvas.set_mode("select")
    assert color_at(canvas, 200, 150).red() == 255
    assert color_at(canvas, 20, 20).red() == 0
    canvas.set_trigger_box(None)
    assert color_at(canvas, 20, 20).red() == 255
    canvas.set_trigger_overlay(None)
    assert color_at(canvas, 20, 20).red() == 0


def test_the_box_turns_clockwise(canvas):
    """A quarter turn puts the upper side of the picture to the right."""
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:20] = (255, 0, 0, 255)
    canvas.set_mode("select")
    canvas.set_trigger_overlay(pixels)
    canvas.set_trigger_box(TriggerBox((200, 150), 80, 80, 90))
    assert color_at(canvas, 225, 150).red() == 255
    assert color_at(canvas, 175, 150).red() == 0


def test_a_small_box_can_still_be_moved(canvas, hand):
    canvas.set_trigger_box(TriggerBox((200, 150), 6, 6))
    canvas.fit()
    released = Heard(canvas.trigger_released)
    hand.drag((200, 150), (230, 150))
    assert (released.last.width_px, released.last.center_xy_px[0]) == pytest.approx((6, 230))


@pytest.mark.parametrize("bad", [(0, 10, 0), (10, -1, 0), (math.nan, 1, 0), (1, 1, math.inf)])
def test_a_box_that_is_none_is_refused(bad):
    with pytest.raises(ValueError, match="want a finite box"):
        TriggerBox((1, 1), *bad)


@given(boxes, places, places)
def test_the_axes_of_the_box_lead_there_and_back(box, x, y):
    assert box.to_frame(*box.to_box(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(boxes, st.sampled_from(CORNERS), places, places, st.booleans())
def test_pulling_a_corner_never_moves_the_opposite_one(box, corner, x, y, keep_shape):
    pulled = box.with_corner_at(corner, x, y, keep_shape)
    opposite = (-corner[0], -corner[1])
    assert pulled.corner(*opposite) == pytest.approx(box.corner(*opposite), abs=1e-6)
    assert pulled.width_px > 0
    assert pulled.height_px > 0
    if keep_shape:
        assert pulled.width_px / pulled.height_px == pytest.approx(box.width_px / box.height_px)


@given(boxes, st.floats(-1000, 1000))
def test_angles_stay_within_half_a_turn(box, angle):
    turned = box.turned(angle).angle_deg
    assert -180 < turned <= 180
    assert math.cos(math.radians(turned - angle)) == pytest.approx(1)


def test_alt_and_wheel_and_keys_fade_the_trigger_and_leave_the_view(canvas, hand):
    heard = []
    canvas.trigger_faded.connect(heard.append)
    camera = canvas.camera()
    hand.wheel(200, 150, -1, Qt.KeyboardModifier.AltModifier)
    hand.key(KEYS.Key_Equal)
    hand.key(KEYS.Key_Minus)
    assert heard == pytest.approx([1 / 1.1, 1.1, 1 / 1.1])
    assert canvas.camera() == camera
    canvas.set_mode("select")
    hand.wheel(200, 150, -1, Qt.KeyboardModifier.AltModifier)
    assert len(heard) == 3


def test_a_moved_box_snaps_to_heads_to_the_center_and_to_thirds(canvas, hand):
    """Within a few pixels of the screen, whatever the zoom."""
    near = 4 / canvas.camera().scale
    width, height = canvas.frame
    canvas.set_heads(np.array([[120.0, 90.0]]))
    released = Heard(canvas.trigger_released)
    hand.drag(BOX.center_xy_px, (160, 120), (120 + near, 90 - near / 2))
    assert released.last.center_xy_px == (120, 90)
    hand.drag((120, 90), (130, 120), (width / 3 + near, height / 2 - near))
    assert released.last.center_xy_px == pytest.approx((width / 3, height / 2))
    hand.drag((width / 3, height / 2), (130, 120), (120 + near, 90), held=Qt.KeyboardModifier.NoModifier)
    assert released.last.center_xy_px == (120, 90)
    hand.drag((120, 90), (130, 120), (60, 40))
    assert released.last.center_xy_px == pytest.approx((60, 40), abs=0.5)


def test_numbers_stand_beside_the_hand_while_it_moves(canvas, hand):
    sheet = canvas.panels.beside_hand
    hand.press(*BOX.center_xy_px)
    hand.move(250, 170)
    assert sheet.isVisible()
    assert "x 250  y 170" in sheet.text
    assert "80 × 60 px" in sheet.text
    hand.release(250, 170)
    assert not sheet.isVisible()


def test_handles_that_are_kept_go_before_the_brush_and_the_inside_does_not(canvas, hand):
    canvas.show_trigger_handles(True)
    canvas.set_mode("brush")
    assert canvas._trigger.handles.isVisible()
    released, dabs = Heard(canvas.trigger_released), Heard(canvas.dab)
    hand.drag(BOX.corner(1, 1), (280, 210))
    assert len(released) == 1
    assert len(dabs) == 0
    hand.drag((200, 150), (210, 150))
    assert len(released) == 1
    assert len(dabs) > 0
    canvas.show_trigger_handles(False)
    assert not canvas._trigger.handles.isVisible()


def test_who_looks_under_the_overlays_sees_the_first_image_alone(canvas):
    width, height = (int(side) for side in canvas.frame)
    canvas.set_trigger_box(None)
    canvas.set_mode("select")
    canvas.set_split_image(np.full((height, width, 3), (255, 0, 0), np.uint8))
    assert color_at(canvas, width - 20, 20).red() == 255
    canvas.set_peek(True)
    assert color_at(canvas, width - 20, 20).red() == 0
    canvas.set_peek(False)
    assert color_at(canvas, width - 20, 20).red() == 255
