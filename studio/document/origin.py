"""Whose an edit is: the picture that it was made on, by its content; and what contents are known. No Qt.

Names repeat between datasets and change within one, so an edit goes with the bytes of its picture. Hashing 10,000
pictures takes many seconds: what was hashed is remembered by path, size and time of change, as version control does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from miscount.engine.errors import EngineError
from miscount.engine.files import write_text
from miscount.engine.reading import read_object
from miscount.engine.scenes.content import Content, content_of
from miscount.engine.scenes.scene import Dataset


@dataclass(frozen=True, slots=True)
class Origin:
    """The scene that an edit was made in: its id then, and its picture's content.

    Where the picture could not be read, `dataset` is what project.yaml named then. Edits of the older form know
    neither: they are `older`.
    """

    scene: str
    content: Content | None = None
    dataset: str | None = None

    @property
    def older(self) -> bool:
        """Whether it was written before edits knew their picture."""
        return self.content is None and self.dataset is None

    def to_json(self) -> dict[str, Any]:
        """As a mapping of JSON."""
        about = None if self.content is None else {"num_bytes": self.content.num_bytes, "sha256": self.content.sha256}
        return {"scene": self.scene, "picture": about} | ({} if self.content is not None else {"dataset": self.dataset})

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """What `to_json` wrote, or the older form of it. Raises ValueError, KeyError, TypeError."""
        about, dataset = raw.get("picture"), raw.get("dataset")
        if about is None:
            return cls(_text(raw["scene"]), None, None if dataset is None else _text(dataset))
        num_bytes, sha256 = about["num_bytes"], about["sha256"]
        if not isinstance(num_bytes, int) or not isinstance(sha256, str) or len(sha256) != 64:
            raise ValueError(f"want the size and the hash of a picture, got {about!r}")
        return cls(_text(raw["scene"]), Content(num_bytes, sha256))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"want the id of a scene, got {value!r}")
    return value


class Contents:
    """The contents of pictures, hashed once for every size and time of change of a file; asked from any thread."""

    def __init__(self, file: Path | None = None) -> None:
        """What is known is kept in `file`; one that is missing or damaged only costs the time to hash again."""
        self._file = file
        self._known = _read(file) if file is not None else {}
        self._changed = False

    def num_bytes(self, path: Path) -> int | None:
        """The size of a picture's file; None where it is not there."""
        try:
            return path.stat().st_size
        except OSError:
            return None

    def of(self, path: Path) -> Content | None:
        """The content of the picture at `path`; None where it cannot be read."""
        try:
            about = path.stat()
            known = self._known.get(str(path))
            if known is not None and known[:2] == (about.st_size, about.st_mtime_ns):
                return Content(known[0], known[2])
            content = content_of(path)
        except (OSError, EngineError):
            return None
        self._known[str(path)] = (content.num_bytes, about.st_mtime_ns, content.sha256)
        self._changed = True
        return content

    def keep(self) -> None:
        """Write down what is known, for the next opening. Raises OutputError."""
        if self._file is not None and self._changed:
            write_text(self._file, json.dumps(dict(self._known), separators=(",", ":")))
            self._changed = False


class Origins:
    """The origin of whatever is edited in the open dataset; asked from any thread.

    A scene's content is fixed when it is first asked for: an edit goes with the picture that the person saw, also
    where its file is replaced meanwhile.
    """

    def __init__(self, dataset: Dataset, named: str, contents: Contents, known: Mapping[str, Origin]) -> None:
        self._paths = {scene.id: scene.image_path for scene in dataset}
        self._named, self._contents = named, contents
        self._known = dict(known)

    def known(self, scene_id: str) -> Origin | None:
        """The origin of a saved edit, as it was found; nothing is read."""
        return self._known.get(scene_id)

    def of(self, scene_id: str) -> Origin:
        """The origin of an edit of this scene; its picture is read where it is not known yet."""
        known = self._known.get(scene_id)
        if known is not None and known.content is not None:
            return known
        path = self._paths.get(scene_id)
        content = self._contents.of(path) if path is not None else None
        if content is None:
            return Origin(scene_id, None, self._named)
        origin = self._known[scene_id] = Origin(scene_id, content)
        return origin

    def add(self, dataset: Dataset) -> None:
        """Scenes came to the dataset."""
        self._paths = {scene.id: scene.image_path for scene in dataset}


def _read(file: Path) -> dict[str, tuple[int, int, str]]:
    try:
        raw = read_object(file, "expected hashes of pictures", EngineError)
        return {str(path): (int(size), int(time), str(digest)) for path, (size, time, digest) in raw.items()}
    except (EngineError, ValueError, TypeError, AttributeError, OverflowError):
        return {}
