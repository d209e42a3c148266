"""A detector: how far the mean gray level of a scene lies from that of clean ones."""

from typing import ClassVar, Literal

import numpy as np

from miscount.engine.detectors.base import (
    DetectionResult,
    DetectorInput,
    DetectorPart,
    Inspection,
    Subject,
    threshold_from,
)
from miscount.engine.events import Cancel, Progress, check


class Brightness(DetectorPart):
    """The distance from the median of clean scenes, in gray levels."""

    kind: Literal["brightness"] = "brightness"
    subject: ClassVar[Subject] = "training set"
    card: ClassVar[str] = (
        "Brightness: a made-up detector that stands for one that somebody adds. It finds scenes that are too bright "
        "or too dark, whatever made them so."
    )

    def num_steps(self, inputs: DetectorInput) -> int:
        """One for each scene."""
        return len(inputs.clean) + len(inputs.suspect)

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        means: list[float] = []
        for samples in (inputs.clean, inputs.suspect):
            for sample in samples:
                check(cancel)
                means.append(float(sample.image.mean()))
                yield Progress(inputs.stage, len(means), self.num_steps(inputs))
        known = np.array(means[: len(inputs.clean)])
        median = float(np.median(known))
        scores = {
            name: abs(mean - median) for name, mean in zip(inputs.suspect.names, means[len(known) :], strict=True)
        }
        reasons = {name: f"its mean lies {score:.1f} levels off that of clean scenes" for name, score in scores.items()}
        return DetectionResult(
            scores, reasons, threshold_from(np.abs(known - median), self.false_alarms), self.false_alarms
        )
