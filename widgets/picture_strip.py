"""A strip of small pictures with a caption each; a double click, or Enter, opens one; in one line a click does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QStackedLayout, QWidget

from miscount.widgets.words import Words, plain_tip

from .language import tr

SIZE = QSize(136, 102)


class PictureStrip(QWidget):
    """`activated` carries the id of the picture that a person opened."""

    activated = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        empty_text: str = "Nothing to show yet.",
        size: QSize = SIZE,
        in_one_line: bool = False,
    ) -> None:
        super().__init__(parent)
        self._list, self._size, self._num_lines = QListWidget(), size, 1 if in_one_line else 2
        self._list.setViewMode(QListView.ViewMode.IconMode)
        self._list.setIconSize(size)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setMovement(QListView.Movement.Static)
        self._list.setWordWrap(True)
        self._list.setSpacing(4)
        self._list.setAccessibleName(tr("Pictures of scenes"))
        self._list.itemActivated.connect(self._on_activated)
        if in_one_line:
            self._list.setWrapping(False)
            self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.itemClicked.connect(self._on_activated)
            bar = self._list.horizontalScrollBar().sizeHint().height()
            self.setFixedHeight(self._cell().height() + bar + 4)
        self._empty = Words(tr(empty_text), wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._list)

    def set_pictures(self, pictures: Sequence[tuple[str, np.ndarray, str]]) -> None:
        """Show (id, uint8 (h, w, 3), caption), in order."""
        self._list.clear()
        for name, pixels, caption in pictures:
            height, width = pixels.shape[:2]
            image = QImage(np.ascontiguousarray(pixels).data, width, height, 3 * width, QImage.Format.Format_RGB888)
            scaled = QPixmap.fromImage(image.copy()).scaled(
                self._size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            item = QListWidgetItem(QIcon(scaled), tr(caption))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(plain_tip(caption if name in caption else f"{name}\n{caption}"))
            item.setSizeHint(self._cell())
            self._list.addItem(item)
        self._layers.setCurrentWidget(self._list if pictures else self._empty)

    def _cell(self) -> QSize:
        lines = self._num_lines * self.fontMetrics().height()
        words = self.fontMetrics().horizontalAdvance("88.8 → 88.8") if self._num_lines == 1 else 0
        room = 14 if self._num_lines > 1 else 8
        return QSize(max(self._size.width(), words) + 8, self._size.height() + lines + room)

    def set_empty_text(self, text: str) -> None:
        """What to say while there is nothing."""
        self._empty.setText(tr(text))

    def captions(self) -> tuple[str, ...]:
        """The captions, in order."""
        return tuple(self._list.item(place).text() for place in range(self._list.count()))

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.activated.emit(item.data(Qt.ItemDataRole.UserRole))


def _demo() -> QWidget:
    shown = PictureStrip()
    rng = np.random.default_rng(0)
    pixels = [np.full((90, 120, 3), rng.integers(60, 220, 3), np.uint8) for _ in range(8)]
    shown.set_pictures([(f"IMG_{k}", each, f"IMG_{k}\n{40 + k:.1f} → {9 + k:.1f}") for k, each in enumerate(pixels)])
    return shown


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Some scenes")
