"""Matching of two annotations, against all matchings tried one by one."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.scenes import Annotation
from miscount.engine.scenes.agreement import agree, merged

PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5)


def best(first, second, radius):
    """(most pairs, least distance) over all matchings."""
    best_found = (0, 0.0)
    small, large = sorted((first, second), key=len)
    for chosen in itertools.permutations(range(len(large)), len(small)):
        distances = [np.hypot(*np.subtract(small[k], large[j])) for k, j in enumerate(chosen)]
        near = [distance for distance in distances if distance <= radius]
        best_found = max(best_found, (len(near), -sum(near)))
    return best_found


@settings(deadline=None, max_examples=60)
@given(PLACES, PLACES, st.sampled_from([3.0, 8.0, 50.0]))
def test_the_matching_is_the_best_there_is(first, second, radius):
    found = agree(Annotation.of(first), Annotation.of(second), radius)
    assert (len(found.pairs), -found.distances.sum()) == pytest.approx(best(first, second, radius))
    assert len(found.pairs) + len(found.extra) == len(first)
    assert len(found.pairs) + len(found.missed) == len(second)
    assert len(np.unique(found.pairs[:, 0])) == len(np.unique(found.pairs[:, 1])) == len(found.pairs)


def test_twenty_thousand_heads_are_matched_in_groups():
    rng = np.random.default_rng(0)
    places = rng.uniform(0, 6000, (20_000, 2))
    order = rng.permutation(20_000)
    found = agree(Annotation.of(places), Annotation.of(places[order][:19_000] + 0.5), 4.0)
    assert len(found.pairs) > 18_990
    assert found.f1 == pytest.approx(2 * 19 / (20 + 19), abs=1e-3)


def test_merging_keeps_what_belongs_to_heads():
    mine = Annotation.of([[0, 0], [50, 50]]).with_column("note", ["hat", None])
    theirs = Annotation.of([[2, 0], [90, 90]])
    found = agree(mine, theirs, 5)
    assert found.missed.tolist() == [1]
    assert found.extra.tolist() == [1]
    both = merged(mine, theirs, found, take=found.missed, drop=found.extra, midpoints=True)
    assert both.points.tolist() == [[1, 0], [90, 90]]
    assert list(both.column("note")) == ["hat", None]
    assert found.to_json()["precision"] == 0.5


def test_nobody_agrees_with_nobody():
    found = agree(Annotation.of([]), Annotation.of([]))
    assert found.f1 is found.precision is found.recall is None
