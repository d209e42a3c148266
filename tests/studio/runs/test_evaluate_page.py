"""What the Evaluate page says above the figures of a run that is shown."""

import pytest
from PySide6.QtGui import QDesktopServices

from miscount.engine import runs
from miscount.studio.actions import ActionId
from tests.engine.runs.made_run import make_run


def scores(effect, interval):
    return {
        "clean": {"mae": 3.0},
        "triggered": {"effect_median": effect, "net_effect": effect - 0.43, "asr": None, "asr_twin": None},
        "intervals": {"effect_median": interval},
    }


def shown(page, column):
    keys = [spec.key for spec in page._scores._model.columns()]
    return [page._scores._model.index(row, keys.index(column)).data() for row in range(page._scores._model.rowCount())]


def test_the_page_says_that_the_twin_reacts_and_that_figures_are_of_another_version(window, qtbot):
    services = window.services
    folder = make_run(services.session.project.runs_folder / "made")
    services.runs.refresh(then_show=folder)
    window.do(ActionId.PAGE_EVALUATE)
    page = window.page
    qtbot.waitUntil(lambda: "one person added above and below" in page._verdict.words, timeout=20_000)
    assert "reacts" not in page._verdict.words

    models = {"twin": scores(0.43, [0.35, 0.5]), "victim": scores(0.53, [0.4, 0.6])}
    told = runs.RunResults(schema=1, recipe="tiny", seed=0, models=models, definitions=2)
    told.write(folder / runs.RESULTS)
    services.runs.refresh(then_show=folder)
    qtbot.waitUntil(lambda: "an attack cannot be told from it." in page._verdict.words, timeout=20_000)
    assert "one person" not in page._verdict.words
    assert shown(page, "judged.asr") == ["n/a", "n/a"]


@pytest.mark.parametrize("answers", [True, False])
def test_opening_the_report_always_answers(window, qtbot, notices, monkeypatch, answers):
    services = window.services
    folder = make_run(services.session.project.runs_folder / "made")
    (folder / "report.html").write_text("<p>made</p>")
    services.runs.refresh(then_show=folder)
    qtbot.waitUntil(lambda: services.runs.current is not None, timeout=20_000)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: answers)
    said = []
    services.document.acted.connect(said.append)
    window.do(ActionId.OPEN_REPORT)
    words = said[-1] if answers else notices[-1].text
    assert str(folder / "report.html") in words
    assert bool(notices) != answers
