"""Actions as data: whole, unique, reachable."""

import dataclasses
import itertools

import pytest
from PySide6.QtGui import QKeySequence

from miscount.studio.actions import ACTIONS, EXCLUSIVE, MENUS, ActionId, Situation, shortcuts_of
from miscount.widgets.canvas import KEYS
from miscount.widgets.icons import icon_names


def test_actions_are_whole():
    placed = [action for menu in MENUS.values() for action in menu if action is not None]
    assert {spec.id for spec in ACTIONS} == set(ActionId) == set(placed)
    assert len(ACTIONS) == len(ActionId) == len(placed)


def test_every_action_has_a_handler(window):
    assert set(window._handlers) == set(ActionId)


def test_shortcuts_are_keys_and_unique(qapp):
    seen: dict[str, ActionId] = {}
    for action, keys in shortcuts_of({}).items():
        for key in keys:
            sequence = QKeySequence(key)
            assert not sequence.isEmpty(), key
            words = sequence.toString()
            assert words not in seen, f"{words}: {seen.get(words)} and {action}"
            seen[words] = action


def test_shortcuts_do_not_hide_keys_of_the_canvas(qapp):
    ours = {QKeySequence(k).toString() for spec in ACTIONS if not spec.canvas_key for k in spec.shortcuts}
    canvas = {QKeySequence(key).toString() for keys in KEYS.values() for key in keys}
    assert not ours & canvas


def test_canvas_actions_show_the_key_that_the_canvas_hears():
    for spec in ACTIONS:
        if spec.canvas_key:
            assert set(spec.shortcuts) <= set(KEYS[spec.canvas_key])


def test_icons_exist():
    assert {spec.icon for spec in ACTIONS if spec.icon} <= set(icon_names())


def test_exclusive_actions_are_checkable():
    checkable = {spec.id for spec in ACTIONS if spec.checkable}
    assert set(itertools.chain(*EXCLUSIVE)) <= checkable


def test_rules_are_pure_and_run_starts_only_when_it_can():
    start = next(spec for spec in ACTIONS if spec.id is ActionId.RUN_START)
    ready = Situation(has_project=True, has_scenes=True, has_recipe=True)
    assert start.enabled(ready)
    for spoiled in ({"has_scenes": False}, {"has_recipe": False}, {"read_only": True}):
        assert not start.enabled(dataclasses.replace(ready, **spoiled))


def test_a_key_of_the_persons_replaces_the_default():
    overrides = {"save": "Ctrl+Shift+S"}
    assert shortcuts_of(overrides)[ActionId.SAVE] == ("Ctrl+Shift+S",)


@pytest.mark.parametrize("wish", ["dark", "heads", "undo"])
def test_the_palette_lists_everything(window, wish):
    texts = [row.text.lower() for row in window.book.commands()]
    assert any(wish in text for text in texts)


def test_a_changed_key_is_heard(window, qtbot):
    from PySide6.QtCore import Qt

    window.preferences.set_key("page_density", "Ctrl+D")
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.book[ActionId.PAGE_DENSITY].isChecked()
    assert window.preferences.value.shortcuts == {"page_density": "Ctrl+D"}
