"""How far predicted counts are from the number of annotated heads."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

DEFINITIONS = {
    "mae": "Mean absolute error of counts: mean |f - N|, N the number of annotated heads.",
    "rmse": "Root of the mean squared error of counts: sqrt(mean (f - N)^2); papers often call it MSE.",
    "nae": "Normalized absolute error: mean |f - N| / N over scenes with people; empty scenes are skipped.",
    "accuracy": "Mean of max(0, 1 - |f - N| / N) over scenes with people: our rho_Acc, since the seed paper's is not "
    "public.",
    "game1": "GAME(1): errors of the counts in 4 equal parts of the frame, added up.",
    "game2": "GAME(2): the same in 16 parts.",
    "game3": "GAME(3): the same in 64 parts.",
    "bias": "Mean of f - N: above 0 the counter counts too many.",
    "n": "Number of scenes.",
}


def mae(predicted: ArrayLike, truth: ArrayLike) -> float:
    """Mean absolute error of counts (n,), in persons."""
    return float(np.abs(_errors(predicted, truth)).mean())


def rmse(predicted: ArrayLike, truth: ArrayLike) -> float:
    """Root mean squared error of counts (n,), in persons."""
    return float(np.sqrt(np.square(_errors(predicted, truth)).mean()))


def bias(predicted: ArrayLike, truth: ArrayLike) -> float:
    """Mean signed error of counts (n,), in persons."""
    return float(_errors(predicted, truth).mean())


def nae(predicted: ArrayLike, truth: ArrayLike) -> tuple[float | None, int]:
    """Normalized absolute error over scenes with people, and how many empty ones were skipped; None if all are."""
    relative, skipped = _relative_errors(predicted, truth)
    return (float(relative.mean()) if len(relative) else None), skipped


def accuracy(predicted: ArrayLike, truth: ArrayLike) -> float | None:
    """rho_Acc = mean of max(0, 1 - |f - N| / N) over scenes with people; None if there are none."""
    relative, _ = _relative_errors(predicted, truth)
    return float(np.maximum(0, 1 - relative).mean()) if len(relative) else None


def game(map_hw: NDArray[np.float32], truth_hw: NDArray[np.float32], level: int) -> float:
    """GAME(level): absolute errors of the sums of 4^level equal parts of two maps (h, w), added up.

    Guerrero-Gomez-Olmedo et al. 2015, eq. 4. Parts that do not divide the map differ by one cell.
    """
    if map_hw.shape != truth_hw.shape:
        raise ValueError(f"want two maps of one shape, got {map_hw.shape} and {truth_hw.shape}")
    error = (map_hw.astype(np.float64) - truth_hw).cumsum(axis=0).cumsum(axis=1)
    integral = np.pad(error, ((1, 0), (1, 0)))
    rows, columns = (np.linspace(0, side, 2**level + 1).round().astype(int) for side in map_hw.shape)
    corners = integral[np.ix_(rows, columns)]
    return float(np.abs(np.diff(np.diff(corners, axis=0), axis=1)).sum())


def clean_scores(predicted: ArrayLike, truth: ArrayLike) -> dict[str, float | int | None]:
    """The entry `clean` of a counter's scores in results.json, from counts (n,)."""
    relative, skipped = nae(predicted, truth)
    return {
        "mae": mae(predicted, truth),
        "rmse": rmse(predicted, truth),
        "nae": relative,
        "nae_skipped": skipped,
        "accuracy": accuracy(predicted, truth),
        "bias": bias(predicted, truth),
        "n": len(np.asarray(truth)),
    }


def _errors(predicted: ArrayLike, truth: ArrayLike) -> NDArray[np.float64]:
    predicted_n, truth_n = np.asarray(predicted, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if predicted_n.shape != truth_n.shape or predicted_n.ndim != 1 or not len(predicted_n):
        raise ValueError(f"want counts (n,) and truths (n,), n > 0, got {predicted_n.shape} and {truth_n.shape}")
    return predicted_n - truth_n


def _relative_errors(predicted: ArrayLike, truth: ArrayLike) -> tuple[NDArray[np.float64], int]:
    errors, truth_n = np.abs(_errors(predicted, truth)), np.asarray(truth, dtype=np.float64)
    peopled = truth_n > 0
    return errors[peopled] / truth_n[peopled], int((~peopled).sum())
