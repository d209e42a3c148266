"""What is dropped on the window: what may be done with it is shown while it is dragged, and done where it falls."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from miscount.engine.reading import is_folder
from miscount.engine.reading.video import SUFFIXES as VIDEOS
from miscount.widgets.overlays.drop_strip import DropPlace, DropStrip

from ..arrivals.dropped import DRAGS, dropped_files
from ..canvas.trigger_pictures import SUFFIXES as PICTURES
from ..services import Services

WEIGHTS = (".safetensors", ".pth", ".pt", ".tar", ".npz", ".hdf5", ".h5")
OPEN = DropPlace("open", "Open it", "A project, a dataset, photographs to label, or the folder of a run.", "open")
LAYER = DropPlace("layer", "A layer of the trigger", "It is laid where it falls on the scene.", "layers")
ANSWER = DropPlace("answer", "Let it answer", "The weights become the counter of the live reaction.", "evaluate")
COUNT = DropPlace(
    "count", "Count the people", "In every picture, by a counter of your choice, without labels.", "table"
)
AUDIT = DropPlace("audit", "Audit it", "Look for poison and backdoors in what came from someone else.", "search")


class Drops(QObject):
    """Hears what is dragged over the window; what is not of this machine, or is nothing known, is not taken."""

    def __init__(
        self, window: QWidget, services: Services, open_path: Callable[[Path], None],
        count: Callable[[Sequence[Path]], None], audit: Callable[[Path], None],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._services, self._open_path = window, services, open_path
        self._count, self._audit = count, audit
        self.strip = DropStrip(window)
        self._paths: tuple[Path, ...] = ()
        self._choices: tuple[DropPlace, ...] = ()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A drag is answered by what may be done with it, a drop by doing it."""
        if event.type() == QEvent.Type.DragLeave:
            self.strip.hide()
        elif isinstance(event, QDropEvent) and event.type() in DRAGS:
            paths = dropped_files(event)
            if event.type() == QEvent.Type.DragEnter or paths != self._paths:
                self._offer(paths)
            if self._choices:
                event.acceptProposedAction()
                key = self.strip.key_at(event.position().toPoint()) if len(self._choices) > 1 else self._choices[0].key
                if event.type() == QEvent.Type.Drop:
                    self.strip.hide()
                    self._take(key, self._window.mapToGlobal(event.position().toPoint()))
                return True
        return super().eventFilter(watched, event)

    def _offer(self, paths: tuple[Path, ...]) -> None:
        self._paths, self._choices = paths, self._choices_for(paths)
        self.strip.hide()
        if len(self._choices) > 1:
            self.strip.offer(self._choices[0], self._choices[1:])

    def _choices_for(self, paths: tuple[Path, ...]) -> tuple[DropPlace, ...]:
        """What may be done, first what is done wherever it falls but on the strip."""
        if len(paths) == 1:
            (path,) = paths
            if self._services.trigger_pictures.takes(path):
                return LAYER, COUNT
            if is_folder(path):
                return OPEN, COUNT, AUDIT
            if path.suffix.lower() in WEIGHTS:
                return ANSWER, AUDIT
            return (COUNT,) if _is_picture(path) else (OPEN,)
        return (COUNT,) if any(map(_is_picture, paths)) else ()

    def _take(self, key: str, at: QPoint) -> None:
        paths, (first, *_) = self._paths, self._paths
        match key:
            case "count":
                self._count(paths)
            case "layer":
                self._services.trigger_pictures.drop(first, at)
            case "answer":
                self._services.counters.load(first)
            case "audit":
                self._audit(first)
            case _:
                self._open_path(first)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in (*PICTURES, *VIDEOS)
