"""Small pictures of scenes: made on threads when a list asks, kept on disk by the file's path, size and time."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageWriter

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
        self._background.run(_maker(scene, self._folder), lambda image: self.ready.emit(scene_id, image), _nothing)

    def close(self) -> None:
        """Drop what has not begun, and wait for the rest."""
        self._background.close()


def _nothing(_sentence: str) -> None:
    """A scene without a picture shows so in the list; its error is reported when the scene is opened."""


def _maker(scene: Scene, folder: Path) -> Callable[[], QImage]:
    def make() -> QImage:
        kept = folder / f"{_key(scene)}.jpg"
        image = QImage(str(kept)) if kept.exists() else QImage()
        if image.isNull():
            image = _read_small(scene)
            _keep(image, kept)
        return image

    return make


def _key(scene: Scene) -> str:
    up = "upright" if scene.upright else "stored"
    about = scene.image_path.stat()
    words = f"{scene.image_path}|{about.st_size}|{about.st_mtime_ns}|{up}"
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def _read_small(scene: Scene) -> QImage:
    pixels = np.ascontiguousarray(scene.small_image(max(SIZE.width(), SIZE.height())))
    height, width = pixels.shape[:2]
    whole = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # an array of its own
    fits = width <= SIZE.width() and height <= SIZE.height()
    smooth = Qt.TransformationMode.SmoothTransformation
    return whole if fits else whole.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatio, smooth)


def _keep(image: QImage, path: Path) -> None:
    if image.isNull():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{id(image)}.part")
    writer = QImageWriter(str(part), b"jpg")
    writer.setQuality(85)
    if writer.write(image):
        part.replace(path)
