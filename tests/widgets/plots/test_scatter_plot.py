import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel

from miscount.widgets.plots.scatter_plot import ScatterPlot, Series
from miscount.widgets.theme import apply_theme, plot_colors

IDS = ("a", "b", "c")
CLEAN = Series("clean", (100, 300, 200), (110, 290, 200), IDS)


@pytest.fixture
def plot(qtbot):
    made = ScatterPlot(title="Victim")
    qtbot.addWidget(made)
    made.resize(480, 420)
    made.said = []
    made.activated.connect(made.said.append)
    with qtbot.waitExposed(made):
        made.show()
    made.set_series((CLEAN, Series("triggered", (100, 300), (20, 60), ("a", "b"))))
    qtbot.wait(30)
    return made


def at(plot, x, y):
    scene = plot._item.getViewBox().mapViewToScene(QPointF(x, y))
    return plot._plot.mapFromScene(scene)


def readout(plot):
    return plot._readout.text()


def test_both_axes_are_alike_and_begin_at_zero(plot):
    (x0, x1), (y0, y1) = plot._item.getViewBox().viewRange()
    assert (x0, x1) == pytest.approx((y0, y1))
    assert x0 < 0
    assert x1 > 300


def test_a_click_on_a_dot_opens_its_scene(plot, qtbot):
    viewport = plot._plot.viewport()
    place = at(plot, 300, 60)
    qtbot.mouseMove(viewport, place)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert plot.said == ["b"]
    assert readout(plot) == "b · triggered: 300 annotated, 60.0 predicted (-240.0)"


def test_a_click_beside_the_dots_opens_nothing(plot, qtbot):
    qtbot.mouseClick(plot._plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 50, 250))
    assert plot.said == []


def test_hovering_names_the_scene(plot, qtbot):
    plot._on_mouse(plot._item.getViewBox().mapViewToScene(QPointF(200, 200)))
    assert plot._plot.toolTip().startswith("c · clean")
    plot._on_mouse(plot._item.getViewBox().mapViewToScene(QPointF(50, 250)))
    assert plot._plot.toolTip() == ""


def test_the_keys_walk_by_count_and_between_series(plot, qtbot):
    keys = plot._plot
    for _ in range(3):
        qtbot.keyClick(keys, Qt.Key.Key_Right)
    assert readout(plot).startswith("b · clean")
    qtbot.keyClick(keys, Qt.Key.Key_Down)
    assert readout(plot).startswith("b · triggered")
    assert plot.said == []
    qtbot.keyClick(keys, Qt.Key.Key_Return)
    assert plot.said == ["b"]


def test_setting_is_silent_and_rings_the_dot(plot):
    plot.set_current("c")
    assert plot.said == []
    (ring,) = plot._ring.points()
    assert (ring.pos().x(), ring.pos().y()) == (200, 200)
    plot.set_current(None)
    assert len(plot._ring.points()) == 0


def test_what_is_no_number_is_counted_not_drawn(plot):
    plot.set_series((Series("clean", (100, 300, 200), (np.nan, 290, np.inf), IDS),))
    assert len(plot._dots["clean"].points()) == 1
    assert "2 points are not numbers" in readout(plot)


def test_an_empty_plot_says_so(plot):
    plot.clear()
    assert any(label.text() == "Nothing to compare yet." and label.isVisible() for label in plot.findChildren(QLabel))


def test_lengths_must_agree(plot):
    with pytest.raises(ValueError, match="clean: 1 true counts, 2 predictions, 1 keys"):
        plot.set_series((Series("clean", (1,), (1, 2), ("a",)),))


def test_the_table_names_every_point(plot):
    header, rows = plot.table()
    assert header == ("series", "scene", "annotated heads", "predicted count")
    assert ("triggered", "b", 300.0, 60.0) in rows
    assert len(rows) == 5


def test_series_come_and_go_with_one_name_each_in_the_legend(plot):
    plot.set_series((Series("defended", (1,), (1,), ("a",)), CLEAN))
    plot.set_series((CLEAN,))
    assert plot._legend.names() == ("clean",)


def test_a_theme_that_changes_while_other_series_wait_to_be_seen(plot, qtbot, qapp):
    plot.hide()
    plot.set_series((Series("other", (1, 2), (3, 4), ("x", "y")),))
    apply_theme(qapp, "dark")
    try:
        qtbot.waitUntil(lambda: plot.palette().window().color().lightness() < 90)
        with qtbot.waitExposed(plot):
            plot.show()
        assert plot._legend.names() == ("other",)
        assert plot._legend._ink == plot_colors(plot.palette()).foreground
        assert plot._plot.backgroundBrush().color() == plot_colors(plot.palette()).background
    finally:
        apply_theme(qapp, "light")
