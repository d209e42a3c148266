"""Scenes read whole once: what their files hold, by which stages are remembered, and which of them are broken."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from ..errors import DatasetError
from ..files import fingerprint
from ..parallel import ordered_map
from ..reading import is_file
from ..scenes import Labels, Scene
from ..scenes.file_state import FileState
from ..scenes.images import changed
from ..scenes.summary import Broken


@dataclass(frozen=True)
class UnchangedLabels:
    """Reads the labels of a scene from files that must hold what they held, before and after."""

    read: Callable[[Scene], Labels]
    file: FileState

    def __call__(self, scene: Scene) -> Labels:
        """The labels. Raises DatasetError."""
        before = self.file.written()
        self.file.check()
        labels = self.read(scene)
        self.file.check()
        if self.file.written() != before:  # and back again
            raise changed(self.file.path)
        return labels


def held_to(scene: Scene, files: Mapping[str, FileState]) -> Scene:
    """`scene`, which answers from now on only as long as its files hold what is said of them in `files`, by path."""
    picture, label = files.get(str(scene.image_path)), files.get(str(scene.label_path))
    reader = scene.read_labels if label is None else UnchangedLabels(scene.read_labels, label)
    return replace(scene, picture_sha256=None if picture is None else picture.sha256, read_labels=reader)


class WholeReading:
    """What the files of scenes hold, collected one scene after the other."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.files: dict[Path, FileState] = {}
        self.broken: list[Broken] = []
        self.num_taken = 0

    def take(self, scenes: Iterable[Scene], threads: int | None = None) -> Iterator[int]:
        """Read the picture and the annotation of each; one that cannot be read is noted. How many were taken so far."""
        with closing(ordered_map(self._read, scenes, threads)) as read:
            for found in read:
                self.num_taken += 1
                for state in found.files:
                    self.files.setdefault(Path(state.path), state)
                if found.fault:
                    self.broken.append(Broken(found.scene, found.fault))
                else:
                    self.parts[found.scene], self.pictures[found.scene] = found.part, found.files[0].sha256
                yield self.num_taken

    def _read(self, scene: Scene) -> "_Read":
        files = [path for path in (scene.image_path, scene.label_path) if path is not None and is_file(path)]
        states: list[FileState] = []
        try:
            for path in files:
                states.append(self._state(path))
            scene.image()
            part = fingerprint([scene.id, scene.annotation.count, *(one.sha256 for one in states)])
            return _Read(scene.id, states, part=part)
        except DatasetError as error:
            return _Read(scene.id, states, fault=str(error))
        except OSError as error:
            return _Read(scene.id, states, fault=f"{error.filename} cannot be read: {error.strerror or error}.")

    def _state(self, path: Path) -> FileState:
        return self.files.get(path) or FileState.of(path)  # a table of heads is that of many scenes


class _Read(NamedTuple):
    """A scene's files as they were, the picture's first, and a hash of the scene by them, or why it cannot be read."""

    scene: str
    files: list[FileState]
    part: str = ""
    fault: str = ""
