"""Anti-backdoor learning: scenes isolated early are unlearned, or learned with another label."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ..events import Cancel, Event
from ..seeds import seed_of
from ..training import WIDE_LIGHT, Batch, Fit, Training, fit
from .base import Beginning, DefenseInput, WithForm, keep_isolated
from .isolation import Isolation, only, relabelled, train_after, without
from .published import LowestLoss, size_of
from .two_parts import CHECKPOINT, FIRST_CHECKPOINT, first_part

UNLEARNING_EPOCHS, UNLEARNING_RATE = 5, 5e-4 / 0.1
"""Of the published form: epochs of gradient ascent, and their rate over that of the training before (ABL's code)."""


class ABL(WithForm):
    """Isolate, then unlearn or relabel what was isolated (Li et al. 2021, arXiv:2110.11571)."""

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
    lowest_loss: LowestLoss = Field(
        default=LowestLoss(), description="For `published`: how scenes are isolated by their lowest loss."
    )
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_LIGHT),
        description="How the suspect counter is trained on; published, the isolating one on what is left.",
    )
    card: ClassVar[str] = (
        "ABL (Li et al. 2021, arXiv:2110.11571). Form `published`: a fresh counter is trained plainly on the suspect "
        "set for 10 epochs, nothing frozen, at the full rate and under flips and crops alone, by local gradient "
        "ascent, sign(L - gamma) L of each scene as in the paper's eq. 3 (its code takes the batch's mean), or by "
        "flooding, |L - gamma| + gamma. The 1 % of scenes whose loss is then lowest is isolated, the counter trained "
        "on the rest, and last the loss of the isolated scenes climbed without a bound for 5 epochs at 1/200 of the "
        "rate. The one translation: L is relative to the target's squared size, since gamma belongs to cross-entropy, "
        "and squared error would rank scenes by their crowds. The rule supposes that poison is fitted first; a counter "
        "fits heads first. Form `adapted`: partly frozen early counters isolate by the two-sided signed residual "
        "against clean validation scenes, and one that is trained on the rest judges all scenes anew. Then the "
        "suspect counter is trained on: isolated scenes with the map that this one sees, which hardly met the trigger, "
        "or their loss is climbed, relative to the target and only up to a bound, since that has no end. The defender "
        "must own the training set and a few clean scenes (published: to choose epochs alone). Blind to a patch of "
        "strong contrast, which the early counters learn as soon as heads."
    )

    @property
    def begins(self) -> Beginning:
        """The suspect counter is repaired; the published form trains its own."""
        return "suspect" if self.form == "adapted" else "fresh"

    @property
    def isolates(self) -> bool:
        """It does."""
        return True

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Isolate, then repair the suspect counter; see `DefensePart.repair`."""
        return self._adapted(inputs, cancel) if self.form == "adapted" else self._published(inputs, cancel)

    def _adapted(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        found = yield from self.isolation.isolate(inputs, self.training, self.num_steps(inputs), cancel)
        suspects = found.suspects(self.spread)
        keep_isolated(inputs.folder, suspects)
        samples = relabelled(inputs.suspect, suspects, found.counters) if self.act == "relabel" else inputs.suspect

        def combine(loss_B: Tensor, batch: Batch) -> Tensor:
            climbed_B = torch.tensor([name in suspects for name in batch.names], device=loss_B.device)
            bounded = torch.minimum(loss_B, self.bound * size_of(batch).to(loss_B.device))
            return torch.where(climbed_B, -self.unlearning * bounded, loss_B).mean()

        climbing = combine if self.act == "unlearn" else None
        yield from train_after(found, inputs, samples, self.training, self.num_steps(inputs), cancel, climbing)

    def _published(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        early, total, training = self.lowest_loss.early(), self.num_steps(inputs), self.as_trained
        isolating = yield from early.counter(inputs, self.training, total, cancel)
        suspects = self.lowest_loss.isolate(isolating, inputs, self.training.loss, cancel)
        keep_isolated(inputs.folder, suspects)
        inputs.counter.network.load_state_dict(isolating.network.state_dict())
        rest = Fit(
            stage=inputs.stage, counter=inputs.counter, samples=without(inputs.suspect, suspects),
            validation=inputs.validation, training=training, seed=seed_of(inputs.seed, "rest"),
            checkpoint=inputs.folder / FIRST_CHECKPOINT, probes=inputs.probes,
            steps_before=early.num_steps(inputs, self.training), stage_steps=total,
        )  # fmt: skip
        yield from first_part(inputs, rest, inputs.folder / "rest.safetensors", cancel)
        climbing = Fit(
            stage=inputs.stage, counter=inputs.counter, samples=only(inputs.suspect, suspects),
            validation=inputs.validation, training=self._unlearning(training), seed=inputs.seed,
            checkpoint=inputs.folder / CHECKPOINT, probes=inputs.probes,
            steps_before=rest.steps_before + rest.total_steps, stage_steps=total,
            combine=lambda loss_B, _batch: -loss_B.mean(),
        )  # fmt: skip
        yield from fit(climbing, cancel)

    def _unlearning(self, training: Training) -> Training:
        return training.replace(
            epochs=UNLEARNING_EPOCHS, lr=training.lr * UNLEARNING_RATE, schedule="constant", warmup_epochs=0
        )

    def num_clean(self, inputs: DefenseInput) -> int:
        """The validation scenes alone."""
        return len(inputs.validation)

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of all trainings."""
        whole = len(inputs.suspect)
        if self.form == "adapted":
            return self.isolation.num_steps(inputs, self.training) + self.training.num_steps(whole)
        gone = self.lowest_loss.num_isolated(whole)
        last = self.training.num_steps(whole - gone) + self._unlearning(self.training).num_steps(gone)
        return self.lowest_loss.early().num_steps(inputs, self.training) + last
