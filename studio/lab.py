"""The lab, the bottom region: the queue on one side, live plots on the other; a finished run is replayed the same."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from engine.events import EpochDone, Event, Failed, Finished, StepDone
from widgets.job_panel import JobPanel, JobRow
from widgets.live_plot import LivePlot

from .jobs import Job, Jobs
from .run_shelf import RunShelf
from .run_watch import RunState, RunWatch, after

_KEPT_JOBS = 12


class Lab(QObject):
    """Fills the job panel and the plots from events."""

    open_asked = Signal(object)  # folder of a run

    def __init__(self, jobs: Jobs, runs: RunShelf, watch: RunWatch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._runs, self._watch = jobs, runs, watch
        self.panel = JobPanel()
        self.loss = LivePlot("Loss", "step", "loss", empty_text="The loss of each training, step by step.")
        self.counts = LivePlot(
            "Counts of probe scenes", "epoch", "persons",
            empty_text="What the counter says of a few scenes, clean and triggered, epoch by epoch.",
        )  # fmt: skip
        self.widget = self._arranged()
        self._rows: dict[str, JobRow] = {}
        self._states: dict[str, RunState] = {}
        self._by_id: dict[str, Job] = {}
        self._folders: dict[str, str] = {}
        self._replayed: Path | None = None
        self._step = self._epoch = 0
        self._stage = ""
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_running)
        jobs.started.connect(self._on_started)
        jobs.reported.connect(self._on_reported)
        jobs.ended.connect(self._on_ended)
        jobs.queue_changed.connect(self._on_queue)
        runs.current_changed.connect(self._on_current)
        self.panel.stop_requested.connect(self._on_stop)
        self.panel.remove_requested.connect(self._on_remove)
        self.panel.open_requested.connect(self._on_open)

    def _arranged(self) -> QWidget:
        plots = QSplitter(Qt.Orientation.Horizontal)
        plots.addWidget(self.loss)
        plots.addWidget(self.counts)
        page = QSplitter(Qt.Orientation.Horizontal)
        page.addWidget(self.panel)
        page.addWidget(plots)
        page.setStretchFactor(1, 1)
        page.setSizes([320, 900])
        page.setChildrenCollapsible(False)
        return page

    # ---- jobs

    def _on_queue(self) -> None:
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
            self._replayed = Path(job.folder)
            self._restart()
        self._show(JobRow(job.id, job.title, "running"))
        self._tick.start()

    def _on_reported(self, job: Job, events: tuple[Event, ...]) -> None:
        self._states[job.id] = after(self._states[job.id], events)
        if job.folder and Path(job.folder) == self._replayed:
            self._watch.take(events)
            self.plot(events)
        self._show_running()

    def _on_ended(self, job: Job, result: Event) -> None:
        self._tick.stop()
        row = self._rows[job.id]
        match result:
            case Failed(message=message):
                state, problem = "failed", message
            case Finished(cancelled=True):
                state, problem = "stopped", ""
            case _:
                state, problem = "done", ""
        self._by_id.pop(job.id, None)
        progress = 1.0 if state == "done" else row.progress
        self._show(JobRow(job.id, job.title, state, progress, "", job.elapsed_s, None, problem))
        for old in [key for key, kept in self._rows.items() if kept.state not in ("waiting", "running")][:-_KEPT_JOBS]:
            self._on_remove(old)

    def _show_running(self) -> None:
        job = self._jobs.running
        if job is None:
            return
        state = self._states[job.id]
        progress = state.progress
        eta = None
        if progress is not None and progress > 0.03:
            eta = job.elapsed_s * (1 - progress) / progress
        stage = state.stages[-1] if state.stages else None
        words = "" if stage is None else f"{stage.stage} ({state.index} of {state.num_stages})"
        if stage is not None and stage.total and stage.done:
            words += f"  {stage.done:,} / {stage.total:,}"
        name = "stopping" if job.is_cancelled else "running"
        self._show(JobRow(job.id, job.title, name, progress, words, job.elapsed_s, eta))

    def _show(self, row: JobRow) -> None:
        self._rows[row.id] = row
        self.panel.set_job(row)

    def _on_stop(self, job_id: str) -> None:
        self._jobs.cancel(self._by_id.get(job_id))

    def _on_remove(self, job_id: str) -> None:
        job = self._by_id.get(job_id)
        if job is not None and job in self._jobs.waiting:
            self._jobs.cancel(job)
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

    def _on_current(self) -> None:
        run = self._runs.current
        running = self._jobs.running
        if run is None or run.folder == self._replayed or (running is not None and running.folder):
            return
        self._replayed = run.folder
        self._restart()
        self._watch.take(run.events)
        self.plot(run.events)

    def _restart(self) -> None:
        self._step = self._epoch = 0
        self._stage = ""
        self.loss.clear()
        self.counts.clear()
        self._watch.restart()

    def plot(self, events: Iterable[Event]) -> None:
        """Draw what `events` add; one call of the plot a curve, whatever their number."""
        losses: dict[str, tuple[list[float], list[float]]] = {}
        counts: dict[str, tuple[list[float], list[float]]] = {}
        for event in events:
            match event:
                case StepDone(stage=stage, loss=loss):
                    if stage != self._stage:
                        self._mark(stage)
                    self._step += 1
                    _add(losses, stage, self._step, loss)
                case EpochDone(probes=probes, val_mae=val_mae):
                    self._epoch += 1
                    _add(counts, "validation MAE", self._epoch, val_mae)
                    if probes:
                        means = [sum(values) / len(probes) for values in zip(*probes.values(), strict=True)]
                        for name, mean in zip(("annotated", "clean", "triggered"), means, strict=True):
                            _add(counts, name, self._epoch, mean)
                case _:
                    pass
        for plot, curves in ((self.loss, losses), (self.counts, counts)):
            for name, (xs, ys) in curves.items():
                plot.extend(name, xs, ys)

    def _mark(self, stage: str) -> None:
        self._stage = stage
        words = stage.partition("/")[0]  # the legend has the whole name, which is longer than a low plot is high
        self.loss.mark(self._step, words)
        self.counts.mark(self._epoch, words)


def _add(curves: dict[str, tuple[list[float], list[float]]], name: str, x: float, y: float) -> None:
    xs, ys = curves.setdefault(name, ([], []))
    xs.append(x)
    ys.append(y)
