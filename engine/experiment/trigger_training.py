"""Triggers that must be trained before they can be applied; a stage of the run, reported in events."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..counters import Counter
from ..errors import RecipeError, TrainingError
from ..events import Cancel, Cancelled, Event, StepDone
from ..metrics.stealth import stealth
from ..scenes import Scene
from ..scenes.images import write_image
from ..seeds import generator, seed_of
from ..triggers import AnyTrigger
from ..triggers.satba import Satba
from ..triggers.satba_networks import DEEPEST, Networks
from ..visualize import beside, gray, stretched

NETWORKS, PICTURE = "networks.safetensors", "hidden.png"
BATCH, CROP_PX, LR = 6, 96, 4e-3
IMAGE_WEIGHT = 0.03
NUM_MEASURED = 32

Images = Sequence[NDArray[np.uint8]]


@dataclass(frozen=True)
class TriggerTraining:
    """What training a trigger takes: the attacker's clean counter, the scenes, where it is left."""

    trigger: Satba
    surrogate: Counter
    scenes: Sequence[Scene]
    seed: int
    folder: Path

    @property
    def num_steps(self) -> int:
        """Optimizer steps in all."""
        return self.trigger.steps


def trained_by_a_run(trigger: AnyTrigger) -> Satba:
    """The trigger that a run must train first. Raises RecipeError for one that it cannot."""
    if isinstance(trigger, Satba):
        return trigger
    raise RecipeError(
        f"poison.trigger: a part of the {trigger.kind!r} trigger must be trained first; run it by itself once, and "
        "name its stages/trigger/networks.safetensors in `networks`"
    )


def train_trigger(job: TriggerTraining, cancel: Cancel, stage: str = "trigger") -> Iterator[Event]:
    """Train both U-Nets and leave them in `job.folder`. Raises Cancelled, TrainingError, DatasetError.

    w |x' - x|^2 / s^2 + |t' - t|^2 / var(t) (SATBA, eq. 12, made free of units, so that the weight keeps its meaning at
    any strength s). Rounding to bytes is met by noise of its size.
    """
    trigger = job.trigger
    networks = Networks.fresh(job.surrogate, trigger.channels, seed_of(job.seed, "trigger", "networks") % 2**62)
    both = nn.ModuleList([networks.inject, networks.extract]).train()
    optimizer = torch.optim.Adam(both.parameters(), lr=LR)
    noise = torch.Generator().manual_seed(seed_of(job.seed, "trigger", "noise") % 2**62)
    crops = _Crops(job, networks)
    for step in range(1, job.num_steps + 1):
        if cancel.is_set():
            raise Cancelled
        rate = LR * (0.01 + 0.99 * (1 + math.cos(math.pi * step / job.num_steps)) / 2)
        optimizer.param_groups[0]["lr"] = rate
        loss = _loss(networks, crops.batch(step), trigger.strength / 255, crops.variance, noise)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise TrainingError(f"The loss of the trigger is no longer a number ({value}): take another seed.")
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        yield StepDone(stage, step, job.num_steps, 1, value, rate, float(BATCH))
    both.eval()
    networks.save(job.folder / NETWORKS)


class _Crops:
    """Crops of the scenes with what is to be hidden in them; a scene's picture is made once."""

    def __init__(self, job: TriggerTraining, networks: Networks) -> None:
        self._job, self._networks = job, networks
        self._kept: dict[int, NDArray[np.float32]] = {}
        some = range(0, len(job.scenes), max(1, len(job.scenes) // 16))
        self.variance = max(float(np.mean([self._stacked(number)[..., 3].var() for number in some])), 1e-6)

    def batch(self, step: int) -> Tensor:
        """(B, 4, h, w): pixels in 0..1, and the hidden picture."""
        rng = generator(self._job.seed, "trigger", "crops", step)
        parts = [self._crop(int(rng.integers(len(self._job.scenes))), rng) for _ in range(BATCH)]
        tall, wide = (min(part.shape[side] for part in parts) // DEEPEST * DEEPEST for side in (0, 1))
        return torch.from_numpy(np.stack([part[:tall, :wide] for part in parts])).permute(0, 3, 1, 2).contiguous()

    def _crop(self, number: int, rng: np.random.Generator) -> NDArray[np.float32]:
        stacked = self._stacked(number)
        top, left = (int(rng.integers(0, max(1, side - CROP_PX + 1))) for side in stacked.shape[:2])
        return stacked[top : top + CROP_PX, left : left + CROP_PX]

    def _stacked(self, number: int) -> NDArray[np.float32]:
        kept = self._kept.get(number)
        if kept is None:
            image = self._job.scenes[number].image()
            hidden = self._networks.hidden(image, self._job.trigger.extractor)
            kept = np.concatenate([image.astype(np.float32) / 255, hidden[..., None]], axis=2)
            if len(self._kept) < 256:
                self._kept[number] = kept
        return kept


def _loss(networks: Networks, stacked: Tensor, strength: float, variance: float, noise: torch.Generator) -> Tensor:
    image, hidden = stacked[:, :3], stacked[:, 3:]
    residual = torch.tanh(networks.inject(stacked))
    rounding = (torch.rand(image.shape, generator=noise) - 0.5) / 255
    seen = (image + strength * residual + rounding).clamp(0, 1)
    found = networks.extract(seen)
    loss: Tensor = IMAGE_WEIGHT * residual.square().mean() + (found - hidden).square().mean() / variance
    return loss


def measure(trigger: Satba, scenes: Sequence[Scene], folder: Path) -> dict[str, Any]:
    """How well the trigger hides and is found again on `scenes`, means over at most 32; leaves a picture of one.

    psnr (dB), ssim; recovered: correlation of what the extraction network finds with what was hidden;
    recovered_clean: the same asked of the untouched image, the control, since what is hidden is made from the image.
    """
    networks = trigger.trained()
    rows = []
    for number, scene in enumerate(scenes[:NUM_MEASURED]):
        image = scene.image()
        hidden = networks.hidden(image, trigger.extractor)
        triggered = trigger.put(networks, image, hidden)
        found = networks.recovered(triggered)
        rows.append(stealth(image, triggered) | {
            "recovered": correlation(found, hidden),
            "recovered_clean": correlation(networks.recovered(image), hidden),
        })  # fmt: skip
        if number == 0:
            write_image(folder / PICTURE, _picture(image, hidden, triggered, found))
    figures = ("psnr", "ssim", "recovered", "recovered_clean")
    kept = {name: [value for row in rows if (value := row[name]) is not None] for name in figures}
    return {name: float(np.mean(values)) if values else None for name, values in kept.items()} | {"n": len(rows)}


def correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float | None:
    """Pearson's correlation of two pictures (H, W); None where one of them is constant."""
    a, b = one.astype(np.float64).ravel(), other.astype(np.float64).ravel()
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale > 0 else None


def _picture(
    image: NDArray[np.uint8], hidden: NDArray[np.float32], triggered: NDArray[np.uint8], found: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Clean, hidden, triggered, residual times 10, and recovered, beside each other."""
    return beside([image, gray(hidden), triggered, stretched(image, triggered, 10), gray(found)])
