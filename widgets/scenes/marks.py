"""What is painted of a scene wherever it is listed: its picture, and its marks, by shape and color."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPixmap

from miscount.widgets.icons import tinted_pixmap
from miscount.widgets.sizes import scaled
from miscount.widgets.theme import accents

_SIGNS = {
    "broken": ("error", "bad"),
    "unlabelled": ("help", "info"),
    "problem": ("warning", "bad"),
    "poisoned": ("poison", "poison"),
    "edited": ("edited", "info"),
    "checked": ("check", "good"),
}


def draw_marks(
    painter: QPainter, palette: QPalette, corner: QPoint, marks: Collection[str], color: QColor | None = None
) -> int:
    """Draw the marks with their lower right at `corner`, in one `color` or in their own; where words must end."""
    tones, right = accents(palette), corner.x()
    for mark, (sign, tone) in _SIGNS.items():
        if mark in marks:
            pixmap = tinted_pixmap(
                sign, color or getattr(tones, tone), scaled(16), painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(right - scaled(16), corner.y() - scaled(18), pixmap)
            right -= scaled(20)
    return right


def draw_picture(painter: QPainter, palette: QPalette, place: QRect, pixmap: QPixmap | None) -> None:
    """Draw a thumbnail as large as `place` holds it whole; a gray field where it is not there yet."""
    if pixmap is None:
        painter.fillRect(place, palette.color(QPalette.ColorRole.Midlight))
        return
    size = pixmap.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    fitted = QRect(0, 0, size.width(), size.height())
    fitted.moveCenter(place.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(fitted, pixmap)
