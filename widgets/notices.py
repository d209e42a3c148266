"""What is said to the person: a banner for what happened, which never stops the work, and a line for the state."""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon, tinted_pixmap
from miscount.widgets.progress_bar import ProgressBar
from miscount.widgets.sizes import scaled
from miscount.widgets.theme import accents
from miscount.widgets.words import Words, plain_tip

from .language import tr


class Severity(enum.Enum):
    """How bad it is; the value names its icon."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


_WORDS = {Severity.INFO: "Note", Severity.SUCCESS: "Done", Severity.WARNING: "Warning", Severity.ERROR: "Error"}


@dataclass(frozen=True)
class Notice:
    """One sentence of what happened and what to do; `details` are for copying; `action` is a button's words.

    `first`: it stands before all others, whatever they are, as an offer that is worth nothing once work goes on.
    """

    severity: Severity
    text: str
    details: str = ""
    action: str = ""
    first: bool = False


_MERELY = 3
STAYS_MS, STAYS_WITH_ACTION_MS = 6_000, 15_000
"""So long a success is in view, longer where it offers something; never while the mouse or the keyboard is at it."""

_MARGIN_PX = 12
_EDGE_PX = 5
_WIDEST_CHARS = 110


def _rank(notice: Notice) -> int:
    """How soon it must be seen, from the least on."""
    if notice.first:
        return -1
    match notice.severity:
        case Severity.ERROR:
            return 0
        case Severity.WARNING:
            return 1
    return 2 if notice.action else _MERELY


class NoticeBar(QFrame):
    """Shows notices one at a time; the same notice twice is shown once, with a count.

    Errors come first, then warnings, then what asks for a choice, each in turn; of what merely happened, the newest.
    A success goes by itself. `lie_over` puts the bar over another widget, which it never moves.
    """

    dismissed = Signal(object)
    action_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = QColor()
        self._queue: deque[Notice] = deque()
        self._times: dict[Notice, int] = {}
        self._sign, self._text = Words(), Words(wordWrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._left = Words()
        self._action = QPushButton()
        self._more = QPushButton(tr("Details"), checkable=True)
        self._copy = QPushButton(icon("copy"), tr("Copy"))
        self._close = QToolButton(
            icon=icon("close"), autoRaise=True, toolTip=tr("Dismiss (Esc)"), accessibleName=tr("Dismiss")
        )
        self._details = QPlainTextEdit(readOnly=True, accessibleName=tr("Details"))
        self._details.setMaximumHeight(160)
        self._lay_out()
        self._more.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self._on_dismiss)
        self._action.clicked.connect(self._on_action)
        self._over: QWidget | None = None
        self._goes = QTimer(self, singleShot=True)
        self._goes.timeout.connect(self._on_time)
        self.hide()

    def lie_over(self, ground: QWidget) -> None:
        """Stand at the lower edge of `ground`, over what it shows, from now on."""
        self._over = ground
        self.setParent(ground)
        ground.installEventFilter(self)
        self.setVisible(bool(self._queue))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        if self._over is None or not self._queue:
            return
        room = self._over.size()
        width = min(room.width() - 2 * _MARGIN_PX, self.fontMetrics().averageCharWidth() * _WIDEST_CHARS)
        needed = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        height = min(needed, room.height() - 2 * _MARGIN_PX)
        self.setGeometry((room.width() - width) // 2, room.height() - height - _MARGIN_PX, width, height)
        self.raise_()

    def tell(self, notice: Notice) -> None:
        """Show `notice`, now or after those before it."""
        self._times[notice] = self._times.get(notice, 0) + 1
        if notice not in self._queue:
            self._queue.insert(self._place_of(notice), notice)
        self._show_first()

    def _place_of(self, notice: Notice) -> int:
        """Where it stands among those that wait: what merely happened gives way to what came after it."""
        rank = _rank(notice)
        gives_way = rank == _MERELY
        return sum(1 for other in self._queue if _rank(other) < rank or (_rank(other) == rank and not gives_way))

    def withdraw(self, notice: Notice) -> None:
        """Forget `notice`, silently: it is not true any more. One that is not there is no harm."""
        if notice in self._queue:
            self._queue.remove(notice)
            self._times.pop(notice, None)
            self._show_first()

    def notices(self) -> tuple[Notice, ...]:
        """The notice in view and those that wait."""
        return tuple(self._queue)

    def clear(self) -> None:
        """Forget them all, silently."""
        self._queue.clear()
        self._times.clear()
        self._show_first()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._left)
        for button in (self._action, self._more, self._copy, self._close):
            button.setMinimumSize(TARGET_PX, TARGET_PX)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 6, 5)
        column.addLayout(row)
        column.addWidget(self._details)

    def _show_first(self) -> None:
        self.setVisible(bool(self._queue))
        if not self._queue:
            self._goes.stop()
            return
        notice = self._queue[0]
        times = self._times[notice]
        self._text.setText(tr(f"{notice.text}{f'  ({times} times)' if times > 1 else ''}"))
        self._left.setText(tr(f"{len(self._queue) - 1} more" if len(self._queue) > 1 else ""))
        self._action.setText(tr(notice.action))
        self._action.setVisible(bool(notice.action))
        self._more.setVisible(bool(notice.details))
        self._details.setPlainText(notice.details)
        self._details.setVisible(bool(notice.details) and self._more.isChecked())
        self.setAccessibleName(tr(f"{_WORDS[notice.severity]}: {notice.text}"))
        self._color()

        self._begin_to_go(notice)
        self._place()

    def _begin_to_go(self, notice: Notice) -> None:
        self._goes.stop()
        if notice.severity is Severity.SUCCESS:
            self._goes.start(STAYS_WITH_ACTION_MS if notice.action else STAYS_MS)

    def _on_time(self) -> None:
        at_it = self.underMouse() or self.isAncestorOf(QApplication.focusWidget() or self.window())
        if at_it:
            self._goes.start()
        else:
            self._on_dismiss()

    def _color(self) -> None:
        severity = self._queue[0].severity
        tones = accents(self.palette())
        tone = {"info": tones.info, "success": tones.good, "warning": tones.warning, "error": tones.bad}[severity.value]
        self._sign.setPixmap(tinted_pixmap(severity.value, tone, 20, self.devicePixelRatioF()))
        self._sign.setToolTip(tr(_WORDS[severity]))
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Painted: what a style sheet colors keeps the theme and the size of words that it had at first."""
        painter, whole = QPainter(self), self.rect()
        painter.fillRect(whole, self.palette().color(QPalette.ColorRole.Base))
        painter.fillRect(0, 0, _EDGE_PX, whole.height(), self._tone)
        painter.setPen(self._tone)
        painter.drawRect(whole.adjusted(0, 0, -1, -1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._queue:
            self._color()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_dismiss()
        else:
            super().keyPressEvent(event)

    def _on_copy(self) -> None:
        notice = self._queue[0]
        QGuiApplication.clipboard().setText("\n\n".join(filter(None, (notice.text, notice.details))))

    def _on_dismiss(self) -> None:
        if self._queue:
            notice = self._queue.popleft()
            self._times.pop(notice, None)
            self._more.setChecked(False)
            self._show_first()
            self.dismissed.emit(notice)

    def _on_action(self) -> None:
        notice = self._queue[0]
        self._on_dismiss()
        self.action_chosen.emit(notice)


class StatusLine(QWidget):
    """One line of how things stand: what was last done, what runs and since when, what was last saved and where.

    What is being waited for has its place here, so that its coming and going moves nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(14)
        self._message = _Elided()
        self._message.setAccessibleName(tr("Last action"))
        row.addWidget(self._message, 1)
        self._doing, self.progress = (
            Words(accessibleName=tr("Waiting for")),
            ProgressBar(accessibleName=tr("Progress")),
        )
        self.progress.setFixedSize(scaled(_BAR_PX), scaled(TARGET_PX - 8))
        for widget in (self._doing, self.progress):
            widget.hide()
            row.addWidget(widget)
        self._fields = {name: Words(accessibleName=tr(words)) for name, words in _FIELDS.items()}
        for label in self._fields.values():
            label.hide()
            row.addWidget(label)
        self.setMinimumHeight(TARGET_PX)

    def set_message(self, text: str) -> None:
        """What was done last, such as `Undid: add head`; stays until the next."""
        self._message.set_text(text)

    def set_progress(self, words: str, done: int, total: int) -> None:
        """What is being waited for, and how far it is; `total` is 0 where that is not known, no words end it."""
        self._doing.setText(tr(words))
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(tr(f"{done} of {total}") if total else "")
        for widget in (self._doing, self.progress):
            widget.setVisible(bool(words))

    def set_place(self, text: str) -> None:
        """What is under the cursor."""
        self._set("place", text)

    def set_running(self, text: str) -> None:
        """What runs and for how long; empty when nothing does."""
        self._set("running", text)

    def set_saved(self, text: str, tip: str = "") -> None:
        """When the work was last saved; `tip` says where."""
        self._set("saved", text, tip)

    def set_history(self, text: str, tip: str = "") -> None:
        """How much the history of undo holds; `tip` says of how much."""
        self._set("history", text, tip)

    def _set(self, name: str, text: str, tip: str = "") -> None:
        label = self._fields[name]
        label.setText(tr(text))
        label.setToolTip(plain_tip(tip))
        label.setVisible(bool(text))


_BAR_PX = 150
_FIELDS = {
    "place": "Under the cursor", "running": "Running", "history": "History", "saved": "Saved",
}  # fmt: skip


class _Elided(Words):
    """A label that may be narrower than its words; the whole is in its tooltip."""

    _whole = ""

    def set_text(self, text: str) -> None:
        self._whole = tr(text)
        self.setToolTip(plain_tip(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        hint.setWidth(40)
        return hint

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(40, self.width())))


def _demo() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    for severity, text in (
        (Severity.INFO, "The second recipe differs only in its defense, so the victim was not trained again."),
        (Severity.SUCCESS, "The run first-try is done: report.html lies in its folder."),
        (Severity.WARNING, "The trigger reaches 40 px but the crop may cut it away; widen the crop or move it."),
        (Severity.ERROR, "Training stopped: the loss is not a number since step 1,204; try a smaller learning rate."),
    ):
        bar = NoticeBar()
        details = "Traceback (most recent call last):\n  made up for this picture" if severity is Severity.ERROR else ""
        bar.tell(Notice(severity, text, details, "Open report" if severity is Severity.SUCCESS else ""))
        column.addWidget(bar)
    bar.tell(Notice(Severity.WARNING, "Another one waits."))
    line = StatusLine()
    line.set_message("Undid: move 3 heads")
    line.set_place("x 412, y 98: 0.0021 heads/px")
    line.set_running("Training victim, 3:12")
    line.set_saved("Saved 12:03:41")
    column.addWidget(line)
    column.addStretch(1)
    page.resize(860, 330)
    return page


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Notices")
