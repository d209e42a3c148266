"""Partial Train: a part of the network is frozen to isolate suspicious scenes, then a clean counter is made."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from ..events import Cancel, Event
from ..training import WIDE_LIGHT, Training
from ..training.early import all_but_first
from .base import Beginning, DefenseInput, WithForm, keep_isolated
from .isolation import Isolated, Isolation, relabelled, train_after, without
from .published import EarlyFit, LowestLoss


class PartialTrain(WithForm):
    """Isolate with partly frozen counters, then fine-tune one on what is left (Li and Gao 2024, arXiv:2405.16488)."""

    title: ClassVar[str] = "Partial Train"

    kind: Literal["partial_train"] = "partial_train"
    isolation: Isolation = Field(default=Isolation(), description="Early counters that say which scenes are suspect.")
    spread: float = Field(
        default=3.0, gt=0, le=50, description="Scenes whose label is so many robust deviations of clean scenes away "
        "from what that counter sees are isolated.", json_schema_extra={"step": 0.5},
    )  # fmt: skip
    isolated: Literal["drop", "relabel"] = Field(
        default="drop", description="Leave the isolated scenes out, or give them the map that the counter sees."
    )
    lowest_loss: LowestLoss = Field(
        default=LowestLoss(loss="plain", epochs=8, share=0.1),
        description="For `published`: how scenes are isolated by their lowest loss.",
    )
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_LIGHT),
        description="How the whole counter is then fine-tuned.",
    )
    card: ClassVar[str] = (
        "Partial Train (Li and Gao 2024, arXiv:2405.16488). Only the abstract is public: a part of the model is frozen "
        "to train one that isolates suspicious samples, on which basis a clean model is fine-tuned. Form `published`: "
        "that much, and no more of ours than it leaves open. One counter with its first layers frozen is trained "
        "plainly on the suspect set; the share of scenes with the lowest loss, relative to the target's squared size, "
        "is isolated, the rule of classification (ABL), since neither criterion nor share is public; the same counter, "
        "whole, is then trained on the rest, under flips and crops alone. Form `adapted`: several such counters, at a "
        "third of the rate and under light drawn wide; scenes whose label contradicts them, by the two-sided signed "
        "residual against clean validation scenes, are isolated. The first of these counters is then unfrozen and "
        "trained on the rest; it counts far better, so it judges all scenes anew, which brings back the clean ones "
        "that were hard to count, and is fine-tuned on what is left then. It takes the suspect one's place. The "
        "defender must own the training set and a few clean scenes (published: to choose epochs alone). Its price: "
        "scenes that are truly mislabelled go too, and the counter begins anew, adapted under light drawn wide, so it "
        "may count worse than the suspect one did. Fails where the early counters have learned the trigger: a patch of "
        "strong contrast is learned as soon as heads are, and none of its scenes is isolated."
    )

    @property
    def begins(self) -> Beginning:
        """The counter that isolated."""
        return "fresh"

    @property
    def isolates(self) -> bool:
        """It does."""
        return True

    @property
    def steps_vary(self) -> bool:
        """As published it isolates a share that is known before."""
        return self.form == "adapted"

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Isolate, then fine-tune; see `DefensePart.repair`."""
        total = self.num_steps(inputs)
        if self.form == "adapted":
            found = yield from self.isolation.isolate(inputs, self.training, total, cancel)
            suspects = found.suspects(self.spread)
        else:
            isolating = yield from self._early.counter(inputs, self.training, total, cancel)
            suspects = self.lowest_loss.isolate(isolating, inputs, self.training.loss, cancel)
            found = Isolated([isolating], {}, self._early.num_steps(inputs, self.training))
        keep_isolated(inputs.folder, suspects)
        kept = without(inputs.suspect, suspects) if self.isolated == "drop" else relabelled(
            inputs.suspect, suspects, found.counters
        )  # fmt: skip
        inputs.counter.network.load_state_dict(found.counters[0].network.state_dict())
        yield from train_after(found, inputs, kept, self.as_trained, total, cancel)

    def num_clean(self, inputs: DefenseInput) -> int:
        """The validation scenes alone."""
        return len(inputs.validation)

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of both trainings; adapted, the second as if nothing were dropped."""
        first, left = self.isolation.num_steps(inputs, self.training), len(inputs.suspect)
        if self.form == "published":
            first = self._early.num_steps(inputs, self.training)
            left -= self.lowest_loss.num_isolated(left) if self.isolated == "drop" else 0
        return first + self.training.num_steps(left)

    @property
    def _early(self) -> EarlyFit:
        return self.lowest_loss.early(lambda counter: all_but_first(counter, self.isolation.frozen_share))
