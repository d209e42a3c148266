import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from miscount.widgets.canvas.tools.dabs import add_dab, erase_dab, swap_patch

maps = arrays(
    np.float32,
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    elements=st.floats(0, 4, width=32, allow_subnormal=False),
)
shares = st.floats(0, 1, exclude_max=True)
radii = st.floats(0.01, 60)


def place(density, across, down):
    return across * density.shape[1], down * density.shape[0]


@given(maps, shares, shares, radii, st.floats(0.001, 50))
def test_a_dab_adds_exactly_its_persons_inside_the_frame(density, across, down, radius, persons):
    before = density.sum(dtype=np.float64)
    patch = add_dab(density, *place(density, across, down), radius, persons)
    assert density.sum(dtype=np.float64) - before == pytest.approx(persons, rel=1e-4, abs=1e-4)
    assert patch.delta == pytest.approx(density.sum(dtype=np.float64) - before, abs=1e-9)
    assert (density >= 0).all()


@given(maps, shares, shares, radii, st.floats(-50, 50))
def test_no_dab_makes_a_pixel_negative_and_delta_is_what_happened(density, across, down, radius, persons):
    before = density.sum(dtype=np.float64)
    patch = add_dab(density, *place(density, across, down), radius, persons)
    assert (density >= 0).all()
    assert patch.delta == pytest.approx(density.sum(dtype=np.float64) - before, abs=1e-9)
    assert patch.delta >= min(persons, 0) - 1e-3


@given(maps, shares, shares, radii)
def test_erasing_leaves_nothing_under_the_ring_and_touches_nothing_else(density, across, down, radius):
    x, y = place(density, across, down)
    kept = density.copy()
    erase_dab(density, x, y, radius)
    rows, columns = np.indices(density.shape) + 0.5
    under = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
    assert not density[under].any()
    assert density[int(y), int(x)] == 0 or (int(x) + 0.5 - x) ** 2 + (int(y) + 0.5 - y) ** 2 > radius**2
    far = (columns - x) ** 2 + (rows - y) ** 2 > max(radius, 1.0) ** 2
    assert (density[far] == kept[far]).all()


@given(maps, st.lists(st.tuples(shares, shares, radii, st.one_of(st.none(), st.floats(-5, 5))), min_size=1, max_size=6))
def test_undo_and_redo_restore_to_the_byte(density, dabs):
    original = density.copy()
    patches = []
    for across, down, radius, persons in dabs:
        x, y = place(density, across, down)
        patches.append(erase_dab(density, x, y, radius) if persons is None else add_dab(density, x, y, radius, persons))
    painted = density.copy()
    redo = [swap_patch(density, patch) for patch in reversed(patches)]
    assert density.tobytes() == original.tobytes()
    for patch in reversed(redo):
        swap_patch(density, patch)
    assert density.tobytes() == painted.tobytes()
    assert sum(p.delta for p in patches) == pytest.approx(-sum(p.delta for p in redo))


def test_a_dab_outside_the_frame_touches_nothing():
    density = np.ones((4, 6), np.float32)
    assert add_dab(density, 6.0, 2.0, 3.0, 1.0).delta == 0.0
    assert erase_dab(density, 2.0, -0.1, 3.0).rect == (0, 0, 0, 0)
    assert (density == 1).all()


def test_a_dab_is_where_it_was_put():
    density = np.zeros((40, 60), np.float32)
    patch = add_dab(density, 20.5, 10.5, 8.0, 2.0)
    assert np.unravel_index(density.argmax(), density.shape) == (10, 20)
    x, y, width, height = patch.rect
    assert (x, y) == (12, 2)
    assert width == height == 17
    assert density[10, 29] == 0


def test_a_patch_of_a_usual_brush_costs_under_16_kb():
    assert add_dab(np.zeros((4000, 6000), np.float32), 3000, 2000, 31.0, 1.0).nbytes <= 16 * 1024


@pytest.mark.parametrize(("x", "radius", "persons"), [(np.nan, 1, 1), (1, 0, 1), (1, -1, 1), (1, 1, np.inf)])
def test_what_makes_no_sense_is_refused(x, radius, persons):
    with pytest.raises(ValueError, match="want"):
        add_dab(np.zeros((4, 4), np.float32), x, 1, radius, persons)


def test_a_map_of_whole_numbers_is_refused():
    with pytest.raises(ValueError, match="want a float map"):
        erase_dab(np.zeros((4, 4), int), 1, 1, 1)
