"""The graph of the Train page: the plan before a run, the run while it goes and afterwards, by the same code."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from miscount.engine.events import Failed, Finished, Planned, PlannedStage, StageFailed, StageSkipped, StageStarted
from miscount.studio.actions import ActionId
from miscount.studio.forms.binding import with_value
from miscount.studio.runs.plan_preview import PlanPreview
from miscount.studio.runs.run_state import RunState, StageRow, after
from miscount.studio.runs.stage_nodes import nodes_of

ROOT = Path(__file__).parents[3]


def states(page):
    return {name: node.state for name, node in page._graph._nodes.items()}


def test_lines_that_a_longer_way_implies_are_left_out():
    stages = (
        StageRow("data"),
        StageRow("twin", inputs=("data",)),
        StageRow("evaluate/twin", inputs=("twin",)),
        StageRow("report", inputs=("data", "twin", "evaluate/twin")),
    )
    assert [node.after for node in nodes_of(RunState(stages))] == [(), ("data",), ("twin",), ("evaluate/twin",)]


def test_what_failed_was_skipped_or_stopped_says_so_in_its_box():
    plan = Planned((PlannedStage("twin", "train", ()), PlannedStage("study", "dose_response", ("twin",)),
                    PlannedStage("victim", "train", ())))  # fmt: skip
    run = after(RunState(), [plan, StageFailed("twin", "no memory"), StageSkipped("study", "it needs twin")])
    run = after(run, [StageStarted("victim", 1, 3, 10), Finished(cancelled=True)])
    told = {node.id: (node.state, node.note, node.kind) for node in nodes_of(run)}
    assert told == {
        "twin": ("failed", "no memory", "train"),
        "study": ("skipped", "it needs twin", "dose response"),
        "victim": ("cancelled", "", "train"),
    }


@pytest.fixture
def page(window, qtbot):
    window.do(ActionId.PAGE_TRAIN)
    page = window.page
    qtbot.waitUntil(lambda: "are to be made" in page._shown_words.text(), timeout=60_000)
    return page


def finish(window, qtbot):
    with qtbot.waitSignal(window.services.jobs.ended, timeout=120_000) as ended:
        window.do(ActionId.RUN_START)
    return ended.args[1]


def test_the_plan_comes_first_then_the_run_and_the_plan_of_what_was_changed(window, page, qtbot, monkeypatch):
    planned = states(page)
    assert set(planned.values()) == {"waiting"}
    assert {"data", "twin", "victim", "defended/fine_tune", "report"} <= set(planned)
    assert page._tabs.tabText(page._tabs.currentIndex()) == "Graph"
    assert page._graph._nodes["report"].after != page.services.plan.preview.state.stages[-1].inputs

    live = []
    window.services.run_state.changed.connect(lambda: live.append(states(page)))
    assert isinstance(finish(window, qtbot), Finished)
    assert set(live[-1].values()) == {"done"}
    assert list(live[-1]) == list(planned), "the plan named all stages of the run"
    qtbot.waitUntil(lambda: page._shown_words.text().startswith("The run tiny"), timeout=20_000)

    folder = window.services.run_state.folder
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    page._graph.activated.emit("evaluate/twin")
    assert page._tabs.currentWidget() is page._table
    assert page._table.selected() == ("evaluate/twin",)
    page._table.activated.emit("evaluate/twin")
    assert opened == [folder / "stages" / "evaluate_twin"]

    before = window.services.document.recipe
    window.services.document.set_value("recipe", with_value(before, "poison.label.alpha", 0.6))
    qtbot.waitUntil(lambda: states(page).get("twin") == "remembered", timeout=60_000)
    assert states(page)["victim"] == "waiting"
    assert "poison, label, alpha" in page._graph._nodes["victim"].note
    window.services.document.set_value("recipe", before)
    qtbot.waitUntil(lambda: page._shown_words.text().startswith("The run tiny"), timeout=60_000)
    assert states(page) == live[-1]


def test_a_replayed_run_is_shown_as_the_live_one_was(window, page, qtbot):
    watch = window.services.run_state
    assert isinstance(finish(window, qtbot), Finished)
    live = watch.state
    qtbot.waitUntil(lambda: window.services.runs.current is not None, timeout=20_000)
    run = window.services.runs.current
    watch.restart(run.folder, run.recipe_text)
    watch.take(run.events)
    assert nodes_of(watch.state) == nodes_of(live)


def test_what_cannot_be_planned_is_a_sentence(window, page, qtbot):
    recipe = window.services.document.recipe
    window.services.document.set_value("recipe", with_value(recipe, "split.leave_out", [
        scene.id for scene in window.services.document.dataset.split("train")
    ]))  # fmt: skip
    qtbot.waitUntil(lambda: window.services.plan.problem != "", timeout=60_000)
    assert page._shown_words.text() == window.services.plan.problem
    assert "\n" not in window.services.plan.problem
    assert set(states(page).values()) == {"waiting"}, "the stages are still shown"


class LaterBackground:
    """Keeps what it is asked to do, for the test to carry out when it likes."""

    def __init__(self):
        self.asked = []

    def run(self, work, then=None, failed=None):
        self.asked.append((work, then, failed))

    def answer(self, place):
        work, then, _ = self.asked[place]
        then(work())


def test_an_answer_to_an_older_question_is_dropped(window):
    background = LaterBackground()
    plan = PlanPreview(window.services.document, window.services.session, background, window)
    plan._wanted = True
    recipe = window.services.document.recipe
    plan._ask()
    window.services.document.set_value("recipe", with_value(recipe, "defenses", []))
    plan._ask()
    background.answer(1)
    stages = [row.stage for row in plan.preview.state.stages]
    assert "defended/fine_tune" not in stages
    background.answer(0)
    assert [row.stage for row in plan.preview.state.stages] == stages
    asked = len(background.asked)
    plan.set_wanted(False)
    background.answer(2)
    assert len(background.asked) == asked
    assert "remembered" not in plan.preview.words


def test_nothing_is_planned_while_nobody_looks(window):
    window.do(ActionId.PAGE_SCENES)
    window.services.document.set_value("recipe", with_value(window.services.document.recipe, "seed", 9))
    assert not window.services.plan._pause.isActive()


def test_a_failed_run_says_where_and_why(window, page):
    watch = window.services.run_state
    watch.restart(Path("a run"), window.services.plan.preview.recipe_text)
    watch.take([Planned((PlannedStage("data", "data", ()),)), StageStarted("data", 1, 1), Failed("A picture is gone.")])
    assert page._shown_words.text() == "The run a run: failed. A picture is gone."
    assert "A picture is gone." in page._graph.tip_of("data")
    assert page._table._model.row(0)["note"] == "A picture is gone."


def test_the_page_is_made_without_torch():
    code = (
        "import sys\nfrom PySide6.QtWidgets import QApplication\napp = QApplication([])\n"
        "from miscount.studio.settings import Settings\nfrom miscount.studio.window import StudioWindow\n"
        "import miscount.studio.pages.train, miscount.studio.runs.plan_preview\n"
        "window = StudioWindow(Settings())\nprint('torch' in sys.modules)\nwindow.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "False", done.stderr
