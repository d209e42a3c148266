"""The histogram of a map, with the two levels that its colors span, to be dragged or typed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from miscount.widgets.theme import accents

from ..language import tr

NUM_BARS = 64
MARGIN_PX = 8.0


class Histogram(QWidget):
    """Bars on a logarithmic scale; it speaks only for the person."""

    levels_changed = Signal(object)  # (low, high)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = np.zeros(0)
        self._top = 1.0
        self._levels = (0.0, 1.0)
        self._held: int | None = None
        self._chosen = 1
        self.setMinimumHeight(72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Histogram of the map with its two levels"))
        self.setToolTip(
            tr("How many pixels have which value, logarithmic. Drag the two lines to set the colors' levels.")
        )

    def set_values(self, values: np.ndarray | None) -> None:
        """Show the histogram of `values`; None shows none. Zeros are left out: most of a map is."""
        given = np.zeros(0) if values is None else values[values > 0]
        self._top = max(float(given.max()) if len(given) else 0.0, self._levels[1], 1e-9)
        counts = np.histogram(given, bins=NUM_BARS, range=(0.0, self._top))[0] if len(given) else np.zeros(0)
        self._bars = np.log1p(counts) / np.log1p(counts.max()) if len(counts) and counts.max() else np.zeros(0)
        self.update()

    def set_levels(self, levels: tuple[float, float]) -> None:
        """Show these levels; never echoed."""
        self._levels = levels
        self._top = max(self._top, levels[1])
        self.setAccessibleDescription(tr(f"from {levels[0]:.3g} to {levels[1]:.3g} persons per pixel"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area, palette = self._area(), self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        bar = area.width() / max(len(self._bars), 1)
        for place, height in enumerate(self._bars):
            tall = height * area.height()
            rect = QRectF(area.left() + place * bar, area.bottom() - tall, max(bar - 1, 1), tall)
            painter.fillRect(rect, palette.color(QPalette.ColorRole.PlaceholderText))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for which, level in enumerate(self._levels):
            x = self._x(level)
            strong = self.hasFocus() and which == self._chosen
            painter.setPen(QPen(accents(palette).info, 3.0 if strong else 2.0))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setBrush(accents(palette).info)
            painter.drawEllipse(QPointF(x, area.top() + 4), 4, 4)
        painter.end()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN_PX, 4, -MARGIN_PX, -4)

    def _x(self, level: float) -> float:
        area = self._area()
        return area.left() + area.width() * min(max(level / self._top, 0.0), 1.0)

    def _level(self, x: float) -> float:
        area = self._area()
        return min(max((x - area.left()) / area.width(), 0.0), 1.0) * self._top

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        self._held = self._chosen = int(abs(x - self._x(self._levels[1])) <= abs(x - self._x(self._levels[0])))
        self._move(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._move(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._chosen = 1 - self._chosen
            self.update()
        elif step is not None:
            self._change(self._chosen, self._levels[self._chosen] + step * self._top / 50)
        else:
            super().keyPressEvent(event)

    def _move(self, x: float) -> None:
        if self._held is not None:
            self._change(self._held, self._level(x))

    def _change(self, which: int, level: float) -> None:
        low, high = self._levels
        least = self._top / 200
        levels = (min(max(level, 0.0), high - least), high) if which == 0 else (low, max(level, low + least))
        if levels != self._levels:
            self.set_levels(levels)
            self.levels_changed.emit(levels)


def _demo() -> QWidget:
    shown = Histogram()
    shown.set_values(np.random.default_rng(0).exponential(0.1, (200, 300)))
    shown.set_levels((0.0, 0.4))
    return shown


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Histogram")
