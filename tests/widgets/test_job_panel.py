import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QToolButton

from miscount.widgets.job_panel import JobPanel, JobRow, duration
from miscount.widgets.theme import apply_theme


@pytest.fixture
def panel(qtbot):
    made = JobPanel()
    qtbot.addWidget(made)
    made.resize(360, 300)
    made.said = []
    for name in ("stop_requested", "remove_requested", "open_requested"):
        getattr(made, name).connect(lambda job, name=name: made.said.append((name, job)))
    with qtbot.waitExposed(made):
        made.show()
    return made


def button(panel, name):
    return next(b for b in panel.findChildren(QToolButton) if b.accessibleName() == name)


def words(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (7.9, "0:07"), (192, "3:12"), (7500, "2:05:00"), (-3, "0:00")]
)
def test_durations(seconds, text):
    assert duration(seconds) == text


def test_a_running_job_tells_all_and_can_be_stopped(panel, qtbot):
    panel.set_jobs((JobRow("a", "quickstart", "running", 0.42, "victim: epoch 3", 192, 265),))
    qtbot.waitUntil(lambda: "quickstart" in words(panel))
    assert {"Running", "victim: epoch 3", "3:12, about 4:25 left"} <= set(words(panel))
    assert panel.findChild(QProgressBar).value() == 420
    qtbot.mouseClick(button(panel, "Stop: quickstart"), Qt.MouseButton.LeftButton)
    assert panel.said == [("stop_requested", "a")]
    panel.set_job(JobRow("a", "quickstart", "stopping"))
    assert not button(panel, "Stop: quickstart").isEnabled()


def test_unknown_progress_moves(panel):
    panel.set_job(JobRow("a", "a", "running", None))
    assert panel.findChild(QProgressBar).maximum() == 0
    panel.set_job(JobRow("a", "a", "running", 2.0))
    assert panel.findChild(QProgressBar).value() == 1000


def test_a_failed_job_says_why_and_can_be_removed(panel, qtbot):
    panel.set_jobs((JobRow("a", "warp", "failed", problem="Weights: expected 34 tensors, found 2."),))
    qtbot.waitUntil(lambda: "Failed" in words(panel))
    assert "Weights: expected 34 tensors, found 2." in words(panel)
    qtbot.mouseClick(button(panel, "Remove from the list: warp"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(panel, "Open: warp"), Qt.MouseButton.LeftButton)
    assert panel.said == [("remove_requested", "a"), ("open_requested", "a")]


def test_the_order_is_the_callers(panel, qtbot):
    rows = [JobRow(x, x) for x in "abc"]
    panel.set_jobs(rows)
    panel.set_jobs([rows[2], rows[0]])
    qtbot.waitUntil(lambda: words(panel).count("Waiting") == 2)
    tops = {job: panel._cards[job].y() for job in "ca"}
    qtbot.waitUntil(lambda: panel._cards["c"].y() < panel._cards["a"].y())
    assert set(tops) == {"c", "a"}
    panel.set_jobs(())
    assert words(panel) == ["No job yet. F5 starts one."]


def test_no_job_is_wider_than_the_panel_at_large_fonts(panel, qtbot, qapp):
    apply_theme(qapp, "light", 1.5)
    try:
        panel.resize(280, 400)
        panel.set_jobs(
            (JobRow("a", "quickstart, blended checkerboard", "running", 0.4, "victim: epoch 3 of 8", 192, 265),)
        )
        qtbot.wait(30)
        assert panel.widget().width() <= panel.viewport().width()
    finally:
        apply_theme(qapp, "light")
