"""Preferences while the window is open: one frozen value, applied to actions, canvas and theme when it changes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from widgets.canvas import CanvasView
from widgets.theme import apply_theme

from .action_book import ActionBook
from .actions import ActionId
from .settings import Settings

_THEMES = {"system": ActionId.THEME_SYSTEM, "light": ActionId.THEME_LIGHT, "dark": ActionId.THEME_DARK}
_RECENT = 10


class Preferences(QObject):
    """Holds the settings; `value` is what is written when the studio ends."""

    def __init__(self, value: Settings, book: ActionBook, canvas: CanvasView) -> None:
        super().__init__(book)
        self.value = value
        self._book, self._canvas = book, canvas
        self._apply()

    def handlers(self) -> dict[ActionId, Callable[[], None]]:
        own = {action: (lambda t=theme: self.set_theme(t)) for theme, action in _THEMES.items()}
        return own | {ActionId.WHEEL_SCROLLS: self._toggle_wheel, ActionId.RUN_IN_PROCESS: self._toggle_process}

    def prefer(self, **changes: object) -> None:
        """Change settings and apply them."""
        self.value = self.value.replace(**changes)
        self._apply()

    def set_theme(self, theme: str) -> None:
        self.prefer(theme=theme)
        apply_theme(QApplication.instance(), theme)

    def set_key(self, action: str, key: str) -> None:
        """The person's own key for an action."""
        self.prefer(shortcuts={**self.value.shortcuts, action: key})

    def remember_project(self, folder: Path) -> None:
        """The project that opens next time."""
        recent = dict.fromkeys([str(folder), *self.value.recent])
        self.prefer(last_project=str(folder), recent=tuple(recent)[:_RECENT])

    def _toggle_wheel(self) -> None:
        self.prefer(wheel_scrolls=self._book[ActionId.WHEEL_SCROLLS].isChecked())

    def _toggle_process(self) -> None:
        self.prefer(child_process=self._book[ActionId.RUN_IN_PROCESS].isChecked())

    def _apply(self) -> None:
        self._book.check(_THEMES[self.value.theme])
        self._book.check(ActionId.WHEEL_SCROLLS, self.value.wheel_scrolls)
        self._book.check(ActionId.RUN_IN_PROCESS, self.value.child_process)
        self._book.set_overrides(self.value.shortcuts)
        self._canvas.set_wheel_zooms(not self.value.wheel_scrolls)
        self._canvas.set_keys(self._book.canvas_keys())
