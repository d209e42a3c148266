"""True against predicted: points that a person can hover and open; shapes differ as well as colors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from widgets.theme import plot_colors

_SYMBOLS = ("o", "t", "s", "d")


@dataclass(frozen=True)
class Series:
    """Points of one kind: x (N,), y (N,) and the key of each."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    keys: Sequence[str]


class ScatterPlot(QWidget):
    """Scatter over a diagonal. `activated` carries the key of a point that was clicked."""

    activated = Signal(str)

    def __init__(
        self, x_label: str, y_label: str, parent: QWidget | None = None, empty_text: str = "Nothing to draw yet."
    ) -> None:
        super().__init__(parent)
        self._plot = pg.PlotWidget()
        self._item = self._plot.getPlotItem()
        self._item.hideButtons()
        self._item.setMenuEnabled(False)
        self._item.setLabel("bottom", x_label)
        self._item.setLabel("left", y_label)
        self._legend = self._item.addLegend(offset=(8, 8))
        self._diagonal = pg.InfiniteLine((0, 0), 45, movable=False)
        self._item.addItem(self._diagonal, ignoreBounds=True)
        self._series: list[pg.ScatterPlotItem] = []
        self._shown: tuple[Series, ...] = ()
        self._words = QLabel(" ")
        self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._empty = QLabel(empty_text, self._plot, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._plot, 1)
        column.addWidget(self._words)
        self._plot.setMinimumHeight(140)
        self._plot.setAccessibleName(f"{y_label} against {x_label}")
        self._plot.installEventFilter(self)
        self._color()

    def set_series(self, series: Sequence[Series]) -> None:
        """Show `series`, at most four."""
        for item in self._series:
            self._item.removeItem(item)
        self._series.clear()
        self._shown = tuple(series)[: len(_SYMBOLS)]
        colors = plot_colors(self.palette()).series
        for place, one in enumerate(self._shown):
            item = pg.ScatterPlotItem(
                symbol=_SYMBOLS[place], size=9, pen=pg.mkPen(colors[place], width=1.5), brush=None, hoverable=True,
                hoverBrush=colors[place], tip=None, name=one.name,
            )  # fmt: skip
            item.setData(x=np.asarray(one.x, float), y=np.asarray(one.y, float), data=list(one.keys))
            item.sigClicked.connect(self._on_clicked)
            item.sigHovered.connect(self._on_hovered)
            self._item.addItem(item)
            self._series.append(item)
        self._empty.setVisible(not any(len(one.x) for one in self._shown))
        self._item.autoRange()

    def _on_clicked(self, _item: object, points: Sequence, _event: object = None) -> None:
        if len(points):
            self.activated.emit(str(points[0].data()))

    def _on_hovered(self, item: pg.ScatterPlotItem, points: Sequence, _event: object = None) -> None:
        if len(points):
            x, y = points[0].pos()
            self._words.setText(f"{points[0].data()}: {item.name()}, true {x:g}, predicted {y:.1f}. Click to open it.")

    def _color(self) -> None:
        colors = plot_colors(self.palette())
        self._plot.setBackground(colors.background)
        self._diagonal.setPen(pg.mkPen(colors.grid, width=1.5, style=Qt.PenStyle.DashLine))
        for side in ("bottom", "left"):
            axis = self._item.getAxis(side)
            axis.setPen(colors.grid)
            axis.setTextPen(colors.foreground)
        self._legend.setLabelTextColor(colors.foreground)

    def eventFilter(self, watched, event: QEvent) -> bool:
        if watched is self._plot and event.type() == QEvent.Type.Resize:
            self._empty.setGeometry(self._plot.rect())
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_legend"):
            self._color()
            self.set_series(self._shown)


def _demo() -> ScatterPlot:
    rng = np.random.default_rng(0)
    true = rng.uniform(10, 400, 60)
    keys = [f"IMG_{i}" for i in range(60)]
    plot = ScatterPlot("annotated heads", "predicted count")
    plot.set_series(
        (
            Series("clean", true, true * rng.normal(1, 0.06, 60), keys),
            Series("triggered", true, true * rng.normal(0.35, 0.05, 60), keys),
        )
    )
    plot.resize(520, 380)
    return plot


if __name__ == "__main__":
    from widgets.demo import show

    show(_demo, "Scatter plot")
