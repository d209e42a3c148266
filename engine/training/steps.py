"""One optimizer step, on one process or on its part of a group's."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from .. import distributed
from ..counters import Counter
from ..errors import TrainingError
from .batches import Batch
from .config import Training
from .losses import LossInput, LossPart

if TYPE_CHECKING:
    from lightning_fabric import Fabric

Combine = Callable[[Tensor, Batch], Tensor]


class Stepper:
    """Steps a network that Fabric has wrapped; `warning` holds a sentence when a step had to be done otherwise."""

    def __init__(
        self,
        fabric: "Fabric",
        asked: Counter,
        optimizer: torch.optim.Optimizer,
        training: Training,
        combine: Combine | None,
    ) -> None:
        self._fabric, self._asked, self._optimizer = fabric, asked, optimizer
        self._training, self._combine = training, combine
        self._parts = 1
        self.warning = ""

    def step(self, batch: Batch, lr: float) -> float:
        """One step at the rate `lr`; its loss. Raises TrainingError when that is no number, or memory is full twice."""
        for group in self._optimizer.param_groups:
            group["lr"] = lr
        loss = self._gradients_that_fit(batch)
        if self._training.sam is not None:
            self._sam_ascent(batch, self._training.sam)
        if self._training.clip_norm is not None:
            nn.utils.clip_grad_norm_(self._asked.network.parameters(), self._training.clip_norm)
        self._optimizer.step()
        return loss

    def _sam_ascent(self, batch: Batch, radius: float) -> None:
        """Take the gradient where the loss is worst within `radius` (Foret et al. 2021, eq. 2), leave the weights."""
        trained = [p for p in self._asked.network.parameters() if p.grad is not None]
        size = torch.stack([p.grad.norm() for p in trained if p.grad is not None]).norm() + 1e-12
        moves = [p.grad * (radius / size) for p in trained if p.grad is not None]
        with torch.no_grad():
            for parameter, move in zip(trained, moves, strict=True):
                parameter.add_(move)
        self._gradients_that_fit(batch)
        with torch.no_grad():
            for parameter, move in zip(trained, moves, strict=True):
                parameter.sub_(move)

    def _gradients_that_fit(self, batch: Batch) -> float:
        while True:
            try:
                return self._gradients(batch)
            except RuntimeError as error:
                if type(error).__module__.startswith(("torch._dynamo", "torch._inductor")):
                    raise TrainingError(
                        "torch.compile cannot compile this network on this machine, which wants a C++ compiler: set "
                        "training.compile to false."
                    ) from error
                if not _is_full(error):
                    raise
                self._halve(batch, error)

    def _halve(self, batch: Batch, error: RuntimeError) -> None:
        """Once, batches are cut in two from here on: the same gradient for half the memory, batch norm apart."""
        if self._parts > 1 or len(batch.names) < 2 or self._combine is not None:
            raise TrainingError(
                f"The memory of the device is full with {len(batch.names)} images at once: choose a smaller batch or "
                "smaller crops."
            ) from error
        self._parts = 2
        self.warning = (
            f"The memory of the device was full with {len(batch.names)} images at once: batches are halved from here "
            "on, their gradients added up. A batch norm then sees halves."
        )

    def _gradients(self, batch: Batch) -> float:
        self._optimizer.zero_grad(set_to_none=True)
        loss_sum = 0.0
        for part in halves(batch) if self._parts > 1 else [batch]:
            loss_sum += self._backward(part)
        return distributed.all_reduce(loss_sum)

    def _backward(self, batch: Batch) -> float:
        """Add the gradient of these images; their share of the batch's mean loss."""
        self._asked.network.train()
        loss_B = self._losses(batch)
        if self._combine is not None:
            loss, share = self._combine(loss_B, batch), 1 / distributed.size()
        else:
            # an image that only fills up the part of a process weighs nothing
            here = (
                len(range(distributed.rank(), batch.total, distributed.size()))
                if distributed.size() > 1
                else len(loss_B)
            )
            share = (len(loss_B) if here else 0) / batch.total
            loss = loss_B.mean()
        value = float(loss.item()) * share  # waits for the device: one sync a step, and none elsewhere in the loop
        if not math.isfinite(value):
            raise TrainingError(
                f"The loss is no longer a number ({value}) on the batch of {', '.join(batch.names[:4])}"
                f"{' and others' if len(batch.names) > 4 else ''}: lower the learning rate or clip the gradient."
            )
        self._fabric.backward(loss * share * distributed.size() if share != 1 or distributed.size() > 1 else loss)
        return value

    def _losses(self, batch: Batch) -> Tensor:
        return losses_of(self._asked, self._training.loss, batch)


def losses_of(counter: Counter, loss: LossPart, batch: Batch) -> Tensor:
    """The loss of each image of `batch` (B,), as `counter` answers now."""
    maps, logits = counter.answer(batch.image_BHWC.to(counter.device, non_blocking=True))
    points, shares = (
        None if each is None else tuple(one.to(counter.device) for one in each) for each in (batch.points, batch.shares)
    )
    target = batch.target_BHW.to(counter.device, non_blocking=True)
    return loss.of(LossInput(maps, target, counter.stride, points, logits, batch.total, shares))


def _is_full(error: RuntimeError) -> bool:
    return isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error)


def halves(batch: Batch) -> list[Batch]:
    """The batch in two."""
    middle = -(-len(batch.names) // 2)
    return [
        Batch(
            batch.image_BHWC[cut], batch.target_BHW[cut], batch.names[cut],
            None if batch.points is None else batch.points[cut], batch.total,
            None if batch.shares is None else batch.shares[cut],
        )
        for cut in (slice(0, middle), slice(middle, None))
    ]  # fmt: skip
