"""How far a run is goes by work, and the time left is told when it is stable, and then about right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.events import Finished, Planned, PlannedStage, StageDone, StageStarted, StepDone
from miscount.engine.experiment.forecast import Measured
from miscount.studio.runs.run_state import RunState, after
from miscount.studio.runs.time_left import TimeLeft

KINDS = {"data": "data", "twin": "train", "evaluate/twin": "evaluate", "victim": "train",
         "evaluate/victim": "evaluate", "study": "dose_response", "defended/nad": "defend",
         "evaluate/defended/nad": "evaluate", "control/same_training": "defend", "report": "report"}  # fmt: skip
TOOK = {"data": 2.0, "twin": 60.0, "evaluate/twin": 3.0, "victim": 70.0, "evaluate/victim": 3.0, "study": 25.0,
        "defended/nad": 50.0, "evaluate/defended/nad": 3.0, "control/same_training": 30.0, "report": 2.0}  # fmt: skip
STEPS = 40
PLAN = Planned(tuple(PlannedStage(name, kind, ()) for name, kind in KINDS.items()))


def run(speeds, remembered=()):
    """(seconds since it began, state) about every second of a run whose stages take TOOK times `speeds`."""
    state, now = after(RunState(), [PLAN]), 0.0
    for place, name in enumerate(KINDS):
        reused = name in remembered
        trains = KINDS[name] in ("train", "defend")
        total = STEPS if trains and not reused else 0
        state = after(state, [StageStarted(name, place, len(KINDS), total, reused)])
        seconds = 0.0 if reused else TOOK[name] * speeds[name]
        for step in range(1, STEPS + 1):
            if not reused:
                now += seconds / STEPS
            if total:
                state = after(state, [StepDone(name, step, STEPS, 1, 0.5, 1e-3, 1.0)])
            yield now, state
        state = after(state, [StageDone(name, seconds)])
        yield now, state


def known(**more):
    by_name = {name: Measured(seconds, STEPS if KINDS[name] in ("train", "defend") else None)
               for name, seconds in TOOK.items() if KINDS[name] not in ("data", "report")}  # fmt: skip
    return TimeLeft(by_name, {}, **more)


def told(time_left, moments):
    """(now, told left or None, progress), at most once a second as the window asks."""
    last, found = -1.0, []
    for now, state in moments:
        if now - last >= 0.5:
            last = now
            time_left.look(now, state)
            found.append((now, time_left.left(state), time_left.progress(state)))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_it_is_right_within_half_for_the_last_two_thirds(seed):
    rng = np.random.default_rng(seed)
    load = rng.uniform(0.6, 2.5)  # the machine is busier, or less, than it was
    speeds = {name: load * rng.uniform(0.8, 1.25) for name in KINDS}
    moments = list(run(speeds))
    end = moments[-1][0]
    late = [(now, left) for now, left, _ in told(known(), moments) if now > end / 3 and now < 0.97 * end]
    said = [(now, left) for now, left in late if left is not None]
    assert len(said) > 0.6 * len(late)
    for now, left in said:
        assert 1 / 1.5 <= left / (end - now) <= 1.5, (now, left, end - now)


def test_nothing_is_told_while_what_is_left_was_never_measured():
    moments = list(run(dict.fromkeys(KINDS, 1.0)))
    found = told(TimeLeft(), moments)
    reached = next(
        now for now, state in moments if any(row.stage == "defended/nad" and row.share for row in state.stages)
    )
    assert all(left is None for now, left, _ in found if now < reached)


def test_progress_goes_by_work_and_never_falls():
    found = told(known(), run(dict.fromkeys(KINDS, 1.0)))
    end = found[-1][0]
    shares = [progress for _, _, progress in found]
    assert shares == sorted(shares)
    for now, _, progress in found:
        assert progress == pytest.approx(now / end, abs=0.06)


def test_what_is_remembered_is_no_work():
    moments = list(run(dict.fromkeys(KINDS, 1.0), remembered=("data", "twin", "evaluate/twin", "victim")))
    found = told(known(), moments)
    end = moments[-1][0]
    assert found[0][2] < 0.1, "two of the longest stages are there, and none of what is to be made"
    late = [(now, left) for now, left, _ in found if left is not None]
    assert late
    for now, left in late:
        assert left == pytest.approx(end - now, abs=0.25 * end)


def test_a_jumping_forecast_is_not_told():
    time_left, state = known(), after(RunState(), [PLAN, StageStarted("data", 1, 9)])
    for second in range(40):
        share = 2 if second % 2 else 38
        state = after(state, [StageStarted("twin", 1, 9, STEPS), StepDone("twin", share, STEPS, 1, 0.5, 1e-3, 1.0)])
        time_left.look(float(20 * second), state)
        assert time_left.left(state) is None


SAID = st.tuples(st.sampled_from(["write scenes", *KINDS]), st.sampled_from("sdp"), st.floats(0, 50))


@given(st.lists(SAID, max_size=30), st.booleans(), st.sampled_from([0.0, 1e-9, 5.0]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_it_stays_within_bounds(said, is_planned, took):
    time_left = TimeLeft(dict.fromkeys(KINDS, Measured(took, 3)), {})
    state, now = after(RunState(), [PLAN] if is_planned else []), 0.0
    for stage, what, seconds in said:
        now += seconds
        event = {"s": StageStarted(stage, 1, 9, 4), "d": StageDone(stage, seconds),
                 "p": StepDone(stage, 2, 4, 1, 0.5, 1e-3, 1.0)}[what]  # fmt: skip
        state = after(state, [event])
        time_left.look(now, state)
        progress, left = time_left.progress(state), time_left.left(state)
        assert progress is None or 0 <= progress <= 1
        assert left is None or left >= 0


def test_at_its_end_a_run_is_whole():
    time_left = known()
    *_, (now, state) = run(dict.fromkeys(KINDS, 1.0))
    state = after(state, [Finished(out="a")])
    assert time_left.progress(state) == 1.0
    time_left.look(now, state)
    assert time_left.left(state) is None
