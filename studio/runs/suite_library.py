"""The suites of the project: their experiments as they stand, live or from disk by the same code, and their tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import RunError
from miscount.engine.events import EpochDone, Event, Failed, Finished
from miscount.engine.reading import is_file, listed, read_object
from miscount.widgets.language import keep

from ..desktop.background import Background
from .figures import definitions
from .jobs import Job, Jobs
from .run_library import RunFacts, read_runs
from .run_state import RunState, after
from .suite_task import ABOUT, is_suite
from .task_events import ExperimentSaid, TaskEvent

LEADERBOARD, DETECTORS, PAGE = "leaderboard.csv", "detectors.csv", "suite.html"


@dataclass(frozen=True)
class SuiteFacts:
    """What a suite's folder holds; read in one go, off the window's thread."""

    folder: Path
    source: Path | None
    runs: tuple[RunFacts, ...]
    states: Mapping[str, RunState]
    counters: tuple[dict[str, str], ...]
    detectors: tuple[dict[str, str], ...]
    definitions: Mapping[str, str]

    @property
    def page(self) -> Path | None:
        """Its page with all matrices, where it is written."""
        path = self.folder / PAGE
        return path if is_file(path) else None


@dataclass
class _Live:
    """What the experiments of the suite that runs have said since it was begun."""

    job: str = ""
    states: dict[str, RunState] = field(default_factory=dict)
    epochs: dict[str, list[Event]] = field(default_factory=dict)


class SuiteLibrary(QObject):
    """Lists suites, and knows how each experiment of the one that is looked at stands."""

    changed = Signal()
    current_changed = Signal()
    problem = Signal(str)

    def __init__(self, background: Background, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._folder: Path | None = None
        self.names: tuple[str, ...] = ()
        self.current: Path | None = None
        self.facts: SuiteFacts | None = None
        self._live = _Live()
        self._reading = self._again = False
        jobs.reported.connect(self._on_reported)
        jobs.ended.connect(self._on_ended)

    def set_folder(self, folder: Path | None) -> None:
        """The suites of another project, each a folder in this one."""
        self._folder, self.current, self.facts, self.names = folder, None, None, ()
        self.changed.emit()
        self.current_changed.emit()
        self.refresh()

    def show_named(self, name: str) -> None:
        """Look at one of the listed suites; at none where there is no name."""
        self.show(self._folder / name if name and self._folder is not None else None)

    def show(self, folder: Path | None) -> None:
        """Look at the suite in `folder`, or at none."""
        if folder != self.current:
            self.current, self.facts = folder, None
            self.changed.emit()
            self.current_changed.emit()
        self.refresh()

    def refresh(self) -> None:
        """Read the folder anew; asked for while it is being read, it is read once more afterwards."""
        if self._folder is None:
            return
        self._again = self._reading
        if not self._reading:
            self._reading = True
            folder, current = self._folder, self.current
            take = partial(self._take, folder, current)
            self._background.run(partial(_read, folder, current, self.facts), take, self._refuse)

    @property
    def experiments(self) -> tuple[str, ...]:
        """The folders of the runs of the current suite, by name."""
        known = [str(run.folder) for run in self.facts.runs] if self.facts is not None else []
        live = [folder for folder in self._live.states if Path(folder).parent == self.current]
        return tuple(sorted(dict.fromkeys([*known, *live])))

    def state(self, folder: str) -> RunState:
        """How an experiment stands."""
        live = self._live.states.get(folder)
        return live or (self.facts.states.get(folder, RunState()) if self.facts is not None else RunState())

    def runs_now(self, folder: str) -> bool:
        """Whether the experiment belongs to the suite that runs."""
        return bool(self._live.job) and folder in self._live.states

    def epochs(self, run: RunFacts) -> Sequence[Event]:
        """The events of an experiment that curves are drawn of."""
        return self._live.epochs.get(str(run.folder)) or run.events

    def _on_reported(self, job: Job, events: tuple[TaskEvent, ...]) -> None:
        said = [event for event in events if isinstance(event, ExperimentSaid)]
        if not said:
            return
        begins = job.id != self._live.job
        if begins:
            self._live = _Live(job.id)
        for one in said:
            self._live.states[one.folder] = after(self._live.states.get(one.folder, RunState()), [one.event])
            if isinstance(one.event, EpochDone):
                self._live.epochs.setdefault(one.folder, []).append(one.event)
        self.changed.emit()
        if begins or any(isinstance(one.event, Finished | Failed) for one in said):
            self.refresh()

    def _on_ended(self, job: Job, _result: Event) -> None:
        if job.id == self._live.job:
            self._live.job = ""
            self.changed.emit()
            self.refresh()

    def _take(self, folder: Path, current: Path | None, read: tuple[tuple[str, ...], SuiteFacts | None]) -> None:
        self._reading = False
        if (folder, current) == (self._folder, self.current):
            self.names, self.facts = read
            keep(self.names)
            self.changed.emit()
        else:
            self._again = True
        if self._again:
            self.refresh()

    def _refuse(self, sentence: str) -> None:
        self._reading = False
        self.problem.emit(sentence)


def _read(folder: Path, current: Path | None, before: SuiteFacts | None) -> tuple[tuple[str, ...], SuiteFacts | None]:
    """The names of the suites in `folder`, and what the one in `current` holds. Raises EngineError."""
    found = tuple(path.name for path in listed(folder) or () if is_suite(path))
    return found, None if current is None else _facts(current, before)


def _facts(folder: Path, before: SuiteFacts | None) -> SuiteFacts:
    runs = read_runs(folder, before.runs if before is not None else ())
    known = {id(run): before.states[str(run.folder)] for run in before.runs} if before is not None else {}
    states = {str(run.folder): known.get(id(run)) or after(RunState(), run.events) for run in runs}
    counters, detectors = _table(folder / LEADERBOARD), _table(folder / DETECTORS)
    return SuiteFacts(folder, _source(folder), runs, states, counters, detectors, definitions())


def _source(folder: Path) -> Path | None:
    try:
        return Path(read_object(folder / ABOUT, "expected a suite", RunError)["suite"])
    except (RunError, KeyError, TypeError):
        return None


def _table(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a table of a suite; none where it is not written yet."""
    from miscount.engine.runs import read_rows

    return tuple(read_rows(path))
