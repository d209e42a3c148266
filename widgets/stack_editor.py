"""A stack of named things, the uppermost first: chosen, added, removed, copied and moved by buttons or keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QToolButton, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon

BUTTONS = (
    ("add", "plus", "Add a layer", ""),
    ("copy", "copy", "Copy the layer", "Ctrl+D"),
    ("up", "up", "Move the layer up", "Alt+Up"),
    ("down", "down", "Move the layer down", "Alt+Down"),
    ("remove", "trash", "Remove the layer", "Del"),
)


class StackEditor(QWidget):
    """`chosen` is the place of a row from the bottom, as the rows are stored; `asked` one of the names in BUTTONS."""

    chosen = Signal(int)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QListWidget()
        self._list.setAccessibleName("Layers of the trigger")
        self._list.currentRowChanged.connect(self._on_row)
        self._buttons: dict[str, QToolButton] = {}
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for name, picture, words, key in BUTTONS:
            button = QToolButton(toolTip=f"{words}  ({key})" if key else words)
            button.setIcon(icon(picture))
            button.setAccessibleName(words)
            button.setMinimumSize(TARGET_PX, TARGET_PX)
            button.clicked.connect(lambda _=False, n=name: self.asked.emit(n))
            if key:
                shortcut = QShortcut(QKeySequence(key), self._list, context=Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(button.click)
            self._buttons[name] = button
            bar.addWidget(button)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self._list, 1)

    def set_rows(self, rows: Sequence[str], current: int) -> None:
        """Show `rows`, the lowest first, with `current` (a place from the bottom) chosen; -1 for none."""
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItems(list(reversed(rows)))
            self._list.setCurrentRow(len(rows) - 1 - current if current >= 0 else -1)
        self._buttons["up"].setEnabled(0 <= current < len(rows) - 1)
        self._buttons["down"].setEnabled(current > 0)
        self._buttons["copy"].setEnabled(current >= 0)
        self._buttons["remove"].setEnabled(current >= 0 and len(rows) > 1)

    def rows(self) -> tuple[str, ...]:
        """What is shown, the lowest first."""
        return tuple(self._list.item(place).text() for place in reversed(range(self._list.count())))

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self._list.count() - 1 - row)


def _demo() -> QWidget:
    shown = StackEditor()
    shown.set_rows(
        ["1  cartoon  ·  normal, 100%", "2  flowers  ·  overlay, 60%", "3  painted by hand  ·  screen, 80%"], 1
    )
    return shown


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Layers of a trigger")
