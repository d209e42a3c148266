"""AEVA for counters: does one small place decide the count? Answers alone are asked for (Guo et al. 2022)."""

from collections.abc import Generator
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..counters import Counter
from ..events import Cancel, Event, Progress, check
from ..seeds import generator
from .base import DetectionResult, DetectorInput, Floats, Inspection, Subject
from .references import AgainstReferences, anomalies, anomaly_threshold

LEARNING_RATE = 0.5
SMOOTHING = 12.0
"""Standard deviation of the tried changes, in gray levels."""


class Aeva(AgainstReferences):
    """The share of the strongest cells in the smallest change that moves the count, with black-box answers."""

    title: ClassVar[str] = "AEVA"

    kind: Literal["aeva"] = "aeva"
    tau: float = Field(
        default=0.5, gt=0, lt=1, description="Share of the count that the change must take away or add: 0.5 asks for "
        "half of it, and for one and a half times it.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    scenes: int = Field(
        default=3, ge=1, le=5, description="Clean scenes that are tried.", json_schema_extra={"step": 1}
    )
    steps: int = Field(default=40, ge=5, le=500, description="Steps a scene.", json_schema_extra={"step": 5})
    queries: int = Field(
        default=24, ge=4, le=256, description="Pairs of answers a step.", json_schema_extra={"step": 4}
    )
    grid: int = Field(
        default=16, ge=4, le=64, description="Cells of the change along each side.", json_schema_extra={"step": 2}
    )
    subject: ClassVar[Subject] = "counter"
    card: ClassVar[str] = (
        "AEVA (Guo et al. 2022) for counts: the extreme value of an adversarial change. The count must fall to "
        "1 - tau of what it was, or rise to 1 + tau, and answers alone are asked for: a gradient is estimated from "
        "pairs of opposite random changes (natural evolution strategies), which is far cheaper than the paper's "
        "label-only walk. The statistic is the share of the two strongest cells in the change; a local trigger makes "
        "it large. It is compared with clean counters, since there are no classes. It is slow, and says nothing of "
        "dense triggers."
    )

    def num_steps(self, inputs: DetectorInput) -> int:
        """Trainings of the references, and every step on every scene."""
        return self.steps_around(inputs, self.scenes * 2 * self.steps)

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        suspect, references = yield from self.measured(
            inputs, lambda counter: self._peaks(inputs, counter, cancel), cancel
        )
        scores = anomalies(suspect, references, least=2 / self.grid**2)
        reasons, facts = {}, {}
        for name, peak in suspect.items():
            known = np.array([reference[name] for reference in references])
            reasons[name] = (
                f"two of {self.grid**2} cells hold {peak:.0%} of the change, in clean counters {np.median(known):.0%}"
            )
            facts[name] = {"peak": peak, "references": known.tolist()}
        threshold = anomaly_threshold(len(scores), len(references), self.false_alarms)
        return DetectionResult(scores, reasons, threshold, self.false_alarms, facts)

    def _peaks(
        self, inputs: DetectorInput, counter: Counter, cancel: Cancel
    ) -> Generator[Event, None, dict[str, float]]:
        """The median share of the two strongest cells over the scenes, for each direction."""
        shown = self.measured_on(inputs)
        order = np.argsort([-sample.count for sample in shown], kind="stable")[: self.scenes]
        peaks = {}
        for direction, sign in (("down", -1.0), ("up", 1.0)):
            shares = []
            for position in order:
                walk = self._walk(inputs, counter, shown[int(position)].image, sign, cancel)
                shares.append(top_two(np.abs((yield from walk)).sum(axis=2)))
            peaks[direction] = float(np.median(shares))
        return peaks

    def _walk(
        self, inputs: DetectorInput, counter: Counter, image: NDArray[np.uint8], sign: float, cancel: Cancel
    ) -> Generator[Event, None, Floats]:
        """The change (grid, grid, 3) in gray levels after all steps: outward until tau is reached, then inward."""
        change = np.zeros((self.grid, self.grid, 3))
        base = counter.count(image)
        for step in range(1, self.steps + 1):
            check(cancel)
            draws = generator(inputs.seed, "aeva", sign, step).standard_normal((self.queries, *change.shape))
            tried = [changed(image, change + side * SMOOTHING * draw) for draw in draws for side in (1, -1)]
            logs = np.log1p(np.maximum(counter.counts([*tried, changed(image, change)]), 0))
            slope = ((logs[:-1:2] - logs[1:-1:2])[:, None, None, None] * draws).mean(axis=0)
            steepness = float(np.abs(slope).max())
            if reached(float(logs[-1] - np.log1p(max(base, 0))), sign, self.tau):
                # soft thresholding: what does not pay for itself goes first
                change = np.sign(change) * np.maximum(np.abs(change) - LEARNING_RATE * SMOOTHING / 4, 0)
            elif steepness > 0:
                change = np.clip(change + sign * LEARNING_RATE * SMOOTHING * slope / steepness, -255, 255)
            yield Progress(inputs.stage, step, self.steps)
        return change


def reached(log_ratio: float, sign: float, tau: float) -> bool:
    """Whether a count, as the log of its ratio to the clean one, has fallen to 1 - tau (sign -1), or risen to 1 + tau.

    >>> [reached(np.log(ratio), 1.0, 0.5) for ratio in (1.45, 1.55)]
    [False, True]
    >>> [reached(np.log(ratio), -1.0, 0.5) for ratio in (0.55, 0.45)]
    [False, True]
    """
    return bool(sign * log_ratio >= abs(np.log1p(sign * tau)))


def changed(image: NDArray[np.uint8], change: Floats) -> NDArray[np.uint8]:
    """`image` (H, W, 3) with a change (g, g, 3) in gray levels, each cell spread over its rectangle."""
    rows, columns = (np.arange(side) * change.shape[0] // side for side in image.shape[:2])
    moved: Floats = np.clip(np.rint(image + change[rows][:, columns]), 0, 255)
    return moved.astype(np.uint8)


def top_two(cells: Floats) -> float:
    """The share of the two largest of `cells` in their sum; 0 where all are 0."""
    total = float(cells.sum())
    return float(np.sort(cells.ravel())[-2:].sum() / total) if total > 0 else 0.0
