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
        default=3, ge=1, le=100, description="Steps of the search for the worst perturbation of each batch.",
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
        "E (log r)^2 of a perturbation that is the same for all images of the batch, r = (f(x + d) + 1) / (f(x) + 1). "
        "Needs the counter and clean scenes. Deviation: the inner maximum is found by a few signed gradient steps and "
        "held while the weights step, where the paper differentiates through it by an implicit hypergradient."
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
    counts = [
        counter.maps(image).sum(dim=(1, 2)).clamp(min=0)
        for image in (image_BHWC, (image_BHWC + change_HWC).clamp(0, 255))
    ]
    return torch.log1p(counts[1]) - torch.log1p(counts[0])


def worst_change(counter: Counter, image_BHWC: Tensor, budget: float, steps: int) -> Tensor:
    """The perturbation (H, W, 3) within +-budget that moves the counts of the batch most, in either direction.

    Signed gradient steps (PGD, Madry et al. 2018).
    """
    with torch.no_grad():
        before = torch.log1p(counter.maps(image_BHWC).sum(dim=(1, 2)).clamp(min=0))
    # at no change the gap is flat: the first step goes where the count falls fastest, which is what hides people
    change = torch.zeros_like(image_BHWC[0]).requires_grad_(True)
    for step in range(steps):
        counts = counter.maps((image_BHWC + change).clamp(0, 255)).sum(dim=(1, 2)).clamp(min=0)
        gap = torch.log1p(counts) - before
        (gradient,) = torch.autograd.grad(gap.square().mean() if step else -gap.mean(), change)
        with torch.no_grad():
            change.add_(gradient.sign() * (2.0 * budget / steps)).clamp_(-budget, budget)
    return change.detach()
