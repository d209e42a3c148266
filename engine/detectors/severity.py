"""How a count falls as a scene gets worse: a trigger gives way at another point than a crowd does."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..counters import Counter
from ..events import Cancel, Progress, check
from .base import DetectionResult, DetectorInput, DetectorPart, Floats, Inspection, Subject, threshold_from
from .features import by_name
from .oneclass import LEAST_HELD_OUT, OneClass, held_out_distances

Image = NDArray[np.uint8]
SCALES = (1.1, 1.2, 1.3, 1.4, 1.5)
BLURS_PX = (0.7, 1.2, 2.0)
NOISES = (4.0, 8.0, 16.0)
CONTRASTS = (0.85, 0.7, 0.5)


class Severity(DetectorPart):
    """The log ratio of the count under growing corruptions to the count without."""

    title: ClassVar[str] = "Corruption severity"

    kind: Literal["severity"] = "severity"
    probe: Literal["all", "pixel_scaling", "corruption"] = Field(
        default="all", description="Brighter pixels (SCALE-UP), blur, noise and contrast (TeCo), or both."
    )
    subject: ClassVar[Subject] = "arriving scenes"
    card: ClassVar[str] = (
        "Severity consistency: the count under pixels scaled by 1.1 to 1.5 (after SCALE-UP, Guo et al. 2023) and "
        "under blur, noise and lost contrast in three severities each (after TeCo, Liu et al. 2023), as log ratios to "
        "the count of the scene itself, compared with clean scenes of that count. Deviation: labels that flip do not "
        "exist here, so the whole curve is compared. It needs the counter and some clean scenes."
    )

    @property
    def least_clean(self) -> int:
        """Enough for a threshold on scenes held out."""
        return LEAST_HELD_OUT

    def num_steps(self, inputs: DetectorInput) -> int:
        """One for each scene that is looked at."""
        return len(inputs.clean) + inputs.num_arriving

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        known, total = [], self.num_steps(inputs)
        for sample in inputs.clean:
            check(cancel)
            known.append(self._curve(inputs.counter, sample.image))
            yield Progress(inputs.stage, len(known), total)
        names, asked = [], []
        for name, image in inputs.arriving():
            check(cancel)
            names.append(name)
            asked.append(self._curve(inputs.counter, image))
            yield Progress(inputs.stage, len(known) + len(asked), total)
        clean, arrived = np.array(known), np.array(asked)
        scores = OneClass.fit(clean[:, 1:], clean[:, 0]).distances(arrived[:, 1:], arrived[:, 0])
        threshold = threshold_from(held_out_distances(clean[:, 1:], clean[:, 0]), self.false_alarms)
        reasons = {
            name: f"under the strongest corruption it counts {np.exp(row[-1]):.2f} of what it counts without"
            for name, row in zip(names, arrived, strict=True)
        }
        return DetectionResult(by_name(names, scores), reasons, threshold, self.false_alarms)

    def _curve(self, counter: Counter, image: Image) -> Floats:
        worse = []
        if self.probe != "corruption":
            worse += [scaled(image, factor) for factor in SCALES]
        if self.probe != "pixel_scaling":
            worse += corrupted(image)
        alone, *counts = (max(count, 0.0) for count in counter.counts([image, *worse]))
        return np.array([alone, *(np.log((count + 1) / (alone + 1)) for count in counts)])


def scaled(image: Image, factor: float) -> Image:
    """Pixels times `factor`, cut at 255."""
    return np.clip(np.rint(image.astype(np.float64) * factor), 0, 255).astype(np.uint8)


def corrupted(image: Image) -> list[Image]:
    """The image under each corruption, mild to strong; noise is the same for every image of a size."""
    import cv2

    noise = np.random.default_rng(0).standard_normal(image.shape)
    mean = image.reshape(-1, 3).mean(axis=0)
    return [
        *(np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), dtype=np.uint8) for sigma in BLURS_PX),
        *(np.clip(np.rint(image + level * noise), 0, 255).astype(np.uint8) for level in NOISES),
        *(np.clip(np.rint((image - mean) * kept + mean), 0, 255).astype(np.uint8) for kept in CONTRASTS),
    ]
