"""Activation clustering, on features from which the count is taken out (Chen et al. 2018)."""

import math
from functools import partial
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..events import Cancel, Progress, check
from ..seeds import generator, seed_of
from .base import DetectionResult, DetectorInput, DetectorPart, Floats, Inspection, Lacking, Subject, threshold_from
from .features import by_name, label_counts
from .oneclass import LEAST_HELD_OUT, OneClass, held_out_residuals

NUM_COMPONENTS = 10
SMALL = 0.35
"""A cluster with less than this share of the scenes may be the poison (Chen et al. 2018, section 4.2)."""


class ActivationClustering(DetectorPart):
    """Two clusters of scenes; the smaller one is poison where it stands apart and its labels are off by a factor."""

    kind: Literal["activation_clustering"] = "activation_clustering"
    form: Literal["residual", "published"] = Field(
        default="residual", description="On features without the count, compared with clean scenes; or as published."
    )
    epochs: int = Field(
        default=6, ge=1, le=100, description="Epochs of the early counter of the count-shift test.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    subject: ClassVar[Subject] = "training set"
    card: ClassVar[str] = (
        "Activation clustering (Chen et al. 2018): the features of the suspect counter, in ten components, fall into "
        "two clusters, of which the smaller is the poison. Deviation in both forms: the ten are principal components, "
        "where the paper takes independent ones (ICA); k-means sees their lengths, which ICA would make equal. Raw "
        "features of a counter split into empty and crowded "
        "scenes; here what the count explains on clean scenes is taken out first. Their silhouette must be above that "
        "of clusters of clean scenes, which stand apart a little too. In place of exclusionary reclassification stands "
        "a count-shift test: an early counter's predictions for the cluster differ from its labels by a common factor, "
        "which is also the estimate alpha_hat. It needs the counter, its training set and some clean scenes."
    )

    @property
    def early_epochs(self) -> int:
        """As set."""
        return self.epochs

    @property
    def least_clean(self) -> int:
        """Of halves of fewer no two clusters can be made."""
        return LEAST_HELD_OUT

    def num_steps(self, inputs: DetectorInput) -> int:
        """One for each scene, and once more for the early counter."""
        return 2 * len(inputs.suspect) + len(inputs.clean)

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        total, num_clean = self.num_steps(inputs), len(inputs.clean)
        ask = partial(inputs.passes.features, inputs.counter)
        clean = yield from ask("clean", inputs.clean, inputs.stage, (0, total), cancel)
        suspect = yield from ask("suspect", inputs.suspect, inputs.stage, (num_clean, total), cancel)
        rest, clean_rest = self._compared(suspect, clean)
        least = clean_silhouette(clean_rest, self.false_alarms, inputs.seed)
        rest, clean_rest = _leading(rest, clean_rest)
        small, centers = two_clusters(rest, seed_of(inputs.seed, "clusters"))
        scores, clean_scores = _towards(rest, centers), _towards(clean_rest, centers)
        predicted = []
        early, answers = inputs.early[self.epochs], inputs.early_passes[self.epochs]
        for number, name in enumerate(inputs.suspect.names, start=1):
            check(cancel)
            predicted.append(answers.answer(early, "suspect", inputs.suspect, name).counted)
            yield Progress(inputs.stage, num_clean + len(inputs.suspect) + number, total)
        apart = silhouette(rest, small)
        facts = _facts(small, apart > least, np.array(predicted), label_counts(inputs.suspect))
        facts |= {"silhouette": apart, "silhouette_of_clean": least}
        words = "it lies in the smaller of two clusters", "it lies in the larger of two clusters"
        names = inputs.suspect.names
        reasons = {name: words[0] if inside else words[1] for name, inside in zip(names, small, strict=True)}
        # a clean set falls into two clusters too: without a common shift of the labels nothing is called suspect
        threshold = max(threshold_from(clean_scores, self.false_alarms), 0.0) if facts["poison"] else float("inf")
        lacking: Lacking = "clean scenes" if facts["poison"] else "anything apart"
        return DetectionResult(by_name(names, scores), reasons, threshold, self.false_alarms, facts, lacking)

    def _compared(self, suspect: tuple[Floats, Floats], clean: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
        if self.form == "published":
            return suspect[0], clean[0]
        return OneClass.fit(*clean).residuals(*suspect), held_out_residuals(*clean)


def _leading(rows: Floats, others: Floats) -> tuple[Floats, Floats]:
    mean = rows.mean(axis=0)
    _, _, directions = np.linalg.svd(rows - mean, full_matrices=False)
    leading = directions[:NUM_COMPONENTS].T
    return (rows - mean) @ leading, (others - mean) @ leading


def two_clusters(rows: Floats, seed: int) -> tuple[NDArray[np.bool_], Floats]:
    """(which rows lie in the smaller of two k-means clusters, the centers (2, d), that of the smaller one last)."""
    from scipy.cluster.vq import kmeans2

    runs = [kmeans2(rows, 2, minit="++", seed=np.random.default_rng([seed, k]), iter=50) for k in range(5)]
    centers, nearest = min(runs, key=lambda run: float(np.linalg.norm(rows - run[0][run[1]], axis=1).sum()))
    if (nearest == 1).sum() > (nearest == 0).sum():
        centers, nearest = centers[::-1], 1 - nearest
    return nearest == 1, centers


def _towards(rows: Floats, centers: Floats) -> Floats:
    """How much nearer to the smaller cluster's center than to the larger one's, in units of their distance."""
    far = np.linalg.norm(rows[:, None] - centers[None], axis=2)
    nearer: Floats = (far[:, 0] - far[:, 1]) / max(float(np.linalg.norm(centers[0] - centers[1])), 1e-12)
    return nearer


def silhouette(rows: Floats, small: NDArray[np.bool_]) -> float:
    """The mean silhouette (Rousseeuw 1987) of two clusters of rows (n, d); 0 where one of them is empty."""
    from scipy.spatial.distance import cdist

    if small.all() or not small.any():
        return 0.0
    values = []
    for mine, other in ((rows[small], rows[~small]), (rows[~small], rows[small])):
        inside = cdist(mine, mine).sum(axis=1) / max(1, len(mine) - 1)
        outside = cdist(mine, other).mean(axis=1)
        values.append((outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12))
    return float(np.concatenate(values).mean())


def clean_silhouette(rows: Floats, false_alarms: float, seed: int) -> float:
    """How far apart two clusters of clean scenes, rows (n, d), stand: the largest silhouette of random halves.

    Of so many halves that one more would be the largest by chance in a share `false_alarms`. Halves are smaller than
    a training set, so that they cluster rather better: the comparison errs towards caution. The share that lies
    farthest out, which may be called suspect anyway, is left aside: a single strange scene is a cluster of its own.
    """
    lengths = np.linalg.norm(rows, axis=1)
    rows = rows[lengths <= np.quantile(lengths, 1 - false_alarms)]
    found = []
    for number in range(math.ceil(1 / false_alarms) - 1):
        half = rows[generator(seed, "half", number).permutation(len(rows))[: len(rows) // 2]]
        leading, _ = _leading(half, half)
        found.append(silhouette(leading, two_clusters(leading, seed_of(seed, "clusters", number))[0]))
    return max(found)


def _facts(small: NDArray[np.bool_], apart: bool, predicted: Floats, labels: Floats) -> dict[str, Any]:
    ratio = np.log((labels + 1) / (np.maximum(predicted, 0) + 1))
    center = float(np.median(ratio[~small])) if not small.all() else 0.0
    inside = ratio[small] - center
    spread = max(1.4826 * float(np.median(np.abs(ratio[~small] - center))), 1e-3) if not small.all() else 1.0
    shift = float(np.median(inside)) if len(inside) else 0.0
    # the error of a median is about 1.25 standard errors of a mean
    shifted = abs(shift) > 3 * 1.25 * spread / max(1.0, np.sqrt(len(inside)))
    share = float(small.mean())
    return {
        "share_of_smaller_cluster": share,
        "alpha_hat": float(np.exp(shift)),
        "poison": bool(share < SMALL and apart and shifted),
    }
