"""Whether the folder of the open project is there and can be written to; a person is told as soon as it is not."""

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from miscount.engine.errors import OutputError
from miscount.engine.reading import is_file, is_folder

from ..desktop.background import Background

EVERY_MS = 2000
"""A drive that is pulled out, or mounted anew for reading only, is no change that a folder reports."""

GONE = "The project's folder {folder} is gone. Your edits stay in the journal: save them elsewhere, or bring it back."
CLOSED = "The project's folder {folder} cannot be written to any more. Your edits stay in the journal: save elsewhere."

_EFFECTIVE = os.access in os.supports_effective_ids


def place_problem(folder: Path) -> str:
    """What is wrong with the place of a project; empty where nothing is."""
    if not is_file(folder / "project.yaml"):
        return GONE.format(folder=folder)
    parts = [part for part in (folder, folder / "edits", folder / "recipes") if is_folder(part)]
    closed = any(not os.access(part, os.W_OK | os.X_OK, effective_ids=_EFFECTIVE) for part in parts)
    return CLOSED.format(folder=folder) if closed else ""


def check_place(folder: Path) -> None:
    """Before a save, which would make a folder that is gone anew and put a part of the project there.

    Raises OutputError.
    """
    problem = place_problem(folder)
    if problem:
        raise OutputError(problem)


class Place(QObject):
    """Watches the folder of the open project; it is looked at on a thread, for a drive may take its time."""

    lost = Signal(str)
    back = Signal()

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._folder: Path | None = None
        self._problem = ""
        self._looking = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, folder: Path | None) -> None:
        """Watch this folder from now on; None is none."""
        self._folder, self._problem = folder, ""
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        if folder is None:
            self._timer.stop()
        else:
            self._watcher.addPaths([str(folder), str(folder.parent)])
            self._timer.start()

    def look(self) -> None:
        """Look now; `lost` or `back` follows where it is not as it was."""
        folder = self._folder
        if folder is None or self._looking:
            return
        self._looking = True
        self._background.run(partial(place_problem, folder), partial(self._on_looked, folder), self._on_failed)

    def _on_looked(self, folder: Path, problem: str) -> None:
        self._looking = False
        if folder != self._folder or problem == self._problem:
            return
        self._problem = problem
        if problem:
            self.lost.emit(problem)
        else:
            self.back.emit()

    def _on_failed(self, _sentence: str) -> None:
        self._looking = False
