"""What a picture is, whatever it is called: the bytes of its file, by which edits and copies are known.

Names repeat between datasets and change within one; a hash of 256 bits does neither.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import DatasetError
from ..files import file_sha256
from ..reading import Stamp, stamp


@dataclass(frozen=True, slots=True)
class Content:
    """A file's content: its length in bytes, which a look at the folder tells, and its SHA-256 in hexadecimal."""

    num_bytes: int
    sha256: str


def content_of(path: Path) -> Content:
    """The content of the file at `path`; it is read once as long as it does not change. Raises DatasetError."""
    try:
        found = path.stat()
        return _content_of(path, found.st_size, stamp(found))
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: expected an image, found {error.strerror or error}.") from error


@lru_cache(maxsize=65_536)
def _content_of(path: Path, num_bytes: int, _changed: Stamp) -> Content:
    return Content(num_bytes, file_sha256(path, "expected an image", DatasetError))
