"""Files of scenes as they were when they were first looked at, so that whoever reads them again knows whether they are.

Times alone do not tell: programs that copy set them, and the clocks of file systems tick slowly.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from ..errors import DatasetError
from ..files import file_sha256
from ..reading import Stamp, stamp
from .images import changed

FILE = "expected a file of a scene"

SETTLED_NS = 2_000_000_000
"""A file that changed so short before it was looked at may change once more without its times moving: the clocks of
file systems tick in steps of up to two seconds (FAT)."""


@dataclass(frozen=True)
class FileState:
    """A source file as it was when the work began: its stamp and when it was taken, ns, to look at, and SHA-256.

    The hash is empty where the stamp alone tells and the content was not read. The stamp holds the time of the last
    change, which cannot be set: a file that is put in its place with the times and the size of the old one is seen.
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

    @classmethod
    def seen(cls, path: Path) -> "FileState":
        """The same, hashed only where the file was changed so lately that its stamp does not tell.

        Raises DatasetError, OSError.
        """
        looked, found = time.time_ns(), stamp(path.stat())
        return cls(str(path), found, looked, "") if _is_settled(found, looked) else cls.of(path)

    def is_kept(self) -> bool:
        """Whether the file still holds what it held: by its stamp, and where that does not tell by its hash."""
        try:
            looked, found = time.time_ns(), stamp(Path(self.path).stat())
            if _is_settled(found, self.looked_ns) and found == self.stamp:
                return True
            if not self.sha256:
                return False
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
