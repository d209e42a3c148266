"""Garbage is collected on the window's thread alone: a worker that collected a widget would end the process.

Python collects wherever an allocation happens to pass its threshold, and PySide's objects must be destroyed on the
thread that they live on. Here automatic collection is off, and a timer does what it would have done.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500

MANY_MODULES = 50
"""So many new modules at once are a library that came late, torch in the first place: its half million objects stay for
good, and a full collection that walked over them would hold the window for a quarter of a second."""


class GarbageCollector(QObject):
    """Takes over from Python's own collector while it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.freeze()  # what start-up made stays: the rare full collections then stay short, and here is none
        gc.disable()
        self._modules = len(sys.modules)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        if len(sys.modules) > self._modules + MANY_MODULES:
            self._modules = len(sys.modules)
            gc.freeze()
            return
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()
