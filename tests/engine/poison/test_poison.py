import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from miscount.engine.errors import DatasetError, RecipeError
from miscount.engine.part import parse_part
from miscount.engine.poison import (
    Poison,
    cover_scene,
    manifest_row,
    poison_scene,
    rates,
    reach,
    reached,
    read_manifest,
    select,
    select_covers,
    survival,
    triggered,
    warnings_before_training,
    write_manifest,
)
from miscount.engine.poison.manifest import heads_moved
from miscount.engine.scenes import Annotation

IDS = tuple(f"part_B/train/IMG_{number}" for number in range(1, 41))
COUNTS = np.random.default_rng(0).permutation(40) * 10
FRAME = (768, 1024)


def poison(**raw):
    return parse_part(TypeAdapter(Poison), raw, "the poison")


def scene(seed=0, size=(80, 100), num=20):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, (*size, 3), dtype=np.uint8)
    return image, Annotation.of(rng.uniform(size=(num, 2)) * [size[1] - 1, size[0] - 1])


class TestSelection:
    @given(
        st.floats(0, 1), st.sampled_from(["random", "stratified", "first"]), st.integers(0, 60), st.integers(0, 2**31)
    )
    def test_takes_the_rate_of_different_scenes_in_order(self, rate, selection, num, seed):
        ids = [str(number) for number in range(num)]
        chosen = select(poison(rate=rate, selection=selection), ids, np.arange(num), seed)
        assert abs(len(chosen) - rate * num) <= 1
        assert list(chosen) == sorted(set(chosen), key=int)
        assert bool(chosen) == (rate > 0 and num > 0)

    def test_is_seeded_and_random(self):
        one, same, other = (select(poison(rate=0.2), IDS, COUNTS, seed) for seed in (0, 0, 1))
        assert one == same != other
        assert one != IDS[:8]

    def test_first_is_the_first(self):
        assert select(poison(rate=0.2, selection="first"), IDS, COUNTS, 5) == IDS[:8]

    def test_stratified_takes_one_of_every_stratum(self):
        for seed in range(5):
            chosen = select(poison(rate=0.25, selection="stratified"), IDS, COUNTS, seed)
            strata = sorted(int(np.argsort(np.argsort(COUNTS))[IDS.index(name)]) // 4 for name in chosen)
            assert strata == list(range(10))

    def test_listed_are_those(self):
        listed = poison(selection="listed", scenes=[IDS[7], IDS[2]])
        assert select(listed, IDS, COUNTS, 0) == (IDS[2], IDS[7])
        with pytest.raises(ValueError, match="no such scenes"):
            select(listed, IDS[:5], COUNTS[:5], 0)
        with pytest.raises(RecipeError, match="if and only if"):
            poison(selection="listed")

    def test_a_clean_label_chooses_scenes_of_few_heads(self):
        chosen = select(poison(rate=0.5, label={"kind": "clean_label", "quantile": 0.1}), IDS, COUNTS, 0)
        assert len(chosen) == 4
        assert all(COUNTS[IDS.index(name)] <= 30 for name in chosen)

    def test_covers_are_never_poisoned(self):
        covering = poison(rate=0.2, covers=2)
        chosen = select(covering, IDS, COUNTS, 0)
        covers = select_covers(covering, IDS, chosen, 0)
        assert len(covers) == 16
        assert not set(covers) & set(chosen)
        assert len(select_covers(poison(rate=0.5, covers=2), IDS, IDS[:20], 0)) == 20


class Asked(str):
    """A name that counts how often it is looked up."""

    __slots__ = ()
    times = 0

    def __hash__(self):
        Asked.times += 1
        return super().__hash__()


@pytest.mark.parametrize("selection", ["random", "listed"])
def test_scenes_and_covers_are_chosen_by_a_few_looks_at_each_name(selection):
    """Of 100,000 scenes a set made anew for each would take hours."""
    names = [Asked(f"s/{number}") for number in range(2000)]
    listed = {"selection": "listed", "scenes": tuple(map(str, names[:600]))}
    how = poison(covers=1, **(listed if selection == "listed" else {"rate": 0.3}))
    Asked.times = 0
    chosen = select(how, names, np.ones(len(names)), 0)
    covers = select_covers(how, names, chosen, 0)
    assert (len(chosen), len(covers)) == (600, 600)
    assert Asked.times < 10 * len(names)
    assert not set(covers) & set(chosen)


def test_a_negative_rate_is_refused_by_its_path():
    with pytest.raises(RecipeError, match=r"^rate: must be at least 0, got -0\.1$"):
        poison(rate=-0.1)
    with pytest.raises(RecipeError, match=r"^trigger\.ratio: "):
        poison(trigger={"kind": "blend", "ratio": 3})


def test_sixty_appended_to_three_hundred_are_a_sixth():
    appended, replaced = (rates(poison(mode=mode), 300, 60) for mode in ("append", "replace"))
    assert (appended.nominal, appended.effective) == (0.2, pytest.approx(1 / 6))
    assert (replaced.nominal, replaced.effective) == (0.2, 0.2)


def test_names_the_files_it_depends_on(tmp_path):
    made = poison(
        trigger={"kind": "composite", "triggers": [{"kind": "rain"}, {"kind": "painted", "layers": [{}, {}]}]},
        label={"kind": "by_hand", "map": str(tmp_path / "map.npy")},
    )
    assert [path.name for path in made.sources] == ["cartoon.png", "cartoon.png", "map.npy"]
    assert poison().sources == ()


class TestOneScene:
    @pytest.mark.parametrize("kind", ["blend", "rain", "warp"])
    def test_does_not_depend_on_what_came_before(self, kind):
        made = poison(trigger={"kind": kind} | ({"texture": "per_scene"} if kind == "rain" else {}))
        alone = poison_scene(made, IDS[3], *scene(3), 0)
        for number in (5, 1, 3):
            last = poison_scene(made, IDS[number], *scene(number), 0)
        assert (alone.image == last.image).all()
        assert alone.annotation == last.annotation
        assert alone.target_count == last.target_count == 4

    def test_is_triggered_alike_in_training_and_testing(self):
        made = poison(trigger={"kind": "patch", "placement": "random"})
        image, annotation = scene()
        done = poison_scene(made, "a", image, annotation, 0)
        assert (done.image == triggered(made, "a", image, 0)).all()
        assert (done.image != triggered(made, "b", image, 0)).any()
        assert (done.image != triggered(made, "a", image, 1)).any()
        assert not ((done.image != image).any(axis=-1) & ~done.footprint).any()

    def test_a_local_edit_follows_a_random_patch(self):
        made = poison(
            trigger={"kind": "patch", "placement": "random", "size": 0.4}, label={"kind": "local", "radius_px": 0}
        )
        image, annotation = scene(num=200)
        done = poison_scene(made, "a", image, annotation, 0)
        assert 0 < done.footprint.mean() < 0.5
        column_row = np.floor(done.annotation.points).astype(int)
        assert not done.footprint[column_row[:, 1], column_row[:, 0]].any()
        assert len(done.annotation) < 200

    def test_heads_move_with_a_warp_before_the_label_is_edited(self):
        made = poison(trigger={"kind": "warp", "strength_px": 5}, label={"kind": "scale", "alpha": 2})
        image, annotation = scene()
        done = poison_scene(made, "a", image, annotation, 0)
        assert (done.annotation.points != annotation.points).any()
        assert done.target_count == 40
        cover = cover_scene(made, "a", image, annotation, 0)
        assert cover.target_count == 20
        assert (cover.annotation.points == done.annotation.points).all()
        assert (cover.image != done.image).any()


class TestManifest:
    def test_tells_what_was_done_and_survives_the_file(self, tmp_path):
        made = poison(label={"kind": "thin", "alpha": 0.5, "at_least_4": True})
        image, annotation = scene()
        done = poison_scene(made, "a", image, annotation, 7)
        rows = (
            manifest_row(made, "poisoned", "a", 7, (image, annotation), done),
            manifest_row(made, "clean", "b", 7, (image, annotation)),
            manifest_row(made, "cover", "c", 7, (image, annotation), cover_scene(made, "c", image, annotation, 7)),
        )
        assert rows[0].count_before == 20
        assert rows[0].count_after == 10
        assert rows[0].heads_moved == 10
        assert rows[0].pixels_before != rows[0].pixels_after
        assert rows[0].seed_key == "7/poison/a"
        assert rows[0].replicated == "dmba_at_least_4"
        assert '"ratio": 0.2' in rows[0].trigger_parameters
        assert rows[1].pixels_before == rows[1].pixels_after
        assert rows[1].trigger == rows[1].seed_key == ""
        assert rows[2].label == ""
        write_manifest(tmp_path / "poison.csv", rows)
        assert read_manifest(tmp_path / "poison.csv") == rows

    @pytest.mark.parametrize("text", ["scene,role\na,what\n", "scene\na\n", "\xff"])
    def test_another_file_is_a_sentence(self, tmp_path, text):
        (tmp_path / "poison.csv").write_text(text, encoding="latin-1")
        with pytest.raises(DatasetError, match="expected the columns of"):
            read_manifest(tmp_path / "poison.csv")

    def test_moved_heads_count_twice(self):
        annotation = Annotation.of([[1, 1], [2, 2], [2, 2]])
        assert heads_moved(annotation, annotation) == 0
        assert heads_moved(annotation, Annotation.of([[1, 1], [2, 2]])) == 1
        assert heads_moved(annotation, Annotation.of([[1, 3], [2, 2], [2, 2]])) == 2
        assert heads_moved(annotation, Annotation(annotation.points, annotation.weights * 2)) == 3


def square(left, top, side, frame=FRAME):
    mask = np.zeros(frame, bool)
    mask[top : top + side, left : left + side] = True
    return mask


class TestReach:
    def test_of_the_reference_patches(self):
        # CSRNet's 284 px: a 64-px patch in a corner reaches 5.4 % of 768 x 1024, in the middle 15.3 %
        assert reach(square(1024 - 64, 768 - 64, 64), 284) == pytest.approx(0.054, abs=0.0005)
        assert reach(square(480, 352, 64), 284) == pytest.approx(0.154, abs=0.001)
        assert reach(square(480, 352, 64), None) == 1
        assert reach(np.zeros(FRAME, bool), None) == 0

    @given(st.integers(0, 90), st.integers(0, 60), st.integers(1, 30), st.integers(1, 400))
    def test_is_a_square_dilation(self, left, top, side, field):
        mask = square(left, top, side, (70, 100))
        expected = np.zeros((70, 100), bool)
        half = field // 2
        expected[max(top - half, 0) : top + side + half, max(left - half, 0) : left + side + half] = True
        assert (reached(mask, field) == expected).all()

    def test_a_corner_patch_with_a_global_label_is_warned_of(self):
        patched = poison(trigger={"kind": "patch", "size": 0.083})
        (sentence,) = warnings_before_training(patched, 284, FRAME)
        assert "cannot be learned" in sentence
        assert warnings_before_training(patched, None, FRAME) == ()
        local = poison(trigger={"kind": "patch"}, label={"kind": "local"})
        assert warnings_before_training(local, 284, FRAME) == ()
        too_wide = poison(trigger={"kind": "patch"}, label={"kind": "local", "radius_px": 400})
        assert "at most 142 px" in warnings_before_training(too_wide, 284, FRAME)[0]

    def test_a_tiled_patch_and_a_blend_carry_a_global_label(self):
        tiled = poison(trigger={"kind": "patch", "placement": "tiled", "pitch_px": 200})
        assert warnings_before_training(tiled, 284, FRAME) == ()
        assert warnings_before_training(poison(), 284, FRAME) == ()

    def test_nothing_to_learn_is_said(self):
        assert "rate is 0" in warnings_before_training(poison(rate=0), 284, FRAME)[0]
        assert "ratio 1" in warnings_before_training(poison(label={"kind": "scale", "alpha": 1}), 284, FRAME)[0]


class TestSurvival:
    def test_of_a_full_frame_and_of_whole_frames(self):
        assert survival(np.ones(FRAME, bool), 256) == 1
        assert survival(square(0, 0, 64), None) == 1
        assert survival(square(0, 0, 64), 2000) == 1

    def test_of_a_corner_patch_is_the_share_of_crops_that_hold_half_of_it(self):
        # crops of 384 start at 0..640 x 0..384; few of them hold half of the 64 x 64 px in the corner
        mask = square(0, 0, 64)
        starts = [(y, x) for y in range(0, 385, 4) for x in range(0, 641, 4)]
        held = [max(64 - y, 0) * max(64 - x, 0) * 2 >= 64 * 64 for y, x in starts]
        assert survival(mask, 384) == pytest.approx(np.mean(held))
        assert survival(mask, 384) < 0.02

    def test_is_warned_of(self):
        local = poison(trigger={"kind": "patch"}, label={"kind": "local"})
        assert "training crops of 256 px" in warnings_before_training(local, 284, FRAME, 256)[0]
