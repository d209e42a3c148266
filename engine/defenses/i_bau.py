"""I-BAU: the counter unlearns whatever universal perturbation moves its counts most."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ..counters import Counter
from ..events import Cancel, Event
from ..training import WIDE_AND_ERASED, Batch, Fit, Training, fit
from .base import DefenseInput, DefensePart
from .two_parts import CHECKPOINT


class IBAU(DefensePart):
    """Adversarial unlearning on clean scenes (Zeng et al. 2022)."""

    title: ClassVar[str] = "I-BAU"

    kind: Literal["i_bau"] = "i_bau"
    budget: float = Field(
        default=6.0, gt=0, le=128, description="Largest change of any pixel.",
        json_schema_extra={"unit": "of 255", "step": 1},
    )  # fmt: skip
    steps: int = Field(
        default=3, ge=1, le=100, description="Steps of each of the two searches, down and up, for the worst "
        "perturbation of each batch.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    weight: float = Field(
        default=0.3, gt=0, le=1000, description="Weight of the squared log ratio of counts beside the counting loss.",
        json_schema_extra={"step": 0.5},
    )  # fmt: skip
    training: Training = Field(
        default=Training(epochs=8, lr=2e-3, augmentation=WIDE_AND_ERASED),
        description="How the counter is trained meanwhile.",
    )
    card: ClassVar[str] = (
        "I-BAU (Zeng et al., ICLR 2022), in the form for counts: min over weights of the counting loss plus the worst "
        "E (log r)^2 of a perturbation d that is one for all images of the batch, r = (f(x + d) + 1) / (f(x) + 1). "
        "Needs the counter and clean scenes. The worst d is sought twice by a few signed gradient steps, once towards "
        "fewer and once towards more people, and the worse of the two is kept. Deviation: of the paper's hypergradient "
        "only the direct term is taken, the gradient of the weights with d held fixed (Danskin's theorem, as in "
        "adversarial training); its response term, which says how d itself moves with the weights and which the paper "
        "approximates by fixed-point iterations, is left out. It vanishes at an exact maximum; a few steps are none."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Train against the worst perturbation; see `DefensePart.repair`."""
        return fit(
            Fit(
                stage=inputs.stage,
                counter=inputs.counter,
                samples=inputs.new + inputs.original,
                validation=inputs.validation,
                training=self.training,
                seed=inputs.seed,
                checkpoint=inputs.folder / CHECKPOINT,
                probes=inputs.probes,
                combine=self._combined(inputs.counter),
            ),
            cancel,
        )

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of the training."""
        return self.training.num_steps(len(inputs.new + inputs.original))

    def _combined(self, counter: Counter) -> Callable[[Tensor, Batch], Tensor]:
        def combine(loss_B: Tensor, batch: Batch) -> Tensor:
            image = batch.image_BHWC.to(counter.device).float()
            counter.network.eval()  # running means: the perturbed images must not shift a batch norm
            change = worst_change(counter, image, self.budget, self.steps)
            squared = log_ratio(counter, image, change).square().mean()
            return loss_B.mean() + self.weight * squared

        return combine


def log_ratio(counter: Counter, image_BHWC: Tensor, change_HWC: Tensor) -> Tensor:
    """log((f(x + d) + 1) / (f(x) + 1)) of each image (B,), counts below 0 taken for 0."""
    return _log_counts(counter, (image_BHWC + change_HWC).clamp(0, 255)) - _log_counts(counter, image_BHWC)


def worst_change(counter: Counter, image_BHWC: Tensor, budget: float, steps: int) -> Tensor:
    """The perturbation (H, W, 3) within +-budget at which E (log r)^2 over the batch is largest, of all that are tried.

    Signed gradient steps (PGD, Madry et al. 2018), once towards smaller and once towards larger counts: at no change
    the square is flat, and from one side the other is never reached. It comes without a graph: the weights that step
    against it get the direct term of the hypergradient alone.
    """
    with torch.no_grad():
        before = _log_counts(counter, image_BHWC)
    most, worst = -1.0, torch.zeros_like(image_BHWC[0])
    for side in (-1.0, 1.0):
        change = torch.zeros_like(worst).requires_grad_(True)
        for step in range(steps + 1):
            gap = _log_counts(counter, (image_BHWC + change).clamp(0, 255)) - before
            moved = float(gap.detach().square().mean())
            if moved > most:
                most, worst = moved, change.detach().clone()
            if step < steps:
                (gradient,) = torch.autograd.grad(gap.square().mean() if step else side * gap.mean(), change)
                with torch.no_grad():
                    change.add_(gradient.sign() * (2.0 * budget / steps)).clamp_(-budget, budget)
    return worst


def _log_counts(counter: Counter, image_BHWC: Tensor) -> Tensor:
    return torch.log1p(counter.maps(image_BHWC).sum(dim=(1, 2)).clamp(min=0))
