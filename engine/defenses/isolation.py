"""What several defenses begin with: partly frozen counters that are trained on the suspect set for a few epochs.

They have learned heads and not the trigger, so they contradict poisoned labels, in either direction.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..counters import Counter, build
from ..events import Cancel, Event
from ..files import write_json
from ..part import Part
from ..seeds import seed_of
from ..training import Fit, Sample, Samples, Training
from ..training.early import FROZEN_SHARE, all_but_first, center_and_spread, early_training, signed_residuals
from .base import Case
from .two_parts import FIRST_CHECKPOINT, first_part

SCORES = "isolation.json"


@dataclass(frozen=True)
class Isolated:
    """The early counters, and how suspect each scene is: |s - median| in robust deviations of clean scenes."""

    counters: Sequence[Counter]
    scores: Mapping[str, float]

    def suspects(self, least: float) -> frozenset[str]:
        """The names whose score is above `least`."""
        return frozenset(name for name, score in self.scores.items() if score > least)


class Isolation(Part):
    """Early counters that say which labels contradict their picture."""

    epochs: int = Field(
        default=8, ge=1, le=100, description="Epochs of each early counter.", json_schema_extra={"step": 1}
    )
    draws: int = Field(
        default=3, ge=1, le=20, description="Early counters, whose residuals are averaged: a single one let up to "
        "38 % of the poison through, which is enough to work.", json_schema_extra={"step": 1},
    )  # fmt: skip
    frozen_share: float = Field(
        default=FROZEN_SHARE, ge=0, lt=1, description="Share of their layers, from the first on, that stay as they "
        "were drawn.", json_schema_extra={"step": 0.05},
    )  # fmt: skip

    def num_steps(self, case: Case, training: Training) -> int:
        """Optimizer steps of all early counters."""
        return self.draws * training.replace(epochs=self.epochs).num_steps(len(case.suspect))

    def isolate(self, case: Case, training: Training, total: int, cancel: Cancel) -> Generator[Event, None, Isolated]:
        """Train the early counters on the suspect set and score every scene; what is on disk already is taken up.

        `training` is that of the defense, of which they take batches and rate; `total` the number of steps of the
        whole defense, for its events. Raises Cancelled, TrainingError.
        """
        counters = []
        for number in range(self.draws):
            counters.append((yield from self._early(number, case, training, total, cancel)))
        clean, suspect = (
            np.mean([[s for _, s in signed_residuals(each, samples, cancel)] for each in counters], axis=0)
            for samples in (case.validation, case.suspect)
        )
        center, spread = center_and_spread(clean.tolist())
        scores = {name: abs(float(s) - center) / spread for name, s in zip(case.suspect.names, suspect, strict=True)}
        write_json(case.folder / SCORES, scores)
        return Isolated(counters, scores)

    def _early(
        self, number: int, case: Case, training: Training, total: int, cancel: Cancel
    ) -> Generator[Event, None, Counter]:
        seed = seed_of(case.seed, "isolating", number)
        early = build(case.counter.config.model_dump(), seed)
        early.network.to(case.counter.device)
        job = Fit(
            stage=case.stage, counter=early, samples=case.suspect, validation=case.validation,
            training=early_training(training, self.epochs), seed=seed, checkpoint=case.folder / FIRST_CHECKPOINT,
            probes=case.probes, told_before=number * self.num_steps(case, training) // self.draws, told_total=total,
            trains=all_but_first(early, self.frozen_share),
        )  # fmt: skip
        yield from first_part(case, job, case.folder / f"isolating_{number + 1}.safetensors", cancel)
        return early


def without(samples: Samples, names: frozenset[str]) -> Samples:
    """`samples` but those of these names."""
    return Samples([name for name in samples.names if name not in names], samples.named, memory_budget=0)


def relabelled(samples: Samples, names: frozenset[str], counters: Sequence[Counter]) -> Samples:
    """`samples`, those of these names with the mean map that `counters` see in them, never below zero."""

    def made(name: str) -> Sample:
        sample = samples.named(name)
        if name not in names:
            return sample
        target = np.mean([counter.density(sample.image) for counter in counters], axis=0, dtype=np.float32).clip(min=0)
        return Sample(name, sample.image, target, float(target.sum(dtype="float64")))

    return Samples(samples.names, made)
