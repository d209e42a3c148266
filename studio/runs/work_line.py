"""One piece of work of a window of its own: how far it is, a button that stops it, and its values as they come."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from miscount.engine.events import Event, Progress, StageStarted, StepDone, Warned
from miscount.engine.runs.names import stage_name
from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.progress_bar import ProgressBar
from miscount.widgets.sizes import scaled
from miscount.widgets.words import Words

from .jobs import Job, Jobs, Task
from .task_events import Made, TaskEvent

_BAR_PX = 220


class WorkLine(QWidget):
    """It has a queue of its own, so that nothing here waits for a run. `made` and `warned` come on this thread."""

    made = Signal(object)
    warned = Signal(str)
    ended = Signal(object)  # Finished or Failed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._said = Jobs(self), set[str]()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._words = Words(accessibleName=tr("What is done now"))
        self._bar = ProgressBar()
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.setFixedWidth(scaled(_BAR_PX))
        self.stop_button = QPushButton(icon("stop"), tr("Stop"))
        self.stop_button.setMinimumHeight(TARGET_PX)
        self.stop_button.setToolTip(tr("Stops at the next step; what is done until then is kept."))
        self.stop_button.clicked.connect(self._on_stop)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar)
        row.addWidget(self.stop_button)
        self._jobs.reported.connect(self._on_reported)
        self._jobs.ended.connect(self._on_ended)
        self._show(False)

    @property
    def running(self) -> Job | None:
        """What is being done."""
        return self._jobs.running

    def start(self, title: str, task: Task) -> None:
        """Do `task` on a thread of its own, at once; nothing while another is being done."""
        if self._jobs.running is None:
            self._said.clear()
            self._words.setText(tr("Beginning…"))
            self._bar.setRange(0, 0)
            self._bar.setFormat("")
            self._show(True)
            self._jobs.add(Job(title, task, goes_on="What it found so far is not kept."))

    def cancel(self) -> None:
        """Ask what is being done to stop; it ends a little later."""
        self._jobs.cancel()

    def close_work(self) -> None:
        """Stop and wait; of what was closed nothing is heard."""
        self._jobs.stop()

    def _show(self, works: bool) -> None:
        for widget in (self._words, self._bar, self.stop_button):
            widget.setVisible(works)
        self.stop_button.setEnabled(works)

    def _on_stop(self) -> None:
        self.stop_button.setEnabled(False)
        self._words.setText(tr("Stopping at the next step…"))
        self._jobs.cancel()

    def _on_reported(self, _job: Job, events: tuple[TaskEvent, ...]) -> None:
        for event in events:
            if isinstance(event, Made):
                self.made.emit(event.value)
            elif isinstance(event, Event):
                self._take(event)

    def _take(self, event: Event) -> None:
        match event:
            case StageStarted(stage=stage, total=total):
                self._words.setText(tr(stage_name(stage)))
                self._at(0, total)
            case Progress(done=done, total=total) | StepDone(step=done, total=total):
                self._at(done, total)
            case Warned(message=message) if message not in self._said:
                self._said.add(message)
                self.warned.emit(message)

    def _at(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setFormat(tr(f"{done} of {total}") if total else "")

    def _on_ended(self, _job: Job, result: object) -> None:
        self._show(False)
        self.ended.emit(result)
