"""A picture of a form, chosen from small ones; and whether it keeps its aspect.

The field knows no files: what there is to choose lies on a `Shelf`, a child of the form, and what is to be brought from
elsewhere (disk, clipboard, the scene) is asked for there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX, Editor, FieldSpec
from miscount.widgets.icons import icon
from miscount.widgets.words import Words, plain_tip

from ..language import tr

THUMB = QSize(64, 64)
_COLUMNS, _ROWS = 4, 3


@dataclass(frozen=True, eq=False)
class ShelfPicture:
    """A picture that can be chosen: the field's value, its words, and a small image."""

    value: str
    words: str
    image: QImage


@dataclass(frozen=True)
class Source:
    """Where else a picture comes from: a name, words, an icon and what it does."""

    name: str
    words: str
    sign: str
    tip: str


class Shelf(QObject):
    """The pictures that fields of a form choose from. Lies in the form as its child."""

    wanted = Signal()  # somebody is going to choose: bring what there is
    asked = Signal(str, str)  # (path of the field, name of a source)
    changed = Signal()

    def __init__(self, form: QObject, sources: Sequence[Source] = ()) -> None:
        super().__init__(form)
        self.sources = tuple(sources)
        self.pictures: tuple[ShelfPicture, ...] = ()

    def set_pictures(self, pictures: Sequence[ShelfPicture]) -> None:
        """What there is to choose, in order."""
        self.pictures = tuple(pictures)
        self.changed.emit()

    def picture(self, value: str) -> ShelfPicture | None:
        """The one of this value, where it lies here."""
        return next((one for one in self.pictures if one.value == value), None)

    @staticmethod
    def of(widget: QWidget) -> Shelf | None:
        """The shelf of the form that `widget` stands in."""
        above = widget.parentWidget()
        while above is not None:
            found = above.findChild(Shelf, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if found is not None:
                return found
            above = above.parentWidget()
        return None


class PictureEditor(Editor):
    """A button with the picture in small; pressed, it opens those of the shelf, and where others come from."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._value = ""
        self._shelf: Shelf | None = None
        self._button = QToolButton()
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setIconSize(QSize(40, 40))
        self._button.setMinimumHeight(48)
        self._button.clicked.connect(self.open)
        self._row.addWidget(self._button)
        self._row.addStretch(1)
        self.chooser: Chooser | None = None
        self._show()

    def controls(self) -> list[QWidget]:
        return [self._button]

    def value(self) -> str:
        return self._value

    def set_value(self, value: object) -> None:
        self._value = "" if value is None else str(value)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._shelf is None and (shelf := Shelf.of(self)) is not None:
            self._shelf = shelf
            shelf.changed.connect(self._show)
            if not shelf.pictures:
                shelf.wanted.emit()
            self._show()

    def open(self) -> None:
        """Let the person choose."""
        if self._shelf is None:
            return
        self._shelf.wanted.emit()
        if self.chooser is None:
            self.chooser = Chooser(self._shelf, self)
            self.chooser.chosen.connect(self._on_chosen)
            self.chooser.asked.connect(self._on_asked)
        self.chooser.open_at(self._button, self._value)

    def _show(self) -> None:
        known = self._shelf.picture(self._value) if self._shelf is not None else None
        words = known.words if known is not None else _last_name(self._value) or "Choose…"
        self._button.setText(tr(words if len(words) <= 24 else f"{words[:23]}…"))
        self._button.setIcon(icon("image") if known is None else QIcon(QPixmap.fromImage(known.image)))
        self._button.setAccessibleName(tr(f"{self.spec.title}: {words}"))
        self._button.setToolTip(plain_tip(self._value))

    def _on_chosen(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._show()
            self.edited.emit(value)

    def _on_asked(self, source: str) -> None:
        if self._shelf is not None:
            self._shelf.asked.emit(self.spec.path, source)


class Chooser(QFrame):
    """Small pictures in a grid and the other sources below; Enter or a click chooses, Escape leaves all as it is."""

    chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, shelf: Shelf, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._shelf, self._current = shelf, ""
        self.list = QListWidget(accessibleName=tr("Pictures"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setIconSize(THUMB)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(2)
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.list)
        column.addWidget(Words(tr("From elsewhere")))
        bar = QHBoxLayout()
        self.buttons: dict[str, QToolButton] = {}
        for source in shelf.sources:
            button = QToolButton(text=tr(source.words), icon=icon(source.sign), toolTip=tr(source.tip))
            button.setObjectName(source.name)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setMinimumHeight(TARGET_PX)
            button.clicked.connect(self._on_source)
            self.buttons[source.name] = button
            bar.addWidget(button)
        bar.addStretch(1)
        column.addLayout(bar)
        shelf.changed.connect(self._fill)

    def open_at(self, button: QWidget, current: str) -> None:
        """Show it below `button`, within the screen, with the picture of now chosen."""
        self._current = current
        self._fill()
        cell = self._cell()
        bar = self.list.verticalScrollBar().sizeHint().width()
        self.list.setMinimumSize(_COLUMNS * (cell.width() + 6) + bar + 8, _ROWS * (cell.height() + 4) + 8)
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, button.height()))
        screen = button.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = max(room.left(), min(corner.x(), room.right() - self.width()))
        y = corner.y() if corner.y() + self.height() <= room.bottom() else corner.y() - button.height() - self.height()
        self.move(x, max(room.top(), y))
        self.show()
        self.list.setFocus()

    def _cell(self) -> QSize:
        return QSize(THUMB.width() + 44, THUMB.height() + self.fontMetrics().height() + 12)

    def _fill(self) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in self._shelf.pictures:
                name = self.fontMetrics().elidedText(
                    tr(one.words), Qt.TextElideMode.ElideMiddle, self._cell().width() - 8
                )
                item = QListWidgetItem(QIcon(QPixmap.fromImage(one.image)), name)
                item.setData(Qt.ItemDataRole.UserRole, one.value)
                item.setToolTip(plain_tip(one.words))
                item.setSizeHint(self._cell())
                self.list.addItem(item)
                if one.value == self._current:
                    self.list.setCurrentItem(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.hide()
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _on_source(self) -> None:
        self.hide()
        self.asked.emit(self.sender().objectName())


class AspectEditor(Editor):
    """A chain: whole while the picture keeps its aspect (the value is False), broken where it is stretched."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._chain = QToolButton(checkable=True)
        self._chain.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._chain.setMinimumHeight(TARGET_PX)
        self._chain.toggled.connect(self._on_toggled)
        self._row.addWidget(self._chain)
        self._row.addStretch(1)
        self._show()

    def value(self) -> bool:
        return not self._chain.isChecked()

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self._chain):
            self._chain.setChecked(not value)
        self._show()

    def _show(self) -> None:
        kept = self._chain.isChecked()
        self._chain.setIcon(icon("link" if kept else "unlink"))
        self._chain.setText(tr("Keeps its aspect" if kept else "Stretched to a square"))

    def _on_toggled(self, _kept: bool) -> None:
        self._show()
        self.edited.emit(self.value())


def _last_name(value: str) -> str:
    return value.replace("\\", "/").rsplit("/", 1)[-1]


def _demo() -> QWidget:
    from miscount.widgets.forms.form import Form

    form = Form()
    shelf = Shelf(form, (Source("disk", "From disk…", "open", "A file of yours"),))
    form.set_specs(
        (FieldSpec("picture", "Picture", kind="picture", default="red"), FieldSpec("stretch", "Aspect", kind="aspect"))
    )
    images = []
    for name in ("red", "green", "blue"):
        image = QImage(64, 64, QImage.Format.Format_RGB32)
        image.fill(name)
        images.append(ShelfPicture(name, name, image))
    shelf.set_pictures(images)
    form.resize(300, 200)
    return form


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Pictures")
