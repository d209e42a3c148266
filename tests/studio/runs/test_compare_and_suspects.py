"""Two runs side by side; a detector's ranked list as a curator walks through it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTabWidget

from miscount.engine.events import Finished
from miscount.engine.runs import RunResults
from miscount.studio.actions import ActionId
from miscount.studio.forms.binding import with_value
from miscount.studio.runs.figures import defense_rows


def finished(window, qtbot):
    with qtbot.waitSignal(window.services.jobs.ended, timeout=120_000) as ended:
        window.do(ActionId.RUN_START)
    assert ended.args[1] == Finished(out=ended.args[0].folder), ended.args[1]
    folder = ended.args[0].folder
    runs = window.services.runs
    qtbot.waitUntil(lambda: any(str(run.folder) == folder and run.results for run in runs.runs), timeout=20_000)
    return folder


def press(qtbot, center, words):
    button = next(one for one in center.findChildren(QPushButton) if one.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_runs_are_filtered_pinned_and_compared(window, qtbot):
    recipe = window.services.document.value("recipe")
    first = finished(window, qtbot)
    window.services.document.set_value("recipe", with_value(with_value(recipe, "name", "second"), "seed", 3))
    second = finished(window, qtbot)
    window.do(ActionId.PAGE_COMPARE)
    page = window.page
    table = page._table
    qtbot.waitUntil(lambda: set(table.shown()) == {first, second}, timeout=20_000)
    qtbot.keyClicks(page._words, "second")
    assert table.shown() == (second,)
    page._words.clear()
    table.select({first})
    page._on_selected()
    press(qtbot, page.center, "Pin")
    assert table.shown()[0] == first
    qtbot.keyClicks(page._words, "second")
    assert table.shown() == (first, second), "what is pinned stays in view"
    page._words.clear()
    table.select({first, second})
    page._on_selected()
    assert len(page._defenses.shown()) == 6, "the victim, one defense and the control of each"
    assert {name.partition(": ")[2] for name in page._counts._series} == {"clean", "triggered"}
    assert len(page._doses._series) == 2
    qtbot.waitUntil(lambda: any(name.endswith(": Victim") for name in page._plot.curves()), timeout=20_000)
    assert page._recipe.text().splitlines()[1:] == ["Seed: 0 → 3"], "what differs and nothing else, in words"
    qtbot.waitUntil(lambda: "; 2 seeds." in page._verdict.words, timeout=20_000)
    scene_id = next(iter(page._counts._series.values())).ids[0].partition(" · ")[2]
    page._counts.activated.emit(f"second · {scene_id}")
    assert window.services.document.scene_id == scene_id


@pytest.fixture
def suspects(window, qtbot):
    recipe = window.services.document.value("recipe")
    looked = with_value(recipe, "detectors", [{"kind": "signed_residual", "epochs": 1}])
    window.services.document.set_value("recipe", with_value(looked, "defenses", []))
    finished(window, qtbot)
    window.do(ActionId.PAGE_DEFEND)
    page = window.page
    page.center.findChild(QTabWidget).setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(page._suspects._table.shown()), timeout=20_000)
    return page._suspects


def test_the_ranked_list_is_walked_through_and_acted_on(window, qtbot, suspects):
    document, names = window.services.document, suspects._table.shown()
    rows = [suspects._table._model.row(place) for place in range(len(names))]
    assert [row["rank"] for row in rows] == sorted(row["rank"] for row in rows)
    assert all(row["reason"] for row in rows)
    first, second = (str(name).partition("#")[0] for name in names[:2])
    suspects._table.select({names[0]})
    suspects._enable()
    press(qtbot, suspects, "Drop")
    assert document.value("recipe").split.leave_out == (first,)
    row = next(row for row in map(suspects._table._model.row, range(len(names))) if row["name"] == names[0])
    assert row["decision"] == "dropped"
    window.do(ActionId.UNDO)
    assert document.value("recipe").split.leave_out == ()
    suspects._table.select({names[1]})
    suspects._enable()
    press(qtbot, suspects, "Keep")
    assert document.marks(second).checked
    suspects._table.select({names[0]})
    suspects._enable()
    press(qtbot, suspects, "Relabel")
    assert document.scene_id == first
    assert window.page.action is ActionId.PAGE_HEADS


def test_the_trigger_that_an_inversion_found_is_shown(window, qtbot):
    recipe = window.services.document.value("recipe")
    looked = with_value(
        recipe, "detectors", [{"kind": "inversion", "references": 2, "epochs": 1, "steps": 10},
                              {"kind": "signed_residual", "epochs": 1}],
    )  # fmt: skip
    window.services.document.set_value("recipe", with_value(looked, "defenses", []))
    finished(window, qtbot)
    window.do(ActionId.PAGE_DEFEND)
    page = window.page
    page.center.findChild(QTabWidget).setCurrentIndex(1)
    suspects = page._suspects
    qtbot.waitUntil(lambda: set(suspects._table.shown()) == {"additive/down", "additive/up"}, timeout=20_000)
    assert suspects._picture.isVisible(), "of the first row, before one is chosen"
    assert suspects._picture.shown.width() > 4 * suspects._picture.shown.height()
    assert "what the counter sees" in suspects._picture.words()
    assert suspects._words.text().startswith("The counter is ")
    assert not any(button.isEnabled() for button in suspects._buttons.values()), "there is no scene to act on"
    assert "decision" not in [column.key for column in suspects._table._model.columns()]
    suspects._which.setCurrentIndex(1)
    suspects._which.activated.emit(1)
    assert suspects._picture.isHidden()
    assert "decision" in [column.key for column in suspects._table._model.columns()]


def results_of(left):
    """Results of a version that did not write `defenses`: a victim, and what each defense left of its effect."""
    models = {"twin": {"clean": {"mae": 4.0}, "triggered": {"net_effect": 0.0}},
              "victim": {"clean": {"mae": 4.0}, "triggered": {"net_effect": 1.0}}}  # fmt: skip
    for name, net_effect in left.items():
        models[f"defended/{name}"] = {"clean": {"mae": 5.0}, "triggered": {"net_effect": net_effect}}
    return RunResults(schema=1, recipe="", seed=0, models=models, timing={})


def test_a_run_of_an_older_version_has_its_erasure_too():
    row = next(row for row in defense_rows(results_of({"cbd": 0.25})) if row["id"] == "defended/cbd")
    assert row["erasure"] == pytest.approx(0.75)
    assert row["clean_cost"] == pytest.approx(0.25)
