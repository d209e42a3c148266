"""Scenes read whole once: what their files hold, by which stages are remembered, and which of them are broken."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import DatasetError
from ..files import file_sha256, fingerprint
from ..reading import Stamp, is_file, stamp
from ..scenes import Labels, Scene
from ..scenes.images import changed
from ..scenes.summary import Broken

FILE = "expected a file of a scene"


SETTLED_NS = 2_000_000_000
"""A file that changed so short before it was looked at may change once more without its times moving: the clocks of
file systems tick in steps of up to two seconds (FAT)."""


@dataclass(frozen=True)
class FileState:
    """A source file as it was when the experiment began: its stamp and when it was taken, ns, to look at, and SHA-256.

    The stamp holds the time of the last change, which cannot be set: a file that is put in its place with the times
    and the size of the old one is seen.
    """

    path: str
    stamp: Stamp
    looked_ns: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "FileState":
        """The file `path` as it is now. Raises DatasetError, OSError."""
        looked, found = time.time_ns(), stamp(path.stat())  # before it is read: what changes in between is seen later
        return cls(str(path), found, looked, file_sha256(path, FILE, DatasetError))

    def is_kept(self) -> bool:
        """Whether the file still holds what it held: by its stamp, and where that does not tell by its hash."""
        try:
            looked, found = time.time_ns(), stamp(Path(self.path).stat())
            if _is_settled(found, self.looked_ns) and found == self.stamp:
                return True
            if _SURE.get((self.path, self.sha256)) == found:
                return True
            kept = file_sha256(Path(self.path), FILE, DatasetError) == self.sha256
        except (OSError, DatasetError):
            return False
        if kept and _is_settled(found, looked):
            _SURE[self.path, self.sha256] = found
        return kept

    def written(self) -> Stamp:
        """When the file was written, how long it is and which it is; nothing where it is gone."""
        try:
            at, _, *others = stamp(Path(self.path).stat())
        except OSError:
            return ()
        return at, *others

    def check(self) -> None:
        """Raise DatasetError where it does not."""
        if not self.is_kept():
            raise changed(self.path)


_SURE: dict[tuple[str, str], Stamp] = {}
"""Stamps of files that were hashed once more: a copy of the same bytes, or a new hard link."""


def _is_settled(found: Stamp, looked_ns: int) -> bool:
    return all(abs(looked_ns - at) > SETTLED_NS for at in found[:2])


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
