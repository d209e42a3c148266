"""F1: every key on a sheet, and a table that changes them."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from miscount.widgets.language import tr

from ..desktop import dialogs
from .registry import ActionRegistry


class ShortcutsWindow(QObject):
    """Made when first wanted. `changed` carries an action's id and its new key."""

    changed = Signal(str, str)

    def __init__(self, window: QWidget, book: ActionRegistry) -> None:
        super().__init__(window)
        self._window, self._book = window, book
        self._dialog: QDialog | None = None

    def open(self) -> None:
        """Show the sheet."""
        if self._dialog is None:
            from miscount.widgets.shortcut_sheet import ShortcutEditor, ShortcutSheet

            tabs = QTabWidget()
            for part in (tabs, tabs.tabBar()):
                part.setAccessibleName(tr("Keys"))
            self._sheet, self._editor = ShortcutSheet(), ShortcutEditor()
            tabs.addTab(self._sheet, tr("All keys"))
            tabs.addTab(self._editor, tr("Change keys"))
            self._editor.changed.connect(self._on_changed)
            self._dialog = dialogs.window_of(tabs, "Keys", self._window, (920, 660))
        self._fill()
        self._dialog.show()
        self._dialog.activateWindow()

    def _fill(self) -> None:
        rows = self._book.shortcut_rows()
        self._sheet.set_rows(rows)
        self._editor.set_rows([row for row in rows if not row.id.startswith("hand.")])

    def _on_changed(self, action: str, key: str) -> None:
        self.changed.emit(action, key)
        self._fill()
