"""Where the stages of a run begin on a live plot: a dashed line each, with a name that is readable over the curves."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from ..language import tr


class StageMarks:
    """The marks of one plot; `paint` after each new one and when the theme changes."""

    def __init__(self, item: pg.PlotItem) -> None:
        self._item = item
        self.lines: list[pg.InfiniteLine] = []

    def add(self, x: float, text: str) -> None:
        line = pg.InfiniteLine(
            x, 90, label=tr(text), labelOpts={"position": 0.97, "rotateAxis": (1, 0), "anchors": [(1, 0), (1, 0)]}
        )
        line.setZValue(15)  # over the curves
        self._item.addItem(line, ignoreBounds=True)
        self.lines.append(line)

    def clear(self) -> None:
        for line in self.lines:
            self._item.removeItem(line)
        self.lines.clear()

    def paint(self, ink: QColor, ground: QColor) -> None:
        faded = QColor(ground)
        faded.setAlphaF(0.65)
        for line in self.lines:
            line.setPen(QPen(ink, 0, Qt.PenStyle.DashLine))
            line.label.setColor(ink)
            line.label.fill = pg.mkBrush(faded)

    def fit(self, left: float, right: float) -> float:
        """Where the view must begin to have all marks in it; a stage that drew nothing at the right end is hidden.

        Its name would be cut off by the edge.
        """
        for line in self.lines:
            line.setVisible(line.value() < right)
        return min([left, *(float(line.value()) for line in self.lines)])
