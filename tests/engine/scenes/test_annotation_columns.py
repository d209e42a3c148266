"""Columns: what is known of each head travels with it."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.scenes.annotation import Annotation

VALUES = st.one_of(
    st.none(), st.text(max_size=5), st.integers(0, 3), st.lists(st.integers(0, 9), min_size=4, max_size=4)
)


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    places = draw(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12))
    made = Annotation.of(places)
    for name in draw(st.sets(st.sampled_from(["note", "box", "blur"]))):
        made = made.with_column(name, draw(st.lists(VALUES, min_size=len(places), max_size=len(places))))
    return made


@given(annotations(), annotations(), st.data())
def test_a_column_stays_with_its_head(first: Annotation, second: Annotation, data: st.DataObject) -> None:
    joined = first.joined(second)
    assert joined.take(slice(len(first))) == first
    assert joined.take(slice(len(first), None)) == second
    picked = data.draw(st.lists(st.integers(0, len(joined) - 1), unique=True) if len(joined) else st.just([]))
    taken = joined.take(np.array(picked, dtype=np.intp))
    for name in joined.columns:
        assert list(taken.column(name)) == [joined.column(name)[i] for i in picked]


@given(annotations())
def test_copies_are_equal_and_read_only(made: Annotation) -> None:
    assert pickle.loads(pickle.dumps(made)) == made
    assert copy.deepcopy(made) == made
    for column in made.columns.values():
        assert not column.flags.writeable


def test_a_column_of_nothing_is_no_column_and_one_of_a_wrong_length_is_refused() -> None:
    made = Annotation.of([[1, 2], [3, 4]]).with_column("note", ["hat", None])
    assert made != Annotation.of([[1, 2], [3, 4]])
    assert made.with_column("note", [None, None]) == Annotation.of([[1, 2], [3, 4]])
    assert list(made.with_heads([[5, 6]]).column("note")) == ["hat", None, None]
    with pytest.raises(ValueError, match="one note a head"):
        Annotation.of([[1, 2]]).with_column("note", ["a", "b"])
