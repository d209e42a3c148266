"""The stages of a run as a table: what each did, how far it is, how long it took. Fed with events, live or replayed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from miscount.engine.events import (
    EpochDone,
    Event,
    Failed,
    Finished,
    Progress,
    StageDone,
    StageStarted,
    StepDone,
    Warned,
)


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage as it stands."""

    stage: str
    state: str = "running"
    done: int = 0
    total: int = 0
    loss: float | None = None
    val_mae: float | None = None
    seconds: float | None = None
    images_per_s: float | None = None
    memory_mb: float | None = None


@dataclass(frozen=True, slots=True)
class RunState:
    """A run as far as its events tell."""

    stages: tuple[StageRow, ...] = ()
    index: int = 0
    num_stages: int = 0
    ended: Event | None = None
    warnings: tuple[str, ...] = field(default=())

    @property
    def progress(self) -> float | None:
        """0 to 1 by stages, each as long as any other; None before the first."""
        if self.ended is not None or not self.stages or not self.num_stages:
            return None if self.ended is None else 1.0
        last = self.stages[-1]
        share = last.done / last.total if last.total and last.state == "running" else float(last.state != "running")
        return min((self.index - 1 + share) / self.num_stages, 1.0)


def after(state: RunState, events: Iterable[Event]) -> RunState:
    """`state` after `events`."""
    for event in events:
        state = _after(state, event)
    return state


def _after(state: RunState, event: Event) -> RunState:
    match event:
        case StageStarted():
            row = StageRow(event.stage, "remembered" if event.reused else "running", 0, event.total)
            kept = tuple(old for old in state.stages if old.stage != event.stage)
            return replace(state, stages=(*kept, row), index=event.index, num_stages=event.num_stages)
        case Progress():
            return _with(state, event.stage, done=event.done, total=event.total)
        case StepDone():
            return _with(
                state, event.stage, done=event.step, total=event.total, loss=event.loss,
                images_per_s=event.images_per_s, memory_mb=event.memory_mb,
            )  # fmt: skip
        case EpochDone():
            return _with(state, event.stage, val_mae=event.val_mae)
        case StageDone():
            reused = any(row.stage == event.stage and row.state == "remembered" for row in state.stages)
            return _with(
                state, event.stage, state="remembered" if reused else "done", seconds=None if reused else event.seconds
            )
        case Warned():
            return replace(state, warnings=(*state.warnings, event.message))
        case Finished() | Failed():
            word = "stopped" if isinstance(event, Finished) else "failed"
            rows = tuple(replace(row, state=word) if row.state == "running" else row for row in state.stages)
            return replace(state, ended=event, stages=rows)
    return state


def _with(run: RunState, name: str, **changes: Any) -> RunState:
    rows = tuple(replace(row, **changes) if row.stage == name else row for row in run.stages)
    return replace(run, stages=rows)


class RunTracker(QObject):
    """The state of the run that is looked at, fed by the lab; pages read it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RunState()

    def restart(self) -> None:
        """Another run is looked at."""
        self.state = RunState()
        self.changed.emit()

    def take(self, events: Iterable[Event]) -> None:
        """What the run said since."""
        self.state = after(self.state, events)
        self.changed.emit()
