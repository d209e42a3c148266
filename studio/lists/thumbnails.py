"""Small pictures of scenes: made on threads when a list asks, kept on disk by the file's path, size and time."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from miscount.engine.scenes.scene import Scene

from ..desktop.background import Background

SIZE = QSize(128, 96)


class Thumbnails(QObject):
    """Makes thumbnails; `ready` brings a scene id and its QImage, on the window's thread."""

    ready = Signal(str, object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        # two of its own, so that pictures for a list never delay the scene that a person opened
        self._background = Background(self, num_threads=2)

    def ask(self, scene: Scene) -> None:
        """Make the thumbnail of `scene`, or take it from the disk."""
        scene_id = scene.id
        self._background.run(
            _maker(scene.image_path, self._folder), lambda image: self.ready.emit(scene_id, image), _nothing
        )

    def close(self) -> None:
        """Drop what has not begun, and wait for the rest."""
        self._background.close()


def _nothing(_sentence: str) -> None:
    """A scene without a picture shows so in the list; its error is told when the scene is opened."""


def _maker(source: Path, folder: Path) -> Callable[[], QImage]:
    def make() -> QImage:
        kept = folder / f"{_key(source)}.jpg"
        image = QImage(str(kept)) if kept.exists() else QImage()
        if image.isNull():
            image = _read_small(source)
            _keep(image, kept)
        return image

    return make


def _key(source: Path) -> str:
    about = source.stat()
    return hashlib.blake2b(f"{source}|{about.st_size}|{about.st_mtime_ns}".encode(), digest_size=16).hexdigest()


def _read_small(source: Path) -> QImage:
    reader = QImageReader(str(source))
    reader.setAutoTransform(False)  # as the engine reads it: heads are in the stored pixels
    full = reader.size()
    if full.isValid():
        # JPEG decodes at an eighth of the cost when it is scaled while it is read
        reader.setScaledSize(full.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _keep(image: QImage, path: Path) -> None:
    if image.isNull():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{id(image)}.part")
    writer = QImageWriter(str(part), b"jpg")
    writer.setQuality(85)
    if writer.write(image):
        part.replace(path)
