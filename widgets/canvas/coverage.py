"""The coverage grid: which parts of a scene were looked at."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from miscount.widgets.canvas.drawn import ACCENT, DARK, LIGHT, Drawn, cosmetic

LOOKED = QColor(0, 158, 115, 70)


class CoverageGrid(Drawn):
    """Cells of a scene; one that was looked at is tinted and has a tick, the current one a frame."""

    def __init__(self) -> None:
        super().__init__()
        self._looked = np.zeros((0, 0), dtype=bool)
        self._current: tuple[int, int] | None = None

    def show_cells(self, looked: np.ndarray, current: tuple[int, int] | None, width: float, height: float) -> None:
        """`looked` (R, C) bool over an image of this size; `current` is (row, column)."""
        self._looked, self._current = np.array(looked, dtype=bool), current
        self.set_rect(QRectF(0, 0, width, height), 8.0)
        self.setVisible(True)

    def cell(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell in image pixels."""
        rows, columns = self._looked.shape
        width, height = self.rect.width() / columns, self.rect.height() / rows
        return QRectF(column * width, row * height, width, height)

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for row, column in np.argwhere(self._looked):
            cell = self.cell(row, column)
            painter.fillRect(cell, LOOKED)
            self._tick(painter, cell)
        rows, columns = self._looked.shape
        lines = [QLineF(0, y, self.rect.width(), y) for y in np.linspace(0, self.rect.height(), rows + 1)]
        lines += [QLineF(x, 0, x, self.rect.height()) for x in np.linspace(0, self.rect.width(), columns + 1)]
        for pen in (cosmetic(QColor(10, 12, 16, 90), 2.0), cosmetic(QColor(255, 255, 255, 150), 1.0)):
            painter.setPen(pen)
            painter.drawLines(lines)
        if self._current is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for pen in (cosmetic(DARK, 5.0), cosmetic(LIGHT, 3.2), cosmetic(ACCENT, 1.6)):
                painter.setPen(pen)
                painter.drawRect(self.cell(*self._current))

    def _tick(self, painter: QPainter, cell: QRectF) -> None:
        # in a corner, where it hides no head; told from an unseen cell by more than its color
        side = min(cell.width(), cell.height()) * 0.16
        left, bottom = cell.left() + side * 0.6, cell.bottom() - side * 0.6
        painter.setPen(cosmetic(LIGHT, 1.4))
        painter.drawLine(QLineF(left, bottom - side * 0.5, left + side * 0.4, bottom))
        painter.drawLine(QLineF(left + side * 0.4, bottom, left + side, bottom - side))
