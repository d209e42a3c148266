"""Small panels that lie on the canvas: the read-out of the place under the hand, the color bar, the empty state."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from miscount.widgets.canvas.colormaps import rgb_table
from miscount.widgets.words import Words

from ..language import tr

_PADDING = 8
_RADIUS = 5.0


def short(value: float) -> str:
    """A number for a small place: four figures that count, never a column of zeros."""
    if value == 0:
        return "0"
    return f"{value:.1e}" if abs(value) < 1e-3 or abs(value) >= 1e5 else f"{value:.4g}"


class Panel(QWidget):
    """A rounded sheet in the window's own colors, which lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        small = self.font()
        small.setPointSizeF(max(small.pointSizeF() * 0.9, 7.0))
        self.setFont(small)

    def paint_sheet(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(self.palette().color(QPalette.ColorRole.Window))
        color.setAlpha(225)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)


class ReadOut(Panel):
    """One line of facts about the place under the hand."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Read-out"))
        self._parts: tuple[str, ...] = ()
        self.hide()

    @property
    def text(self) -> str:
        return "   ".join(self._parts)

    def set_parts(self, *parts: str) -> None:
        if parts == self._parts:
            return
        self._parts = parts
        self.setVisible(bool(parts))
        metrics = QFontMetricsF(self.font())
        # Grows only: a sheet that jumps at every number is hard to read.
        wanted = int(metrics.horizontalAdvance(self.text)) + 2 * _PADDING + 2
        width = wanted if not self.width() - 60 < wanted <= self.width() else self.width()
        self.resize(width, int(metrics.height()) + _PADDING)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_sheet(painter)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = self.rect().adjusted(_PADDING, 0, -_PADDING, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, tr(self.text))
        painter.end()


class ColorBar(Panel):
    """The colors of the shown map with its levels: low, middle and high."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Color bar"))
        self.state: tuple[str, str, tuple[float, float]] | None = None
        self.hide()

    def show_map(self, title: str, colormap: str, levels: tuple[float, float]) -> None:
        if (title, colormap, levels) == self.state:
            return
        self.state = (title, colormap, levels)
        self.setAccessibleDescription(tr(f"{title}, {colormap}, from {short(levels[0])} to {short(levels[1])}"))
        self.resize(self.sizeHint())
        self.show()
        self.update()

    def show_nothing(self) -> None:
        self.state = None
        self.hide()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        title, _, levels = self.state or ("", "", (0.0, 1.0))
        numbers = max(metrics.horizontalAdvance(short(v)) for v in (*levels, sum(levels) / 2))
        width = max(12 + 6 + numbers, metrics.horizontalAdvance(tr(title))) + 2 * _PADDING
        return QSize(int(width) + 2, int(metrics.height() * 7.5) + 2 * _PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.state is None:
            return
        title, colormap, levels = self.state
        painter = QPainter(self)
        self.paint_sheet(painter)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        metrics = QFontMetricsF(self.font())
        painter.setPen(text)
        painter.drawText(QRectF(_PADDING, _PADDING / 2, self.width(), metrics.height()), tr(title))
        top = _PADDING + metrics.height() + 2
        bar = QRectF(_PADDING, top + metrics.height() / 2, 12, self.height() - top - metrics.height() - _PADDING)
        gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
        table = rgb_table(colormap)
        for index in range(0, 256, 15):
            gradient.setColorAt(index / 255, QColor(*map(int, table[index])))
        painter.fillRect(bar, gradient)
        frame = QColor(text)
        frame.setAlpha(120)
        painter.setPen(QPen(frame, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        painter.setPen(text)
        for share in (0.0, 0.5, 1.0):
            value = levels[0] + share * (levels[1] - levels[0])
            y = bar.bottom() - share * bar.height() - metrics.height() / 2
            painter.drawText(QRectF(bar.right() + 6, y, self.width(), metrics.height()), short(value))
        painter.end()


class EmptyText(Words):
    """What to do next, where there is no image yet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        large = self.font()
        large.setPointSizeF(large.pointSizeF() * 1.25)
        self.setFont(large)
        self.setContentsMargins(24, 24, 24, 24)
