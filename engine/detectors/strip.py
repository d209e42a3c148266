"""STRIP for counts: what is left of a scene's count when other scenes are laid over it (Gao et al. 2019)."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..counters import Counter
from ..events import Cancel, Progress, check
from ..seeds import generator
from .base import DetectionResult, DetectorInput, DetectorPart, Floats, Inspection, Subject, threshold_from
from .features import by_name
from .oneclass import LEAST_HELD_OUT, OneClass, held_out_distances

Image = NDArray[np.uint8]
STATISTICS = ("mean", "spread", "variation", "slope")


class Strip(DetectorPart):
    """Blends of an arriving scene with clean ones: mean, spread, variation and slope of the counts."""

    title: ClassVar[str] = "STRIP"

    kind: Literal["strip"] = "strip"
    statistic: Literal["all", "mean", "spread", "variation", "slope"] = Field(
        default="all", description="All four together, or one alone: no single one finds every attack."
    )
    probes: int = Field(
        default=12, ge=4, le=100, description="Clean scenes that are laid over.", json_schema_extra={"step": 1}
    )
    form: Literal["mean", "published"] = Field(
        default="mean", description="A weighted mean of both scenes; or, as published, their sum, cut at white."
    )
    weight: float = Field(
        default=0.6, ge=0.5, lt=1, description="Share of the arriving scene in a mean; more leaves a dense trigger "
        "more of its voice.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    subject: ClassVar[Subject] = "arriving scenes"
    card: ClassVar[str] = (
        "STRIP (Gao et al. 2019) for counts: a scene is blended with clean scenes, and a trigger goes on speaking in "
        "all blends. The authors' code lays both at full weight over each other, x + x_j cut at white (form "
        "published), which loses people where both are bright; the default here is a mean, 0.6 x + 0.4 x_j. Entropy of "
        "classes does not exist here; in its place stand, in both forms, the mean count of the blends, its spread, its "
        "variation and its slope over the counts of the clean scenes, compared with clean scenes of the same count, "
        "two-sided. It needs the counter and some clean scenes. A mean halves the trigger too, and a local trigger is "
        "not found."
    )

    @property
    def _weight(self) -> float | None:
        return self.weight if self.form == "mean" else None

    @property
    def least_clean(self) -> int:
        """Those that are mixed in, and enough for a threshold on scenes held out."""
        return self.probes + LEAST_HELD_OUT

    def num_steps(self, inputs: DetectorInput) -> int:
        """One for each scene that is looked at."""
        return max(0, len(inputs.clean) - self.probes) + inputs.num_arriving

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        order = generator(inputs.seed, "strip", "probes").permutation(len(inputs.clean))
        probes = [inputs.clean[int(position)].image for position in order[: self.probes]]
        probe_counts = np.array([inputs.counter.count(probe) for probe in probes])
        known, total, done = [], self.num_steps(inputs), 0
        for position in order[self.probes :]:
            check(cancel)
            known.append(blended(inputs.counter, inputs.clean[int(position)].image, probes, probe_counts, self._weight))
            done += 1
            yield Progress(inputs.stage, done, total)
        names, asked = [], []
        for name, image in inputs.arriving():
            check(cancel)
            names.append(name)
            asked.append(blended(inputs.counter, image, probes, probe_counts, self._weight))
            done += 1
            yield Progress(inputs.stage, done, total)
        clean, arrived = np.array(known), np.array(asked)
        columns = slice(1, None) if self.statistic == "all" else [1 + STATISTICS.index(self.statistic)]
        scores = OneClass.fit(clean[:, columns], clean[:, 0]).distances(arrived[:, columns], arrived[:, 0])
        threshold = threshold_from(held_out_distances(clean[:, columns], clean[:, 0]), self.false_alarms)
        reasons = {
            name: f"it counts {row[0]:.4g} alone and {np.exp(row[1]) - 1:.4g} on average under clean scenes"
            for name, row in zip(names, arrived, strict=True)
        }
        return DetectionResult(by_name(names, scores), reasons, threshold, self.false_alarms)


def blended(counter: Counter, image: Image, probes: list[Image], probe_counts: Floats, weight: float | None) -> Floats:
    """(5,): the count alone, then the logs of mean, spread and variation of the blends, and their slope.

    `weight` is the image's share in a mean of the two; without one they are added and cut at 255, as published.
    """
    mixed = [_laid_over(image, probe, weight) for probe in probes]
    alone, *counts_of_blends = counter.counts([image, *mixed])
    counts = np.maximum(counts_of_blends, 0)
    mean, spread = float(counts.mean()), float(counts.std())
    centered = probe_counts - probe_counts.mean()
    slope = float((centered * (counts - mean)).sum() / max(float((centered**2).sum()), 1e-9))
    return np.array([alone, np.log1p(mean), np.log1p(spread), np.log((spread + 0.1) / (mean + 1)), slope])


def _laid_over(image: Image, probe: Image, weight: float | None) -> Image:
    # a probe of another size is cut or mirrored, never scaled: that would change the size of its heads
    for axis in (0, 1):
        missing = image.shape[axis] - probe.shape[axis]
        if missing > 0:
            probe = np.pad(probe, [(0, missing if axis == k else 0) for k in range(3)], mode="symmetric")
    cut = probe[: image.shape[0], : image.shape[1]]
    if weight is None:
        return np.asarray(np.minimum(image.astype(np.uint16) + cut, 255), dtype=np.uint8)
    return np.rint(weight * image + (1 - weight) * cut).astype(np.uint8)
