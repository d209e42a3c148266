"""Where the window lies on the screen, and which headings are folded, from one start to the next."""

import json
from contextlib import suppress

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtWidgets import QWidget

from miscount.engine.reading import parse_json
from miscount.widgets.forms.parts import FOLDED

from ..desktop import places

_FRAME = QSize(8, 40)
"""What a window manager puts around a window, about."""


def fit_screen(window: QWidget) -> None:
    """Make it no larger than the screen has room for, with the frame that it will get: the status line is in view."""
    room = window.screen().availableSize() - _FRAME
    if window.width() > room.width() or window.height() > room.height():
        window.resize(window.size().boundedTo(room))


def keep(window: QWidget) -> None:
    """Write down where it lies."""
    store = _store()
    store.setValue("geometry", window.saveGeometry())
    store.setValue("folded", json.dumps(FOLDED))
    store.sync()


def restore(window: QWidget) -> None:
    """Put it where it lay."""
    store = _store()
    geometry = store.value("geometry", type=QByteArray)
    if isinstance(geometry, QByteArray) and not geometry.isEmpty():
        window.restoreGeometry(geometry)
    with suppress(ValueError):  # which headings of forms were folded; a damaged one costs nothing else
        kept = parse_json(str(store.value("folded", "{}")))
        FOLDED.update({str(name): bool(folded) for name, folded in kept.items()} if isinstance(kept, dict) else {})


def _store() -> QSettings:
    return QSettings(str(places.window_file()), QSettings.Format.IniFormat)
