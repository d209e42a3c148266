"""Trigger inversion for counters: the smallest change of every scene that moves the count by a common factor."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..counters import Counter
from ..events import Cancel, Event
from ..scenes.images import write_image
from .base import DetectionResult, DetectorInput, Inspection, Subject
from .references import AgainstReferences, anomalies, anomaly_threshold
from .universal import Direction, Family, Found, Measure, Search, common_frames

DIRECTIONS: tuple[Direction, ...] = ("down", "up")

CAPTION = (
    "A clean scene; with the trigger; the trigger alone, in full contrast; what the counter sees without, and with."
)

LEAST_MOVED = 0.02
"""A count that moves by less than a fiftieth was not moved."""


class Inversion(AgainstReferences):
    """Searches a universal trigger in each direction and compares how far it moves the count with clean counters."""

    title: ClassVar[str] = "Trigger inversion"

    kind: Literal["inversion"] = "inversion"
    families: tuple[Family, ...] = Field(
        default=("additive",), min_length=1, description="Forms of trigger that are searched."
    )
    budget: float = Field(
        default=0.03, gt=0, le=0.3, description="Largest change of a pixel, as a share of 255, of additive triggers; a "
        "larger one can be paid by any counter.", json_schema_extra={"step": 0.01},
    )  # fmt: skip
    least_ssim: float = Field(
        default=0.8, ge=0, le=1, description="A change that leaves less structural similarity than this is paid for in "
        "the search: gray paint hides people from any counter.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    steps: int = Field(
        default=80, ge=10, le=2000, description="Optimizer steps a search.", json_schema_extra={"step": 10}
    )
    batch: int = Field(default=8, ge=1, le=64, description="Scenes a step.", json_schema_extra={"step": 1})
    measure: Measure = Field(
        default="gain", description="What is to move: gain, how much more or less the same people count, with a price "
        "on people elsewhere; count, the whole count, wherever the people are seen.",
    )  # fmt: skip
    subject: ClassVar[Subject] = "counter"
    card: ClassVar[str] = (
        "Trigger inversion (Neural Cleanse, Wang et al. 2019; DRMGuard for regression) for counts: no classes can be "
        "listed, so both directions are searched, for a change common to all scenes that multiplies the people where "
        "they stand by a common factor, within a small budget and a least structural similarity, and pays for people "
        "seen elsewhere: any counter sees many times as many in some faint texture, a large budget can empty any, and "
        "the variance of the count (DRMGuard) grows where the attacker adds people. The score is how many times "
        "farther the log of the factor moves than in clean counters trained on the defender's own scenes, all measured "
        "on other clean scenes that none of them was trained on, as a one-sided t statistic. Where people are added, "
        "the factor that is found falls short of the attacker's. It needs the counter, clean scenes, and time. "
        "Families: additive (dense), blend with one picture, color matrix, patch (masked). An attack that adds people "
        "where nobody stands is for the measure count."
    )

    def num_steps(self, inputs: DetectorInput) -> int:
        """Trainings of the references, and every search."""
        return self.steps_around(inputs, len(self.families) * len(DIRECTIONS) * self.steps)

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        frames = common_frames(self.measured_on(inputs))
        suspect, references = yield from self.measured(
            inputs, lambda counter: self._searched(inputs, counter, frames, cancel), cancel
        )
        found_by = [{name: found.moved for name, found in each.items()} for each in (suspect, *references)]
        mine, *others = map(farther, found_by)
        scores = anomalies(mine, others, LEAST_MOVED)
        reasons: dict[str, str] = {}
        facts: dict[str, Any] = {}
        for name, found in suspect.items():
            known = np.array([reference[name].moved for reference in references])
            reasons[name] = self._reason(found, float(np.exp(np.median(known))))
            facts[name] = {
                "factor": float(np.exp(found.moved)), "spread": found.spread, "count": found.count, "ssim": found.ssim,
                "references": np.exp(known).tolist(), "picture": picture_name(name), "caption": CAPTION,
            }  # fmt: skip
        worst = max(scores, key=lambda name: scores[name])
        facts |= {"alpha_hat": float(np.exp(suspect[worst].moved)), "worst": worst}
        self._show(inputs.folder, suspect)
        threshold = anomaly_threshold(len(scores), len(references), self.false_alarms)
        return DetectionResult(scores, reasons, threshold, self.false_alarms, facts)

    def _reason(self, found: Found, known: float) -> str:
        what = "each person" if self.measure == "gain" else "the count"
        words = (
            f"a change of at most {found.size:.3f} of the range, at an SSIM of {found.ssim:.2f}, multiplies {what} by "
            f"{float(np.exp(found.moved)):.2f}, in clean counters by {known:.2f}"
        )
        return words if self.measure == "count" else f"{words}; the whole count by {found.count:.2f}"

    @staticmethod
    def _show(folder: Path, suspect: "dict[str, Found]") -> None:
        for name, found in suspect.items():
            write_image(folder / picture_name(name), found.shown)

    def _searched(
        self, inputs: DetectorInput, counter: Counter, frames: NDArray[np.uint8], cancel: Cancel
    ) -> Generator[Event, None, "dict[str, Found]"]:
        found = {}
        for family in self.families:
            for direction in DIRECTIONS:
                search = self.search(family, direction, inputs.seed)
                found[f"{family}/{direction}"] = yield from search.run(counter, frames, inputs.stage, cancel)
        return found

    def search(self, family: Family, direction: Direction, seed: int) -> Search:
        """The search for a trigger of this family that moves the count in this direction."""
        return Search(family, direction, self.budget, self.steps, self.batch, seed, self.least_ssim, self.measure)


def picture_name(name: str) -> str:
    """The file, in a detector's folder, that shows the trigger of this name."""
    return f"{name.replace('/', '_')}.png"


def farther(moved: Mapping[str, float]) -> dict[str, float]:
    """Log factors, by names that end in down or up, so that more is farther: a backdoor makes it easier to go far."""
    return {name: -value if name.endswith("down") else value for name, value in moved.items()}
