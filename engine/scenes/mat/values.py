"""What a variable of MATLAB's becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from numpy.typing import NDArray

MAX_VARIABLE_BYTES = 32 * 2**20
"""The most bytes of one variable once it is inflated; 20,000 heads take a third of a million."""

MAX_PARTS = 200_000
"""The most arrays in a variable's cells and structs."""

MAX_SIGNS = 2**16
"""The longest text that is read sign by sign."""

MAX_DEPTH = 16
"""The most cells and structs in one another; ShanghaiTech's have two."""


class Damaged(ValueError):
    """Bytes that are no `.mat` file, or are beyond the bounds; says so in a few words."""


@dataclass(frozen=True)
class Cell:
    """A cell array: its items column by column."""

    shape: tuple[int, ...]
    items: tuple["Value", ...]


@dataclass(frozen=True)
class Struct:
    """An array of structs: by the name of each field its values, column by column."""

    shape: tuple[int, ...]
    fields: Mapping[str, tuple["Value", ...]]


@dataclass(frozen=True)
class Text:
    """An array of characters, row by row."""

    rows: tuple[str, ...]


@dataclass(frozen=True)
class Unread:
    """What is in the file and is not read, such as "a function"."""

    what: str


Value: TypeAlias = NDArray[Any] | Cell | Struct | Text | Unread
"""Numbers are arrays of the type that MATLAB shows, at least two-dimensional."""
