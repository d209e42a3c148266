"""Local maxima of density maps: known heads are found where they are, and a crowd is said to hide some."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.counters.peaks import LEAST_PERSONS, Peaks, apart_from, find_peaks
from miscount.engine.density import FixedKernel, block_sum, density_map
from miscount.engine.scenes.annotation import Annotation

SIZE = (240, 320)


def map_of(points, sigma_px: float, stride: int, size=SIZE) -> np.ndarray:
    return block_sum(density_map(Annotation.of(points), size, FixedKernel(sigma_px=sigma_px)), stride)


def grid(step: int, jitter: float, seed: int = 0) -> np.ndarray:
    """Heads about `step` px apart, none nearer than that to the border."""
    y, x = np.meshgrid(np.arange(step, SIZE[0] - step, step), np.arange(step, SIZE[1] - step, step), indexing="ij")
    points = np.stack([x.ravel(), y.ravel()], axis=1).astype(float)
    return points + np.random.default_rng(seed).uniform(-jitter, jitter, points.shape)


def farthest(points: np.ndarray, others: np.ndarray) -> float:
    """The largest distance of a point to the nearest of the others."""
    return float(np.sqrt(((points[:, None] - others[None]) ** 2).sum(axis=2)).min(axis=1).max())


@pytest.mark.parametrize(("stride", "sigma_px", "within_px"), [(8, 8, 0.7), (4, 5, 0.3), (1, 4, 0.05), (8, 4, 2.0)])
def test_heads_that_stand_apart_are_found_to_a_fraction_of_a_cell(stride, sigma_px, within_px):
    heads = grid(48, 6)
    found = find_peaks(map_of(heads, sigma_px, stride), stride, SIZE)
    assert len(found) == len(heads)
    assert farthest(found.points, heads) < within_px
    assert farthest(heads, found.points) < within_px


@settings(max_examples=60, deadline=None)
@given(st.floats(2, 318), st.floats(2, 238), st.sampled_from([1, 4, 8]))
def test_one_head_anywhere_is_one_peak_in_its_cell_or_the_next(x, y, stride):
    found = find_peaks(map_of([[x, y]], 6, stride), stride, SIZE)
    assert len(found) == 1
    assert np.abs(found.points[0] - (x, y)).max() <= stride + 2  # at the border the kernel is cut and leans inwards


def test_the_score_is_in_persons_and_two_at_one_place_score_twice():
    once, twice = (find_peaks(map_of(heads, 4, 8), 8, SIZE) for heads in ([[100, 100]], [[100, 100]] * 2))
    assert once.scores[0] == pytest.approx(1, abs=0.05)
    assert twice.scores[0] == pytest.approx(2 * once.scores[0], rel=1e-5)
    assert len(twice) == 1


def test_in_a_crowd_there_are_fewer_peaks_than_persons():
    heads = grid(10, 3)
    found = find_peaks(map_of(heads, 15, 8), 8, SIZE)
    assert 0 < len(found) < 0.5 * len(heads)


def test_the_threshold_is_in_persons_and_leaves_the_weak_out():
    heads = Annotation.of([[60, 60], [200, 120]]).with_weights([1, 0.1])
    weak = block_sum(density_map(heads, SIZE, FixedKernel(sigma_px=4)), 8)
    assert LEAST_PERSONS > 0.1
    assert farthest(find_peaks(weak, 8, SIZE).points, np.array([[60, 60.0]])) < 2
    assert len(find_peaks(weak, 8, SIZE, least_persons=0.05)) == 2
    assert np.array_equal(find_peaks(weak, 8, SIZE, 0.05).scores, np.sort(find_peaks(weak, 8, SIZE, 0.05).scores)[::-1])


def test_a_flat_top_is_one_peak_in_its_middle():
    flat = np.zeros((30, 40), dtype=np.float32)
    flat[10:13, 20:25] = 0.2
    found = find_peaks(flat, 8, SIZE)
    assert found.points.tolist() == [[(22 + 0.5) * 8, (11 + 0.5) * 8]]
    assert len(find_peaks(np.full((30, 40), 0.1, dtype=np.float32), 8, SIZE)) == 1


@pytest.mark.parametrize("values", [np.zeros((30, 40)), np.full((30, 40), -1.0), np.zeros((0, 0))])
def test_where_nobody_is_nothing_is_proposed(values):
    found = find_peaks(values.astype(np.float32), 8, SIZE)
    assert found.points.shape == (0, 2)
    assert found.scores.shape == (0,)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from([(97, 131), (240, 320), (8, 8), (9, 17), (7, 500)]),
    st.sampled_from([1, 4, 8]),
)
def test_peaks_of_any_map_lie_in_the_image(seed, size, stride):
    shape = tuple(-(-side // stride) for side in size)
    noise = np.random.default_rng(seed).normal(0.05, 0.2, shape).astype(np.float32)
    found = find_peaks(noise, stride, size)
    assert np.all((found.points >= 0) & (found.points < np.array(size[::-1])))
    assert np.all(found.scores >= np.float32(LEAST_PERSONS))


@pytest.mark.parametrize("values", [np.zeros(4), np.full((3, 3), np.nan)])
def test_what_is_no_map_is_refused(values):
    with pytest.raises(ValueError, match="finite density map"):
        find_peaks(values.astype(np.float32), 8, SIZE)


def test_peaks_on_heads_that_are_there_are_left_out():
    found = Peaks(np.array([[10.0, 10], [50, 50]]), np.array([0.9, 0.5], dtype=np.float32))
    free = apart_from(found, np.array([[12.0, 10], [300, 200]]), radius_px=5)
    assert free.points.tolist() == [[50, 50]]
    assert free.scores.tolist() == [0.5]
    assert apart_from(found, np.empty((0, 2))) is found
