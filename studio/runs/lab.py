"""The lab, the bottom region: the queue on one side, live plots on the other; a finished run is replayed the same."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter

from miscount.engine.events import EpochDone, Event, Failed, Finished, Planned, StageStarted, StepDone
from miscount.widgets.job_panel import JobPanel, JobRow, State
from miscount.widgets.sizes import scaled

from ..desktop.background import Background
from .curves import RunCurves
from .jobs import Job, Jobs
from .run_library import RunLibrary
from .run_state import RunState, RunTracker, StageRow, after
from .task_events import ExperimentSaid, Made, TaskEvent
from .time_left import TimeLeft

if TYPE_CHECKING:
    from miscount.engine.experiment.forecast import Measured

_KEPT_JOBS = 12
_LOW_PX, _HIGH_PX = 130, 240
"""Of the lab, without a curve and with some."""


class Lab(QObject):
    """Fills the job panel and the plots from events."""

    open_asked = Signal(object)  # folder of a run
    problem = Signal(str)

    def __init__(
        self, jobs: Jobs, runs: RunLibrary, run_state: RunTracker, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._runs, self._run_state, self._background = jobs, runs, run_state, background
        self._time_left = TimeLeft()
        self.panel = JobPanel()
        self.widget = QSplitter(Qt.Orientation.Horizontal)
        self.widget.setChildrenCollapsible(False)
        self.widget.addWidget(self.panel)
        self.widget.installEventFilter(self)
        self._rows: dict[str, JobRow] = {}
        self._states: dict[str, RunState] = {}
        self._by_id: dict[str, Job] = {}
        self._folders: dict[str, str] = {}
        self._replayed: Path | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_running)
        jobs.started.connect(self._on_started)
        jobs.reported.connect(self._on_reported)
        jobs.ended.connect(self._on_ended)
        jobs.queue_changed.connect(self._on_queue)
        runs.current_changed.connect(self._on_current)
        runs.left.connect(self._on_left)
        self.panel.pause_requested.connect(self._on_pause)
        self.panel.stop_requested.connect(self._on_stop)
        self.panel.remove_requested.connect(self._on_remove)
        self.panel.open_requested.connect(self._on_open)

    @cached_property
    def curves(self) -> RunCurves:
        """The plots, made when there is first something to draw: they are a third of what a window costs."""
        made = RunCurves()
        made.widget.hide()
        self.widget.addWidget(made.widget)
        self.widget.setStretchFactor(1, 1)
        self.widget.setSizes([320, 900])
        return made

    @property
    def _has_curves(self) -> bool:
        return "curves" in vars(self)

    @property
    def _shows_curves(self) -> bool:
        return self._has_curves and not self.curves.widget.isHidden()

    # ---- jobs

    def _on_queue(self) -> None:
        self._show_running()
        for job in self._jobs.waiting:
            if job.id not in self._rows:
                self._remember(job)
                self._show(JobRow(job.id, job.title))
        waiting = {job.id for job in self._jobs.waiting}
        for job_id, row in list(self._rows.items()):
            if row.state == "waiting" and job_id not in waiting and job_id not in self._states:
                self._on_remove(job_id)

    def _remember(self, job: Job) -> None:
        self._by_id[job.id] = job
        self._folders[job.id] = job.folder

    def _on_started(self, job: Job) -> None:
        self._remember(job)
        self._states[job.id] = RunState()
        if job.folder:
            self._runs.set_live(Path(job.folder))
            self._restart(Path(job.folder), job.about)
            self._measure(Path(job.folder))
        self._show(JobRow(job.id, job.title, "running"))
        self._tick.start()

    def _measure(self, folder: Path) -> None:
        """Ask what the stages of earlier runs took here; what is known later is used from then on."""
        time_left = self._time_left = TimeLeft()

        def take(known: "tuple[Mapping[str, Measured], Mapping[str, Measured]]") -> None:
            time_left.by_name, time_left.by_kind = known

        self._background.run(partial(_measured_beside, folder), take)

    def _on_reported(self, job: Job, said: tuple[TaskEvent, ...]) -> None:
        events = [event for event in said if not isinstance(event, ExperimentSaid | Made)]
        self._states[job.id] = after(self._states[job.id], events)
        if job.folder and Path(job.folder) == self._replayed:
            self._run_state.take(events)
            self._draw(events)
        if job.folder and any(isinstance(event, Planned | StageStarted) for event in events):
            self._runs.reread(Path(job.folder))  # a stage begins when what the one before made is in the folder
        self._show_running()

    def _on_ended(self, job: Job, result: Event) -> None:
        self._tick.stop()
        self._runs.set_live(None)
        row = self._rows[job.id]
        state: State = "done"
        problem = ""
        match result:
            case Failed(message=message):
                state, problem = "failed", message
            case Finished(cancelled=True):
                state = "stopped"
        self._by_id.pop(job.id, None)
        progress = 1.0 if state == "done" else row.progress
        self._show(JobRow(job.id, job.title, state, progress, "", job.elapsed_s, None, problem))
        for old in [key for key, kept in self._rows.items() if kept.state not in ("waiting", "running")][:-_KEPT_JOBS]:
            self._on_remove(old)

    def _show_running(self) -> None:
        job = self._jobs.running
        if job is None or job.id not in self._states:
            return
        state = self._states[job.id]
        progress, eta = self._foretold(job, state)
        words = state.where
        if len(state.running) == 1:
            words += _measured(state.running[0])
        now: State = "stopping" if job.is_cancelled else "paused" if job.is_paused else "running"
        self._show(JobRow(job.id, job.title, now, progress, words, job.elapsed_s, eta))

    def _foretold(self, job: Job, state: RunState) -> tuple[float | None, float | None]:
        """How far it is, 0 to 1, and how long it will still take, where that can be told."""
        if job.folder:
            self._time_left.look(job.elapsed_s, state)
            progress = self._run_state.progress = self._time_left.progress(state)
            return progress, self._time_left.left(state)
        progress = state.progress
        told = progress is not None and progress > 0.03
        return progress, job.elapsed_s * (1 - progress) / progress if told and progress else None

    def _show(self, row: JobRow) -> None:
        self._rows[row.id] = row
        self.panel.set_job(row)

    def _on_pause(self, job_id: str) -> None:
        self._jobs.pause(self._by_id.get(job_id))

    def _on_stop(self, job_id: str) -> None:
        self._jobs.cancel(self._by_id.get(job_id))

    def _on_remove(self, job_id: str) -> None:
        job, row = self._by_id.get(job_id), self._rows.get(job_id)
        if job is not None and job in self._jobs.waiting:
            self._jobs.cancel(job)
        if row is not None and row.state == "waiting" and self._folders.get(job_id):
            with suppress(OSError):  # the folder that was kept for it, if nothing is in it
                Path(self._folders[job_id]).rmdir()
        self._rows.pop(job_id, None)
        self._states.pop(job_id, None)
        self._folders.pop(job_id, None)
        self._by_id.pop(job_id, None)
        self.panel.remove_job(job_id)

    def _on_open(self, job_id: str) -> None:
        folder = self._folders.get(job_id)
        if folder:
            self.open_asked.emit(Path(folder))

    # ---- plots

    def _on_left(self) -> None:
        """Another project: its jobs, curves and stages are not those of the one before."""
        for job_id, row in list(self._rows.items()):
            if row.state not in ("waiting", "running"):
                self._on_remove(job_id)
        if self._jobs.running is None:
            self._replayed = None
            self._clear_curves()
            self._run_state.restart(None, "")

    def _on_current(self) -> None:
        run = self._runs.current
        running = self._jobs.running
        if run is None or run.folder == self._replayed or (running is not None and running.folder):
            return
        self._restart(run.folder, run.recipe_text)
        self._run_state.take(run.events)
        self._draw(run.events)
        if run.damage:
            self.problem.emit(run.damage)

    def _draw(self, events: Iterable[Event]) -> None:
        """Plots without a curve take no room."""
        told = tuple(events)
        if self._has_curves or any(isinstance(event, (StepDone, EpochDone)) for event in told):
            self.curves.draw(told)
            self._show_curves(self.curves.is_drawn)

    def _clear_curves(self) -> None:
        if self._has_curves:
            self.curves.restart()

    def _show_curves(self, shown: bool) -> None:
        if self._shows_curves != shown:
            self.curves.widget.setVisible(shown)
            self._take_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room that the lab takes when it is first shown."""
        if event.type() == QEvent.Type.Show:
            self.widget.removeEventFilter(self)
            self._take_room()
        return super().eventFilter(watched, event)

    def _take_room(self) -> None:
        """As much of the splitter that the lab lies in as it needs; a hand may change it after."""
        splitter = self.widget.parentWidget()
        if not isinstance(splitter, QSplitter):
            return
        height = scaled(_HIGH_PX if self._shows_curves else _LOW_PX)
        sizes, place = list(splitter.sizes()), splitter.indexOf(self.widget)
        whole, rest = sum(sizes), sizes[:place] + sizes[place + 1 :]
        if whole:
            shared = [max(round(size * (whole - height) / max(sum(rest), 1)), 1) for size in rest]
            splitter.setSizes([*shared[:place], height, *shared[place:]])

    def _restart(self, folder: Path, recipe_text: str) -> None:
        self._replayed = folder
        self._clear_curves()
        self._show_curves(False)
        self._run_state.restart(folder, recipe_text)


def _measured_beside(folder: Path) -> "tuple[Mapping[str, Measured], Mapping[str, Measured]]":
    from miscount.engine.experiment.forecast import measured
    from miscount.engine.experiment.store import Store

    return measured(Store.beside(folder))


def _measured(stage: StageRow) -> str:
    """How far one stage is, how fast, and with how much memory."""
    words = f"  {stage.done:,} / {stage.total:,}" if stage.total and stage.done else ""
    if stage.images_per_s:
        words += f",  {stage.images_per_s:,.0f} images/s"
        words += f",  {stage.memory_mb:,.0f} MB" if stage.memory_mb else ""
    return words
