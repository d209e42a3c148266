import csv
import io
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QWidget

from miscount.widgets.plots.curves import Curve, trailing_mean
from miscount.widgets.plots.live_plot import LivePlot
from miscount.widgets.theme import apply_theme


@pytest.fixture
def plot(qtbot):
    made = LivePlot("Loss", "step", "loss", "Start a run.")
    qtbot.addWidget(made)
    made.resize(600, 320)
    with qtbot.waitExposed(made):
        made.show()
    return made


def drawn(qtbot, plot):
    """Wait until the throttled picture is made."""
    qtbot.waitUntil(lambda: not plot._turn.isActive())


def x_range(plot):
    return plot.picture.axes.getViewBox().viewRange()[0]


def y_of(line):
    return line.getOriginalDataset()[1]


numbers = st.lists(st.one_of(st.floats(-100, 100), st.just(float("nan")), st.just(float("inf"))), max_size=40)


@given(numbers, st.integers(1, 12))
@settings(deadline=None)
def test_the_trailing_mean_is_the_mean_of_the_last_finite_values(values, window):
    y = np.array(values, float)
    for i, mean in enumerate(trailing_mean(y, window)):
        last = y[max(0, i + 1 - window) : i + 1]
        last = last[np.isfinite(last)]
        assert np.isnan(mean) if not len(last) else mean == pytest.approx(last.mean(), abs=1e-9)


def test_a_curve_grows_and_finds_the_nearest_point():
    curve = Curve()
    for x in range(1000):
        curve.extend(np.array([x], float), np.array([x * 2], float))
    assert len(curve) == 1000
    assert curve.y[999] == 1998
    assert [curve.nearest(x) for x in (-5, 3.4, 3.6, 1e9)] == [0, 3, 4, 999]
    assert Curve().nearest(1) is None
    with pytest.raises(ValueError, match="one length"):
        curve.extend(np.zeros(2), np.zeros(3))


def test_many_points_make_few_pictures(plot, qtbot):
    made = []
    plot._turn.timeout.connect(lambda: made.append(1))
    began = time.monotonic()
    while time.monotonic() - began < 0.5:
        plot.append("loss", len(made), 1.0)
        QApplication.processEvents()
    drawn(qtbot, plot)
    assert 2 <= len(made) <= 10
    made.clear()
    qtbot.wait(150)
    assert not made


def test_the_raw_curve_stays_and_the_mean_lies_on_top(plot, qtbot):
    plot.set_curve("loss", range(100), np.arange(100) % 2)
    plot.set_smoothing(10)
    drawn(qtbot, plot)
    line = plot.picture.lines["loss"]
    assert list(y_of(line.raw)[:4]) == [0, 1, 0, 1]
    assert y_of(line.smooth)[50] == 0.5
    assert line.smooth.zValue() > line.raw.zValue()


def test_a_value_that_is_no_number_is_marked_on_the_axis(plot, qtbot):
    plot.set_curve("loss", range(5), [1, np.nan, 3, np.inf, 5])
    drawn(qtbot, plot)
    assert [p.pos().x() for p in plot.picture.missing.points()] == [1, 3]
    low, high = plot.picture.axes.getViewBox().viewRange()[1]
    assert all(low < p.pos().y() < low + 0.1 * (high - low) for p in plot.picture.missing.points())
    assert "2 values" in plot._readout.text()
    plot.clear()
    drawn(qtbot, plot)
    assert len(plot.picture.missing.points()) == 0


def test_on_a_log_axis_zero_is_marked_too(plot, qtbot):
    spoken = []
    plot.log_changed.connect(spoken.append)
    plot.set_curve("loss", range(4), [100.0, 10.0, 0.0, 1.0])
    button = next(b for b in plot.findChildren(QToolButton) if b.text() == "log")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    drawn(qtbot, plot)
    assert spoken == [True]
    assert [p.pos().x() for p in plot.picture.missing.points()] == [2]
    low, high = plot.picture.axes.getViewBox().viewRange()[1]
    assert low < 0 < 2 < high < 3


def test_panning_stops_following_and_follow_brings_it_back(plot, qtbot):
    said = []
    plot.follow_changed.connect(said.append)
    plot.set_curve("loss", range(100), range(100))
    drawn(qtbot, plot)
    view = plot.picture.viewport()
    middle = view.rect().center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        at = middle + QPoint(20 * step, 0)
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            at.toPointF(),
            view.mapToGlobal(at).toPointF(),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(view, event)
        qtbot.wait(20)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 0))
    assert said == [False]
    held = x_range(plot)
    plot.append("loss", 5000, 1)
    drawn(qtbot, plot)
    assert x_range(plot) == held
    follow = next(b for b in plot.findChildren(QToolButton) if b.accessibleName().startswith("Follow"))
    assert not follow.isChecked()
    qtbot.mouseClick(follow, Qt.MouseButton.LeftButton)
    drawn(qtbot, plot)
    assert said == [False, True]
    assert x_range(plot)[1] >= 5000


def test_setting_is_silent(plot, qtbot):
    said = []
    for signal in (plot.follow_changed, plot.log_changed, plot.smoothing_changed):
        signal.connect(said.append)
    plot.set_follow(False)
    plot.set_log(True)
    plot.set_smoothing(7)
    drawn(qtbot, plot)
    assert said == []


def test_the_keys_read_the_curve(plot, qtbot):
    plot.set_curve("loss", range(10), np.linspace(1, 0.1, 10))
    drawn(qtbot, plot)
    plot.picture.setFocus()
    qtbot.keyClick(plot.picture, Qt.Key.Key_Right)
    first = plot._readout.text()
    qtbot.keyClick(plot.picture, Qt.Key.Key_Right)
    assert "loss 0." in first
    assert plot._readout.text() != first


def test_an_empty_plot_says_what_to_do(plot, qtbot):
    words = next(label for label in plot.findChildren(QLabel) if label.text() == "Start a run.")
    assert words.isVisible()
    plot.append("loss", 0, 1)
    drawn(qtbot, plot)
    assert not words.isVisible()


def test_the_legend_names_each_curve_once(plot, qtbot):
    for _ in range(3):
        plot.append("twin", 1, 1)
        plot.append("victim", 1, 2)
    plot.remove_curve("twin")
    plot.append("twin", 1, 1)
    drawn(qtbot, plot)
    assert sorted(plot.picture.legend.names()) == ["twin", "victim"]


def test_export(plot, qtbot, tmp_path):
    plot.set_curve("loss", range(20), np.linspace(1, 0, 20))
    plot.mark(5, "victim")
    plot.set_smoothing(4)
    drawn(qtbot, plot)
    for ending in ("csv", "png", "svg"):
        plot.export.save(tmp_path / f"a.{ending}")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert rows[0] == ["curve", "step", "value", "mean_of_last_4"]
    assert len(rows) == 21
    assert float(rows[4][3]) == pytest.approx(np.mean(np.linspace(1, 0, 20)[:4]))
    assert QImage(str(tmp_path / "a.png")).width() == 2 * plot.picture.width()
    assert QSvgRenderer(str(tmp_path / "a.svg")).isValid()
    assert b"<path" in (tmp_path / "a.svg").read_bytes()
    with pytest.raises(ValueError, match=r"\.csv, \.png or \.svg"):
        plot.export.save(tmp_path / "a.bmp")
    with pytest.raises(OSError, match="could not be written"):
        plot.export.save(tmp_path / "no" / "a.csv")


def test_dark_reaches_the_plot(plot, qtbot, qapp):
    plot.append("loss", 0, 1)
    apply_theme(qapp, "dark")
    try:
        qtbot.waitUntil(lambda: plot.picture.backgroundBrush().color().lightness() < 60)
        assert plot.grab().toImage().pixelColor(plot.width() - 30, plot.height() // 2).lightness() < 90
    finally:
        apply_theme(qapp, "light")


def test_curves_of_few_points_are_told_apart_by_dash_and_many_points_stay_thin(plot, qtbot):
    for name, num in (("twin", 20), ("victim", 20), ("each step", 5000)):
        plot.set_curve(name, np.arange(num), np.arange(num) % 7)
    drawn(qtbot, plot)
    pens = {name: line.smooth.opts["pen"] for name, line in plot.picture.lines.items()}
    assert pens["twin"].style() != pens["victim"].style()
    assert pens["twin"].width() == pens["victim"].width() == 2
    assert pens["each step"].width() == 1
    plot.set_smoothing(50)
    drawn(qtbot, plot)
    assert plot.picture.lines["each step"].smooth.opts["pen"].width() == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_name_of_a_stage_stands_over_the_curves_on_its_own_ground(theme, plot, qtbot):
    apply_theme(QApplication.instance(), theme)
    plot.set_curve("loss", [0, 1, 2], [3, 2, 1])
    plot.mark(0, "twin")
    drawn(qtbot, plot)
    line, curve = plot.picture.stages.lines[0], plot.picture.lines["loss"].smooth
    assert line.zValue() > curve.zValue()
    ground = line.label.fill.color()
    assert 0 < ground.alphaF() < 1
    assert ground.rgb() == plot.picture.backgroundBrush().color().rgb()
    apply_theme(QApplication.instance(), "light")


def test_the_names_of_stages_are_in_view_and_one_that_drew_nothing_is_left_out(plot, qtbot):
    plot.mark(0, "twin")
    plot.set_curve("clean", [5, 6, 7], [3, 2, 1])
    plot.mark(7, "detect")
    drawn(qtbot, plot)
    first, last = plot.picture.stages.lines
    assert x_range(plot)[0] < 0
    assert first.isVisible()
    assert not last.isVisible()
    plot.extend("clean", [8, 9], [1, 1])
    drawn(qtbot, plot)
    assert last.isVisible()


def test_plots_that_hear_of_the_same_at_once_are_drawn_one_by_one(qtbot):
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    plots, drawn_at = [LivePlot("Loss") for _ in range(4)], []
    for plot in plots:
        row.addWidget(plot)
        plot.append("twin", 0, 1.0)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    qtbot.waitUntil(lambda: not any(plot._turn.isActive() for plot in plots))
    for plot in plots:
        own = plot._draw_all
        plot._draw_all = lambda own=own: (own(), drawn_at.append(time.perf_counter()))
        plot.append("twin", 1, 2.0)
    qtbot.waitUntil(lambda: not any(plot._turn.isActive() for plot in plots))
    assert len(drawn_at) == len(plots)
    assert min(np.diff(drawn_at)) > 0.014


def test_a_picture_is_made_only_when_somebody_looks_at_something(qtbot):
    plot = LivePlot("Loss", "step", "loss", "Start a run.")
    qtbot.addWidget(plot)
    plot.mark(3, "Twin")
    plot.set_log(True)
    with qtbot.waitExposed(plot):
        plot.show()
    assert "picture" not in vars(plot), "ten milliseconds for nothing"
    plot.hide()
    plot.extend("loss", [0, 1, 2, 3, 4], [5, 4, 3, 2, 1])
    assert "picture" not in vars(plot)
    plot.show()
    qtbot.waitUntil(lambda: "picture" in vars(plot) and plot.picture.isVisible())
    assert [line.value() for line in plot.picture.stages.lines] == [3]
    assert plot.picture.axes.getAxis("left").logMode
    assert plot.picture.legend.names() == ("loss",)
    assert not plot._empty.isVisible()
    plot.clear()
    assert not plot.picture.stages.lines
    qtbot.waitUntil(plot._empty.isVisible)
    assert not plot.picture.isVisible()
