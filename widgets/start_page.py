"""The first thing that is seen: what one can begin with on the left, what one had open before on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCommandLinkButton,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.icons import icon
from miscount.widgets.sizes import scaled_size
from miscount.widgets.words import Words, plain_tip

PICTURE = QSize(96, 72)
_WIDEST_CHARS = 150


@dataclass(frozen=True)
class Beginning:
    """One thing that can be begun with: a key to hand back, its words, one sentence on it, an icon."""

    key: str
    words: str
    about: str
    sign: str


@dataclass(frozen=True)
class Recent:
    """Something that was open before; `gone` where it cannot be opened now."""

    key: str
    name: str
    place: str
    when: str = ""
    gone: bool = False


_STYLE = """
QCommandLinkButton { border: 1px solid palette(mid); border-radius: 5px; background: palette(base); padding: 2px; }
QCommandLinkButton:hover { background: palette(midlight); }
QCommandLinkButton:focus { border: 2px solid palette(highlight); padding: 1px; }
"""


class StartPage(QWidget):
    """`begun` carries the key of a beginning, `opened` and `forgotten` that of something recent."""

    begun = Signal(str)
    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, beginnings: Sequence[Beginning], about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {beginning.key: self._button(beginning) for beginning in beginnings}
        self.recent = _RecentList()
        self.recent.setAccessibleName("Recent projects")
        self.recent.chosen.connect(self.opened)
        self.recent.dropped.connect(self.forgotten)
        self._none = Words("Projects that you open are listed here.", wordWrap=True)
        self._none.setEnabled(False)
        self._pictures: dict[str, QImage] = {}
        self._lay_out(about)
        self.setStyleSheet(_STYLE)

    def set_recent(self, rows: Sequence[Recent]) -> None:
        """What was open before, the latest first."""
        self.recent.show_rows(rows, self._pictures)
        self.recent.setVisible(bool(rows))
        self._none.setVisible(not rows)

    def set_picture(self, key: str, image: QImage) -> None:
        """The picture of something recent."""
        self._pictures[key] = image
        self.recent.set_picture(key, image)

    def begin(self) -> None:
        """Give the keyboard to what is likeliest: the latest project, or the first beginning."""
        if self.recent.count():
            self.recent.setCurrentRow(0)
            self.recent.setFocus()
        else:
            next(iter(self.buttons.values())).setFocus()

    def _button(self, beginning: Beginning) -> QCommandLinkButton:
        button = QCommandLinkButton(beginning.words, beginning.about)
        button.setIcon(icon(beginning.sign))
        button.setAccessibleName(beginning.words)
        button.setAccessibleDescription(beginning.about)
        policy = button.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
        button.setSizePolicy(policy)
        button.clicked.connect(lambda _checked=False: self.begun.emit(beginning.key))
        return button

    def _lay_out(self, about: str) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(9)  # else that between both
        title = Words("Miscount")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.8)
        font.setBold(True)
        title.setFont(font)
        left.addWidget(title)
        words = Words(about, wordWrap=True)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        left.addWidget(words)
        left.addSpacing(10)
        for button in self.buttons.values():
            left.addWidget(button)
        left.addStretch(1)
        heading = Words("Recent projects")
        bold = heading.font()
        bold.setBold(True)
        heading.setFont(bold)
        heading.setBuddy(self.recent)
        right.addWidget(heading)
        right.addWidget(self.recent, 1)
        right.addWidget(self._none)
        right.addStretch(0)
        sheet = QWidget()
        sheet.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST_CHARS)
        both = QHBoxLayout(sheet)
        both.setContentsMargins(24, 24, 24, 24)
        both.setSpacing(32)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(sheet)
        area.setWidget(middle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        self.set_recent(())


class _RecentList(QListWidget):
    """A click or Enter chooses, Delete drops from the list."""

    chosen = Signal(str)
    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))

    def show_rows(self, rows: Sequence[Recent], pictures: dict[str, QImage]) -> None:
        self.clear()
        size = scaled_size(PICTURE)
        self.setIconSize(size)
        for row in rows:
            state = "no longer there" if row.gone else row.when
            item = QListWidgetItem("\n".join((row.name, row.place, state)))
            item.setData(Qt.ItemDataRole.UserRole, row.key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (row.name, state, row.place))))
            item.setToolTip(plain_tip(f"{row.key}\nDelete takes it off this list."))
            height = max(size.height(), 3 * self.fontMetrics().lineSpacing()) + 12
            item.setSizeHint(QSize(200, height))
            self.addItem(item)
            self.set_picture(row.key, pictures.get(row.key, QImage()))

    def set_picture(self, key: str, image: QImage) -> None:
        pixmap = QPixmap(self.iconSize())
        pixmap.fill(self.palette().alternateBase().color())
        if not image.isNull():
            pixmap = QPixmap.fromImage(
                image.scaled(
                    self.iconSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                    Qt.TransformationMode.SmoothTransformation,
                )
            ).copy(0, 0, self.iconSize().width(), self.iconSize().height())  # fmt: skip
        for place in range(self.count()):
            if self.item(place).data(Qt.ItemDataRole.UserRole) == key:
                self.item(place).setIcon(QIcon(pixmap))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
        elif item is not None and event.key() == Qt.Key.Key_Delete:
            self.dropped.emit(item.data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)


def _demo() -> QWidget:
    page = StartPage(
        (
            Beginning("quickstart", "Quickstart: see an attack in a minute", "Drawn crowds and a trigger.", "play"),
            Beginning("dataset", "Open a dataset…", "Recognized by its files.", "open"),
        ),
        "See a crowd counter being made to miscount, and mend it.",
    )
    page.set_recent(
        (Recent("/a", "Hall 3", "~/Documents/Miscount/hall", "today 09:30"), Recent("/b", "Old", "/b", gone=True))
    )
    page.resize(900, 500)
    return page


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Start page")
