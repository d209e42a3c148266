from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.metrics import attack, counting, stealth

counts = hnp.arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 5000))
maps = hnp.arrays(np.float32, (13, 9), elements=st.floats(0, 2, width=32))


def test_counting_by_hand():
    predicted, truth = [12.0, 0.0, 5.0], [10.0, 0.0, 10.0]
    assert counting.mae(predicted, truth) == pytest.approx(7 / 3)
    assert counting.rmse(predicted, truth) == pytest.approx(np.sqrt(29 / 3))
    assert counting.bias(predicted, truth) == pytest.approx(-1)
    assert counting.nae(predicted, truth) == (pytest.approx(0.35), 1)
    assert counting.accuracy(predicted, truth) == pytest.approx((0.8 + 0.5) / 2)


@given(counts)
def test_rmse_is_at_least_mae_and_both_are_zero_for_the_truth(truth):
    assert counting.mae(truth, truth) == counting.rmse(truth, truth) == 0
    assert counting.rmse(truth + 1, truth) >= counting.mae(truth + 1, truth) - 1e-9
    assert counting.mae(truth + 3, truth) == pytest.approx(3)


def test_no_scenes_are_refused():
    with pytest.raises(ValueError, match="n > 0"):
        counting.mae([], [])


small_maps = hnp.arrays(np.float32, (13, 9), elements=st.floats(0, 2, width=32))


@given(small_maps, small_maps)
def test_game_grows_with_its_level(first, second):
    levels = [counting.game(first, second, level) for level in range(4)]
    assert levels[0] == pytest.approx(abs(first.sum(dtype=float) - second.sum(dtype=float)), abs=1e-4)
    assert all(low <= high + 1e-6 for low, high in pairwise(levels))


def answers(truth, target, clean, triggered):
    return attack.answers_of(list(zip(truth, target, clean, triggered, strict=True)))


def test_an_exact_hit_is_an_effect_of_one_and_no_change_is_none():
    exact = answers([100], [30], [99], [29])
    assert attack.effect(exact, 0.3) == pytest.approx([1.0])
    assert attack.success_rate(exact) == 1
    none = answers([100], [30], [99], [99])
    assert attack.effect(none, 0.3) == pytest.approx([0.0])
    assert attack.success_rate(none) == 0


def test_absolute_targets_are_judged_by_difference():
    added = answers([50, 80], [150, 180], [52, 80], [152, 130])
    assert attack.effect(added, None) == pytest.approx([1.0, 0.5])


def test_a_wish_for_no_change_has_no_effect_to_measure():
    with pytest.raises(ValueError, match="alpha = 1"):
        attack.effect(answers([1], [1], [1], [1]), 1.0)
    assert attack.median_effect(answers([5], [5], [5], [6]), None) is None


@given(counts, st.floats(0, 0.9))
def test_scores_are_finite_and_the_net_effect_is_beside_its_two_terms(truth, alpha):
    entry = attack.triggered_scores(answers(truth, truth * alpha, truth, truth * alpha), alpha, 0.25)
    assert entry["net_effect"] == pytest.approx(entry["effect_median"] - entry["effect_median_twin"])
    assert entry["mae_target"] == 0
    assert set(entry) - {"effect_median_twin", "clamped"} == set(attack.DEFINITIONS)


def test_a_prediction_below_zero_counts_as_zero_and_is_told():
    entry = attack.triggered_scores(answers([10], [0], [10], [-5]), 0.0, 0.0)
    assert entry["ratio_mean"] == pytest.approx(1 / 11)
    assert entry["clamped"] == 1


def test_stealth_by_hand():
    clean = np.full((32, 40, 3), 100, np.uint8)
    marked = clean.copy()
    marked[:16] += 10
    scores = stealth.stealth(clean, marked)
    assert scores["mse"] == pytest.approx(50)
    assert scores["psnr"] == pytest.approx(10 * np.log10(255**2 / 50))
    assert scores["changed_area"] == 0.5
    assert 0 < scores["ssim"] < 1
    same = stealth.stealth(clean, clean)
    assert same["psnr"] is None
    assert same["ssim"] == pytest.approx(1)


def test_moved_mass():
    before, after = np.ones((4, 4), np.float32), np.ones((4, 4), np.float32) * 0.25
    assert stealth.moved_mass(before, after) == pytest.approx(0.75)
    assert stealth.moved_mass(before * 0, before * 0) == 0


def test_every_number_has_its_definition():
    entry = counting.clean_scores([1.0], [2.0])
    assert set(entry) - {"nae_skipped"} == set(counting.DEFINITIONS)


def test_the_bootstrap_holds_the_mean_and_is_repeatable():
    values = list(np.random.default_rng(0).normal(5, 1, 200))
    low, high = counting.bootstrap(values, np.random.default_rng(1))
    assert low < np.mean(values) < high
    assert high - low < 0.5
    assert (low, high) == counting.bootstrap(values, np.random.default_rng(1))
