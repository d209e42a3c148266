"""One curve as a live plot draws it: raw below, smoothed on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from miscount.widgets.plots.curves import Curve
from miscount.widgets.theme import mixed

_DASHES: tuple[tuple[float, ...], ...] = (
    (), (5, 3), (1.5, 2), (6, 2, 1.5, 2), (9, 3), (3, 2, 3, 6), (1.5, 4), (9, 2, 1.5, 2, 1.5, 2),
    (12, 5), (4, 4, 1.5, 4), (2.5, 6), (14, 3, 4, 3),
)  # fmt: skip
"""Lengths of dash and gap, in widths of the pen; none is a line without gaps."""
NUM_COLORS = 6


@dataclass(frozen=True)
class Look:
    """How one curve is told from others: which color of the theme, and which dash."""

    color: int = 0
    dash: int = 0

    @classmethod
    def numbered(cls, place: int) -> Look:
        """The look of a curve that nobody gave one, by its place."""
        return cls(place % NUM_COLORS, place % len(_DASHES))

    def pen(self, color: QColor, width: float) -> QPen:
        """A pen of this dash."""
        pen = QPen(pg.mkPen(color, width=width))
        if pattern := _DASHES[self.dash % len(_DASHES)]:
            pen.setDashPattern(list(pattern))
        return pen


WIDE_POINTS = 200
"""A jagged raw curve of more points is drawn thin and solid: a wide pen would fill it in, and costs Qt milliseconds."""


@dataclass(frozen=True)
class Group:
    """Curves with something in common: its name, how that looks, in which lines of the legend, and where there.

    A look of color -1 is the dash alone.
    """

    name: str
    look: Look
    section: int
    place: int


class Line:
    """The two plot items of one curve: raw below, smoothed above; they are told apart by dash as well as by color."""

    def __init__(self, item: pg.PlotItem, name: str, look: Look) -> None:
        self._item, self.look = item, look
        self.raw = item.plot(connect="finite", skipFiniteCheck=False)
        self.smooth = item.plot(connect="finite", name=name, skipFiniteCheck=False)
        self.smooth.setZValue(10)
        self.color = QColor("#808080")

    def paint(self, series: Sequence[QColor], ground: QColor) -> None:
        self.color = series[self.look.color % len(series)]
        self._pale = QPen(mixed(self.color, ground, 0.38), 0)
        self._thin, self._bold = pg.mkPen(self.color), self.look.pen(self.color, 2)
        self.raw.setPen(self._pale)
        self.smooth.setPen(self._bold)  # the legend's too, at once, whether or not a point is drawn anew

    def draw(self, curve: Curve, smoothed: np.ndarray | None, log: bool) -> None:
        """Raw alone in full color, or raw paler with the mean on top; nothing is drawn from one part to the next."""
        wide = smoothed is not None or len(curve) <= WIDE_POINTS
        for each in (self.raw, self.smooth):
            each.setClipToView(not curve.is_parted)  # which takes x for rising
        self.raw.setData(*((), ()) if smoothed is None else curve.parted(drawable(curve.y, log)))
        self.smooth.setPen(self._bold if wide else self._thin)
        self.smooth.setData(*curve.parted(drawable(curve.y if smoothed is None else smoothed, log)))

    def show(self, shown: bool) -> None:
        """Draw it or not; the legend says which."""
        self.raw.setVisible(shown)
        self.smooth.setVisible(shown)

    def remove(self) -> None:
        self._item.removeItem(self.raw)
        self._item.removeItem(self.smooth)


def drawable(y: np.ndarray, log: bool) -> np.ndarray:
    """`y` with NaN where it cannot be drawn; the gap is marked on the axis."""
    good = np.isfinite(y) & (y > 0) if log else np.isfinite(y)
    return y if good.all() else np.where(good, y, np.nan)


def bounds_of(curve: Curve, log: bool) -> tuple[float, float, float, float] | None:
    if not len(curve):
        return None
    y = drawable(curve.y, log)
    y = y[np.isfinite(y)]
    y = np.log10(y) if log else y
    low, high = (float(y.min()), float(y.max())) if len(y) else (0.0, 1.0)
    return float(curve.x.min()), float(curve.x.max()), low, high
