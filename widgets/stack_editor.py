"""A stack of layers, the uppermost first: chosen, shown, locked, added, copied, removed, and moved by drag or keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.words import Words

from .language import tr

BUTTONS = (
    ("add", "plus", "Add a layer", ""),
    ("copy", "copy", "Copy the layer", "Ctrl+D"),
    ("up", "up", "Move the layer up", "Alt+Up"),
    ("down", "down", "Move the layer down", "Alt+Down"),
    ("remove", "trash", "Remove the layer", "Del"),
)
THUMB_PX = 28
_MOST_ROWS = 5


@dataclass(frozen=True, eq=False)
class StackRow:
    """A layer as the list shows it: its name, a quiet word on it, and a small picture where it has one."""

    name: str
    note: str = ""
    shown: bool = True
    locked: bool = False
    image: QImage | None = None

    @property
    def in_words(self) -> str:
        """The row for a screen reader."""
        states = ("shown" if self.shown else "left out", "locked" if self.locked else "")
        return ", ".join(filter(None, (self.name, self.note, *states)))


class StackEditor(QWidget):
    """Places of rows count from the bottom, as layers are stored."""

    chosen = Signal(int)
    asked = Signal(str)  # copy, up, down or remove: of the chosen row
    added = Signal(str)  # the name of a kind of `set_kinds`
    toggled = Signal(int, str, bool)  # place, "shown" or "locked", and what it is to be
    moved = Signal(int, int)  # from a place to another

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = _Rows()
        self._list.setAccessibleName(tr("Layers of the trigger"))
        self._list.currentRowChanged.connect(self._on_row)
        self._list.dragged.connect(self._on_dragged)
        self._rows: tuple[StackRow, ...] = ()
        self._menu = QMenu(self)
        self._menu.triggered.connect(lambda action: self.added.emit(action.data()))
        self._buttons: dict[str, QToolButton] = {}
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(Words(tr("Layers")), 1)
        for name, picture, words, key in BUTTONS:
            bar.addWidget(self._button(name, picture, words, key))
        shown = QShortcut(QKeySequence("Space"), self._list, context=Qt.ShortcutContext.WidgetShortcut)
        shown.activated.connect(self._on_space)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self._list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _button(self, name: str, picture: str, words: str, key: str) -> QToolButton:
        button = QToolButton(toolTip=tr(f"{words}  ({key})" if key else words))
        button.setIcon(icon(picture))
        button.setAccessibleName(tr(words))
        button.setMinimumSize(TARGET_PX, TARGET_PX)
        if name == "add":
            button.setMenu(self._menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        else:
            button.clicked.connect(lambda _=False, n=name: self.asked.emit(n))
        if key:
            shortcut = QShortcut(QKeySequence(key), self._list, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
        self._buttons[name] = button
        return button

    def set_kinds(self, kinds: Sequence[tuple[str, str, str]]) -> None:
        """What can be added: (name, words, tip)."""
        self._menu.clear()
        for name, words, tip in kinds:
            action = self._menu.addAction(tr(words))
            action.setData(name)
            action.setToolTip(tr(tip))

    def set_rows(self, rows: Sequence[StackRow], current: int) -> None:
        """Show `rows`, the lowest first, with `current` (a place from the bottom) chosen; -1 for none."""
        self._rows = tuple(rows)
        with QSignalBlocker(self._list):
            while self._list.count() > len(rows):
                self._list.takeItem(self._list.count() - 1)
            while self._list.count() < len(rows):
                self._list.append(self._on_toggled)
            for line, row in enumerate(reversed(rows)):
                self._list.sheet(line).show_row(row, alone=len(rows) == 1)
                self._list.item(line).setData(Qt.ItemDataRole.AccessibleTextRole, tr(row.in_words))
            self._list.setCurrentRow(len(rows) - 1 - current if current >= 0 else -1)
        self._list.fit(min(max(len(rows), 1), _MOST_ROWS))
        locked = 0 <= current < len(rows) and rows[current].locked
        self._buttons["up"].setEnabled(0 <= current < len(rows) - 1)
        self._buttons["down"].setEnabled(current > 0)
        self._buttons["copy"].setEnabled(current >= 0)
        self._buttons["remove"].setEnabled(current >= 0 and len(rows) > 1 and not locked)

    def rows(self) -> tuple[str, ...]:
        """What is shown, the lowest first."""
        return tuple(row.name for row in self._rows)

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self._list.count() - 1 - row)

    def _on_dragged(self, start: int, end: int) -> None:
        last = self._list.count() - 1
        self.moved.emit(last - start, last - end)

    def _on_toggled(self, line: int, what: str, on: bool) -> None:
        self.toggled.emit(self._list.count() - 1 - line, what, on)

    def _on_space(self) -> None:
        line = self._list.currentRow()
        if line >= 0 and len(self._rows) > 1:
            self._on_toggled(line, "shown", not self._rows[self._list.count() - 1 - line].shown)


class _Rows(QListWidget):
    """`dragged` says that the row at the first line is to stand at the second."""

    dragged = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._from = -1
        self._pressed_y = 0
        self._gap: int | None = None  # a row would fall before this line
        self._use_palette()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._use_palette()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()  # or a sheet keeps the width of the list as it was, and its lock lies beyond the edge

    def _use_palette(self) -> None:
        """A paler mark of the chosen row: its words and icons are drawn in the colors of text."""
        theme, palette = QGuiApplication.palette(), QPalette()  # which has but these two: all else follows the theme
        mark, base = theme.color(QPalette.ColorRole.Highlight), theme.color(QPalette.ColorRole.Base)
        pairs = ((mark.red(), base.red()), (mark.green(), base.green()), (mark.blue(), base.blue()))
        paler = [round(0.3 * one + 0.7 * other) for one, other in pairs]
        palette.setColor(QPalette.ColorRole.Highlight, QColor(*paler))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color(QPalette.ColorRole.Text))
        self.setPalette(palette)

    def append(self, toggled: object) -> None:
        item, sheet = QListWidgetItem(), _Sheet()
        item.setSizeHint(QSize(0, sheet.sizeHint().height()))
        self.addItem(item)
        self.setItemWidget(item, sheet)
        sheet.toggled.connect(lambda what, on: toggled(self.row(item), what, on))  # type: ignore[operator]

    def sheet(self, line: int) -> _Sheet:
        sheet = self.itemWidget(self.item(line))
        assert isinstance(sheet, _Sheet)
        return sheet

    def fit(self, lines: int) -> None:
        height = self.sizeHintForRow(0) if self.count() else TARGET_PX
        self.setFixedHeight(lines * height + 2 * self.frameWidth() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() and event.text().isprintable():
            event.ignore()  # letters are keys of the window
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self.indexAt(event.position().toPoint()).row()
            self._pressed_y = round(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from < 0 or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if self._gap is None and abs(event.position().y() - self._pressed_y) < QApplication.startDragDistance():
            return
        self._gap = self._gap_at(round(event.position().y()))
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        start, gap = self._from, self._gap
        self._from, self._gap = -1, None
        self.viewport().unsetCursor()
        self.viewport().update()
        if start >= 0 and gap is not None:
            end = gap - (gap > start)
            if end != start:
                self.dragged.emit(start, end)

    def _gap_at(self, y: int) -> int:
        for line in range(self.count()):
            if y < self.visualItemRect(self.item(line)).center().y():
                return line
        return self.count()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None:
            return
        below = self._gap < self.count()
        rect = self.visualItemRect(self.item(self._gap if below else self.count() - 1))
        y = rect.top() if below else rect.bottom()
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(0, max(y - 1, 0), self.viewport().width(), 3), self.palette().highlight())
        painter.end()


class _Sheet(QWidget):
    """One row: eye, small picture, name, a quiet word, lock. Only its buttons take the mouse."""

    toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._eye = self._toggle("shown")
        self._lock = self._toggle("locked")
        self._picture = Words()
        self._picture.setFixedSize(THUMB_PX, THUMB_PX)
        self._name, self._note = Words(), Words()
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for words in (self._picture, self._name, self._note):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 1, 2, 1)
        row.setSpacing(6)
        row.addWidget(self._eye)
        row.addWidget(self._picture)
        row.addWidget(self._name, 1)
        row.addWidget(self._note)
        row.addWidget(self._lock)

    def _toggle(self, what: str) -> QToolButton:
        button = QToolButton(checkable=True, autoRaise=True)
        button.setMinimumSize(TARGET_PX, TARGET_PX)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keyboard the row has the focus; Space is its eye
        button.clicked.connect(lambda on: self.toggled.emit(what, on))
        return button

    def show_row(self, row: StackRow, alone: bool) -> None:
        self._name.setText(tr(row.name))
        self._note.setText(tr(row.note))
        self._eye.setChecked(row.shown)
        self._eye.setIcon(icon("eye" if row.shown else "eye-off"))
        self._eye.setEnabled(not alone)
        self._eye.setToolTip(tr("Leave this layer out  (Space)" if row.shown else "Show this layer  (Space)"))
        self._eye.setAccessibleName(tr(f"{row.name} is {'shown' if row.shown else 'left out'}"))
        self._lock.setChecked(row.locked)
        self._lock.setIcon(icon("lock" if row.locked else "unlock"))
        self._lock.setToolTip(tr("Locked: neither hand nor settings change it" if row.locked else "Lock this layer"))
        self._lock.setAccessibleName(tr(f"{row.name} is {'locked' if row.locked else 'not locked'}"))
        self._image = row.image
        self._show_picture()

    def _show_picture(self) -> None:
        if self._image is None:
            self._picture.setPixmap(icon("trigger").pixmap(THUMB_PX - 8, THUMB_PX - 8))
        else:
            size = QSize(THUMB_PX, THUMB_PX)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(QPixmap.fromImage(self._image.scaled(size, keep, smooth)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_image"):
            self._show_picture()  # a sign is drawn in the ink of the theme


def _demo() -> QWidget:
    shown = StackEditor()
    shown.set_kinds((("picture", "Picture", "A picture of yours"), ("rain", "Rain", "Streaks")))
    shown.set_rows(
        [
            StackRow("cartoon", "normal, 100 %"),
            StackRow("flowers", "overlay, 60 %", shown=False),
            StackRow("Rain", "opacity 0.5", locked=True),
        ],
        1,
    )
    shown.resize(300, 160)
    return shown


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Layers of a trigger")
