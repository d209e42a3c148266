"""Preferences as a dialog, whose changes hold at once; one size for all; everything fits a small screen."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from miscount.studio.actions import ActionId
from miscount.studio.forms.preferences_window import KEYS, SECTIONS
from miscount.studio.frame.screen_place import fit_screen
from miscount.studio.settings import Settings
from miscount.widgets.language import can_be_drawn
from miscount.widgets.scene_list import THUMBNAIL_PX
from miscount.widgets.sizes import scale, scaled_size
from miscount.widgets.theme import is_dark

NOT_SHOWN = {"last_project", "recent", "shortcuts"}


@pytest.fixture
def dialog(window):
    window.do(ActionId.PREFERENCES)
    made = window._preferences_window
    yield made
    made.dialog.close()
    window.preferences.prefer(font_percent=100, theme="light")


def editor(dialog, name: str):
    """The widget that edits a setting."""
    title = next(title for title, names in SECTIONS.items() if name in names)
    form = dialog.forms[title]
    dialog.tabs.setCurrentIndex(list(SECTIONS).index(title))
    return form, form._group


def test_every_preference_is_in_the_dialog(dialog):
    shown = {name for names in SECTIONS.values() for name in names}
    assert shown | NOT_SHOWN == set(Settings.model_fields)
    for title, names in SECTIONS.items():
        assert tuple(dialog.forms[title].values()) == names
    assert [dialog.tabs.tabText(place) for place in range(dialog.tabs.count())] == [*SECTIONS, KEYS]


def test_a_theme_and_a_bar_are_chosen_with_the_keyboard_and_hold_at_once(window, dialog, qtbot):
    boxes = {box.accessibleName() or box.toolTip(): box for box in dialog.forms["Appearance"].findChildren(QComboBox)}
    _language, theme, bar = list(boxes.values())
    theme.setFocus()
    for _ in range(theme.count()):
        qtbot.keyClick(theme, Qt.Key.Key_Down)
    assert window.preferences.value.theme == "dark"
    assert is_dark(QApplication.palette())
    bar.setFocus()
    for _ in range(bar.count()):
        qtbot.keyClick(bar, Qt.Key.Key_Down)
    assert window.preferences.value.page_bar == "icons"
    assert window._bar.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly


def test_undo_and_autosave_hold_at_once(window, dialog):
    form = dialog.forms["Editing"]
    form.changed.emit("undo_mb", 32)
    form.changed.emit("autosave_s", 5)
    assert window.services.document.history.budget_bytes == 32 * 2**20
    assert window.services.session._autosave.interval() == 5000
    form.changed.emit("undo_mb", 1)  # less than there may be
    assert window.preferences.value.undo_mb == 32
    assert form.values()["undo_mb"] == 32


def test_keys_are_changed_there_too(window, dialog):
    dialog._keys.changed.emit(ActionId.SAVE.value, "Ctrl+Alt+S")
    assert window.preferences.value.shortcuts == {"save": "Ctrl+Alt+S"}
    assert window.book[ActionId.SAVE].shortcut().toString() == "Ctrl+Alt+S"


def test_one_size_scales_words_icons_pictures_dots_and_panels(window, qtbot):
    window.resize(1600, 900)
    button = next(each for each in window.findChildren(QPushButton) if not each.icon().isNull() and each.isVisible())

    def measured() -> dict[str, float]:
        QApplication.processEvents()
        view = window.scene_list._view
        return {
            "words": QApplication.font().pointSizeF(),
            "icons": button.iconSize().width(),
            "bar": window._bar.iconSize().width(),
            "pictures": view.sizeHintForRow(0),
            "dots": window.services.canvas.heads._size_px,
            "panel": window.regions.across.sizes()[2],
            "list": window.regions.across.sizes()[0],
        }

    before = measured()
    window.preferences.prefer(font_percent=150)
    try:
        after = measured()
        assert scale() == 1.5
        assert scaled_size(THUMBNAIL_PX) == QSize(96, 72)
        for name, size in before.items():
            assert after[name] == pytest.approx(1.5 * size, rel=0.15), name
    finally:
        window.preferences.prefer(font_percent=100)
    assert measured() == before


@pytest.mark.parametrize("percent", [100, 160])
def test_with_every_size_the_status_line_is_on_a_small_screen(window, qtbot, percent):
    window.resize(1280, 740)  # what a window manager leaves of 1280x800
    window.preferences.prefer(font_percent=percent)
    try:
        for action in (each for each in ActionId if each.name.startswith("PAGE_")):
            window.do(action)
            QApplication.processEvents()
            assert (window.width(), window.height()) == (1280, 740), action
            line = window.status_line
            bottom = line.mapTo(window, line.rect().bottomLeft()).y()
            assert line.isVisible(), action
            assert bottom <= window.height(), action
    finally:
        window.preferences.prefer(font_percent=100)


def test_the_first_window_is_no_larger_than_the_screen(window):
    room = window.screen().availableSize()
    window.resize(3 * room)
    fit_screen(window)
    assert window.width() <= room.width()
    assert window.height() <= room.height()


def test_plots_without_a_curve_take_no_room(window, qtbot):
    from miscount.engine.events import StepDone

    window.resize(1280, 800)
    window.do(ActionId.PAGE_TRAIN)
    lab = window.lab
    qtbot.waitUntil(lambda: lab.widget.isVisible() and lab.widget.height() <= 150, timeout=5_000)
    assert "curves" not in vars(lab), "they cost a third of a window"
    lab._draw([StepDone("twin", 1, 10, 1, 0.5, 0.001, 20.0)])
    assert lab.curves.widget.isVisible()
    qtbot.waitUntil(lambda: lab.widget.height() >= 220, timeout=5_000)


def test_another_language_waits_for_the_next_start_which_a_button_brings(window, dialog, qtbot):
    dialog.show_settings(window.preferences.value.replace(language="zh_CN"))
    assert dialog._restart.isVisibleTo(dialog.dialog) == can_be_drawn("zh_CN")
    assert dialog._of_language.isVisibleTo(dialog.dialog)
    dialog.show_settings(window.preferences.value.replace(language="en"))
    assert not dialog._restart.isVisibleTo(dialog.dialog)
    assert not dialog._of_language.isVisibleTo(dialog.dialog)
    assert not window.begins_again
    dialog.restart_asked.emit()
    assert window.begins_again
    assert not window.isVisible()


def test_without_a_font_for_chinese_the_dialog_says_so(window, dialog, monkeypatch):
    monkeypatch.setattr("miscount.studio.forms.preferences_window.can_be_drawn", lambda language: language == "en")
    dialog.show_settings(window.preferences.value.replace(language="zh_CN"))
    assert "no font for Chinese" in dialog._of_language.text()
    assert not dialog._restart.isVisibleTo(dialog.dialog)
