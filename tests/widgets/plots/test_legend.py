"""The legend is whole at every width, hides and shows by click, and follows the theme; no line joins two counters."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from miscount.widgets.plots.line import Group, Look
from miscount.widgets.plots.live_plot import LivePlot
from miscount.widgets.plots.scatter_plot import ScatterPlot, Series
from miscount.widgets.theme import apply_theme, plot_colors

NAMES = ("Twin", "Victim", "Fine-tuning", "Fine-tuning, NAD: same cost without the method", "Early counter, 6 epochs",
         "second Fine-pruning", "second Twin", "second Victim")  # fmt: skip


def live(width):
    plot = LivePlot("", "epoch", "MAE")
    plot.resize(width, 360)
    for place, name in enumerate(NAMES):
        plot.set_curve(name, range(5), [place] * 5)
    return plot


def scatter(width):
    plot = ScatterPlot()
    plot.resize(width, 360)
    plot.set_series([Series(name, [1, 2], [3, place], ["a", "b"]) for place, name in enumerate(NAMES)])
    return plot


@pytest.fixture(params=[live, scatter])
def shown(request, qtbot):
    def make(width=700):
        plot = request.param(width)
        qtbot.addWidget(plot)
        with qtbot.waitExposed(plot):
            plot.show()
        settle(qtbot, plot)
        return plot

    return make


def settle(qtbot, plot):
    """Wait until what is to be seen is drawn."""
    qtbot.waitUntil(lambda: not plot._turn.isActive())
    QApplication.processEvents()


def painted(plot):
    return plot._plot if isinstance(plot, ScatterPlot) else plot.picture


def axes_of(plot):
    return painted(plot).getPlotItem()


def legend_of(plot):
    return plot._legend if isinstance(plot, ScatterPlot) else plot.picture.legend


def place_of(plot, name):
    """The middle of an entry of the legend, in pixels of the viewport."""
    return painted(plot).mapFromScene(legend_of(plot).box_of(name).center())


def click(qtbot, plot, name, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(painted(plot).viewport(), Qt.MouseButton.LeftButton, modifiers, place_of(plot, name))


def visible(plot):
    items = (
        plot._dots
        if isinstance(plot, ScatterPlot)
        else {name: line.smooth for name, line in plot.picture.lines.items()}
    )
    return {name for name, item in items.items() if item.isVisible()}


@pytest.mark.parametrize("width", [360, 520, 900, 1600])
def test_every_name_is_whole_inside_the_plot_and_above_what_is_drawn(shown, width):
    plot = shown(width)
    top = axes_of(plot).getViewBox().sceneBoundingRect().top()
    inside = painted(plot).viewport().rect()
    boxes = []
    for name in legend_of(plot).names():
        box = legend_of(plot).box_of(name)
        assert box.left() >= 0
        assert box.right() <= inside.width()
        assert box.bottom() <= top, "it hides nothing that is drawn"
        assert legend_of(plot).words_of(name) == name or width < 400, "cut only where one name is wider than the plot"
        boxes.append(box)
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_a_click_hides_and_shows_and_alt_click_shows_alone(shown, qtbot):
    plot = shown()
    click(qtbot, plot, "Victim")
    assert visible(plot) == set(NAMES) - {"Victim"}
    click(qtbot, plot, "Victim")
    assert visible(plot) == set(NAMES)
    click(qtbot, plot, "Twin", Qt.KeyboardModifier.AltModifier)
    assert visible(plot) == {"Twin"}
    click(qtbot, plot, "Twin", Qt.KeyboardModifier.AltModifier)
    assert visible(plot) == set(NAMES)


def test_the_keys_hide_and_show_too(shown, qtbot):
    plot = shown()
    painted(plot).setFocus()
    qtbot.keyClick(painted(plot), Qt.Key.Key_2)
    assert visible(plot) == set(NAMES) - {"Victim"}
    qtbot.keyClick(painted(plot), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert visible(plot) == {"Twin"}


def test_what_is_hidden_is_not_read_and_stays_hidden_when_drawn_anew(shown, qtbot):
    plot = shown()
    click(qtbot, plot, "Victim")
    if isinstance(plot, LivePlot):
        plot.clear()
        for name in NAMES[:3]:
            plot.set_curve(name, range(5), range(5))
        plot._draw_all()
        plot._set_cursor(2.0)
        assert "Twin 2" in plot._readout.text()
        assert "Victim" not in plot._readout.text()
    else:
        plot.set_series([Series(name, [1], [3], ["a"]) for name in NAMES[:3]])
    assert visible(plot) == {"Twin", "Fine-tuning"}


def test_a_change_of_theme_repaints_names_samples_and_lines(shown, qtbot):
    plot = shown()
    for theme in ("dark", "light"):
        apply_theme(QApplication.instance(), theme)
        QApplication.processEvents()
        colors = plot_colors(plot.palette())
        assert axes_of(plot).getAxis("left").textPen().color() == colors.foreground
        assert legend_of(plot)._ink == colors.foreground
        for item in legend_of(plot)._items.values():
            assert pg.mkPen(item.opts["pen"]).color() in colors.series, "its sample is drawn with the pen of the line"
        ground = painted(plot).viewport().grab().toImage().pixelColor(2, 2)
        assert ground == colors.background
    apply_theme(QApplication.instance(), "light")


def test_no_line_leads_from_one_counter_to_the_next(qtbot):
    plot = LivePlot("", "epoch", "persons")
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.set_part("clean", "Twin")
    plot.extend("clean", (1, 2), (9, 8))
    plot.set_part("clean", "Victim")
    plot.extend("clean", (3, 4), (20, 21))
    plot._draw_all()
    _, y = plot.picture.lines["clean"].smooth.getOriginalDataset()
    assert np.isnan(y[2])
    assert list(y[[0, 1, 3, 4]]) == [9, 8, 20, 21]
    assert not len(plot.picture.missing.points()), "a gap is nothing that is missing"
    plot.set_smoothing(4)
    plot._draw_all()
    assert plot.picture.lines["clean"].smooth.getOriginalDataset()[1][3] == 20, "no mean over two counters"
    plot._set_cursor(3.1)
    assert "Victim" in plot._readout.text()
    assert "clean 20" in plot._readout.text()


def test_counters_that_are_trained_at_once_have_their_own_lines(qtbot):
    plot = LivePlot("", "epoch", "persons")
    qtbot.addWidget(plot)
    plot.show()
    for x, part in enumerate(("Twin", "Victim", "Twin", "Victim", "Twin")):
        plot.set_part("clean", part)
        plot.append("clean", x, 10 * (part == "Victim") + x)
    plot._draw_all()
    x, y = plot.picture.lines["clean"].smooth.getOriginalDataset()
    assert list(x[~np.isnan(y)]) == [0, 2, 4, 1, 3]
    plot._set_cursor(3.0)
    assert "Victim  ·  clean 13" in plot._readout.text()


def test_a_readout_names_only_what_is_there(qtbot):
    plot = LivePlot("", "step", "loss")
    qtbot.addWidget(plot)
    plot.set_curve("Twin", range(10), range(10))
    plot.set_curve("Victim", range(10, 20), range(10))
    plot._set_cursor(4.0)
    assert "Twin 4" in plot._readout.text()
    assert "Victim" not in plot._readout.text()


def test_a_look_is_kept_whatever_else_is_drawn(qtbot):
    plot = LivePlot("", "step", "loss")
    qtbot.addWidget(plot)
    plot.set_look("Victim", Look(1, 2))
    plot.set_curve("Other", range(3), range(3))
    plot.set_curve("Victim", range(3), range(3))
    plot._draw_all()
    pen = plot.picture.lines["Victim"].smooth.opts["pen"]
    assert pen.color() == plot_colors(plot.palette()).series[1]
    assert pen.dashPattern() == list(Look(1, 2).pen(pen.color(), 2).dashPattern())


def test_a_plot_that_is_low_keeps_room_for_what_is_drawn(qtbot):
    plot = live(420)
    qtbot.addWidget(plot)
    plot.resize(420, 190)
    with qtbot.waitExposed(plot):
        plot.show()
    settle(qtbot, plot)
    assert axes_of(plot).getViewBox().sceneBoundingRect().height() > 0.2 * painted(plot).height()
    *whole, last = legend_of(plot)._entries
    assert last.words == f"and {len(NAMES) - len(whole)} more"
    assert legend_of(plot).mapRectToScene(last.box).right() <= painted(plot).width()


def test_groups_are_named_in_place_of_each_pair(qtbot):
    plot = LivePlot("", "epoch", "MAE")
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    counters, some_runs = ("Twin", "Victim", "NAD"), ("first", "second")
    for place, counter in enumerate(counters):
        for number, run in enumerate(some_runs):
            name = f"{run}: {counter}"
            plot.set_look(name, Look(place, number))
            plot.set_groups(name, (Group(counter, Look(place), 0, place), Group(run, Look(-1, number), 1, number)))
            plot.set_curve(name, range(3), range(3))
    with qtbot.waitExposed(plot):
        plot.show()
    settle(qtbot, plot)
    assert legend_of(plot).names() == (*counters, *some_runs)
    assert legend_of(plot).box_of("first").top() > legend_of(plot).box_of("NAD").top()
    click(qtbot, plot, "NAD")
    assert visible(plot) == {f"{run}: {counter}" for run in some_runs for counter in counters[:2]}
    click(qtbot, plot, "second", Qt.KeyboardModifier.AltModifier)
    assert visible(plot) == {"second: Twin", "second: Victim"}, "alone among the runs, whatever counters are shown"
    plot.clear()
    plot.set_curve("Twin", range(3), range(3))
    plot._draw_all()
    assert legend_of(plot).names() == ("Twin",)
