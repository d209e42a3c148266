"""Boxes and dialogs that would wait for a person: answered at random, so that a monkey never hangs."""

import random
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QWidget,
)

from tests.monkey.places import Places

EVERY_MS = 150
OPENED: list[str] = []
"""What would have been opened in a browser."""


def answer_dialogs(places: Places, rng: random.Random) -> None:
    """Have Qt's own dialogs answer at once."""

    def some(of: list[Path]) -> str:
        return str(rng.choice(of)) if rng.random() < 0.7 else ""

    def folder(*_asked: object, **_named: object) -> str:
        return some(places.folders)

    def file(*_asked: object, **_named: object) -> tuple[str, str]:
        return some(places.files), ""

    def new_file(*asked: object, **_named: object) -> tuple[str, str]:
        places.forget_old(rng)
        patterns = str(asked[3]).split(";;") if len(asked) > 3 else [""]
        return (str(places.fresh()) if rng.random() < 0.7 else some(places.folders)), rng.choice(patterns)

    def number(*_asked: object, **_named: object) -> tuple[float, bool]:
        return rng.choice([5.0, 30.0, 79.0]), rng.random() < 0.7

    def color(*_asked: object, **_named: object) -> QColor:
        return QColor(rng.randrange(256), rng.randrange(256), rng.randrange(256)) if rng.random() < 0.8 else QColor()

    def open_url(url: object) -> bool:
        OPENED.append(url.toString())
        return True

    QFileDialog.getExistingDirectory = staticmethod(folder)
    QFileDialog.getOpenFileName = staticmethod(file)
    QFileDialog.getSaveFileName = staticmethod(new_file)
    QInputDialog.getDouble = staticmethod(number)
    QColorDialog.getColor = staticmethod(color)
    QDesktopServices.openUrl = staticmethod(open_url)


class BoxKeeper(QObject):
    """Closes menus and modal windows: they hold the act that opened them in an event loop of their own."""

    def __init__(self, app: QApplication, rng: random.Random) -> None:
        super().__init__(app)
        self._rng = rng
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            self._answer_popup(popup)
        elif isinstance(modal, QMessageBox):
            self._rng.choice(modal.buttons()).click()
        elif isinstance(modal, QDialog):
            modal.done(self._rng.randrange(2))
        elif modal is not None:
            modal.close()

    def _answer_popup(self, popup: QWidget) -> None:
        for _ in range(self._rng.randrange(5)):
            _press(popup, Qt.Key.Key_Down)
        _press(popup, self._rng.choice([Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Escape]))
        if QApplication.activePopupWidget() is popup:
            popup.close()


def _press(widget: QWidget, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
