"""Fine-pruning: channels that clean scenes do not need are taken out, then the counter is fine-tuned."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor

from .. import distributed
from ..counters import Counter
from ..counters.layers import last_convolution, seeing_inputs
from ..errors import RunError
from ..events import Cancel, Event, check
from ..files import write_json
from ..reading import read_object
from ..training import WIDE_AND_ERASED, Fit, SampleDataset, Training, fit
from .base import DefenseInput, DefensePart
from .two_parts import CHECKPOINT

PRUNED = "pruning.json"
MOST_TRIALS = 64
"""Sizes of the pruned set that are tried: each costs a pass over the validation scenes."""


class FinePruning(DefensePart):
    """Prune the channels before the last layer, least needed first, then fine-tune (Liu et al. 2018)."""

    title: ClassVar[str] = "Fine-pruning"

    kind: Literal["fine_pruning"] = "fine_pruning"
    score: Literal["contribution", "dormancy"] = Field(
        default="contribution",
        description="What a channel is worth on clean scenes: its part in the count, |weight| times mean |activation|, "
        "or its mean |activation| alone, as published.",
    )
    tolerance: float = Field(
        default=0.1, ge=0, le=2, description="Pruning stops before the MAE on validation scenes has risen by this "
        "share.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_AND_ERASED),
        description="How the pruned counter is then fine-tuned.",
    )
    card: ClassVar[str] = (
        "Fine-pruning (Liu, Dolan-Gavitt, Garg, RAID 2018). Needs the counter and clean scenes. The channels that go "
        "into the last layer are ranked on clean scenes and taken out, least first, while the validation MAE allows; "
        "they stay out while the rest is fine-tuned. A counter's last layer is linear, so a channel's share of the "
        "count is explicit: the score `contribution`; `dormancy` is the published one. An attack that makes a counter "
        "see fewer people inhibits channels that count, and wakes none that sleep: expect little of pruning there."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Prune and fine-tune; see `DefensePart.repair`."""
        clean = inputs.new + inputs.original
        kept = distributed.broadcast(self._kept(inputs, clean, cancel))
        layer = last_convolution(inputs.counter)
        mask = torch.tensor(kept, device=layer.weight.device, dtype=layer.weight.dtype)[None, :, None, None]
        with torch.no_grad():
            layer.weight.mul_(mask)
        # weights of pruned channels begin at 0 and get no gradient, so no rule of steps moves them
        held = layer.weight.register_hook(lambda gradient: gradient * mask)
        try:
            yield from fit(
                Fit(
                    stage=inputs.stage,
                    counter=inputs.counter,
                    samples=clean,
                    validation=inputs.validation,
                    training=self.training,
                    seed=inputs.seed,
                    checkpoint=inputs.folder / CHECKPOINT,
                    probes=inputs.probes,
                ),
                cancel,
            )
        finally:
            held.remove()

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of the fine-tuning; pruning takes none."""
        return self.training.num_steps(len(inputs.new + inputs.original))

    def _kept(self, inputs: DefenseInput, clean: SampleDataset, cancel: Cancel) -> list[bool]:
        """Which channels stay; remembered in the folder, for a training that goes on."""
        path = inputs.folder / PRUNED
        if path.exists() and (inputs.folder / CHECKPOINT).exists():
            return [bool(kept) for kept in read_object(path, "expected what was pruned", RunError)["kept"]]
        activation = mean_activation(inputs.counter, clean, cancel)
        layer = last_convolution(inputs.counter)
        weight = layer.weight.detach().float().square().sum(dim=(0, 2, 3)).sqrt().cpu().numpy()
        worth = activation * weight if self.score == "contribution" else activation
        kept, curve = pruned(inputs.counter, worth, inputs.validation, self.tolerance, cancel)
        write_json(path, {"kept": kept, "curve": curve, "worth": [float(value) for value in worth]})
        return kept


def pruned(
    counter: Counter, worth: NDArray[np.float64], validation: SampleDataset, tolerance: float, cancel: Cancel
) -> tuple[list[bool], list[tuple[int, float]]]:
    """Which channels stay when the least worthy go while the MAE allows, and (number gone, MAE) of each trial."""
    layer = last_convolution(counter)
    whole, order = layer.weight.detach().clone(), np.argsort(worth)
    curve = [(0, _mae(counter, validation, cancel))]
    most, gone = curve[0][1] * (1 + tolerance), 0
    step = max(1, -(-len(order) // MOST_TRIALS))
    for number in range(step, len(order), step):
        with torch.no_grad():
            layer.weight[:, torch.from_numpy(order[:number].copy())] = 0
        curve.append((number, _mae(counter, validation, cancel)))
        if curve[-1][1] > most:
            break
        gone = number
    with torch.no_grad():
        layer.weight.copy_(whole)
    kept = np.ones(len(order), dtype=bool)
    kept[order[:gone]] = False
    return [bool(value) for value in kept], curve


def mean_activation(counter: Counter, samples: SampleDataset, cancel: Cancel) -> NDArray[np.float64]:
    """Mean |activation| of each channel that goes into the last layer, over scenes and places, (d,)."""
    total: list[Tensor] = []
    with seeing_inputs(last_convolution(counter), lambda value: total.append(value.abs().mean(dim=(0, 2, 3)))):
        for sample in samples:
            check(cancel)
            counter.count(sample.image)
    return torch.stack(total).double().mean(dim=0).cpu().numpy()


def _mae(counter: Counter, samples: SampleDataset, cancel: Cancel) -> float:
    check(cancel)
    return float(np.mean([abs(counter.count(sample.image) - sample.count) for sample in samples]))
