"""Bytes and text of regular files: nothing that waits, nothing that does not end."""

import codecs
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import EngineError, bounded

MAX_BYTES = 1024 * 2**20
"""The most of any file that is read as a whole; the largest pictures that are about have a tenth of it."""

MAX_TEXT_BYTES = 256 * 2**20
"""The most of a text file that is read; 20,000 heads take two megabytes of labelme's JSON."""

Kind = type[EngineError]

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


Stamp = tuple[int, ...]
"""What changes when a file does, for whoever keeps what was read of it."""


def stamp(state: os.stat_result) -> Stamp:
    """Of a file in this state: when it was written and when changed, ns, its size and which file it is.

    The time of writing can be set, and programs that copy do so; the time of the change cannot.
    """
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino


def stamp_of(path: Path) -> Stamp:
    """The stamp of the file or folder `path` as it is now; empty where it cannot be looked at, as reading it says."""
    try:
        return stamp(path.stat())
    except (OSError, ValueError):
        return ()


def listed(folder: Path) -> tuple[Path, ...] | None:
    """What lies in `folder`, by name; None where there is no folder, or nobody may look into it."""
    try:
        return tuple(sorted(folder.iterdir()))
    except (OSError, ValueError):
        return None


def there(path: Path) -> bool:
    """Whether there is anything at `path`, be it readable or not; `Path.exists` raises where a folder is closed."""
    try:
        os.stat(path)  # noqa: PTH116  the same for a name that can be none
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def is_folder(place: Path | os.DirEntry[str]) -> bool:
    """Whether there is a folder, or a link to one: no link to itself, no closed place, no name that can be none.

    `Path.is_dir` and `DirEntry.is_dir` raise there, each of other things.
    """
    try:
        return place.is_dir()
    except (OSError, ValueError):
        return False


def is_file(place: Path | os.DirEntry[str]) -> bool:
    """Whether there is a regular file, or a link to one, as `is_folder`."""
    try:
        return place.is_file()
    except (OSError, ValueError):
        return False


def expanded(path: Path | str) -> Path:
    """`path` with the home of the person in place of `~`; as it stands where it is nobody's."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def real_path(path: Path | str, folder: Path | None = None) -> Path:
    """`path` absolute, from `folder` where it is relative, with the person's home and all links followed.

    Where that cannot be (a link to itself, nobody's home, a name that can be none) it is absolute, and whoever opens it
    says what is wrong with it.
    """
    place = expanded(path) if folder is None else folder / expanded(path)
    try:
        return place.resolve()
    except (OSError, RuntimeError, ValueError):
        return Path(os.path.abspath(place))  # noqa: PTH100  without "..", by letters alone


@contextmanager
def opened(path: Path, expected: str, raises: Kind, limit: int | None = None) -> Iterator[IO[bytes]]:
    """The regular file `path`, open for reading bytes, of at most `limit` bytes as it stands.

    Raises `raises`, with what was `expected` and what was found, also for a fault of the disk in the middle. A pipe
    is never waited for: it is looked at first, and opened without blocking, in case that it is put there in between.
    """
    try:
        _check_kind(os.stat(path).st_mode, path, expected, raises)  # noqa: PTH116
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(number, "rb") as file:
            found = os.fstat(file.fileno())
            _check_kind(found.st_mode, path, expected, raises)
            if limit is not None and found.st_size > limit:
                raise too_large(path, expected, raises, limit)
            yield file
    except OSError as error:
        raise raises(f"{path} cannot be read: {expected}, found {error.strerror or error}.") from error
    except ValueError as error:
        if "null" not in str(error) and "\0" not in str(path):  # a fault of whoever reads
            raise
        raise raises(f"{bounded(str(path), 120)} cannot be read: {expected}, found a name that can be none.") from error


def _check_kind(mode: int, path: Path, expected: str, raises: Kind) -> None:
    if not stat.S_ISREG(mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "something else")
        raise raises(f"{path} cannot be read: {expected} in a regular file, found {kind}.")


def too_large(path: Path, expected: str, raises: Kind, limit: int) -> EngineError:
    """What is said of a file of more than `limit` bytes."""
    return raises(f"{path} is too large: {expected} of at most {limit:,} bytes, found more.")


def read_bytes(path: Path, expected: str, raises: Kind, limit: int = MAX_BYTES) -> bytes:
    """The bytes of the regular file `path`, at most `limit`. Raises `raises`, naming what was `expected`."""
    with opened(path, expected, raises, limit) as file:
        content = file.read(limit + 1)  # one that grows while it is read is no larger for it
    if len(content) > limit:
        raise too_large(path, expected, raises, limit)
    return content


def read_text(path: Path, expected: str, raises: Kind, limit: int = MAX_TEXT_BYTES, *, replace: bool = False) -> str:
    """The UTF-8 text of `path`, with or without a byte order mark, its lines ending in a newline alone.

    UTF-16 is read where its mark says so, as spreadsheets write it. Raises `raises`, naming what was `expected`; with
    `replace`, bytes that are no UTF-8 become a replacement character.
    """
    content = read_bytes(path, expected, raises, limit)
    encoding = "utf-16" if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        text = content.decode(encoding, errors="replace" if replace else "strict")
    except UnicodeDecodeError as error:
        raise raises(f"{path} cannot be read: {expected} in UTF-8, found other bytes.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
