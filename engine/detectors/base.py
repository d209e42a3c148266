"""What a detector is given, what it finds, and what every detector states."""

import math
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..counters import Counter
from ..events import Cancel, Event
from ..part import Part
from ..training import SampleDataset, Training
from ..training.early import Form
from .passes import Passes

Floats: TypeAlias = NDArray[np.float64]
Lacking: TypeAlias = Literal["clean scenes", "anything apart"]
Subject: TypeAlias = Literal["training set", "arriving scenes", "counter"]


NO_THRESHOLD = 1e300
"""Stands in JSON for the infinite threshold of a detector that has none."""


@dataclass(frozen=True)
class DetectorInput:
    """What a defender can look at, without knowing what is poisoned.

    `suspect` is the training set that came from someone else, `counter` the one that was trained on it. `clean` are
    scenes known to be clean that no threshold may go without, `new` further clean scenes to train on. `arriving`
    gives the images, uint8 (H, W, 3), that the counter is asked about, by name. `early` holds counters trained on
    `suspect` for a few epochs, by the number of epochs; `fresh` makes an untrained one from a seed.
    """

    stage: str
    counter: Counter
    suspect: SampleDataset
    clean: SampleDataset
    new: SampleDataset
    arriving: Callable[[], Iterator[tuple[str, NDArray[np.uint8]]]]
    num_arriving: int
    fresh: Callable[[int], Counter]
    training: Training
    seed: int
    folder: Path
    early: Mapping[int, Counter] = field(default_factory=dict)
    passes: Passes = field(default_factory=Passes)
    """What `counter` answers, shared with the detectors before and after; `early_passes` the same of `early`."""
    early_passes: Mapping[int, Passes] = field(default_factory=lambda: defaultdict(Passes))

    def divided(self, least: int) -> tuple[SampleDataset, SampleDataset]:
        """Clean scenes to train counters on, and at least `least` others to measure counters on, as far as there are.

        Nobody was trained on the second: neither the suspect counter nor those trained on the first. They are the clean
        scenes that are not new; where these are too few, every second one of all clean scenes goes to either part.
        """
        new = frozenset(self.new.names)
        others = [name for name in self.clean.names if name not in new]
        if len(self.new) and len(others) >= least:
            return self.new, SampleDataset(others, self.clean.named, memory_budget=0)
        both = self.clean + self.new
        first, second = (SampleDataset(both.names[start::2], both.named, memory_budget=0) for start in (1, 0))
        return first, second


@dataclass(frozen=True)
class DetectionResult:
    """What a detector says: a score for each name, higher is more suspect, with a reason in words.

    What scores above `threshold` is suspect; it was set on clean scenes alone, of which a share of at most
    `false_alarms` scores so high, save where a published form has a rule of its own. Where it is infinite, `lacking`
    says why. `facts` are further figures, such as `alpha_hat`, the factor on the count that the backdoor seems to ask
    for.
    """

    scores: Mapping[str, float]
    reasons: Mapping[str, str]
    threshold: float
    false_alarms: float
    facts: Mapping[str, Any] = field(default_factory=dict)
    lacking: Lacking = "clean scenes"

    @property
    def without_threshold(self) -> Lacking | None:
        """What it lacks for a threshold: clean scenes to set one on, or anything that stands apart; None with one."""
        return self.lacking if self.threshold >= NO_THRESHOLD else None

    @property
    def ranked(self) -> tuple[str, ...]:
        """The names, the most suspect first."""
        return tuple(sorted(self.scores, key=lambda name: (-self.scores[name], name)))

    @property
    def suspects(self) -> tuple[str, ...]:
        """The names above the threshold, the most suspect first."""
        return tuple(name for name in self.ranked if self.scores[name] > self.threshold)


Inspection: TypeAlias = Generator[Event, None, DetectionResult]
"""Events while it lasts; the detection result is what it returns."""


class DetectorPart(Part):
    """One way to tell what is poisoned."""

    kind: str
    card: ClassVar[str]
    subject: ClassVar[Subject]
    false_alarms: float = Field(
        default=0.05, gt=0, lt=1, description="Share of clean scenes that may be called suspect.",
        json_schema_extra={"step": 0.01},
    )  # fmt: skip

    @property
    def early_epochs(self) -> int | None:
        """For how many epochs the early counter that it needs is trained; None where it needs none."""
        return None

    @property
    def early_form(self) -> Form:
        """How that counter is trained."""
        return "adapted"

    @property
    def called(self) -> str:
        """What results call it: its kind, and the form of its early counter where that is not the usual one."""
        return self.kind if self.early_form == "adapted" else f"{self.kind}/{self.early_form}"

    @property
    def takes_a_share(self) -> bool:
        """Whether it calls a fixed share of any set suspect, so that what it calls so is no sign of poison."""
        return False

    @property
    def least_clean(self) -> int:
        """How many clean scenes it needs at least; with fewer it has nothing to compare with."""
        return 0

    @abstractmethod
    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """Look at `inputs`. Raises Cancelled within a step, TrainingError, DatasetError."""

    @abstractmethod
    def num_steps(self, inputs: DetectorInput) -> int:
        """How many steps `inspect` reports."""


CONFIDENCE = 0.95
"""With which a threshold lets at most the stated share of clean scenes pass, where there are enough to set it on."""


def threshold_from(clean_scores: Sequence[float] | Floats, false_alarms: float) -> float:
    """The score that at most a share `false_alarms` of new clean scenes will exceed.

    The k-th smallest of n clean scores, below which a share of Beta(k, n + 1 - k) lies: the least k for which the
    promise holds with CONFIDENCE over the draw of the clean scenes (tolerance limits, Wilks 1941). Where n is too small
    for that, below 59 scenes for 5 %, it is the largest, while the promise holds on average over draws (conformal
    quantile, Vovk et al. 2005, "Algorithmic learning in a random world", ch. 2); below 19 scenes it is infinite.
    """
    from scipy.special import betaincc  # 0.1 s that what only names detectors need not wait for; scipy.stats takes 0.6

    ordered = np.sort(np.asarray(clean_scores, dtype=np.float64))
    positions = np.arange(1, len(ordered) + 1)
    sure = betaincc(positions, len(ordered) + 1 - positions, 1 - false_alarms) >= CONFIDENCE
    if sure.any():
        return float(ordered[sure][0])
    return float(ordered[-1]) if (len(ordered) + 1) * false_alarms >= 1 else math.inf
