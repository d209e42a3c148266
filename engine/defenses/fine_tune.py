"""Fine-tuning on new clean and original clean scenes together (Luo 2025, doi 10.4108/eai.17-1-2025.2355235)."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal, TypeAlias

from pydantic import Field

from ..counters import CounterPart
from ..events import Cancel, Event
from ..training import WIDE_AND_ERASED, Fit, SampleDataset, Training, fit
from ..training.loop import every_parameter
from .base import DefenseInput, DefensePart, Scenes
from .two_parts import CHECKPOINT

Layers: TypeAlias = Literal["all", "back_end", "last"]


class FineTune(DefensePart):
    """Go on training the suspect counter on clean scenes."""

    title: ClassVar[str] = "Fine-tuning"

    kind: Literal["fine_tune"] = "fine_tune"
    scenes: Literal["new_and_original", "new", "original"] = Field(
        default="new_and_original", description="Which clean scenes: both as in the seed paper, or one kind alone."
    )
    layers: Layers = Field(
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

    @property
    def learns_from(self) -> Scenes:
        """As set."""
        return self.scenes

    def without_method(self, of_victim: Training) -> Training:
        """Under the victim's own light: that of this training is what erases, all else is training on."""
        return self.training.replace(augmentation=of_victim.augmentation)

    def _fit(self, inputs: DefenseInput) -> Fit:
        return Fit(
            stage=inputs.stage,
            counter=inputs.counter,
            samples=self._samples(inputs),
            validation=inputs.validation,
            training=self.training,
            seed=inputs.seed,
            checkpoint=inputs.folder / CHECKPOINT,
            probes=inputs.probes,
            trains=trained_layers(self.layers, inputs.counter.config),
        )

    def _samples(self, inputs: DefenseInput) -> SampleDataset:
        return inputs.scenes(self.scenes)


def trained_layers(layers: Layers, counter: CounterPart) -> Callable[[str], bool]:
    """Which parameters of `counter` are trained when `layers` are."""
    match layers:
        case "all":
            return every_parameter
        case "back_end":
            return lambda name: not name.startswith(counter.front_end)
        case "last":
            return lambda name: name.startswith(counter.last_layer)
