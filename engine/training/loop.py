"""The training loop: a generator of events that trains a counter in place."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..counters import Counter
from ..errors import TrainingError
from ..events import Cancel, Cancelled, CheckpointSaved, EpochDone, Event, StepDone
from . import resume
from .batches import Batch, batches, num_batches
from .config import Training
from .devices import fabric_for
from .samples import Samples

if TYPE_CHECKING:
    from lightning_fabric import Fabric

SAVE_EVERY_S = 30.0
"""A checkpoint is written at the end of an epoch, and in between when this much time is at stake."""


@dataclass(frozen=True)
class Probe:
    """A validation scene that is counted after every epoch, as it is and with the trigger."""

    name: str
    truth: float
    image: NDArray[np.uint8]
    triggered: NDArray[np.uint8]


def every_parameter(_name: str) -> bool:
    """All of the network is trained."""
    return True


@dataclass(frozen=True)
class Fit:
    """One training: what is trained on what, and where its state is kept."""

    stage: str
    counter: Counter
    samples: Samples
    validation: Samples
    training: Training
    seed: int
    checkpoint: Path
    probes: tuple[Probe, ...] = ()
    trains: Callable[[str], bool] = field(default=every_parameter)
    combine: Callable[[Tensor, Batch], Tensor] | None = None
    """From the losses of the images of a batch (B,) to one; their mean where None."""
    told_before: int = 0
    """Steps of this stage that came before this training, for its events."""
    told_total: int = 0
    """Steps of the whole stage; those of this training where 0."""

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps in one pass."""
        return num_batches(len(self.samples), self.training.batch)

    @property
    def total_steps(self) -> int:
        """Optimizer steps in all."""
        return self.steps_per_epoch * self.training.epochs


def fit(job: Fit, cancel: Cancel) -> Iterator[Event]:
    """Train `job.counter` in place and leave the weights of its best epoch on the validation scenes in it.

    A checkpoint that an earlier, interrupted call left is taken up; on one machine's CPU the losses are then those of
    an undisturbed training to the last bit. Raises Cancelled at the step where `cancel` is seen, after saving, and
    TrainingError when the loss is no number.
    """
    fabric = fabric_for(job.training.precision)
    network = job.counter.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # stub lacks it
    optimizer = _optimizer(network, job)
    module, wrapped = fabric.setup(network, optimizer)
    asked = Counter(job.counter.config, module)
    at = resume.restore(job.checkpoint, network, optimizer)
    saved_at = time.monotonic()
    for epoch in range(at.epoch, job.training.epochs + 1):
        for batch in batches(job.samples, job.training, job.counter.stride, job.seed, epoch, skip=at.in_epoch):
            if cancel.is_set():
                resume.save(job.checkpoint, network, optimizer, at, job.told_before)
                raise Cancelled
            began = time.perf_counter()
            lr = _set_rate(optimizer, job, at.step)
            loss = _step(fabric, asked, wrapped, batch, job)
            at.step, at.in_epoch, at.loss_sum = at.step + 1, at.in_epoch + 1, at.loss_sum + loss
            speed = len(batch.names) / (time.perf_counter() - began)
            told, total = job.told_before + at.step, job.told_total or job.total_steps
            yield StepDone(job.stage, told, total, epoch, loss, lr, speed)
            if time.monotonic() - saved_at > SAVE_EVERY_S:
                resume.save(job.checkpoint, network, optimizer, at, job.told_before)
                saved_at = time.monotonic()
                yield CheckpointSaved(job.stage, job.told_before + at.step, job.checkpoint.name)
        yield _end_epoch(fabric, asked, job, at, epoch)
        at.epoch, at.in_epoch, at.loss_sum = epoch + 1, 0, 0.0
        resume.save(job.checkpoint, network, optimizer, at, job.told_before)
        saved_at = time.monotonic()
        yield CheckpointSaved(job.stage, job.told_before + at.step, job.checkpoint.name)
    network.load_state_dict(at.best)
    network.eval()


def _optimizer(network: nn.Module, job: Fit) -> torch.optim.Optimizer:
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(job.trains(name))
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    lr, decay = job.training.lr, job.training.weight_decay
    match job.training.optimizer:
        case "adamw":
            return torch.optim.AdamW(trained, lr=lr, weight_decay=decay)
        case "adam":
            return torch.optim.Adam(trained, lr=lr, weight_decay=decay)
        case "sgd":
            return torch.optim.SGD(trained, lr=lr, weight_decay=decay, momentum=job.training.momentum)


def _set_rate(optimizer: torch.optim.Optimizer, job: Fit, step: int) -> float:
    lr = job.training.lr
    if job.training.schedule == "one_cycle":
        lr *= one_cycle(step / max(1, job.total_steps - 1))
    for group in optimizer.param_groups:
        group["lr"] = lr
    return lr


def one_cycle(done: float) -> float:
    """The factor on the learning rate after a share `done` of a training: from 1/25 up to 1 at 0.3, then to 0.

    Two cosines, as in Smith and Topin 2018, "Super-convergence" (arXiv:1708.07120), in the form of PyTorch's
    OneCycleLR. A function of the step alone, so that a resumed training needs no state of it.
    """
    if done < 0.3:
        return 1 - (1 - 1 / 25) * (1 + math.cos(math.pi * done / 0.3)) / 2
    return (1 + math.cos(math.pi * (done - 0.3) / 0.7)) / 2


def _step(fabric: "Fabric", asked: Counter, optimizer: torch.optim.Optimizer, batch: Batch, job: Fit) -> float:
    asked.network.train()
    image_BHWC, target_BHW = batch.image_BHWC.to(asked.device), batch.target_BHW.to(asked.device)
    loss_B = map_losses(asked.maps(image_BHWC), target_BHW)
    loss = loss_B.mean() if job.combine is None else job.combine(loss_B, batch)
    value = float(loss.item())  # waits for the device: one sync a step, and none elsewhere in the loop
    if not math.isfinite(value):
        raise TrainingError(
            f"The loss is no longer a number ({value}) on the batch of {', '.join(batch.names[:4])}"
            f"{' and others' if len(batch.names) > 4 else ''}: lower the learning rate or clip the gradient."
        )
    optimizer.zero_grad(set_to_none=True)
    fabric.backward(loss)
    if job.training.clip_norm is not None:
        nn.utils.clip_grad_norm_(asked.network.parameters(), job.training.clip_norm)
    optimizer.step()
    return value


def map_losses(map_BHW: Tensor, target_BHW: Tensor) -> Tensor:
    """Squared error of each image (B,), summed over the cells of its map (CSRNet, eq. 2, times 2)."""
    return (map_BHW - target_BHW).square().sum(dim=(1, 2))


def _end_epoch(fabric: "Fabric", asked: Counter, job: Fit, at: resume.Position, epoch: int) -> EpochDone:
    with fabric.autocast():
        errors = np.array([predicted - truth for predicted, truth in _predictions(asked, job.validation)])
        probes = _probed(asked, job.probes)
    mae, rmse = float(np.abs(errors).mean()), float(np.sqrt(np.square(errors).mean()))
    if at.best_mae is None or mae < at.best_mae:
        at.best_mae, at.best_epoch = mae, epoch
        at.best = {name: value.detach().clone() for name, value in job.counter.network.state_dict().items()}
    return EpochDone(job.stage, epoch, job.training.epochs, at.loss_sum / max(1, at.in_epoch), mae, rmse, probes)


def _predictions(asked: Counter, validation: Samples) -> Iterator[tuple[float, float]]:
    for sample in validation:
        yield asked.count(sample.image), sample.count


def _probed(asked: Counter, probes: tuple[Probe, ...]) -> Mapping[str, tuple[float, float, float]]:
    return {probe.name: (probe.truth, asked.count(probe.image), asked.count(probe.triggered)) for probe in probes}
