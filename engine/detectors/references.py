"""Does a counter stand out among clean counters of the same kind? There are no classes to compare among themselves."""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TypeAlias, TypeVar

import numpy as np
from pydantic import Field

from ..counters import Counter
from ..events import Cancel, Event
from ..seeds import seed_of
from ..training import Fit, SampleDataset, fit
from .base import DetectorInput, DetectorPart

T = TypeVar("T")
Measurement: TypeAlias = Callable[[Counter], Generator[Event, None, T]]


LEAST_MEASURED = 16
"""Scenes that counters are measured on: half of them to search on, half to say how far the search has come."""


class AgainstReferences(DetectorPart):
    """A detector of counters: measures the suspect one, and clean ones trained on clean scenes of the defender.

    All are measured on the same scenes, which none of them was trained on: what a counter was trained on it answers
    better, so that it would be harder to move there.
    """

    references: int = Field(
        default=5, ge=2, le=50, description="Clean counters of the same kind that it is compared with.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    epochs: int | None = Field(
        default=None, ge=1, le=10_000, description="Epochs that each reference is trained for; none for as many steps "
        "as the suspect counter: a counter that learned for less time is easier to move.",
        json_schema_extra={"step": 1},
    )  # fmt: skip

    def steps_around(self, inputs: DetectorInput, steps_of_measure: int) -> int:
        """Of training the references and of measuring every counter."""
        trainings = self.references * self._fit(inputs, 0, inputs.fresh(0)).total_steps
        return trainings + (1 + self.references) * steps_of_measure

    @property
    def least_clean(self) -> int:
        """One to train references on, one to search on, one to measure on."""
        return 3

    def measured(
        self, inputs: DetectorInput, measurement: Measurement[T], cancel: Cancel
    ) -> Generator[Event, None, tuple[T, list[T]]]:
        """What `measurement` finds in the suspect counter, and in each reference; `measured_on` gives the scenes."""
        suspect = yield from measurement(inputs.counter)
        references = []
        for number in range(self.references):
            counter = inputs.fresh(seed_of(inputs.seed, self.kind, number))
            yield from fit(self._fit(inputs, number, counter), cancel)
            references.append((yield from measurement(counter)))
        return suspect, references

    def measured_on(self, inputs: DetectorInput) -> SampleDataset:
        """Clean scenes that neither the suspect counter nor a reference was trained on."""
        return inputs.divided(LEAST_MEASURED)[1]

    def _fit(self, inputs: DetectorInput, number: int, counter: Counter) -> Fit:
        own, others = inputs.divided(LEAST_MEASURED)
        as_long = max(1, round(inputs.training.epochs * len(inputs.suspect) / len(own)))
        training = inputs.training.replace(epochs=as_long if self.epochs is None else self.epochs)
        seed = seed_of(inputs.seed, self.kind, "training", number)
        checkpoint = inputs.folder / f"reference_{number}.safetensors"
        return Fit(inputs.stage, counter, own, others, training, seed, checkpoint)


LEAST_SPREAD = 0.1
"""Clean counters that agree by chance must not make a tenth more an anomaly."""


def anomalies(values: Mapping[str, float], references: Sequence[Mapping[str, float]], least: float) -> dict[str, float]:
    """How far above those of clean counters each value lies: one-sided t statistics of their logs, by name.

    Values below `least` (> 0) count as `least`. Clean counters differ by a factor, and much by the same one whatever
    is measured: of 15 of them the logs of the ratio that a search reached scattered by 0.24 down and 0.21 up, the
    ratios themselves by 0.12 and 0.33; of 5 of them the logs of the gain by 0.11 and 0.07. So the spread of the few
    references is pooled over the names; a new clean counter differs from their mean by sqrt(1 + 1 / k) times as much
    as they do among themselves.
    """
    known = {name: np.array([_log(reference[name], least) for reference in references]) for name in values}
    pooled = float(np.sqrt(np.mean([logs.var(ddof=1) for logs in known.values()])))
    spread = max(pooled, LEAST_SPREAD) * float(np.sqrt(1 + 1 / len(references)))
    return {name: (_log(value, least) - float(known[name].mean())) / spread for name, value in values.items()}


def _log(value: float, least: float) -> float:
    return float(np.log(max(value, least)))


def anomaly_threshold(num_values: int, num_references: int, false_alarms: float) -> float:
    """The statistic that a clean counter passes by any of its values with at most this chance (Bonferroni)."""
    from scipy.special import stdtrit  # not scipy.stats, whose import takes 0.6 s

    freedom = num_values * (num_references - 1)
    return float(stdtrit(freedom, 1 - false_alarms / num_values))
