"""Intervals of a suite's rows, from per_scene.csv alone."""

import numpy as np
import pytest

from miscount.engine import runs
from miscount.engine.metrics.intervals import rate_interval
from miscount.engine.suites.over_seeds import intervals_over_seeds, of_seeds, rates_over_seeds, spread

SCENES = [f"part_S/test/IMG_{number}" for number in range(1, 41)]


def written(folder, seed, shift=0.0, inside=False):
    """A run's table: twin, victim and what a defense made of it; every seed has the same scenes."""
    folder.mkdir()
    truth = np.random.default_rng(5).integers(20, 80, len(SCENES)).astype(float)
    rng = np.random.default_rng(100 + seed)
    rows = []
    for model, pull in {"twin": 0.02, "victim": 0.9 + shift, "defended/cbd": 0.3}.items():
        for scene, heads in zip(SCENES, truth, strict=True):
            clean = heads + rng.normal(0, 2)
            target = np.ceil(0.2 * heads)
            row = {"scene": scene, "model": model, "heads": heads, "target": target, "clean": clean,
                   "triggered": clean * (1 - pull * (1 - target / heads)) + rng.normal(0, 1)}  # fmt: skip
            if inside:  # where the edit acts nothing but it happens
                row |= {
                    "inside_heads": 4.0,
                    "inside_target": 0.0,
                    "inside_clean": 4.0,
                    "inside_triggered": 4 - 4 * pull,
                }
            rows.append(row)
    runs.write_rows(folder / runs.PER_SCENE, runs.PER_SCENE_COLUMNS, rows)
    return folder


def test_seeds_that_differ_widen_what_scenes_alone_say(tmp_path):
    alike = [written(tmp_path / f"a{seed}", seed) for seed in range(3)]
    apart = [written(tmp_path / f"b{seed}", seed, shift) for seed, shift in enumerate((-0.3, 0.0, 0.3))]
    one, three, wide = (intervals_over_seeds(folders, True) for folders in (alike[:1], alike, apart))
    low, high = three["victim"]["effect"]
    assert low < 0.9 < high
    widths = [found["victim"]["effect"][1] - found["victim"]["effect"][0] for found in (one, three, wide)]
    assert widths[2] > 4 * widths[1]
    assert set(three["victim"]) == {
        "mae", "accuracy", "accuracy_triggered", "effect", "effect_twin", "net_effect", "asr", "asr_twin",
    }  # fmt: skip
    low, high = three["defended/cbd"]["erasure"]
    assert low < 1 - (0.3 - 0.02) / (0.9 - 0.02) < high
    assert three["twin"]["net_effect"] == (0, 0)
    assert intervals_over_seeds(alike, True) == three


def test_rates_that_are_all_or_none_are_worth_the_scenes_of_one_seed(tmp_path):
    folders = [written(tmp_path / str(seed), seed) for seed in range(3)]
    found = intervals_over_seeds(folders, True)
    assert found["victim"]["asr"] == rate_interval(len(SCENES), len(SCENES))
    assert found["victim"]["asr_twin"] == rate_interval(0, len(SCENES))


def test_a_local_edit_is_judged_where_it_acts(tmp_path):
    folders = [written(tmp_path / str(seed), seed, inside=True) for seed in range(2)]
    found = intervals_over_seeds(folders, False)
    assert found["victim"]["effect"] == (pytest.approx(0.9), pytest.approx(0.9))
    assert found["victim"]["net_effect"] == (pytest.approx(0.88), pytest.approx(0.88))


def test_a_run_without_a_table_has_no_say(tmp_path):
    assert intervals_over_seeds([tmp_path], True) == {}
    old = tmp_path / "old"
    old.mkdir()
    columns = ("scene", "model", "heads", "target", "clean", "triggered")  # as earlier versions wrote them
    rows = [dict(zip(columns, (scene, "victim", 10.0, 2.0, 10.0, 3.0), strict=True)) for scene in SCENES]
    runs.write_rows(old / runs.PER_SCENE, columns, rows)
    assert intervals_over_seeds([old], True)["victim"]["effect"] == (pytest.approx(0.875), pytest.approx(0.875))


def test_of_a_mean_it_is_known_how_many_seeds_have_the_figure():
    row = {"seeds": 3} | spread("erasure", [0.5, None, 0.7]) | spread("mae", [1.0, 2.0, 3.0]) | spread("left", [None])
    assert (row["erasure"], row["erasure_sd"], row["erasure_seeds"]) == (
        pytest.approx(0.6), pytest.approx(0.2 / 2**0.5), 2,
    )  # fmt: skip
    assert (row["mae"], row["mae_sd"], row["mae_seeds"], row["left"]) == (2, 1, None, None)
    assert [of_seeds(row, figure) for figure in ("erasure", "mae", "left", "none")] == [" (2 of 3)", "", "", ""]
    assert of_seeds({"seeds": "3", "erasure": "0.6", "erasure_seeds": "2"}, "erasure") == " (2 of 3)", "of a file"


def listed(folder, hits, poisoned=1, start=0):
    """A run's ranked list of one detector, of which these scenes were called suspect or not."""
    folder.mkdir()
    rows = [{"detector": "strip", "rank": place, "name": f"IMG_{start + place}", "score": 1.0, "suspect": hit,
             "poisoned": poisoned, "reason": ""} for place, hit in enumerate(hits)]  # fmt: skip
    runs.write_rows(folder / runs.DETECTIONS, tuple(rows[0]), rows)
    return folder


def test_rates_of_a_detector_are_as_sure_as_its_seeds_are_alike(tmp_path):
    """Against what pooling says, and against a two-level bootstrap of its own."""
    shares = (4, 20, 38)
    apart = [listed(tmp_path / f"a{n}", [1] * k + [0] * (40 - k), start=100 * n) for n, k in enumerate(shares)]
    alike = [listed(tmp_path / f"b{n}", [1] * 20 + [0] * 20, start=100 * n) for n in range(3)]
    (low, high), pooled = rates_over_seeds(apart, "strip")["found"], rate_interval(62, 120)
    assert set(rates_over_seeds(apart, "strip")) == {"found"}, "of no clean scene there is no rate"
    rng = np.random.default_rng(1)
    rows = [np.repeat([1.0, 0.0], [k, 40 - k]) for k in shares]
    drawn = [np.mean([rng.choice(rows[at], 40).mean() for at in rng.integers(0, 3, 3)]) for _ in range(2000)]
    spread_of_three = 1.96 * np.std(drawn) * (3 / 2) ** 0.5
    assert high - low > 1.2 * 2 * np.std(drawn), "and not as if 120 scenes were independent"
    assert high - low == pytest.approx(2 * spread_of_three, rel=0.35)
    assert high - low > 2 * (pooled[1] - pooled[0])
    like = rates_over_seeds(alike, "strip")["found"]
    assert like[1] - like[0] == pytest.approx(rate_interval(60, 120)[1] - rate_interval(60, 120)[0], rel=0.25)


def test_rates_on_the_same_scenes_are_no_surer_for_more_seeds(tmp_path):
    hits = [1] * 20 + [0] * 20
    same = [listed(tmp_path / f"s{n}", hits, poisoned=0) for n in range(4)]
    low, high = rates_over_seeds(same, "strip")["false_alarms"]
    one = rates_over_seeds(same[:1], "strip")["false_alarms"]
    assert one == rate_interval(20, 40)
    assert high - low == pytest.approx(one[1] - one[0], rel=0.15)
