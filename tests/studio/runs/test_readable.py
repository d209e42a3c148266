"""The pages of results as a person reads them: no key of a file, no file name, nothing cut off beside empty space."""

import re

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView, QTabWidget, QWidget

from miscount.engine import events as say
from miscount.engine import runs
from miscount.studio.actions import ActionId
from miscount.widgets.plots.live_plot import LivePlot
from miscount.widgets.plots.scatter_plot import ScatterPlot
from miscount.widgets.results_table import ResultsTable
from tests.engine.runs.made_run import SCENES, make_run

KEYS = re.compile(r"[a-z]+_[a-z]+|\b(?:defended|control|benign|evaluate|detect|early|part_A)/")
PAGES = (ActionId.PAGE_EVALUATE, ActionId.PAGE_DEFEND, ActionId.PAGE_COMPARE, ActionId.PAGE_TRAIN)
CONTROL = "control/same_training"


def scores(effect, net):
    return {
        "clean": {"mae": 3.0, "bias": 0.5}, "triggered": {"effect_median": effect, "net_effect": net,
                                                          "ratio_median": 1 - 0.7 * effect, "asr": effect},
        "intervals": {"mae": [2.0, 4.0], "net_effect": [net - 0.1, net + 0.1]},
    }  # fmt: skip


def made(folder, twin=0.02):
    """A run with all that can be named: defenses with a control, detectors, a study; `twin` is its twin's effect."""
    make_run(folder)
    models = {"twin": scores(twin, 0.0), "victim": scores(0.95, 0.93), "defended/fine_tune": scores(0.3, 0.28),
              "defended/partial_train/2": scores(0.5, 0.48), CONTROL: scores(0.6, 0.58)}  # fmt: skip
    controls = {"control": CONTROL, "controls": {"same_training": CONTROL}, "left": 0.3, "erasure": 0.7,
                "clean_cost": -0.12, "by_method": 0.3, "by_training": 0.35}  # fmt: skip
    defenses = {"defended/fine_tune": controls, CONTROL: {"left": 0.6, "erasure": 0.4}}
    study = [{"kind": "dose", "name": "x 0.5", "dose": 0.5, "effect": {"twin": 0.0, "victim": 0.6}}]
    detectors = {"signed_residual": {"auroc": 0.9, "subject": "training set"}, "activation_clustering": {"auroc": 0.6}}
    runs.RunResults(
        schema=1, recipe="tiny", seed=3, models=models, defenses=defenses, definitions=2, study=study,
        detectors=detectors, scenes={"train": 30, "trained_on": 36},
    ).write(folder / runs.RESULTS)  # fmt: skip
    why = "the label says {}, the counter that was trained for two epochs says more"
    found = [
        {"detector": detector, "rank": rank, "name": f"{scene}#poisoned", "score": 9.0 - rank,
         "suspect": int(rank < 3), "poisoned": 1, "reason": why.format(rank)}
        for detector in detectors for rank, scene in enumerate(SCENES, start=1)
    ]  # fmt: skip
    runs.write_rows(folder / runs.DETECTIONS, tuple(found[0]), found)
    with runs.EventLog(folder) as log:
        log.append(say.EpochDone(CONTROL, 1, 1, 0.1, 2.0, 3.0, {SCENES[0]: (10.0, 9.0, 3.0)}))
        log.append(say.Finished(out="out"))
    return folder


@pytest.fixture
def pages(window, qtbot):
    """Shows a page with its tabs one after the other."""
    services = window.services
    folder = made(services.session.project.runs_folder / "one")
    made(services.session.project.runs_folder / "two")
    services.runs.refresh(then_show=folder)
    qtbot.waitUntil(lambda: len(services.runs.runs) == 2 and services.runs.current is not None, timeout=20_000)

    def shown(action):
        window.do(action)
        qtbot.wait(50)
        center = window.page.center
        if action is ActionId.PAGE_COMPARE:
            center.findChild(ResultsTable).select(set(center.findChild(ResultsTable).shown()))
            window.page._on_selected()
        for tabs in center.findChildren(QTabWidget):
            for place in range(tabs.count()):
                if tabs.tabText(place) != "Weights":  # of files, by their names
                    tabs.setCurrentIndex(place)
                    qtbot.wait(20)
                    plots = [*center.findChildren(LivePlot), *center.findChildren(ScatterPlot)]
                    qtbot.waitUntil(lambda plots=plots: not any(plot._turn.isActive() for plot in plots))
                    yield center

    return shown


def in_view(root: QWidget, kind):
    return [widget for widget in (root, *root.findChildren(kind)) if isinstance(widget, kind) and widget.isVisible()]


def words_in(root: QWidget):
    """All that is written there."""
    yield from (label.text() for label in in_view(root, QLabel))
    yield from (button.text() for button in in_view(root, QPushButton))
    yield from (box.itemText(place) for box in in_view(root, QComboBox) for place in range(box.count()))
    for plot in in_view(root, LivePlot):
        yield from plot.picture.legend.names()
    for plot in in_view(root, ScatterPlot):
        yield from plot._legend.names()
    for view in in_view(root, QTableView):
        model = view.model()
        for column in range(model.columnCount()):
            yield from (str(model.index(row, column).data()) for row in range(model.rowCount()))


@pytest.mark.parametrize("action", PAGES)
def test_no_key_and_no_file_name_is_shown(window, pages, action):
    for center in pages(action):
        for root in (center, window.lab.widget):
            for words in words_in(root):
                assert not KEYS.search(words), words
    if action in (ActionId.PAGE_EVALUATE, ActionId.PAGE_COMPARE):  # the others hold forms, which are of the recipe
        for words in words_in(window.page.inspector):
            assert not KEYS.search(words), words


@pytest.mark.parametrize("action", PAGES)
@pytest.mark.parametrize("size", [(1280, 800), (1440, 900)])
def test_nothing_is_cut_off_beside_empty_space(window, pages, action, size):
    window.resize(*size)
    for center in pages(action):
        for label in in_view(center, QLabel):
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().width()
            assert (label.height() if label.wordWrap() else label.width()) >= needed - 1, label.text()
        for button in in_view(center, QPushButton):
            assert button.width() >= button.sizeHint().width() - 1, button.text()
        for view in in_view(center, QTableView):
            header, columns = view.horizontalHeader(), range(view.model().columnCount())
            whole = [max(view.sizeHintForColumn(place), header.sectionSizeHint(place)) for place in columns]
            cut = [place for place in columns if view.columnWidth(place) < whole[place]]
            assert not cut or header.length() >= view.viewport().width()


def test_the_verdict_stands_on_top_of_each_page(window, pages):
    for action in PAGES[:3]:
        for _center in pages(action):
            assert window.page._verdict.isVisible()
            assert "attack carries" in window.page._verdict.words
    assert "clean error 12 % lower" in window.pages[ActionId.PAGE_EVALUATE]._verdict.words
    assert "its control 40 %" in window.pages[ActionId.PAGE_DEFEND]._verdict.words
