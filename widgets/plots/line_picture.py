"""What a live plot paints: its lines, their legend, where stages begin, what cannot be drawn, and a cursor.

A picture of pyqtgraph takes 10 ms to make, so a plot makes its own when it is first looked at with something to draw.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPen

from miscount.widgets.plots.axes import Axes
from miscount.widgets.plots.curves import Curve
from miscount.widgets.plots.legend import Legend, Sample
from miscount.widgets.plots.line import Group, Line, Look, bounds_of
from miscount.widgets.plots.stages import StageMarks
from miscount.widgets.theme import plot_colors

from ..language import tr

_MOST_MARKS = 2000
"""Of values that cannot be drawn, for each curve."""


class LinePicture(pg.PlotWidget):
    """Draws curves that others keep; `pointed` says the x under the mouse, or None beside the axes."""

    panned = Signal()
    pointed = Signal(object)  # float | None
    choice_changed = Signal()  # the legend hides or shows another
    _is_built = False  # Qt tells of changes while pyqtgraph still builds

    def __init__(self) -> None:
        super().__init__(plotItem=Axes(enableMenu=False))
        self.axes: pg.PlotItem = self.getPlotItem()
        self.lines: dict[str, Line] = {}
        self.groups: Mapping[str, tuple[Group, ...]] = {}
        self.legend = Legend(self, self.axes)
        self.stages = StageMarks(self.axes)
        self.missing = pg.ScatterPlotItem(symbol="t", size=11, pen=None)
        self._missing: list[tuple[float, str]] = []  # where, and of which curve
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._build()
        self._is_built = True

    def _build(self) -> None:
        self.axes.hideButtons()
        self.axes.showGrid(x=True, y=True, alpha=0.25)
        self.axes.setClipToView(True)
        self.axes.setDownsampling(auto=True, mode="peak")
        self.legend.changed.connect(self._on_legend)
        self.missing.setZValue(20)
        self.axes.addItem(self.missing, ignoreBounds=True)
        self._cursor.setVisible(False)
        self.axes.addItem(self._cursor, ignoreBounds=True)
        view = self.axes.getViewBox()
        view.disableAutoRange()
        view.sigRangeChangedManually.connect(self.panned)
        view.sigYRangeChanged.connect(self._place_missing)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(120)

    def set_labels(self, x_label: str, y_label: str) -> None:
        """What stands at the axes."""
        self.axes.setLabel("bottom", tr(x_label))
        self.axes.setLabel("left", tr(y_label))

    @property
    def x_range(self) -> tuple[float, float]:
        """What is in view, from left to right."""
        left, right = self.axes.getViewBox().viewRange()[0]
        return left, right

    # ---- curves

    def draw(self, curves: Mapping[str, Curve], looks: Mapping[str, Look], window: int, log: bool) -> None:
        """Draw all of `curves`; above the raw values the mean of the last `window`, if that is more than one."""
        self._make_lines(curves, looks)
        for name, curve in curves.items():
            self.lines[name].draw(curve, curve.mean(window) if window > 1 else None, log)
            self.lines[name].show(self.is_shown(name))
        self._draw_missing(curves, log)
        self._place_missing()

    def settle(self) -> None:
        """Lay the axes out now: they would do it while they are painted, and be painted a second time for it."""
        self.scene().prepareForPaint()

    def _make_lines(self, names: Collection[str], looks: Mapping[str, Look]) -> None:
        """Lines and legend of curves that are new."""
        new = [name for name in names if name not in self.lines]
        for name in new:
            self.lines[name] = Line(self.axes, name, looks.get(name) or Look.numbered(len(self.lines)))
        if new:
            self.color()
            self.place_legend()

    def set_look(self, name: str, look: Look) -> None:
        """The color and the dash of a curve that is drawn, from now on."""
        if name in self.lines:
            self.lines[name].look = look
            self.color()

    def remove(self, name: str) -> None:
        """Away with a curve."""
        if name in self.lines:
            self.lines.pop(name).remove()
            self._missing = [each for each in self._missing if each[1] != name]
            self.place_legend()

    def is_shown(self, name: str) -> bool:
        """Whether the legend lets a curve be seen, by itself and by all groups that it is in."""
        groups = self.groups.get(name, ())
        return all(map(self.legend.is_shown, (group.name for group in groups) if groups else (name,)))

    def place_legend(self) -> None:
        """Name each curve, or, where they have things in common, these."""
        if not any(self.groups.get(name) for name in self.lines):
            self.legend.show_items({name: line.smooth for name, line in self.lines.items()})
            return
        colors = plot_colors(self.palette())
        groups = {group for name in self.lines for group in self.groups.get(name, ())}
        items, sections = {}, {}
        for group in sorted(groups, key=lambda group: (group.section, group.place)):
            look = group.look
            ink = colors.foreground if look.color < 0 else colors.series[look.color % len(colors.series)]
            items[group.name], sections[group.name] = Sample(look.pen(ink, 2)), group.section
        self.legend.show_items(items, sections)

    # ---- what cannot be drawn

    def _draw_missing(self, curves: Mapping[str, Curve], log: bool) -> None:
        """A mark at every x whose value cannot be drawn, in the color of its curve."""
        self._missing = []
        for name, curve in curves.items():
            if not self.is_shown(name):
                continue
            hidden = ~np.isfinite(curve.y) if not log else ~(np.isfinite(curve.y) & (curve.y > 0))
            self._missing += [(x, name) for x in curve.x[hidden][:_MOST_MARKS].tolist()]
        if not self._missing:
            self.missing.clear()

    @property
    def num_missing(self) -> int:
        """Values that are marked as not drawn."""
        return len(self._missing)

    def _place_missing(self) -> None:
        """Just above the lower edge of what is in view."""
        if not self._missing:
            return
        low, high = self.axes.getViewBox().viewRange()[1]
        height = np.full(self.num_missing, low + 0.02 * (high - low))
        brushes = [self.lines[name].color for _x, name in self._missing]
        self.missing.setData(x=[x for x, _name in self._missing], y=height, brush=brushes)

    # ---- what is in view

    def fit(self, curves: Mapping[str, Curve], log: bool) -> None:
        """Have all points of the curves that are shown in view, and where their stages begin."""
        bounds = [b for name, curve in curves.items() if self.is_shown(name) and (b := bounds_of(curve, log))]
        if not bounds:
            return
        x0, x1, y0, y1 = (f(side) for f, side in zip((min, max, min, max), zip(*bounds, strict=True), strict=True))
        x1 = x1 if x1 > x0 else x0 + 1
        x0 = self.stages.fit(x0, x1)
        pad = 0.06 * (y1 - y0) or max(1e-9, abs(y1) * 0.1) or 1.0
        self.axes.getViewBox().setRange(
            xRange=(x0, x1), yRange=(y0 - pad, y1 + pad), padding=0.02, disableAutoRange=True
        )

    def point_at(self, x: float | None) -> None:
        """Set the cursor, or hide it."""
        self._cursor.setVisible(x is not None)
        if x is not None:
            self._cursor.setValue(x)

    def color(self) -> None:
        """Paint all in the colors of the theme."""
        colors = plot_colors(self.palette())
        self.setBackground(colors.background)
        for side in ("bottom", "left"):
            self.axes.getAxis(side).setPen(QPen(colors.grid))
            self.axes.getAxis(side).setTextPen(QPen(colors.foreground))
        for line in self.lines.values():
            line.paint(colors.series, colors.background)
        self.legend.set_colors(colors.foreground, colors.grid)
        if self.groups:
            self.place_legend()  # its samples have pens of their own
        self._cursor.setPen(QPen(colors.foreground, 0, Qt.PenStyle.DotLine))
        self.stages.paint(colors.foreground, colors.background)
        self._place_missing()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, or other words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self._is_built:
            self.color()
            self.place_legend()

    # ---- the person

    def _on_legend(self) -> None:
        for name, line in self.lines.items():
            line.show(self.is_shown(name))
        self.choice_changed.emit()

    def _on_mouse(self, place: QPointF) -> None:
        view = self.axes.getViewBox()
        inside = view.sceneBoundingRect().contains(place)
        self.pointed.emit(view.mapSceneToView(place).x() if inside else None)
