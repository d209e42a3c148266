"""What a defender has, and what every defense states."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ..counters import Counter
from ..events import Cancel, Event
from ..part import Part
from ..training import Probe, SampleDataset, Training


@dataclass(frozen=True)
class DefenseInput:
    """A suspect counter and what its owner has to repair it with.

    `original` are the clean ones of the scenes that the victim was trained on, `new` are clean scenes that no
    training has seen, `suspect` is all that the victim was trained on, poison included.
    """

    stage: str
    counter: Counter
    original: SampleDataset
    new: SampleDataset
    suspect: SampleDataset
    validation: SampleDataset
    seed: int
    folder: Path
    probes: tuple[Probe, ...] = ()


class DefensePart(Part):
    """One way to repair a counter."""

    kind: str
    card: ClassVar[str]
    if TYPE_CHECKING:
        # each has one, after its own settings: forms show fields in their order
        training: Training

    @property
    def least_clean(self) -> int:
        """How many validation and new scenes it needs at least."""
        return 0

    @abstractmethod
    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Repair `inputs.counter` in place. Raises Cancelled, TrainingError."""

    def num_clean(self, inputs: DefenseInput) -> int:
        """How many scenes that are known to be clean it uses, those for thresholds and for choosing epochs included."""
        return len(inputs.new) + len(inputs.original) + len(inputs.validation)

    @abstractmethod
    def num_steps(self, inputs: DefenseInput) -> int:
        """Optimizer steps that `repair` will take."""
