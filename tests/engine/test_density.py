from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter

from miscount.engine.density import AdaptiveKernel, FixedKernel, block_sum, cell_map, density_map, kernel, sigmas
from miscount.engine.errors import RecipeError
from miscount.engine.scenes import Annotation

REFERENCE = np.load(Path(__file__).parent.parent / "fixtures" / "density_reference.npz")
KEEPING = (AdaptiveKernel(), FixedKernel(), FixedKernel(sigma_px=0.5), AdaptiveKernel(k=1, beta=1.5))

coordinates = st.floats(-50, 150, allow_nan=False)
crowds = st.lists(st.tuples(coordinates, coordinates), max_size=30).map(Annotation.of)
frames = st.tuples(st.integers(1, 90), st.integers(1, 90))


@pytest.mark.parametrize("crowd", ["few", "some", "crowd"])
@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("adaptive_constant", AdaptiveKernel(border="constant")),
        ("fixed15_rescaled", FixedKernel(sigma_px=15, border="rescaled")),
    ],
)
def test_published_modes_agree_with_the_reference(crowd, name, published):
    made = density_map(Annotation.of(REFERENCE[f"points_{crowd}"]), (96, 128), published)
    np.testing.assert_allclose(made, REFERENCE[f"{name}_{crowd}"], rtol=1e-5, atol=1e-12)


@pytest.mark.parametrize("border", ["reflect", "constant"])
@pytest.mark.parametrize("sigma", [1.5, 15.0, 40.0])
def test_fixed_borders_are_those_of_scipy(border, sigma):
    dots = np.zeros((20, 30))
    dots[3, 2] = dots[19, 29] = 1
    made = density_map(
        Annotation.of([(2.3, 3.9), (29.5, 19.5), (2.8, 3.1), (30.0, 5.0), (-0.5, 5.0)]),
        (20, 30),
        FixedKernel(sigma_px=sigma, border=border),
    )
    dots[5, 0] = 1  # int(-0.5) is 0: the published loaders keep it; (30, 5) is dropped, the two at (2, 3) are one
    np.testing.assert_allclose(made, gaussian_filter(dots, sigma, mode=border), rtol=1e-5, atol=1e-9)


def test_adaptive_reflect_adds_coinciding_heads_and_loses_nothing():
    crowd = Annotation.of([(2, 2), (2, 2), (25, 12), (11, 7), (3, 15)])
    made = density_map(crowd, (20, 30), AdaptiveKernel(border="reflect"))
    assert made.sum() == pytest.approx(5, rel=1e-5)


@pytest.mark.parametrize("border", ["keep", "reflect", "rescaled", "constant"])
def test_four_coinciding_heads_still_make_a_map(border):
    made = density_map(Annotation.of([(5.5, 5.5)] * 4), (12, 12), AdaptiveKernel(border=border))
    assert np.isfinite(made).all()
    assert made.sum() == pytest.approx(4, rel=1e-5)
    assert made.argmax() == 5 * 12 + 5


@settings(deadline=None, max_examples=60)
@given(crowds, frames, st.sampled_from(KEEPING))
def test_keep_keeps_all_mass_wherever_heads_are(crowd, frame, kept):
    made = density_map(crowd, frame, kept)
    assert made.shape == frame
    assert made.dtype == np.float32
    assert (made >= 0).all()
    assert made.sum(dtype=np.float64) == pytest.approx(len(crowd), rel=1e-4)


@settings(deadline=None, max_examples=40)
@given(crowds, st.lists(st.floats(0, 5, width=32), min_size=30, max_size=30), st.sampled_from(KEEPING))
def test_weights_multiply(crowd, weights, kept):
    weighted = Annotation(crowd.points, np.array(weights[: len(crowd)], dtype=np.float32))
    made = density_map(weighted, (60, 80), kept)
    assert made.sum(dtype=np.float64) == pytest.approx(weighted.count, rel=1e-4, abs=1e-6)
    doubled = density_map(Annotation(crowd.points, weighted.weights * 2), (60, 80), kept)
    np.testing.assert_allclose(doubled, 2 * made, rtol=1e-5, atol=1e-7)


@settings(deadline=None, max_examples=40)
@given(crowds)
def test_duplicates_add_up(crowd):
    once = density_map(crowd, (60, 80), FixedKernel(sigma_px=4))
    twice = density_map(crowd.with_heads(crowd.points), (60, 80), FixedKernel(sigma_px=4))
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("point", [(0, 0), (80, 60), (79.999, 0), (-30, 200), (40, 60)])
def test_a_head_on_the_border_or_beyond_it_counts_one(point):
    for kept in KEEPING:
        assert density_map(Annotation.of([point]), (60, 80), kept).sum() == pytest.approx(1, rel=1e-5)


def test_keep_centers_on_the_sub_pixel_position():
    made = density_map(Annotation.of([(30.25, 20.75)]), (41, 61), FixedKernel(sigma_px=3)).astype(np.float64)
    column, row = np.arange(61) + 0.5, np.arange(41) + 0.5
    assert (made.sum(axis=0) * column).sum() == pytest.approx(30.25, abs=0.01)
    assert (made.sum(axis=1) * row).sum() == pytest.approx(20.75, abs=0.01)


@pytest.mark.parametrize("border", ["keep", "constant", "reflect", "rescaled"])
@pytest.mark.parametrize("make", [FixedKernel, AdaptiveKernel])
def test_no_heads_make_an_empty_map(make, border):
    assert not density_map(Annotation.of([]), (7, 9), make(border=border)).any()


def test_sigma_is_beta_times_the_mean_distance_to_the_nearest():
    crowd = Annotation.of([(0, 0), (3, 4), (0, 10), (30, 0), (100, 100)])
    expected = 0.3 * np.mean([5, 10, 30])
    assert sigmas(crowd, (200, 200))[0] == pytest.approx(expected)
    assert sigmas(crowd, (200, 200), AdaptiveKernel(border="constant"))[0] == pytest.approx(expected)


def test_few_heads_use_what_neighbors_there_are():
    pair = Annotation.of([(0, 0), (30, 40)])
    assert sigmas(pair, (100, 100)) == pytest.approx([15, 15])
    lone = Annotation.of([(5, 5)])
    assert sigmas(lone, (768, 1024)) == pytest.approx([15])
    assert sigmas(lone, (768, 1024), AdaptiveKernel(border="constant")) == pytest.approx([224])
    assert sigmas(Annotation.of([]), (10, 10)).shape == (0,)


def test_sigma_stays_within_its_bounds_in_keep():
    crowd = Annotation.of([(1, 1)] * 5 + [(900, 900)])
    bounded = sigmas(crowd, (1000, 1000), AdaptiveKernel(min_sigma_px=2, max_sigma_px=50))
    assert bounded == pytest.approx([2] * 5 + [50])


@settings(deadline=None)
@given(frames, st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_block_sums_are_exact(frame, stride, seed):
    whole = np.random.default_rng(seed).integers(0, 100, frame).astype(np.float32)
    sums = block_sum(whole, stride)
    height, width = frame
    assert sums.shape == (-(-height // stride), -(-width // stride))
    assert sums.dtype == np.float32
    for row, column in np.ndindex(sums.shape):
        block = whole[row * stride : (row + 1) * stride, column * stride : (column + 1) * stride]
        assert sums[row, column] == block.sum()


@settings(deadline=None)
@given(crowds, frames, st.integers(1, 20), st.sampled_from(["keep", "constant", "reflect", "rescaled"]), st.booleans())
def test_sums_over_cells_are_those_of_the_map(crowd, frame, stride, border, adaptive):
    made = AdaptiveKernel(border=border) if adaptive else FixedKernel(sigma_px=3.3, border=border)
    whole = block_sum(density_map(crowd, frame, made), stride)
    cells = cell_map(crowd, frame, stride, made)
    assert (cells.shape, cells.dtype) == (whole.shape, np.float32)
    # the map adds heads up in float32, the cells in float64
    np.testing.assert_allclose(cells, whole, rtol=2e-5, atol=1e-6 * max(1.0, float(whole.max(initial=0))))


@pytest.mark.parametrize("few", [0, 10**6])
def test_cells_are_summed_alike_one_by_one_and_together_and_lose_nothing(monkeypatch, few):
    rng = np.random.default_rng(8)
    crowd = Annotation(rng.uniform(-9, 400, (600, 2)), rng.uniform(0, 3, 600).astype(np.float32))
    reference = block_sum(float_map(crowd, (333, 371), 7.5), 8)
    monkeypatch.setattr("miscount.engine.density.FEW_CELLS", few)
    cells = cell_map(crowd, (333, 371), 8, FixedKernel(sigma_px=7.5))
    np.testing.assert_allclose(cells, reference, atol=1e-7 * reference.max(), rtol=1e-7)
    assert cells.sum(dtype=np.float64) == pytest.approx(crowd.weights.sum(dtype=np.float64), rel=1e-6)


def float_map(crowd, size, sigma):
    """Border `keep` in float64 by its definition: every head's Gaussian over the pixels of the frame within 4 sigma."""
    made = np.zeros(size)
    for (x, y), weight in zip(crowd.points, crowd.weights, strict=True):
        profiles = []
        for at, length in ((y, size[0]), (x, size[1])):
            at, pixels = min(max(at, 0), length), np.arange(length) + 0.5
            profile = np.exp(-0.5 * ((pixels - at) / sigma) ** 2) * (abs(pixels - at) <= 4 * sigma)
            profiles.append(profile / profile.sum())
        made += weight * np.outer(*profiles)
    return made


def test_kernels_are_read_from_recipes():
    assert kernel({"kind": "adaptive", "k": 2}) == AdaptiveKernel(k=2)
    assert kernel({"kind": "fixed", "border": "reflect"}) == FixedKernel(border="reflect")
    with pytest.raises(RecipeError, match="sigma"):
        kernel({"kind": "fixed", "sigma": 3})


@pytest.mark.parametrize("size", [(0, 5), (5, 0)])
def test_an_empty_frame_is_refused(size):
    with pytest.raises(ValueError, match="at least one pixel"):
        density_map(Annotation.of([]), size)


def test_a_kernel_says_how_a_head_becomes_a_spot():
    assert FixedKernel(sigma_px=15).in_words == "one width for all, sigma 15 px"
    assert AdaptiveKernel().in_words == "sigma = 0.3 × mean distance to 3 neighbors"
