"""The regions of the window: lists at the left, the middle, settings at the right, and the lab below."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from miscount.widgets.sizes import ShownAlone

LIST_PX, SETTINGS_PX = 250, 330
"""How wide the sides are at first, of words at 100 %."""
_LEAST_CENTER, _LEAST_LAB_PX = QSize(240, 160), 130


class Regions(QSplitter):
    """All regions, down to the status line; what is put into `center` and `settings` is shown one at a time."""

    def __init__(self, lists: Sequence[QWidget], lab: QWidget, size: float) -> None:
        """`size` is that of the words, 1 where they are as at first: the regions at the sides grow along with it."""
        super().__init__(Qt.Orientation.Horizontal)
        self._size = size
        self.center, self.settings = ShownAlone(), ShownAlone()
        self.center.setMinimumSize(_LEAST_CENTER)  # tables elide before the window outgrows the screen
        lab.setMinimumHeight(_LEAST_LAB_PX)
        left = _splitter(Qt.Orientation.Vertical, lists)
        left.setStretchFactor(0, 1)
        self.across = _splitter(Qt.Orientation.Horizontal, (left, self.center, self.settings))
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([round(LIST_PX * size), 700, round(SETTINGS_PX * size)])
        self._over_lab = _splitter(Qt.Orientation.Vertical, (self.across, lab))
        self._over_lab.setStretchFactor(0, 1)
        self._over_lab.setSizes([600, 240])
        self.addWidget(self._over_lab)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self._no_settings = QWidget()  # keeps their place among the regions while they are tall

    def place_settings(self, tall: bool) -> None:
        """Beside the lab where settings need all the height there is, else above it."""
        if (self.settings.parent() is self) == tall:
            return
        width, left = self.settings.width(), self.across.sizes()[0]
        room = self.width() - width
        if tall:
            self.across.replaceWidget(2, self._no_settings)
            self._no_settings.hide()
            self.addWidget(self.settings)
            self.setSizes([room, width])
        else:
            self.across.replaceWidget(2, self.settings)
            self._no_settings.setParent(None)
            self.across.setSizes([left, room - left, width])
        self.settings.show()

    def grow(self, size: float) -> None:
        """Give the sides the widths that they have now at another `size` of the words."""
        before, self._size = self._size, size
        if size != before:
            left, right = (round(width * size / before) for width in (self.across.sizes()[0], self.settings.width()))
            # when what lies in them has been laid out anew
            QTimer.singleShot(0, self, partial(self._set_sides, left, right))

    def _set_sides(self, left: int, right: int) -> None:
        if self.settings.parent() is self:
            self.setSizes([max(self.width() - right, 1), right])
            self.across.setSizes([left, max(self._over_lab.width() - left, 1)])
        else:
            self.across.setSizes([left, max(self.across.width() - left - right, 1), right])


def _splitter(orientation: Qt.Orientation, parts: Sequence[QWidget]) -> QSplitter:
    made = QSplitter(orientation)
    for part in parts:
        made.addWidget(part)
    made.setChildrenCollapsible(False)
    return made
