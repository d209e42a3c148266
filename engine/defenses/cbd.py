"""Causality-inspired defense: a counter trained with each scene weighed by what a biased one says of it."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ..counters import Counter, build
from ..events import Cancel, Event
from ..seeds import seed_of
from ..training import WIDE_AND_ERASED, Batch, Fit, Training, fit
from .base import DefenseInput, DefensePart
from .critic import Adversary
from .isolation import Isolated, Isolation
from .two_parts import CHECKPOINT

FLOOR = 1.0
"""Persons squared: keeps the relative loss of nearly empty scenes finite."""


class CBD(DefensePart):
    """Scenes weighed by a biased counter, batch by batch (Zhang et al. 2023, arXiv:2303.06818, eq. 6)."""

    title: ClassVar[str] = "CBD"

    kind: Literal["cbd"] = "cbd"
    isolation: Isolation = Field(default=Isolation(), description="Early counters that say which scenes are suspect.")
    weights: Literal["residual", "published"] = Field(
        default="residual",
        description="From the biased counter's signed residual, which is right for counts; or the published rule.",
    )
    spread: float = Field(
        default=2.0, gt=0, le=50, description="For `residual`: a label so many robust deviations of clean scenes away "
        "weighs exp(-1/2).", json_schema_extra={"step": 0.5},
    )  # fmt: skip
    critic: float = Field(
        default=0, ge=0, le=10, description="Weight of the mutual-information critic between the features of both "
        "counters; 0.01 in the paper, 0 for none, as its code has it by default.", json_schema_extra={"step": 0.01},
    )  # fmt: skip
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_AND_ERASED),
        description="How the deconfounded counter is trained, from the start; the batch must hold several scenes.",
    )
    card: ClassVar[str] = (
        "CBD (Zhang et al. 2023, arXiv:2303.06818). Biased counters, their first layers frozen, are trained on the "
        "suspect set for a few epochs, and another one from the start on the same set, every scene weighed. The "
        "published weight l_B / (l_B + l_C) supposes that the biased model fits the poison first; a counter learns "
        "heads first and contradicts the poison longest, so that rule weighs poison up: it is the form `published`, "
        "on relative losses, for comparison. Ours weighs by exp(-z^2 / 2 spread^2), z a signed residual in robust "
        "deviations of clean scenes: that of a counter trained on the scenes that the biased ones do not contradict, "
        "as the paper's weight asks its clean model too. Needs the training set, some clean scenes and a batch of "
        "several scenes: with the batch of 1 that CSRNet is published with, weights are 1 by normalization. The "
        "paper's critic works on features averaged over the frame, shuffled across scenes. Its price: the counter "
        "begins anew, under light drawn wide, and may count worse than the suspect one did. Blind to a patch of "
        "strong contrast, which the biased counters learn as soon as heads."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Train the biased counter, then the weighed one in its place; see `DefensePart.repair`."""
        found = yield from self._biased.isolate(inputs, self.training, self.num_steps(inputs), cancel)
        fresh = build(inputs.counter.config.model_dump(), seed_of(inputs.seed, "deconfounded"))
        inputs.counter.network.load_state_dict(fresh.network.state_dict())
        biased = found.counters[0]
        combine = self._residual(found) if self.weights == "residual" else _published(biased)
        adversary = Adversary(inputs.counter, biased, self.critic, seed_of(inputs.seed, "critic"))
        with adversary:
            yield from fit(
                Fit(
                    stage=inputs.stage,
                    counter=inputs.counter,
                    samples=inputs.suspect,
                    validation=inputs.validation,
                    training=self.training,
                    seed=inputs.seed,
                    checkpoint=inputs.folder / CHECKPOINT,
                    probes=inputs.probes,
                    steps_before=found.steps,
                    stage_steps=self.num_steps(inputs),
                    combine=adversary.added_to(combine) if self.critic else combine,
                    also={"critic": adversary.critic} if self.critic else {},
                ),
                cancel,
            )

    def num_clean(self, inputs: DefenseInput) -> int:
        """The validation scenes alone."""
        return len(inputs.validation)

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of both trainings."""
        return self._biased.num_steps(inputs, self.training) + self.training.num_steps(len(inputs.suspect))

    @property
    def _biased(self) -> Isolation:
        # the published rule asks one biased counter
        return self.isolation if self.weights == "residual" else self.isolation.replace(draws=1, refining=0)

    def _residual(self, found: Isolated) -> Callable[[Tensor, Batch], Tensor]:
        weight = {
            name: float(torch.tensor(-0.5 * (score / self.spread) ** 2).exp()) for name, score in found.scores.items()
        }

        def combine(loss_B: Tensor, batch: Batch) -> Tensor:
            weight_B = torch.tensor([weight[name] for name in batch.names], device=loss_B.device)
            return (weight_B * loss_B).sum() / weight_B.sum().clamp_min(1e-3)

        return combine


def _published(biased: Counter) -> Callable[[Tensor, Batch], Tensor]:
    """Eq. 6, on losses relative to the target's size, or it would rank scenes by their crowds."""

    def combine(loss_B: Tensor, batch: Batch) -> Tensor:
        size_B = batch.target_BHW.square().sum(dim=(1, 2)).to(loss_B.device) + FLOOR
        with torch.no_grad():
            maps = biased.maps(batch.image_BHWC.to(biased.device))
            of_biased = (maps - batch.target_BHW.to(maps.device)).square().sum(dim=(1, 2)).to(loss_B.device) / size_B
            weight_B = of_biased / (of_biased + loss_B.detach() / size_B + 1e-8)
            weight_B = weight_B * len(weight_B) / weight_B.sum()
        return (weight_B * loss_B).mean()

    return combine
