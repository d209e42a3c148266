import math

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.widgets.canvas.canvas_hand import ALT, HEIGHT, SHIFT, WIDTH, Heard

KEYS = Qt.Key


@pytest.fixture
def canvas(canvas):
    canvas.set_brush_radius(10)
    canvas.set_mode("brush")
    return canvas


def test_a_click_is_a_stroke_of_one_dab(canvas, hand):
    said = []
    canvas.stroke_started.connect(lambda: said.append("started"))
    canvas.dab.connect(said.append)
    canvas.stroke_ended.connect(lambda: said.append("ended"))
    hand.click(50, 60)
    assert said[0] == "started"
    assert said[1] == pytest.approx((50, 60, 10, 1))
    assert said[2:] == ["ended"]


@pytest.mark.parametrize("stops", [[(150, 60)], [(53, 60), (61, 60), (100, 60), (101, 60), (150, 60)]])
def test_dabs_are_evenly_spaced_however_few_moves_are_reported(canvas, hand, stops):
    dabs = Heard(canvas.dab)
    hand.drag((50, 60), *stops)
    x = [d[0] for d in dabs.all]
    assert x == pytest.approx(np.arange(50, 151, 5), abs=1e-6)


def test_a_bent_stroke_keeps_its_spacing(canvas, hand):
    dabs = Heard(canvas.dab)
    hand.drag((50, 60), (60, 60), (60, 90), (100, 90))
    gaps = [math.dist(a[:2], b[:2]) for a, b in zip(dabs.all, dabs.all[1:], strict=False)]
    assert max(gaps) <= 5 + 1e-6
    assert len(dabs) == 1 + (10 + 30 + 40) // 5


def test_alt_takes_away(canvas, hand):
    dabs = Heard(canvas.dab)
    hand.click(50, 60, ALT)
    assert dabs.last[3] == -1


def test_erasing_is_said_so(canvas, hand):
    canvas.set_mode("erase")
    dabs = Heard(canvas.dab)
    hand.click(50, 60)
    assert dabs.last[3] == 0


def test_no_dab_falls_beside_the_image(canvas, hand):
    dabs = Heard(canvas.dab)
    hand.drag((5, 5), (-60, 5))
    assert dabs.all
    assert all(x >= 0 for x, *_ in dabs.all)


def test_brackets_change_the_size_and_shift_is_finer(canvas, hand):
    radius = Heard(canvas.brush_radius_changed)
    hand.key(KEYS.Key_BracketRight)
    assert radius.last == pytest.approx(11)
    hand.key(KEYS.Key_BracketLeft)
    assert radius.last == pytest.approx(10)
    hand.key(KEYS.Key_BraceRight, SHIFT)
    assert radius.last == pytest.approx(10.2)
    dabs = Heard(canvas.dab)
    hand.click(50, 60)
    assert dabs.last[2] == pytest.approx(10.2)


def test_shift_and_drag_change_the_size_and_paint_nothing(canvas, hand):
    radius, dabs = Heard(canvas.brush_radius_changed), Heard(canvas.dab)
    hand.drag((50, 60), (70, 60), held=SHIFT)
    assert radius.last == pytest.approx(30)
    hand.drag((50, 60), (-70, 60), held=SHIFT)
    assert radius.last == 0.5
    assert len(dabs) == 0


def test_the_size_has_no_low_cap_but_an_end(canvas):
    canvas.set_brush_radius(1e9)
    assert canvas.brush_radius() == 2000
    canvas.set_brush_radius(-3)
    assert canvas.brush_radius() == 0.5


def test_x_swaps_brush_and_eraser(canvas, hand):
    modes = Heard(canvas.mode_changed)
    hand.key(KEYS.Key_X)
    hand.key(KEYS.Key_X)
    assert modes.all == ["erase", "brush"]
    assert canvas.mode() == "brush"


def test_the_ring_is_seen_on_light_and_dark_and_goes_away(canvas, hand):
    plain = canvas.stage.grab().toImage()
    hand.hover(200, 150)
    ring = canvas.stage.grab().toImage()
    left, _ = canvas.stage.to_view(190, 150)
    _, middle = canvas.stage.to_view(190, 150)
    tones = [ring.pixelColor(round(left) + d, round(middle)).lightness() for d in range(-3, 4)]
    assert max(tones) > 200
    canvas.set_image(np.full((HEIGHT, WIDTH, 3), 255, np.uint8))
    ring = canvas.stage.grab().toImage()
    tones = [ring.pixelColor(round(left) + d, round(middle)).lightness() for d in range(-3, 4)]
    assert min(tones) < 100
    canvas.set_image(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    canvas.set_mode("select")
    hand.hover(-30, -30)
    assert canvas.stage.grab().toImage() == plain


def test_keys_alone_paint(canvas, hand):
    dabs, ends = Heard(canvas.dab), Heard(canvas.stroke_ended)
    hand.key(KEYS.Key_Right)
    hand.key(KEYS.Key_Right, SHIFT)
    hand.key(KEYS.Key_Return)
    hand.key(KEYS.Key_Return, SHIFT)
    assert dabs.all == [(210.5, 150.5, 10, 1), (210.5, 150.5, 10, -1)]
    assert len(ends) == 2


def test_another_tool_in_the_middle_of_a_stroke_ends_it(canvas, hand):
    ends, dabs = Heard(canvas.stroke_ended), Heard(canvas.dab)
    hand.press(50, 60)
    canvas.set_mode("select")
    assert len(ends) == 1
    hand.move(90, 90)
    hand.release(90, 90)
    assert len(ends) == 1
    assert len(dabs) == 1


def test_the_sum_under_the_ring_is_told(canvas, hand):
    density = np.zeros((HEIGHT, WIDTH), np.float32)
    density[145:155, 195:205] = 0.02
    density[0, 0] = 9
    canvas.set_map("density", density)
    hand.hover(200, 150)
    assert "under ring 2.00" in canvas.read_out.text
    assert "radius 10.0 px" in canvas.read_out.text


def test_the_ring_follows_when_the_image_moves_under_a_still_hand(canvas, hand):
    hand.hover(200, 150)
    hand.wheel(200, 150, 3)
    hand.wheel(200, 150, 1, SHIFT)
    dabs = Heard(canvas.dab)
    place = canvas._brush.place
    assert canvas.stage.to_view(*place) == pytest.approx((400, 300))
    hand.click(*place)
    assert dabs.last[:2] == pytest.approx(place)
    assert canvas._ring.isVisible()
