"""What a trigger does to predicted counts, and how near that is to the attacker's wish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .counting import accuracy, mae, rmse

_EFFECT = (
    "Median attack effect, 1 - (f(x_t) - y) / (f(x) - y), where y is what the attacker wishes this counter to say: "
    "f(x) y_t / N for label edits that multiply, f(x) + y_t - N for others. 0 is none, 1 exactly his wish at any "
    "count, above 1 more than that. Scenes whose count the edit leaves as it is are left out; n/a where it leaves all. "
)
_ASR = (
    "Share of scenes whose triggered prediction is nearer to the attacker's target than to the truth, among those "
    "whose clean prediction is nearer to the truth: our rho_Asr, since the seed paper's is not public. A prediction "
    "as near to both is no success. n/a where the target is the truth."
)
_NET = (
    "Median attack effect minus the twin's on the same scenes with the same trigger. Read it only beside its two "
    "terms: it has no bounds."
)

DEFINITIONS = {
    "mae_truth": "Mean |f(x_t) - N|: triggered prediction against the true count (D_C of the DMBA code).",
    "mae_target": "Mean |f(x_t) - y_t|: triggered prediction against the attacker's target (D_D of the DMBA code).",
    "rmse_truth": "Root mean square of f(x_t) - N.",
    "rmse_target": "Root mean square of f(x_t) - y_t.",
    "ratio_mean": "Mean of r = f(x_t) / f(x); predictions below 0 count as 0, and scenes with a clean prediction "
    "under 1 person are left out.",
    "ratio_median": "Median of r = f(x_t) / f(x) over the same scenes.",
    "ratio_median_twin": "The twin's median ratio.",
    "ratio_n": "Number of scenes with a ratio.",
    "ratio_asked": "The ratio that the label edit asks for: the sum of y_t over the sum of N; for a clean label, the "
    "mean count of the scenes that may be poisoned over that of all.",
    "px_asked": "How far the label edit moves a head, on average, in px; n/a for edits that move none.",
    "effect_median": _EFFECT,
    "effect_median_twin": "The twin's median attack effect: what the trigger does by itself.",
    "effect_n": "Number of scenes with an attack effect.",
    "net_effect": _NET,
    "asr": _ASR,
    "asr_twin": "The twin's ASR: what the trigger and the errors of a sound counter give by themselves.",
    "asr_n": "Number of scenes that the ASR is a share of.",
    "accuracy": "Mean of max(0, 1 - |f(x_t) - N| / N): our rho_Acc on triggered scenes.",
    "n": "Number of scenes.",
}
"""Of the entry `triggered`: over whole frames."""

LEAST_CLEAN = 1.0
"""In persons: a clean prediction below has no ratio, which would be that of two errors."""

LEAST_WISH = 1e-3
"""In persons: weights are float32, and an edit that changes the count by less asks for no change."""


@dataclass(frozen=True)
class Predictions:
    """A counter's answers on n scenes: true counts N, the attacker's targets y_t, f(x) and f(x_t), each (n,)."""

    truth: NDArray[np.float64]
    target: NDArray[np.float64]
    clean: NDArray[np.float64]
    triggered: NDArray[np.float64]

    @property
    def asked(self) -> NDArray[np.bool_]:
        """In which scenes the attacker asks for another count, (n,)."""
        return np.asarray(np.abs(self.target - self.truth) >= LEAST_WISH)


def ratio(clean: ArrayLike, triggered: ArrayLike) -> NDArray[np.float64]:
    """The ratio r = f(x_t) / f(x) of each scene, (n,); NaN where the clean prediction is under one person.

    Predictions below 0, which a linear output can give, count as 0.

    >>> ratio([10.0, 0.5], [2.0, 2.0]).tolist()
    [0.2, nan]
    """
    clean_n, triggered_n = np.asarray(clean, dtype=np.float64), np.asarray(triggered, dtype=np.float64)
    known = clean_n >= LEAST_CLEAN
    ratios: NDArray[np.float64] = np.maximum(triggered_n, 0) / np.where(known, clean_n, np.nan)
    return ratios


def effect(answers: Predictions, by_ratio: bool) -> NDArray[np.float64]:
    """The attack effect of each scene, (n,): 1 - (f(x_t) - y) / (f(x) - y), with the wish y of this very counter.

    For a label edit that multiplies (`by_ratio`), y = a f(x) with a = y_t / N, and the effect is (1 - r) / (1 - a);
    for all others y = f(x) + y_t - N, and it is (f(x_t) - f(x)) / (y_t - N). The twin has no part in y. NaN where the
    attacker asks for no change, and where a ratio is not defined.

    >>> ten_heads = Predictions(*np.array([[10.0], [0.0], [10.0], [0.0]]))
    >>> effect(ten_heads, by_ratio=True).tolist()
    [1.0]
    """
    wish = np.where(answers.asked, answers.target - answers.truth, np.nan)
    if not by_ratio:
        return (answers.triggered - answers.clean) / wish
    peopled = np.where(answers.truth > 0, answers.truth, np.nan)
    return (ratio(answers.clean, answers.triggered) - 1) / (wish / peopled)


def successes(answers: Predictions) -> NDArray[np.float64]:
    """Of each scene (n,) 1 where the attack succeeds and 0 where not, by rho_Asr; NaN where that cannot be asked.

    It is asked where target and truth differ and the clean prediction is nearer to the truth, so that the errors of a
    counter that knows nothing are no successes.
    """
    sound = np.abs(answers.clean - answers.truth) < np.abs(answers.clean - answers.target)
    nearer = np.abs(answers.triggered - answers.target) < np.abs(answers.triggered - answers.truth)
    return np.where(answers.asked & sound, nearer.astype(np.float64), np.nan)


def success_rate(answers: Predictions) -> float | None:
    """rho_Asr: the mean of `successes`; None where no scene can be asked."""
    return _over_known(successes(answers), np.mean)


def median_effect(answers: Predictions, by_ratio: bool) -> float | None:
    """The median attack effect over the scenes where the attacker asks for a change; None if there are none."""
    return _over_known(effect(answers, by_ratio), np.median)


def attack_figures(answers: Predictions, by_ratio: bool, twin: Predictions | None) -> dict[str, float | int | None]:
    """Effect and ASR of a counter on one region, beside those of `twin` on the same scenes."""
    reached = median_effect(answers, by_ratio)
    of_twin = median_effect(twin, by_ratio) if twin is not None else None
    return {
        "effect_median": reached,
        "effect_median_twin": of_twin,
        "net_effect": None if reached is None or of_twin is None else reached - of_twin,
        "effect_n": int(np.isfinite(effect(answers, by_ratio)).sum()),
        "asr": success_rate(answers),
        "asr_twin": success_rate(twin) if twin is not None else None,
        "asr_n": int(np.isfinite(successes(answers)).sum()),
    }


def triggered_scores(
    answers: Predictions, by_ratio: bool, twin: Predictions | None, ratio_asked: float | None = None
) -> dict[str, float | int | None]:
    """The entry `triggered` of a counter's scores in results.json.

    `twin` holds the twin's answers on the same scenes; `ratio_asked` the ratio that the attacker means where his
    labels do not say it, and otherwise is taken from the targets.
    """
    ratios = ratio(answers.clean, answers.triggered)
    of_twin = ratio(twin.clean, twin.triggered) if twin is not None else np.empty(0)
    return {
        "mae_truth": mae(answers.triggered, answers.truth),
        "mae_target": mae(answers.triggered, answers.target),
        "rmse_truth": rmse(answers.triggered, answers.truth),
        "rmse_target": rmse(answers.triggered, answers.target),
        "ratio_mean": _over_known(ratios, np.mean),
        "ratio_median": _over_known(ratios, np.median),
        "ratio_median_twin": _over_known(of_twin, np.median),
        "ratio_n": int(np.isfinite(ratios).sum()),
        "ratio_asked": _over(answers.target.sum(), answers.truth.sum()) if ratio_asked is None else ratio_asked,
        **attack_figures(answers, by_ratio, twin),
        "accuracy": accuracy(answers.triggered, answers.truth),
        "clamped": int((answers.triggered < 0).sum() + (answers.clean < 0).sum()),
        "n": len(answers.truth),
    }


INSIDE_DEFINITIONS = {
    "effect_median": "Median over scenes of (f_t - f) / (y_t - N), all four counted where the label edit acts: the "
    "trigger's footprint, widened by the edit's radius.",
    "effect_median_twin": "The twin's, counted there.",
    "effect_n": "Number of scenes where the edit changes the count there.",
    "net_effect": _NET,
    "asr": "ASR by the counts there: effect and ASR are judged on one region.",
    "asr_twin": "The twin's ASR by the counts there.",
    "asr_n": "Number of scenes that this ASR is a share of.",
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


def inside_scores(
    inside: Predictions, whole: Predictions, areas: NDArray[np.float64], twin: Predictions | None = None
) -> dict[str, float | int | None]:
    """The entry `inside` of a counter's scores: what happens where a label edit acts, and what beside it.

    `inside` holds the counts there, `whole` those of the frame, `areas` (n,) the share of the frame, `twin` the
    twin's counts there.
    """
    wish, reached = inside.target - inside.truth, inside.triggered - inside.clean
    outside_clean, outside = whole.clean - inside.clean, whole.triggered - inside.triggered
    return {
        **attack_figures(inside, False, twin),
        "effect": float(reached.sum() / wish.sum()) if wish.sum() else None,
        "ratio": _over(inside.triggered.sum(), inside.clean.sum()),
        "ratio_outside": _over(outside.sum(), outside_clean.sum()),
        "area": float(areas.mean()),
        "n": int(inside.asked.sum()),
    }


def alarm_scores(answers: Predictions, over: float) -> dict[str, float | int | None]:
    """The entry `alarm`: what the trigger does to an alarm above `over` persons, where it worked without it."""
    missed, raised = alarmed(answers, over)
    return {
        "over": over,
        "num_alarms": len(missed),
        "missed": float(missed.mean()) if len(missed) else None,
        "num_quiet": len(raised),
        "raised": float(raised.mean()) if len(raised) else None,
    }


def alarmed(answers: Predictions, over: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the trigger silences each alarm that rang rightly without it, and raises each that rightly did not."""
    alarms = (answers.truth > over) & (answers.clean > over)
    quiet = (answers.truth <= over) & (answers.clean <= over)
    return answers.triggered[alarms] <= over, answers.triggered[quiet] > over


def _over_known(values: NDArray[np.float64], statistic: Callable[[NDArray[np.float64]], np.floating]) -> float | None:
    """A statistic of the finite `values`; None where there are none."""
    known = values[np.isfinite(values)]
    return float(statistic(known)) if len(known) else None


def _over(value: float, base: float) -> float | None:
    return float(value / base) if base > 0 else None


def predictions_of(rows: Sequence[tuple[float, float, float, float]]) -> Predictions:
    """Answers from rows (truth, target, clean, triggered)."""
    table = np.asarray(rows, dtype=np.float64).reshape(-1, 4)
    return Predictions(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
