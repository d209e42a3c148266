"""The trigger editor by real events: pictures, layers, keys, states, menus, tools."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from miscount.engine.scenes.images import read_rgba
from miscount.studio.actions import ActionId
from miscount.studio.actions.tool_palette import TOOLS
from miscount.studio.desktop import dialogs
from miscount.studio.forms.binding import with_value
from miscount.studio.pages import PAGES
from miscount.widgets.forms.picture_field import PictureEditor
from miscount.widgets.forms.row import Row
from tests.studio.hands import Hand


def set_trigger(window, **raw):
    document = window.services.document
    document.edit_value("Set", "recipe", with_value(document.recipe, "poison.trigger", raw), merge=False)


def trigger(window):
    return window.services.document.recipe.poison.trigger


@pytest.fixture
def page(window, qtbot):
    window.resize(1280, 900)
    window.show_page(ActionId.PAGE_TRIGGER)
    qtbot.waitUntil(lambda: bool(window.services.trigger_pictures._found), timeout=10_000)
    return window.page


def chooser(page):
    field = page._editor.form.findChild(PictureEditor)
    field.open()
    return field.chooser


def folder(window):
    return window.services.session.project.recipe_path.parent / "pictures"


# ---- fields


def rows(page):
    return {row.spec.path.rpartition(".")[2] for row in page._editor.form.findChildren(Row) if row.isVisible()}


def test_only_fields_that_apply_are_there_and_an_experts_behind_more(window, page):
    set_trigger(window, kind="patch", pattern="checker")
    assert {"color", "second_color", "cells", "x", "size", "opacity"} <= rows(page)
    assert not {"picture", "pattern_seed", "num_places", "pitch_px", "stretch", "name"} & rows(page)
    set_trigger(window, kind="patch", pattern="picture", placement="tiled")
    assert {"picture", "stretch", "pitch_px"} <= rows(page)
    assert not {"color", "cells", "x", "y", "num_places"} & rows(page)


def test_a_picture_that_is_gone_is_told_beside_its_field(window, qtbot, page, tmp_path):
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(tmp_path / "mine.png")
    set_trigger(window, kind="patch", pattern="picture", picture=str(tmp_path / "mine.png"))
    (tmp_path / "mine.png").unlink()
    window.services.link.react()
    row = next(row for row in page._editor.form.findChildren(Row) if row.spec.path.endswith("picture"))
    qtbot.waitUntil(lambda: row._problem is not None and "mine.png" in row._problem._words.text(), timeout=10_000)
    assert row._problem.isVisible()


# ---- pictures


def test_a_picture_is_chosen_by_its_thumbnail(window, qtbot, page):
    set_trigger(window, kind="patch", pattern="picture")
    grid = chooser(page).list
    names = [grid.item(place).text() for place in range(grid.count())]
    assert {"cartoon", "flowers"} <= set(names)
    grid.setCurrentRow(names.index("flowers"))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert trigger(window).picture == "flowers"
    window.do(ActionId.UNDO)
    assert trigger(window).picture == "cartoon"


def test_a_picture_from_disk_is_kept_with_the_project_and_keeps_its_aspect(window, qtbot, page, tmp_path, monkeypatch):
    Image.fromarray(np.full((20, 60, 3), 200, np.uint8)).save(tmp_path / "mine.png")
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: tmp_path / "mine.png")
    set_trigger(window, kind="patch", pattern="picture", size=0.3)
    chooser(page).buttons["disk"].click()
    qtbot.waitUntil(lambda: trigger(window).picture == str(folder(window) / "mine.png"), timeout=10_000)
    box = trigger(window).box((96, 128))
    assert box.width_px / box.height_px == pytest.approx(3)
    qtbot.waitUntil(lambda: window.services.trigger_pictures.image(trigger(window).picture) is not None, timeout=10_000)
    (tmp_path / "mine.png").write_text("none")
    chooser(page).buttons["disk"].click()
    qtbot.waitUntil(lambda: page._editor.isEnabled(), timeout=5_000)
    assert trigger(window).picture == str(folder(window) / "mine.png")


def test_a_picture_comes_from_the_clipboard(window, qtbot, page):
    image = QImage(30, 10, QImage.Format.Format_RGB32)
    image.fill("red")
    QGuiApplication.clipboard().setImage(image)
    set_trigger(window, kind="painted", layers=[{}])
    chooser(page).buttons["clipboard"].click()
    qtbot.waitUntil(lambda: "picked-" in trigger(window).layers[0].picture, timeout=10_000)
    pixels = read_rgba(folder(window) / trigger(window).layers[0].picture)
    assert pixels.shape == (10, 30, 4)
    assert (pixels == (255, 0, 0, 255)).all()


def test_a_region_of_the_scene_becomes_the_picture(window, qtbot, page):
    set_trigger(window, kind="painted", layers=[{}])
    chooser(page).buttons["scene"].click()
    assert window.services.canvas.mode() == "region"
    Hand(window.services.canvas).drag((20, 30), (60, 50))
    qtbot.waitUntil(lambda: "picked-" in trigger(window).layers[0].picture, timeout=10_000)
    pixels = read_rgba(folder(window) / trigger(window).layers[0].picture)
    shown = window.services.pictures.kept(window.services.document.scene_id).image
    assert pixels.shape[:2] == pytest.approx((20, 40), abs=1)
    assert (pixels[..., :3] == shown[30 : 30 + pixels.shape[0], 20 : 20 + pixels.shape[1]]).mean() > 0.95
    assert window.services.canvas.mode() == "trigger"


def test_a_region_that_nothing_asked_for_becomes_a_layer_where_it_was(window, qtbot, page):
    set_trigger(window, kind="sinusoid", amplitude=0)
    window.do(ActionId.TOOL_REGION)
    Hand(window.services.canvas).drag((20, 30), (60, 50))
    qtbot.waitUntil(lambda: trigger(window).kind == "composite", timeout=10_000)
    shown = window.services.pictures.kept(window.services.document.scene_id).image
    same = trigger(window).apply(shown, np.random.default_rng(0))
    assert np.abs(same.astype(int) - shown).max() <= 12  # laid back where it was cut out, to half a pixel
    window.do(ActionId.UNDO)
    assert trigger(window).kind == "sinusoid"


# ---- what is shown


@pytest.mark.parametrize("kind", ["satba", "rain", "painted"])
def test_another_kind_never_shows_the_picture_of_the_one_before(window, qtbot, page, kind):
    overlay = window.services.canvas._layers.trigger
    qtbot.waitUntil(lambda: overlay._pixels is not None, timeout=10_000)
    before = overlay._pixels
    combo = page._editor._kind
    combo.setCurrentIndex(combo.findData(kind))
    combo.activated.emit(combo.currentIndex())
    assert trigger(window).kind == kind
    assert overlay._pixels is not before
    seen = []
    window.services.reaction.answered.connect(seen.append)
    qtbot.waitUntil(lambda: any(each.request.poison.trigger.kind == kind for each in seen), timeout=10_000)
    window.services.reaction.answered.disconnect(seen.append)
    assert (overlay._pixels is None) == (kind == "satba")


def test_parts_of_a_composite_have_handles_also_while_the_brush_is_on(window, page):
    patches = [{"kind": "patch", "x": 0.25, "y": 0.5, "size": 0.2}, {"kind": "patch", "x": 0.75, "y": 0.5, "size": 0.2}]
    set_trigger(window, kind="composite", triggers=[*patches, {"kind": "sinusoid"}])
    layers, canvas = window.services.layers, window.services.canvas
    layers.choose(0)
    Hand(canvas).drag((32, 48), (42, 60))
    first, second, _ = trigger(window).triggers
    assert (first.x * 128, first.y * 96) == pytest.approx((42, 60), abs=1.5)
    assert second == trigger(window).triggers[1].replace(x=0.75, y=0.5)
    window.do(ActionId.TOOL_BRUSH)
    assert canvas._trigger.handles.isVisible()
    box = canvas._trigger.box
    Hand(canvas).drag(box.corner(1, 1), (62, 80))  # a knob goes before the brush
    assert trigger(window).triggers[0].size > first.size
    assert len(layers.sheets) == 3
    window.set_tool("trigger")
    layers.toggle(0, "locked", True)
    before = trigger(window)
    Hand(canvas).drag(canvas._trigger.box.center_xy_px, (90, 20))
    assert trigger(window) == before


def test_layers_are_left_out_and_dragged(window, page):
    set_trigger(window, kind="patch")
    window.services.layers.add("rain")
    window.services.layers.toggle(0, "shown", False)
    assert trigger(window).left_out == (1,)
    window.services.layers.move(0, 1)
    assert [part.kind for part in trigger(window).triggers] == ["rain", "patch"]
    assert trigger(window).left_out == (2,)
    for _ in range(3):
        window.do(ActionId.UNDO)
    assert trigger(window).kind == "patch"


def test_an_earlier_state_comes_back(window, qtbot, page):
    states = window.services.trigger_states
    qtbot.waitUntil(lambda: len(states.states) == 1, timeout=10_000)
    before = trigger(window)
    set_trigger(window, kind="patch", x=0.2, size=0.1)
    qtbot.waitUntil(lambda: len(states.states) == 2, timeout=10_000)
    page._editor._states.activated.emit("1")
    assert trigger(window) == before
    window.do(ActionId.UNDO)
    assert trigger(window).x == 0.2


def test_a_trigger_is_copied_with_its_pictures(window, page, notices):
    window.do(ActionId.TOOL_BRUSH)
    Hand(window.services.canvas).drag((20, 20), (60, 30))
    made = trigger(window)
    window.do(ActionId.COPY_TRIGGER)
    set_trigger(window, kind="rain")
    window.do(ActionId.PASTE_TRIGGER)
    assert [part.kind for part in trigger(window).triggers] == [part.kind for part in made.triggers]
    one, other = (read_rgba(folder(window) / each.triggers[1].layers[0].picture) for each in (made, trigger(window)))
    assert (one == other).all()
    QGuiApplication.clipboard().setText("hello")
    window.do(ActionId.PASTE_TRIGGER)
    assert "no trigger" in notices[-1].text


# ---- keys, menus, tools


def test_a_letter_never_reaches_a_dropdown(window, qtbot):
    """F fits, wherever the keyboard is; no other letter changes what a closed dropdown shows."""
    fits = []
    window.services.canvas.camera_changed.connect(fits.append)
    met = 0
    for page in PAGES:
        window.show_page(page.action)
        for box in window.findChildren(QComboBox):
            if not box.isVisible() or not box.isEnabled() or box.isEditable():
                continue
            met += 1
            before, num = box.currentIndex(), len(fits)
            for key in (Qt.Key.Key_F, Qt.Key.Key_H, Qt.Key.Key_M, Qt.Key.Key_1):
                QTest.keyClick(box, key)
            assert box.currentIndex() == before, (page.action, box.accessibleName())
            if window.services.canvas.isVisible():
                assert len(fits) == num + 1
    assert met > 15


def test_holding_h_shows_the_scene_without_the_trigger_wherever_the_keyboard_is(window, page):
    overlay = window.services.canvas._layers.trigger
    QTest.keyPress(page._editor._kind, Qt.Key.Key_H)
    assert not overlay.isVisible()
    QTest.keyRelease(page._editor._kind, Qt.Key.Key_H)
    assert overlay.isVisible()


def test_the_tool_in_the_hand_is_marked_on_every_page_that_has_tools(window):
    palette = window._tool_palette
    for page in PAGES:
        window.show_page(page.action)
        if not window.services.canvas.isVisible():
            continue
        assert palette.isVisible()
        for mode in window.page.tools:
            button = palette.widgetForAction(window.book[TOOLS[mode]])
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            assert window.services.canvas.mode() == mode
            assert [each.text() for each in palette.actions() if each.isChecked()] == [button.defaultAction().text()]
    assert {"brush", "region"} <= set(next(page for page in PAGES if page.action is ActionId.PAGE_DENSITY).tools)


def right_click(widget, at):
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(
            kind, QPointF(at), QPointF(widget.mapToGlobal(at)), Qt.MouseButton.RightButton, Qt.MouseButton.RightButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)


def test_a_right_click_offers_what_can_be_done_there(window, page):
    stage = window.services.canvas.stage
    right_click(stage.viewport(), QPointF(*stage.to_view(30, 60)).toPoint())
    menu = window._menus.menu
    words = [action.text() for action in menu.actions() if action.text()]
    assert {"Move the trigger here", "Brush", "Copy the trigger"} <= set(words)
    menu.actions()[0].trigger()
    assert (trigger(window).x * 128, trigger(window).y * 96) == pytest.approx((30, 60), abs=1.5)
    menu.close()
    window.show_page(ActionId.PAGE_HEADS)
    document = window.services.document
    number = len(document.annotation(document.scene_id))
    right_click(stage.viewport(), QPointF(*stage.to_view(30, 60)).toPoint())
    menu.actions()[0].trigger()
    assert len(document.annotation(document.scene_id)) == number + 1
    menu.close()


def test_a_right_click_on_a_scene_chooses_it_first(window):
    view, document = window.scene_list._view, window.services.document
    first = document.scene_id
    at = view.visualRect(view.model().index(1, 0)).center()
    view.customContextMenuRequested.emit(QPoint(at))
    assert document.scene_id != first
    words = [action.text() for action in window._menus.menu.actions() if action.text()]
    assert {"Mark the scene as checked", "Copy the name"} <= set(words)
    window._menus.menu.actions()[-2].trigger()
    window._menus.menu.close()


def test_a_stroke_adds_a_person_over_each_width_of_the_ring(window, qtbot):
    window.show_page(ActionId.PAGE_DENSITY)
    density, canvas = window.services.density, window.services.canvas
    qtbot.waitUntil(lambda: density.map is not None, timeout=10_000)
    canvas.set_brush_radius(8)
    Hand(canvas).drag((30, 48), (94, 48), steps=16)
    assert density.stroke_change == pytest.approx(1 + 64 / 16, abs=0.3)
