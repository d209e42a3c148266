"""What several defenses begin with: a partly frozen counter that is trained on the suspect set for a few epochs.

It has learned heads and not the trigger, so it contradicts poisoned labels, in either direction.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from ..counters import Counter, build
from ..events import Cancel, Event
from ..files import write_json
from ..seeds import seed_of
from ..training import Fit, Sample, Samples, Training
from ..training.early import FROZEN_SHARE, all_but_first, center_and_spread, early_training, signed_residuals
from .base import Case
from .two_parts import FIRST_CHECKPOINT, first_part

WEIGHTS, SCORES = "isolating.safetensors", "isolation.json"


@dataclass(frozen=True)
class Isolated:
    """The early counter, and how suspect each scene is: |s - median| in robust deviations of clean scenes."""

    counter: Counter
    scores: Mapping[str, float]

    def suspects(self, least: float) -> frozenset[str]:
        """The names whose score is above `least`."""
        return frozenset(name for name, score in self.scores.items() if score > least)


def first_steps(case: Case, training: Training, epochs: int) -> int:
    """Optimizer steps of the early counter."""
    return max(1, -(-len(case.suspect) // training.batch)) * epochs


def isolate(
    case: Case, training: Training, epochs: int, total: int, cancel: Cancel, frozen_share: float = FROZEN_SHARE
) -> Generator[Event, None, Isolated]:
    """Train an early counter on the suspect set and score every scene; what is on disk already is taken up.

    `frozen_share` of its layers, from the first on, stay as they were drawn. `total` is the number of steps of the
    whole defense, for its events. Raises Cancelled, TrainingError.
    """
    early = build(case.counter.config.model_dump(), seed_of(case.seed, "isolating"))
    early.network.to(case.counter.device)
    job = Fit(
        stage=case.stage, counter=early, samples=case.suspect, validation=case.validation,
        training=early_training(training, epochs), seed=seed_of(case.seed, "isolating"),
        checkpoint=case.folder / FIRST_CHECKPOINT, probes=case.probes, told_total=total,
        trains=all_but_first(early, frozen_share),
    )  # fmt: skip
    yield from first_part(case, job, case.folder / WEIGHTS, cancel)
    center, spread = center_and_spread([s for _, s in signed_residuals(early, case.validation, cancel)])
    scores = {name: abs(s - center) / spread for name, s in signed_residuals(early, case.suspect, cancel)}
    write_json(case.folder / SCORES, scores)
    return Isolated(early, scores)


def without(samples: Samples, names: frozenset[str]) -> Samples:
    """`samples` but those of these names."""
    return Samples([name for name in samples.names if name not in names], samples.named, memory_budget=0)


def relabelled(samples: Samples, names: frozenset[str], counter: Counter) -> Samples:
    """`samples`, those of these names with the map that `counter` sees in them, never below zero."""

    def made(name: str) -> Sample:
        sample = samples.named(name)
        if name not in names:
            return sample
        target = counter.density(sample.image).clip(min=0)
        return Sample(name, sample.image, target, float(target.sum(dtype="float64")))

    return Samples(samples.names, made)
