"""Causality-inspired defense: a counter trained with each scene weighed by what a biased one says of it."""

from collections.abc import Callable, Generator, Iterator
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ..counters import Counter, build
from ..events import Cancel, Event
from ..seeds import seed_of
from ..training import WIDE_AND_ERASED, Batch, Fit, Training, fit
from ..training.losses import LossPart
from .base import Beginning, DefenseInput, WithForm
from .critic import Adversary
from .isolation import Isolated, Isolation
from .published import EarlyFit, judged
from .two_parts import CHECKPOINT


class CBD(WithForm):
    """Scenes weighed by a biased counter, batch by batch (Zhang et al. 2023, arXiv:2303.06818, eq. 6)."""

    title: ClassVar[str] = "CBD"

    kind: Literal["cbd"] = "cbd"
    isolation: Isolation = Field(default=Isolation(), description="Early counters that say which scenes are suspect.")
    weights: Literal["residual", "published"] = Field(
        default="residual",
        description="For `adapted`: from the signed residual, which is right for counts; or by the published rule.",
    )
    spread: float = Field(
        default=2.0, gt=0, le=50, description="For `residual`: a label so many robust deviations of clean scenes away "
        "weighs exp(-1/2).", json_schema_extra={"step": 0.5},
    )  # fmt: skip
    biased_epochs: int = Field(
        default=5, ge=1, le=100, description="For `published`: epochs of the one biased counter, which is trained "
        "plainly.", json_schema_extra={"step": 1},
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
        "CBD (Zhang et al. 2023, arXiv:2303.06818). Form `published`: one biased counter is trained plainly on the "
        "suspect set for 5 epochs, nothing frozen, at the full rate and under flips and crops alone; then another from "
        "the start on the same set, also under flips, each scene weighed by l_B / (l_B + l_C), of mean 1 in the batch, "
        "its loss l_B by the biased counter and l_C by the one in training. That supposes that the biased model fits "
        "the poison first. Form `adapted`: biased counters with their first layers frozen, at a third of the rate and "
        "under light drawn wide, have learned heads and contradict the poison. Scenes are weighed by "
        "exp(-z^2 / 2 spread^2), z a signed residual in robust deviations of clean scenes: that of a counter trained "
        "on the scenes that the biased ones do not contradict, as the paper's weight asks its clean model too; or, "
        "with `weights: published`, by the published rule on these counters, which weighs the poison up. Needs the "
        "training set, some clean scenes (published: to choose the epoch alone) and a batch of several scenes: with "
        "the batch of 1 that CSRNet is published with, weights are 1 by normalization. The paper's critic works on "
        "features averaged over the frame, shuffled across scenes. Its price: the counter begins anew, adapted under "
        "light drawn wide, and may count worse than the suspect one did. Blind to a patch of strong contrast, which "
        "the biased counters learn as soon as heads."
    )

    @property
    def begins(self) -> Beginning:
        """Anew."""
        return "fresh"

    @property
    def steps_vary(self) -> bool:
        """One of its counters is trained on the scenes that the others do not contradict."""
        return self.form == "adapted" and self._isolation.refining > 0

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Train the biased counter, then the weighed one in its place; see `DefensePart.repair`."""
        if self.form == "published" or self.weights == "published":
            biased, steps = yield from self._biased(inputs, cancel)
            combine = published_weights(biased, inputs.counter, self.training.loss)
        else:
            found = yield from self.isolation.isolate(inputs, self.training, self.num_steps(inputs), cancel)
            biased, steps, combine = found.counters[0], found.steps, self._residual(found)
        fresh = build(inputs.counter.config.model_dump(), seed_of(inputs.seed, "deconfounded"))
        inputs.counter.network.load_state_dict(fresh.network.state_dict())
        adversary = Adversary(inputs.counter, biased, self.critic, seed_of(inputs.seed, "critic"))
        with adversary:
            yield from fit(
                Fit(
                    stage=inputs.stage,
                    counter=inputs.counter,
                    samples=inputs.suspect,
                    validation=inputs.validation,
                    training=self.as_trained,
                    seed=inputs.seed,
                    checkpoint=inputs.folder / CHECKPOINT,
                    probes=inputs.probes,
                    steps_before=steps,
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
        if self.form == "published":
            first = EarlyFit(self.biased_epochs).num_steps(inputs, self.training)
        else:
            first = self._isolation.num_steps(inputs, self.training)
        return first + self.training.num_steps(len(inputs.suspect))

    @property
    def _isolation(self) -> Isolation:
        # the published rule asks one biased counter
        return self.isolation if self.weights == "residual" else self.isolation.replace(draws=1, refining=0)

    def _biased(self, inputs: DefenseInput, cancel: Cancel) -> Generator[Event, None, tuple[Counter, int]]:
        """The one biased counter of the published rule, and the steps that it took."""
        total = self.num_steps(inputs)
        if self.form == "adapted":
            found = yield from self._isolation.isolate(inputs, self.training, total, cancel)
            return found.counters[0], found.steps
        early = EarlyFit(self.biased_epochs)
        biased = yield from early.counter(inputs, self.training, total, cancel)
        return biased, early.num_steps(inputs, self.training)

    def _residual(self, found: Isolated) -> Callable[[Tensor, Batch], Tensor]:
        weight = {
            name: float(torch.tensor(-0.5 * (score / self.spread) ** 2).exp()) for name, score in found.scores.items()
        }

        def combine(loss_B: Tensor, batch: Batch) -> Tensor:
            weight_B = torch.tensor([weight[name] for name in batch.names], device=loss_B.device)
            return (weight_B * loss_B).sum() / weight_B.sum().clamp_min(1e-3)

        return combine


def published_weights(biased: Counter, counter: Counter, loss: LossPart) -> Callable[[Tensor, Batch], Tensor]:
    """Eq. 6 of the paper, w = l_B / (l_B + l_C), of mean 1 in the batch, as its code has it.

    l_B and l_C are losses of the same scene, so that its size falls out of the weight.
    """
    biased.network.eval()

    def combine(loss_B: Tensor, batch: Batch) -> Tensor:
        of_biased = judged(biased, loss, batch).to(loss_B.device)
        of_clean = _as_it_stands(counter, loss, batch) if loss.needs_logits else loss_B.detach()
        weight_B = of_biased / (of_biased + of_clean.to(loss_B.device) + 1e-8)
        weight_B = weight_B * len(weight_B) / weight_B.sum()
        return (weight_B * loss_B).mean()

    return combine


def _as_it_stands(counter: Counter, loss: LossPart, batch: Batch) -> Tensor:
    """What a counter in training errs by, without a trace of the question in it."""
    counter.network.eval()
    found = judged(counter, loss, batch)
    counter.network.train()
    return found
