"""Dabs that change what is there: sums that stay, nothing below zero, nothing beyond the ring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.widgets.canvas.tools.dabs import add_dab, move_dab, scale_dab, smooth_dab, swap_patch, under_ring
from miscount.widgets.canvas.tools.lasso import inside_polygon
from miscount.widgets.canvas.tools.region import region_mask

PLACE = st.tuples(st.floats(0, 49.9), st.floats(0, 39.9))
RADIUS = st.floats(0.5, 30)
STRENGTH = st.floats(0.05, 1)


def density(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (rng.random((40, 50), dtype=np.float32) * (rng.random((40, 50)) < 0.4)).astype(np.float32)


DABS = {
    "scale": lambda d, p, r, s: scale_dab(d, *p, r, 1 + s),
    "smooth": lambda d, p, r, s: smooth_dab(d, *p, r, s),
    "move": lambda d, p, r, s: move_dab(d, *p, r, (9 * s, -5 * s), s),
}


@settings(deadline=None)
@given(st.integers(0, 50), PLACE, RADIUS, STRENGTH, st.sampled_from(sorted(DABS)))
def test_a_dab_stays_above_zero_and_in_its_patch_and_is_undone_to_the_byte(seed, place, radius, strength, kind):
    before = density(seed)
    after = before.copy()
    patch = DABS[kind](after, place, radius, strength)
    assert after.min() >= 0
    outside = np.ones_like(before, dtype=bool)
    outside[patch.rows, patch.columns] = False
    assert np.array_equal(after[outside], before[outside])
    assert patch.delta == pytest.approx(float(after.sum(dtype=np.float64) - before.sum(dtype=np.float64)), abs=1e-4)
    swap_patch(after, patch)
    assert np.array_equal(after, before)


@settings(deadline=None)
@given(st.integers(0, 50), PLACE, RADIUS, STRENGTH, st.sampled_from(["smooth", "move"]))
def test_smoothing_and_moving_keep_the_sum(seed, place, radius, strength, kind):
    after = density(seed)
    total = after.sum(dtype=np.float64)
    DABS[kind](after, place, radius, strength)
    assert after.sum(dtype=np.float64) == pytest.approx(total, rel=1e-5)


def test_mass_is_moved_along_and_smoothing_levels():
    spot = np.zeros((40, 40), dtype=np.float32)
    add_dab(spot, 10, 20, 4, 3)
    move_dab(spot, 10, 20, 12, (8, 0), 1)
    columns = np.arange(40) + 0.5
    assert (spot.sum(axis=0) * columns).sum() / spot.sum() > 14
    rough = density(1)
    deviation = rough[10:30, 15:35].std()
    smooth_dab(rough, 25, 20, 15, 1)
    assert rough[14:26, 19:31].std() < deviation / 3


def test_a_factor_doubles_at_the_middle_and_fades_to_the_edge():
    flat = np.ones((41, 41), dtype=np.float32)
    scale_dab(flat, 20.5, 20.5, 10, 2)
    assert flat[20, 20] == pytest.approx(2)
    assert flat[20, 30] == pytest.approx(1, abs=0.05)
    with pytest.raises(ValueError, match="factor"):
        scale_dab(flat, 20, 20, 5, -1)


def test_what_lies_under_the_ring_is_counted():
    flat = np.ones((100, 100), dtype=np.float32)
    assert under_ring(flat, 50, 50, 20) == pytest.approx(np.pi * 400, rel=0.01)
    assert under_ring(flat, -5, 50, 20) == 0


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=6))
def test_a_polygon_holds_what_a_ray_says(corners):
    points = np.array([(x + 0.37, y + 0.41) for x in range(0, 20, 3) for y in range(0, 20, 3)])
    inside = inside_polygon(points, np.array(corners, dtype=float))
    for (px, py), found in zip(points, inside, strict=True):
        crossings = 0
        for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
            if (y0 > py) != (y1 > py):
                crossings += px < (x1 - x0) * (py - y0) / (y1 - y0) + x0
        assert found == bool(crossings % 2)


def test_a_region_takes_the_pixels_whose_centers_lie_in_it():
    rows, columns, inside = region_mask(np.array([(2.0, 3.0), (6.0, 3.0), (6.0, 5.0), (2.0, 5.0)]), (10, 10))
    assert (rows, columns) == (slice(3, 5), slice(2, 6))
    assert inside.all()
    rows, columns, inside = region_mask(np.array([(20.0, 3.0), (26.0, 3.0), (26.0, 5.0)]), (10, 10))
    assert inside.size == 0
