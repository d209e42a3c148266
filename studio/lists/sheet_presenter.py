"""The contact sheet: its pictures, larger than those of the list, and what a person does on it."""

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QImage

from miscount.widgets.scene_list import SceneList
from miscount.widgets.scenes.contact_sheet import FIRST_PX, ContactSheet

from ..desktop import places
from ..document import Document
from .thumbnails import Thumbnails

SIDE_PX = 320
_SIZE = "sheet_px"


class SheetPresenter(QObject):
    """Makes the sheet when it is first wanted; it shares the list's rows."""

    opened = Signal(str)  # a scene that is to be shown by itself

    def __init__(self, scenes: SceneList, document: Document) -> None:
        super().__init__(scenes)
        self._scenes, self._document = scenes, document
        self._thumbnails: Thumbnails | None = None
        self.sheet: ContactSheet | None = None

    def made(self) -> ContactSheet:
        """The sheet, with its pictures on the way."""
        if self.sheet is None:
            self._thumbnails = Thumbnails(places.thumbnail_folder(), self, SIDE_PX)
            self._thumbnails.ready.connect(self._on_ready)
            self.sheet = sheet = ContactSheet(self._scenes.model)
            kept = str(_store().value(_SIZE, FIRST_PX))
            sheet.set_size(int(kept) if kept.isdigit() else FIRST_PX)
            sheet.thumbnail_wanted.connect(self._on_wanted)
            sheet.chosen.connect(self._document.show_scene)
            sheet.activated.connect(self._on_activated)
            sheet.size_changed.connect(self._on_size)
            self._document.scene_changed.connect(self._on_scene)
            self._on_scene()
        return self.sheet

    def close(self) -> None:
        """No more pictures."""
        if self._thumbnails is not None:
            self._thumbnails.close()

    def _on_wanted(self, key: str) -> None:
        scene = self._document.scene_of(key.partition("|")[2])
        if scene is not None and self._thumbnails is not None:
            self._thumbnails.ask(key, scene)

    def _on_ready(self, key: str, image: QImage) -> None:
        if self.sheet is not None:
            self.sheet.set_thumbnail(key, image)

    def _on_activated(self, scene_id: str) -> None:
        self._document.show_scene(scene_id)
        self.opened.emit(scene_id)

    def _on_scene(self) -> None:
        if self.sheet is not None:
            self.sheet.set_current(self._document.scene_id or None)

    def _on_size(self, side_px: int) -> None:
        _store().setValue(_SIZE, side_px)


def _store() -> QSettings:
    return QSettings(str(places.window_file()), QSettings.Format.IniFormat)
