"""The legend of a plot: whole, in rows of its own above what is drawn; a click hides one, Alt+click shows it alone.

pyqtgraph's own legend lies on the curves, stretches its columns beyond the plot and keeps the colors of another theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from pyqtgraph.GraphicsScene.mouseEvents import HoverEvent, MouseClickEvent
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from miscount.widgets.words import plain_tip

from ..language import tr

_SAMPLE_PX, _GAP_PX, _EDGE_PX = 20.0, 14.0, 10.0
MOST_OF_PLOT = 0.45
_TIP = "Click hides or shows it, Alt+click shows it alone; so do 1 to 9, and Ctrl+1 to 9, on the plot."
_KEYS_WITH = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier,
)  # fmt: skip


@dataclass(frozen=True)
class _Entry:
    """One name: where it stands, and what of it there is room for."""

    name: str
    box: QRectF
    words: str


class Sample:
    """What stands before a name that many curves have in common: a piece of line."""

    def __init__(self, pen: QPen) -> None:
        self.opts = {"pen": pen}


Shown: TypeAlias = "pg.PlotDataItem | pg.ScatterPlotItem | Sample"


class Legend(pg.GraphicsObject):
    """Names of what a plot shows. What is hidden stays so when the same name is drawn again."""

    changed = Signal()

    def __init__(self, plot: pg.PlotWidget, item: pg.PlotItem) -> None:
        super().__init__(item)
        self._plot, self._item = plot, item
        self._items: dict[str, Shown] = {}
        self._sections: dict[str, int] = {}
        self._entries: list[_Entry] = []
        self._hidden: set[str] = set()
        self._ink, self._faint = QColor("#808080"), QColor("#808080")
        self._size = QRectF()
        self.setZValue(1000)

    def names(self) -> tuple[str, ...]:
        """What is named, in order."""
        return tuple(self._items)

    def show_items(self, items: Mapping[str, Shown], sections: Mapping[str, int] | None = None) -> None:
        """Name exactly these, in this order; each of the `sections` begins a line, and one is alone within its own."""
        self._items, self._sections = dict(items), dict(sections or {})
        self._arrange()

    def is_shown(self, name: str) -> bool:
        """Whether it is to be drawn."""
        return name not in self._hidden

    def set_shown(self, name: str, shown: bool) -> None:
        """Hide it, or show it again."""
        self._hidden = self._hidden - {name} if shown else self._hidden | {name}
        self._tell()

    def show_alone(self, name: str) -> None:
        """Hide all others; where they are hidden already, show all again."""
        own = {other for other in self._items if self._sections.get(other) == self._sections.get(name)}
        others = own - {name}
        alone = self.is_shown(name) and others <= self._hidden
        self._hidden = self._hidden - own if alone else (self._hidden | others) - {name}
        self._tell()

    def box_of(self, name: str) -> QRectF:
        """Where an entry stands, in the coordinates of the scene."""
        return QRectF(self.mapRectToScene(next(entry.box for entry in self._entries if entry.name == name)))

    def words_of(self, name: str) -> str:
        """What there is room for of a name."""
        return next(entry.words for entry in self._entries if entry.name == name)

    def take_key(self, event: QKeyEvent) -> bool:
        """1 to 9 hide or show the curve of that place, Ctrl shows it alone; whether the key was one of these."""
        place = event.key() - Qt.Key.Key_1
        if not 0 <= place < min(9, len(self._items)) or event.modifiers() not in _KEYS_WITH:
            return False
        name = tuple(self._items)[place]
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.show_alone(name)
        else:
            self.set_shown(name, not self.is_shown(name))
        return True

    def set_colors(self, ink: QColor, faint: QColor) -> None:
        """The colors of the theme: of names, and of names of what is hidden."""
        self._ink, self._faint = ink, faint
        self.update()

    def boundingRect(self) -> QRectF:
        """All entries."""
        return self._size

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Each name behind a piece of its line, or its mark; what is hidden is struck out."""
        for entry in self._entries:
            shown = self.is_shown(entry.name) or not entry.name
            font = self._font()
            font.setStrikeOut(not shown)
            painter.setFont(font)
            painter.setPen(QPen(self._ink if shown else self._faint))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(entry.box.adjusted(_SAMPLE_PX + 5, 0, 2, 0), flags, entry.words)
            if shown and entry.name:
                self._paint_sample(painter, entry)

    def _paint_sample(self, painter: QPainter, entry: _Entry) -> None:
        options = self._items[entry.name].opts
        middle = entry.box.center().y()
        painter.save()
        if isinstance(self._items[entry.name], pg.ScatterPlotItem):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(QPointF(entry.box.left() + _SAMPLE_PX / 2, middle))
            drawSymbol(painter, options["symbol"], 8, pg.mkPen(options["pen"]), pg.mkBrush(options["brush"]))
        else:
            painter.setPen(pg.mkPen(options["pen"]))
            painter.drawLine(QLineF(entry.box.left(), middle, entry.box.left() + _SAMPLE_PX, middle))
        painter.restore()

    def _font(self) -> QFont:
        font = QFont(self._plot.font())
        font.setPointSizeF(max(6.0, 0.95 * font.pointSizeF()))
        return font

    def _arrange(self) -> None:
        """From left to right, in as many rows as it takes; the rows get their height above the curves."""
        self.prepareGeometryChange()
        metrics, room = QFontMetricsF(self._font()), max(80.0, self._plot.width() - 2 * _EDGE_PX)
        line = metrics.height() + 3
        self._entries, x, y, section = [], _EDGE_PX, 4.0, None
        for name in self._items:
            if self._sections.get(name) != section:
                x, y = _EDGE_PX, y + (line if self._entries else 0.0)
                section = self._sections.get(name)
            words = metrics.elidedText(tr(name), Qt.TextElideMode.ElideMiddle, room - _SAMPLE_PX - 8)
            width = _SAMPLE_PX + 5 + metrics.horizontalAdvance(words) + 2
            if x > _EDGE_PX and x + width > _EDGE_PX + room:
                x, y = _EDGE_PX, y + line
            self._entries.append(_Entry(name, QRectF(x, y, width, line), words))
            x += width + _GAP_PX
        self._cut_down(max(1, int(MOST_OF_PLOT * self._plot.height() / line)), metrics)
        height = self._entries[-1].box.bottom() if self._entries else 4.0
        self._size = QRectF(0, 0, room + 2 * _EDGE_PX, height)
        self._item.layout.setRowFixedHeight(0, height + 4)  # the row of the title, which is above the controls
        self.update()

    def _cut_down(self, most_rows: int, metrics: QFontMetricsF) -> None:
        """Where a plot is too low for all names, the last ones are counted, so that something is left to be drawn."""
        tops = sorted({entry.box.top() for entry in self._entries})
        if len(tops) <= most_rows:
            return
        whole = [entry for entry in self._entries if entry.box.top() <= tops[most_rows - 1]]
        right = self._plot.width() - _EDGE_PX
        while True:
            words = tr(f"and {len(self._entries) - len(whole)} more")
            width = metrics.horizontalAdvance(words) + 4
            last = whole[-1].box if whole else QRectF(_EDGE_PX - _GAP_PX, 4.0, 0.0, metrics.height() + 3)
            if last.right() + _GAP_PX + width - _SAMPLE_PX <= right or not whole:
                break
            whole.pop()
        box = QRectF(last.right() + _GAP_PX - _SAMPLE_PX, last.top(), width + _SAMPLE_PX + 5, last.height())
        self._entries = [*whole, _Entry("", box, words)]

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # ---- the person

    def _at(self, place: QPointF) -> _Entry | None:
        return next((entry for entry in self._entries if entry.box.contains(place)), None)

    def mouseClickEvent(self, event: MouseClickEvent) -> None:
        """A click hides or shows, with Alt it shows one alone."""
        entry = self._at(event.pos())
        if entry is None or not entry.name or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.show_alone(entry.name)
        else:
            self.set_shown(entry.name, not self.is_shown(entry.name))

    def hoverEvent(self, event: HoverEvent) -> None:
        """The whole name, and what a click does."""
        entry = None if event.isExit() else self._at(event.pos())
        named = {one.name for one in self._entries}
        more = "\n".join(name for name in self._items if name not in named)
        tip = "" if entry is None else f"{entry.name}. {_TIP}" if entry.name else more
        self.setToolTip(plain_tip(tip))
        if entry is None or not entry.name:
            self.unsetCursor()
        else:
            event.acceptClicks(Qt.MouseButton.LeftButton)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
