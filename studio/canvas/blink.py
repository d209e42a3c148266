"""Blinking: the picture alone and with all that lies on it, in turns, so that the eye finds what differs."""

from PySide6.QtCore import QObject, QTimer

from miscount.widgets.canvas import CanvasView

BLINK_MS = 250


class Blink(QTimer):
    """Blinks while it is on."""

    def __init__(self, canvas: CanvasView, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._is_alone = canvas, False
        self.setInterval(BLINK_MS)
        self.timeout.connect(self._on_timeout)

    def set_on(self, on: bool) -> None:
        """Begin, or end with all in view."""
        if on:
            self.start()
        else:
            self.stop()
            self._is_alone = False
            self._canvas.set_peek(False)

    def _on_timeout(self) -> None:
        self._is_alone = not self._is_alone
        self._canvas.set_peek(self._is_alone)
