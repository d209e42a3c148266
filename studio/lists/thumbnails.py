"""Small pictures of scenes: made on threads when a list asks, kept on disk by the file's path, size and time."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QImageWriter

from miscount.engine.errors import DatasetError
from miscount.engine.scenes.scene import Scene

from ..desktop.background import Background

SIDE_PX = 128


class Thumbnails(QObject):
    """Makes thumbnails; `ready` brings the key of a picture and its QImage, on the window's thread."""

    ready = Signal(str, object)
    failed = Signal(str, str)  # key; why its picture cannot be read

    def __init__(self, folder: Path, parent: QObject | None = None, side_px: int = SIDE_PX) -> None:
        super().__init__(parent)
        self._folder, self._side_px = folder, side_px
        # two of its own, so that pictures for a list never delay the scene that a person opened
        self._background = Background(self, num_threads=2)

    def ask(self, key: str, scene: Scene) -> None:
        """Make the thumbnail of `scene`, or take it from the disk; the answer bears the `key` it was asked by."""
        self._background.run(
            _maker(scene, self._folder, self._side_px),
            lambda image: self.ready.emit(key, image),
            lambda why: self.failed.emit(key, why),
        )

    def close(self) -> None:
        """Drop what has not begun, and wait for the rest."""
        self._background.close()


def _maker(scene: Scene, folder: Path, side_px: int) -> Callable[[], QImage]:
    def make() -> QImage:
        kept = folder / f"{_key(scene, side_px)}.jpg"
        image = QImage(str(kept)) if kept.exists() else QImage()
        if image.isNull():
            image = _small(scene, side_px)
            _keep(image, kept)
        return image

    return make


def _key(scene: Scene, side_px: int) -> str:
    up = "upright" if scene.upright else "stored"
    try:
        about = scene.image_path.stat()
    except OSError as error:
        why = error.strerror or error
        raise DatasetError(f"{scene.image_path} cannot be read: expected an image, found {why}.") from error
    size = "" if side_px == SIDE_PX else f"|{side_px}"
    words = f"{scene.image_path}|{about.st_size}|{about.st_mtime_ns}|{up}{size}"
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def _small(scene: Scene, side_px: int) -> QImage:
    """The picture as the engine reads it, turned as its labels need it. Raises DatasetError."""
    pixels = np.ascontiguousarray(scene.small_image(side_px))
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # an array of its own


def _keep(image: QImage, path: Path) -> None:
    if image.isNull():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{id(image)}.part")
    writer = QImageWriter(str(part), b"jpg")
    writer.setQuality(85)
    if writer.write(image):
        part.replace(path)
