"""How well a score tells poisoned things from clean ones; threshold-free, and by count."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

DEFINITIONS = {
    "auroc": "Chance that a poisoned one scores higher than a clean one, ties as half; 0.5 is guessing.",
    "auprc": "Area under precision over recall, as average precision; the share of poisoned ones is guessing.",
    "tpr_at_fpr1": "Share of the poisoned ones above the score that 1 % of the clean ones exceed.",
    "tpr_at_fpr5": "Share of the poisoned ones above the score that 5 % of the clean ones exceed.",
    "false_alarms": "Share of the clean ones that are called suspect, by a threshold from clean scenes alone; n/a "
    "where these are too few for one.",
    "found": "Share of the poisoned ones that are called suspect by the same threshold.",
    "alpha_hat": "The factor on the count that the backdoor seems to ask for.",
    "score": "Of a counter, the highest of its scores; higher is more suspect.",
    "threshold": "What a clean counter's score passes with no more than the chance that was asked for.",
    "suspect": "Whether the counter's score passes its threshold.",
    "auroc_by_count": "AUROC within thirds of the true count, so that a score that only follows the count shows.",
}

NUM_STRATA = 3


def auroc(scores: ArrayLike, positive: ArrayLike) -> float | None:
    """Area under the ROC curve of `scores` (n,) for `positive` (n,) bool: the Mann-Whitney statistic over its maximum.

    None where all are positive or none is.
    """
    score_n, is_positive = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    num_positive, num_negative = int(is_positive.sum()), int((~is_positive).sum())
    if not num_positive or not num_negative:
        return None
    ranks = _ranks(score_n)
    return float((ranks[is_positive].sum() - num_positive * (num_positive + 1) / 2) / (num_positive * num_negative))


def _ranks(score_n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1, ties at the mean of theirs; not a number where one is not, as `scipy.stats.rankdata`, whose import
    takes 0.6 s.
    """
    if np.isnan(score_n).any():
        return np.full(len(score_n), np.nan)
    _, place, ties = np.unique(score_n, return_inverse=True, return_counts=True)
    last = np.cumsum(ties)
    return np.asarray((last - (ties - 1) / 2)[place])


def auprc(scores: ArrayLike, positive: ArrayLike) -> float | None:
    """Average precision: the sum over distinct scores, from the highest, of precision times the gain in recall.

    None where none is positive.
    """
    score_n, is_positive = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    if not is_positive.any():
        return None
    order = np.argsort(-score_n, kind="stable")
    hits = np.cumsum(is_positive[order])
    last = np.append(np.flatnonzero(np.diff(score_n[order])), len(order) - 1)  # ties are taken together
    precision, recall = hits[last] / (last + 1), hits[last] / hits[-1]
    return float((precision * np.diff(recall, prepend=0.0)).sum())


def tpr_at_fpr(scores: ArrayLike, positive: ArrayLike, rate: float) -> float | None:
    """Share of positives above the lowest score that at most a share `rate` of negatives exceeds; None without both."""
    score_n, is_positive = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    negatives = np.sort(score_n[~is_positive])
    if not len(negatives) or not is_positive.any():
        return None
    allowed = int(np.floor(rate * len(negatives) + 1e-9))
    threshold = negatives[len(negatives) - allowed - 1]
    return float((score_n[is_positive] > threshold).mean())


def by_count(scores: ArrayLike, positive: ArrayLike, counts: ArrayLike) -> list[float | None]:
    """AUROC within strata of equal size of `counts` (n,), from the emptiest scenes to the fullest."""
    score_n, is_positive = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    order = np.argsort(np.asarray(counts, dtype=np.float64), kind="stable")
    return [auroc(score_n[part], is_positive[part]) for part in np.array_split(order, NUM_STRATA)]


def detection_scores(scores: ArrayLike, positive: ArrayLike, counts: ArrayLike | None = None) -> dict[str, Any]:
    """A detector's entry in results.json; `counts` are the true ones, for the strata."""
    is_positive: NDArray[np.bool_] = np.asarray(positive, dtype=bool)
    entry: dict[str, Any] = {
        "auroc": auroc(scores, is_positive),
        "auprc": auprc(scores, is_positive),
        "tpr_at_fpr1": tpr_at_fpr(scores, is_positive, 0.01),
        "tpr_at_fpr5": tpr_at_fpr(scores, is_positive, 0.05),
        "n": len(is_positive),
        "n_poisoned": int(is_positive.sum()),
    }
    if counts is not None:
        entry["auroc_by_count"] = by_count(scores, is_positive, counts)
    return entry
