import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.widgets.graph_layout import BEND_ROWS, Place, apart, lay_out, longest_paths


@st.composite
def graphs(draw):
    names = [f"n{place}" for place in range(draw(st.integers(0, 12)))]
    return {
        name: tuple(draw(st.lists(st.sampled_from(names[:place]), max_size=4))) if place else ()
        for place, name in enumerate(names)
    }


def test_it_needs_no_qt():
    code = "import sys, miscount.widgets.graph_layout; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "PySide6" not in loaded


def test_a_diamond():
    layout = lay_out({"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")})
    assert layout.places == {"a": Place(0, 0.5), "b": Place(1, 0.0), "c": Place(1, 1.0), "d": Place(2, 0.5)}
    assert (layout.num_layers, layout.num_rows) == (3, 2.0)
    assert set(layout.bends.values()) == {()}


def test_nothing_is_laid_out_too():
    layout = lay_out({})
    assert (layout.places, layout.bends, layout.num_layers, layout.num_rows) == ({}, {}, 0, 0.0)


def test_layers_are_longest_paths():
    assert longest_paths({"a": (), "b": ("a",), "c": ("b", "a"), "d": ()}) == {"a": 0, "b": 1, "c": 2, "d": 0}


def test_two_lanes_that_cross_in_the_order_given_do_not_cross_when_laid_out():
    after = {"a": (), "b": (), "x": ("b",), "y": ("a",), "p": ("x",), "q": ("y",)}
    rows = {node: place.row for node, place in lay_out(after).places.items()}
    assert (rows["a"] < rows["b"]) == (rows["y"] < rows["x"]) == (rows["q"] < rows["p"])


def test_a_line_that_passes_a_layer_bends_round_its_boxes():
    layout = lay_out({"a": (), "b": ("a",), "c": ("b", "a")})
    (bend,) = layout.bends["a", "c"]
    assert bend.layer == 1
    assert abs(bend.row - layout.places["b"].row) >= (1 + BEND_ROWS) / 2 - 1e-9


def test_lines_out_of_one_box_share_their_bends():
    layout = lay_out({"a": (), "b": ("a",), "c": ("b", "a"), "d": ("c", "a")})
    assert layout.bends["a", "d"][:1] == layout.bends["a", "c"]


def test_a_circle_is_refused_by_name():
    with pytest.raises(ValueError, match="circle, or behind one: b, c"):
        lay_out({"a": (), "b": ("a", "c"), "c": ("b",)})


def test_what_is_not_shown_is_passed_over():
    assert lay_out({"a": ("elsewhere",)}).bends == {}


@given(graphs())
def test_no_boxes_overlap_and_every_line_goes_right(after):
    layout = lay_out(after)
    assert layout == lay_out(after)
    assert set(layout.places) == set(after)
    for (before, node), bends in layout.bends.items():
        layers = [layout.places[before].layer, *(bend.layer for bend in bends), layout.places[node].layer]
        assert layers == list(range(layers[0], layers[-1] + 1))
    for layer in range(layout.num_layers):
        rows = sorted(place.row for place in layout.places.values() if place.layer == layer)
        assert all(below - above >= 1 - 1e-9 for above, below in pairwise(rows))
        assert not rows or rows[0] >= -1e-9


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 3)), max_size=12))
def test_apart_keeps_order_and_distance_and_wishes_that_can_be_granted(pairs):
    wishes, sizes = [wish for wish, _ in pairs], [size for _, size in pairs]
    got = apart(wishes, sizes)
    for place in range(1, len(got)):
        assert got[place] - got[place - 1] >= (sizes[place] + sizes[place - 1]) / 2 - 1e-9
    assert apart(got, sizes) == pytest.approx(got)
    assert sum(got) == pytest.approx(sum(wishes), abs=1e-6)
