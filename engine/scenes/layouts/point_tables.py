"""Tables of points that ImageJ and napari save: a row a point, most often without a word on whose picture it is of."""

import csv
import re
from functools import lru_cache
from pathlib import Path

from ...errors import DatasetError
from ...reading import stamp_of
from ..delimited import check_commas, read_header, read_rows
from ..folders import image_names
from ..pairing import caseless, stem_of

_DELIMITERS = (",", ";", "\t")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")


def header(start: bytes) -> list[str]:
    """The names of the columns in the beginning of a table, without case and spaces around them."""
    first = start.decode("utf-8-sig", errors="replace").splitlines()[:1]
    return _plain(_cells(first[0])) if first else []


def _cells(line: str) -> list[str]:
    try:
        return next(iter(csv.reader([line], delimiter=_delimiter(line))), [])
    except csv.Error:
        return []


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _plain(names: list[str]) -> list[str]:
    return [name.strip().casefold() for name in names]


def table_rows(path: Path, expected: str) -> list[dict[str, str]]:
    """The rows of a table by the plain names of its columns; numbers with a decimal comma get a point.

    Raises DatasetError, naming what was `expected`.
    """
    found = read_header(path)
    twice = next((name for name in found.plain if name and found.plain.count(name) > 1), None)
    if twice is not None:
        raise DatasetError(f"{path} has two columns called {twice[:40]!r}: {expected}, with one of each.")
    rows = list(read_rows(path, found, expected))
    for at, name in enumerate(found.plain):
        if found.separator != "," and (name in ("x", "y") or name.startswith("axis-")):
            check_commas(path, found, at, rows)
    return [
        {name: _with_point(cell, found.separator) for name, cell in zip(found.plain, cells, strict=True)}
        for _, cells in rows
    ]


def _with_point(cell: str, separator: str) -> str:
    return cell.replace(",", ".") if separator != "," and _DECIMAL_COMMA.fullmatch(cell.strip()) else cell


@lru_cache(maxsize=64)
def _pictures_of(folder: Path, _state: tuple[int, int]) -> tuple[list[str], frozenset[str]]:
    """The pictures in a folder, and their names without suffix; 10,000 tables ask for them one by one."""
    names = image_names(folder)
    return names, frozenset(caseless(stem_of(name)) for name in names)


def picture_beside(path: Path) -> str:
    """What the picture is called that the table `path` is of: as the table is, or it is the only one beside it.

    Raises DatasetError where there are several to choose from.
    """
    beside, stems = _pictures_of(path.parent, stamp_of(path.parent))
    if not beside or caseless(path.stem) in stems:
        return path.stem
    if len(beside) == 1:
        return beside[0]
    shown = ", ".join(beside[:3]) + (f" and {len(beside) - 3} more" if len(beside) > 3 else "")
    raise DatasetError(
        f"{path} does not say which picture it is of: expected one picture beside it, or a table of its name, found "
        f"{shown}; call it as its picture, such as {stem_of(beside[0])[:60]}.csv."
    )
