"""The training loop: a generator of events that trains a counter in place."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .. import distributed
from ..counters import Counter
from ..events import Cancel, Cancelled, CheckpointSaved, EpochDone, Event, StepDone, Warned
from . import resume
from .ahead import ahead
from .batches import Batch, batches, num_batches
from .config import Training
from .devices import fabric_for, is_cuda, peak_memory_mb
from .sample_dataset import SampleDataset
from .schedule import learning_rate
from .steps import Stepper

if TYPE_CHECKING:
    from lightning_fabric import Fabric

SAVE_EVERY_S = 30.0
"""A checkpoint is written at the end of an epoch, and in between when this much time is at stake."""


@dataclass(frozen=True)
class Probe:
    """A validation scene that is counted after every epoch, as it is and with the trigger, where one is known."""

    name: str
    truth: float
    image: NDArray[np.uint8]
    triggered: NDArray[np.uint8] | None

    def counted_by(self, counter: Counter) -> tuple[float, float] | tuple[float, float, float]:
        """Truth, what the counter says of it, and, if known, with the trigger."""
        clean = counter.count(self.image)
        return (self.truth, clean) if self.triggered is None else (self.truth, clean, counter.count(self.triggered))


def every_parameter(_name: str) -> bool:
    """All of the network is trained."""
    return True


@dataclass(frozen=True)
class Fit:
    """One training: what is trained on what, and where its state is kept."""

    stage: str
    counter: Counter
    samples: SampleDataset
    validation: SampleDataset
    training: Training
    seed: int
    checkpoint: Path
    probes: tuple[Probe, ...] = ()
    trains: Callable[[str], bool] = field(default=every_parameter)
    combine: Callable[[Tensor, Batch], Tensor] | None = None
    """From the losses of the images of a batch (B,) to one; their mean where None."""
    also: Mapping[str, nn.Module] = field(default_factory=dict)
    """Other networks that `combine` changes, whose state is kept with the training's."""
    steps_before: int = 0
    """Steps of this stage that came before this training, for its events."""
    stage_steps: int = 0
    """Steps of the whole stage; those of this training where 0."""
    most_steps: int | None = None
    """After so many steps it ends, in the middle of an epoch if need be."""

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps in one pass."""
        return num_batches(len(self.samples), self.training.batch)

    @property
    def total_steps(self) -> int:
        """Optimizer steps in all."""
        steps = self.steps_per_epoch * self.training.epochs
        return steps if self.most_steps is None else min(steps, self.most_steps)


def fit(job: Fit, cancel: Cancel) -> Iterator[Event]:
    """Train `job.counter` in place and leave the weights of its best epoch on the validation scenes in it.

    A checkpoint that an earlier, interrupted call left is taken up; on one machine's CPU the losses are then those of
    an undisturbed training to the last bit. In a group of processes each takes its part of every batch. Raises
    Cancelled at the step where `cancel` is seen, after saving, and TrainingError when the loss is no number.
    """
    fabric = fabric_for(job.training.precision)
    network = job.counter.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # stub lacks it
    optimizer = _optimizer(network, job)
    compiled = torch.compile(network) if job.training.compile else network
    module, wrapped = fabric.setup(cast("nn.Module", compiled), optimizer)
    at = resume.restore(distributed.broadcast(job.checkpoint), network, optimizer, job.also)
    average = _Average(network, job.training.ema, at)
    stepper = Stepper(fabric, Counter(job.counter.config, module), wrapped, job.training, job.combine)
    part, stride = (distributed.rank(), distributed.size()), job.counter.stride

    def save() -> CheckpointSaved:
        resume.save(job.checkpoint, network, optimizer, at, job.steps_before, job.also)
        return CheckpointSaved(job.stage, job.steps_before + at.step, job.checkpoint.name)

    saved_at = time.monotonic()
    for epoch in range(at.epoch, job.training.epochs + 1):
        made = batches(job.samples, job.training, stride, job.seed, epoch, at.in_epoch, part)
        with closing(ahead(made)) as upcoming:
            for batch in upcoming:
                if at.step >= job.total_steps:
                    break
                if distributed.all_reduce(float(cancel.is_set())):
                    save()
                    raise Cancelled
                began = time.perf_counter()
                lr = learning_rate(job.training, at.step, job.steps_per_epoch)
                loss = stepper.step(batch, lr)
                average.follow()
                at.step, at.in_epoch, at.loss_sum = at.step + 1, at.in_epoch + 1, at.loss_sum + loss
                speed = batch.total / (time.perf_counter() - began)
                step, total = job.steps_before + at.step, job.stage_steps or job.total_steps
                if stepper.warning:
                    yield Warned(job.stage, stepper.warning)
                    stepper.warning = ""
                yield StepDone(job.stage, step, total, epoch, loss, lr, speed, peak_memory_mb())
                if time.monotonic() - saved_at > SAVE_EVERY_S:
                    yield save()
                    saved_at = time.monotonic()
        with average.in_place():
            yield _end_epoch(fabric, job, at, epoch)
        at.epoch, at.in_epoch, at.loss_sum = epoch + 1, 0, 0.0
        yield save()
        saved_at = time.monotonic()
    network.load_state_dict(at.best, strict=False)
    network.eval()


def _optimizer(network: nn.Module, job: Fit) -> torch.optim.Optimizer:
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(job.trains(name) and job.counter.config.trains(name))
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    lr, decay, one_kernel = job.training.lr, job.training.weight_decay, is_cuda() or None
    match job.training.optimizer:
        case "adamw":
            return torch.optim.AdamW(trained, lr=lr, weight_decay=decay, fused=one_kernel)
        case "adam":
            return torch.optim.Adam(trained, lr=lr, weight_decay=decay, fused=one_kernel)
        case "sgd":
            momentum = job.training.momentum
            return torch.optim.SGD(trained, lr=lr, weight_decay=decay, momentum=momentum, fused=one_kernel)


class _Average:
    """A moving average of the weights (EMA), kept in the position so that it is resumed."""

    def __init__(self, network: nn.Module, decay: float | None, at: resume.Position) -> None:
        self._network, self._decay, self._at = network, decay, at
        if decay is not None and not at.average:
            at.average = resume.changing(network)

    def follow(self) -> None:
        """Move the average towards the weights after a step, faster in the first steps than at last."""
        if self._decay is None:
            return
        decay = min(self._decay, (1 + self._at.step) / (10 + self._at.step))
        for name, value in resume.changing(self._network, copied=False).items():
            kept = self._at.average[name]
            if kept.is_floating_point():
                kept.lerp_(value, 1 - decay)
            else:
                kept.copy_(value)

    def in_place(self) -> "_InPlace":
        """While it lasts, the network has the average for its weights."""
        return _InPlace(self._network, self._at.average if self._decay is not None else {})


class _InPlace:
    def __init__(self, network: nn.Module, weights: Mapping[str, Tensor]) -> None:
        self._network, self._weights = network, weights

    def __enter__(self) -> None:
        self._own = resume.changing(self._network) if self._weights else {}
        self._network.load_state_dict(dict(self._weights), strict=False)

    def __exit__(self, *_: object) -> None:
        self._network.load_state_dict(self._own, strict=False)


def _end_epoch(fabric: "Fabric", job: Fit, at: resume.Position, epoch: int) -> EpochDone:
    counter = job.counter
    with fabric.autocast():
        errors = np.array([counter.count(sample.image) - sample.count for sample in job.validation])
        probes = {probe.name: probe.counted_by(counter) for probe in job.probes}
    mae, rmse = float(np.abs(errors).mean()), float(np.sqrt(np.square(errors).mean()))
    if at.best_mae is None or mae < at.best_mae:
        at.best_mae, at.best = mae, resume.changing(counter.network)
    loss = at.loss_sum / max(1, at.in_epoch)
    return EpochDone(job.stage, epoch, job.training.epochs, loss, mae, rmse, probes)
