"""Scenes read whole once: what their files hold, by which stages are remembered, and which of them are broken."""

from dataclasses import dataclass
from pathlib import Path

from ..errors import DatasetError
from ..files import file_sha256, fingerprint
from ..scenes import Scene
from ..scenes.summary import Broken

FILE = "expected a file of a scene"


@dataclass(frozen=True)
class FileState:
    """A source file as it was when the experiment began: time (ns) and size, to look at, and SHA-256, to be sure."""

    path: str
    time_ns: int
    size: int
    sha256: str

    def is_kept(self) -> bool:
        """Whether the file still holds what it held."""
        try:
            found = Path(self.path).stat()
            return (found.st_mtime_ns, found.st_size) == (self.time_ns, self.size) or (
                found.st_size == self.size and file_sha256(Path(self.path), FILE, DatasetError) == self.sha256
            )
        except (OSError, DatasetError):
            return False


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
        files = [path for path in (scene.image_path, scene.label_path) if path is not None and path.is_file()]
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
            found = path.stat()  # before it is read: what changes in between is seen later
            self.files[path] = FileState(
                str(path), found.st_mtime_ns, found.st_size, file_sha256(path, FILE, DatasetError)
            )
        return self.files[path]
