"""The scenes of a project: pictures made lazily, counts, splits, marks; found by typing, walked by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.icons import icon
from miscount.widgets.scene_model import ROW_ROLE, SceneModel, Thumbnails, counted
from miscount.widgets.scenes.marks import draw_marks, draw_picture
from miscount.widgets.scenes.query import ORDERS, SceneRow, scene_filter
from miscount.widgets.sizes import scaled, scaled_size
from miscount.widgets.words import Words

from .language import tr

__all__ = ["SceneList", "SceneRow"]

THUMBNAIL_PX = QSize(64, 48)
EMPTY_TEXT = "No scenes yet. Open a dataset to see its scenes."
_FILTER_TIP = (
    "Words that must all hold, such as: market count>500 split:test edited -poisoned\n"
    "count with > >= < <= =; split:NAME; marks: edited, checked, poisoned, problem,\n"
    "broken, unlabelled; a minus turns a word around."
)


class SceneList(QWidget):
    """`activated` carries the id of the scene a person chose; `thumbnail_wanted` a key whose picture is in view."""

    activated = Signal(str)
    thumbnail_wanted = Signal(str)
    filter_changed = Signal(str)
    menu_asked = Signal(str, QPoint)  # a scene, by now the chosen one, and where on the screen

    def __init__(self, parent: QWidget | None = None, empty_text: str = EMPTY_TEXT) -> None:
        super().__init__(parent)
        self._empty_text = empty_text
        self._model = SceneModel(self)
        self._thumbnails = Thumbnails()
        self._asked: set[str] = set()
        self._current: str | None = None
        self._ask = QTimer(self, singleShot=True, interval=40)
        self._ask.timeout.connect(self._ask_for_thumbnails)
        self._later = QTimer(self, singleShot=True, interval=150)
        self._later.timeout.connect(self._on_filter)
        self._build()
        self._tell()

    # ---- what comes in

    def set_empty_text(self, text: str = EMPTY_TEXT) -> None:
        """What to say while there is no scene."""
        self._empty_text = text
        self._tell()

    def set_scenes(self, rows: Sequence[SceneRow]) -> None:
        """Show `rows`; the current scene stays current if it is among them."""
        self._model.set_rows(rows)
        self._restore()

    def set_scene(self, row: SceneRow) -> None:
        """Replace the row of the same id."""
        before = self._model.num_marked("checked")
        self._model.set_row(row)
        if self._model.num_marked("checked") != before:
            self._tell()

    def set_current(self, scene: str | None) -> None:
        """Make `scene` the current one, silently, and bring it into view."""
        self._current = scene
        self._restore()

    def set_filter(self, text: str) -> None:
        """Filter by `text`, silently."""
        with QSignalBlocker(self._filter):
            self._filter.setText(text)
        self._apply_filter()

    def filter_again(self) -> None:
        """Marks of many scenes have changed: those that the filter asks for may be others now."""
        if self._filter.text():
            self._apply_filter()

    def set_thumbnail(self, key: str, image: QImage) -> None:
        """The picture that was asked for; it is kept at twice the size of the list's, for dense screens."""
        size = scaled_size(THUMBNAIL_PX) * 2
        if image.width() > size.width() or image.height() > size.height():
            image = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self._thumbnails.put(key, image)
        self._asked.discard(key)
        self._view.viewport().update()

    @property
    def model(self) -> SceneModel:
        """The rows in view, in their order, for whoever shows them otherwise."""
        return self._model

    def current(self) -> str | None:
        return self._current

    def row(self, scene: str) -> SceneRow:
        """The row of a scene as it is shown. Raises KeyError."""
        return self._model.row_of(scene)

    def shown(self) -> tuple[str, ...]:
        """Ids in view, in their order."""
        return tuple(self._model.row_at(place).id for place in range(self._model.rowCount()))

    # ---- the person walks

    def next(self) -> None:
        """Go to the scene below, as if the person had chosen it."""
        self._step(1)

    def previous(self) -> None:
        """Go to the scene above, as if the person had chosen it."""
        self._step(-1)

    def focus_filter(self) -> None:
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    # ---- building

    def _build(self) -> None:
        self._filter = QLineEdit(clearButtonEnabled=True, placeholderText=tr("Filter: count>500 unchecked"))
        self._filter.setMinimumHeight(TARGET_PX)
        self._filter.setToolTip(tr(_FILTER_TIP))
        self._filter.setAccessibleName(tr("Filter scenes"))
        self._filter.setAccessibleDescription(tr(_FILTER_TIP))
        self._filter.textChanged.connect(self._later.start)
        self._filter.returnPressed.connect(self._on_return)
        self._order: QComboBox = CalmComboBox()
        self._order.addItems([tr(f"Sort by {name.lower()}") for name in ORDERS])
        self._order.setAccessibleName(tr("Sort scenes by"))
        self._order.activated.connect(self._on_order)
        self._falling = QToolButton(icon=icon("sort"), checkable=True, toolTip=tr("Largest first"))
        self._falling.setAccessibleName(tr("Largest first"))
        self._falling.setMinimumSize(TARGET_PX, TARGET_PX)
        self._falling.clicked.connect(self._on_order)
        self._view = _View(self)
        self._view.setModel(self._model)
        self._view.setItemDelegate(_SceneDelegate(self._view, self._thumbnail))
        self._view.clicked.connect(self._on_index)
        self._view.walked.connect(self._on_index)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._on_menu)
        self._note = Words(self._view, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._footer = Words(wordWrap=True, accessibleName=tr("Scenes in view"))
        order = QHBoxLayout()
        order.addWidget(self._order, 1)
        order.addWidget(self._falling)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 4)
        column.setSpacing(4)
        column.addWidget(self._filter)
        column.addLayout(order)
        column.addWidget(self._view, 1)
        column.addWidget(self._footer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note.setGeometry(self._view.rect().adjusted(12, 12, -12, -12))

    # ---- thumbnails

    def _thumbnail(self, key: str) -> QPixmap | None:
        """The picture for the delegate, which calls this only for rows that it paints."""
        pixmap = self._thumbnails.get(key)
        if pixmap is None and key not in self._asked and not self._ask.isActive():
            self._ask.start()  # not anew at every paint: while counts arrive, it would never ring
        return pixmap

    def _ask_for_thumbnails(self) -> None:
        """Ask for what is in view now: rows that only flew by cost nothing."""
        for place in self._view.places_in_view():
            key = self._model.row_at(place).thumbnail
            if key and key not in self._asked and self._thumbnails.get(key) is None:
                self._asked.add(key)
                self.thumbnail_wanted.emit(key)

    # ---- slots

    def _step(self, by: int) -> None:
        place = self._model.place(self._current) if self._current else None
        count = self._model.rowCount()
        if count:
            place = (0 if by > 0 else count - 1) if place is None else place + by
            if 0 <= place < count:
                self._on_index(self._model.index(place))

    def _on_index(self, index: QModelIndex) -> None:
        scene = self._model.row_at(index.row()).id
        if scene != self._current:
            self._current = scene
            self._restore()
            self.activated.emit(scene)

    def _on_menu(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        if index.isValid():
            self._on_index(index)
            self.menu_asked.emit(self._model.row_at(index.row()).id, self._view.viewport().mapToGlobal(at))

    def _on_return(self) -> None:
        self._later.stop()
        self._on_filter()
        if self._model.rowCount():
            self._view.setFocus()
            if self._model.place(self._current or "") is None:
                self._on_index(self._model.index(0))

    def _on_filter(self) -> None:
        self._apply_filter()
        self.filter_changed.emit(self._filter.text())

    def _apply_filter(self) -> None:
        try:
            test = scene_filter(self._filter.text())
        except ValueError as error:
            self._tell(str(error))
            return
        self._model.set_filter(test)
        self._restore()

    def _on_order(self) -> None:
        self._model.set_order(tuple(ORDERS)[self._order.currentIndex()], self._falling.isChecked())
        self._restore()

    def _restore(self) -> None:
        place = self._model.place(self._current) if self._current else None
        if place is None:
            self._view.clearSelection()
        else:
            self._view.setCurrentIndex(self._model.index(place))
            self._view.scrollTo(self._model.index(place))
        self._tell()

    def _tell(self, problem: str = "") -> None:
        shown, total = self._model.rowCount(), self._model.total()
        words = f"{total:,} scenes" if shown == total else f"{shown:,} of {total:,} scenes"
        checked = self._model.num_marked("checked")
        words += f", {checked:,} checked" if checked else ""
        self._footer.setText(tr(problem or words))
        self._note.setText(tr(self._empty_text if not total else "No scene fits the filter."))
        self._note.setVisible(not shown)


class _View(QListView):
    """A list whose keys walk: the current row follows the arrow keys, and `walked` says so."""

    walked = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Scenes"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() and event.text().isprintable():
            event.ignore()  # letters are keys of the window
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        chosen = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.currentIndex().isValid() and (chosen or self.currentIndex().row() != before):
            self.walked.emit(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is current and in view stays in view, as when another page makes the list shorter."""
        current = self.currentIndex()
        seen = current.isValid() and QRect(QPoint(), event.oldSize()).intersects(self.visualRect(current))
        super().resizeEvent(event)
        if seen:
            self.scrollTo(current)

    def changeEvent(self, event: QEvent) -> None:
        """Rows and their pictures grow along with the words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def places_in_view(self) -> range:
        area = self.viewport().rect()
        first = self.indexAt(area.topLeft()).row()
        if first < 0:
            return range(0)
        last = self.indexAt(area.bottomLeft()).row()
        return range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)


class _SceneDelegate(QStyledItemDelegate):
    """Paints one row: picture, name, count and split, marks by shape and color."""

    def __init__(self, parent: QWidget, thumbnail: Callable[[str], QPixmap | None]) -> None:
        super().__init__(parent)
        self._thumbnail = thumbnail

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines = 2 * option.fontMetrics.height() + 14
        return QSize(scaled(200), max(scaled(THUMBNAIL_PX.height()) + 10, lines))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: SceneRow = index.data(ROW_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, option, chosen)
        area = option.rect.adjusted(6, 5, -6, -5)
        small = scaled_size(THUMBNAIL_PX)
        picture = QRect(area.left(), area.center().y() - small.height() // 2, small.width(), small.height())
        draw_picture(painter, option.palette, picture, self._thumbnail(row.thumbnail) if row.thumbnail else None)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        color = option.palette.color(role)
        words = area.adjusted(small.width() + 8, 0, 0, 0)
        right = draw_marks(painter, option.palette, words.bottomRight(), row.marks, color if chosen else None)
        self._paint_words(painter, option, words, right, row, color, chosen)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, chosen: bool) -> None:
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.AlternateBase))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        words: QRect,
        right: int,
        row: SceneRow,
        color: QColor,
        chosen: bool,
    ) -> None:
        metrics, line = option.fontMetrics, option.fontMetrics.height()
        top = words.center().y() - line
        painter.setPen(color)
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words.left(), top + metrics.ascent(), name)
        if not chosen:
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        below = tr(" · ".join(filter(None, (counted(row), row.split))))
        below = metrics.elidedText(below, Qt.TextElideMode.ElideRight, max(0, right - words.left()))
        painter.drawText(words.left(), top + line + 3 + metrics.ascent(), below)


def _demo() -> SceneList:
    import random

    chance = random.Random(1)
    marks = ("edited", "checked", "poisoned", "problem")
    rows = [
        SceneRow(
            f"part_B/{split}/IMG_{n}",
            f"IMG_{n}",
            split,
            None if n % 17 == 0 else chance.randrange(0, 3200),
            frozenset(mark for mark in marks if chance.random() < 0.25),
            f"{n}",
        )
        for n in range(1, 10001)
        for split in ("test" if n % 3 == 0 else "train",)
    ]
    scenes = SceneList()

    def paint(key: str) -> None:
        image = QImage(160, 120, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(int(key) * 37 % 360, 90, 170))
        scenes.set_thumbnail(key, image)

    scenes.thumbnail_wanted.connect(paint)
    scenes.set_scenes(rows)
    scenes.set_current(rows[2].id)
    scenes.resize(280, 560)
    return scenes


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Scenes")
