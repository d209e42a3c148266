"""Keys: a sheet that lists them, and a table that changes them, with a check that no key means two things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.forms.row import Problem
from miscount.widgets.icons import icon
from miscount.widgets.words import Words

from .language import tr


@dataclass(frozen=True)
class ShortcutRow:
    """A command's key. Rows of different `scope` (pages) may share a key; the empty scope is everywhere."""

    id: str
    text: str
    keys: str = ""
    default: str = ""
    group: str = "General"
    scope: str = ""
    fixed: bool = False


def conflict(rows: Sequence[ShortcutRow], changed: ShortcutRow) -> ShortcutRow | None:
    """The row that already has the keys of `changed` where `changed` would be heard, or None."""
    wish = QKeySequence(changed.keys)
    if wish.isEmpty():
        return None
    for row in rows:
        heard = row.scope == changed.scope or not row.scope or not changed.scope
        if row.id != changed.id and heard and _clash(QKeySequence(row.keys), wish):
            return row
    return None


def _clash(one: QKeySequence, other: QKeySequence) -> bool:
    """Equal, or one begins with the other, so that the longer could never be typed."""
    none = QKeySequence.SequenceMatch.NoMatch
    return not one.isEmpty() and (one.matches(other) != none or other.matches(one) != none)


def shown_keys(keys: str) -> str:
    """Keys as this platform writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


class ShortcutSheet(QScrollArea):
    """All keys, by group, in as many columns as fit; for F1. Mouse gestures can stand among them as fixed rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("All keys"))
        self._rows: tuple[ShortcutRow, ...] = ()
        self._num_columns = 0

    def set_rows(self, rows: Sequence[ShortcutRow]) -> None:
        """Show the rows that have keys, in their order; rows of one group must stand together."""
        self._rows = tuple(row for row in rows if row.keys)
        self._lay_out(self._wanted_columns())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted_columns() != self._num_columns:
            self._lay_out(self._wanted_columns())

    def _wanted_columns(self) -> int:
        return max(1, self.width() // (24 * max(8, self.fontMetrics().averageCharWidth()) + 90))

    def _lay_out(self, num_columns: int) -> None:
        self._num_columns = num_columns
        page = QWidget()
        columns = [QVBoxLayout() for _ in range(num_columns)]
        filled = [0] * num_columns
        for name, rows in groupby(self._rows, key=lambda row: row.group):
            group = list(rows)
            place = filled.index(min(filled))
            columns[place].addWidget(_group(name, group))
            filled[place] += len(group) + 2
        across = QHBoxLayout(page)
        across.setSpacing(28)
        for column in columns:
            column.addStretch(1)
            across.addLayout(column, 1)
        self.setWidget(page)


def _group(name: str, rows: Sequence[ShortcutRow]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 4, 0, 8)
    grid.setVerticalSpacing(3)
    title = Words(tr(name))
    bold = title.font()
    bold.setBold(True)
    title.setFont(bold)
    grid.addWidget(title, 0, 0, 1, 2)
    for place, row in enumerate(rows):
        keys = Words(tr(shown_keys(row.keys)))
        keys.setForegroundRole(QPalette.ColorRole.Link)
        keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        text = Words(tr(row.text), wordWrap=True)
        text.setAccessibleDescription(tr(row.keys))
        grid.addWidget(text, place + 1, 0)
        grid.addWidget(keys, place + 1, 1)
    grid.setColumnStretch(0, 1)
    return box


class ShortcutEditor(QWidget):
    """One row a command; `changed` is (id, keys) and is only sent when the keys are free."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, ShortcutRow] = {}
        self._lines: dict[str, _KeyLine] = {}
        self._filter = QLineEdit(placeholderText=tr("Find a command or a key"), clearButtonEnabled=True)
        self._filter.setAccessibleName(tr("Find a command or a key"))
        self._filter.setMinimumHeight(TARGET_PX)
        self._filter.textChanged.connect(self._on_filter)
        self._defaults = QPushButton(icon("reset"), tr("Restore defaults"))
        self._defaults.setMinimumHeight(TARGET_PX)
        self._defaults.clicked.connect(self._on_defaults)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(self._page)
        head = QHBoxLayout()
        head.addWidget(self._filter, 1)
        head.addWidget(self._defaults)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addWidget(area, 1)

    def set_rows(self, rows: Sequence[ShortcutRow]) -> None:
        """Show `rows` with their keys; silent."""
        if [row.id for row in rows] != list(self._rows):
            self._remake(rows)
        for row in rows:
            self._rows[row.id] = row
            self._lines[row.id].set_row(row)
        self._show_defaults()

    def _remake(self, rows: Sequence[ShortcutRow]) -> None:
        for line in self._lines.values():
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows = {row.id: row for row in rows}
        self._lines = {row.id: _KeyLine(row) for row in rows}
        for place, line in enumerate(self._lines.values()):
            line.wished.connect(self._on_wished)
            self._column.insertWidget(place, line)

    def _on_wished(self, command: str, keys: str) -> None:
        row = self._rows[command]
        wish = replace(row, keys=keys)
        other = conflict(tuple(self._rows.values()), wish)
        if other is not None:
            self._lines[command].set_row(row)
            where = f" on the page {other.scope}" if other.scope else ""
            self._lines[command].say(
                f"{shown_keys(keys)} is already the key of “{other.text}”{where}; free it there first."
            )
            return
        self._take(wish)

    def _take(self, row: ShortcutRow) -> None:
        self._rows[row.id] = row
        self._lines[row.id].set_row(row)
        self._show_defaults()
        self.changed.emit(row.id, row.keys)

    def _on_defaults(self) -> None:
        for row in tuple(self._rows.values()):
            if row.keys != row.default and not row.fixed:
                self._take(replace(row, keys=row.default))

    def _show_defaults(self) -> None:
        self._defaults.setEnabled(any(row.keys != row.default for row in self._rows.values() if not row.fixed))

    def _on_filter(self, text: str) -> None:
        wish = text.lower()
        for command, row in self._rows.items():
            found = wish in f"{row.group} {row.text} {row.keys}".lower()
            self._lines[command].setVisible(found)


class _KeyLine(QWidget):
    """One command: words, keys to press, clear, default."""

    wished = Signal(str, str)

    def __init__(self, row: ShortcutRow) -> None:
        super().__init__()
        self._row = row
        self._text = Words(wordWrap=True)
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        self._edit.setFixedWidth(170)
        self._edit.setMinimumHeight(TARGET_PX)
        self._clear = _small("close", "No key")
        self._reset = _small("reset", "")
        keep = self._reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(keep)
        self._problem = Problem()
        line = QHBoxLayout()
        line.addWidget(self._text, 1)
        for part in (self._edit, self._clear, self._reset):
            line.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 1)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._problem)
        self._edit.editingFinished.connect(self._on_finished)
        self._clear.clicked.connect(self._on_clear)
        self._reset.clicked.connect(self._on_reset)

    def set_row(self, row: ShortcutRow) -> None:
        self._row = row
        scope = f"  ({row.scope})" if row.scope not in ("", row.group) else ""
        self._text.setText(f"{tr(row.group)}: {tr(row.text)}{tr(scope)}")
        with QSignalBlocker(self._edit):
            self._edit.setKeySequence(QKeySequence(row.keys))
        self._edit.setAccessibleName(tr(f"Keys of {row.text}"))
        self._edit.setEnabled(not row.fixed)
        self._clear.setEnabled(bool(row.keys) and not row.fixed)
        self._clear.setAccessibleName(tr(f"No key for {row.text}"))
        self._reset.setVisible(row.keys != row.default and not row.fixed)
        self._reset.setToolTip(tr(f"Back to {shown_keys(row.default) or 'no key'}"))
        self._reset.setAccessibleName(tr(f"Default key for {row.text}"))
        self._problem.say(None)

    def say(self, sentence: str) -> None:
        self._problem.say(sentence)

    def _on_finished(self) -> None:
        keys = self._edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if keys != self._row.keys:
            self.wished.emit(self._row.id, keys)

    def _on_clear(self) -> None:
        self.wished.emit(self._row.id, "")

    def _on_reset(self) -> None:
        self.wished.emit(self._row.id, self._row.default)


def _small(sign: str, tip: str) -> QToolButton:
    button = QToolButton(icon=icon(sign), autoRaise=True, toolTip=tr(tip))
    button.setMinimumSize(TARGET_PX, TARGET_PX)
    return button


def _demo() -> QWidget:
    made_up = (
        ("General", "Command palette", "Ctrl+Shift+P", ""),
        ("General", "All keys", "F1", ""),
        ("General", "Undo", "Ctrl+Z", ""),
        ("General", "Redo", "Ctrl+Shift+Z", ""),
        ("Scenes", "Next scene", "D", ""),
        ("Scenes", "Previous scene", "A", ""),
        ("Scenes", "Mark as checked and go on", "Ctrl+Return", ""),
        ("View", "Fit the scene to the view", "F", ""),
        ("View", "Zoom in", "Ctrl+=", ""),
        ("Heads", "Add a head", "P", "Heads"),
        ("Heads", "Select heads", "S", "Heads"),
        ("Density", "Brush", "B", "Density"),
        ("Density", "Smaller brush", "[", "Density"),
        ("Training", "Start", "F5", ""),
        ("Training", "Stop", "Shift+F5", ""),
    )
    rows = [ShortcutRow(f"{g}.{t}", t, k, k, g, s) for g, t, k, s in made_up]
    page = QWidget()
    across = QHBoxLayout(page)
    sheet, editor = ShortcutSheet(), ShortcutEditor()
    sheet.set_rows([*rows, ShortcutRow("pan", "Pan", "Space + drag", group="Training", fixed=True)])
    editor.set_rows([replace(rows[0], keys="Ctrl+K"), *rows[1:]])
    editor._on_wished(rows[1].id, "F5")
    across.addWidget(sheet, 1)
    across.addWidget(editor, 1)
    page.resize(1060, 520)
    return page


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Keys")
