"""QActions made once from the specs, with the person's own keys; enabled by the situation."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from miscount.engine.errors import bounded
from miscount.widgets.canvas import KEY_WORDS, KEYS
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.palette import CommandRow
from miscount.widgets.shortcut_sheet import ShortcutRow

from .specs import ACTIONS, EXCLUSIVE, MENUS, ActionId, ActionSpec, Situation, shortcuts_of

_HAND = (
    ("Zoom at the cursor", "Wheel"),
    ("Go sideways", "Shift+wheel"),
    ("Pan, in every tool; the middle button too", "Space-drag"),
    ("Add a head, in every tool", "Ctrl+click"),
    ("Size of brush", "Shift+drag"),
    ("Take away while painting", "Alt-drag"),
)


MOST_KEYS = 4
"""Of one shortcut, pressed one after the other: Qt hears no more."""


def usable_keys(overrides: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Those of the person's own keys that can be heard, and a sentence for each other one."""
    specs, kept, dropped = {spec.id.value: spec for spec in ACTIONS}, {}, []
    for name, key in overrides.items():
        why = _why_unheard(specs.get(name), key)
        if why:
            dropped.append(bounded(f"The key {key[:40]!r} of {name[:60]!r} was dropped: {why}."))
        else:
            kept[name] = key
    return kept, dropped


def _why_unheard(spec: ActionSpec | None, key: str) -> str:
    if spec is None:
        return "there is no such action"
    sequence = QKeySequence(key)
    if key and (not sequence.toString() or key.count(", ") >= MOST_KEYS):
        return "it is no key"
    if spec.canvas_key and sequence.count() > 1:
        return "the canvas hears one key at a time"
    return ""


class ActionRegistry(QObject):
    """All actions of the window; `asked` carries the id of one that a person chose."""

    asked = Signal(object)

    def __init__(self, window: QMainWindow, overrides: Mapping[str, str]) -> None:
        super().__init__(window)
        self._menus: list[QMenu] = []
        self._overrides: dict[str, str] = {}
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._actions = {spec.id: self._made(window, spec) for spec in ACTIONS}
        for ids in EXCLUSIVE:
            group = QActionGroup(self)
            for action_id in ids:
                group.addAction(self._actions[action_id])
        for title, entries in MENUS.items():
            menu = window.menuBar().addMenu(tr(title))
            self._menus.append(menu)
            for entry in entries:
                if entry is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self._actions[entry])
        self.set_overrides(overrides)

    def _made(self, window: QMainWindow, spec: ActionSpec) -> QAction:
        action = QAction(tr(spec.text), window)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setCheckable(spec.checkable)
        action.setStatusTip(tr(spec.tip))
        action.setData(spec.id)
        action.triggered.connect(self._on_triggered)
        window.addAction(action)
        return action

    def _on_triggered(self, _checked: bool = False) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.asked.emit(action.data())

    def __getitem__(self, action_id: ActionId) -> QAction:
        return self._actions[action_id]

    def put_menu(self, menu: QMenu, after: ActionId) -> None:
        """Put a menu of its own behind an action, in every menu that has it."""
        for of_bar in self._menus:
            entries = of_bar.actions()
            if self._actions[after] in entries[:-1]:
                of_bar.insertMenu(entries[entries.index(self._actions[after]) + 1], menu)

    def set_overrides(self, overrides: Mapping[str, str]) -> None:
        """Other keys, where they can be heard; those of the canvas's own actions go to it, see `canvas_keys`."""
        self._overrides, _ = usable_keys(overrides)
        for action_id, keys in shortcuts_of(self._overrides).items():
            spec = self._specs[action_id]
            if not spec.canvas_key:  # two shortcuts of one key make Qt call it ambiguous and fire neither
                self._actions[action_id].setShortcuts([QKeySequence(key) for key in keys])
            words = ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
            tip = f"{spec.tip or spec.text.rstrip('…')}{f'  ({words})' if words else ''}"
            self._actions[action_id].setToolTip(tr(tip))

    def canvas_keys(self) -> dict[str, tuple[str, ...]]:
        """Keys of the canvas that the person changed."""
        keys = shortcuts_of(self._overrides)
        return {
            spec.canvas_key: keys[spec.id] for spec in ACTIONS if spec.canvas_key and spec.id.value in self._overrides
        }

    def update(self, now: Situation) -> None:
        """Enable what can be done now."""
        for action_id, action in self._actions.items():
            action.setEnabled(self._specs[action_id].enabled(now))

    def check(self, action_id: ActionId, checked: bool = True) -> None:
        self._actions[action_id].setChecked(checked)

    def commands(self) -> list[CommandRow]:
        """What the palette lists."""
        keys = shortcuts_of(self._overrides)
        return [
            CommandRow(
                spec.id.value,
                spec.text.rstrip("…"),
                ", ".join(keys[spec.id]),
                self._actions[spec.id].isEnabled(),
                spec.tip,
            )
            for spec in ACTIONS
            if spec.id is not ActionId.PALETTE
        ]

    def shortcut_rows(self) -> list[ShortcutRow]:
        """Every key there is, by menu; then the canvas's own, and the hand's."""
        keys = shortcuts_of(self._overrides)
        rows = [
            row
            for title, entries in MENUS.items()
            for entry in entries
            if entry is not None
            for row in _rows(self._specs[entry], keys[entry], title.replace("&", ""))
        ]
        shown = {spec.canvas_key for spec in ACTIONS}
        rows += [
            ShortcutRow(f"canvas.{name}", words, KEYS[name][0], KEYS[name][0], "Canvas", scope="canvas", fixed=True)
            for name, words in KEY_WORDS.items()
            if name not in shown
        ]
        return rows + [ShortcutRow(f"hand.{keys}", words, keys, keys, "Mouse", "hand", True) for words, keys in _HAND]


def _rows(spec: ActionSpec, keys: tuple[str, ...], group: str) -> list[ShortcutRow]:
    """The action's key, and on lines that cannot be changed those that do the same."""
    text, default = spec.text.rstrip("…"), spec.shortcuts[0] if spec.shortcuts else ""
    first = ShortcutRow(spec.id.value, text, keys[0] if keys else "", default, group)
    also = [ShortcutRow(f"{spec.id.value}+{key}", f"{text}, too", key, key, group, fixed=True) for key in keys[1:]]
    return [first, *also]
