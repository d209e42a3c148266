"""What belongs to another project, an older run or another rate is nowhere on the screen; what goes on now is."""

import shutil
import threading

import pytest
from PySide6.QtWidgets import QLabel

from miscount.engine import events as say
from miscount.engine import runs
from miscount.studio.actions import ActionId
from miscount.studio.forms.binding import with_value
from miscount.studio.runs.jobs import Job
from miscount.widgets.notices import Notice, Severity
from tests.engine.runs.made_run import make_run

PLAN = say.Planned(
    (
        say.PlannedStage("data", "data", ()),
        say.PlannedStage("twin", "train", ("data",)),
        say.PlannedStage("victim", "train", ("data",)),
    )
)


class Going:
    """A run that stands in its second training until it is let go."""

    def __init__(self, folder):
        self.folder, self.go = folder, threading.Event()

    def __call__(self, _cancel):
        runs.claim_folder(self.folder, "version: 1\nname: going\n").let_go()
        yield PLAN
        yield say.StageStarted("twin", 1, 3, total=1)
        yield say.StepDone("twin", 1, 1, 1, 0.5, 1e-3, 20.0)
        yield say.StageDone("twin", 1.0)
        stage = self.folder / "stages" / "twin"
        stage.mkdir(parents=True)
        (stage / "weights.safetensors").touch()
        yield say.StageStarted("victim", 2, 3, total=4)
        yield say.StepDone("victim", 2, 4, 1, 0.5, 1e-3, 20.0)
        self.go.wait(30)
        yield say.StageDone("victim", 1.0)
        yield say.Finished(out=str(self.folder))


@pytest.fixture
def going(window, qtbot):
    services = window.services
    task = Going(services.session.project.runs_folder / "going")
    services.jobs.add(Job("Run going", task, str(task.folder), "version: 1\nname: going\n"))
    qtbot.waitUntil(lambda: services.runs.live is not None and bool(services.runs.live.counters), timeout=20_000)
    yield task
    task.go.set()
    qtbot.waitUntil(lambda: services.jobs.running is None, timeout=20_000)


@pytest.fixture
def shown(window, qtbot):
    """A run of this project is looked at, with all that goes with it."""
    services = window.services
    folder = make_run(services.session.project.runs_folder / "made")
    services.runs.refresh(then_show=folder)
    qtbot.waitUntil(lambda: services.runs.current is not None and bool(window.lab.curves.loss.curves()), timeout=20_000)
    return folder


@pytest.fixture
def elsewhere(tmp_path, window, qtbot):
    """Another project, ready to be opened."""
    from miscount.studio.document.project import new_project
    from tests.studio.conftest import TINY

    folder = tmp_path / "elsewhere"
    new_project(folder, "Elsewhere", None, TINY.replace("name: tiny", "name: other"))
    shutil.copytree(window.services.session.project.folder / "scenes", folder / "scenes")
    return folder


def names_in_view(window):
    model = window.scene_list._model
    return {model.row_at(place).id for place in range(model.rowCount())}


def state_of(window):
    services = window.services
    return {
        "title": window.windowTitle(), "scenes": names_in_view(window), "filter": window.scene_list._filter.text(),
        "run": services.runs.current.folder, "runs": [run.folder for run in services.runs.runs],
        "stages": services.run_state.state, "curves": window.lab.curves.loss.curves(),
        "problems": services.problems.all, "recipe": services.document.recipe,
    }  # fmt: skip


def test_another_project_leaves_nothing_of_the_one_before(window, qtbot, shown, elsewhere):
    services = window.services
    job = Job("Run of before", lambda _cancel: iter([say.Finished()]))
    services.jobs.add(job)
    qtbot.waitUntil(lambda: services.jobs.running is None, timeout=10_000)
    services.notify.noticed.emit(Notice(Severity.WARNING, "Said of the project before."))
    window.scene_list.set_filter("split:train")
    services.scenes.set_poisoned([next(iter(names_in_view(window)))])
    window.do(ActionId.CHECK_SCENES)
    qtbot.waitUntil(lambda: not services.problems.running, timeout=20_000)
    window.do(ActionId.PAGE_EVALUATE)
    assert window.page._verdict.words
    with qtbot.waitSignal(services.session.ready, timeout=30_000):
        window.open_folder(elsewhere)
    assert window.windowTitle().startswith("Elsewhere")
    assert not window.lab.panel._cards
    assert not window.lab.curves.loss.curves()
    assert not window.lab.curves.errors.curves()
    assert not services.run_state.state.stages
    assert services.run_state.folder is None
    assert "Said of the project before." not in [notice.text for notice in window.notices.notices()]
    assert window.scene_list._filter.text() == ""
    assert not services.scenes.poisoned
    assert services.problems.summary.startswith("Nothing is checked yet")
    assert services.runs.current is None
    assert not services.runs.runs
    assert services.counters.loaded is None
    assert not window.page._verdict.isVisible()
    assert not window.page._scores.shown()
    window.do(ActionId.PAGE_TRAIN)
    assert "made" not in window.page._shown_words.text()


def test_a_folder_that_is_refused_changes_nothing(window, qtbot, shown, tmp_path):
    from miscount.studio.document.project import new_project
    from tests.studio.conftest import TINY

    bad = tmp_path / "bad"
    new_project(bad, "Bad", tmp_path / "no such dataset", TINY)
    window.scene_list.set_filter("split:train")
    before = state_of(window)
    window.do(ActionId.PAGE_TRAIN)
    with qtbot.waitSignal(window.services.session.refused, timeout=20_000):
        window.open_folder(bad)
    assert not window.open_folder(tmp_path / "nothing here")
    assert state_of(window) == before
    assert not window.status_line.progress.isVisible()


def test_the_marks_and_the_filter_of_poisoned_scenes_follow_the_rate(window, qtbot):
    services, document = window.services, window.services.document
    window.do(ActionId.PAGE_POISON)
    qtbot.waitUntil(lambda: bool(services.scenes.poisoned), timeout=20_000)
    window.scene_list.set_filter("poisoned")
    first = services.scenes.poisoned
    assert names_in_view(window) == first
    for page, rate in ((ActionId.PAGE_POISON, 0.8), (ActionId.PAGE_TRAIN, 0.1)):
        window.do(page)
        before = services.scenes.poisoned
        document.set_value("recipe", with_value(document.recipe, "poison.rate", rate))
        qtbot.waitUntil(lambda before=before: services.scenes.poisoned != before, timeout=20_000)
        assert names_in_view(window) == services.scenes.poisoned


def test_a_run_that_has_ended_runs_nowhere(window, qtbot, going):
    services = window.services
    window.do(ActionId.PAGE_COMPARE)
    compare = window.page
    going.go.set()
    qtbot.waitUntil(lambda: services.jobs.running is None, timeout=20_000)
    qtbot.waitUntil(lambda: services.runs.live is None, timeout=20_000)
    assert not services.run_state.state.running
    assert services.run_state.state.ended is not None
    assert not any("Run going" in label.text() for label in window.status_line.findChildren(QLabel))
    card = next(iter(window.lab.panel._cards.values()))
    assert card._state.text() == "Done"
    assert not card._bar.isVisible()
    assert not card._stage.isVisible()
    assert not [row for row in map(compare._table._model.row, range(len(compare._table.shown())))
                if str(row["status"]).startswith(("running", "waiting"))]  # fmt: skip
    window.do(ActionId.PAGE_TRAIN)
    assert not window.page._pause.isEnabled()
    assert not window.page._stop.isEnabled()


def test_a_run_that_goes_is_a_row_and_its_counters_answer_at_once(window, qtbot, going):
    services = window.services
    words = [words for words, _path in services.counters.choices()]
    assert words == ["Twin  ·  going"], "offered while the victim is trained"
    window.do(ActionId.PAGE_COMPARE)
    table = window.page._table
    row = table._model.row(table.shown().index(str(going.folder)))
    assert str(row["status"]).startswith("running, ")
