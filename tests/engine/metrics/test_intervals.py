"""Intervals against independent formulas, and whether they hold what they say as often as they say."""

import math

import numpy as np
import pytest

from miscount.engine.metrics import attack
from miscount.engine.metrics.intervals import (
    alarm_intervals,
    bootstrap_intervals,
    erased,
    erasure_interval,
    means,
    medians,
    percentiles,
    rate_interval,
    rate_over_seeds,
    two_level,
)


@pytest.mark.parametrize(("successes", "of"), [(0, 12), (12, 12), (1, 12), (5, 30), (299, 300), (150, 300)])
def test_a_rate_has_the_exact_interval_of_clopper_and_pearson(successes, of):
    """By definition: at each end the binomial distribution leaves 2.5 % beyond what was seen."""
    from scipy import stats

    low, high = rate_interval(successes, of)
    if successes:
        assert stats.binom.sf(successes - 1, of, low) == pytest.approx(0.025)
    else:
        assert low == 0
    if successes < of:
        assert stats.binom.cdf(successes, of, high) == pytest.approx(0.025)
    else:
        assert high == 1
    wanted = stats.binomtest(successes, of).proportion_ci(method="exact")
    assert (low, high) == (pytest.approx(wanted.low), pytest.approx(wanted.high))


def test_none_of_twelve_is_not_nothing():
    """It was [0, 0]; 1 - 0.025^(1/12) by hand."""
    assert rate_interval(0, 12) == (0, pytest.approx(1 - 0.025 ** (1 / 12)))
    assert rate_interval(0, 0) is None


def test_rates_of_a_counter_have_it():
    own = attack.Predictions(np.full(12, 50.0), np.full(12, 10.0), np.full(12, 49.0), np.full(12, 48.0))
    found = bootstrap_intervals(own, True, own, np.random.default_rng(0))
    assert found["asr"] == found["asr_twin"] == (0, pytest.approx(1 - 0.025 ** (1 / 12)))
    assert alarm_intervals(own, 20) == {"missed": (0, pytest.approx(1 - 0.025 ** (1 / 12)))}


def test_medians_and_means_pass_over_what_is_not_known():
    rows = np.random.default_rng(0).normal(size=(7, 11, 3))
    rows[np.random.default_rng(1).uniform(size=rows.shape) < 0.4] = np.nan
    assert medians(rows) == pytest.approx(np.nanmedian(rows, axis=1))
    assert means(rows) == pytest.approx(np.nanmean(rows, axis=1))
    assert np.isnan(medians(np.full((2, 3, 1), np.nan))).all()


def mean_of(rows):
    return means(rows)[:, 0]


def test_one_seed_is_the_plain_bootstrap_of_its_scenes():
    """The spread of a mean is sigma / sqrt(n)."""
    scenes = np.random.default_rng(0).normal(3, 2, (400, 1))
    drawn = two_level([scenes], mean_of, np.random.default_rng(1), draws=4000)
    assert drawn.std() == pytest.approx(scenes.std() / math.sqrt(400), rel=0.05)
    assert drawn.mean() == pytest.approx(scenes.mean(), abs=0.01)


@pytest.mark.parametrize("crossed", [False, True])
def test_two_levels_spread_as_the_parts_of_the_variance_add_up(crossed):
    """Var = s_seed^2 / k + s_scene^2 / (k n), where the scenes of all seeds are the same s_scene^2 / n."""
    rng = np.random.default_rng(0)
    k, n = 6, 200
    scene = rng.normal(0, 3, n)
    seeds = rng.normal(0, 0.5, k)
    rows = [(scene if crossed else rng.normal(0, 3, n))[:, None] + seeds[which] for which in range(k)]
    drawn = two_level(rows, mean_of, np.random.default_rng(1), crossed, draws=6000)
    each = np.array([row.mean() for row in rows])
    within = np.mean([row.var() for row in rows]) / n
    wanted = each.var(ddof=1) / k + (within if crossed else within / k)
    assert drawn.var() == pytest.approx(wanted, rel=0.1)
    assert drawn.mean() == pytest.approx(each.mean(), abs=0.03)


def coverage(num_seeds, num_scenes, times):
    """How often the interval of seeds and scenes holds the true mean of a made-up effect."""
    hits = 0
    for turn in range(times):
        rng = np.random.default_rng(turn)
        seeds = rng.normal(0.7, 0.2, num_seeds)
        rows = [rng.normal(seed, 0.5, (num_scenes, 1)) for seed in seeds]
        low, high = percentiles(two_level(rows, mean_of, rng, draws=200))
        hits += low <= 0.7 <= high
    return hits / times


def test_ten_seeds_hold_the_truth_about_as_often_as_they_say():
    assert 0.87 <= coverage(10, 20, 200) <= 0.99


def test_three_seeds_hold_it_less_often_as_their_words_say():
    assert 0.7 <= coverage(3, 20, 200) <= 0.95


def test_a_rate_over_seeds_is_worth_fewer_scenes_where_seeds_differ():
    alike = [np.array([1.0] * 15 + [0.0] * 15)] * 3
    apart = [np.array([1.0] * 29 + [0.0]), np.array([1.0] * 15 + [0.0] * 15), np.array([1.0] + [0.0] * 29)]
    width = {}
    for name, seeds in (("alike", alike), ("apart", apart)):
        low, high = rate_over_seeds(seeds, np.random.default_rng(0))
        assert low < 0.5 < high
        width[name] = high - low
    pooled = rate_interval(45, 90)
    assert width["alike"] >= (pooled[1] - pooled[0]) * 0.99
    assert width["apart"] > 2 * width["alike"]
    never = [np.zeros(12)] * 3
    assert rate_over_seeds(never, np.random.default_rng(0)) == rate_interval(0, 12)
    assert rate_over_seeds([np.full(4, np.nan)], np.random.default_rng(0)) is None


def attacked(rng, pull, num=60):
    truth = rng.uniform(20, 90, num)
    clean = truth + rng.normal(0, 2, num)
    return attack.Predictions(truth, 0.2 * truth, clean, clean * (1 - 0.8 * pull) + rng.normal(0, 2, num))


def test_an_erasure_has_an_interval_of_what_is_left_of_the_victim():
    rng = np.random.default_rng(0)
    twin, victim, after = (
        attacked(np.random.default_rng(seed), pull) for seed, pull in ((1, 0.05), (2, 1.0), (3, 0.3))
    )
    low, high = erasure_interval(after, victim, twin, True, rng)
    medians_by_hand = [attack.median_effect(each, True) for each in (after, victim, twin)]
    own = 1 - abs(medians_by_hand[0] - medians_by_hand[2]) / abs(medians_by_hand[1] - medians_by_hand[2])
    assert low < own < high
    assert high - low < 0.2
    effects = np.stack([attack.effect(each, True) for each in (after, victim, twin)], axis=1)
    assert erased(effects[None]) == pytest.approx([own])
    assert erasure_interval(after, twin, twin, True, rng) is None


def test_one_scene_has_no_spread():
    one = attack.Predictions(*np.array([[10.0], [2.0], [10.0], [3.0]]))
    assert set(bootstrap_intervals(one, True, one, np.random.default_rng(0))) == {"asr", "asr_twin"}
