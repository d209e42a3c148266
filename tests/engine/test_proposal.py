"""What is proposed for a dataset: from numbers alone, always a recipe that parses, each choice with its reason."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from miscount.engine import proposal
from miscount.engine.proposal import Measured, measure, propose
from miscount.engine.recipe import FolderScenes, parse
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.synthetic import SyntheticScenes, make


def found(**changes) -> Measured:
    given = {
        "name": "hall", "title": "ShanghaiTech", "splits": (("train", 300), ("test", 100)), "looked": 48,
        "labelled": 48, "counts": (10, 120, 500), "sizes": ((768, 1024),), "spacing_px": 50.0, "uneven": 3.0,
    }  # fmt: skip
    return Measured(**(given | changes))


def test_part_b_gets_the_settings_that_are_published_for_it():
    made = propose(found())
    assert (made.sigma_px, made.crop_px, made.test_split) == (15.0, 384, "test")
    assert made.rate == 0.2


@pytest.mark.parametrize(
    ("spacing", "shorter", "sigma"), [(10, 768, 3.0), (50, 768, 15.0), (400, 768, 23.0), (20, 160, 5.0), (1, 768, 1.0)]
)
def test_sigma_follows_the_spacing_of_heads_within_the_frame(spacing, shorter, sigma):
    assert propose(found(spacing_px=spacing, sizes=((shorter, 2 * shorter),))).sigma_px == sigma


def test_uneven_crowds_get_the_adaptive_kernel_and_unlabelled_ones_a_width_by_the_frame():
    assert propose(found(uneven=20.0)).sigma_px is None
    bare = propose(found(labelled=0, counts=(), spacing_px=None, uneven=1.0))
    assert bare.sigma_px == 15.5
    assert "until heads tell" in bare.reasons[0]


def test_small_frames_of_one_size_are_taken_whole_and_no_crop_is_larger_than_a_frame():
    assert propose(found(sizes=((160, 208),))).crop_px is None
    assert propose(found(sizes=((160, 208), (200, 208)))).crop_px == 160
    assert propose(found(sizes=((400, 500), (3000, 4000)))).crop_px == 384


@pytest.mark.parametrize(
    ("splits", "test_split"),
    [((("train", 9), ("test", 3)), "test"), ((("train", 9), ("val", 3)), "val"), ((("all", 12),), ""),
     ((("train", 12),), "")],
)  # fmt: skip
def test_scenes_are_tested_on_that_the_dataset_names_or_that_are_drawn(splits, test_split):
    made = propose(found(splits=splits))
    data = parse(made.recipe_yaml(Path("/somewhere"))).data
    assert made.test_split == test_split
    assert (data.split is None) == bool(test_split)


numbers = st.integers(0, 5000)


@settings(max_examples=60, deadline=None)
@given(
    splits=st.lists(st.tuples(st.sampled_from(["train", "test", "val", "all"]), st.integers(1, 20_000)), min_size=1,
                    max_size=3, unique_by=lambda pair: pair[0]),
    counts=st.lists(numbers, max_size=5),
    sizes=st.lists(st.tuples(st.integers(1, 9000), st.integers(1, 9000)), max_size=4),
    spacing=st.none() | st.floats(1e-6, 1e5),
    uneven=st.floats(1, 1e6),
    name=st.text(max_size=120),
)  # fmt: skip
def test_whatever_was_found_the_proposal_is_a_recipe_with_a_reason_for_each_choice(
    splits, counts, sizes, spacing, uneven, name
):
    given = found(splits=tuple(splits), counts=tuple(counts), sizes=tuple(sizes), spacing_px=spacing, uneven=uneven,
                  name=name, labelled=len(counts))  # fmt: skip
    made = propose(given)
    recipe = parse(made.recipe_yaml(Path("/data/of/mine")))
    assert isinstance(recipe.data, FolderScenes)
    assert made.sigma_px is None or recipe.kernel.sigma_px == made.sigma_px
    assert len(made.reasons) >= 3
    assert all(reason.endswith(".") for reason in made.reasons)
    assert given.in_words.endswith(".")


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("measured") / "hall"
    make(SyntheticScenes(train=8, test=4, height=96, width=128, min_heads=6, max_heads=12), 0, folder)
    return folder


def test_a_dataset_is_measured_and_described(scenes):
    measured = measure(read_dataset(scenes))
    assert measured.splits == (("train", 8), ("test", 4))
    assert measured.sizes == ((96, 128),)
    assert measured.is_labelled
    assert 6 <= min(measured.counts) <= max(measured.counts) <= 12
    assert measured.spacing_px is not None
    assert "12 scenes (8 train, 4 test), 128 × 96 px" in measured.in_words
    assert measured.odd == ()


def test_spacing_is_the_mean_distance_to_the_nearest_three():
    from miscount.engine.scenes.annotation import Annotation
    from miscount.engine.scenes.scene import Labels, Scene

    grid = [(x, y) for x in (0, 10) for y in (0, 10)]  # of each: two at 10, one at 10 sqrt 2
    scene = Scene("a", "all", Path("none"), None, lambda _: Labels(Annotation.of(grid)))
    assert proposal._distances(scene) == pytest.approx([(20 + 10 * np.sqrt(2)) / 3] * 4)


def test_photographs_without_labels_are_found_as_such(tmp_path):
    for number in range(3):
        Image.fromarray(np.full((60, 80, 3), 40 * number, np.uint8)).save(tmp_path / f"{number}.jpg")
    measured = measure(read_dataset(tmp_path))
    assert not measured.is_labelled
    assert measured.odd == ()
    assert measured.in_words.endswith("3 scenes, 80 × 60 px, without labels.")


def test_a_broken_scene_is_odd_and_no_error(scenes, tmp_path):
    import shutil

    copy = Path(shutil.copytree(scenes, tmp_path / "copy"))
    next(iter(sorted(copy.rglob("*.mat")))).write_bytes(b"no annotation")
    measured = measure(read_dataset(copy))
    assert len(measured.odd) == 1
    assert "cannot be read" in measured.odd[0]


def test_it_brings_no_network_along():
    import subprocess
    import sys

    code = "import sys, miscount.engine.proposal; print('torch' in sys.modules)"
    root = Path(__file__).parents[2]
    made = f"import sys; sys.path.insert(0, {str(root)!r}); import main; main.use_checkout(); {code}"
    done = subprocess.run([sys.executable, "-c", made], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
