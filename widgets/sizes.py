"""One size for all: words, icons, pictures, dots and panels are so many times larger than at first.

The font says it to Qt, which lays out anew; what is measured in pixels asks here.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QToolBar, QWidget

_SCALE, _OWN = "size_of_all", "own_icon_px"


def set_scale(app: QApplication, factor: float) -> None:
    """From now on; the caller gives the application its font then, of which all widgets hear."""
    app.setProperty(_SCALE, factor)


def scale() -> float:
    """How many times larger than at first everything is."""
    app = QCoreApplication.instance()
    found = app.property(_SCALE) if app is not None else None
    return float(found) if found else 1.0


def scaled(length_px: float) -> int:
    """A length in pixels as it is to be now."""
    return round(length_px * scale())


def scaled_size(size_px: QSize) -> QSize:
    """A size in pixels as it is to be now."""
    return QSize(scaled(size_px.width()), scaled(size_px.height()))


class ShownAlone(QStackedWidget):
    """A stack that is as small as what it shows may be, whatever else is in it."""

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint().expandedTo(shown.minimumSize()) if shown is not None else QSize(0, 0)


def scale_icons(roots: Iterable[QWidget]) -> None:
    """Give the icons on all buttons and bars below `roots` the size of now, from the one that each had at first."""
    for root in roots:
        for widget in (root, *root.findChildren(QAbstractButton), *root.findChildren(QToolBar)):
            if isinstance(widget, QAbstractButton | QToolBar):
                own = widget.property(_OWN)
                if own is None:
                    own = widget.iconSize()
                    widget.setProperty(_OWN, own)
                widget.setIconSize(scaled_size(own))
