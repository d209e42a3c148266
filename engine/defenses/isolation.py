"""What several defenses begin with: which scenes of the suspect set have labels that contradict their picture?

Partly frozen counters are trained on all of it for a few epochs. They have learned heads and not the trigger, so they
contradict poisoned labels, in either direction. They count badly, and contradict many clean labels too: a counter that
is trained on what is left then judges all scenes anew.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field
from torch import Tensor

from ..counters import Counter, build
from ..events import Cancel, Event
from ..files import write_json
from ..part import Part
from ..seeds import seed_of
from ..training import Batch, Fit, Sample, SampleDataset, Training, fit
from ..training.early import FROZEN_SHARE, all_but_first, center_and_spread, early_training, signed_residuals
from .base import DefenseInput
from .two_parts import CHECKPOINT, FIRST_CHECKPOINT, first_part

SCORES = "isolation.json"


@dataclass(frozen=True)
class Isolated:
    """The counters that judged last, and how suspect each scene is: |s - median| in robust deviations of clean scenes.

    `steps` is the number of optimizer steps that were reported.
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

    def num_steps(self, inputs: DefenseInput, training: Training) -> int:
        """Optimizer steps of all its trainings, the last as if no scene were suspect."""
        steps = self.draws * self._early_steps(inputs, training)
        if self.refining:
            steps += training.replace(epochs=self.refining).num_steps(len(inputs.suspect))
        return steps

    def _early_steps(self, inputs: DefenseInput, training: Training) -> int:
        return training.replace(epochs=self.epochs).num_steps(len(inputs.suspect))

    def isolate(
        self, inputs: DefenseInput, training: Training, total: int, cancel: Cancel
    ) -> Generator[Event, None, Isolated]:
        """Train the early counters on the suspect set and score every scene; what is on disk already is taken up.

        `training` is that of the defense, of which they take batches and rate; `total` the number of steps of the
        whole defense, for its events. Raises Cancelled, TrainingError.
        """
        early = self._early_steps(inputs, training)
        counters = []
        for number in range(self.draws):
            counters.append((yield from self._early(number, inputs, training, (number * early, total), cancel)))
        found = Isolated(counters, _scores(counters, inputs, cancel), self.draws * early)
        if self.refining:
            found = yield from self._refined(found, inputs, training, total, cancel)
        write_json(inputs.folder / SCORES, found.scores)
        return found

    def _early(
        self, number: int, inputs: DefenseInput, training: Training, steps: tuple[int, int], cancel: Cancel
    ) -> Generator[Event, None, Counter]:
        seed = seed_of(inputs.seed, "isolating", number)
        early = build(inputs.counter.config.model_dump(), seed)
        early.network.to(inputs.counter.device)
        job = Fit(
            stage=inputs.stage,
            counter=early,
            samples=inputs.suspect,
            validation=inputs.validation,
            training=early_training(training, self.epochs),
            seed=seed,
            checkpoint=inputs.folder / FIRST_CHECKPOINT,
            probes=inputs.probes,
            steps_before=steps[0],
            stage_steps=steps[1],
            trains=all_but_first(early, self.frozen_share),
        )
        yield from first_part(inputs, job, inputs.folder / f"isolating_{number + 1}.safetensors", cancel)
        return early

    def _refined(
        self, found: Isolated, inputs: DefenseInput, training: Training, total: int, cancel: Cancel
    ) -> Generator[Event, None, Isolated]:
        counter, kept = found.counters[0], without(inputs.suspect, found.suspects(self.within))
        if not len(kept):
            return found
        job = Fit(
            stage=inputs.stage,
            counter=counter,
            samples=kept,
            validation=inputs.validation,
            training=training.replace(epochs=self.refining),
            seed=seed_of(inputs.seed, "refining"),
            checkpoint=inputs.folder / FIRST_CHECKPOINT,
            probes=inputs.probes,
            steps_before=found.steps,
            stage_steps=total,
        )
        yield from first_part(inputs, job, inputs.folder / "refined.safetensors", cancel)
        return Isolated([counter], _scores([counter], inputs, cancel), found.steps + job.total_steps)


def train_after(
    found: Isolated,
    inputs: DefenseInput,
    samples: SampleDataset,
    training: Training,
    total: int,
    cancel: Cancel,
    combine: Callable[[Tensor, Batch], Tensor] | None = None,
) -> Iterator[Event]:
    """Train the suspect counter on `samples`, the last part of a defense of `total` steps that began by isolating.

    `combine` is that of the `Fit`. Raises Cancelled, TrainingError.
    """
    job = Fit(
        stage=inputs.stage,
        counter=inputs.counter,
        samples=samples,
        validation=inputs.validation,
        training=training,
        seed=inputs.seed,
        checkpoint=inputs.folder / CHECKPOINT,
        probes=inputs.probes,
        steps_before=found.steps,
        stage_steps=total,
        combine=combine,
    )
    yield from fit(job, cancel)


def _scores(counters: Sequence[Counter], inputs: DefenseInput, cancel: Cancel) -> dict[str, float]:
    clean, suspect = (
        np.mean([[s for _, s in signed_residuals(each, samples, cancel)] for each in counters], axis=0)
        for samples in (inputs.validation, inputs.suspect)
    )
    center, spread = center_and_spread(clean.tolist())
    return {name: abs(float(s) - center) / spread for name, s in zip(inputs.suspect.names, suspect, strict=True)}


def without(samples: SampleDataset, names: frozenset[str]) -> SampleDataset:
    """`samples` but those of these names."""
    return SampleDataset([name for name in samples.names if name not in names], samples.named, memory_budget=0)


def only(samples: SampleDataset, names: frozenset[str]) -> SampleDataset:
    """Those of `samples` of these names."""
    return SampleDataset([name for name in samples.names if name in names], samples.named, memory_budget=0)


def relabelled(samples: SampleDataset, names: frozenset[str], counters: Sequence[Counter]) -> SampleDataset:
    """`samples`, those of these names with the mean map that `counters` see in them, never below zero."""

    def made(name: str) -> Sample:
        sample = samples.named(name)
        if name not in names:
            return sample
        target = np.mean([counter.density(sample.image) for counter in counters], axis=0, dtype=np.float32).clip(min=0)
        return Sample(name, sample.image, target, float(target.sum(dtype="float64")))

    return SampleDataset(samples.names, made)
