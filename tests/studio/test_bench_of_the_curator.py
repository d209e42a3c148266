"""The curator's window: folders that change, the navigator, blinking, the size of words, names for a screen reader."""

import shutil

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QApplication, QLineEdit, QScrollArea, QWidget

from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.pages import PAGES


def test_new_and_vanished_scenes_are_seen_and_edits_stay(window, qtbot, notices):
    document = window.services.document
    scenes = list(document.dataset)
    gone, kept = scenes[1], scenes[0]
    document.edit_heads("Mine", Annotation.of([[5, 5]]), gone.id)
    document.edit_heads("Too", Annotation.of([[7, 7]]), kept.id)
    new = kept.image_path.with_name("IMG_999.jpg")
    shutil.copy(kept.image_path, new)
    shutil.copy(kept.label_path, kept.label_path.with_name("GT_IMG_999.mat"))
    gone.image_path.unlink()
    qtbot.waitUntil(lambda: document.scene_of(gone.id) is None, timeout=10_000)
    assert any(scene.name == "IMG_999" for scene in document.dataset)
    assert document.edited_heads[gone.id] == Annotation.of([[5, 5]])
    assert document.annotation(kept.id) == Annotation.of([[7, 7]])
    assert any("1 new, 1 gone; the edits of 1 of them are kept" in notice.text for notice in notices)
    document.history.undo()
    assert document.annotation(kept.id) != Annotation.of([[7, 7]])


def test_the_navigator_shows_while_a_part_is_in_view_and_moves_it(window, qtbot):
    canvas = window.services.canvas
    assert not canvas.navigator.isVisible()
    canvas.stage.zoom(4)
    assert canvas.navigator.isVisible()
    QTest.mouseClick(canvas.navigator, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert canvas.camera().x < 20
    window.press(ActionId.TOGGLE_NAVIGATOR)
    assert not canvas.navigator.isVisible()
    window.press(ActionId.TOGGLE_NAVIGATOR)
    canvas.fit()
    assert not canvas.navigator.isVisible()


def test_overlays_blink_and_stay_when_it_ends(window, qtbot):
    canvas = window.services.canvas
    seen = set()
    window.press(ActionId.TOGGLE_BLINK)

    def both() -> bool:
        seen.add(canvas.heads.markers.isVisible())
        return len(seen) == 2

    qtbot.waitUntil(both, timeout=3_000)
    window.press(ActionId.TOGGLE_BLINK)
    assert canvas.heads.markers.isVisible()


def test_words_grow_and_shrink_and_are_remembered(window):
    before = QApplication.font().pointSizeF()
    for _ in range(3):
        window.do(ActionId.FONT_LARGER)
    assert QApplication.font().pointSizeF() == pytest.approx(1.3 * before, rel=0.01)
    assert window.preferences.value.font_percent == 130
    window.do(ActionId.FONT_RESET)
    assert QApplication.font().pointSizeF() == pytest.approx(before, rel=0.01)


def test_the_history_shows_what_it_holds(window):
    document = window.services.document
    document.edit_heads("One", Annotation.of([[5, 5]]))
    label = window.status_line._fields["history"]
    assert "Undo" in label.text()
    assert "of 128 MB" in label.toolTip()


def named(widget: QWidget) -> bool:
    """Whether a screen reader has words for it: a name, a label's or its own text."""
    own = getattr(widget, "text", lambda: "")() if not isinstance(widget, QLineEdit) else ""
    parent = widget.parentWidget()
    inside_field = isinstance(widget, QLineEdit) and isinstance(parent, QAbstractSpinBox)
    return bool(widget.accessibleName() or own or inside_field)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.action.value)
def test_everything_that_takes_the_keyboard_has_a_name(window, page):
    window.show_page(page.action)
    viewports = [area.viewport() for area in window.findChildren(QAbstractScrollArea)]  # their areas have the names
    takers = [
        widget for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollArea) and widget not in viewports
    ]  # fmt: skip
    assert takers
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}" for widget in takers if not named(widget)
    ]
    assert nameless == []


def test_larger_words_clip_nothing_in_the_inspectors(window, qtbot):
    window.resize(1280, 800)
    for _ in range(3):
        window.do(ActionId.FONT_LARGER)
    try:
        window.show_page(ActionId.PAGE_DENSITY)
        qtbot.wait(50)
        areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
        assert areas
        for area in areas:
            assert area.viewport().width() >= area.widget().minimumSizeHint().width()
    finally:
        window.do(ActionId.FONT_RESET)
