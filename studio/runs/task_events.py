"""What tasks say: the engine's events; beside them values, and of a suite which of its experiments said what."""

from dataclasses import dataclass
from typing import TypeAlias

from miscount.engine.events import Event


@dataclass(frozen=True)
class ExperimentSaid:
    """An event of one experiment of a suite, named by the folder of its run, whose events.jsonl has it too."""

    folder: str
    event: Event


@dataclass(frozen=True)
class Made:
    """A value that whoever started the task waits for, such as a row of a table."""

    value: object


TaskEvent: TypeAlias = Event | ExperimentSaid | Made
