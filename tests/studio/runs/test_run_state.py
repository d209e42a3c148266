"""A run as its events tell it: all stages from the start, several at once, what failed, what was skipped."""

import random

import pytest

from miscount.engine.events import (
    EpochDone,
    Failed,
    Finished,
    Planned,
    PlannedStage,
    Progress,
    StageDone,
    StageFailed,
    StageSkipped,
    StageStarted,
    StepDone,
    from_line,
    to_line,
)
from miscount.studio.runs.run_state import RunState, after

PLAN = Planned(
    (
        PlannedStage("data", "data", ()),
        PlannedStage("twin", "train", ("data",)),
        PlannedStage("victim", "train", ("data",)),
        PlannedStage("report", "report", ("data", "twin", "victim")),
    )
)


def step(stage, number, total=4):
    return StepDone(stage, number, total, 1, 0.5, 1e-3, 20.0, 300.0)


def states(run):
    return {row.stage: row.state for row in run.stages}


def test_all_stages_wait_from_the_start_in_the_order_of_the_plan():
    run = after(RunState(), [PLAN])
    assert states(run) == dict.fromkeys(("data", "twin", "victim", "report"), "waiting")
    assert run.stages[3].inputs == ("data", "twin", "victim")
    assert (run.progress, run.where, run.num_stages) == (None, "", 4)


def test_stages_beside_each_other_all_count():
    run = after(RunState(), [PLAN, StageStarted("data", 1, 4), StageDone("data", 1.0)])
    assert run.progress == pytest.approx(1 / 4)
    run = after(run, [StageStarted("twin", 2, 4, 4), StageStarted("victim", 3, 4, 4), step("victim", 2)])
    assert [row.stage for row in run.running] == ["twin", "victim"]
    assert run.where == "Twin, Victim (3 of 4)"
    assert run.progress == pytest.approx((1 + 0 + 0.5) / 4)
    run = after(run, [step("twin", 1), StageDone("victim", 2.0)])
    assert run.progress == pytest.approx((1 + 0.25 + 1) / 4)
    assert states(run)["twin"] == "running"


def test_progress_never_falls_however_the_stages_interleave():
    rng = random.Random(0)
    for _ in range(50):
        left = {name: [StageStarted(name, 0, 4, 4), *(step(name, n) for n in range(1, 5)), StageDone(name, 1.0)]
                for name in ("twin", "victim")}  # fmt: skip
        said = [PLAN, StageStarted("data", 1, 4), StageDone("data", 1.0)]
        run, last = after(RunState(), said), 0.0
        while any(left.values()):
            name = rng.choice([name for name, events in left.items() if events])
            said.append(left[name].pop(0))
            run = after(run, said[-1:])
            assert run.progress >= last
            assert run == after(RunState(), said)  # replayed at once
            last = run.progress
        assert last == pytest.approx(3 / 4)


def test_a_remembered_stage_stays_so_with_the_curves_that_are_told_of_it():
    told = [StageStarted("twin", 2, 4, reused=True), step("twin", 4), EpochDone("twin", 1, 1, 0.5, 3.5, 4.0)]
    run = after(RunState(), [PLAN, *told, StageDone("twin", 0.0)])
    row = run.stages[1]
    assert (row.state, row.seconds, row.val_mae) == ("remembered", None, 3.5)


def test_what_failed_and_what_was_skipped_say_why_and_the_rest_goes_on():
    run = after(RunState(), [PLAN, StageStarted("twin", 1, 4, 4), step("twin", 1), StageStarted("victim", 2, 4, 4)])
    run = after(run, [StageFailed("twin", "The loss is not a number."), StageSkipped("report", "it needs twin")])
    assert states(run) == {"data": "waiting", "twin": "failed", "victim": "running", "report": "skipped"}
    assert [row.note for row in run.stages] == ["", "The loss is not a number.", "", "it needs twin"]
    run = after(run, [StageDone("victim", 1.0), Failed("The loss is not a number.")])
    assert states(run)["victim"] == "done"
    assert run.progress == 1.0


def test_a_cancel_stops_what_runs_and_leaves_what_waits():
    run = after(RunState(), [PLAN, StageStarted("twin", 1, 4, 4), StageStarted("victim", 2, 4, 4), step("victim", 2)])
    run = after(run, [Finished(cancelled=True)])
    assert states(run) == {"data": "waiting", "twin": "stopped", "victim": "stopped", "report": "waiting"}


def test_a_run_that_stops_at_its_data_says_so_at_the_stage():
    run = after(RunState(), [PLAN, StageStarted("data", 1, 4), Failed("A picture is missing.", bad_input=True)])
    assert (run.stages[0].state, run.stages[0].note) == ("failed", "A picture is missing.")


def test_a_stage_that_begins_again_keeps_its_place_and_its_lines():
    run = after(RunState(), [PLAN, StageStarted("twin", 1, 4, 4), step("twin", 3), StageStarted("twin", 1, 4, 4)])
    assert [row.stage for row in run.stages] == ["data", "twin", "victim", "report"]
    assert (run.stages[1].done, run.stages[1].inputs) == (0, ("data",))


def test_a_plan_that_is_told_again_forgets_nothing_that_was_begun():
    copied = [StageStarted("write scenes", 1, 1, 3), Progress("write scenes", 3, 3), StageDone("write scenes", 0.0)]
    other = Planned((*PLAN.stages[:3], PlannedStage("study", "dose_response", ("twin",)), PLAN.stages[3]))
    run = after(RunState(), [*copied, PLAN, StageStarted("data", 1, 4), other])
    assert [row.stage for row in run.stages] == ["write scenes", "data", "twin", "victim", "study", "report"]
    assert states(run)["data"] == "running"
    assert run.num_stages == 6


def test_a_task_without_a_plan_is_told_as_it_comes():
    run = after(RunState(), [StageStarted("read", 1, 2, 10), Progress("read", 5, 10)])
    assert run.progress == pytest.approx(0.25)
    run = after(run, [StageDone("read", 0.0), StageStarted("write", 2, 2, 10), Finished(out="there")])
    assert states(run) == {"read": "done", "write": "done"}


def test_a_replayed_run_is_the_live_one():
    live = [PLAN, StageStarted("twin", 1, 4, 4), step("twin", 1), StageStarted("victim", 2, 4, 4), step("victim", 1),
            StageFailed("twin", "no"), StageSkipped("report", "it needs twin"), Failed("no")]  # fmt: skip
    assert after(RunState(), [from_line(to_line(event)) for event in live]) == after(RunState(), live)
