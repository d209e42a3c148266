"""What CBD, ABL and Partial Train begin with as published: a plainly trained counter, and its lowest losses."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch
from pydantic import Field
from torch import Tensor

from ..counters import Counter, build
from ..events import Cancel, Event, check
from ..files import write_json
from ..part import Part
from ..seeds import seed_of
from ..training import Batch, Fit, SampleDataset, Training
from ..training.batches import alone
from ..training.early import early_training
from ..training.loop import every_parameter
from ..training.losses import LossPart
from ..training.steps import losses_of
from .base import DefenseInput
from .two_parts import FIRST_CHECKPOINT, first_part

FLOOR = 1.0
"""Persons squared: keeps the relative loss of nearly empty scenes finite."""

LOSSES = "losses.json"

Trains: TypeAlias = Callable[[Counter], Callable[[str], bool]]
Combine: TypeAlias = Callable[[Tensor, Batch], Tensor]


def every(_counter: Counter) -> Callable[[str], bool]:
    """Nothing is frozen."""
    return every_parameter


@dataclass(frozen=True)
class EarlyFit:
    """One early counter of a defense: for how many epochs, and what is trained of it by which loss of a batch."""

    epochs: int
    trains: Trains = every
    combine: Combine | None = None

    def num_steps(self, inputs: DefenseInput, training: Training) -> int:
        """Its optimizer steps."""
        return training.replace(epochs=self.epochs).num_steps(len(inputs.suspect))

    def counter(
        self, inputs: DefenseInput, training: Training, total: int, cancel: Cancel
    ) -> Generator[Event, None, Counter]:
        """A fresh counter, trained plainly on the suspect set; taken from disk where it is there already.

        `total` is the number of steps of the whole defense. Raises Cancelled, TrainingError.
        """
        seed = seed_of(inputs.seed, "isolating", 0)
        early = build(inputs.counter.config.model_dump(), seed)
        early.network.to(inputs.counter.device)
        job = Fit(
            stage=inputs.stage, counter=early, samples=inputs.suspect, validation=inputs.validation,
            training=early_training(training, self.epochs, "published"), seed=seed,
            checkpoint=inputs.folder / FIRST_CHECKPOINT, probes=inputs.probes, stage_steps=total,
            trains=self.trains(early), combine=self.combine,
        )  # fmt: skip
        yield from first_part(inputs, job, inputs.folder / "isolating_1.safetensors", cancel)
        return early


class LowestLoss(Part):
    """Isolation as it is published for classifiers, which fit their poison first (Li et al. 2021, section 3.3)."""

    loss: Literal["lga", "flooding", "plain"] = Field(
        default="lga",
        description="Of each scene, while the isolating counter is trained: sign(L - gamma) L, local gradient ascent; "
        "|L - gamma| + gamma, flooding; or L itself.",
    )
    gamma: float = Field(
        default=0.5, ge=0, le=100, description="The loss that scenes are kept at; 0.5 in the paper, there of "
        "cross-entropy, here of a loss relative to the target's squared size.", json_schema_extra={"step": 0.1},
    )  # fmt: skip
    epochs: int = Field(
        default=10, ge=1, le=1000, description="Epochs after which scenes are isolated.", json_schema_extra={"step": 1}
    )
    share: float = Field(
        default=0.01, gt=0, lt=1, description="Share of the scenes, those of the lowest loss, that is isolated.",
        json_schema_extra={"step": 0.01},
    )  # fmt: skip

    def num_isolated(self, num_scenes: int) -> int:
        """How many of so many scenes, at least one."""
        return max(1, round(self.share * num_scenes))

    def early(self, trains: Trains = every) -> EarlyFit:
        """The isolating counter, of which `trains` says what is trained."""
        return EarlyFit(self.epochs, trains, None if self.loss == "plain" else self._combined)

    def isolate(self, counter: Counter, inputs: DefenseInput, loss: LossPart, cancel: Cancel) -> frozenset[str]:
        """The names of the suspect scenes of the lowest relative loss by `counter`. Raises Cancelled."""
        losses = relative_losses(counter, inputs.suspect, loss, cancel)
        write_json(inputs.folder / LOSSES, losses)
        lowest = sorted(losses, key=lambda name: (losses[name], name))
        return frozenset(lowest[: self.num_isolated(len(losses))])

    def _combined(self, loss_B: Tensor, batch: Batch) -> Tensor:
        relative_B = loss_B / size_of(batch).to(loss_B.device)
        if self.loss == "lga":
            return (torch.sign(relative_B.detach() - self.gamma) * relative_B).mean()
        return ((relative_B - self.gamma).abs() + self.gamma).mean()


def size_of(batch: Batch) -> Tensor:
    """The squared size of each target (B,), with a floor: what an empty map would err by under `pixel_sum`."""
    return batch.target_BHW.square().sum(dim=(1, 2)) + FLOOR


def judged(counter: Counter, loss: LossPart, batch: Batch) -> Tensor:
    """The loss of each image (B,) as `counter` stands, without a gradient; squared error for a loss put on classes.

    A classifier gives its classes in training mode alone.
    """
    with torch.no_grad():
        if not loss.needs_logits:
            return losses_of(counter, loss, batch)
        maps = counter.maps(batch.image_BHWC.to(counter.device))
        return (maps - batch.target_BHW.to(maps.device)).square().sum(dim=(1, 2))


def relative_losses(counter: Counter, samples: SampleDataset, loss: LossPart, cancel: Cancel) -> dict[str, float]:
    """The loss of each sample as it is, over its target's squared size, by name. Raises Cancelled."""
    found = {}
    counter.network.eval()
    for sample in samples:
        check(cancel)
        batch = alone(sample, counter.stride)
        found[sample.name] = float(judged(counter, loss, batch)[0] / size_of(batch)[0])
    return found
