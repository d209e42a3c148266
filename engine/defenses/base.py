"""What a defender has, and what every defense states."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field

from ..counters import Counter
from ..errors import RunError
from ..events import Cancel, Event
from ..files import write_json
from ..part import Part
from ..reading import read_object
from ..training import Probe, SampleDataset, Training
from ..training.early import Form, plainly

ISOLATED = "isolated.json"
"""In a defense's folder: the scenes that it left out or relabelled."""

Scenes: TypeAlias = Literal["new_and_original", "new", "original", "suspect"]
"""Which scenes a counter is trained on: clean ones of the defender, or all that the victim was trained on."""
Beginning: TypeAlias = Literal["suspect", "fresh"]
"""What is trained: the suspect counter, or one with new weights."""


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

    def scenes(self, which: Scenes) -> SampleDataset:
        """The samples of these scenes."""
        match which:
            case "new_and_original":
                return self.new + self.original
            case "new":
                return self.new
            case "original":
                return self.original
            case "suspect":
                return self.suspect


class DefensePart(Part):
    """One way to repair a counter.

    Its controls are trainings that differ from it in one thing, so it states what it trains, `begins`, and on what,
    `learns_from`, besides its method.
    """

    kind: str
    card: ClassVar[str]
    if TYPE_CHECKING:
        # each has one, after its own settings: forms show fields in their order
        training: Training

    @property
    def called(self) -> str:
        """What results call it: its kind, and its form where that is not the usual one."""
        return self.kind

    @property
    def begins(self) -> Beginning:
        """What it trains in the end."""
        return "suspect"

    @property
    def learns_from(self) -> Scenes:
        """The scenes that it trains that on."""
        return "new_and_original"

    @property
    def isolates(self) -> bool:
        """Whether it leaves scenes out or relabels them; `repair` then keeps their names by `keep_isolated`."""
        return False

    @property
    def steps_vary(self) -> bool:
        """Whether by what it finds it may take fewer steps than `num_steps`: its controls then wait for it, and take as
        many as it did.
        """
        return self.isolates

    @property
    def as_trained(self) -> Training:
        """`training` as it is carried out."""
        return self.training

    def without_method(self, of_victim: Training) -> Training:
        """How its plain control is trained: as it is, or, of one whose method lies in its training, as the victim."""
        return self.as_trained

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
        """Optimizer steps that `repair` will take, or where `steps_vary` at most."""


class WithForm(DefensePart):
    """A defense that is there in its published form too, which for counts says something else than its own."""

    form: Form = Field(
        default="adapted",
        description="Changed for counts, or as the paper and its code have it for classes; the card says in what they "
        "differ.",
    )

    @property
    def called(self) -> str:
        """Its kind, and `published` for that form."""
        return self.kind if self.form == "adapted" else f"{self.kind}/{self.form}"

    @property
    def learns_from(self) -> Scenes:
        """What the victim was trained on."""
        return "suspect"

    @property
    def as_trained(self) -> Training:
        """In the published form under flips and crops alone."""
        return plainly(self.training) if self.form == "published" else self.training


def keep_isolated(folder: Path, names: Iterable[str]) -> None:
    """Write the names of the scenes that a defense leaves out or relabels into its folder. Raises OutputError."""
    write_json(folder / ISOLATED, {"names": sorted(names)})


def isolated_in(folder: Path) -> tuple[str, ...] | None:
    """The names that `keep_isolated` wrote; None where a defense isolated nothing. Raises RunError."""
    path = folder / ISOLATED
    return tuple(read_object(path, "expected isolated scenes", RunError)["names"]) if path.exists() else None
