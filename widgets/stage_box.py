"""What a stage looks like: its box, with the state as icon, frame and color, and the lines between boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise
from math import ceil
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen

from miscount.widgets.icons import tinted_pixmap
from miscount.widgets.theme import accents, is_dark, mixed, palette_of

from .language import tr

State = Literal["waiting", "running", "done", "remembered", "failed", "skipped", "cancelled"]


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state is said and shown: never by color alone."""

    words: str
    icon: str
    color: str  # of `Accents`
    frame: Qt.PenStyle
    width_px: float


_SOLID, _DASHED, _DOTTED = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
LOOKS: dict[State, StateLook] = {
    "waiting": StateLook("waiting", "queue", "muted", _DASHED, 1.2),
    "running": StateLook("running", "play", "info", _SOLID, 2.2),
    "done": StateLook("done", "success", "good", _SOLID, 1.2),
    "remembered": StateLook("remembered", "remembered", "good", _SOLID, 1.2),
    "failed": StateLook("failed", "error", "bad", _SOLID, 2.2),
    "skipped": StateLook("skipped", "skipped", "muted", _DOTTED, 1.2),
    "cancelled": StateLook("cancelled", "cancelled", "warning", _DASHED, 1.2),
}
STATES = tuple(LOOKS)


@dataclass(frozen=True, slots=True)
class StageNode:
    """A stage as the graph shows it. `after` are the ids it waits for; `progress` is 0..1, or None where unknown."""

    id: str
    title: str
    kind: str = ""
    after: tuple[str, ...] = ()
    state: State = "waiting"
    progress: float | None = None
    note: str = ""

    def words(self) -> str:
        """Title, state and note, as they are spoken and shown under the pointer."""
        return f"{self.title}: {', '.join(self.state_words())}"

    def state_words(self) -> tuple[str, ...]:
        """State, percent while it runs, note; what is empty is left out."""
        percent = f"{self.progress:.0%}" if self.state == "running" and self.progress is not None else ""
        return tuple(word for word in (LOOKS[self.state].words, percent, self.note) if word)

    def line(self) -> str:
        """The second line of the box: kind, then what there is to say beside the icon of the state."""
        words = self.state_words()
        return " · ".join(word for word in (self.kind, *(words[1:] or words)) if word)


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """Sizes in pixels of an unzoomed graph; they follow the font."""

    width: float
    height: float
    gap: float  # between layers
    margin: float
    pad: float
    icon: float
    line: float
    ring: float = 5.0  # how far the ring of the focus reaches beyond the box
    radius: float = 6.0
    bar: float = 4.0

    @classmethod
    def of(cls, font: QFont, titles: Iterable[str]) -> BoxStyle:
        """Boxes with room for the longest of `titles`, within bounds."""
        metrics, strong = QFontMetricsF(font), QFontMetricsF(_strong(font))
        line, letter = metrics.height(), metrics.averageCharWidth()
        pad, icon = round(0.5 * line), round(1.15 * line)
        longest = max((strong.horizontalAdvance(tr(title)) for title in titles), default=0.0) + 1
        width = round(min(max(longest, _LEAST_LETTERS * letter), _MOST_LETTERS * letter) + icon + 3 * pad)
        return cls(width, round(2 * line + 2.4 * pad), round(2.6 * line), round(1.2 * line), pad, icon, line)


_LEAST_LETTERS, _MOST_LETTERS = 18, 44
_TEXT_FLAGS = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEAST_LINE_PX = 6.0  # nobody reads smaller lines, and text is the dear part of a box


def _strong(font: QFont) -> QFont:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    return strong


# ---- boxes


def draw_box(painter: QPainter, box: QRectF, node: StageNode, style: BoxStyle, palette: QPalette, ringed: bool) -> None:
    """One stage, in the unzoomed pixels of `box`; `ringed` where it has the keyboard's focus."""
    look, ground = LOOKS[node.state], palette.color(QPalette.ColorRole.Base)
    color = state_color(node.state, palette)
    if ringed:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        away = style.ring - 1
        painter.drawRoundedRect(box.adjusted(-away, -away, away, away), style.radius + away, style.radius + away)
    painter.setPen(QPen(color, look.width_px, look.frame))
    painter.setBrush(mixed(color, ground, 0.14 if look.width_px > 2 else 0.07))
    painter.drawRoundedRect(box, style.radius, style.radius)
    _draw_icon(painter, QPointF(box.left() + style.pad, box.top() + style.pad), look, color, style.icon)
    if painter.transform().m11() * style.line >= _LEAST_LINE_PX:
        _draw_words(painter, box, node, style, palette)
    if node.state == "running":
        _draw_bar(painter, box, node.progress, style, color, mixed(color, ground, 0.3))


def _draw_icon(painter: QPainter, corner: QPointF, look: StateLook, color: QColor, size_px: float) -> None:
    sharpness = painter.device().devicePixelRatioF() * painter.transform().m11()
    ratio = max(1.0, ceil(sharpness * 2) / 2)  # few steps: each is kept
    pixmap = tinted_pixmap(look.icon, color, round(size_px), ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(QRectF(corner.x(), corner.y(), size_px, size_px), pixmap, QRectF(pixmap.rect()))


def _draw_words(painter: QPainter, box: QRectF, node: StageNode, style: BoxStyle, palette: QPalette) -> None:
    plain = painter.font()
    left, top = box.left() + 2 * style.pad + style.icon, box.top() + style.pad
    room = box.right() - style.pad - left
    for font, words, role, y, elide in (  # titles often differ in their last word
        (_strong(plain), node.title, QPalette.ColorRole.Text, top, Qt.TextElideMode.ElideMiddle),
        (plain, node.line(), QPalette.ColorRole.PlaceholderText, top + style.line, Qt.TextElideMode.ElideRight),
    ):
        shown = QFontMetricsF(font).elidedText(tr(words), elide, room)
        painter.setFont(font)
        painter.setPen(palette.color(role))
        painter.drawText(QRectF(left, y, room, style.line), _TEXT_FLAGS, shown)
    painter.setFont(plain)


def _draw_bar(
    painter: QPainter, box: QRectF, progress: float | None, style: BoxStyle, color: QColor, ground: QColor
) -> None:
    """How far it is, as a thin bar at the bottom; pieces of a bar where nobody can know."""
    room = QRectF(box.left() + style.pad, box.bottom() - style.bar - 4, box.width() - 2 * style.pad, style.bar)
    half = style.bar / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(room, half, half)
    painter.setBrush(color)
    if progress is not None:
        done = min(max(progress, 0.0), 1.0) * room.width()
        painter.drawRoundedRect(QRectF(room.left(), room.top(), done, style.bar), half, half)
        return
    piece = room.width() / 9
    for place in range(1, 9, 2):
        painter.drawRoundedRect(QRectF(room.left() + place * piece, room.top(), piece, style.bar), half, half)


def state_color(state: State, palette: QPalette) -> QColor:
    """The color of a state in `palette`; beside it stand an icon and a frame of its own."""
    return _shades(is_dark(palette))[LOOKS[state].color]


@cache
def _shades(dark: bool) -> dict[str, QColor]:
    shades = accents(palette_of("dark" if dark else "light"))
    return {shade.name: getattr(shades, shade.name) for shade in fields(shades)}


# ---- lines


@dataclass(slots=True)
class LinePiece:
    """A piece of one or more lines, drawn once; `nodes` are the ends of all lines that share it."""

    path: QPainterPath
    bounds: QRectF
    arrow: QPointF | None
    nodes: set[str] = field(default_factory=set)


_ARROW_PX = 6.0


def line_pieces(
    edges: Mapping[tuple[str, str], Sequence[QPointF]], boxes: Mapping[str, QRectF], width: float
) -> tuple[LinePiece, ...]:
    """The lines of all `edges` (before, after), given the middles of the bends each takes.

    A line leaves a box at the middle of its right side, passes the layers between straight, over the `width` of a box
    about each bend, and enters at the middle of the left side.
    """
    pieces: dict[tuple[float, ...], LinePiece] = {}
    for (before, after), bends in edges.items():
        stops = [QPointF(boxes[before].right(), boxes[before].center().y())]
        for bend in bends:
            stops += [QPointF(bend.x() - width / 2, bend.y()), QPointF(bend.x() + width / 2, bend.y())]
        stops.append(QPointF(boxes[after].left(), boxes[after].center().y()))
        for number, (start, end) in enumerate(pairwise(stops)):
            key = (start.x(), start.y(), end.x(), end.y())
            if key not in pieces:
                pieces[key] = _piece(start, end, arrow=number == len(stops) - 2)
            pieces[key].nodes |= {before, after}
    return tuple(pieces.values())


def _piece(start: QPointF, end: QPointF, arrow: bool) -> LinePiece:
    path = QPainterPath(start)
    tip = end
    if arrow:
        end = QPointF(end.x() - _ARROW_PX, end.y())
    bend = (end.x() - start.x()) / 2
    path.cubicTo(start.x() + bend, start.y(), end.x() - bend, end.y(), end.x(), end.y())
    bounds = path.controlPointRect().adjusted(-2, -_ARROW_PX, 2 + _ARROW_PX, _ARROW_PX)
    return LinePiece(path, bounds, tip if arrow else None)


def draw_lines(
    painter: QPainter, pieces: Iterable[LinePiece], seen: QRectF, strong: str | None, palette: QPalette
) -> None:
    """The pieces within `seen`; those of the lines to and from the node `strong` stand out, above the others."""
    near = [piece for piece in pieces if piece.bounds.intersects(seen)]
    text = palette.color(QPalette.ColorRole.Text)
    pale = mixed(text, palette.color(QPalette.ColorRole.Base), 0.5)
    for wanted, color, width in ((False, pale, 1.2), (True, text, 2.0)):
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        for piece in near:
            if (strong in piece.nodes) == wanted:
                painter.strokePath(piece.path, pen)
                if piece.arrow is not None:
                    _draw_arrow(painter, piece.arrow, color)


def _draw_arrow(painter: QPainter, tip: QPointF, color: QColor) -> None:
    half = _ARROW_PX * 0.6
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon([tip, tip + QPointF(-_ARROW_PX - 1, half), tip + QPointF(-_ARROW_PX - 1, -half)])
