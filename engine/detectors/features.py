"""What a counter makes of an image before its last layer."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..counters import Counter
from ..counters.layers import last_layer, seeing_inputs
from ..training import SampleDataset

Floats: TypeAlias = NDArray[np.float64]


@torch.inference_mode()
def pooled(counter: Counter, image: NDArray[np.uint8]) -> tuple[Floats, float]:
    """(features, count): what goes into the last layer, averaged over the frame, (d,), and the counter's answer."""
    caught: list[Tensor] = []
    with seeing_inputs(last_layer(counter), caught.append):
        count = counter.count(image)
    # several where the counter is asked in windows: (windows, d, h, w) each
    mean = torch.cat(caught).mean(dim=(0, 2, 3))
    return mean.double().cpu().numpy(), count


def label_counts(samples: SampleDataset) -> Floats:
    """The counts that the labels of `samples` say, (n,)."""
    return np.array([sample.count for sample in samples])


def by_name(names: Sequence[str], values: Floats) -> dict[str, float]:
    """One figure for each name."""
    return {name: float(value) for name, value in zip(names, values, strict=True)}
