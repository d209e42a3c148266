"""The command palette: type a few letters of what you want, press Enter. It knows commands by id and runs none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.words import Words

from .language import tr

_WALK = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class CommandRow:
    """A command as the palette shows it."""

    id: str
    text: str
    shortcut: str = ""
    enabled: bool = True
    help: str = ""


def match_score(wish: str, text: str) -> float | None:
    """How well the letters of `wish` are found in `text`, in their order; None if they are not. Higher is better.

    Letters that begin a word count most, then letters in a row; a short text beats a long one.
    """
    wish, low = wish.lower().replace(" ", ""), text.lower()
    score, place, previous = 0.0, 0, -2
    for letter in wish:
        starts = [i for i in range(place, len(low)) if low[i] == letter]
        if not starts:
            return None
        begins = next((i for i in starts if i == 0 or not low[i - 1].isalnum()), None)
        found = starts[0] if starts[0] == previous + 1 or begins is None else begins
        if begins is not None and found == begins and not _rest_fits(wish, letter, low, found):
            found = starts[0]
        score += 3 if found == previous + 1 else 2 if found == begins else 0.5
        previous, place = found, found + 1
    return score - 0.01 * len(low) if wish else 0.0


def _rest_fits(wish: str, letter: str, low: str, found: int) -> bool:
    """Whether the letters of `wish` after its first `letter` are still to be found behind `found`."""
    letters = iter(low[found + 1 :])
    return all(any(one == other for other in letters) for one in wish.partition(letter)[2])


def ranked(wish: str, rows: Sequence[CommandRow]) -> list[CommandRow]:
    """The rows that fit `wish`, best first; those that cannot be run now come last. Words of the help count less."""
    scored = []
    for place, row in enumerate(rows):
        fits = [match_score(wish, words) for words in dict.fromkeys((row.text, tr(row.text)))]
        by_text = max((fit for fit in fits if fit is not None), default=None)
        in_help = any(wish.strip().lower() in words.lower() for words in (row.help, tr(row.help)))
        if by_text is not None or in_help:
            scored.append((not row.enabled, by_text is None, -(by_text or 0.0), place, row))
    return [row for *_key, row in sorted(scored, key=lambda entry: entry[:4])]


class _Commands(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[CommandRow] = []

    def show(self, rows: list[CommandRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return tr(row.text)
            case Qt.ItemDataRole.AccessibleTextRole:
                state = "" if row.enabled else "not possible now"
                return ", ".join(tr(words) for words in (row.text, row.shortcut, row.help, state) if words)
            case Qt.ItemDataRole.ToolTipRole:
                return tr(row.help)
            case Qt.ItemDataRole.UserRole:
                return row
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return super().flags(index) if self.rows[index.row()].enabled else Qt.ItemFlag.ItemIsSelectable


class CommandPalette(QFrame):
    """Lies over its parent window; `chosen` carries the id of the command that the person wants run."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("Command palette"))
        self._rows: Sequence[CommandRow] = ()
        self._line = QLineEdit(placeholderText=tr("What do you want to do?"), accessibleName=tr("Command"))
        self._line.setMinimumHeight(TARGET_PX + 6)
        self._model = _Commands(self)
        self._list = QListView(accessibleName=tr("Commands"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(_CommandDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._help = Words(wordWrap=True)
        self._help.setMinimumHeight(2 * self.fontMetrics().height())
        self._help.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.addWidget(self._line)
        column.addWidget(self._list, 1)
        column.addWidget(self._help)
        self._line.textChanged.connect(self._on_text)
        self._line.installEventFilter(self)
        self._list.clicked.connect(self._on_index)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self.hide()

    def open(self, rows: Sequence[CommandRow]) -> None:
        """Show `rows` over the parent window and take the keyboard."""
        self._rows = tuple(rows)
        self._line.clear()
        self._on_text("")
        self._place()
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown(self) -> tuple[str, ...]:
        """Ids in view, best first."""
        return tuple(row.id for row in self._model.rows)

    def close_quietly(self) -> None:
        """Leave, and give the keyboard back to the window."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        stays = Qt.FocusReason.ActiveWindowFocusReason
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != stays:
            self.close_quietly()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in _WALK:
            self._walk(event.key())
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_index(self._list.currentIndex())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_quietly()
            return True
        return False

    def _walk(self, key: int) -> None:
        count = len(self._model.rows)
        if count:
            page = max(1, self._list.height() // max(1, self._list.sizeHintForRow(0)) - 1)
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}[
                Qt.Key(key)
            ]
            place = self._list.currentIndex().row() + by
            place = place % count if abs(by) == 1 else min(count - 1, max(0, place))
            self._list.setCurrentIndex(self._model.index(place))

    def _on_text(self, wish: str) -> None:
        self._model.show(ranked(wish, self._rows))
        if self._model.rows:
            self._list.setCurrentIndex(self._model.index(0))
        else:
            self._help.setText(tr("No command is called so."))

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            row = self._model.rows[index.row()]
            self._help.setText(tr(row.help if row.enabled else f"Not possible now. {row.help}"))

    def _on_index(self, index: QModelIndex) -> None:
        if index.isValid() and self._model.rows[index.row()].enabled:
            command = self._model.rows[index.row()].id
            self.close_quietly()
            self.chosen.emit(command)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            width = min(620, max(280, window.width() - 60))
            height = min(440, max(200, window.height() - 80))
            self.setGeometry((window.width() - width) // 2, 40, width, height)


class _CommandDelegate(QStyledItemDelegate):
    """The command to the left, its keys to the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, max(TARGET_PX, option.fontMetrics.height() + 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: CommandRow = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        group = QPalette.ColorGroup.Active if row.enabled else QPalette.ColorGroup.Disabled
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.save()
        if chosen:
            painter.fillRect(option.rect, option.palette.color(group, QPalette.ColorRole.Highlight))
        area: QRect = option.rect.adjusted(10, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(option.palette.color(group, role))
        keys = option.fontMetrics.horizontalAdvance(row.shortcut)
        text = option.fontMetrics.elidedText(tr(row.text), Qt.TextElideMode.ElideRight, area.width() - keys - 12)
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, row.shortcut)
        painter.restore()


def _demo() -> QWidget:
    window = QWidget()
    window.resize(700, 420)
    palette = CommandPalette(window)
    rows = (
        CommandRow("run.start", "Start training", "F5", help="Runs the recipe in the queue."),
        CommandRow("run.stop", "Stop training", "Shift+F5", False, "Asks the run to stop after this step."),
        CommandRow("edit.undo", "Undo", "Ctrl+Z", help="Takes back the last edit of any kind."),
        CommandRow("scene.next", "Next scene", "D", help="Goes to the scene below."),
        CommandRow("scene.unchecked", "Next unchecked scene", "Ctrl+Shift+D", help="Skips what was checked."),
        CommandRow("view.fit", "Fit the scene to the view", "F", help="Shows the whole scene."),
        CommandRow("view.theme", "Switch between light and dark", help="Changes the theme of the studio."),
    )
    palette.open(rows)
    return window


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Command palette")
