"""Watches the folders of the open dataset: new scenes appear in the list, vanished ones go."""

from collections.abc import Callable

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset

from ..desktop.background import Background
from ..document import Document

SETTLE_MS = 800
"""A copy of many files reports each; the folders are read again when it is quiet."""

MOST_FOLDERS = 200


class FolderWatch(QObject):
    """Reads the dataset again, on a thread, when something changed in its folders; edits stay."""

    notified = Signal(str)

    def __init__(
        self, document: Document, background: Background, reading: Callable[[], ReadingRules], parent: QObject
    ) -> None:
        """`reading` tells how the open dataset is read."""
        super().__init__(parent)
        self._document, self._background, self._reading = document, background, reading
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._read)
        self._watcher.directoryChanged.connect(self._on_changed)
        document.dataset_changed.connect(self._on_dataset)

    def _on_dataset(self) -> None:
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        dataset = self._document.dataset
        if dataset is not None:  # on a thread: the first screen does not wait for 10,000 paths
            self._background.run(lambda: _folders(dataset), lambda folders: self._watch(dataset, folders))

    def _watch(self, dataset: Dataset, folders: list[str]) -> None:
        if self._document.dataset is dataset:
            self._watcher.addPaths(folders)

    def _on_changed(self, _folder: str) -> None:
        self._settle.start()

    def _read(self) -> None:
        dataset = self._document.dataset
        if dataset is None:
            return
        root, reading = dataset.root, self._reading()

        def read() -> Dataset:
            from miscount.engine.scenes import read_dataset

            return read_dataset(root, reading)

        # a folder that vanished as a whole is reported when a scene of it is opened
        self._background.run(read, lambda found: self._take(dataset, found), lambda _why: None)

    def _take(self, before: Dataset, found: Dataset) -> None:
        if self._document.dataset is not before:
            return  # another one was opened since, or the same by other rules
        known, there = ({scene.id for scene in scenes} for scenes in (before, found))
        if known == there:
            return
        self._document.refresh_dataset(found)
        words = []
        if there - known:
            words.append(f"{len(there - known)} new")
        if known - there:
            words.append(f"{len(known - there)} gone")
        edited = sum(self._document.is_edited(name) for name in known - there)
        kept = f"; the edits of {edited} of them are kept in the project" if edited else ""
        self.notified.emit(f"The dataset's folder changed: {', '.join(words)}{kept}.")


def _folders(dataset: Dataset) -> list[str]:
    """Where new pictures would lie."""
    folders = dict.fromkeys(str(scene.image_path.parent) for scene in dataset)
    return list(dict.fromkeys([str(dataset.root), *folders]))[:MOST_FOLDERS]
