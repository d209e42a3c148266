"""Scenes' images for the canvas: read and prepared off the window's thread, the last few kept within a byte budget."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.scene import Scene
from miscount.widgets.canvas import Picture

from ..desktop.background import Background

KEPT_BYTES = 256 * 2**20


@dataclass(frozen=True, eq=False)
class Shown:
    """A scene's image as an array uint8 (H, W, 3) and as the canvas wants it; why its labels cannot be read, if so."""

    scene_id: str
    image: NDArray[np.uint8]
    picture: Picture
    problem: str = ""


class Pictures(QObject):
    """Reads images on a thread; `ready` brings the newest that was asked for."""

    ready = Signal(object)  # Shown
    failed = Signal(str, str)  # scene id, sentence

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._kept: OrderedDict[str, Shown] = OrderedDict()
        self._wanted = ""
        self._dataset = 0  # the number of the one that pictures are read of
        self._reading: set[tuple[int, str]] = set()

    def forget(self) -> None:
        """Another dataset: its scenes may have the same ids."""
        self._kept.clear()
        self._wanted = ""
        self._dataset += 1

    def kept(self, scene_id: str) -> Shown | None:
        """What is there already."""
        return self._kept.get(scene_id)

    def ask(self, scene: Scene) -> None:
        """Bring the image of `scene`, at once where it is kept."""
        self._wanted = scene.id
        kept = self._kept.get(scene.id)
        if kept is not None:
            self._kept.move_to_end(scene.id)
            self.ready.emit(kept)
        elif (one := (self._dataset, scene.id)) not in self._reading:
            self._reading.add(one)
            self._background.run(
                _reader(scene), lambda shown: self._on_read(one, shown), lambda why: self._on_failed(one, why)
            )

    def _on_read(self, one: tuple[int, str], shown: Shown) -> None:
        self._reading.discard(one)
        if one[0] != self._dataset:
            return
        self._kept[shown.scene_id] = shown
        while len(self._kept) > 1 and sum(each.image.nbytes for each in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
        if shown.scene_id == self._wanted:
            self.ready.emit(shown)

    def _on_failed(self, one: tuple[int, str], why: str) -> None:
        self._reading.discard(one)
        if one == (self._dataset, self._wanted):
            self.failed.emit(self._wanted, why)


def _problem_of_labels(scene: Scene) -> str:
    """Read the labels here too, so that the window's thread never waits for a .mat; broken ones hide no picture."""
    try:
        _ = scene.labels
    except EngineError as error:
        return str(error)
    return ""


def _reader(scene: Scene) -> Callable[[], Shown]:
    def read() -> Shown:
        image = scene.image()
        image.flags.writeable = False  # shared with threads
        return Shown(scene.id, image, Picture(image), _problem_of_labels(scene))

    return read
