"""A suite through the window: begun, shown while it runs, stopped, gone on with, read again; its tables."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QDesktopServices

from miscount.engine.events import (
    Evaluated,
    Failed,
    Finished,
    Planned,
    PlannedStage,
    Progress,
    StageDone,
    StageStarted,
    StepDone,
)
from miscount.engine.runs import EventLog
from miscount.engine.suites import run_suite
from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs, places
from miscount.studio.runs import suite_task
from miscount.studio.runs.run_state import RunState, after
from miscount.studio.runs.suite_figures import described, experiment_row, matrix
from miscount.studio.runs.suite_library import SuiteLibrary
from miscount.studio.runs.suite_task import STAGE, _HowFar
from miscount.studio.runs.task_events import ExperimentSaid
from miscount.widgets.notices import Severity
from tests.studio.conftest import TINY

SUITE = """
version: 1
name: two attacks
about: Two triggers, one seed.
base: base.yaml
set: {{poison.label: {{kind: offset, change: 5}}, evaluation.doses: [], evaluation.specificity: false{more}}}
attacks:
  patch: {{}}
  sinusoid: {{set: {{poison.trigger: {{kind: sinusoid}}}}}}
detectors: [{{kind: signed_residual, epochs: 1}}]
seeds: [0]
"""


@pytest.fixture
def suite_file(tmp_path):
    folder = tmp_path / "suite"
    folder.mkdir()
    (folder / "base.yaml").write_text(TINY)

    def write(more=""):
        file = folder / "two.yaml"
        file.write_text(SUITE.format(more=more))
        return file

    return write


def begin(window, monkeypatch, file):
    asked = []
    monkeypatch.setattr(dialogs, "choose_file", lambda _parent, *words: asked.append(words) or file)
    window.do(ActionId.RUN_SUITE)
    return asked


def column(page, key):
    return [row[key] for row in map(page._table._model.row, range(page._table._model.rowCount()))]


def ended_within(window, qtbot, do, timeout=240_000):
    with qtbot.waitSignal(window.services.jobs.ended, timeout=timeout) as ended:
        do()
    return ended.args[1]


def test_a_suite_runs_is_stopped_goes_on_and_is_read_again(window, qtbot, monkeypatch, suite_file, notices):
    window.preferences.prefer(suite_engine="serial")  # workers have tests of their own
    suites, out = window.services.suites, window.services.session.project.suites_folder / "two attacks"
    file = suite_file()
    asked = begin(window, monkeypatch, file)
    assert asked == [("Run a suite", "Suites (*.yaml *.yml)", str(places.suites_folder()))]
    assert (places.suites_folder() / "smoke.yaml").is_file()
    qtbot.waitUntil(lambda: window.page.action is ActionId.PAGE_COMPARE, timeout=60_000)
    page = window.page
    names = ["patch-seed-0", "sinusoid-seed-0"]

    qtbot.waitUntil(lambda: any(suites.state(str(out / names[0])).running), timeout=60_000)
    qtbot.waitUntil(lambda: column(page, "name") == names, timeout=20_000)
    assert page._suite_buttons[ActionId.RUN_STOP].isEnabled()
    qtbot.waitUntil(lambda: column(page, "net")[0] is not None, timeout=120_000)
    assert column(page, "status")[1] in ("waiting", "running", "done")
    assert all(status != "unfinished" for status in column(page, "status"))

    result = ended_within(window, qtbot, lambda: window.do(ActionId.RUN_STOP))
    if result != Finished(out=str(out)):
        assert result == Finished(cancelled=True, out=str(out))
        assert "Compare page" in notices[-1].text
        qtbot.waitUntil(lambda: page._suite_buttons[ActionId.GO_ON_SUITE].isEnabled(), timeout=20_000)
        assert "stopped" in column(page, "status")
        result = ended_within(window, qtbot, lambda: page._suite_buttons[ActionId.GO_ON_SUITE].click())
    assert result == Finished(out=str(out))

    live = {folder: suites.state(folder) for folder in suites.experiments}
    qtbot.waitUntil(lambda: column(page, "status") == ["done", "done"], timeout=20_000)
    qtbot.waitUntil(lambda: page._matrix._model.rowCount() == 2, timeout=20_000)
    assert not page._suite_buttons[ActionId.GO_ON_SUITE].isEnabled()
    titles = [one.title for one in page._matrix._model.columns()]
    assert titles[:3] == ["Attack, label edit, counter", "Seeds", "Net effect"]
    assert "Signed residual, AUROC" in titles
    net = {row["setting"]: row["net"] for row in map(page._matrix._model.row, range(2))}
    assert net["patch"] == pytest.approx(column(page, "net")[0])

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()).name))
    page._suite_buttons[ActionId.OPEN_SUITE_PAGE].click()
    page._table.activated.emit(str(out / names[0]))
    assert opened == ["suite.html", "report.html"]

    again = SuiteLibrary(window.services.background, window.services.jobs, window)
    again.set_folder(out.parent)
    again.show(out)
    qtbot.waitUntil(lambda: again.facts is not None, timeout=20_000)
    assert again.names == ("two attacks",)
    assert again.facts.source == file.resolve()
    assert again.experiments == tuple(live)
    runs = {str(run.folder): run for run in again.facts.runs}
    for folder, state in live.items():
        replayed = experiment_row(folder, again.state(folder), runs[folder], False)
        assert replayed == experiment_row(folder, state, runs[folder], False)

    page._which.activated.emit(0)
    assert page._stand.text() == ""
    assert column(page, "name") == [run.name for run in window.services.runs.runs]


def test_a_fault_of_the_suite_is_one_sentence_and_nothing_runs(window, qtbot, monkeypatch, suite_file, notices):
    begin(window, monkeypatch, suite_file(", training.epochz: 3"))
    qtbot.waitUntil(lambda: any(notice.severity is Severity.ERROR for notice in notices), timeout=60_000)
    assert "training.epochz" in notices[-1].text
    assert "\n" not in notices[-1].text
    assert window.services.jobs.running is None
    assert not window.services.session.project.suites_folder.exists()


def test_nothing_is_asked_twice_and_no_file_is_no_suite(window, monkeypatch):
    begin(window, monkeypatch, None)
    assert window.services.jobs.running is None
    window.do(ActionId.PAGE_COMPARE)
    page = window.page
    assert not page._suite_buttons[ActionId.GO_ON_SUITE].isEnabled()
    assert not page._suite_buttons[ActionId.OPEN_SUITE_PAGE].isEnabled()
    assert "Ctrl+Shift+F5" in page._table._empty.text()


PLAN = Planned((PlannedStage("data", "data", ()), PlannedStage("victim", "train", ("data",))))


def test_how_far_a_suite_is_counts_the_stages_of_all_experiments():
    far = _HowFar(3)
    assert not far.take("a", PLAN)
    assert far.num_stages == 6, "those that are not planned yet are taken to be as long"
    assert far.take("a", StageDone("data", 1.0))
    assert far.num_ended == 1
    assert far.ending("there") == Finished(out="there")
    far.take("b", Failed("The loss is not a number.", "details"))
    assert far.ending("there") == Failed(
        "1 of 3 experiments could not be finished. b: The loss is not a number.", "details"
    )
    far.take("a", Finished(cancelled=True))
    assert far.ending("there") == Finished(cancelled=True, out="there")


def test_what_an_experiment_says_is_not_taken_for_the_suites_own():
    own = [StageStarted(STAGE, 1, 1), Progress(STAGE, 1, 4)]
    others = [ExperimentSaid("a", PLAN), ExperimentSaid("a", Finished(out="a"))]
    assert after(RunState(), [own[0], *others, own[1]]) == after(RunState(), own)


@pytest.mark.parametrize(
    ("events", "runs_now", "status", "stage"),
    [
        ([PLAN], True, "waiting", ""),
        ([PLAN, StageStarted("data", 1, 2)], True, "running", "Scenes (1 of 2)"),
        ([PLAN, StageStarted("data", 1, 2), StageDone("data", 1.0)], True, "waiting", "1 of 2"),
        ([PLAN, StageStarted("data", 1, 2)], False, "unfinished", "Scenes (1 of 2)"),
        ([PLAN, StageStarted("data", 1, 2), Finished(cancelled=True)], False, "stopped", ""),
        ([PLAN, Failed("no\nmore")], True, "failed", "no"),
        ([PLAN, Finished(out="x")], True, "done", ""),
    ],
)
def test_a_row_says_how_an_experiment_stands(events, runs_now, status, stage):
    row = experiment_row("suites/s/patch-seed-0", after(RunState(), events), None, runs_now)
    assert (row["name"], row["status"], row["stage"]) == ("patch-seed-0", status, stage)
    assert described([row, row]) == f"2 {status}"


def test_the_net_effect_is_shown_as_soon_as_the_victim_is_evaluated():
    said = [Evaluated("evaluate/twin", "twin", {"triggered": {"net_effect": 0.0}}),
            Evaluated("evaluate/victim", "victim", {"triggered": {"net_effect": 0.75}})]  # fmt: skip
    assert experiment_row("a", after(RunState(), said[:1]), None, True)["net"] is None
    assert experiment_row("a", after(RunState(), said), None, True)["net"] == 0.75


def test_the_matrix_leaves_out_what_nobody_measured():
    place = {"attack": "snow", "label": "", "counter": ""}
    counters = [
        {**place, "row": "twin", "seeds": "2", "net_effect": "0.0", "erasure": ""},
        {**place, "row": "victim", "seeds": "2", "net_effect": "0.5", "erasure": ""},
        {**place, "row": "defended/cbd", "seeds": "2", "net_effect": "0.1", "erasure": "0.8"},
    ]
    columns, rows = matrix(counters, [{**place, "detector": "strip", "auroc": ""}], {"triggered.net_effect": "words"})
    assert [column.key for column in columns] == ["setting", "seeds", "net", "erasure defended/cbd"]
    assert columns[2].tip == "words"
    assert rows == [{"id": "snow", "setting": "snow", "seeds": 2, "net": 0.5, "erasure defended/cbd": 0.8}]
    assert matrix([], [], {})[1] == []
    sure = [counters[0], {**counters[1], "net_effect_low": "0.4", "net_effect_high": "0.6"}]
    columns, rows = matrix(sure, [], {"intervals.intervals_over_seeds": "of seeds"})
    assert (columns[-1].title, columns[-1].tip, rows[0]["net 95"]) == ("Net effect, 95 %", "of seeds", "0.400 … 0.600")
    few = [{**counters[2], "seeds": "3", "erasure_seeds": "2"}]
    columns, rows = matrix(few, [], {})
    assert rows[0]["erasure defended/cbd 95"] == "(2 of 3)", "of how many seeds the mean is, where not of all"


CELL = st.sampled_from(
    [None, "", "snow", "victim", "defended/cbd", "control/same_training", "2", "0.5", "1e400", "nan", "-"]
)
COLUMNS = ("attack", "label", "counter", "row", "detector", "seeds", "net_effect", "net_effect_low", "net_effect_high",
           "erasure", "erasure_seeds", "erasure_low", "auroc")  # fmt: skip
ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELL), max_size=6)


@given(ROWS, ROWS)
def test_a_table_that_somebody_edited_gives_what_figures_it_has(counters, detectors):
    columns, rows = matrix(counters, detectors, {})
    known = {column.key for column in columns}
    for row in rows:
        assert row.keys() - {"id"} <= known
        assert all(math.isfinite(value) for value in row.values() if isinstance(value, float))


def test_what_marks_a_suite_is_what_the_engine_writes():
    assert (suite_task.ABOUT, suite_task.CELLS) == (run_suite.BEGUN_FROM, run_suite.CELLS)


def test_a_run_that_was_killed_reads_as_unfinished(window, qtbot, tmp_path):
    folder = tmp_path / "suites" / "killed" / "a-seed-0"
    folder.mkdir(parents=True)
    (folder / "recipe.yaml").write_text(TINY)
    (folder.parent / "suite.json").write_text(json.dumps({"suite": "gone.yaml"}))
    with EventLog(folder) as log:
        for event in (PLAN, StageStarted("data", 1, 2), StepDone("victim", 1, 2, 1, 0.5, 1e-3, 1.0)):
            log.append(event)
    library = SuiteLibrary(window.services.background, window.services.jobs, window)
    library.set_folder(tmp_path / "suites")
    library.show(folder.parent)
    qtbot.waitUntil(lambda: library.facts is not None, timeout=20_000)
    (experiment,) = library.experiments
    assert experiment_row(experiment, library.state(experiment), None, library.runs_now(experiment))["status"] == (
        "unfinished"
    )
