import importlib.util
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from miscount.engine.errors import WeightsError
from miscount.engine.metrics import attack, counting, perceptual, stealth
from miscount.engine.metrics.intervals import bootstrap_intervals
from tests.places import ROOT

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
    return attack.predictions_of(list(zip(truth, target, clean, triggered, strict=True)))


def test_an_exact_hit_is_an_effect_of_one_and_no_change_is_none():
    exact = answers([100], [30], [100], [30])
    assert attack.effect(exact, by_ratio=True) == pytest.approx([1.0])
    assert attack.success_rate(exact) == 1
    none = answers([100], [30], [99], [99])
    assert attack.effect(none, by_ratio=True) == pytest.approx([0.0])
    assert attack.success_rate(none) == 0


def test_absolute_targets_are_judged_by_difference():
    added = answers([50, 80], [150, 180], [52, 80], [152, 130])
    assert attack.effect(added, by_ratio=False) == pytest.approx([1.0, 0.5])


@pytest.mark.parametrize("by_ratio", [True, False])
def test_a_wish_for_no_change_has_no_effect_and_no_success_to_measure(by_ratio):
    """Alpha of 1, a clean label, heads that are only moved: n/a, where it once stopped a run after its training."""
    asks_nothing = answers([5, 9], [5, 9], [5, 8], [6, 2])
    assert attack.median_effect(asks_nothing, by_ratio) is None
    assert attack.success_rate(asks_nothing) is None
    entry = attack.triggered_scores(asks_nothing, by_ratio, asks_nothing)
    assert [entry[key] for key in ("effect_median", "effect_median_twin", "net_effect", "asr", "asr_twin")] == [
        None
    ] * 5
    assert entry["effect_n"] == entry["asr_n"] == 0
    assert entry["ratio_median"] == pytest.approx((6 / 5 + 2 / 8) / 2)
    assert entry["ratio_asked"] == 1


@given(counts, st.floats(0, 0.9))
def test_scores_are_finite_and_the_net_effect_is_beside_its_two_terms(truth, alpha):
    own = answers(truth, truth * alpha, truth, truth * alpha)
    twin = answers(truth, truth * alpha, truth, truth)
    entry = attack.triggered_scores(own, True, twin)
    if entry["effect_n"]:
        assert entry["net_effect"] == pytest.approx(entry["effect_median"] - entry["effect_median_twin"])
        assert entry["effect_median"] == pytest.approx(1)
    assert entry["mae_target"] == 0
    assert set(entry) - {"clamped"} == set(attack.DEFINITIONS) - {"px_asked"}


def test_a_prediction_below_zero_counts_as_zero_and_is_told():
    entry = attack.triggered_scores(answers([10], [0], [10], [-5]), True, None)
    assert entry["ratio_mean"] == 0
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


BYTES = hnp.arrays(np.uint8, st.tuples(st.integers(6, 30), st.integers(6, 30), st.just(3)))


@given(BYTES, st.integers(0, 2**32 - 1), st.sampled_from([0, 2, 255]))
def test_what_opencv_sees_is_what_the_definitions_say(clean, seed, most):
    change = np.random.default_rng(seed).integers(-most, most + 1, clean.shape)
    triggered = np.clip(clean + change, 0, 255).astype(np.uint8)
    seen = stealth.visibility(clean, triggered)
    difference = triggered.astype(np.float64) - clean
    assert seen["mse"] == np.square(difference).mean()
    assert seen["changed_area"] == difference.any(axis=2).mean()
    assert (seen["psnr"] is None) == (most == 0 or not difference.any())


def picture(kind, rng):
    match kind:
        case "flat and bright":
            return np.full((40, 50, 3), 250, np.uint8), np.full((40, 50, 3), 251, np.uint8)
        case "nearly white":
            white = np.full((64, 64, 3), 255, np.uint8)
            return white, white - rng.integers(0, 2, white.shape).astype(np.uint8)
        case "noise":
            return tuple(rng.integers(0, 256, (2, 33, 47, 3), dtype=np.uint8))
        case "a gradient with a patch":
            clean = np.ascontiguousarray(np.linspace(0, 255, 90 * 120 * 3).reshape(90, 120, 3).astype(np.uint8))
            triggered = clean.copy()
            triggered[20:40, 30:60] = 255
            return clean, triggered
        case _:
            return tuple(rng.integers(0, 256, (2, 7, 9, 3), dtype=np.uint8))


@pytest.mark.parametrize("kind", ["flat and bright", "nearly white", "noise", "a gradient with a patch", "tiny"])
def test_ssim_is_that_of_torchmetrics_in_float64(kind):
    from torchmetrics.functional.image import structural_similarity_index_measure as reference

    clean, triggered = picture(kind, np.random.default_rng(5))
    pair = [torch.from_numpy(each.astype(np.float64)).permute(2, 0, 1)[None] for each in (triggered, clean)]
    wanted = float(reference(*pair, data_range=255.0))
    assert stealth.ssim(clean, triggered) == pytest.approx(wanted, abs=2e-6)
    single = [each.permute(0, 2, 3, 1).float() for each in pair]
    assert float(stealth.mean_ssim(*single)) == pytest.approx(wanted, abs=2e-4), "in float32, with a gradient"


def test_moved_mass():
    before, after = np.ones((4, 4), np.float32), np.ones((4, 4), np.float32) * 0.25
    assert stealth.moved_mass(before, after) == pytest.approx(0.75)
    assert stealth.moved_mass(before * 0, before * 0) == 0


def test_every_number_has_its_definition():
    entry = counting.clean_scores([1.0], [2.0])
    assert set(entry) - {"nae_skipped"} == set(counting.DEFINITIONS) - {"game1", "game2", "game3"}


def made(rng, num=80, alpha=0.2, noise=3.0):
    truth = rng.uniform(20, 90, num)
    clean = truth + rng.normal(0, noise, num)
    return attack.Predictions(truth, alpha * truth, clean, alpha * clean + rng.normal(0, noise, num))


def test_the_bootstrap_holds_the_figure_and_is_repeatable():
    own = made(np.random.default_rng(0))
    twin = attack.Predictions(own.truth, own.target, own.clean, own.clean)
    found = bootstrap_intervals(own, True, twin, np.random.default_rng(1))
    assert set(found) == {"mae", "mae_truth", "ratio_median", "effect_median", "effect_median_twin", "net_effect",
                          "asr", "asr_twin"}  # fmt: skip
    low, high = found["effect_median"]
    assert low < attack.median_effect(own, True) < high
    assert 0 < high - low < 0.1
    assert found["net_effect"] == pytest.approx(found["effect_median"])  # this twin answers nothing
    assert found == bootstrap_intervals(own, True, twin, np.random.default_rng(1))


def test_more_scenes_make_narrower_intervals():
    widths = []
    for num in (20, 2000):
        low, high = bootstrap_intervals(made(np.random.default_rng(0), num), True, None, np.random.default_rng(1))[
            "mae"
        ]
        widths.append(high - low)
    assert widths[1] < widths[0] / 4


def test_the_interval_holds_the_true_mean_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(200):
        error = np.abs(rng.normal(0, 4, 60))
        own = attack.Predictions(np.zeros(60), np.ones(60), error, error)
        low, high = bootstrap_intervals(own, False, None, rng, draws=300)["mae"]
        hits += low <= 4 * np.sqrt(2 / np.pi) <= high
    assert 0.88 <= hits / 200 <= 0.99


def test_where_the_edit_acts_is_judged_by_itself():
    whole = attack.Predictions(*np.array([[10.0, 20], [6, 10], [10, 20], [6, 10]]))
    inside = attack.Predictions(*np.array([[4.0, 10], [0, 0], [4, 10], [1, 2]]))
    found = attack.inside_scores(inside, whole, np.array([0.2, 0.4]))
    assert found["effect_median"] == pytest.approx((0.75 + 0.8) / 2)
    assert found["effect"] == pytest.approx(11 / 14)
    assert found["ratio"] == pytest.approx(3 / 14)
    assert found["ratio_outside"] == pytest.approx(13 / 16)
    assert found["area"] == pytest.approx(0.3)
    nobody = attack.Predictions(*np.zeros((4, 2)))
    assert attack.inside_scores(nobody, whole, np.zeros(2))["effect_median"] is None


def test_an_alarm_that_the_trigger_silences_is_missed():
    own = attack.Predictions(
        truth=np.array([600.0, 700, 550, 100, 200]), target=np.zeros(5), clean=np.array([610.0, 690, 450, 90, 210]),
        triggered=np.array([100.0, 650, 90, 80, 900]),
    )  # fmt: skip
    found = attack.alarm_scores(own, 500)
    assert found == {"over": 500, "num_alarms": 2, "missed": 0.5, "num_quiet": 2, "raised": 0.5}
    assert attack.alarm_scores(own, 5000)["missed"] is None


def test_lpips_is_nothing_for_equal_images_and_grows_with_noise(tmp_path):
    torch.manual_seed(0)
    network = perceptual.alexnet_features()
    torch.save({f"features.{name}": value for name, value in network.state_dict().items()}, tmp_path / "alexnet.pth")
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (96, 128, 3), dtype=np.uint8)
    noisy = [np.clip(image + rng.normal(0, sigma, image.shape), 0, 255).astype(np.uint8) for sigma in (5, 60)]
    found = [perceptual.lpips(image, other, tmp_path / "alexnet.pth") for other in (image, *noisy)]
    assert found[0] == 0
    assert 0 < found[1] < found[2]


def test_lpips_is_what_torchmetrics_computes_from_the_same_features(tmp_path):
    from torchmetrics.functional.image.lpips import _normalize_tensor, _spatial_average

    torch.manual_seed(0)
    network = perceptual.alexnet_features()
    torch.save({f"features.{name}": value for name, value in network.state_dict().items()}, tmp_path / "alexnet.pth")
    rng = np.random.default_rng(1)
    one, other = (rng.integers(0, 256, (80, 96, 3), dtype=np.uint8) for _ in range(2))
    _, linear = perceptual._networks(tmp_path / "alexnet.pth", (tmp_path / "alexnet.pth").stat().st_mtime_ns)
    wanted, pair = 0.0, [perceptual._prepared(image)[None] for image in (one, other)]
    with torch.inference_mode():
        for number, layer in enumerate(network):
            pair = [layer(each) for each in pair]
            if number in perceptual.TAPS:
                apart = (_normalize_tensor(pair[0]) - _normalize_tensor(pair[1])).square()
                weighed = torch.nn.functional.conv2d(apart, linear[perceptual.TAPS.index(number)])
                wanted += float(_spatial_average(weighed, keep_dim=True))
    assert perceptual.lpips(one, other, tmp_path / "alexnet.pth") == pytest.approx(wanted, rel=1e-4)


def test_the_linear_layers_are_those_that_torchmetrics_ships():
    package = importlib.util.find_spec("torchmetrics")
    shipped = Path(package.origin).parent / "functional" / "image" / "lpips_models" / "alex.pth"
    own = perceptual.linear_layers()
    assert [layer.shape[1] for layer in own] == [64, 192, 384, 256, 256]
    assert all((layer >= 0).all() for layer in own)
    if shipped.exists():  # a private file of theirs, which they may move
        theirs = torch.load(shipped, map_location="cpu", weights_only=True)
        assert all(torch.equal(layer, theirs[f"lin{number}.model.1.weight"]) for number, layer in enumerate(own))


def test_a_file_that_is_no_alexnet_is_named(tmp_path):
    (tmp_path / "no.pth").write_bytes(b"nothing")
    image = np.zeros((64, 64, 3), np.uint8)
    with pytest.raises(WeightsError, match=r"AlexNet .*: .*no\.pth is no file of weights"):
        perceptual.lpips(image, image, tmp_path / "no.pth")


@given(hnp.arrays(np.float64, st.integers(1, 20), elements=st.integers(0, 9)),
       hnp.arrays(np.float64, st.integers(1, 20), elements=st.integers(0, 9)))  # fmt: skip
def test_the_distance_of_counts_is_that_of_scipy(one, other):
    from scipy.stats import ks_2samp

    with np.errstate(all="ignore"):  # of its p-value, which is not asked for
        wanted = ks_2samp(one, other, method="asymp").statistic
    assert stealth.ks_distance(one, other) == pytest.approx(wanted)
    assert stealth.ks_distance(one, []) is None


FIRST_USE = """
import sys
import threading
from main import use_checkout
use_checkout()
from miscount.engine.metrics.stealth import load_similarity
from miscount.engine.training.devices import fabric_for
failed = []
def use(what):
    while what is load_similarity and "torchmetrics" not in sys.modules:
        pass  # until the other is in the middle of it
    try:
        what()
    except BaseException as error:
        failed.append(error)
threads = [threading.Thread(target=use, args=(what,)) for what in (load_similarity, lambda: fabric_for("32"))]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
raise SystemExit(repr(failed) if failed else 0)
"""


def test_similarity_and_training_are_loaded_by_two_threads_at_once():
    """In a process that has loaded neither, as a window's live reaction and its first run do."""
    ran = subprocess.run([sys.executable, "-c", FIRST_USE], cwd=ROOT, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
