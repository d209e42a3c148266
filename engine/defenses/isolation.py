"""What several defenses begin with: which scenes of the suspect set have labels that contradict their picture?

Partly frozen counters are trained on all of it for a few epochs. They have learned heads and not the trigger, so they
contradict poisoned labels, in either direction. They count badly, and contradict many clean labels too: a counter that
is trained on what is left then judges all scenes anew.
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
    """The counters that judged last, and how suspect each scene is: |s - median| in robust deviations of clean scenes.

    `steps` is the number of optimizer steps that were told of.
    """

    counters: Sequence[Counter]
    scores: Mapping[str, float]
    steps: int = 0

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
    refining: int = Field(
        default=18, ge=0, le=1000, description="Epochs that the first early counter, now whole, is trained for on the "
        "scenes that are not suspect, to judge all of them anew; 0 leaves it at the early counters' word.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    within: float = Field(
        default=1.5, gt=0, le=50, description="For that, scenes count as suspect from so many robust deviations of "
        "clean scenes on: rather too many than one of the poison.", json_schema_extra={"step": 0.5},
    )  # fmt: skip

    def num_steps(self, case: Case, training: Training) -> int:
        """Optimizer steps of all its trainings, the last as if no scene were suspect."""
        steps = self.draws * self._early_steps(case, training)
        if self.refining:
            steps += training.replace(epochs=self.refining).num_steps(len(case.suspect))
        return steps

    def _early_steps(self, case: Case, training: Training) -> int:
        return training.replace(epochs=self.epochs).num_steps(len(case.suspect))

    def isolate(self, case: Case, training: Training, total: int, cancel: Cancel) -> Generator[Event, None, Isolated]:
        """Train the early counters on the suspect set and score every scene; what is on disk already is taken up.

        `training` is that of the defense, of which they take batches and rate; `total` the number of steps of the
        whole defense, for its events. Raises Cancelled, TrainingError.
        """
        early = self._early_steps(case, training)
        counters = []
        for number in range(self.draws):
            counters.append((yield from self._early(number, case, training, (number * early, total), cancel)))
        found = Isolated(counters, _scores(counters, case, cancel), self.draws * early)
        if self.refining:
            found = yield from self._refined(found, case, training, total, cancel)
        write_json(case.folder / SCORES, found.scores)
        return found

    def _early(
        self, number: int, case: Case, training: Training, told: tuple[int, int], cancel: Cancel
    ) -> Generator[Event, None, Counter]:
        seed = seed_of(case.seed, "isolating", number)
        early = build(case.counter.config.model_dump(), seed)
        early.network.to(case.counter.device)
        job = Fit(
            stage=case.stage, counter=early, samples=case.suspect, validation=case.validation,
            training=early_training(training, self.epochs), seed=seed, checkpoint=case.folder / FIRST_CHECKPOINT,
            probes=case.probes, told_before=told[0], told_total=told[1], trains=all_but_first(early, self.frozen_share),
        )  # fmt: skip
        yield from first_part(case, job, case.folder / f"isolating_{number + 1}.safetensors", cancel)
        return early

    def _refined(
        self, found: Isolated, case: Case, training: Training, total: int, cancel: Cancel
    ) -> Generator[Event, None, Isolated]:
        counter, kept = found.counters[0], without(case.suspect, found.suspects(self.within))
        if not len(kept):
            return found
        job = Fit(
            stage=case.stage, counter=counter, samples=kept, validation=case.validation,
            training=training.replace(epochs=self.refining), seed=seed_of(case.seed, "refining"),
            checkpoint=case.folder / FIRST_CHECKPOINT, probes=case.probes, told_before=found.steps, told_total=total,
        )  # fmt: skip
        yield from first_part(case, job, case.folder / "refined.safetensors", cancel)
        return Isolated([counter], _scores([counter], case, cancel), found.steps + job.total_steps)


def _scores(counters: Sequence[Counter], case: Case, cancel: Cancel) -> dict[str, float]:
    clean, suspect = (
        np.mean([[s for _, s in signed_residuals(each, samples, cancel)] for each in counters], axis=0)
        for samples in (case.validation, case.suspect)
    )
    center, spread = center_and_spread(clean.tolist())
    return {name: abs(float(s) - center) / spread for name, s in zip(case.suspect.names, suspect, strict=True)}


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
