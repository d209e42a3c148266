"""The graph of a run's stages, live: what waits for what, what runs and how far, what was done or remembered."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QToolTip, QWidget

from miscount.widgets.graph_layout import GraphLayout, Place, lay_out
from miscount.widgets.stage_box import LOOKS, BoxStyle, LinePiece, StageNode, State, draw_box, draw_lines, line_pieces
from miscount.widgets.zoom_area import ZoomArea

from .language import tr

__all__ = ["StageGraph", "StageNode", "State"]

_GAP_ROWS = 0.35


class StageGraph(ZoomArea):
    """Stages as boxes in layers from left to right. `set_nodes` is silent; `activated` is the person's wish.

    Arrows go along the lines and, up and down, within a layer; Home and End go to the first and the last box; Enter or
    a double click activates. Zoomed, scrolled and fitted to its width as `ZoomArea` says.
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
        self.setAccessibleName(tr("Graph of stages"))
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

    def set_current(self, node: str) -> None:
        """Move the focus to a box, and it into view; an id that is not shown changes nothing."""
        if node in self._boxes and node != self._current:
            previous, self._current = self._current, node
            self.viewport().update()  # lines to and from both boxes change
            self.reveal(self._with_ring(node))
            if previous is not None:
                self._announce(node)

    # ---- the layout

    def _measure(self) -> None:
        self._style = BoxStyle.of(self.font(), [node.title for node in self._nodes.values()])

    def _show_layout(self, layout: GraphLayout) -> None:
        """New places; the box that the person looks at (the current one, else the first that stays) stays put."""
        kept = self._current if self._current in self._nodes else None
        anchor = kept or next((node for node in self._boxes if node in self._nodes), None)
        was = self.to_view(self._boxes[anchor].center()) if anchor in self._boxes else None
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
        self.refit()
        if was is not None and anchor is not None and not self.is_fitted:
            self.put(self._boxes[anchor].center(), was)

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

    def extent(self) -> QSizeF:
        corner = self._middle(Place(max(self._layout.num_layers - 1, 0), max(self._layout.num_rows - 1, 0.0)))
        style = self._style
        return QSizeF(corner.x() + style.width / 2 + style.margin, corner.y() + style.height / 2 + style.margin)

    def _with_ring(self, node: str) -> QRectF:
        reach = self._style.ring
        return self._boxes[node].adjusted(-reach, -reach, reach, reach)

    def _view_rect(self, node: str) -> QRect:
        """The view pixels that a box, its frame and its ring cover."""
        return self.view_rect(self._with_ring(node))

    # ---- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._nodes:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            room = self.viewport().rect().adjusted(20, 10, -20, -10)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(self._empty_text))
            return
        painter.translate(self.to_view(QPointF()))
        painter.scale(self.scale, self.scale)
        dirty = QRectF(event.rect())
        seen = QRectF(self.to_drawing(dirty.topLeft()), self.to_drawing(dirty.bottomRight()))
        draw_lines(painter, self._lines, seen, self._current if self.hasFocus() else None, self.palette())
        for name, box in self._boxes.items():
            if self._with_ring(name).intersects(seen):
                ringed = self.hasFocus() and name == self._current
                draw_box(painter, box, self._nodes[name], self._style, self.palette(), ringed)

    # ---- the person

    def key_act(self, event: QKeyEvent) -> Callable[[], None] | None:
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        own = {
            Qt.Key.Key_Left: lambda: self._go(-1),
            Qt.Key.Key_Right: lambda: self._go(1),
            Qt.Key.Key_Up: lambda: self._go_within(-1),
            Qt.Key.Key_Down: lambda: self._go_within(1),
            Qt.Key.Key_Home: lambda: self._go_to_end(0),
            Qt.Key.Key_End: lambda: self._go_to_end(-1),
            Qt.Key.Key_Return: self._activate,
            Qt.Key.Key_Enter: self._activate,
        }
        return (own.get(Qt.Key(event.key())) if bare else None) or super().key_act(event)

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
        there = self.to_drawing(at)
        return next((node for node, box in self._boxes.items() if box.contains(there)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self.node_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and node is not None:
            self.set_current(node)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.node_at(event.position()) is not None:
            self._activate()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event.pos(), event.globalPos())
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
        kind = f" ({html.escape(tr(shown.kind))})" if shown.kind else ""
        state = tr(", ".join(shown.state_words()))
        return f"<b>{html.escape(tr(shown.title))}</b>{kind}<br>{html.escape(state)}"

    # ---- in words

    def _describe(self) -> None:
        """A painted graph says nothing to a screen reader; this does."""
        if not self._nodes:
            self.setAccessibleDescription(tr(self._empty_text))
            return
        counts = Counter(node.state for node in self._nodes.values())
        sums = ", ".join(f"{counts[state]} {look.words}" for state, look in LOOKS.items() if counts[state])
        stages = ". ".join(node.words() for node in sorted(self._nodes.values(), key=self._reading_order))
        self.setAccessibleDescription(tr(f"{len(self._nodes)} stages: {sums}. {stages}."))

    def _reading_order(self, node: StageNode) -> tuple[int, float]:
        place = self._layout.places[node.id]
        return place.layer, place.row

    def _announce(self, node: str) -> None:
        """Notify a screen reader where the focus is now; without one this costs nothing."""
        if QAccessible.isActive():
            after = [self._nodes[one].title for one in self._nodes[node].after if one in self._nodes]
            words = self._nodes[node].words() + (f", after {', '.join(after)}" if after else "")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, tr(words)))

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
    graph.resize(1100, 480)
    graph.set_nodes([*made, StageNode("report", "Report", "report", ends)])
    graph.set_current("victim1")
    return graph


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Stages")
