"""Files are written whole or not at all; a failed write leaves the former file as it was."""

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import RawIOBase
from pathlib import Path
from typing import Any

from .errors import EngineError, OutputError
from .leftovers import part_of
from .reading import MAX_BYTES, opened


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a part file beside `path`, then put it in place of `path`.

    Raises OutputError when the place cannot be written or the disk is full; `path` is then untouched.
    """
    part = part_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch(exist_ok=False)
        write(part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{path} could not be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all. Raises OutputError.

    Bytes of a file's name that are no text, which Linux allows, are escaped, as JSON reads them back.
    """

    def write(part: Path) -> None:
        part.write_text(text, encoding="utf-8", errors="backslashreplace")

    write_atomically(path, write)


def write_json(path: Path, value: Any) -> None:
    """Write `value` as indented JSON, whole or not at all. Raises OutputError; ValueError for NaN."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def make_folder(path: Path) -> Path:
    """The folder `path`, made where it was missing. Raises OutputError when it cannot be made or written to."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise OutputError(f"The folder {path} cannot be written to: {error.strerror or error}.") from error
    return path


def append(file: RawIOBase, content: bytes) -> None:
    """Write all of `content` to a file without a buffer, whose close would else fail on a full disk. Raises OSError."""
    if file.write(content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def file_sha256(path: Path, expected: str, raises: type[EngineError]) -> str:
    """Hexadecimal SHA-256 of the regular file `path`. Raises `raises`, naming what was `expected`."""
    digest = hashlib.sha256()
    with opened(path, expected, raises, MAX_BYTES) as file:
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def fingerprint(value: Any) -> str:
    """A hash of a JSON-able value that does not depend on the order of keys; 16 hexadecimal digits."""
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode())[:16]
