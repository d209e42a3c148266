"""One stage, made: taken from the store where it is there, else worked out, in whatever process this is called."""

import time
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .. import distributed, runs
from ..errors import TrainingError
from ..events import Cancel, EpochDone, Event, StageDone, StageStarted, StepDone, check
from ..files import make_folder
from ..training import resume
from ..training.devices import numerics, peak_memory_mb
from .data_roles import DataSource, ExperimentData
from .stage import Made, Outcome, Stage, StageContext
from .store import CHECKPOINT, Store
from .trigger_training import NETWORKS


@dataclass(frozen=True)
class Task:
    """A stage with all that it takes to make it anywhere: where data and store lie, and what its inputs left.

    `missing` says for each input that could not be made why. Where not `curves`, the run has already said what a stage
    that is in the store says of its training.
    """

    id: str
    stage: Stage
    source: DataSource
    store: Store
    inputs: Mapping[str, Made] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    curves: bool = True

    def data(self) -> ExperimentData:
        """The data of the experiment, its trigger trained and its scenes chosen where a stage before has done it."""
        trigger, choice = self.inputs.get("trigger"), self.inputs.get("choice")
        return self.source.open(
            None if trigger is None else trigger.folder / NETWORKS,
            None if choice is None else tuple(choice.outcome["chosen"]),
        )


def make_stage(task: Task, cancel: Cancel) -> Generator[Event, None, Made]:
    """StageStarted, what the work reports, StageDone; returns what the stage left.

    A stage that is in the store costs nothing; one that was left in the middle goes on from its checkpoint. Raises
    Busy where another process makes it, Cancelled, EngineError.
    """
    check(cancel)
    stage, store = task.stage, task.store
    if stage.key is None:
        return (yield from _made_for_its_run(task, cancel))
    found = distributed.broadcast(store.find(stage.key))
    if found is None:
        with store.held(stage.key, wait=distributed.size() > 1):  # the others wait for the first
            found = distributed.broadcast(store.find(stage.key))  # another process may just have made it
            if found is None:
                return (yield from _worked_out(task, store.begin(stage), cancel))
    yield from taken_over(stage.name, found, task.curves)
    return found


def taken_over(name: str, made: Made, curves: bool = True) -> Generator[Event, None, None]:
    """What is said of a stage that was made before, with the `curves` of its training."""
    yield StageStarted(name, 0, 0, 0, reused=True)
    if curves:
        yield from (event for event in runs.read_events(made.folder / runs.EVENTS) if _is_curve(event))
    yield StageDone(name, 0.0)


def _made_for_its_run(task: Task, cancel: Cancel) -> Generator[Event, None, Made]:
    at = StageContext(task.stage.name, Path(), task.inputs, task.data(), cancel, task.missing)
    task.source.check_unchanged()
    began = time.perf_counter()
    outcome = yield from task.stage.work(at)
    task.source.check_unchanged()
    seconds = time.perf_counter() - began
    yield StageDone(task.stage.name, seconds)
    return Made(at.folder, outcome, seconds)


def _worked_out(task: Task, folder: Path, cancel: Cancel) -> Generator[Event, None, Made]:
    """Carry out the work in `folder`, keeping what it says of its training, and publish the stage."""
    stage = task.stage
    _check_numerics(stage)
    task.source.check_unchanged()
    began = time.perf_counter()
    at = StageContext(stage.name, folder, task.inputs, task.data(), cancel, task.missing)
    with runs.EventLog(make_folder(folder)) as log:
        log.rewind_to(stage.name, resume.step_of(folder / CHECKPOINT))
        outcome = yield from _noted(stage.work(at), log)
        if not len(log):
            log.remove()
    task.source.check_unchanged()
    seconds = time.perf_counter() - began
    made = task.store.publish(stage, outcome, seconds, peak_memory_mb())
    yield StageDone(stage.name, seconds)
    return made


def _noted(work: Generator[Event, None, Outcome], log: runs.EventLog) -> Generator[Event, None, Outcome]:
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome
        if _is_curve(event):
            log.append(event)
        yield event


def _is_curve(event: Event) -> bool:
    return isinstance(event, StepDone | EpochDone)


def _check_numerics(stage: Stage) -> None:
    """Raise TrainingError where this process would compute other last bits than the stage's key says."""
    wanted: Mapping[str, object] = stage.parts.get("numerics", {})
    other = _different(wanted, numerics()) if wanted else []
    if other:
        raise TrainingError(
            f"{stage.name} was planned for {', '.join(f'{name} {wanted[name]}' for name in other)}, and this process "
            f"has {', '.join(f'{name} {numerics().get(name)}' for name in other)}: let all machines of a run be alike."
        )


def _different(wanted: Mapping[str, object], found: Mapping[str, object]) -> Iterable[str]:
    return [name for name in wanted if wanted[name] != found.get(name)]
