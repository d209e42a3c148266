"""Where something that is dragged over a window may fall: places of their own in a strip, and all the rest below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from miscount.widgets.icons import tinted_pixmap
from miscount.widgets.language import tr
from miscount.widgets.sizes import scaled

_GAP_PX, _ICON_PX = 8, 22


@dataclass(frozen=True)
class DropPlace:
    """What happens to what falls here: a word for the code, the same for a person, a sentence on it, an icon."""

    key: str
    title: str
    about: str
    icon: str


class DropStrip(QWidget):
    """Lies over the upper edge of its parent while something is dragged; it hears no mouse itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._places: tuple[DropPlace, ...] = ()
        self._elsewhere = DropPlace("", "", "", "")
        self._under = ""
        self.hide()

    def offer(self, elsewhere: DropPlace, places: Sequence[DropPlace]) -> None:
        """Show the `places` of the strip, and what happens `elsewhere`, which is the rest of the window."""
        self._elsewhere, self._places, self._under = elsewhere, tuple(places), elsewhere.key
        self.setGeometry(0, 0, self._over.width(), self._height())
        self.setAccessibleName(" ".join(tr(f"{each.title}. {each.about}") for each in (*places, elsewhere)))
        self.raise_()
        self.show()
        self.update()

    def key_at(self, at: QPoint) -> str:
        """What happens to what falls at a point of the parent, and mark it."""
        if self.isHidden():
            return self._elsewhere.key
        found = next(
            (each.key for each, box in zip(self._places, self._boxes(), strict=False) if box.contains(at)),
            self._elsewhere.key,
        )
        if found != self._under:
            self._under = found
            self.update()
        return found

    def _height(self) -> int:
        return 4 * self.fontMetrics().lineSpacing() + 4 * _GAP_PX

    def _boxes(self) -> list[QRect]:
        """The places of the strip, then the words on the rest, from left to right."""
        num, height = len(self._places) + 1, self.height()
        wide = (self.width() - (num + 1) * _GAP_PX) // num
        return [QRect(_GAP_PX + at * (wide + _GAP_PX), _GAP_PX, wide, height - 2 * _GAP_PX) for at in range(num)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Window))
        for place, box in zip((*self._places, self._elsewhere), self._boxes(), strict=True):
            self._draw(painter, place, box, place.key == self._under, place is self._elsewhere)
        painter.end()

    def _draw(self, painter: QPainter, place: DropPlace, box: QRect, under: bool, is_rest: bool) -> None:
        palette = self.palette()
        ground = palette.color(QPalette.ColorRole.Highlight if under else QPalette.ColorRole.Base)
        ink = palette.color(QPalette.ColorRole.HighlightedText if under else QPalette.ColorRole.Text)
        edge = QPen(palette.color(QPalette.ColorRole.PlaceholderText if not under else QPalette.ColorRole.Highlight), 2)
        edge.setStyle(Qt.PenStyle.SolidLine if not is_rest else Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        self._write(painter, place, box, ink, is_rest)

    def _write(self, painter: QPainter, place: DropPlace, box: QRect, ink: QColor, is_rest: bool) -> None:
        side, line = scaled(_ICON_PX), self.fontMetrics().lineSpacing()
        pixmap = tinted_pixmap(place.icon, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(box.left() + 12, box.center().y() - side // 2, pixmap)
        words = box.adjusted(12 + side + 12, 6, -8, -6)
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setPen(ink)
        painter.setFont(bold)
        shown = tr(f"Anywhere else: {place.title}" if is_rest else place.title)
        painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, shown)
        painter.setFont(self.font())
        painter.drawText(words.adjusted(0, line + 2, 0, 0), Qt.TextFlag.TextWordWrap, tr(place.about))


def _demo() -> QWidget:
    page = QWidget()
    page.resize(760, 300)
    strip = DropStrip(page)
    strip.offer(
        DropPlace("layer", "A layer of the trigger", "It is laid where it falls on the scene.", "layers"),
        [DropPlace("count", "Count the people", "By the loaded counter, without labels.", "evaluate")],
    )
    return page


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Where it may fall")
