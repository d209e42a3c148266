"""A suite as a task: many experiments as one graph, what each of them says, and one ending of all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from miscount.engine.events import (
    Cancel,
    CheckpointSaved,
    Event,
    Failed,
    Finished,
    Planned,
    Progress,
    StageDone,
    StageFailed,
    StageSkipped,
    StageStarted,
    StepDone,
)
from miscount.engine.files import make_folder, write_json
from miscount.engine.reading import is_file, real_path

from .engine_choice import EngineChoice
from .task_events import ExperimentSaid, TaskEvent

ABOUT = "suite.json"
"""In a suite's folder: which file it was begun from, so that it can be gone on with."""
CELLS = "cells.json"
"""What `miscount suite` writes there too before anything else; the engine's own name for it would bring torch along."""
STAGE = "stages of all experiments"


def is_suite(folder: Path) -> bool:
    """Whether `folder` is that of a suite, begun here or by the command line."""
    return any(is_file(folder / name) for name in (ABOUT, CELLS))


@dataclass(frozen=True)
class RunSuite:
    """Carry out the suite in the file `suite` in the folder `out`; what is done there is not done again."""

    suite: str
    out: str
    by: EngineChoice = field(default_factory=lambda: EngineChoice("local"))

    def __call__(self, cancel: Cancel) -> Iterator[TaskEvent]:
        """What its experiments say, but for single steps, and how far all of them are. Raises EngineError."""
        from miscount.engine.suites import cells, load_suite
        from miscount.engine.suites.run_suite import run_suite
        from miscount.engine.training.devices import leave_a_core

        by, out = self.by.executor(), Path(self.out)
        suite, folder = load_suite(self.suite)
        todo = cells(suite, folder, out)
        leave_a_core()
        write_json(make_folder(out) / ABOUT, {"suite": str(real_path(self.suite))})
        far = _HowFar(len(todo))
        yield StageStarted(STAGE, 1, 1)
        for cell, event in run_suite(suite, todo, out, by, cancel):
            if not isinstance(event, StepDone | Progress | CheckpointSaved):  # thousands, which no table shows
                yield ExperimentSaid(str(cell.folder), event)
            if far.take(cell.folder.name, event):
                yield Progress(STAGE, far.num_ended, far.num_stages)
        if not far.cancelled and not far.problems:
            yield StageDone(STAGE, 0.0)
        yield far.ending(self.out)


class _HowFar:
    """Counts the stages of all experiments, and keeps what went wrong."""

    def __init__(self, num_experiments: int) -> None:
        self.num_experiments = num_experiments
        self.num_ended = 0
        self.problems: dict[str, Failed] = {}
        self.cancelled = False
        self._planned: dict[str, int] = {}

    @property
    def num_stages(self) -> int:
        """Of all experiments; those that are not planned yet are taken to be as long as the others."""
        known = sum(self._planned.values())
        return round(known * self.num_experiments / len(self._planned)) if self._planned else 0

    def take(self, experiment: str, event: Event) -> bool:
        """Whether the event moved the count."""
        match event:
            case Planned(stages=stages):
                self._planned[experiment] = len(stages)
            case StageDone() | StageFailed() | StageSkipped():
                self.num_ended += 1
                return True
            case Failed():
                self.problems[experiment] = event
            case Finished(cancelled=cancelled):
                self.cancelled |= cancelled
            case _:
                pass
        return False

    def ending(self, out: str) -> Finished | Failed:
        """The one ending of the suite."""
        if self.cancelled:
            return Finished(cancelled=True, out=out)
        if not self.problems:
            return Finished(out=out)
        name, first = next(iter(self.problems.items()))
        number = f"{len(self.problems)} of {self.num_experiments} experiments"
        return Failed(f"{number} could not be finished. {name}: {first.message}", first.details, first.bad_input)


def suite_folder(file: Path, suites: Path) -> Path:
    """The folder within `suites` that the suite in `file` has. Reads all of it: raises RecipeError, RunError."""
    from miscount.engine.runs import file_name
    from miscount.engine.suites import cells, load_suite

    suite, folder = load_suite(file)
    out = suites / file_name(suite.name)
    cells(suite, folder, out)
    return out
