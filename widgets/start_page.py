"""The first thing that is seen: what one can begin with on the left, what one had open before on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QIcon, QImage, QKeyEvent, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.icons import icon
from miscount.widgets.sizes import scaled_size
from miscount.widgets.words import Words, plain_tip

from .language import tr

PICTURE = QSize(96, 72)
_WIDEST_CHARS = 150
_MARGIN_PX = 9


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


class StartPage(QWidget):
    """`begun` carries the key of a beginning, `opened` and `forgotten` that of something recent."""

    begun = Signal(str)
    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, beginnings: Sequence[Beginning], about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {beginning.key: self._button(beginning) for beginning in beginnings}
        self.recent = _RecentList()
        self.recent.setAccessibleName(tr("Recent projects"))
        self.recent.chosen.connect(self.opened)
        self.recent.dropped.connect(self.forgotten)
        self._none = Words(tr("Projects that you open are listed here."), wordWrap=True)
        self._none.setEnabled(False)
        self._pictures: dict[str, QImage] = {}
        self._rows: tuple[Recent, ...] = ()
        self._lay_out(about)
        self._use_font()

    def changeEvent(self, event: QEvent) -> None:
        """Everything grows along with the words; the ground of a picture that is not there is of the theme."""
        super().changeEvent(event)
        if not isinstance(getattr(self, "_sheet", None), QWidget):
            return
        if event.type() == QEvent.Type.FontChange:
            self._use_font()
        elif event.type() == QEvent.Type.PaletteChange:
            self.set_recent(self._rows)

    def _use_font(self) -> None:
        font = QFont(self.font())
        font.setBold(True)
        self._heading.setFont(font)
        font.setPointSizeF(font.pointSizeF() * 1.8)
        self._title.setFont(font)
        self._sheet.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST_CHARS)
        self.set_recent(self._rows)

    def set_recent(self, rows: Sequence[Recent]) -> None:
        """What was open before, the latest first."""
        self._rows = tuple(rows)
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

    def _button(self, beginning: Beginning) -> _BeginningButton:
        button = _BeginningButton(beginning)
        button.clicked.connect(lambda _checked=False: self.begun.emit(beginning.key))
        return button

    def _lay_out(self, about: str) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(9)  # else that between both
        self._title, self._heading = Words(tr("Miscount")), Words(tr("Recent projects"))
        left.addWidget(self._title)
        words = Words(tr(about), wordWrap=True)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        left.addWidget(words)
        left.addSpacing(10)
        for button in self.buttons.values():
            left.addWidget(button)
        left.addStretch(1)
        self._heading.setBuddy(self.recent)
        right.addWidget(self._heading)
        right.addWidget(self.recent, 1)
        right.addWidget(self._none)
        right.addStretch(0)
        sheet = self._sheet = QWidget()
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


class _BeginningButton(QPushButton):
    """An icon, words in bold, and a sentence that wraps; in the colors and the size of now, whatever these become."""

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self._beginning = beginning
        self.setIcon(icon(beginning.sign))
        self.setIconSize(QSize(24, 24))
        self.setAccessibleName(tr(beginning.words))
        self.setAccessibleDescription(tr(beginning.about))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text_width(self, width: int) -> int:
        return width - 3 * _MARGIN_PX - self.iconSize().width()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, self.text_width(width), 10_000)
        about = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, tr(self._beginning.about)).height()
        return self.fontMetrics().lineSpacing() + about + 2 * _MARGIN_PX

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().averageCharWidth() * 52
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 30, self.fontMetrics().lineSpacing() * 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        sign = QRect(QPoint(_MARGIN_PX, _MARGIN_PX), self.iconSize())
        self.icon().paint(painter, sign)
        left, line = sign.right() + _MARGIN_PX, self.fontMetrics().lineSpacing()
        font = QFont(self.font())
        font.setBold(True)
        painter.setPen(self.palette().buttonText().color())
        painter.setFont(font)
        width = self.text_width(self.width())
        painter.drawText(QRect(left, _MARGIN_PX, width, line), Qt.AlignmentFlag.AlignLeft, tr(self._beginning.words))
        painter.setFont(self.font())
        below = QRect(left, _MARGIN_PX + line, width, self.height() - line - _MARGIN_PX)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, tr(self._beginning.about))


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
            state = tr("no longer there" if row.gone else row.when)
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
        pixmap.fill(QGuiApplication.palette().alternateBase().color())  # the page hears of it before its list
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
