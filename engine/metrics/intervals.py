"""How sure a figure is: rates by Clopper and Pearson, all else by resampling test scenes, and seeds where they are.

Every interval holds the true value in 95 % of all cases, or so it is meant; a rate of 0 of 12 is not [0, 0].
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .attack import Predictions, alarmed, effect, ratio, successes
from .defense import LEAST_EFFECT

DRAWS = 1000
LEVEL = 0.95
MOST_AT_ONCE = 2**22
"""Numbers that are resampled at a time, so that ten thousand scenes take no gigabyte."""

WORDS = (
    "95 % intervals over the test scenes: Clopper and Pearson's for rates, for all else percentiles of 1,000 "
    "resamplings of the scenes, in which twin and counter stay together."
)
WORDS_OVER_SEEDS = (
    "95 % intervals: seeds and, in each, test scenes are resampled 1,000 times. Rates have Clopper and Pearson's, for "
    "as many scenes as the resampling says that they are worth. Few seeds say little of all others: where the truth is "
    "known, 88 of 100 such intervals hold it with three seeds, and 94 with ten."
)

Interval: TypeAlias = tuple[float, float]
Rows = NDArray[np.float64]
Statistic: TypeAlias = Callable[[Rows], Rows]
"""From scenes (m, n, k) to a value of each of m resamplings, (m,)."""


def rate_interval(successes: float, of: float) -> Interval | None:
    """The 95 % interval of a rate of `successes` of `of` scenes (Clopper and Pearson 1934); None of no scenes.

    >>> tuple(round(end, 4) for end in rate_interval(0, 12))
    (0.0, 0.2646)
    """
    if of <= 0:
        return None
    from scipy.special import betaincinv  # 0.1 s that what only names figures need not wait for

    tail = (1 - LEVEL) / 2
    low = float(betaincinv(successes, of - successes + 1, tail)) if successes > 0 else 0.0
    high = float(betaincinv(successes + 1, of - successes, 1 - tail)) if successes < of else 1.0
    return low, high


def rate_interval_of(values: ArrayLike) -> Interval | None:
    """The 95 % interval of the rate of `values` (n,), each 0 or 1; NaN is no scene."""
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    return rate_interval(float(known.sum()), len(known))


def medians(rows: Rows) -> Rows:
    """The median over scenes of rows (m, n, k), without NaN, as (m, k); NaN where all are."""
    known = np.isfinite(rows).sum(axis=1)
    ordered = np.sort(rows, axis=1)  # NaN come last
    low, high = np.maximum(known - 1, 0) // 2, known // 2
    picked = [
        np.take_along_axis(ordered, at[:, None], axis=1)[:, 0] for at in (low, np.minimum(high, rows.shape[1] - 1))
    ]
    return np.where(known > 0, (picked[0] + picked[1]) / 2, np.nan)


def means(rows: Rows) -> Rows:
    """The mean over scenes of rows (m, n, k), without NaN, as (m, k); NaN where all are."""
    known = np.isfinite(rows).sum(axis=1)
    total: Rows = np.nansum(rows, axis=1)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)


def two_level(
    seeds: Sequence[Rows], statistic: Statistic, rng: np.random.Generator, crossed: bool = False, draws: int = DRAWS
) -> Rows:
    """`draws` values of the mean over seeds of a statistic, with seeds and their scenes resampled; those not NaN.

    `seeds` holds for each seed its scenes (n, k): k values that stay together, such as victim and twin. Where all
    seeds have the same scenes (`crossed`), a draw takes the same of them for all, so that their part of the spread is
    not averaged away. What the seeds add is widened by sqrt(k / (k - 1)), k their number, since so few resampled
    ones spread too little (Hesterberg 2015, The American Statistician 69, "narrowness bias").
    """
    number = len(seeds)
    whole = np.array([statistic(rows[None])[0] for rows in seeds])
    chosen = rng.integers(0, number, size=(draws, number))
    shared = rng.integers(0, len(seeds[0]), size=(draws, len(seeds[0]))) if crossed else None
    found = np.zeros(draws)
    for slot in range(number):
        for which in range(number):
            drawn = np.flatnonzero(chosen[:, slot] == which)
            rows = seeds[which]
            pick = shared[drawn] if shared is not None else rng.integers(0, len(rows), size=(len(drawn), len(rows)))
            found[drawn] += _in_parts(rows, pick, statistic) / number
    if number > 1:
        found += (np.sqrt(number / (number - 1)) - 1) * (whole[chosen].mean(axis=1) - whole.mean())
    return found[np.isfinite(found)]


def _in_parts(rows: Rows, pick: NDArray[np.int64], statistic: Statistic) -> Rows:
    step = max(1, MOST_AT_ONCE // max(rows.size, 1))
    parts = [statistic(rows[pick[at : at + step]]) for at in range(0, len(pick), step)]
    return np.concatenate(parts) if parts else np.empty(0)


def percentiles(values: Rows) -> Interval | None:
    """The middle 95 % of resampled values; None of none."""
    if not len(values):
        return None
    low, high = np.quantile(values, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)


def rate_over_seeds(seeds: Sequence[Rows], rng: np.random.Generator, crossed: bool = False) -> Interval | None:
    """The 95 % interval of the mean over seeds of a rate, from successes (n,) of each: 0, 1, or NaN for no scene.

    Clopper and Pearson's, for the number of scenes that would scatter as much as seeds and scenes do when they are
    resampled (Korn and Graubard 1998, Survey Methodology 24), at most as many as there are; where all or none
    succeed, resampling says nothing, and the scenes of one seed are counted.
    """
    known = [rows[np.isfinite(rows)] for rows in seeds]
    known = [rows for rows in known if len(rows)]
    if not known:
        return None
    if len(known) == 1:
        return rate_interval_of(known[0])
    rate, number = float(np.mean([rows.mean() for rows in known])), sum(map(len, known))
    if rate in (0.0, 1.0):
        worth = float(min(map(len, known)))
    else:
        spread = float(np.var(two_level([rows[:, None] for rows in seeds], lambda r: means(r)[:, 0], rng, crossed)))
        worth = min(float(number), max(1.0, rate * (1 - rate) / spread)) if spread else float(number)
    return rate_interval(rate * worth, worth)


def bootstrap_intervals(
    answers: Predictions, by_ratio: bool, twin: Predictions | None, rng: np.random.Generator, draws: int = DRAWS
) -> dict[str, Interval]:
    """95 % intervals of the figures of a counter on one region, over its scenes; figures without one are left out.

    Twin and counter are resampled together, scene by scene, so that the net effect's interval is a paired one.
    `twin` holds the twin's answers on the same scenes; None leaves what needs them out. One scene alone has no spread,
    and no interval but that of a rate.
    """
    paired = twin if twin is not None and len(twin.truth) == len(answers.truth) else None
    of_twin = effect(paired, by_ratio) if paired is not None else np.full(len(answers.truth), np.nan)
    effects = np.stack([effect(answers, by_ratio), of_twin], axis=1)
    figures: dict[str, tuple[Rows, Statistic]] = {
        "mae": (np.abs(answers.clean - answers.truth)[:, None], _first(means)),
        "mae_truth": (np.abs(answers.triggered - answers.truth)[:, None], _first(means)),
        "ratio_median": (ratio(answers.clean, answers.triggered)[:, None], _first(medians)),
        "effect_median": (effects[:, :1], _first(medians)),
        "effect_median_twin": (effects[:, 1:], _first(medians)),
        "net_effect": (effects, lambda rows: -np.diff(medians(rows), axis=1)[:, 0]),
    }
    begun = rng.bit_generator.state
    found: dict[str, Interval | None] = {}
    for name, (rows, statistic) in figures.items():
        rng.bit_generator.state = begun  # all from the same draws of scenes
        if len(rows) > 1 and np.isfinite(statistic(rows[None])).all():
            found[name] = percentiles(two_level([rows], statistic, rng, draws=draws))
    found["asr"] = rate_interval_of(successes(answers))
    found["asr_twin"] = rate_interval_of(successes(paired)) if paired is not None else None
    return {name: interval for name, interval in found.items() if interval is not None}


def alarm_intervals(answers: Predictions, over: float) -> dict[str, Interval]:
    """The 95 % intervals of the alarms that are missed and raised."""
    pairs: Mapping[str, Interval | None] = dict(
        zip(("missed", "raised"), map(rate_interval_of, alarmed(answers, over)), strict=True)
    )
    return {name: interval for name, interval in pairs.items() if interval is not None}


def erased(rows: Rows) -> Rows:
    """The erasure of each resampling of effects (m, n, 3) of what a defense left, of the victim and of the twin, (m,).

    NaN where the victim has no net effect to erase.
    """
    left, victim, twin = np.moveaxis(medians(rows), 1, 0)
    of_victim = np.abs(victim - twin)
    return np.where(of_victim >= LEAST_EFFECT, 1 - np.abs(left - twin) / np.maximum(of_victim, LEAST_EFFECT), np.nan)


def erasure_interval(
    left: Predictions, victim: Predictions, twin: Predictions, by_ratio: bool, rng: np.random.Generator
) -> Interval | None:
    """The 95 % interval of an erasure over the test scenes, all three counters resampled together; None without one."""
    effects = np.stack([effect(each, by_ratio) for each in (left, victim, twin)], axis=1)
    if len(effects) < 2 or not np.isfinite(erased(effects[None])).all():
        return None
    return percentiles(two_level([effects], erased, rng))


def _first(statistic: Statistic) -> Statistic:
    return lambda rows: statistic(rows)[:, 0]
