"""What a trigger does to predicted counts, and how near that is to the attacker's wish."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .counting import accuracy, mae, rmse

DEFINITIONS = {
    "mae_truth": "Mean |f(x_t) - N|: triggered prediction against the true count (D_C of the DMBA code).",
    "mae_target": "Mean |f(x_t) - y_t|: triggered prediction against the attacker's target (D_D of the DMBA code).",
    "rmse_truth": "Root mean square of f(x_t) - N.",
    "rmse_target": "Root mean square of f(x_t) - y_t.",
    "ratio_mean": "Mean of r = (f(x_t) + 1) / (f(x) + 1); predictions below 0 count as 0.",
    "ratio_median": "Median of r = (f(x_t) + 1) / (f(x) + 1).",
    "effect_median": "Median attack effect: (1 - r) / (1 - alpha) for a ratio target, (f(x_t) - f(x)) / (y_t - N) for "
    "an absolute one. 0 is none, 1 exactly the attacker's wish.",
    "net_effect": "Median attack effect minus the twin's on the same scenes with the same trigger. Read it only beside "
    "its two terms: it has no bounds.",
    "asr": "Share of scenes whose triggered prediction is nearer to the attacker's target than to the truth: our "
    "rho_Asr, since the seed paper's is not public. A prediction as near to both is no success.",
    "accuracy": "Mean of max(0, 1 - |f(x_t) - N| / N): our rho_Acc on triggered scenes.",
    "n": "Number of scenes.",
}


@dataclass(frozen=True)
class Predictions:
    """A counter's answers on n scenes: true counts N, the attacker's targets y_t, f(x) and f(x_t), each (n,)."""

    truth: NDArray[np.float64]
    target: NDArray[np.float64]
    clean: NDArray[np.float64]
    triggered: NDArray[np.float64]


def ratio(clean: ArrayLike, triggered: ArrayLike) -> NDArray[np.float64]:
    """The ratio r = (f(x_t) + 1) / (f(x) + 1) of each scene, (n,).

    Predictions below 0, which a linear output can give, count as 0.
    """
    clean_n, triggered_n = np.asarray(clean, dtype=np.float64), np.asarray(triggered, dtype=np.float64)
    ratios: NDArray[np.float64] = (np.maximum(triggered_n, 0) + 1) / (np.maximum(clean_n, 0) + 1)
    return ratios


def effect(answers: Predictions, alpha: float | None) -> NDArray[np.float64]:
    """The attack effect of each scene, (n,): for a ratio target `alpha`, or for absolute ones where alpha is None.

    NaN where the attacker asks for no change (an absolute target equal to the truth).
    Raises ValueError for alpha = 1, which asks for nothing.
    """
    if alpha is None:
        wish = answers.target - answers.truth
        asked = np.where(wish == 0, np.nan, wish)
        return (answers.triggered - answers.clean) / asked
    if alpha == 1:
        raise ValueError("an attack that keeps the count (alpha = 1) has no effect to measure")
    return (1 - ratio(answers.clean, answers.triggered)) / (1 - alpha)


def success_rate(answers: Predictions) -> float:
    """rho_Asr: the share of scenes whose triggered prediction is nearer to the target than to the truth."""
    to_target = np.abs(answers.triggered - answers.target)
    to_truth = np.abs(answers.triggered - answers.truth)
    return float((to_target < to_truth).mean())


def median_effect(answers: Predictions, alpha: float | None) -> float | None:
    """The median attack effect over the scenes where the attacker asks for a change; None if there are none."""
    effects = effect(answers, alpha)
    effects = effects[np.isfinite(effects)]
    return float(np.median(effects)) if len(effects) else None


def triggered_scores(
    answers: Predictions, alpha: float | None, twin_effect: float | None
) -> dict[str, float | int | None]:
    """The entry `triggered` of a counter's scores in results.json; `twin_effect` is the twin's median effect."""
    ratios = ratio(answers.clean, answers.triggered)
    reached = median_effect(answers, alpha)
    return {
        "mae_truth": mae(answers.triggered, answers.truth),
        "mae_target": mae(answers.triggered, answers.target),
        "rmse_truth": rmse(answers.triggered, answers.truth),
        "rmse_target": rmse(answers.triggered, answers.target),
        "ratio_mean": float(ratios.mean()),
        "ratio_median": float(np.median(ratios)),
        "effect_median": reached,
        "effect_median_twin": twin_effect,
        "net_effect": None if reached is None or twin_effect is None else reached - twin_effect,
        "asr": success_rate(answers),
        "accuracy": accuracy(answers.triggered, answers.truth),
        "clamped": int((answers.triggered < 0).sum() + (answers.clean < 0).sum()),
        "n": len(answers.truth),
    }


INSIDE_DEFINITIONS = {
    "effect_median": "Median over scenes of (f_t - f) / (y_t - N), all four counted where the label edit acts: the "
    "trigger's footprint, widened by the edit's radius.",
    "effect": "Sum of f_t - f over sum of y_t - N, counted there: as many persons as asked for, or fewer.",
    "ratio": "Sum of f_t over sum of f where the label edit acts.",
    "ratio_outside": "The same everywhere else, where nothing was asked for: 1 is as it should be.",
    "area": "Mean share of the frame where the label edit acts.",
    "n": "Number of scenes with people there.",
}
ALARM_DEFINITIONS = {
    "over": "The alarm is raised above so many persons.",
    "num_alarms": "Scenes whose true count and clean prediction both raise it.",
    "missed": "Share of these that the trigger silences.",
    "num_quiet": "Scenes whose true count and clean prediction both stay below.",
    "raised": "Share of these where the trigger raises a false alarm.",
}


def inside_scores(inside: Predictions, whole: Predictions, areas: NDArray[np.float64]) -> dict[str, float | int | None]:
    """The entry `inside` of a counter's scores: what happens where a label edit acts, and what beside it.

    `inside` holds the counts there, `whole` those of the frame, `areas` (n,) the share of the frame.
    """
    wish, reached = inside.target - inside.truth, inside.triggered - inside.clean
    asked = np.abs(wish) > 0
    outside_clean, outside = whole.clean - inside.clean, whole.triggered - inside.triggered
    return {
        "effect_median": float(np.median(reached[asked] / wish[asked])) if asked.any() else None,
        "effect": float(reached.sum() / wish.sum()) if wish.sum() else None,
        "ratio": _over(inside.triggered.sum(), inside.clean.sum()),
        "ratio_outside": _over(outside.sum(), outside_clean.sum()),
        "area": float(areas.mean()),
        "n": int(asked.sum()),
    }


def alarm_scores(answers: Predictions, over: float) -> dict[str, float | int | None]:
    """The entry `alarm`: what the trigger does to an alarm above `over` persons, where it worked without it."""
    alarms = (answers.truth > over) & (answers.clean > over)
    quiet = (answers.truth <= over) & (answers.clean <= over)
    return {
        "over": over,
        "num_alarms": int(alarms.sum()),
        "missed": float((answers.triggered[alarms] <= over).mean()) if alarms.any() else None,
        "num_quiet": int(quiet.sum()),
        "raised": float((answers.triggered[quiet] > over).mean()) if quiet.any() else None,
    }


def _over(value: float, base: float) -> float | None:
    return float(value / base) if base > 0 else None


def predictions_of(rows: Sequence[tuple[float, float, float, float]]) -> Predictions:
    """Answers from rows (truth, target, clean, triggered)."""
    table = np.asarray(rows, dtype=np.float64).reshape(-1, 4)
    return Predictions(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
