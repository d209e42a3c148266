"""A bar of progress that is painted in its turn."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar


class ProgressBar(QProgressBar):
    """Qt's bar paints itself within `setValue`, and with it all that waits to be painted in its window.

    A run reports many times a second; its plots were painted once for the bar and once for themselves.
    """

    def setRange(self, minimum: int, maximum: int) -> None:
        """Of how many; 0 to 0 moves and says that nobody knows."""
        updates = self.updatesEnabled()
        self.setUpdatesEnabled(False)
        super().setRange(minimum, maximum)
        self.setUpdatesEnabled(updates)

    def setValue(self, value: int) -> None:
        """How many; seen when the window is painted next."""
        updates = self.updatesEnabled()
        self.setUpdatesEnabled(False)
        super().setValue(value)
        self.setUpdatesEnabled(updates)
