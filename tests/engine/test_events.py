import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine import events
from miscount.engine.events import StepDone, from_line, in_order, to_line

FIGURE = st.floats(allow_infinity=False) | st.integers(-9, 9)
STEPS = st.builds(
    StepDone, st.text(st.characters(codec="utf-8"), max_size=9), *3 * (st.integers(0, 2**63 - 1),), *3 * (FIGURE,),
    FIGURE | st.none(),
)  # fmt: skip


@given(STEPS)
def test_a_step_is_read_the_quick_way_as_the_long_way_reads_it(step):
    """Which any JSON takes that is not spelled as `to_line` spells it."""
    line = to_line(step)
    found, wanted = (repr(from_line(each)) for each in (line, f" {line}"))
    assert found == wanted
    assert json.loads(line)["event"] == "StepDone"
    read = from_line(line)
    for name in ("loss", "lr", "images_per_s"):  # a figure that is no number comes back as one
        wanted = float(getattr(step, name))
        assert getattr(read, name) == wanted or (math.isnan(wanted) and math.isnan(getattr(read, name)))


def test_a_usual_step_takes_the_quick_way_and_what_is_no_step_does_not():
    line = to_line(StepDone("defended/cbd", 3, 10, 1, 0.25, 1e-05, 123.5, 801.2))
    assert events._STEP(line)
    for damaged in (line[:-1], line.replace("0.25", "0.2.5"), line.replace("3,", "03,"), line.replace('"step"', '"s"')):
        assert not events._STEP(damaged)
        with pytest.raises(ValueError, match=r"event|line 1"):
            from_line(damaged)


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
