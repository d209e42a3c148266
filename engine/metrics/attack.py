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
class Answers:
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


def effect(answers: Answers, alpha: float | None) -> NDArray[np.float64]:
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


def success_rate(answers: Answers) -> float:
    """rho_Asr: the share of scenes whose triggered prediction is nearer to the target than to the truth."""
    to_target = np.abs(answers.triggered - answers.target)
    to_truth = np.abs(answers.triggered - answers.truth)
    return float((to_target < to_truth).mean())


def median_effect(answers: Answers, alpha: float | None) -> float | None:
    """The median attack effect over the scenes where the attacker asks for a change; None if there are none."""
    effects = effect(answers, alpha)
    effects = effects[np.isfinite(effects)]
    return float(np.median(effects)) if len(effects) else None


def triggered_scores(answers: Answers, alpha: float | None, twin_effect: float | None) -> dict[str, float | int | None]:
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


def answers_of(rows: Sequence[tuple[float, float, float, float]]) -> Answers:
    """Answers from rows (truth, target, clean, triggered)."""
    table = np.asarray(rows, dtype=np.float64).reshape(-1, 4)
    return Answers(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
