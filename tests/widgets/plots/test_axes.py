"""A grid is drawn within a clip, which Qt does much quicker, and looks as pyqtgraph's own."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QImage

from miscount.widgets.plots.axes import Axes


def picture_of(qtbot, item):
    plot = pg.PlotWidget(plotItem=item)
    qtbot.addWidget(plot)
    plot.resize(500, 300)  # rows of whole words of memory
    plot.getPlotItem().showGrid(x=True, y=True, alpha=0.25)
    plot.getPlotItem().setLabel("left", "loss")
    plot.getViewBox().setRange(xRange=(0, 1000), yRange=(0, 1))
    plot.grab()  # numbers get their room
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    return np.array(image.constBits()).reshape(image.height(), -1, 3)[:, : image.width()]


def test_it_looks_as_that_of_pyqtgraph_but_for_a_pixel_of_its_line(qtbot):
    ours, theirs = picture_of(qtbot, Axes()), picture_of(qtbot, pg.PlotItem())
    assert np.ptp(theirs) > 100, "nothing was drawn"
    rows, columns = (np.unique(found) for found in np.nonzero((ours != theirs).any(2)))
    assert len(columns) <= 2 or len(rows) <= 2, (rows, columns)


@pytest.mark.parametrize("side", ["left", "bottom"])
def test_lines_are_drawn_within_a_clip(qtbot, side):
    calls = []

    class Painter:
        RenderHint = pg.QtGui.QPainter.RenderHint

        def __getattr__(self, name):
            return lambda *_: calls.append(name)

    plot = pg.PlotWidget(plotItem=Axes())
    qtbot.addWidget(plot)
    line = (pg.mkPen(), pg.Point(0, 0), pg.Point(9, 9))
    plot.getAxis(side).drawPicture(Painter(), line, [line], [])
    assert calls.index("setClipRect") < calls.index("drawLine")
