"""Brings the last scene, page and zoom of a project back, and keeps them as they change."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QImageWriter

from miscount.engine.errors import OutputError
from miscount.engine.files import make_folder
from miscount.widgets.canvas import Camera

from ..actions import ActionId
from ..canvas.pictures import Shown
from ..desktop import places
from ..services import Services
from .remembered import LastView, read_view, write_view

QUIET_MS = 700
_PICTURE = QSize(288, 216)
_PAGES = {action.value: action for action in ActionId if action.value.startswith("page_")}


class LastViewKeeper(QObject):
    """One for a window. What comes back comes once: a person who went on meanwhile is not pulled back."""

    def __init__(self, services: Services, show_page: Callable[[ActionId], None], parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._show_page = services, show_page
        self._view, self._wanted = LastView(), LastView()
        self._folder: Path | None = None
        self._has_picture = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._keep)
        document = services.document
        services.session.opened.connect(self._on_opened)
        services.session.leaving.connect(self._on_leaving)
        document.dataset_changed.connect(self._on_dataset)
        document.scene_changed.connect(self._on_scene)
        services.pictures.ready.connect(self._on_picture)
        services.canvas.camera_changed.connect(self._on_camera)

    def on_page(self, action: ActionId) -> None:
        """The person went to a page."""
        self._change(page=action.value)

    def _on_opened(self) -> None:
        project = self._services.session.project
        assert project is not None
        self._folder, self._has_picture = project.folder, False
        self._view = self._wanted = read_view(project.folder)
        self._view = self._view.replace(name=project.name, opened=datetime.now().isoformat(timespec="seconds"))
        self._keep()
        if self._wanted.page in _PAGES:  # else the page that is shown stays
            self._show_page(_PAGES[self._wanted.page])

    def _on_dataset(self) -> None:
        document, scene_id = self._services.document, self._wanted.scene
        if document.dataset is not None and scene_id and document.scene_of(scene_id) is not None:
            # once the first scene was announced, which everything else hears of too
            QTimer.singleShot(0, self, partial(self._go, scene_id))

    def _go(self, scene_id: str) -> None:
        if self._wanted.scene == scene_id and self._services.document.scene_of(scene_id) is not None:
            self._services.document.show_scene(scene_id)

    def _on_scene(self) -> None:
        document = self._services.document
        scene_id, dataset = document.scene_id, document.dataset
        first = dataset.scenes[0].id if dataset is not None and len(dataset) else ""
        if self._wanted.scene and scene_id in ("", first):
            return  # on the way
        if scene_id != self._wanted.scene:
            self._wanted = LastView()
        if scene_id:
            self._change(scene=scene_id, camera=self._wanted.camera)

    def _on_picture(self, shown: Shown) -> None:
        wanted = self._wanted
        if wanted.scene == shown.scene_id:
            self._wanted = LastView()
            if wanted.camera is not None:
                self._services.canvas.look(Camera(*wanted.camera))
        if not self._has_picture and self._folder is not None and shown.scene_id == self._services.document.scene_id:
            self._has_picture = True
            self._services.background.run(partial(_keep_picture, shown.image, places.project_picture(self._folder)))

    def _on_camera(self, camera: Camera) -> None:
        fitted = self._services.canvas.stage.is_fitted
        self._change(camera=None if fitted else (camera.x, camera.y, camera.scale))

    def _change(self, **changes: object) -> None:
        if self._folder is not None:
            self._view = self._view.replace(**changes)
            self._quiet.start()

    def _keep(self) -> None:
        if self._folder is not None and not self._services.document.read_only:
            # a place that cannot be written to costs where the person was, and no word
            self._services.background.run(partial(_write, self._folder, self._view))

    def _on_leaving(self) -> None:
        """At once: the studio may be ending."""
        self._quiet.stop()
        if self._folder is not None and not self._services.document.read_only:
            _write(self._folder, self._view)
        self._folder = None


def _write(folder: Path, view: LastView) -> None:
    with suppress(OutputError):
        write_view(folder, view)


def _keep_picture(image: NDArray[np.uint8], path: Path) -> None:
    pixels = np.ascontiguousarray(image)
    height, width = pixels.shape[:2]
    whole = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    small = whole.scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    with suppress(OutputError):
        make_folder(path.parent)
        part = path.with_suffix(".part")
        writer = QImageWriter(str(part), b"jpg")
        writer.setQuality(85)
        if writer.write(small):
            part.replace(path)
