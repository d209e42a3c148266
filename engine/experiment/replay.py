"""What a run has told before: forgotten where it was stopped, told again where a stage is remembered."""

from collections.abc import Iterator
from pathlib import Path

from .. import runs
from ..events import EpochDone, Event, Failed, Finished, StageDone, StageStarted, StepDone, to_line
from ..training import resume
from . import store


def rewind(out: Path, log: runs.EventLog) -> None:
    """Forget the end of a run that was stopped, and what it said after its last checkpoint."""
    events = list(runs.read_events(log.path))
    if not events or events[-1] == Finished(out=str(out)):
        return
    while events and isinstance(events[-1], Failed | Finished):
        events.pop()
    log.rewind(len(events))
    open_stage = None
    for event in events:
        match event:
            case StageStarted(stage=stage):
                open_stage = stage
            case StageDone():
                open_stage = None
            case _:
                pass
    if open_stage is not None:
        folder = runs.stage_folder(out, open_stage)
        log.rewind_to(open_stage, resume.step_of(folder / store.CHECKPOINT))


def of_training(run: Path, stage: str) -> Iterator[Event]:
    """What a training said in the run where it was made, so that a run that remembers it has its curves too."""
    for event in runs.read_events(run / runs.EVENTS):
        if isinstance(event, StepDone | EpochDone) and event.stage == stage:
            yield event


def key_of(event: Event) -> str:
    """What tells one event of a run from another; how long a stage took is no part of it."""
    if isinstance(event, StageStarted | StageDone):
        return f"{type(event).__name__} {event.stage}"
    return to_line(event)
