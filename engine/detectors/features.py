"""What a counter makes of an image before its last layer."""

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..counters import Counter
from ..events import Cancel, Event, Progress, check
from ..training import Samples
from .base import Floats


def last_layer(counter: Counter) -> nn.Module:
    """The layer that gives the map, or the features that a classifier compares."""
    return counter.network.get_submodule(counter.config.last_layer[0].removesuffix("."))


@torch.inference_mode()
def pooled(counter: Counter, image: NDArray[np.uint8]) -> tuple[Floats, float]:
    """(features, count): what goes into the last layer, averaged over the frame, (d,), and the counter's answer."""
    caught: list[Tensor] = []

    def catch(_layer: nn.Module, inputs: tuple[Any, ...]) -> None:
        caught.append(inputs[0])

    hook = last_layer(counter).register_forward_pre_hook(catch)
    try:
        count = counter.count(image)
    finally:
        hook.remove()
    # several where the counter is asked in windows: (windows, d, h, w) each
    mean = torch.cat([feature.float() for feature in caught]).mean(dim=(0, 2, 3))
    return mean.double().cpu().numpy(), count


def pooled_all(
    counter: Counter, samples: Samples, stage: str, steps: tuple[int, int], cancel: Cancel
) -> Generator[Event, None, tuple[Floats, Floats]]:
    """Features (n, d) and counts (n,) of all samples; `steps` are (done before, total) of the stage."""
    features, counts = [], []
    for number, sample in enumerate(samples, start=1):
        check(cancel)
        feature, count = pooled(counter, sample.image)
        features.append(feature)
        counts.append(count)
        yield Progress(stage, steps[0] + number, steps[1])
    return np.stack(features), np.array(counts)


def label_counts(samples: Samples) -> Floats:
    """The counts that the labels of `samples` say, (n,)."""
    return np.array([sample.count for sample in samples])


def by_name(names: Sequence[str], values: Floats) -> dict[str, float]:
    """One figure for each name."""
    return {name: float(value) for name, value in zip(names, values, strict=True)}
