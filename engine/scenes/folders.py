"""What the readers of dataset formats share: listing folders, in the order that people expect."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import reading
from ..errors import DatasetError
from .images import SUFFIXES

_DIGITS = re.compile(r"(\d{1,18})")
_WHOLE = re.compile(r"-?\d{1,18}")


def natural(name: str) -> list[tuple[int, str]]:
    """A key by which IMG_2 comes before IMG_10."""
    # digits stand at every second place of what is split at them
    pieces = _DIGITS.split(name)
    return [(int(piece), "") if at % 2 else (-1, piece) for at, piece in enumerate(pieces)]


def whole_number(word: str) -> int | None:
    """The whole number that `word` is, of at most 18 digits; None for anything else."""
    return int(word) if _WHOLE.fullmatch(word) else None


_LISTED: ContextVar[dict[Path, list[os.DirEntry[str]]] | None] = ContextVar("listed", default=None)


@contextmanager
def listed_once() -> Iterator[None]:
    """Within it, no folder is listed twice: twenty formats look at the same ones before one of them reads."""
    token = _LISTED.set({})
    try:
        yield
    finally:
        _LISTED.reset(token)


def entries(path: Path) -> list[os.DirEntry[str]]:
    """What lies in the folder `path`; nothing where it is missing. Raises DatasetError when it cannot be read."""
    listed = _LISTED.get()
    if listed is None:
        return _entries(path)
    if path not in listed:
        listed[path] = _entries(path)
    return listed[path]


def _entries(path: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: expected a folder, found {error.strerror or error}.") from error


def subfolders(path: Path) -> list[Path]:
    """The folders in `path`, by name."""
    found = (Path(entry.path) for entry in entries(path) if reading.is_folder(entry) and not entry.name.startswith("."))
    return sorted(found, key=lambda folder: natural(folder.name))


def file_names(path: Path, suffixes: tuple[str, ...]) -> list[str]:
    """The names in `path` that end in one of `suffixes`, in natural order, hidden ones left out."""
    names = (entry.name for entry in entries(path))
    return sorted((name for name in names if name.lower().endswith(suffixes) and name[0] != "."), key=natural)


def image_names(path: Path) -> list[str]:
    """The names of pictures in `path`, in natural order."""
    return file_names(path, SUFFIXES)


SPLITS = {
    "train": "train", "traindata": "train", "training": "train", "val": "val", "valdata": "val", "valid": "val",
    "validation": "val", "dev": "val", "test": "test", "testdata": "test", "testing": "test",
}  # fmt: skip
"""What folders of a split are called, without case, spaces, hyphens and underscores."""

DEPTH = 4
"""How many folders deep pictures are looked for, such as images/train/monday/a.jpg."""


def plain(name: str) -> str:
    """A folder's name as it is compared: without case, spaces, hyphens and underscores."""
    return re.sub(r"[-_ ]", "", name.casefold())


@lru_cache(maxsize=1024)
def split_named(name: str) -> str | None:
    """The split that a folder called `name` is of, with or without a year, such as val2017; None for any other."""
    return SPLITS.get(re.sub(r"(19|20)\d\d$", "", plain(name)))


def split_of(path: str, otherwise: str = "all") -> str:
    """The split that a folder of `path`, with slashes, is named after.

    >>> split_of("images/Train_Data/a.jpg"), split_of("monday/a.jpg")
    ('train', 'all')
    """
    return next((split for name in path.split("/")[:-1] if (split := split_named(name))), otherwise)


def picture_paths(root: Path) -> list[str]:
    """The pictures below `root` by their paths from there, in natural order, a level at a time."""
    found, folders = [], [("", root)]
    for _ in range(DEPTH):
        for prefix, folder in folders:
            found += [prefix + name for name in image_names(folder)]
        folders = [(f"{prefix}{inner.name}/", inner) for prefix, folder in folders for inner in subfolders(folder)]
    return found


def read_text(path: Path, expected: str) -> str:
    """The UTF-8 text of `path`, with or without a byte order mark. Raises DatasetError, naming what was `expected`."""
    return reading.read_text(path, expected, DatasetError)


def read_json(path: Path, expected: str) -> dict[str, Any]:
    """The JSON object in `path`. Raises DatasetError, naming what was `expected`."""
    return reading.read_object(path, expected, DatasetError)
