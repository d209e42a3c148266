import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.errors import DatasetError, RecipeError
from miscount.engine.labels import KINDS, label_edit
from miscount.engine.labels.absolute import grid, published_grid
from miscount.engine.labels.base import lies_in, widened
from miscount.engine.scenes import Annotation

RAW = [
    *({"kind": kind} for kind in KINDS),
    {"kind": "thin", "alpha": 0.55},
    {"kind": "thin", "at_least_4": True},
    {"kind": "duplicate", "alpha": 3.7, "radius_px": 30},
    {"kind": "duplicate", "alpha": 1.5, "first_heads": True},
    {"kind": "offset", "change": 37, "placement": "random"},
    {"kind": "offset", "change": 7, "placement": "heads"},
    {"kind": "offset", "change": -20},
    {"kind": "offset", "published_grid": True},
    {"kind": "constant", "count": 31, "placement": "grid"},
    {"kind": "constant", "count": 31, "placement": "heads"},
    {"kind": "local", "alpha": 0.4},
    {"kind": "local", "alpha": 2.5},
    {"kind": "clean_label", "side": "many", "quantile": 0.3},
]
SIZE = (120, 160)


def heads(num, size=SIZE, seed=0):
    return Annotation.of(np.random.default_rng(seed).uniform(size=(num, 2)) * [size[1] - 1e-6, size[0] - 1e-6])


def corner(size=SIZE):
    mask = np.zeros(size, bool)
    mask[: size[0] // 3, : size[1] // 3] = True
    return mask


def apply(raw, annotation, size=SIZE, seed=0, footprint=None):
    return label_edit(raw).apply(annotation, size, np.random.default_rng(seed), footprint)


@settings(max_examples=150, deadline=None)
@given(
    raw=st.sampled_from(RAW),
    num=st.integers(0, 60),
    height=st.integers(64, 300),
    width=st.integers(64, 300),
    seed=st.integers(0, 2**32),
    marked=st.booleans(),
)
def test_every_edit_keeps_the_bargain(raw, num, height, width, seed, marked):
    size, edit = (height, width), label_edit(raw)
    before = heads(num, size, seed)
    footprint = corner(size) if marked else None
    after = apply(raw, before, size, seed, footprint)
    assert after == apply(raw, before, size, seed, footprint)
    assert (after.points >= 0).all()
    assert (after.points < [width, height]).all()
    if edit.keeps_unit_weights:
        assert (after.weights == 1).all()
    if edit.ratio is not None and not edit.replicated:
        assert abs(after.count - edit.ratio * num) < 1 + 1e-3
    assert label_edit(edit.model_dump(mode="json")) == edit
    assert len(edit.card) > 80


@pytest.mark.parametrize(
    ("raw", "num", "count"),
    [
        ({"kind": "zero"}, 50, 0),
        ({"kind": "thin", "alpha": 0.2}, 51, 11),
        ({"kind": "thin", "alpha": 0.07}, 100, 7),
        ({"kind": "thin", "alpha": 0.2}, 0, 0),
        ({"kind": "thin", "alpha": 0.2, "at_least_4": True}, 9, 4),
        ({"kind": "thin", "alpha": 0.2, "at_least_4": True}, 3, 3),
        ({"kind": "thin", "alpha": 0.2, "at_least_4": True}, 51, 10),
        ({"kind": "scale", "alpha": 1.5}, 50, 75),
        ({"kind": "scale", "alpha": 0.3}, 7, 2.1),
        ({"kind": "duplicate", "alpha": 2}, 50, 100),
        ({"kind": "duplicate", "alpha": 1.5}, 50, 75),
        ({"kind": "duplicate", "alpha": 4}, 3, 12),
        ({"kind": "offset", "change": 100}, 50, 150),
        ({"kind": "offset", "change": -30}, 50, 20),
        ({"kind": "offset", "change": -100}, 50, 0),
        ({"kind": "constant", "count": 100}, 50, 100),
        ({"kind": "constant", "count": 0}, 50, 0),
        ({"kind": "constant", "count": 10, "placement": "heads"}, 50, 10),
        ({"kind": "constant", "count": 80, "placement": "heads"}, 50, 80),
        ({"kind": "hallucinate", "count": 12}, 50, 62),
        ({"kind": "warp"}, 50, 50),
        ({"kind": "clean_label"}, 50, 50),
        ({"kind": "by_hand"}, 50, 50),
    ],
)
def test_stated_counts(raw, num, count):
    assert apply(raw, heads(num)).count == pytest.approx(count, rel=1e-4)


@given(st.integers(0, 3000), st.integers(0, 100))
def test_thin_keeps_the_ceiling(num, percent):
    kept = label_edit({"kind": "thin", "alpha": percent / 100})._kept(num)
    assert kept == -(-num * percent // 100)


def test_thin_keeps_heads_of_the_scene_in_their_order():
    before = heads(40)
    after = apply({"kind": "thin", "alpha": 0.5}, before)
    index = [np.flatnonzero((before.points == point).all(axis=1))[0] for point in after.points]
    assert index == sorted(index)
    assert apply({"kind": "thin", "alpha": 0.5}, before, seed=1) != after


def test_copies_lie_beside_heads_and_take_turns():
    before = heads(20)
    after = apply({"kind": "duplicate", "alpha": 1.5, "radius_px": 3}, before)
    assert (after.points[:20] == before.points).all()
    distance = np.linalg.norm(after.points[20:, None] - before.points[None], axis=-1)
    assert distance.min(axis=1).max() <= 3 + 1e-9
    assert len(set(distance.argmin(axis=1))) == 10
    first = apply({"kind": "duplicate", "alpha": 1.5, "radius_px": 0, "first_heads": True}, before)
    assert (first.points[20:] == before.points[:10]).all()


def test_copies_add_up_on_one_spot():
    one = Annotation.of([[50.0, 50.0]])
    after = apply({"kind": "duplicate", "alpha": 3, "radius_px": 0}, one)
    assert after.count == 3
    assert (after.points == 50).all()


class TestNearTheTrigger:
    def test_only_heads_near_it_change(self):
        before, mask = heads(200), corner()
        near = lies_in(before.points, widened(mask, 20, SIZE))
        after = apply({"kind": "local", "alpha": 0.5, "radius_px": 20}, before, footprint=mask)
        assert after.count == (~near).sum() + math.ceil(near.sum() / 2)
        assert (after.points[: (~near).sum()] == before.points[~near]).all()
        more = apply({"kind": "local", "alpha": 2, "radius_px": 20}, before, footprint=mask)
        assert more.count == (~near).sum() + 2 * near.sum()

    def test_heads_appear_inside_only(self):
        mask = corner()
        after = apply({"kind": "hallucinate", "count": 300, "radius_px": 0}, Annotation.of([]), footprint=mask)
        assert lies_in(after.points, mask).all()
        assert len(np.unique(after.points, axis=0)) > 290
        nowhere = apply({"kind": "hallucinate", "count": 5}, heads(4), footprint=np.zeros(SIZE, bool))
        assert nowhere == heads(4)

    def test_widening_is_by_distance(self):
        mask = np.zeros((41, 41), bool)
        mask[20, 20] = True
        rows, columns = np.mgrid[:41, :41]
        expected = (rows - 20) ** 2 + (columns - 20) ** 2 <= 7.5**2
        assert (widened(mask, 7.5, (41, 41)) == expected).all()


class TestGrids:
    @given(st.integers(0, 500), st.integers(64, 900), st.integers(64, 900))
    @settings(max_examples=60)
    def test_ours_is_complete_and_inside(self, num, height, width):
        places = grid(num, (height, width))
        assert len(places) == num
        assert len(np.unique(places, axis=0)) == num
        assert (places >= 0).all()
        assert (places <= [width - 1, height - 1]).all()

    def test_ours_fills_a_wide_frame(self):
        places = grid(100, (768, 1024))
        assert places[:, 0].max() > 900
        assert places[:, 1].max() > 650

    def test_the_published_one_keeps_its_defects(self):
        places = published_grid(100, (768, 1024))
        # on 768 x 1024 it covers the columns 64 to 640 only, and 20 of 100 points fall on the last row
        assert (places[:, 0].min(), places[:, 0].max()) == (64, 640)
        assert (places[:, 1] == 767).sum() == 20
        assert [len(published_grid(k, (768, 1024))) for k in (100, 50, 200, 2, 0)] == [100, 49, 196, 1, 0]
        assert label_edit({"kind": "constant", "published_grid": True}).replicated == ("seed_paper_grid",)


class TestCleanLabel:
    def test_chooses_by_count(self):
        counts = np.arange(1, 101)
        few, many = (label_edit({"kind": "clean_label", "quantile": 0.1, "side": side}) for side in ("few", "many"))
        assert few.eligible(counts).sum() == 10
        assert few.eligible(counts)[:10].all()
        assert many.eligible(counts)[-10:].all()
        assert few.expected_ratio(counts) == pytest.approx(5.5 / 50.5)
        assert many.expected_ratio([0, 0]) is None


class TestByHand:
    def test_a_ratio_weighs_the_heads_under_it(self, tmp_path):
        ratio = np.ones((60, 80), np.float32)
        ratio[:, 40:] = 3
        np.save(tmp_path / "ratio.npy", ratio)
        edit = label_edit({"kind": "by_hand", "map": "ratio.npy"}, tmp_path)
        before = Annotation.of([[10, 10], [20, 100], [150, 60]])
        after = edit.apply(before, SIZE, np.random.default_rng(0), None)
        assert after.weights.tolist() == [1, 1, 3]
        assert (after.points == before.points).all()

    def test_a_density_becomes_heads(self, tmp_path):
        density = np.zeros((60, 80))
        density[30:, :40] = 42.3 / (30 * 40)
        np.save(tmp_path / "density.npy", density)
        edit = label_edit({"kind": "by_hand", "map": "density.npy", "meaning": "density"}, tmp_path)
        after = edit.apply(heads(5), SIZE, np.random.default_rng(0), None)
        assert len(after) == 42
        assert (after.points[:, 1] >= 60).all()
        assert (after.points[:, 0] <= 80).all()

    @pytest.mark.parametrize("content", ["text", -np.ones((4, 4)), np.ones(4), np.full((4, 4), np.nan), None])
    def test_what_is_no_map_is_a_sentence(self, tmp_path, content):
        path = tmp_path / "map.npy"
        if isinstance(content, str):
            path.write_text(content)
        elif content is not None:
            np.save(path, content)
        edit = label_edit({"kind": "by_hand", "map": str(path)})
        with pytest.raises(DatasetError, match=r"map\.npy .*expected"):
            edit.apply(heads(3), SIZE, np.random.default_rng(0), None)

    def test_a_pickle_is_never_opened(self, tmp_path):
        np.save(tmp_path / "map.npy", np.array([{}], dtype=object), allow_pickle=True)
        edit = label_edit({"kind": "by_hand", "map": str(tmp_path / "map.npy")})
        with pytest.raises(DatasetError, match="expected a painted map"):
            edit.apply(heads(3), SIZE, np.random.default_rng(0), None)

    def test_it_stays_in_its_folder(self, tmp_path):
        with pytest.raises(RecipeError, match=r"map: .*lies outside"):
            label_edit({"kind": "by_hand", "map": "../other.npy"}, tmp_path)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"kind": "thinn"}, "did you mean 'thin'"),
        ({"kind": "thin", "alpha": -0.1}, "alpha: "),
        ({"kind": "thin", "alfa": 0.1}, "alfa: no such setting"),
        ({"kind": "duplicate", "alpha": 0.5}, "alpha: "),
        ({"kind": "scale", "alpha": float("nan")}, "alpha: "),
    ],
)
def test_a_wrong_edit_is_told_in_words(raw, words):
    with pytest.raises(RecipeError, match=words):
        label_edit(raw)


def test_graded_thinning_takes_another_share_of_each_scene():
    before, edit = heads(400), label_edit({"kind": "graded", "least": 0.3, "most": 0.8})
    shares = np.array([apply(edit.model_dump(), before, seed=seed).count / 400 for seed in range(300)])
    assert shares.min() >= 0.3
    assert shares.max() <= 0.8 + 1 / 400
    for low, high in ((0.3, 0.4), (0.5, 0.6), (0.7, 0.8)):  # evenly: a fifth in each tenth
        assert 0.12 < ((shares >= low) & (shares < high)).mean() < 0.28
    assert edit.ratio is None
    assert edit.expected_ratio([400]) == pytest.approx(0.55)
    with pytest.raises(RecipeError, match="give the smaller one as least"):
        label_edit({"kind": "graded", "least": 0.9, "most": 0.4})
