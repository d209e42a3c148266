"""What a run has said before: kept as far as its checkpoints go, and not said again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from .. import runs
from ..events import Event, Failed, Finished, StageDone, StageFailed, StageSkipped, StageStarted, StepDone, to_line
from ..training import resume
from .store import CHECKPOINT, Store, keys_of


def rewind(out: Path, log: runs.EventLog, store: Store) -> list[Event]:
    """Forget the end of a run that was stopped, and what its open stages said after their last checkpoints.

    Returns what is left. Stages may have run beside each other; a failed one is tried again. Raises RunError,
    OutputError.
    """
    said = runs.all_events(log.path)
    if not said or said[-1] == Finished(out=str(out)):
        return said
    keys = keys_of(out)
    steps = {name: _step_of(store, keys.get(name)) for name in _open_stages(said)}
    return without(log, said, lambda event: is_beyond(event, steps) or isinstance(event, (Failed, Finished)))


def without(log: runs.EventLog, said: Sequence[Event], is_left_out: Callable[[Event], bool]) -> list[Event]:
    """Take some of all events that were said out of the log; returns what is left. Raises OutputError, RunError."""
    numbers = {number for number, event in enumerate(said) if is_left_out(event)}
    log.drop(numbers)
    return [event for number, event in enumerate(said) if number not in numbers]


def forget(log: runs.EventLog, said: Sequence[Event], stages: Collection[str]) -> list[Event]:
    """Take what these stages said out of the log; returns what is left. Raises OutputError, RunError."""
    return without(log, said, lambda event: getattr(event, "stage", None) in stages)


def keys_of_said(said: Iterable[Event]) -> set[str]:
    """The keys of all but steps: those after the last checkpoint are forgotten, and none before is said again."""
    return {key_of(event) for event in said if not isinstance(event, StepDone)}


def stages_done(said: Iterable[Event]) -> set[str]:
    """The stages that were said to be done, whose curves were said with them."""
    return {event.stage for event in said if isinstance(event, StageDone)}


def key_of(event: Event) -> str:
    """What tells one event of a run from another; how long a stage took is no part of it."""
    if isinstance(event, StageStarted | StageDone):
        return f"{type(event).__name__} {event.stage}"
    return to_line(event)


def _open_stages(said: Sequence[Event]) -> set[str]:
    """The stages that were begun and not ended well."""
    found: set[str] = set()
    for event in said:
        if isinstance(event, StepDone):  # nearly all, and it opens and ends nothing
            continue
        match event:
            case StageStarted(stage=stage) | StageFailed(stage=stage) | StageSkipped(stage=stage):
                found.add(stage)
            case StageDone(stage=stage):
                found.discard(stage)
            case _:
                pass
    return found


def _step_of(store: Store, key: str | None) -> int:
    return 0 if key is None else resume.step_of(store.work_folder(key) / CHECKPOINT)


def is_beyond(event: Event, steps: Mapping[str, int]) -> bool:
    """Whether the event will be said again by a stage that goes on from so many steps; all of one that begins anew."""
    if isinstance(event, StepDone):  # nearly all; the first step is 1
        return event.step > steps.get(event.stage, event.step)
    step = steps.get(getattr(event, "stage", ""))
    return step is not None and (step == 0 or isinstance(event, StageFailed | StageSkipped))
