"""Many scenes at a look: their pictures in a grid, as large as a slider says, in the order and filter of their list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPalette, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.language import tr
from miscount.widgets.scene_model import ROW_ROLE, SceneModel, Thumbnails, counted
from miscount.widgets.scenes.marks import draw_marks, draw_picture
from miscount.widgets.scenes.query import SceneRow
from miscount.widgets.sizes import scaled
from miscount.widgets.words import Words

LEAST_PX, MOST_PX, FIRST_PX = 96, 320, 176
_EDGE_PX = 6


class ContactSheet(QWidget):
    """`activated` carries the scene that a person opened, `chosen` the one that they went to.

    `thumbnail_wanted` carries the key of a picture that is in view.
    """

    activated = Signal(str)
    chosen = Signal(str)
    thumbnail_wanted = Signal(str)
    menu_asked = Signal(str, QPoint)
    size_changed = Signal(int)

    def __init__(self, model: SceneModel, parent: QWidget | None = None) -> None:
        """`model` is that of the list: what is filtered and sorted there is so here."""
        super().__init__(parent)
        self._model, self._thumbnails, self._asked = model, Thumbnails(1024), set[str]()
        self._ask = QTimer(self, singleShot=True, interval=40)
        self._ask.timeout.connect(self._ask_for_thumbnails)
        self._view = _Grid(self)
        self._view.setModel(model)
        self._delegate = _CellDelegate(self._view, self._thumbnail)
        self._view.setItemDelegate(self._delegate)
        self._view.doubleClicked.connect(self._on_open)
        self._view.opened.connect(self._on_open)
        self._view.walked.connect(self._on_walked)
        self._view.clicked.connect(self._on_walked)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._on_menu)
        self._build()
        model.modelReset.connect(self._tell)
        self.set_size(FIRST_PX)
        self._tell()

    def _build(self) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal, minimum=LEAST_PX, maximum=MOST_PX, pageStep=32)
        self.slider.setAccessibleName(tr("Size of the pictures"))
        self.slider.setToolTip(tr("Size of the pictures; Ctrl+wheel does the same."))
        self.slider.setMinimumHeight(TARGET_PX)
        self.slider.setFixedWidth(scaled(180))
        self.slider.valueChanged.connect(self._on_size)
        self._said = Words(accessibleName=tr("Scenes in view"))
        self._said.setToolTip(tr("Double-click or Enter opens one; sorted and filtered as the list."))
        label = Words(tr("&Size"))
        label.setBuddy(self.slider)
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 0)
        row.addWidget(self._said, 1)
        row.addWidget(label)
        row.addWidget(self.slider)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._view, 1)

    # ---- what comes in

    def set_size(self, side_px: int) -> None:
        """Pictures of so many pixels, silently."""
        self.slider.blockSignals(True)
        self.slider.setValue(side_px)
        self.slider.blockSignals(False)
        self.fit()

    def fit(self) -> None:
        """As many pictures beside one another as come nearest to the size that is asked for, and fill the width."""
        room, wished = self._view.viewport().width(), scaled(self.slider.value()) + 2 * _EDGE_PX
        columns = max(1, round(room / wished))
        side_px = max(1, (room - 1) // columns - 2 * _EDGE_PX)
        if self._delegate.side_px != side_px:
            self._delegate.side_px = side_px
            self._view.scheduleDelayedItemsLayout()

    def set_current(self, scene: str | None) -> None:
        """Make `scene` the current one, silently, and bring it into view."""
        place = self._model.place(scene) if scene else None
        if place is None:
            self._view.clearSelection()
        elif self._view.currentIndex().row() != place:
            self._view.setCurrentIndex(self._model.index(place))
            self._view.scrollTo(self._model.index(place))

    def set_thumbnail(self, key: str, image: QImage) -> None:
        """The picture that was asked for."""
        self._thumbnails.put(key, image)
        self._asked.discard(key)
        self._view.viewport().update()

    # ---- what the person does

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_view"):
            self.fit()
            self._view.scheduleDelayedItemsLayout()

    def _on_size(self, side_px: int) -> None:
        first = self._view.places_in_view().start
        self.fit()
        if 0 <= first < self._model.rowCount():
            self._view.scrollTo(self._model.index(first), QListView.ScrollHint.PositionAtTop)
        self.size_changed.emit(side_px)

    def _on_open(self, index: QModelIndex) -> None:
        self.activated.emit(self._model.row_at(index.row()).id)

    def _on_walked(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.row_at(index.row()).id)

    def _on_menu(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        if index.isValid():
            self._on_walked(index)
            self.menu_asked.emit(self._model.row_at(index.row()).id, self._view.viewport().mapToGlobal(at))

    # ---- pictures

    def _thumbnail(self, key: str) -> QPixmap | None:
        pixmap = self._thumbnails.get(key)
        if pixmap is None and key not in self._asked and not self._ask.isActive():
            self._ask.start()
        return pixmap

    def _ask_for_thumbnails(self) -> None:
        for place in self._view.places_in_view():
            key = self._model.row_at(place).thumbnail
            if key and key not in self._asked and self._thumbnails.get(key) is None:
                self._asked.add(key)
                self.thumbnail_wanted.emit(key)

    def _tell(self) -> None:
        shown, total = self._model.rowCount(), self._model.total()
        self._said.setText(tr(f"{total:,} scenes" if shown == total else f"{shown:,} of {total:,} scenes"))


class _Grid(QListView):
    """Walked by arrows; a letter is a key of the window, and Ctrl+wheel the size."""

    walked = Signal(QModelIndex)
    opened = Signal(QModelIndex)

    def __init__(self, sheet: ContactSheet) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(500)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the width stays when scenes come or go
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Contact sheet of scenes"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._sheet.fit()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        if event.text().strip() and event.text().isprintable():
            event.ignore()
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().isValid() and self.currentIndex().row() != before:
            self.walked.emit(self.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._sheet.slider.setValue(self._sheet.slider.value() + (24 if event.angleDelta().y() > 0 else -24))
            event.accept()
        else:
            super().wheelEvent(event)

    def places_in_view(self) -> range:
        area, metrics = self.viewport().rect(), self.sizeHintForIndex(self.model().index(0, 0))
        if not self.model().rowCount() or metrics.isEmpty():
            return range(0)
        seen = [self.indexAt(QPoint(metrics.width() // 2, y)).row() for y in range(0, area.height(), 16)]
        known = [row for row in seen if row >= 0]
        across = max(1, area.width() // metrics.width())
        return range(min(known), min(max(known) + across + 1, self.model().rowCount())) if known else range(0)


class _CellDelegate(QStyledItemDelegate):
    """Paints one cell: the picture, below it the name, the count and the marks."""

    def __init__(self, parent: QWidget, thumbnail: Callable[[str], QPixmap | None]) -> None:
        super().__init__(parent)
        self._thumbnail, self.side_px = thumbnail, FIRST_PX

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        side = self.side_px
        words = 2 * option.fontMetrics.height() + 8
        return QSize(side + 2 * _EDGE_PX, round(side * 0.75) + words + 2 * _EDGE_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: SceneRow = index.data(ROW_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        palette = option.palette
        if chosen:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.AlternateBase))
        if option.state & QStyle.StateFlag.State_HasFocus:
            role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
            painter.setPen(palette.color(role))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        area = option.rect.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        words = 2 * option.fontMetrics.height() + 8
        draw_picture(
            painter, palette, area.adjusted(0, 0, 0, -words), self._thumbnail(row.thumbnail) if row.thumbnail else None
        )
        self._paint_words(painter, option, area.adjusted(0, area.height() - words + 4, 0, 0), row, chosen)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, row: SceneRow, chosen: bool
    ) -> None:
        metrics, palette = option.fontMetrics, option.palette
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        color: QColor = palette.color(role)
        right = draw_marks(painter, palette, place.bottomRight(), row.marks, color if chosen else None)
        painter.setPen(color)
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place.left(), place.top() + metrics.ascent(), name)
        if not chosen:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        below = tr(" · ".join(filter(None, (counted(row), row.split))))
        below = metrics.elidedText(below, Qt.TextElideMode.ElideRight, max(0, right - place.left()))
        painter.drawText(place.left(), place.top() + metrics.height() + metrics.ascent(), below)


def _demo() -> QWidget:
    model = SceneModel()
    sheet = ContactSheet(model)
    model.setParent(sheet)

    def paint(key: str) -> None:
        image = QImage(160, 120, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(int(key) * 37 % 360, 90, 170))
        sheet.set_thumbnail(key, image)

    sheet.thumbnail_wanted.connect(paint)
    marks = frozenset({"edited", "checked"})
    model.set_rows([SceneRow(f"s/{k}", f"IMG_{k}", "train", 7 * k % 90, marks if k % 5 == 0 else frozenset(), str(k))
                    for k in range(1, 200)])  # fmt: skip
    sheet.resize(900, 560)
    return sheet


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Contact sheet")
