"""A table whose columns are called as nobody knows: its first rows to look at, and which column is likely which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..delimited import Header, first_rows, number
from ..images import SUFFIXES
from . import table

ASKED = (*table.NEEDED, "weight", "class")
"""What a person may be asked for; the first three are needed."""

NUM_ROWS = 6

_WORDS: Mapping[str, tuple[str, ...]] = {
    "image": ("image", "img", "picture", "photo", "file", "frame", "path", "name"),
    "x": ("x", "column", "col", "lon", "left"),
    "y": ("y", "row", "lat", "top"),
    "weight": ("weight", "persons", "count"),
    "class": ("class", "label", "category", "type", "kind", "species"),
}


@dataclass(frozen=True)
class TableStart:
    """The header of a table and its first rows, as many cells in each as there are columns."""

    path: Path
    header: Header
    rows: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that can be chosen: those with a name, one of each, as they are written."""
        found: dict[str, str] = {}
        for name in self.header.columns:
            if name.strip():
                found.setdefault(name.strip().casefold(), name.strip())
        return tuple(found.values())

    def cells(self, name: str) -> tuple[str, ...]:
        """The first cells of a column."""
        at = self.header.plain.index(name.strip().casefold())
        return tuple(row[at] for row in self.rows)


def unnamed_table(folder: Path, columns: Mapping[str, str]) -> TableStart | None:
    """The first table in `folder` of which nobody knows where image, x and y are; None where there is none.

    None too where one that is known lies beside it: then something else is in the way.
    """
    given = tuple(sorted(columns.items()))
    layouts = {path: table.layout_of(path, given) for path in table.tables(folder)}
    if any(not layout.missing for layout in layouts.values()):
        return None
    asking = (path for path, layout in layouts.items() if _is_header(layout.header))
    return next(map(start_of, asking), None)


def _is_header(header: Header) -> bool:
    """Whether a line names columns, enough of them; a row of numbers would be taken for names and lost."""
    return len(header.columns) >= len(table.NEEDED) and sum(_numbers([word]) for word in header.columns) < 2


def start_of(path: Path) -> TableStart:
    """The header and the first rows of the table at `path`. Reads its beginning alone."""
    header = table.layout_of(path).header
    return TableStart(path, header, tuple(first_rows(path, header, NUM_ROWS)))


def guess(start: TableStart) -> dict[str, str]:
    """Our name -> its likely column: by known names, then by words in names, then by what the cells are."""
    known = table.layout_of(start.path).places
    found = {ours: start.header.columns[at].strip() for ours, at in known.items() if ours in ASKED}
    for ours in ASKED:
        free = [name for name in start.names if name not in found.values()]
        likely = found.get(ours) or next(_likely(ours, free, start), None)
        if likely is not None:
            found[ours] = likely
    return {ours: found[ours] for ours in ASKED if ours in found}


def _likely(ours: str, free: Sequence[str], start: TableStart) -> Iterator[str]:
    """The columns that may be `ours`, the likeliest first."""
    fitting = [name for name in free if _fits(ours, start.cells(name))]
    pieces = {name: _pieces(name) for name in fitting}
    for word in _WORDS[ours]:
        yield from (name for name in fitting if word in pieces[name])
    for word in _WORDS[ours]:
        yield from (name for name in fitting if len(word) > 1 and word in name.casefold())
    if ours in table.NEEDED:
        yield from fitting


def _pieces(name: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in name.casefold()).split()


def _fits(ours: str, cells: Sequence[str]) -> bool:
    """Whether cells can be what is asked for; of no cells nothing is known."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if ours == "image":
        return not filled or any(cell.lower().endswith(SUFFIXES) for cell in filled) or not _numbers(filled)
    return ours == "class" or (_numbers(filled) if filled else ours in table.NEEDED)


def _numbers(cells: Sequence[str]) -> bool:
    try:
        for cell in cells:
            number(cell, decimal_comma=True)
    except ValueError:
        return False
    return True
