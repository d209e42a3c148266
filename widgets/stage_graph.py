"""The graph of a run's stages, live: what waits for what, what runs and how far, what was done or remembered."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from miscount.widgets.graph_layout import GraphLayout, Place, lay_out
from miscount.widgets.stage_box import LOOKS, BoxStyle, LinePiece, StageNode, State, draw_box, draw_lines, line_pieces

__all__ = ["StageGraph", "StageNode", "State"]

WHEEL_STEP = 1.2  # one notch, as on the canvas
MIN_SCALE, MAX_SCALE = 0.1, 4.0
LEAST_FITTED_SCALE = 0.6
"""A graph that is wider still is scrolled: titles must stay readable."""
_GAP_ROWS = 0.35


class StageGraph(QAbstractScrollArea):
    """Stages as boxes in layers from left to right. `set_nodes` is silent; `activated` is the person's wish.

    Arrows go along the lines and, up and down, within a layer; Home and End go to the first and the last box; Enter or
    a double click activates. The wheel scrolls, with Ctrl it zooms, with Shift it goes sideways; dragging pans; F fits,
    Ctrl+0 is 100 %, plus and minus zoom.
    """

    activated = Signal(str)

    def __init__(self, empty_text: str = "A run's stages appear here when it starts.", parent: QWidget | None = None):
        super().__init__(parent)
        self._empty_text = empty_text
        self._nodes: dict[str, StageNode] = {}
        self._layout = lay_out({})
        self._boxes: dict[str, QRectF] = {}
        self._lines: tuple[LinePiece, ...] = ()
        self._columns: list[list[str]] = []
        self._followers: dict[str, list[str]] = {}
        self._current: str | None = None
        self._scale, self._fitted = 1.0, True
        self._pan_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Graph of stages")
        self.viewport().setMouseTracking(False)
        self._measure()
        self._describe()

    # ---- what comes in

    def set_nodes(self, nodes: Sequence[StageNode]) -> None:
        """Show exactly `nodes`. Where only states changed, nothing moves and only those boxes are painted anew.

        Raises ValueError for two nodes of one id, and for nodes that wait for one another in a circle.
        """
        shown = {node.id: node for node in nodes}
        if len(shown) < len(nodes):
            twice = [name for name, num in Counter(node.id for node in nodes).items() if num > 1]
            raise ValueError(f"more than one stage is called {', '.join(map(repr, twice))}")
        before = self._nodes
        if [(n.id, n.after, n.title) for n in nodes] != [(n.id, n.after, n.title) for n in before.values()]:
            layout = lay_out({node.id: node.after for node in nodes})
            self._nodes = shown
            self._measure()
            self._show_layout(layout)
        else:
            self._nodes = shown
            for node in nodes:
                if node != before[node.id]:
                    self.viewport().update(self._view_rect(node.id))
        self._describe()

    @property
    def current(self) -> str | None:
        """The id of the box that has the keyboard's focus."""
        return self._current

    @property
    def scale(self) -> float:
        """View pixels per pixel of an unzoomed box."""
        return self._scale

    def set_current(self, node: str) -> None:
        """Move the focus to a box, and it into view; an id that is not shown changes nothing."""
        if node in self._boxes and node != self._current:
            previous, self._current = self._current, node
            self.viewport().update()  # lines to and from both boxes change
            self._reveal(node)
            if previous is not None:
                self._announce(node)

    def fit(self) -> None:
        """The whole width in view, as far as titles stay readable; never magnified. Later sizes are fitted too."""
        self._fitted = True
        room = self.viewport().width() / max(self._extent().width(), 1.0)
        self._set_scale(min(max(room, LEAST_FITTED_SCALE), 1.0))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Closer by `factor`, what is under `at` (the view's middle by default) staying where it is."""
        self._fitted = False
        at = at or QPointF(self.viewport().rect().center())
        held = self._to_graph(at)
        self._set_scale(min(max(self._scale * factor, MIN_SCALE), MAX_SCALE))
        moved = held * self._scale + self._margin() - at
        self._scroll_to(moved.x(), moved.y())

    # ---- the layout

    def _measure(self) -> None:
        self._style = BoxStyle.of(self.font(), [node.title for node in self._nodes.values()])

    def _show_layout(self, layout: GraphLayout) -> None:
        """New places; the box that the person looks at (the current one, else the first that stays) stays put."""
        kept = self._current if self._current in self._nodes else None
        anchor = kept or next((node for node in self._boxes if node in self._nodes), None)
        was = self._to_view(self._boxes[anchor].center()) if anchor in self._boxes else None
        self._layout = layout
        self._boxes = {node: self._box(place) for node, place in layout.places.items()}
        edges = {edge: [self._middle(bend) for bend in bends] for edge, bends in layout.bends.items()}
        self._lines = line_pieces(edges, self._boxes, self._style.width)
        self._columns = [[] for _ in range(layout.num_layers)]
        for node in sorted(layout.places, key=lambda node: layout.places[node].row):
            self._columns[layout.places[node].layer].append(node)
        self._followers = {node: [] for node in self._nodes}
        for before, node in layout.bends:
            self._followers[before].append(node)
        self._current = kept or (self._columns[0][0] if self._columns else None)
        if self._fitted:
            self.fit()
        self._set_scale(self._scale)
        if was is not None and anchor is not None and not self._fitted:
            moved = self._boxes[anchor].center() * self._scale + self._margin() - was
            self._scroll_to(moved.x(), moved.y())
        self.viewport().update()

    def _middle(self, place: Place) -> QPointF:
        """Of a box or bend, in pixels of an unzoomed graph whose topmost box is one gap below 0."""
        style = self._style
        column, row = style.width + style.gap, style.height * (1 + _GAP_ROWS)
        left, top = style.margin + style.width / 2, style.margin + style.height / 2
        return QPointF(left + place.layer * column, top + place.row * row)

    def _box(self, place: Place) -> QRectF:
        box = QRectF(0, 0, self._style.width, self._style.height)
        box.moveCenter(self._middle(place))
        return box

    def _extent(self) -> QRectF:
        corner = self._middle(Place(max(self._layout.num_layers - 1, 0), max(self._layout.num_rows - 1, 0.0)))
        style = self._style
        return QRectF(0, 0, corner.x() + style.width / 2 + style.margin, corner.y() + style.height / 2 + style.margin)

    # ---- the view

    def _margin(self) -> QPointF:
        """Where the graph's corner lies in the unscrolled view: a graph smaller than the view stands in its middle."""
        size = self._extent().size() * self._scale
        room_x, room_y = self.viewport().width() - size.width(), self.viewport().height() - size.height()
        return QPointF(max(room_x / 2, 0.0), max(room_y / 2, 0.0))

    def _origin(self) -> QPointF:
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return self._margin() - scrolled

    def _to_graph(self, at: QPointF) -> QPointF:
        return (at - self._origin()) * (1 / self._scale)

    def _to_view(self, at: QPointF) -> QPointF:
        return at * self._scale + self._origin()

    def _view_rect(self, node: str) -> QRect:
        """The view pixels that a box, its frame and its ring cover."""
        box = self._boxes[node].adjusted(*(-self._style.ring,) * 2, *(self._style.ring,) * 2)
        return QRectF(self._to_view(box.topLeft()), box.size() * self._scale).toAlignedRect().adjusted(-1, -1, 1, 1)

    def _set_scale(self, scale: float) -> None:
        self._scale = scale
        size = self._extent().size() * scale
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), self.viewport().width()),
            (self.verticalScrollBar(), size.height(), self.viewport().height()),
        ):
            bar.setRange(0, max(0, round(whole - seen)))
            bar.setPageStep(seen)
            bar.setSingleStep(max(20, seen // 20))
        self.viewport().update()

    def _scroll_to(self, x: float, y: float) -> None:
        self.horizontalScrollBar().setValue(round(x))
        self.verticalScrollBar().setValue(round(y))

    def _reveal(self, node: str) -> None:
        """Scroll as little as is needed to have the box in view."""
        box, view = self._view_rect(node), self.viewport().rect()
        for bar, low, high, end in (
            (self.horizontalScrollBar(), box.left(), box.right(), view.right()),
            (self.verticalScrollBar(), box.top(), box.bottom(), view.bottom()),
        ):
            bar.setValue(bar.value() + (low if low < 0 else max(high - end, 0)))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        else:
            self._set_scale(self._scale)

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    # ---- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._nodes:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            room = self.viewport().rect().adjusted(20, 10, -20, -10)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty_text)
            return
        painter.translate(self._origin())
        painter.scale(self._scale, self._scale)
        dirty = QRectF(event.rect())
        seen = QRectF(self._to_graph(dirty.topLeft()), self._to_graph(dirty.bottomRight()))
        draw_lines(painter, self._lines, seen, self._current if self.hasFocus() else None, self.palette())
        reach = self._style.ring
        for name, box in self._boxes.items():
            if box.adjusted(-reach, -reach, reach, reach).intersects(seen):
                draw_box(painter, box, self._nodes[name], self._style, self.palette(), self._ring_of(name))

    def _ring_of(self, node: str) -> bool:
        return self.hasFocus() and node == self._current

    # ---- the person

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = self._key(event)
        if wish is None:
            event.ignore()
        else:
            wish()

    def event(self, event: QEvent) -> bool:
        # while the graph has the focus its keys go before shortcuts of the window; others stay the window's
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._key(event):
            event.accept()
            return True
        return super().event(event)

    def _key(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does, or None for one that is not the graph's."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_0:
            return lambda: self.zoom(1 / self._scale)
        if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return None
        return {
            Qt.Key.Key_Left: lambda: self._go(-1),
            Qt.Key.Key_Right: lambda: self._go(1),
            Qt.Key.Key_Up: lambda: self._go_within(-1),
            Qt.Key.Key_Down: lambda: self._go_within(1),
            Qt.Key.Key_Home: lambda: self._go_to_end(0),
            Qt.Key.Key_End: lambda: self._go_to_end(-1),
            Qt.Key.Key_Return: self._activate,
            Qt.Key.Key_Enter: self._activate,
            Qt.Key.Key_F: self.fit,
            Qt.Key.Key_Plus: lambda: self.zoom(WHEEL_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / WHEEL_STEP),
        }.get(Qt.Key(key))

    def _go(self, way: int) -> None:
        """Along a line, to the box whose row is nearest."""
        if self._current is not None:
            ends = self._followers[self._current] if way > 0 else self._nodes[self._current].after
            row = self._layout.places[self._current].row
            near = [end for end in ends if end in self._boxes]
            if near:
                self.set_current(min(near, key=lambda end: abs(self._layout.places[end].row - row)))

    def _go_within(self, way: int) -> None:
        if self._current is not None:
            column = self._columns[self._layout.places[self._current].layer]
            place = column.index(self._current) + way
            if 0 <= place < len(column):
                self.set_current(column[place])

    def _go_to_end(self, place: int) -> None:
        if self._columns:
            self.set_current(self._columns[place][place])

    def _activate(self) -> None:
        if self._current is not None:
            self.activated.emit(self._current)

    def node_at(self, at: QPointF) -> str | None:
        """The id of the box under a place of the viewport."""
        there = self._to_graph(at)
        return next((node for node, box in self._boxes.items() if box.contains(there)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self.node_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and node is not None:
            self.set_current(node)
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pan_from = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            moved, self._pan_from = event.position() - self._pan_from, event.position()
            self._scroll_to(
                self.horizontalScrollBar().value() - moved.x(), self.verticalScrollBar().value() - moved.y()
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.node_at(event.position()) is not None:
            self._activate()

    def wheelEvent(self, event: QWheelEvent) -> None:
        held, delta = event.modifiers(), event.angleDelta()
        if held & Qt.KeyboardModifier.ControlModifier:
            self.zoom(WHEEL_STEP ** (delta.y() / 120.0), event.position())
            event.accept()
        elif held & Qt.KeyboardModifier.ShiftModifier and delta.y():  # some platforms turn it sideways themselves
            bar = self.horizontalScrollBar()
            bar.setValue(round(bar.value() - delta.y() / 120.0 * 80.0))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event.pos(), event.globalPos())
            return True
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self.zoom(1.0 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

    def _show_tip(self, at: QPoint, on_screen: QPoint) -> None:
        node = self.node_at(QPointF(at))
        if node is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(on_screen, self.tip_of(node), self.viewport(), self._view_rect(node))

    def tip_of(self, node: str) -> str:
        """The text under the pointer, as rich text: title, kind, state in words, note."""
        shown = self._nodes[node]
        kind = f" ({html.escape(shown.kind)})" if shown.kind else ""
        return f"<b>{html.escape(shown.title)}</b>{kind}<br>{html.escape(', '.join(shown.state_words()))}"

    # ---- in words

    def _describe(self) -> None:
        """A painted graph says nothing to a screen reader; this does."""
        if not self._nodes:
            self.setAccessibleDescription(self._empty_text)
            return
        counts = Counter(node.state for node in self._nodes.values())
        sums = ", ".join(f"{counts[state]} {look.words}" for state, look in LOOKS.items() if counts[state])
        stages = ". ".join(node.words() for node in sorted(self._nodes.values(), key=self._reading_order))
        self.setAccessibleDescription(f"{len(self._nodes)} stages: {sums}. {stages}.")

    def _reading_order(self, node: StageNode) -> tuple[int, float]:
        place = self._layout.places[node.id]
        return place.layer, place.row

    def _announce(self, node: str) -> None:
        """Notify a screen reader where the focus is now; without one this costs nothing."""
        if QAccessible.isActive():
            after = [self._nodes[one].title for one in self._nodes[node].after if one in self._nodes]
            words = self._nodes[node].words() + (f", after {', '.join(after)}" if after else "")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def focusInEvent(self, event: QEvent) -> None:
        self.viewport().update()
        if self._current is not None:
            self._announce(self._current)

    def focusOutEvent(self, event: QEvent) -> None:
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()
            self._show_layout(self._layout)
        elif event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()


def _demo() -> StageGraph:
    graph = StageGraph()
    made: list[StageNode] = [
        StageNode("data", "Scenes", "data", (), "remembered", None, "300 train, 182 test"),
        StageNode("poison", "Poison the training set", "poison", ("data",), "done", None, "30 of 300 scenes"),
        StageNode("quality", "Check labels", "check", ("data",), "skipped", None, "not asked for"),
    ]
    for seed in (1, 2, 3):
        twin: State = "remembered" if seed < 3 else "cancelled"
        victim: State = "running" if seed < 3 else "failed"
        made += [
            StageNode(f"twin{seed}", f"Twin, seed {seed}", "train", ("data",), twin, None),
            StageNode(
                f"victim{seed}",
                f"Victim, seed {seed}",
                "train",
                ("poison",),
                victim,
                0.35 if seed == 1 else None,
                ("epoch 14 of 40", "warming up", "loss is not a number")[seed - 1],
            ),
            StageNode(f"scores{seed}", f"Scores, seed {seed}", "evaluate", (f"twin{seed}", f"victim{seed}", "data")),
            StageNode(f"prune{seed}", f"Fine-pruning, seed {seed}", "defense", (f"victim{seed}",)),
            StageNode(f"defended{seed}", f"Scores after defense, seed {seed}", "evaluate", (f"prune{seed}", "data")),
        ]
    ends = tuple(f"{name}{seed}" for seed in (1, 2, 3) for name in ("scores", "defended"))
    graph.set_nodes([*made, StageNode("report", "Report", "report", ends)])
    graph.set_current("victim1")
    graph.resize(1100, 480)
    return graph


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Stages")
