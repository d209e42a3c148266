"""Preferences while the window is open: one frozen value, applied to actions, canvas and theme when it changes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from miscount.widgets.canvas import CanvasView
from miscount.widgets.sizes import scale_icons
from miscount.widgets.theme import apply_theme

from ..actions import ActionId
from ..actions.registry import ActionRegistry, usable_keys
from ..settings import Settings

_THEMES = {"system": ActionId.THEME_SYSTEM, "light": ActionId.THEME_LIGHT, "dark": ActionId.THEME_DARK}
_RECENT = 10
FONT_STEP, LEAST_FONT, LARGEST_FONT = 10, 80, 160


class Preferences(QObject):
    """Holds the settings; `value` is what is written when the studio ends."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, value: Settings, book: ActionRegistry, canvas: CanvasView) -> None:
        super().__init__(book)
        self.value = value
        self._book, self._canvas = book, canvas
        self._apply()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_theme)

    def handlers(self) -> dict[ActionId, Callable[[], None]]:
        own = {action: (lambda t=theme: self.set_theme(t)) for theme, action in _THEMES.items()}
        return own | {
            ActionId.WHEEL_SCROLLS: self._toggle_wheel, ActionId.RUN_IN_PROCESS: self._toggle_process,
            ActionId.FONT_LARGER: lambda: self.set_font(self.value.font_percent + FONT_STEP),
            ActionId.FONT_SMALLER: lambda: self.set_font(self.value.font_percent - FONT_STEP),
            ActionId.FONT_RESET: lambda: self.set_font(100),
        }  # fmt: skip

    def prefer(self, **changes: object) -> None:
        """Change settings and apply them."""
        before, self.value = self.value, self.value.replace(**changes)
        self._apply()
        if (before.theme, before.font_percent) != (self.value.theme, self.value.font_percent):
            self._style()
        self.changed.emit()

    def set_theme(self, theme: str) -> None:
        self.prefer(theme=theme)

    def set_font(self, percent: int) -> None:
        """The size of all words and what goes with them, within what every layout can hold."""
        self.prefer(font_percent=min(max(percent, LEAST_FONT), LARGEST_FONT))

    def _style(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, self.value.theme, self.value.font_percent / 100)
        scale_icons(app.topLevelWidgets())

    def _on_system_theme(self, _scheme: object) -> None:
        if self.value.theme == "system":
            self._style()

    def set_key(self, action: str, key: str) -> None:
        """The person's own key for an action, empty for none; one that cannot be heard is refused."""
        kept, dropped = usable_keys({action: key})
        if kept:
            self.prefer(shortcuts={**self.value.shortcuts, **kept})
        for sentence in dropped:
            self.refused.emit(sentence)

    def remember_project(self, folder: Path) -> None:
        """The project that opens next time."""
        recent = dict.fromkeys([str(folder), *self.value.recent])
        self.prefer(last_project=str(folder), recent=tuple(recent)[:_RECENT])

    def forget_project(self, folder: str) -> None:
        """Take a project off the list; it stays where it is."""
        last = self.value.last_project
        recent = tuple(each for each in self.value.recent if each != folder)
        self.prefer(last_project="" if last == folder else last, recent=recent)

    def _toggle_wheel(self) -> None:
        self.prefer(wheel_scrolls=self._book[ActionId.WHEEL_SCROLLS].isChecked())

    def _toggle_process(self) -> None:
        self.prefer(child_process=self._book[ActionId.RUN_IN_PROCESS].isChecked())

    def _apply(self) -> None:
        self._book.check(_THEMES[self.value.theme])
        self._book.check(ActionId.WHEEL_SCROLLS, self.value.wheel_scrolls)
        self._book.check(ActionId.RUN_IN_PROCESS, self.value.child_process)
        self._book.set_overrides(self.value.shortcuts)
        self._canvas.stage.wheel_zooms = not self.value.wheel_scrolls
        self._canvas.set_keys(self._book.canvas_keys())
