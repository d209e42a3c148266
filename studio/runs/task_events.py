"""What tasks say: the engine's events; a suite says beside them which of its experiments said what."""

from dataclasses import dataclass
from typing import TypeAlias

from miscount.engine.events import Event


@dataclass(frozen=True)
class ExperimentSaid:
    """An event of one experiment of a suite, named by the folder of its run, whose events.jsonl has it too."""

    folder: str
    event: Event


TaskEvent: TypeAlias = Event | ExperimentSaid
