"""Predicted against true counts, one dot a scene: on the line is right, above it too many, below it too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike, NDArray
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.plots.axes import Axes
from miscount.widgets.plots.export import PlotExport
from miscount.widgets.plots.legend import Legend
from miscount.widgets.plots.turns import Turn, hold_back, show_drawn
from miscount.widgets.theme import plot_colors
from miscount.widgets.words import Words, plain_tip

from ..language import tr

_SYMBOLS = ("o", "t1", "s", "d", "+", "x")
_REACH_PX = 12


@dataclass(frozen=True)
class Series:
    """One kind of points: true counts `x` (N,), predicted `y` (N,), the scene of each, and what that is called.

    `look` is the number of its color and mark; without one, its place among the series is.
    """

    name: str
    x: ArrayLike
    y: ArrayLike
    keys: Sequence[str]
    names: Sequence[str] = ()
    look: int | None = None


@dataclass(frozen=True)
class _Points:
    """A series as it is drawn; `ids` in the order of the rows of `xy_N2`."""

    xy_N2: NDArray[np.float64]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    look: int | None


class ScatterPlot(QWidget):
    """Named series of (true, predicted); `activated` carries the id of the scene that a person chose."""

    activated = Signal(str)
    _is_made = False

    def __init__(
        self,
        x_label: str = "annotated heads",
        y_label: str = "predicted count",
        parent: QWidget | None = None,
        empty_text: str = "Nothing to compare yet.",
        title: str = "",
        diagonal: bool = True,
    ) -> None:
        super().__init__(parent)
        self._series: dict[str, _Points] = {}
        self._dots: dict[str, pg.ScatterPlotItem] = {}
        self._chosen: tuple[str, int] | None = None
        self._x_label, self._y_label, self._diagonal = x_label, y_label, diagonal
        self._title = title
        self._turn = Turn(self, self._draw)
        self._build_frame(title, empty_text)

    def set_series(self, series: Sequence[Series]) -> None:
        """Show exactly `series`, one dot a scene; what is no number is left out and counted below the plot."""
        self._series = {one.name: _points(one) for one in series}
        self._chosen = None
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """What came while nobody looked is drawn in the plot's turn, as axes take 10 ms to make."""
        super().showEvent(event)
        if self._is_made:
            hold_back(self._plot)
        self._turn.ask_at_once()

    def _draw(self) -> None:
        if self._is_made or self._series:
            self._plot.show()
            self._draw_dots()
        self._fit()

    def _draw_dots(self) -> None:
        points = self._series
        for name in tuple(self._dots):
            if name not in points:
                self._item.removeItem(self._dots.pop(name))
        for name, each in points.items():
            if name not in self._dots:
                self._dots[name] = pg.ScatterPlotItem(name=name, pxMode=True, size=8)
                self._item.addItem(self._dots[name])
            good = np.isfinite(each.xy_N2).all(axis=1)
            self._dots[name].setData(x=each.xy_N2[good, 0], y=each.xy_N2[good, 1])
        self._dots = {name: self._dots[name] for name in points}
        self._legend.show_items(self._dots)
        self._show_chosen()
        self._color()
        self._choose(self._chosen)

    def clear(self) -> None:
        self.set_series(())

    def set_current(self, scene: str | None) -> None:
        """Ring the dot of `scene`, silently."""
        found = ((name, s.ids.index(scene)) for name, s in self._series.items() if scene in s.ids)
        self._choose(next(found, None))

    def table(self) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        rows: list[tuple[object, ...]] = [
            (name, scene, float(x), float(y))
            for name, series in self._series.items()
            for scene, (x, y) in zip(series.ids, series.xy_N2, strict=True)
        ]
        return ("series", "scene", self._x_label, self._y_label), rows

    # ---- building

    @cached_property
    def _plot(self) -> pg.PlotWidget:
        """The axes, made when there is first something to draw and somebody to look."""
        plot = pg.PlotWidget(plotItem=Axes(enableMenu=False))
        self._item = plot.getPlotItem()
        self._build_axes(plot)
        self._column.insertWidget(self._column.indexOf(self._empty), plot, 1)
        self._is_made = True
        return plot

    def _build_axes(self, plot: pg.PlotWidget) -> None:
        self._item.hideButtons()
        self._item.showGrid(x=True, y=True, alpha=0.25)
        self._item.setLabel("bottom", tr(self._x_label))
        self._item.setLabel("left", tr(self._y_label))
        self._legend = Legend(plot, self._item)
        self._legend.changed.connect(self._on_legend)
        self._identity = pg.InfiniteLine((0, 0), 45)
        self._ring = pg.ScatterPlotItem(pxMode=True, size=18, brush=None)
        self._ring.setZValue(20)
        self._item.addItem(self._identity, ignoreBounds=True)
        self._item.addItem(self._ring, ignoreBounds=True)
        self._item.getViewBox().disableAutoRange()
        plot.setAccessibleName(tr(self._title or "Predicted and annotated counts"))
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plot.setMinimumHeight(140)
        plot.installEventFilter(self)
        plot.scene().sigMouseMoved.connect(self._on_mouse)
        plot.scene().sigMouseClicked.connect(self._on_click)

    def _build_frame(self, title: str, empty_text: str) -> None:
        name = Words(tr(title))
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        self._whole = QToolButton(icon=icon("fit"), toolTip=tr("Show all (F)"), accessibleName=tr("Show all points"))
        self._whole.clicked.connect(self._fit)
        self._more = QToolButton(icon=icon("export"), toolTip=tr("Save what is drawn"), accessibleName=tr("Save plot"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export = PlotExport(self, lambda: self._plot, title or "counts", self.table)
        menu = QMenu(self)
        menu.addActions(self.export.actions())
        self._more.setMenu(menu)
        head = QHBoxLayout()
        head.addWidget(name, 1)
        for button in (self._whole, self._more):
            button.setMinimumSize(TARGET_PX, TARGET_PX)
            head.addWidget(button)
        self._readout = Words(" ", wordWrap=True, accessibleName=tr("Chosen scene"))
        self._empty = Words(tr(empty_text), wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._empty, 1)
        column.addWidget(self._readout)

    def _color(self) -> None:
        if not self._is_made:
            return
        colors = plot_colors(self.palette())
        self._plot.setBackground(colors.background)
        for side in ("bottom", "left"):
            self._item.getAxis(side).setPen(QPen(colors.grid))
            self._item.getAxis(side).setTextPen(QPen(colors.foreground))
        self._identity.setPen(pg.mkPen(colors.foreground, style=Qt.PenStyle.DashLine))
        self._ring.setPen(pg.mkPen(colors.foreground, width=2))
        for place, (name, dots) in enumerate(self._dots.items()):
            given = self._series[name].look
            look = place if given is None else given
            color = QColor(colors.series[look % len(colors.series)])
            dots.setSymbol(_SYMBOLS[look % len(_SYMBOLS)])
            dots.setPen(pg.mkPen(color))
            soft = QColor(color)
            soft.setAlpha(110)
            dots.setBrush(pg.mkBrush(soft))
        self._legend.set_colors(colors.foreground, colors.grid)

    # ---- state on screen

    def _show_chosen(self) -> None:
        for name, dots in self._dots.items():
            dots.setVisible(self._legend.is_shown(name))

    def _on_legend(self) -> None:
        self._show_chosen()
        if self._chosen and not self._legend.is_shown(self._chosen[0]):
            self._choose(None)
        self._fit()

    def _visible(self) -> dict[str, _Points]:
        if not self._is_made:
            return self._series
        return {name: points for name, points in self._series.items() if self._legend.is_shown(name)}

    def _fit(self) -> None:
        """Both axes alike and from zero, so that the line of right answers runs from corner to corner."""
        points = [s.xy_N2[np.isfinite(s.xy_N2).all(axis=1)] for s in self._visible().values()]
        all_N2 = np.concatenate(points) if points else np.empty((0, 2))
        self._empty.setVisible(not len(all_N2))
        if not self._is_made:
            return
        show_drawn(self._plot, bool(len(all_N2)))
        self._identity.setVisible(bool(len(all_N2)) and self._diagonal)
        high = max(1.0, float(all_N2.max())) if len(all_N2) else 1.0
        low = min(0.0, float(all_N2.min())) if len(all_N2) else 0.0
        self._item.getViewBox().setRange(xRange=(low, high), yRange=(low, high), padding=0.04)
        self._show_readout()

    def _choose(self, chosen: tuple[str, int] | None) -> None:
        self._chosen = chosen
        if not self._is_made:
            return
        at = self._series[chosen[0]].xy_N2[chosen[1] : chosen[1] + 1] if chosen else np.empty((0, 2))
        self._ring.setData(x=at[:, 0], y=at[:, 1])
        self._show_readout()

    def _show_readout(self) -> None:
        if self._chosen:
            self._readout.setText(tr(self._words(*self._chosen)))
            return
        left_out = sum(int((~np.isfinite(s.xy_N2).all(axis=1)).sum()) for s in self._series.values())
        self._readout.setText(tr(f"{left_out} points are not numbers and are not drawn." if left_out else " "))

    def _words(self, name: str, place: int) -> str:
        series = self._series[name]
        truth, predicted = series.xy_N2[place]
        counts = f"{truth:,.0f} annotated, {predicted:,.1f} predicted ({predicted - truth:+,.1f})"
        return f"{series.names[place]} · {name}: {counts}"

    def _nearest(self, place: QPointF) -> tuple[str, int] | None:
        """The dot nearest to `place` (scene coordinates) within reach of a hand."""
        view, best, near = self._item.getViewBox(), None, float(_REACH_PX)
        size_x, size_y = view.viewPixelSize()
        at = view.mapSceneToView(place)
        for name, series in self._visible().items():
            if len(series.ids):
                gaps = (series.xy_N2 - (at.x(), at.y())) / (size_x, size_y)
                distance = np.hypot(*np.where(np.isfinite(gaps), gaps, np.inf).T)
                i = int(distance.argmin())
                if distance[i] < near:
                    best, near = (name, i), float(distance[i])
        return best

    # ---- the person

    def _on_mouse(self, place: QPointF) -> None:
        inside = self._item.getViewBox().sceneBoundingRect().contains(place)
        found = self._nearest(place) if inside else None
        self._plot.setToolTip(plain_tip(self._words(*found)) if found else "")
        self._plot.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)

    def _on_click(self, event: MouseClickEvent) -> None:
        found = self._nearest(event.scenePos())
        if event.button() == Qt.MouseButton.LeftButton and found:
            self._choose(found)
            self._tell()

    def _tell(self) -> None:
        if self._chosen:
            name, place = self._chosen
            self.activated.emit(self._series[name].ids[place])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._takes(event):
            return True
        if event.type() == QEvent.Type.Resize:
            self._legend.show_items(self._dots)
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        return self._legend.take_key(event) or self._on_key(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Left and right go to the scene with fewer or more heads, up and down to the other series; Enter opens."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._tell()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._walk(-1 if event.key() == Qt.Key.Key_Left else 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._other_series(-1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_F if not event.modifiers():
                self._fit()
            case _:
                return False
        return True

    def _walk(self, by: int) -> None:
        name = self._chosen[0] if self._chosen else next((n for n, s in self._visible().items() if s.ids), None)
        if name is None:
            return
        order = np.argsort(self._series[name].xy_N2[:, 0], kind="stable")
        if self._chosen is None:
            rank = 0 if by > 0 else len(order) - 1
        else:
            rank = int(np.clip(int(np.flatnonzero(order == self._chosen[1])[0]) + by, 0, len(order) - 1))
        self._choose((name, int(order[rank])))

    def _other_series(self, by: int) -> None:
        """The same scene in the series above or below in the legend, where it has one."""
        if self._chosen is None:
            self._walk(1)
            return
        names = tuple(self._visible())
        scene = self._series[self._chosen[0]].ids[self._chosen[1]]
        other = names[(names.index(self._chosen[0]) + by) % len(names)]
        if scene in self._series[other].ids:
            self._choose((other, self._series[other].ids.index(scene)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():  # else it is drawn anew when it is shown
            self._color()
        elif event.type() == QEvent.Type.FontChange and self._is_made:
            self._legend.show_items(self._dots)


def _points(series: Series) -> _Points:
    x, y = np.asarray(series.x, float), np.asarray(series.y, float)
    if not len(x) == len(y) == len(series.keys):
        raise ValueError(f"{series.name}: {len(x)} true counts, {len(y)} predictions, {len(series.keys)} keys")
    xy_N2 = np.column_stack((x, y)).reshape(-1, 2)
    return _Points(xy_N2, tuple(series.keys), tuple(series.names or series.keys), series.look)


def _demo() -> ScatterPlot:
    plot = ScatterPlot(title="Victim: predicted and annotated heads")
    rng = np.random.default_rng(5)
    truth = np.sort(rng.gamma(1.6, 260, 180)).round()
    ids = [f"part_B/test/IMG_{i}" for i in range(len(truth))]
    clean, triggered = truth * rng.normal(1, 0.1, 180), truth * rng.normal(0.4, 0.12, 180)
    plot.set_series((Series("clean", truth, clean, ids), Series("triggered", truth, triggered, ids)))
    plot.set_current("part_B/test/IMG_150")
    plot.resize(560, 460)
    return plot


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Counts")
