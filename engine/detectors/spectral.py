"""Spectral signatures, on features from which the count is taken out (Tran, Li and Madry 2018)."""

from functools import partial
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from ..events import Cancel
from .base import DetectionResult, DetectorInput, DetectorPart, Floats, Inspection, Subject, threshold_from
from .features import by_name
from .oneclass import LEAST_CLEAN, OneClass


class Spectral(DetectorPart):
    """How far a scene lies along the directions in which the training set differs most from clean scenes."""

    title: ClassVar[str] = "Spectral signatures"

    kind: Literal["spectral"] = "spectral"
    form: Literal["residual", "published"] = Field(
        default="residual", description="On features without the count, compared with clean scenes; or as published."
    )
    directions: int = Field(
        default=3, ge=1, le=32, description="Leading directions that are looked along; the published form has one.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    epsilon: float = Field(
        default=0.1, gt=0, le=0.5, description="Largest share of poison that the published form reckons with: it calls "
        "one and a half times as many suspect, whatever they are.", json_schema_extra={"step": 0.01},
    )  # fmt: skip
    subject: ClassVar[Subject] = "training set"
    card: ClassVar[str] = (
        "Spectral signatures (Tran et al. 2018): the poison shows along the top singular vectors of the features of "
        "the suspect counter. A counter has no classes, and its first principal component is the count, so the "
        "published form looks for crowded scenes. It has no threshold from clean scenes: the 1.5 epsilon of the set "
        "that score highest are removed, so that a clean set loses as many. In the form residual what the count "
        "explains on clean scenes is taken out, the rest whitened by clean scenes (as SPECTRE, Hayase et al. 2021, "
        "does with its own estimate), and the score is the length of the projection on the leading directions, "
        "whatever its sign. Each half of the clean scenes judges once, beside the other half, which sets the "
        "threshold; a scene is as suspect as the more lenient judge finds it. It needs the counter, its training set "
        "and some clean scenes; it is weak where the trigger drives the count to zero."
    )

    @property
    def least_clean(self) -> int:
        """Enough for a one-class model of either half."""
        return 2 * LEAST_CLEAN if self.form == "residual" else 0

    @property
    def takes_a_share(self) -> bool:
        """As published: 1.5 epsilon."""
        return self.form == "published"

    def num_steps(self, inputs: DetectorInput) -> int:
        """One for each scene."""
        return len(inputs.suspect) + len(inputs.clean)

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        total, num_clean = self.num_steps(inputs), len(inputs.clean)
        ask = partial(inputs.passes.features, inputs.counter)
        clean = yield from ask("clean", inputs.clean, inputs.stage, (0, total), cancel)
        suspect = yield from ask("suspect", inputs.suspect, inputs.stage, (num_clean, total), cancel)
        if self.form == "published":
            scores, clean_scores = _published(suspect[0], clean[0])
        else:
            scores, clean_scores = far_out(suspect, clean, self.directions)
        names = inputs.suspect.names
        threshold = self._threshold(scores, clean_scores)
        typical = float(np.median(clean_scores))
        reasons = {
            name: f"its features lie {score / max(typical, 1e-12):.1f} times as far out as those of a clean scene"
            for name, score in zip(names, scores, strict=True)
        }
        correlation = float(np.corrcoef(_first_component(suspect[0]), suspect[1])[0, 1])
        facts = {"count_correlation_of_first_component": correlation}
        if self.form == "published":
            facts["removed"] = float((scores > threshold).mean())
        return DetectionResult(by_name(names, scores), reasons, threshold, self.false_alarms, facts)

    def _threshold(self, scores: Floats, clean_scores: Floats) -> float:
        """Of clean scenes; in the published form the percentile of the suspect ones above which 1.5 epsilon lie."""
        if self.form == "published":
            return float(np.quantile(scores, 1 - 1.5 * self.epsilon))
        return threshold_from(clean_scores, self.false_alarms)


def far_out(suspect: tuple[Floats, Floats], clean: tuple[Floats, Floats], num_directions: int) -> tuple[Floats, Floats]:
    """How far out suspect (n,) and clean scenes (m,) lie, in medians of their own set, from features and counts.

    The leading directions follow whatever lies far out among the scenes they are sought in, poison or not, so those
    that set the threshold are among them: sought in the suspect scenes alone, 9 to 12 % of clean training sets passed
    a threshold for 5 %; this way 2 to 4 %.
    """
    features, counts = clean
    first = np.arange(len(features)) % 2 == 0
    judged, clean_scores = [], np.empty(len(features))
    for known in (first, ~first):
        model = OneClass.fit(features[known], counts[known])
        rest, clean_rest = model.residuals(*suspect), model.residuals(features[~known], counts[~known])
        # clean scenes are the origin: the directions are those in which all others leave them
        _, _, directions = np.linalg.svd(np.concatenate([rest, clean_rest]), full_matrices=False)
        leading = directions[:num_directions].T
        judged.append(_in_medians(np.linalg.norm(rest @ leading, axis=1)))
        clean_scores[~known] = _in_medians(np.linalg.norm(clean_rest @ leading, axis=1))
    return np.minimum(*judged), clean_scores


def _in_medians(lengths: Floats) -> Floats:
    # scenes that the counter was trained on lie farther out than unseen ones, as a whole: each set is measured in its
    # own median, which the poison, being less than half, moves only towards caution
    measured: Floats = lengths / max(float(np.median(lengths)), 1e-12)
    return measured


def _published(suspect: Floats, clean: Floats) -> tuple[Floats, Floats]:
    """Squared projection of the centered features on their first right singular vector."""
    mean = suspect.mean(axis=0)
    _, _, directions = np.linalg.svd(suspect - mean, full_matrices=False)
    return ((suspect - mean) @ directions[0]) ** 2, ((clean - mean) @ directions[0]) ** 2


def _first_component(features: Floats) -> Floats:
    centered = features - features.mean(axis=0)
    _, _, directions = np.linalg.svd(centered, full_matrices=False)
    component: Floats = centered @ directions[0]
    return component
