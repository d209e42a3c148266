"""JSON and CSV in a run's folder: what values become on disk, and how they are read back."""

import csv
import importlib
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from .. import reading
from ..cells import guarded, unguarded
from ..errors import EngineError, RunError
from ..files import write_text
from ..notebook import table, titled
from ..reading import there

T = TypeVar("T")


class Rows(list[dict[str, str]]):
    """The rows of a table of a run, by column, as the file has them; `frame` gives numbers as numbers."""

    def __init__(self, rows: Iterable[dict[str, str]] = (), path: Path = Path(), numbers: frozenset[str] = frozenset()):
        super().__init__(rows)
        self.path = path
        self.numbers = numbers

    def frame(self) -> Any:
        """They as a new pandas.DataFrame: numbers as numbers, NaN where a figure is not defined.

        pandas is no dependency of Miscount. Raises EngineError where it is not installed, RunError for a damaged file.
        """
        frame = pandas_for(f"the rows of {self.path.name}").DataFrame(list(self))
        for name in self.numbers & set(frame.columns):
            try:
                frame[name] = pandas_for(name).to_numeric(frame[name])
            except ValueError as error:
                raise RunError(
                    f"{self.path} is damaged: expected numbers in the column {name}, found {error}."
                ) from error
        return frame

    def _repr_html_(self) -> str:
        """What a notebook shows: the first rows."""
        head = list(self[0]) if self else []
        rows = ([row[name] for name in head] for row in self)
        return titled(f"{self.path.name}: {len(self):,} rows", table(head, rows, len(self)))


def pandas_for(what: str) -> Any:
    """The module pandas. Raises EngineError where it is not installed, naming `what` it is needed for."""
    try:
        return importlib.import_module("pandas")
    except ImportError as error:
        raise EngineError(
            f"A frame of {what} needs pandas, which is not installed: pip install pandas, or take them as they are."
        ) from error


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a CSV with these columns, whole or not at all; a missing or NaN value is left empty. Raises OutputError.

    Text that a spreadsheet would calculate is guarded (`cells`), as `read_rows` knows.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        value = plain({name: row.get(name) for name in columns})
        writer.writerow([_cell(value[name]) for name in columns])
    write_text(path, text.getvalue())


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else value


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: NumPy's numbers as Python's, NaN and infinity as None, keys as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value


def read_rows(path: Path, numbers: frozenset[str] = frozenset(), needs: Sequence[str] = ()) -> Rows:
    """The rows of a CSV by column, none where there is no file.

    `numbers` are columns of numbers, whose cells may be empty; `needs` are those that must be there. Raises RunError
    when a row does not fit the head, or the table has been edited into another.
    """
    rows = Rows((), path, numbers)
    if not there(path):
        return rows
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    try:
        if missing := sorted(set(needs) - set(reader.fieldnames or ())):
            raise RunError(f"{path} is damaged: expected the columns {', '.join(needs)}, found no {missing[0]}.")
        for row in reader:
            if None in row or None in row.values():
                raise RunError(
                    f"{path} is damaged: expected {len(reader.fieldnames or ())} columns in line {reader.line_num}, "
                    f"found {sum(value is not None for key, value in row.items() if key) + len(row.get(None) or ())}."
                )
            rows.append({name: unguarded(cell) for name, cell in row.items()})
            if words := next((name for name in row.keys() & numbers if not _is_number(row[name])), ""):
                raise RunError(
                    f"{path} is damaged: expected a number in line {reader.line_num}, column {words}, "
                    f"found {row[words][:40]!r}."
                )
    except csv.Error as error:
        raise RunError(f"{path} is damaged: expected a table, found in line {reader.line_num} {error}.") from error
    return rows


def _is_number(cell: str) -> bool:
    """Whether it is one, or empty, which a figure is that is not defined."""
    try:
        return not cell or math.isfinite(float(cell))
    except ValueError:
        return False


def read_text(path: Path) -> str:
    """The UTF-8 text of the file `path`; what is none becomes a replacement character. Raises RunError."""
    return reading.read_text(path, "expected a file of a run", RunError, replace=True)


def read_json(path: Path, wanted: type[T]) -> T:
    """The JSON in the file `path`, which must be a dict or a list as `wanted` says. Raises RunError."""
    try:
        value = reading.parse_json(read_text(path))
    except ValueError as error:
        raise RunError(f"{path} is damaged: expected JSON, found a fault: {error}.") from error
    if not isinstance(value, wanted):
        raise RunError(f"{path} is damaged: expected a JSON {wanted.__name__}, found a {type(value).__name__}.")
    return value
