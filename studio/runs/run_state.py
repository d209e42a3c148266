"""The stages of a run as they stand: what each did, how far it is, how long it took. Fed with events, live or replayed.

All stages are known from the start, and several may run at once.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from PySide6.QtCore import QObject, Signal

from miscount.engine.events import (
    EpochDone,
    Evaluated,
    Failed,
    Finished,
    Kept,
    Planned,
    PlannedStage,
    Progress,
    StageDone,
    StageFailed,
    StageSkipped,
    StageStarted,
    StepDone,
    Warned,
)
from miscount.engine.runs import VICTIM
from miscount.engine.runs.names import stage_name

from .task_events import TaskEvent

StageState: TypeAlias = Literal["waiting", "running", "remembered", "done", "failed", "skipped", "stopped"]


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage as it stands. `note` says why it failed or was skipped, or what a plan knows of it."""

    stage: str
    state: StageState = "waiting"
    kind: str = ""
    inputs: tuple[str, ...] = ()
    done: int = 0
    total: int = 0
    loss: float | None = None
    kept: Kept = field(default_factory=Kept)
    seconds: float | None = None
    images_per_s: float | None = None
    memory_mb: float | None = None
    note: str = ""

    @property
    def val_mae(self) -> float | None:
        """The error on the validation scenes of the weights that are kept, in persons."""
        return self.kept.mae

    @property
    def share(self) -> float:
        """0 to 1: how much of it there is nothing more to do of."""
        if self.state in ("running", "stopped"):
            return min(self.done / self.total, 1.0) if self.total else 0.0
        return float(self.state != "waiting")


@dataclass(frozen=True, slots=True)
class RunState:
    """A run as far as its events go."""

    stages: tuple[StageRow, ...] = ()
    num_stages: int = 0
    ended: Finished | Failed | None = None
    warnings: tuple[str, ...] = field(default=())
    net_effect: float | None = None
    """Of the victim, once it is evaluated."""

    @property
    def progress(self) -> float | None:
        """0 to 1 by stages, each as long as any other; None before the first begins."""
        if self.ended is not None:
            return 1.0
        if not self.num_begun:
            return None
        return min(sum(row.share for row in self.stages) / max(self.num_stages, len(self.stages)), 1.0)

    @property
    def num_begun(self) -> int:
        """How many stages were begun, or need not be."""
        return sum(row.state != "waiting" for row in self.stages)

    @property
    def running(self) -> tuple[StageRow, ...]:
        """The stages that run at this moment."""
        return tuple(row for row in self.stages if row.state == "running")

    @property
    def where(self) -> str:
        """What runs now, and the number of stages begun of all: "Victim, Detector: STRIP (7 of 12)"."""
        if not self.num_begun:
            return ""
        names = [stage_name(row.stage) for row in self.running] or [
            next(stage_name(row.stage) for row in reversed(self.stages) if row.state != "waiting")
        ]
        return f"{', '.join(names)} ({self.num_begun} of {max(self.num_stages, len(self.stages))})"


def after(state: RunState, events: Iterable[TaskEvent]) -> RunState:
    """`state` after `events`; what single experiments of a suite say is not about this one."""
    steps: dict[str, StepDone] = {}  # of a million steps, the last of each stage is all that can be seen
    for event in events:
        if isinstance(event, StepDone):
            steps[event.stage] = event
            continue
        state = _after_all(state, steps.values())
        steps.clear()
        state = _after(state, event)
    return _after_all(state, steps.values())


def _after_all(state: RunState, events: Iterable[StepDone]) -> RunState:
    return functools.reduce(_after, events, state)


def _after(state: RunState, event: TaskEvent) -> RunState:
    match event:
        case Planned(stages=stages):
            return _planned(state, stages)
        case StageStarted():
            return _started(state, event)
        case Progress():
            return _with(state, event.stage, done=event.done, total=event.total)
        case StepDone():
            return _with(
                state, event.stage, done=event.step, total=event.total, loss=event.loss,
                images_per_s=event.images_per_s, memory_mb=event.memory_mb,
            )  # fmt: skip
        case EpochDone():
            kept = next((row.kept for row in state.stages if row.stage == event.stage), Kept())
            return _with(state, event.stage, kept=kept.after(event.epoch, event.val_mae))
        case StageDone():
            reused = any(row.stage == event.stage and row.state == "remembered" for row in state.stages)
            return _with(
                state, event.stage, state="remembered" if reused else "done", seconds=None if reused else event.seconds
            )
        case StageFailed(stage=stage, message=message):
            return _with(state, stage, state="failed", note=message)
        case StageSkipped(stage=stage, because=because):
            return _with(state, stage, state="skipped", note=because)
        case Evaluated(model=model, scores=scores) if model == str(VICTIM):
            whole, inside = (scores.get(part) or {} for part in ("triggered", "inside"))
            return replace(state, net_effect=inside.get("net_effect", whole.get("net_effect")))
        case Warned():
            return replace(state, warnings=(*state.warnings, event.message))
        case Finished() | Failed():
            return replace(state, ended=event, stages=tuple(_ended(row, event) for row in state.stages))
    return state


def _planned(state: RunState, stages: tuple[PlannedStage, ...]) -> RunState:
    """The stages of the plan in its order; what was begun before it, such as copying scenes, stands first."""
    known = {row.stage: row for row in state.stages}
    names = {stage.name for stage in stages}
    before = [row for row in state.stages if row.stage not in names and row.state != "waiting"]
    rows = [
        replace(known.get(stage.name, StageRow(stage.name)), kind=stage.kind, inputs=stage.inputs) for stage in stages
    ]
    return replace(state, stages=(*before, *rows), num_stages=len(before) + len(rows))


def _started(run: RunState, event: StageStarted) -> RunState:
    """A stage that begins, or begins again, in its place; one that no plan named comes last."""
    was = next((row for row in run.stages if row.stage == event.stage), None)
    known = was or StageRow(event.stage)
    row = StageRow(
        event.stage, "remembered" if event.reused else "running", known.kind, known.inputs, total=event.total
    )
    rows = tuple(row if old is was else old for old in run.stages) if was else (*run.stages, row)
    return replace(run, stages=rows, num_stages=max(event.num_stages, len(rows)))


def _ended(row: StageRow, ending: Finished | Failed) -> StageRow:
    """A stage after the end of its run: one that still ran was stopped, failed, or ended with it."""
    if row.state != "running":
        return row
    match ending:
        case Failed(message=message):
            return replace(row, state="failed", note=message)
        case Finished(cancelled=cancelled):
            return replace(row, state="stopped" if cancelled else "done")


def _with(run: RunState, name: str, **changes: Any) -> RunState:
    rows = tuple(replace(row, **changes) if row.stage == name else row for row in run.stages)
    return replace(run, stages=rows)


class RunTracker(QObject):
    """The state of the run that is looked at, fed by the lab; pages read it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RunState()
        self.progress: float | None = None
        self.folder: Path | None = None
        self.recipe_text = ""

    def restart(self, folder: Path | None, recipe_text: str) -> None:
        """Another run is looked at, the one in `folder`, of this recipe."""
        self.state, self.folder, self.recipe_text = RunState(), folder, recipe_text
        self.progress = None
        self.changed.emit()

    def take(self, events: Iterable[TaskEvent]) -> None:
        """What the run said since."""
        self.state = after(self.state, events)
        self.changed.emit()
