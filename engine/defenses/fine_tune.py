"""Fine-tuning on new clean and original clean scenes together (Luo 2025, doi 10.4108/eai.17-1-2025.2355235)."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from ..counters import CounterPart
from ..events import Cancel, Event
from ..training import WIDE_AND_ERASED, Fit, SampleDataset, Training, fit
from .base import DefenseInput, DefensePart


class FineTune(DefensePart):
    """Go on training the suspect counter on clean scenes."""

    title: ClassVar[str] = "Fine-tuning"

    kind: Literal["fine_tune"] = "fine_tune"
    scenes: Literal["new_and_original", "new", "original"] = Field(
        default="new_and_original", description="Which clean scenes: both as in the seed paper, or one kind alone."
    )
    layers: Literal["all", "back_end", "last"] = Field(
        default="all", description="What is trained: all layers as in the seed paper, the back end, or the last layer."
    )
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_AND_ERASED),
        description="How; light drawn wide unlearns a trigger of light or color, and random erasing one of a patch.",
    )
    card: ClassVar[str] = (
        "Fine-tuning (Luo 2025): the suspect counter is trained on, on new clean scenes together with the original "
        "clean ones. The defender must own the counter, the original scenes known to be clean, and some new ones. "
        "Deviations: the epoch is selected on validation scenes, not on the test set; learning rate, batches and "
        "light augmentation are settings (the paper's code: Adam 1e-5, batch 1, 100 epochs, flips only). What it "
        "erases is the augmentation's doing: light drawn wide unlearns a trigger of light or weather, random erasing "
        "(Zhong et al. 2020) a local patch, of which clean scenes say nothing otherwise; on one victim of three "
        "little of the patch was erased."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Train `inputs.counter` on; see `DefensePart.repair`."""
        return fit(self._fit(inputs), cancel)

    def num_clean(self, inputs: DefenseInput) -> int:
        """Those that it is trained on, and the validation scenes."""
        return len(self._samples(inputs)) + len(inputs.validation)

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of the training."""
        return self._fit(inputs).total_steps

    def _fit(self, inputs: DefenseInput) -> Fit:
        return Fit(
            stage=inputs.stage,
            counter=inputs.counter,
            samples=self._samples(inputs),
            validation=inputs.validation,
            training=self.training,
            seed=inputs.seed,
            checkpoint=inputs.folder / "checkpoint.safetensors",
            probes=inputs.probes,
            trains=partial(self._trains, inputs.counter.config),
        )

    def _trains(self, counter: CounterPart, name: str) -> bool:
        match self.layers:
            case "all":
                return True
            case "back_end":
                return not name.startswith(counter.front_end)
            case "last":
                return name.startswith(counter.last_layer)

    def _samples(self, inputs: DefenseInput) -> SampleDataset:
        match self.scenes:
            case "new_and_original":
                return inputs.new + inputs.original
            case "new":
                return inputs.new
            case "original":
                return inputs.original


ALIKE = 0.1
"""Costs that differ by no more than this share are taken for equal."""


def control(defense: DefensePart, inputs: DefenseInput, training: Training) -> FineTune:
    """The plain fine-tuning of the same cost: as many steps, at the defense's rate, with `training`'s own light.

    It takes the original clean scenes, and is the row beside every defense that says how much is the method's.
    """
    per_epoch = training.replace(epochs=1).num_steps(len(inputs.original))
    epochs = max(1, round(defense.num_steps(inputs) / per_epoch))
    return FineTune(scenes="original", training=training.replace(epochs=epochs, lr=defense.training.lr))


def controls(
    defenses: Sequence[DefensePart], inputs: DefenseInput, training: Training
) -> tuple[tuple[FineTune, ...], tuple[int, ...]]:
    """(the controls of `defenses`, which of them stands beside each); defenses of nearly one cost share one."""
    made: list[FineTune] = []
    beside = []
    for defense in defenses:
        wanted = control(defense, inputs, training)
        place = next((k for k, known in enumerate(made) if _nearly_equal(known.training, wanted.training)), len(made))
        if place == len(made):
            made.append(wanted)
        beside.append(place)
    return tuple(made), tuple(beside)


def _nearly_equal(known: Training, wanted: Training) -> bool:
    return known.lr == wanted.lr and abs(known.epochs - wanted.epochs) <= ALIKE * wanted.epochs
