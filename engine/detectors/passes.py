"""What one counter answers of scenes, asked once for all detectors that this process carries out."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from ..counters import Counter
from ..events import Cancel, Event, Progress, check
from ..training import Sample, SampleDataset
from .features import pooled

Floats: TypeAlias = NDArray[np.float64]
Owner: TypeAlias = Literal["clean", "suspect"]
"""Whose samples they are: the defender's, or those that came from someone else; names are unique within each."""


class Answer(NamedTuple):
    """A counter's answer of a sample, in persons: its map as `Counter.count` sums it and as numpy does, the count that
    the label says, and the squared distance of the map from its target.
    """

    counted: float
    total: float
    label: float
    loss: float


@dataclass(frozen=True, eq=False)
class Passes:
    """The features and answers of one counter at one state of its weights, by owner and name of the sample."""

    _features: dict[tuple[Owner, str], tuple[Floats, float]] = field(default_factory=dict)
    _answers: dict[tuple[Owner, str], Answer] = field(default_factory=dict)

    def features(
        self, counter: Counter, owner: Owner, samples: SampleDataset, stage: str, steps: tuple[int, int], cancel: Cancel
    ) -> Generator[Event, None, tuple[Floats, Floats]]:
        """Pooled features (n, d) and counts (n,) of all samples; `steps` are (done before, total) of the stage."""
        for number, name in enumerate(samples.names, start=1):
            check(cancel)
            if (owner, name) not in self._features:
                self._features[owner, name] = pooled(counter, samples.named(name).image)
            yield Progress(stage, steps[0] + number, steps[1])
        features, counts = zip(*(self._features[owner, name] for name in samples.names), strict=True)
        return np.stack(features), np.array(counts)

    def answer(self, counter: Counter, owner: Owner, samples: SampleDataset, name: str) -> Answer:
        """What the counter says of the sample of this name."""
        if (owner, name) not in self._answers:
            self._answers[owner, name] = _answer(counter, samples.named(name))
        return self._answers[owner, name]


def _answer(counter: Counter, sample: Sample) -> Answer:
    density = counter.density(sample.image)
    error: Floats = density.astype(np.float64) - sample.target
    # summed as `Counter.count` sums it, so that one forward pass serves both
    counted = float(torch.from_numpy(density).double().sum(dim=(0, 1)))
    return Answer(counted, float(density.sum(dtype=np.float64)), sample.count, float((error**2).sum()))
