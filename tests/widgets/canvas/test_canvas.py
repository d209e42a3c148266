import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from miscount.widgets.canvas import LAYERS, MODES, CanvasView, Picture
from miscount.widgets.canvas.__main__ import Window
from tests.widgets.canvas.canvas_hand import CTRL, HEIGHT, MIDDLE, RIGHT, SHIFT, WIDTH, Hand, Heard


@pytest.fixture
def canvas(canvas):
    rng = np.random.default_rng(0)
    canvas.set_image(rng.integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8))
    return canvas


def color_at(canvas, x, y):
    view_x, view_y = canvas.stage.to_view(x, y)
    return canvas.stage.grab().toImage().pixelColor(int(view_x), int(view_y))


def test_the_whole_image_is_shown_in_the_middle(canvas):
    camera = canvas.camera()
    assert (camera.x, camera.y) == (WIDTH / 2, HEIGHT / 2)
    left, top = canvas.stage.to_view(0, 0)
    right, bottom = canvas.stage.to_view(WIDTH, HEIGHT)
    assert left >= 0
    assert top >= 0
    assert right <= 800
    assert bottom <= 600
    assert camera.scale == pytest.approx(min((800 - 24) / WIDTH, (600 - 24) / HEIGHT))


def test_pixel_j_covers_j_to_j_plus_1_with_y_down(canvas):
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[20, 30] = (255, 0, 0)
    canvas.set_image(image)
    canvas.stage.zoom(20, (30.5, 20.5))
    red = [color_at(canvas, *place).red() > 200 for place in ((30.1, 20.1), (30.9, 20.9), (29.9, 20.5), (30.5, 21.1))]
    assert red == [True, True, False, False]


def test_what_is_drawn_is_where_the_camera_says(canvas):
    """The arithmetic of the camera and pyqtgraph's own transform must agree, or a click misses what it points at."""
    canvas.stage.zoom(3.7, (31.0, 77.0))
    scene = canvas.stage.box.mapViewToScene(QPointF(31, 77))
    assert (scene.x(), scene.y()) == pytest.approx(canvas.stage.to_view(31, 77), abs=0.01)


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, CTRL])
def test_the_wheel_zooms_at_the_cursor_with_and_without_ctrl(canvas, hand, held):
    heard = Heard(canvas.camera_changed)
    before, at = canvas.camera().scale, canvas.stage.to_view(100, 50)
    hand.wheel(100, 50, 2, held)
    assert canvas.camera().scale > before
    assert canvas.stage.to_view(100, 50) == pytest.approx(at)
    assert heard.last == canvas.camera()


def test_shift_and_wheel_go_sideways(canvas, hand):
    canvas.stage.zoom(4)
    before = canvas.camera()
    hand.wheel(200, 150, 1, SHIFT)
    after = canvas.camera()
    assert after.x < before.x
    assert (after.y, after.scale) == (before.y, before.scale)


def test_the_wheel_may_scroll_instead(canvas, hand):
    canvas.stage.wheel_zooms = False
    canvas.stage.zoom(4)
    before = canvas.camera()
    hand.wheel(200, 150, 1)
    assert (canvas.camera().scale, canvas.camera().x) == (before.scale, before.x)
    assert canvas.camera().y < before.y
    hand.wheel(200, 150, 1, CTRL)
    assert canvas.camera().scale > before.scale


@pytest.mark.parametrize("mode", MODES)
def test_the_middle_button_pans_in_every_mode_and_no_tool_hears_it(canvas, hand, mode):
    canvas.set_mode(mode)
    canvas.stage.zoom(4)
    heard = [Heard(s) for s in (canvas.heads_added, canvas.dab, canvas.selection_changed, canvas.trigger_changed)]
    before = canvas.camera()
    hand.view_drag((200, 150), 40, -20, button=MIDDLE)
    after = canvas.camera()
    assert (before.x - after.x) * after.scale == pytest.approx(40)
    assert (before.y - after.y) * after.scale == pytest.approx(-20)
    assert not any(map(len, heard))


@pytest.mark.parametrize("mode", MODES)
def test_space_and_drag_pan_in_every_mode(canvas, hand, mode):
    canvas.set_mode(mode)
    canvas.stage.zoom(4)
    heard = [Heard(s) for s in (canvas.heads_added, canvas.dab)]
    before = canvas.camera()
    hand.key_down(Qt.Key.Key_Space)
    assert canvas.stage.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.view_drag((200, 150), 30, 10)
    hand.key_up(Qt.Key.Key_Space)
    assert (before.x - canvas.camera().x) * before.scale == pytest.approx(30)
    assert not any(map(len, heard))


def test_left_pans_in_pan_mode_only(canvas, hand):
    canvas.stage.zoom(4)
    before = canvas.camera()
    hand.view_drag((200, 150), 30, 10)
    assert canvas.camera() == before
    canvas.set_mode("pan")
    hand.view_drag((200, 150), 30, 10)
    assert canvas.camera() != before


def test_ctrl_and_middle_drag_zoom(canvas, hand):
    before = canvas.camera().scale
    hand.view_drag((200, 150), 0, -50, held=CTRL, button=MIDDLE)
    assert canvas.camera().scale > before


def test_keys_fit_and_zoom(canvas, hand):
    fitted = canvas.camera()
    hand.key(Qt.Key.Key_Equal, CTRL)
    assert canvas.camera().scale == pytest.approx(fitted.scale * 1.2)
    hand.key(Qt.Key.Key_Minus, CTRL)
    hand.key(Qt.Key.Key_0, CTRL)
    assert canvas.camera().scale == pytest.approx(1 / canvas.devicePixelRatioF())
    hand.key(Qt.Key.Key_F)
    assert canvas.camera() == fitted


def test_keys_can_be_changed(canvas, hand):
    canvas.set_keys({"fit": ("R",)})
    canvas.stage.zoom(3)
    zoomed = canvas.camera()
    hand.key(Qt.Key.Key_F)
    assert canvas.camera() == zoomed
    hand.key(Qt.Key.Key_R)
    assert canvas.camera() != zoomed
    with pytest.raises(ValueError, match="no canvas key named fly"):
        canvas.set_keys({"fly": ("Q",)})


def test_a_resize_keeps_a_fitted_image_fitted_and_a_zoomed_place_in_the_middle(canvas):
    canvas.resize(500, 500)
    assert canvas.camera().scale == pytest.approx((500 - 24) / WIDTH)
    canvas.stage.zoom(3)
    zoomed = canvas.camera()
    canvas.resize(640, 480)
    assert canvas.camera() == zoomed
    assert canvas.stage.to_view(zoomed.x, zoomed.y) == (320, 240)


def test_the_view_is_kept_for_an_image_of_the_same_size(canvas):
    canvas.stage.zoom(3, (10, 10))
    zoomed = canvas.camera()
    canvas.set_image(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    assert canvas.camera() == zoomed
    canvas.set_image(np.zeros((HEIGHT, 2 * WIDTH, 3), np.uint8))
    assert canvas.camera().x == WIDTH


def test_setting_never_speaks(canvas):
    signals = [name for name in dir(canvas) if hasattr(getattr(canvas, name), "emit")]
    own = [Heard(getattr(canvas, name)) for name in signals if name in vars(CanvasView)]
    assert len(own) >= 14
    canvas.set_heads(np.array([[5.0, 5.0], [9, 9]]))
    canvas.set_selection(np.array([1]))
    canvas.set_map("density", np.ones((30, 40), np.float32))
    for mode in MODES:
        canvas.set_mode(mode)
    canvas.set_brush_radius(4)
    canvas.set_camera(canvas.camera().zoomed(2, (0, 0)))
    canvas.set_layer("density", visible=False, opacity=0.5, colormap="inferno")
    canvas.set_crosshair((5, 5))
    canvas.set_image(None)
    assert not any(map(len, own))


def test_there_is_no_context_menu(canvas, hand, monkeypatch):
    opened = []
    for name in ("exec", "popup"):
        monkeypatch.setattr(QMenu, name, lambda *_: opened.append(1))
    before = canvas.camera()
    hand.view_drag((200, 150), 40, 40, button=RIGHT)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(100, 100), QPoint(100, 100))
    QApplication.sendEvent(canvas.stage.viewport(), event)
    assert not opened
    assert canvas.camera() == before


def test_holding_h_looks_under_the_overlays(canvas, hand):
    canvas.set_image(np.full((HEIGHT, WIDTH, 3), 90, np.uint8))
    canvas.set_map("density", np.ones((30, 40), np.float32))
    covered = color_at(canvas, 200, 150)
    assert covered.green() > 150
    hand.key_down(Qt.Key.Key_H)
    assert color_at(canvas, 200, 150) == QColor(90, 90, 90)
    hand.key_up(Qt.Key.Key_H)
    assert color_at(canvas, 200, 150) == covered


def test_a_hidden_layer_stays_hidden_after_a_peek(canvas):
    canvas.set_image(np.full((HEIGHT, WIDTH, 3), 90, np.uint8))
    canvas.set_map("density", np.ones((30, 40), np.float32))
    canvas.set_layer("density", visible=False)
    canvas.set_peek(True)
    canvas.set_peek(False)
    assert color_at(canvas, 200, 150) == QColor(90, 90, 90)


def test_a_map_of_any_stride_is_stretched_over_the_frame(canvas):
    canvas.set_image(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    values = np.zeros((3, 4), np.float32)
    values[2, 3] = 1.0
    canvas.set_map("density", values, levels=(0.0, 1.0))
    canvas.set_layer("density", opacity=1.0)
    assert color_at(canvas, 350, 250).red() > 200
    assert color_at(canvas, 50, 50) == QColor(0, 0, 0)


def test_a_signed_map_is_clear_at_zero_and_has_two_colors(canvas):
    canvas.set_image(np.full((HEIGHT, WIDTH, 3), 128, np.uint8))
    values = np.array([[-1.0, 0.0, 1.0]], np.float32)
    canvas.set_map("difference", values)
    canvas.set_layer("difference", opacity=1.0)
    assert canvas.levels("difference") == (-1.0, 1.0)
    below, above = color_at(canvas, 60, 150), color_at(canvas, 340, 150)
    assert below.blue() > below.red()
    assert above.red() > above.blue()
    assert color_at(canvas, 200, 150) == QColor(128, 128, 128)


def test_levels_stay_fixed_when_the_map_is_painted_on(canvas):
    density = np.zeros((HEIGHT, WIDTH), np.float32)
    canvas.set_map("density", density, levels=(0.0, 1.0))
    canvas.set_layer("density", opacity=1.0)
    density[100:140, 100:140] = 1.0
    canvas.update_map_region("density", density, (100, 100, 40, 40))
    shown = color_at(canvas, 120, 120)
    assert shown.red() > 200
    density[100:140, 100:140] = 5.0
    canvas.update_map_region("density", density, (100, 100, 40, 40))
    assert color_at(canvas, 120, 120) == shown
    assert canvas.levels("density") == (0.0, 1.0)


def test_a_region_at_the_border_is_cut_to_the_map(canvas):
    density = np.ones((HEIGHT, WIDTH), np.float32)
    canvas.set_map("density", np.zeros_like(density), levels=(0.0, 1.0))
    canvas.set_layer("density", opacity=1.0)
    canvas.update_map_region("density", density, (-20, -20, 60, 60))
    assert color_at(canvas, 20, 20).red() > 200
    canvas.update_map_region("density", density, (WIDTH, HEIGHT, 10, 10))


def test_values_that_are_not_finite_do_not_hurt(canvas):
    values = np.full((30, 40), np.nan, np.float32)
    values[0, 0] = np.inf
    canvas.set_map("prediction", values)
    canvas.grab()


def test_the_read_out_tells_place_pixel_and_local_value(canvas, hand):
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[50, 100] = (1, 2, 3)
    canvas.set_image(image)
    values = np.zeros((HEIGHT // 10, WIDTH // 10), np.float32)
    values[5, 10] = 0.125
    canvas.set_map("prediction", values)
    hand.hover(100.5, 50.5)
    assert canvas.read_out.text.split() == ["x", "100.5", "y", "50.5", "rgb", "1", "2", "3", "prediction", "0.125"]
    hand.hover(-5, 50)
    assert not canvas.read_out.isVisible()


def test_the_color_bar_is_of_the_shown_map(canvas):
    assert not canvas.color_bar.isVisible()
    canvas.set_map("density", np.ones((30, 40), np.float32), levels=(0.0, 2.0))
    assert canvas.color_bar.state == ("density", "viridis", (0.0, 2.0))
    canvas.set_layer("density", visible=False)
    assert not canvas.color_bar.isVisible()


def test_an_empty_canvas_says_what_to_do(canvas):
    canvas.set_image(None)
    texts = [label.text() for label in canvas.findChildren(QLabel) if label.isVisible()]
    assert any("Open a dataset to begin" in text for text in texts)
    assert "Open a dataset" in canvas.stage.accessibleDescription()
    Hand(canvas).click(5, 5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda c: c.set_mode("fly"), "no mode 'fly'"),
        (lambda c: c.set_layer("jet"), "no layer 'jet'"),
        (lambda c: c.set_layer("density", colormap="jet"), "no color map 'jet'"),
        (lambda c: c.set_map("heads", None), "no map layer 'heads'"),
        (lambda c: c.set_image(np.zeros((3, 3), np.uint8)), "want uint8"),
        (lambda c: c.set_map("density", np.zeros(3)), "want a map"),
        (lambda c: c.set_selection([0]), "no head 0"),
        (lambda c: c.set_heads(np.zeros((2, 2)), np.ones(3)), "one weight a head"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(canvas, call, words):
    with pytest.raises(ValueError, match=words):
        call(canvas)


def test_every_layer_can_be_hidden_and_faded(canvas):
    for layer in LAYERS:
        canvas.set_layer(layer, visible=False, opacity=0.5)
        canvas.set_layer(layer, visible=True)


def test_the_canvas_has_names_for_those_who_do_not_see_it(canvas):
    assert canvas.accessibleName()
    assert canvas.stage.accessibleName()
    canvas.set_heads(np.array([[5.0, 5.0]]))
    assert "1 head," in canvas.stage.accessibleDescription()


def test_the_palette_is_followed(canvas):
    def corner():
        return canvas.stage.grab().toImage().pixelColor(2, 2).lightness()

    light = corner()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#222"))
    canvas.setPalette(palette)
    assert corner() < 60 < light


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_letters_typed_in_a_text_box_do_not_reach_the_canvas(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    canvas, line = CanvasView(), QLineEdit()
    layout.addWidget(canvas)
    layout.addWidget(line)
    page.show()
    canvas.set_image(np.zeros((10, 10, 3), np.uint8))
    line.setFocus()
    Hand(canvas).hover(5, 5)
    assert page.focusWidget() is line


def test_a_key_of_the_canvas_goes_before_a_shortcut_and_another_does_not(canvas):
    for key, taken in ((Qt.Key.Key_F, True), (Qt.Key.Key_D, False), (Qt.Key.Key_Delete, True)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(canvas.stage, event)
        assert event.isAccepted() == taken


def test_a_large_picture_is_drawn_from_a_smooth_half():
    checks = (np.indices((512, 512)).sum(axis=0) % 2 * 255).astype(np.uint8)
    picture = Picture(np.dstack([checks] * 3))
    assert picture.at_scale(1.0).width() == 512
    half = picture.at_scale(0.5)
    assert half.width() == 256
    assert 100 < QColor(half.pixel(100, 100)).red() < 155


# ---- the split slider


@pytest.fixture
def split(canvas):
    canvas.set_image(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    canvas.set_split_image(np.full((HEIGHT, WIDTH, 3), 200, np.uint8))
    return canvas


def test_the_second_image_is_right_of_the_line(split):
    assert color_at(split, 150, 50).red() == 0
    assert color_at(split, 250, 50).red() == 200
    split.set_split(0.25)
    assert color_at(split, 150, 50).red() == 200
    split.set_split_image(None)
    assert color_at(split, 350, 50).red() == 0


@pytest.mark.parametrize("mode", MODES)
def test_the_line_can_be_dragged_in_every_mode_and_no_tool_hears_it(split, mode):
    split.set_mode(mode)
    heard = Heard(split.split_changed)
    tools = [Heard(s) for s in (split.heads_added, split.dab, split.camera_changed, split.selection_changed)]
    Hand(split).drag((WIDTH / 2, 70), (250, 70), (300, 75))
    assert heard.last == pytest.approx(0.75)
    assert color_at(split, 250, 50).red() == 0
    assert not any(map(len, tools))


def test_a_second_image_of_another_size_is_refused_and_one_of_another_scene_goes(split):
    with pytest.raises(ValueError, match="want an image of"):
        split.set_split_image(np.zeros((10, 10, 3), np.uint8))
    split.set_image(np.zeros((HEIGHT + 1, WIDTH, 3), np.uint8))
    assert color_at(split, 350, 50).red() == 0


def test_a_faded_image_fades_to_black(canvas):
    canvas.set_image(np.full((HEIGHT, WIDTH, 3), 200, np.uint8))
    canvas.set_layer("image", opacity=0.5)
    assert color_at(canvas, 100, 100).red() == pytest.approx(100, abs=1)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_it_runs_alone(qtbot):
    window = Window()
    qtbot.addWidget(window)
    window.show()
    heads = len(window.canvas.heads.points)
    window.canvas.set_mode("point")
    Hand(window.canvas).click(10, 10)
    assert len(window.canvas.heads.points) == heads + 1
    window.canvas.set_mode("brush")
    Hand(window.canvas).drag((100, 100), (150, 150))
    assert not window.grab().isNull()


def test_showing_a_point_moves_no_further_than_needed_and_says_nothing(canvas):
    canvas.stage.zoom(8)
    heard = Heard(canvas.camera_changed)
    before = canvas.camera()
    canvas.show_point(before.x + 3, before.y)
    assert canvas.camera() == before
    canvas.show_point(1, 1)
    view_x, view_y = canvas.stage.to_view(1, 1)
    assert (view_x, view_y) == pytest.approx((24, 24))
    assert len(heard) == 0
