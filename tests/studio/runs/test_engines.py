"""Runs by worker processes through the jobs: the same events, pause and stop, as the preferences have it."""

from dataclasses import replace

import pytest

from miscount.engine.events import Failed, Finished, Planned, StageDone, StageStarted, StepDone
from miscount.engine.experiment.executors.local import Local
from miscount.engine.recipe import parse
from miscount.studio.actions import ActionId
from miscount.studio.forms.binding import with_value
from miscount.studio.runs.engine_choice import EngineChoice, engine_of_runs, engine_of_suites
from miscount.studio.runs.jobs import InProcess, Job, Jobs
from miscount.studio.runs.run_state import RunState, after
from miscount.studio.runs.tasks import RunRecipe, on_folder
from miscount.studio.settings import Settings
from tests.studio.conftest import TINY


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.stop()
    made.deleteLater()


@pytest.fixture
def heard(monkeypatch):
    """How often the workers were listened to one after another without a word, while they were let go or held."""
    silent = {"held": 0}
    listen = Local.receive

    def receive(self, cancel):
        told = list(listen(self, cancel))
        silent["held"] = 0 if told or self._go.is_set() else silent["held"] + 1
        yield from told

    monkeypatch.setattr(Local, "receive", receive)
    return silent


def long_recipe(folder):
    return with_value(on_folder(parse(TINY), folder), "training.epochs", 400)


def test_workers_run_beside_each_other_hold_go_on_and_stop(jobs, qtbot, heard, tiny_scenes, tmp_path):
    recipe = long_recipe(tiny_scenes)
    task = RunRecipe(recipe.to_yaml(), str(tiny_scenes), str(tmp_path / "run"), by=EngineChoice("local", 2))
    job, seen = Job("a run", task), []
    jobs.reported.connect(lambda _job, events: seen.extend(events))
    jobs.add(job)

    def steps(stage=None):
        return sum(isinstance(event, StepDone) and stage in (None, event.stage) for event in seen)

    qtbot.waitUntil(lambda: steps("twin") > 3 and steps("victim") > 3, timeout=120_000)
    state = after(RunState(), seen)
    assert isinstance(seen[0], Planned)
    assert {row.stage for row in state.running} >= {"twin", "victim"}
    assert 0 < state.progress < 1

    jobs.pause()
    # the workers were told, and were listened to in vain: what they had on the way has arrived
    qtbot.waitUntil(lambda: heard["held"] > 5, timeout=60_000)
    held, silent = steps(), heard["held"]
    qtbot.waitUntil(lambda: heard["held"] == 0 or heard["held"] > silent + 10, timeout=60_000)
    assert steps() <= held + 2, "a worker ends at most the step that it is in"
    assert job.is_paused

    jobs.pause()
    held = steps()
    qtbot.waitUntil(lambda: steps() > held + 5, timeout=60_000)

    jobs.pause()
    with qtbot.waitSignal(jobs.ended, timeout=60_000) as ended:
        jobs.cancel()  # a stop frees what is held
    assert ended.args[1] == Finished(cancelled=True, out=str(tmp_path / "run"))
    state = after(RunState(), seen)
    assert {row.state for row in state.stages if row.stage in ("twin", "victim")} == {"stopped"}


def test_a_run_by_workers_says_the_same_stages_and_goes_on_in_its_folder(jobs, qtbot, tiny_scenes, tmp_path):
    recipe = on_folder(parse(TINY), tiny_scenes)
    told = {}
    for choice in (EngineChoice(), EngineChoice("local", 2)):
        task = RunRecipe(recipe.to_yaml(), str(tiny_scenes), str(tmp_path / choice.engine / "run"), by=choice)
        seen = told.setdefault(choice.engine, [])

        def take(_job, events, seen=seen):
            seen.extend(events)

        jobs.reported.connect(take)
        with qtbot.waitSignal(jobs.ended, timeout=240_000) as ended:
            jobs.add(Job("a run", task))
        jobs.reported.disconnect(take)
        assert ended.args[1] == Finished(out=str(tmp_path / choice.engine / "run"))
    for kind in (StageStarted, StageDone):
        names = [{event.stage for event in events if isinstance(event, kind)} for events in told.values()]
        assert names[0] == names[1]
    assert told["serial"][0] == told["local"][0]


def test_an_engine_that_is_not_there_is_a_sentence(jobs, qtbot, monkeypatch, tiny_scenes, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    task = RunRecipe(parse(TINY).to_yaml(), str(tiny_scenes), str(tmp_path / "run"), by=EngineChoice("ray"))
    with qtbot.waitSignal(jobs.ended, timeout=60_000) as ended:
        jobs.add(Job("a run", task))
    assert isinstance(ended.args[1], Failed)
    assert "Ray is not installed" in ended.args[1].message
    assert not ended.args[1].details
    assert not (tmp_path / "run").exists()


def test_the_preferences_choose_it():
    settings = Settings(engine="ray", jobs=3, ray_address="auto")
    assert engine_of_runs(settings) == EngineChoice("ray", 3, "auto")
    assert engine_of_suites(settings) == EngineChoice("local", 3, "auto")
    assert engine_of_runs(Settings()) == EngineChoice("serial")


def test_a_run_of_the_window_takes_what_the_form_says(window, qtbot, monkeypatch):
    added = []
    monkeypatch.setattr(window.services.jobs, "add", added.append)
    window.do(ActionId.PREFERENCES)
    dialog = window._preferences_window
    form = dialog.forms["Runs"]
    assert form.values() == {
        "engine": "serial", "suite_engine": "local", "jobs": 0, "threads": 0, "child_process": False, "ray_address": "",
    }  # fmt: skip
    window.preferences.prefer(child_process=True)
    window.do(ActionId.RUN_START)
    form.changed.emit("engine", "local")
    form.changed.emit("jobs", 2)
    assert (window.preferences.value.engine, window.preferences.value.jobs) == ("local", 2)
    recipe = window.services.document.recipe
    window.services.document.set_value("recipe", with_value(recipe, "seed", 8))
    window.do(ActionId.RUN_START)
    in_child, by_workers = added
    assert isinstance(in_child._task, InProcess)
    assert by_workers._task == replace(by_workers._task, by=EngineChoice("local", 2)), "workers are children already"
    form.changed.emit("jobs", -4)
    assert window.preferences.value.jobs == 2
    for job in added:
        job.deleteLater()
    dialog.dialog.close()
