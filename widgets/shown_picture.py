"""One picture from a file, as wide as there is room, with words below it; hidden while there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from miscount.widgets.words import Words

from .language import tr

LARGEST = 3.0
"""Times its own size at most: beyond, a small picture shows only its pixels."""


class ShownPicture(QWidget):
    """`show_file` with None hides it; a file that is no picture is said in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = _Area(self)
        self._words = Words(wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        column.addWidget(self._words)
        self.hide()

    def show_file(self, path: Path | None, words: str = "") -> None:
        """The picture of this file, and what there is to say of it."""
        pixmap = QPixmap(str(path)) if path is not None else QPixmap()
        self._area.set_pixmap(pixmap)
        self._area.setAccessibleName(tr(words))
        self._area.setVisible(not pixmap.isNull())
        self._words.setText(
            tr(words if path is None or not pixmap.isNull() else f"{path.name} cannot be shown. {words}")
        )
        self.setVisible(path is not None)

    @property
    def shown(self) -> QSize:
        """The size of the picture itself; empty where there is none."""
        return self._area.pixmap.size()

    def words(self) -> str:
        return self._words.text()


class _Area(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pixmap = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_pixmap(self, pixmap: QPixmap) -> None:
        self.pixmap = pixmap
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._fitted().height())

    def _fitted(self) -> QSize:
        if self.pixmap.isNull():
            return QSize(0, 0)
        across = min(self.width(), round(LARGEST * self.pixmap.width()))
        return QSize(across, round(across * self.pixmap.height() / self.pixmap.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRect(self.rect().topLeft(), self._fitted()), self.pixmap)
        painter.end()


def _demo() -> QWidget:
    import tempfile

    from PySide6.QtGui import QColor

    drawn = QPixmap(500, 90)
    drawn.fill(QColor("#3a6ea5"))
    path = Path(tempfile.mkdtemp()) / "drawn.png"
    drawn.save(str(path))
    shown = ShownPicture()
    shown.show_file(path, "A clean scene; with the trigger; the trigger; what the counter sees in both.")
    return shown


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "One picture")
