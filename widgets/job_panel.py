"""The queue: what runs, how far it is, what waits, what is done. The panel starts and stops nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon, tinted_pixmap
from miscount.widgets.progress_bar import ProgressBar
from miscount.widgets.theme import Accents, accents, write_in
from miscount.widgets.words import Words

from .language import tr

State = Literal["waiting", "running", "paused", "stopping", "done", "stopped", "failed"]
_STATES: dict[str, tuple[str, str, str]] = {  # words, icon, color
    "waiting": ("Waiting", "queue", "muted"),
    "running": ("Running", "running", "info"),
    "paused": ("Paused", "pause", "warning"),
    "stopping": ("Stopping", "stop", "warning"),
    "done": ("Done", "success", "good"),
    "stopped": ("Stopped", "pause", "warning"),
    "failed": ("Failed", "error", "bad"),
}


@dataclass(frozen=True)
class JobRow:
    """A job as the panel shows it. `progress` is 0..1, or None where nobody can know."""

    id: str
    name: str
    state: State = "waiting"
    progress: float | None = None
    stage: str = ""
    elapsed_s: float = 0.0
    eta_s: float | None = None
    problem: str = ""


def duration(seconds: float) -> str:
    """`0:07`, `3:12`, `2:05:00`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


class JobPanel(QScrollArea):
    """Jobs one under another; each signal carries the job's id."""

    pause_requested = Signal(str)  # hold it, or let it go on
    stop_requested = Signal(str)
    remove_requested = Signal(str)
    open_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None, empty_text: str = "No job yet. F5 starts one.") -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Jobs"))
        self._cards: dict[str, _Card] = {}
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(6, 6, 6, 6)
        self._column.setSpacing(6)
        self._empty = Words(tr(empty_text), wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self.setWidget(page)

    def set_jobs(self, rows: Sequence[JobRow]) -> None:
        """Show exactly `rows`, in this order."""
        wanted = {row.id for row in rows}
        for job in tuple(self._cards):
            if job not in wanted:
                self.remove_job(job)
        for place, row in enumerate(rows):
            self.set_job(row)
            card = self._cards[row.id]
            if self._column.indexOf(card) != place + 1:
                self._column.removeWidget(card)
                self._column.insertWidget(place + 1, card)

    def set_job(self, row: JobRow) -> None:
        """Show `row` in the place of the job of the same id, or below all others."""
        if row.id not in self._cards:
            card = _Card(row.id)
            card.pause_requested.connect(self.pause_requested)
            card.stop_requested.connect(self.stop_requested)
            card.remove_requested.connect(self.remove_requested)
            card.open_requested.connect(self.open_requested)
            self._cards[row.id] = card
            self._column.insertWidget(self._column.count() - 1, card)
        self._cards[row.id].set_row(row)
        self._empty.hide()

    def remove_job(self, job: str) -> None:
        card = self._cards.pop(job, None)
        if card is not None:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._empty.setVisible(not self._cards)


class _Card(QFrame):
    """One job."""

    pause_requested = Signal(str)
    stop_requested = Signal(str)
    remove_requested = Signal(str)
    open_requested = Signal(str)

    def __init__(self, job: str) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._job, self._row = job, JobRow(job, "")
        self._name = Words(wordWrap=True)
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._sign, self._state = Words(), Words()
        self._bar = ProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setFormat("")
        self._bar.setMaximumHeight(10)
        self._stage = Words(wordWrap=True)
        self._times = Words(wordWrap=True)
        self._pause = _button("pause", "Pause", self._on_pause)
        self._stop = _button("stop", "Stop", self._on_stop)
        self._open = _button("chart", "Open", self._on_open)
        self._remove = _button("close", "Remove from the list", self._on_remove)
        self._lay_out()

    def _lay_out(self) -> None:
        """Only the name shares its line with buttons: at large fonts nothing may push the panel wide."""
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name, 1)
        for button in (self._open, self._pause, self._stop, self._remove):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        state = QHBoxLayout()
        state.setSpacing(5)
        state.addWidget(self._sign)
        state.addWidget(self._state)
        state.addWidget(self._times, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 6, 6)
        column.setSpacing(3)
        column.addLayout(head)
        column.addLayout(state)
        column.addWidget(self._bar)
        column.addWidget(self._stage)

    def set_row(self, row: JobRow) -> None:
        self._row = row
        words, _sign, _tone = _STATES[row.state]
        active = row.state in ("running", "paused", "stopping")
        self._name.setText(tr(row.name))
        self._state.setText(tr(words))
        self._bar.setVisible(active)
        self._show_progress(row.progress)
        self._stage.setText(tr(row.problem or row.stage))
        self._stage.setVisible(bool(self._stage.text()))
        self._times.setText(tr(_times(row)))
        self._times.setToolTip(tr("Time it has run; about how long it will still take, from its speed so far."))
        self._pause.setVisible(row.state in ("running", "paused"))
        self._pause.setIcon(icon("play" if row.state == "paused" else "pause"))
        self._pause.setToolTip(tr("Go on" if row.state == "paused" else "Pause"))
        self._stop.setVisible(row.state in ("running", "paused", "stopping", "waiting"))
        self._stop.setEnabled(row.state != "stopping")
        self._remove.setVisible(row.state in ("done", "stopped", "failed"))
        self._open.setVisible(row.state != "waiting")
        share = "" if row.progress is None else f", {row.progress:.0%}"
        self.setAccessibleName(tr(f"{row.name}: {words}{share if active else ''}"))
        for button in (self._pause, self._stop, self._open, self._remove):
            button.setAccessibleName(tr(f"{button.toolTip()}: {row.name}"))
        self._color()

    def _show_progress(self, progress: float | None) -> None:
        """Range 0 to 0 is Qt's moving bar: it works, and nobody knows for how long."""
        self._bar.setRange(0, 0 if progress is None else 1000)
        if progress is not None:
            self._bar.setValue(round(1000 * min(1.0, max(0.0, progress))))

    def _color(self) -> None:
        _words, sign, tone = _STATES[self._row.state]
        tones: Accents = accents(self.palette())
        color = getattr(tones, tone)
        self._sign.setPixmap(tinted_pixmap(sign, color, 16, self.devicePixelRatioF()))
        write_in(self._state, color)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_row"):
            self._color()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._on_open()
        event.accept()

    def _on_pause(self) -> None:
        self.pause_requested.emit(self._job)

    def _on_stop(self) -> None:
        self.stop_requested.emit(self._job)

    def _on_open(self) -> None:
        self.open_requested.emit(self._job)

    def _on_remove(self) -> None:
        self.remove_requested.emit(self._job)


def _button(sign: str, tip: str, slot: Callable[[], None]) -> QToolButton:
    button = QToolButton(icon=icon(sign), autoRaise=True, toolTip=tr(tip))
    button.setMinimumSize(TARGET_PX, TARGET_PX)
    button.clicked.connect(slot)
    return button


def _times(row: JobRow) -> str:
    if row.state == "waiting":
        return ""
    words = duration(row.elapsed_s)
    if row.state == "running" and row.eta_s is not None:
        words += f", about {duration(row.eta_s)} left"
    return words


def _demo() -> JobPanel:
    panel = JobPanel()
    panel.set_jobs(
        (
            JobRow(
                "a", "quickstart, blended checkerboard", "running", 0.42, "victim: epoch 3 of 8, loss 0.0184", 192, 265
            ),
            JobRow("g", "snow, tiled", "paused", 0.6, "victim: epoch 5 of 8", 140),
            JobRow("b", "fog, 5 % of the scenes", "stopping", None, "finishing the current step", 31),
            JobRow("c", "patch at the horizon"),
            JobRow("d", "sinusoid", "done", 1, "report.html is written", 4120),
            JobRow("e", "warp", "failed", 0.3, "", 12, problem="Weights csrnet.pth: expected 34 tensors, found 2."),
            JobRow("f", "rain", "stopped", 0.3, "kept: twin, poisoned set", 75),
        )
    )
    panel.resize(420, 430)
    return panel


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Jobs")
