"""What a counter makes of an image before its last layer."""

from collections.abc import Generator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..counters import Counter
from ..counters.layers import last_layer, seeing_inputs
from ..events import Cancel, Event, Progress, check
from ..training import SampleDataset
from .base import Floats


@torch.inference_mode()
def pooled(counter: Counter, image: NDArray[np.uint8]) -> tuple[Floats, float]:
    """(features, count): what goes into the last layer, averaged over the frame, (d,), and the counter's answer."""
    caught: list[Tensor] = []
    with seeing_inputs(last_layer(counter), caught.append):
        count = counter.count(image)
    # several where the counter is asked in windows: (windows, d, h, w) each
    mean = torch.cat(caught).mean(dim=(0, 2, 3))
    return mean.double().cpu().numpy(), count


def pooled_all(
    counter: Counter, samples: SampleDataset, stage: str, steps: tuple[int, int], cancel: Cancel
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


def label_counts(samples: SampleDataset) -> Floats:
    """The counts that the labels of `samples` say, (n,)."""
    return np.array([sample.count for sample in samples])


def by_name(names: Sequence[str], values: Floats) -> dict[str, float]:
    """One figure for each name."""
    return {name: float(value) for name, value in zip(names, values, strict=True)}
