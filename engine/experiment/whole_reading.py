"""Scenes read whole once: what their files hold, by which stages are remembered, and which of them are broken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import DatasetError
from ..files import fingerprint
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

    def take(self, scene: Scene) -> None:
        """Read a scene's picture and annotation; one that cannot be read is noted."""
        self.num_taken += 1
        files = [path for path in (scene.image_path, scene.label_path) if path is not None and is_file(path)]
        try:
            states = [self._state(path) for path in files]
            scene.image()
            self.parts[scene.id] = fingerprint([scene.id, scene.annotation.count, *(one.sha256 for one in states)])
            self.pictures[scene.id] = states[0].sha256
        except DatasetError as error:
            self.broken.append(Broken(scene.id, str(error)))
        except OSError as error:
            self.broken.append(Broken(scene.id, f"{error.filename} cannot be read: {error.strerror or error}."))

    def _state(self, path: Path) -> FileState:
        if path not in self.files:  # a table of heads is that of many scenes
            self.files[path] = FileState.of(path)
        return self.files[path]
