"""The person's own keys: whatever the preferences say, the window opens; what it cannot use is dropped with a word."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from miscount.studio.actions import ActionId
from miscount.studio.actions.registry import ActionRegistry, usable_keys
from miscount.studio.actions.specs import ACTIONS
from miscount.studio.settings import Settings, read_settings
from miscount.widgets.canvas.keys import KeyMap

CANVAS = [spec.id.value for spec in ACTIONS if spec.canvas_key]


@pytest.fixture(scope="module")
def book(qapp):
    window = QMainWindow()
    yield ActionRegistry(window, {})
    window.deleteLater()


@pytest.mark.parametrize("key", ["", "Ctrl+", "no key", "F, G", "Ctrl+Shift+Alt+X", " ", "\x00", "A, B, C, D, E"])
@pytest.mark.parametrize("action", [*CANVAS, "save", "no_action"])
def test_any_key_of_any_action_can_stand_in_the_preferences(book, action, key):
    book.set_overrides({action: key})
    KeyMap(book.canvas_keys())
    kept, dropped = usable_keys({action: key})
    assert len(kept) + len(dropped) == 1
    assert book.commands()
    assert book.shortcut_rows()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([spec.id.value for spec in ACTIONS] + ["x"]), st.text(max_size=8), max_size=5))
def test_no_text_stops_the_keys(book, overrides):
    book.set_overrides(overrides)
    KeyMap(book.canvas_keys())


def test_a_cleared_key_is_none(book):
    book.set_overrides({"fit": "", "save": ""})
    assert book.canvas_keys()["fit"] == ()
    assert book[ActionId.SAVE].shortcut() == QKeySequence("")
    book.set_overrides({})
    assert book[ActionId.SAVE].shortcut() == QKeySequence("Ctrl+S")


def test_clearing_a_canvas_key_in_the_window_works_and_is_kept(window, notices, qtbot):
    window.preferences.set_key("fit", "")
    assert window.preferences.value.shortcuts == {"fit": ""}
    stage = window.services.canvas.stage
    window.services.canvas.zoom_actual()
    before = window.services.canvas.camera()
    qtbot.keyClick(stage.viewport(), Qt.Key.Key_F)
    assert window.services.canvas.camera() == before
    window.preferences.set_key("fit", "Ctrl+K, F")
    assert window.preferences.value.shortcuts == {"fit": ""}
    assert "one key at a time" in notices[-1].text


def test_the_studio_starts_with_keys_that_it_cannot_use_and_says_so(qapp, tmp_path):
    from miscount.studio.window import StudioWindow

    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"shortcuts": {"fit": "", "zoom_in": "no key", "gone": "F", "save": "Ctrl+W"}}))
    found, _notices = read_settings(path)
    window = StudioWindow(found)
    assert window.preferences.value.shortcuts == {"fit": "", "save": "Ctrl+W"}
    assert len(window.dropped) == 2
    assert window.preferences.value == Settings(shortcuts={"fit": "", "save": "Ctrl+W"})
    window.close()
    window.deleteLater()
