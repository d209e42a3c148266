"""Anti-backdoor learning: scenes isolated early are unlearned, or learned with another label."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ..events import Cancel, Event
from ..training import WIDE_LIGHT, Batch, Fit, Training, fit
from .base import DefenseInput, DefensePart
from .isolation import Isolation, relabelled
from .two_parts import CHECKPOINT


class ABL(DefensePart):
    """Isolate by the signed residual, then unlearn within bounds or relabel (Li et al. 2021, arXiv:2110.11571)."""

    title: ClassVar[str] = "ABL"

    kind: Literal["abl"] = "abl"
    isolation: Isolation = Field(default=Isolation(), description="Early counters that say which scenes are suspect.")
    spread: float = Field(
        default=3.0, gt=0, le=50, description="Scenes whose label is so many robust deviations of clean scenes away "
        "are isolated.", json_schema_extra={"step": 0.5},
    )  # fmt: skip
    act: Literal["relabel", "unlearn"] = Field(
        default="relabel", description="Learn the isolated scenes with the early counter's map, or climb their loss."
    )
    unlearning: float = Field(
        default=0.2, ge=0, le=10, description="Weight of the loss that is climbed.", json_schema_extra={"step": 0.1}
    )
    bound: float = Field(
        default=2.0, gt=0, le=100, description="A scene's relative loss is climbed up to here; without a bound it "
        "has no end.", json_schema_extra={"step": 0.5},
    )  # fmt: skip
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_LIGHT),
        description="How the suspect counter is trained on.",
    )
    card: ClassVar[str] = (
        "ABL (Li et al. 2021, arXiv:2110.11571), changed for counters. The published rule isolates the scenes of "
        "lowest loss, because a classifier fits its poison first; a counter fits heads first, and low loss is only a "
        "sparse scene. Here partly frozen early counters isolate by the two-sided signed residual against clean "
        "validation scenes, and one that is trained on the rest judges all scenes anew. Then the suspect counter is "
        "trained on: isolated scenes with the map that this one sees, which hardly met the trigger, or their loss "
        "is climbed, relative to the target and only up to a bound, since squared error has no end. The defender "
        "must own the training set and a few clean scenes. Blind to a patch of strong contrast, which the early "
        "counters learn as soon as heads."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Isolate, then mend the suspect counter; see `DefensePart.repair`."""
        found = yield from self.isolation.isolate(inputs, self.training, self.num_steps(inputs), cancel)
        suspects = found.suspects(self.spread)
        samples = relabelled(inputs.suspect, suspects, found.counters) if self.act == "relabel" else inputs.suspect

        def combine(loss_B: Tensor, batch: Batch) -> Tensor:
            climbed_B = torch.tensor([name in suspects for name in batch.names], device=loss_B.device)
            size_B = batch.target_BHW.square().sum(dim=(1, 2)).to(loss_B.device) + 1.0
            bounded = torch.minimum(loss_B, self.bound * size_B)
            return torch.where(climbed_B, -self.unlearning * bounded, loss_B).mean()

        yield from fit(
            Fit(
                stage=inputs.stage, counter=inputs.counter, samples=samples, validation=inputs.validation,
                training=self.training, seed=inputs.seed, checkpoint=inputs.folder / CHECKPOINT, probes=inputs.probes,
                steps_before=found.steps, stage_steps=self.num_steps(inputs),
                combine=combine if self.act == "unlearn" else None,
            ),
            cancel,
        )  # fmt: skip

    def num_clean(self, inputs: DefenseInput) -> int:
        """The validation scenes alone."""
        return len(inputs.validation)

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of both trainings."""
        return self.isolation.num_steps(inputs, self.training) + self.training.num_steps(len(inputs.suspect))
