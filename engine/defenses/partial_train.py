"""Partial Train: a part of the network is frozen to isolate suspicious scenes, then a clean counter is made."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from ..events import Cancel, Event
from ..training import WIDE_LIGHT, Fit, Training, fit
from .base import DefenseInput, DefensePart
from .isolation import Isolation, relabelled, without
from .two_parts import CHECKPOINT


class PartialTrain(DefensePart):
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
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_LIGHT),
        description="How the whole counter is then fine-tuned.",
    )
    card: ClassVar[str] = (
        "Partial Train (Li and Gao 2024, arXiv:2405.16488). Our reading: only the abstract is public. Fresh counters "
        "with their first layers frozen are trained on the suspect set for a few epochs; scenes whose label "
        "contradicts them, by the two-sided signed residual against clean validation scenes, are isolated. The first "
        "of these counters is then unfrozen and trained on the rest; it counts far better, so it judges all scenes "
        "anew, which brings back the clean ones that were hard to count, and is fine-tuned on what is left then. It "
        "takes the suspect one's place. The defender must own the training set and a few clean scenes. Isolating by "
        "low loss, as classification does, ranks the poison of a counter last and is not offered. Its price: scenes "
        "that are truly mislabelled go too, and the counter begins anew, under light drawn wide, so it may count "
        "worse than the suspect one did. Fails where the early counters have learned the trigger: a patch of strong "
        "contrast is learned as soon as heads are, and none of its scenes is isolated."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Isolate, then fine-tune; see `DefensePart.repair`."""
        found = yield from self.isolation.isolate(inputs, self.training, self.num_steps(inputs), cancel)
        suspects = found.suspects(self.spread)
        kept = without(inputs.suspect, suspects) if self.isolated == "drop" else relabelled(
            inputs.suspect, suspects, found.counters
        )  # fmt: skip
        inputs.counter.network.load_state_dict(found.counters[0].network.state_dict())
        yield from fit(
            Fit(
                stage=inputs.stage, counter=inputs.counter, samples=kept, validation=inputs.validation,
                training=self.training, seed=inputs.seed, checkpoint=inputs.folder / CHECKPOINT, probes=inputs.probes,
                steps_before=found.steps, stage_steps=self.num_steps(inputs),
            ),
            cancel,
        )  # fmt: skip

    def num_clean(self, inputs: DefenseInput) -> int:
        """The validation scenes alone."""
        return len(inputs.validation)

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of both trainings, the second as if nothing were dropped."""
        return self.isolation.num_steps(inputs, self.training) + self.training.num_steps(len(inputs.suspect))
