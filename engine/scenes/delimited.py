"""Tables of text as programs and spreadsheets write them: any separator, byte order mark, comments, decimal commas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import DatasetError
from ..reading import opened
from .folders import read_text

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_START = 65_536
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The first line of a table: its columns as they are written, and what separates them."""

    columns: tuple[str, ...]
    separator: str

    @property
    def plain(self) -> tuple[str, ...]:
        """The columns without case and outer spaces."""
        return tuple(column.strip().casefold() for column in self.columns)

    def __str__(self) -> str:
        shown = ", ".join(repr(column[:30]) for column in self.columns[:8])
        more = f" and {len(self.columns) - 8} more" if len(self.columns) > 8 else ""
        by = f", separated by {SEPARATORS[self.separator]}" if len(self.columns) > 1 else ""
        return f"the columns {shown}{more}{by}"


def read_header(path: Path) -> Header:
    """The header of the table at `path`; of a file that is no text, none. Reads its beginning alone."""
    try:
        with opened(path, "expected a table", DatasetError) as file:
            lines = _decoded(file.read(_START)).splitlines()
    except DatasetError:
        return Header((), ",")
    return _header(next((line for line in lines if _says_something(line)), ""))


def _header(line: str) -> Header:
    # the right separator is the one that finds most columns; a comma within a quoted name is none
    found = [Header(tuple(next(csv.reader([line], delimiter=mark), [])), mark) for mark in SEPARATORS]
    return max(found, key=lambda header: len(header.columns))


def _decoded(start: bytes) -> str:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start[: len(start) // 2 * 2].decode("utf-16", errors="replace")
    return start.decode("utf-8-sig", errors="replace")


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def first_rows(path: Path, header: Header, most: int) -> Iterator[tuple[str, ...]]:
    """At most so many rows below the header, each of as many cells as it has columns. Reads the file's start alone.

    To be looked at: what is damaged ends them, and raises nothing.
    """
    try:
        with opened(path, "expected a table", DatasetError) as file:
            start = file.read(_START + 1)
    except DatasetError:
        return
    lines = [line for line in _decoded(start[:_START]).splitlines() if _says_something(line)]
    whole = lines[1:-1] if len(start) > _START else lines[1:]
    num = len(header.columns)
    for line in whole[:most]:
        cells = next(csv.reader([line], delimiter=header.separator), [])
        yield tuple((*cells, *("",) * num)[:num])


def read_rows(path: Path, header: Header, expected: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row below the header, as many cells as it has columns; empty lines and comments are none.

    Raises DatasetError for a row of another number of cells, but for empty ones at its end.
    """
    text = read_text(path, expected)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=header.separator, strict=True)
    num, begun = len(header.columns), False
    try:
        for cells in reader:
            if begun and len(cells) == num and cells[0][:1].isalnum():  # most rows, by the shortest way
                yield reader.line_num, cells
                continue
            # a picture may be called #1.jpg: below the header, a comment is what has no value for each column
            comment = bool(cells) and cells[0].lstrip().startswith("#") and (not begun or len(cells) < num)
            if comment or not any(cell.strip() for cell in cells):
                continue
            if not begun:
                begun = True
                continue
            if len(cells) < num or any(cell.strip() for cell in cells[num:]):
                raise DatasetError(
                    f"{path}, line {reader.line_num}: expected a value for each of {num} columns, found {len(cells)}."
                )
            yield reader.line_num, cells[:num]
    except csv.Error as error:
        raise DatasetError(f"{path}, line {reader.line_num}: {expected}, found what is none ({error}).") from error


def check_commas(path: Path, header: Header, at: int, rows: Iterable[tuple[int, list[str]]]) -> None:
    """Raise DatasetError where the commas of the column `at` may be those of thousands: 1,024 is 1024 or 1.024.

    They are decimal commas as soon as one number has more or fewer digits behind it, or four before it.
    """
    first = None
    for line, cells in rows:
        word = cells[at].strip()
        if "," in word:
            if not _THOUSANDS.fullmatch(word):
                return
            first = first or (line, word)
    if first is not None:
        raise DatasetError(
            f"{path}, line {first[0]}: {first[1]!r} can be {first[1].replace(',', '')} or "
            f"{first[1].replace(',', '.')}, and no number as {header.columns[at].strip()!r} tells which: expected "
            "points as decimal marks, and thousands without any."
        )


def number(word: str, decimal_comma: bool) -> float:
    """A number as a table writes it; with `decimal_comma`, 202,2 as well. Raises ValueError."""
    word = word.strip()
    return float(word.replace(",", ".") if decimal_comma and _DECIMAL_COMMA.fullmatch(word) else word)
