"""The marks of a scene, by shape and color, in a row from the right."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPalette

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
