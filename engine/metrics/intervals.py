"""How sure a figure is: percentile intervals by resampling the test scenes."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .attack import Predictions, effect

DRAWS = 1000
LEVEL = 0.95

Interval: TypeAlias = tuple[float, float]
Rows = NDArray[np.float64]


def bootstrap_intervals(
    answers: Predictions, alpha: float | None, twin: Predictions | None, rng: np.random.Generator, draws: int = DRAWS
) -> dict[str, Interval]:
    """95 % intervals of the figures of a counter, from `draws` resamplings of its scenes (Efron 1979, percentiles).

    Twin and counter are resampled together, scene by scene, so that the net effect's interval is a paired one.
    `twin` holds the twin's answers on the same scenes; None leaves the net effect out.
    """
    num = len(answers.truth)
    pick = rng.integers(0, num, size=(draws, num))
    found = {
        "mae": _interval(np.abs(answers.clean - answers.truth)[pick].mean(axis=1)),
        "mae_truth": _interval(np.abs(answers.triggered - answers.truth)[pick].mean(axis=1)),
        "asr": _interval(_nearer_to_target(answers)[pick].mean(axis=1)),
    }
    effects = effect(answers, alpha)
    medians = _medians(effects, pick)
    if medians is None:
        return found
    found["effect_median"] = _interval(medians)
    twins = _medians(effect(twin, alpha), pick) if twin is not None and len(twin.truth) == num else None
    if twins is not None:
        found["net_effect"] = _interval(medians - twins)
    return found


def _medians(values: Rows, pick: NDArray[np.int64]) -> Rows | None:
    if not np.isfinite(values).any():
        return None
    with np.errstate(all="ignore"):
        picked = values[pick]
        known = np.isfinite(picked).any(axis=1)
        return np.asarray(np.nanmedian(picked[known], axis=1)) if known.all() else None


def _nearer_to_target(answers: Predictions) -> Rows:
    return (np.abs(answers.triggered - answers.target) < np.abs(answers.triggered - answers.truth)).astype(np.float64)


def _interval(values: Rows) -> Interval:
    low, high = np.quantile(values, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)
