from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.events import in_order


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.data())
def test_trainings_stand_one_after_another_and_what_is_told_again_replaces(lengths, data):
    events, wanted = [], []
    for which, total in enumerate(lengths):
        stop = data.draw(st.integers(1, total))
        kept = data.draw(st.integers(1, stop))
        events += [(number, total, (which, number, "first")) for number in range(1, stop + 1)]
        again = range(kept, total + 1) if stop < total else ()
        events += [(number, total, (which, number, "again")) for number in again]
        wanted += [(which, number) for number in range(1, total + 1)]
    places, what = in_order(events)
    assert places == list(range(1, sum(lengths) + 1))
    assert [(which, number) for which, number, _ in what] == wanted
    assert all(one[2] == "again" for one in what if (one[0], one[1], "again") in [each for *_, each in events])
