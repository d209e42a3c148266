"""Icons of the project: SVG files drawn with `currentColor`, tinted at paint time so that they follow the palette."""

from __future__ import annotations

import functools
from importlib import resources

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget


def icon_names() -> tuple[str, ...]:
    """Every name that `icon` knows, sorted."""
    folder = resources.files("miscount.resources").joinpath("icons")
    return tuple(sorted(entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg")))


@functools.cache
def icon(name: str) -> QIcon:
    """The icon `name` in the color of the palette's text, paler where disabled. Raises KeyError for an unknown name."""
    return QIcon(TintedSvg(_drawing(name)))


def tinted_pixmap(name: str, color: QColor, size_px: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` drawn once in `color`, for labels and delegates that choose their own color."""
    return _pixmap(name, color.rgba(), size_px, ratio)


@functools.lru_cache(maxsize=512)
def _pixmap(name: str, rgba: int, size_px: int, ratio: float) -> QPixmap:
    size = QSize(size_px, size_px) * ratio
    pixmap = QPixmap(_drawn(_drawing(name), size.width(), size.height(), rgba))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@functools.lru_cache(maxsize=512)
def _drawn(drawing: str, width_px: int, height_px: int, rgba: int) -> QPixmap:
    """Drawn once: a window that is painted whole asks for some thirty icons."""
    pixmap = QPixmap(width_px, height_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _render(drawing, painter, QRectF(0, 0, width_px, height_px), QColor.fromRgba(rgba))
    painter.end()
    return pixmap


@functools.cache
def _drawing(name: str) -> str:
    file = resources.files("miscount.resources").joinpath("icons", f"{name}.svg")
    if not file.is_file():
        raise KeyError(f"no icon {name!r}; known: {', '.join(icon_names())}")
    return file.read_text(encoding="utf-8")


class TintedSvg(QIconEngine):
    """Paints an SVG text whose strokes are `currentColor` in a color of the application's palette."""

    def __init__(self, drawing: str) -> None:
        super().__init__()
        self._svg = drawing

    def clone(self) -> QIconEngine:
        return TintedSvg(self._svg)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _render(self._svg, painter, QRectF(rect), _color(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _drawn(self._svg, size.width(), size.height(), _color(mode).rgba())


def _render(drawing: str, painter: QPainter, rect: QRectF, color: QColor) -> None:
    side = min(rect.width(), rect.height())
    square = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(painter.opacity() * color.alphaF())
    QSvgRenderer(QByteArray(drawing.replace("currentColor", color.name()).encode())).render(painter, square)
    painter.restore()


def _color(mode: QIcon.Mode) -> QColor:
    palette = QGuiApplication.palette()
    match mode:
        case QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        case QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        case _:
            return palette.color(QPalette.ColorRole.ButtonText)


def _demo() -> QWidget:
    sheet = QWidget()
    grid = QGridLayout(sheet)
    for place, name in enumerate(icon_names()):
        button = QToolButton(text=name, icon=icon(name), iconSize=QSize(32, 32), enabled=place % 9 != 8)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setMinimumSize(84, 64)
        grid.addWidget(button, place // 9, place % 9)
    return sheet


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Icons")
