"""Version 7.3, which is HDF5: MATLAB keeps its arrays there transposed, its cells as references, structs as groups.

A file of HDF5 that another program wrote is read the same way: of N x 2 numbers both ways can be told apart later.
"""

import io
import math
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...reading.apart import Unreadable, apart
from ...reading.hdf5 import dataset_of, hdf5, numbers_of
from .values import MAX_DEPTH, MAX_PARTS, MAX_SIGNS, MAX_VARIABLE_BYTES, Cell, Damaged, Struct, Text, Unread, Value

_BANNER = b"MATLAB 7.3"
_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_NUMBERS = ("double", "single", "logical", *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)))


def is_hdf5(content: bytes) -> bool:
    """Whether the bytes begin as HDF5 does, after a header of MATLAB's or none, or say that they do."""
    return content.startswith(_BANNER) or any(content[at : at + 8] == _SIGNATURE for at in (0, 512, 1024, 2048))


def read(content: bytes, wanted: Collection[str]) -> tuple[dict[str, Value], list[str]]:
    """The `wanted` variables, and the names of all. Raises Damaged."""
    try:
        found: dict[str, Value]
        kinds = (Cell, Struct, Text, Unread)
        found, names = apart(f"{__name__}:read_here", content, tuple(wanted), size=len(content), kinds=kinds)
    except Unreadable as error:
        raise Damaged(f"of version 7.3, which is HDF5: {error}") from error
    return found, names


def read_here(content: bytes, wanted: Collection[str]) -> tuple[dict[str, Value], list[str]]:
    """The same, to be called apart. Raises Unreadable, and what h5py raises."""
    with hdf5(io.BytesIO(content)) as file:
        names = [name for name in file if not name.startswith("#")]
        return {name: _Reader(file).value(dataset_of(file, name), 0) for name in names if name in wanted}, names


class _Reader:
    """Reads one variable, and counts its parts."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = MAX_PARTS

    def value(self, found: Any, depth: int) -> Value:
        """What a dataset or group holds."""
        import h5py

        self._left -= 1
        if depth > MAX_DEPTH or self._left < 0:
            raise Unreadable("more parts, or more in one another, than any annotation has")
        if isinstance(found, h5py.Group):
            return self._struct(found, depth)
        if not isinstance(found, h5py.Dataset):
            return Unread("a type")
        kind = _class_of(found)
        if "MATLAB_empty" in found.attrs:
            return _empty(found, kind)
        if h5py.check_ref_dtype(found.dtype) is not None:
            return Cell(found.shape[::-1], self._referred(found, depth))
        if kind == "char" and found.size > MAX_SIGNS:
            return Unread("a long text")
        if kind == "char":
            signs = _numbers(found)
            return Text(tuple("".join(map(chr, row)) for row in signs.astype(np.uint16)) if signs.ndim == 2 else ())
        if found.dtype.kind not in "fiub" or (kind and kind not in _NUMBERS):
            return Unread(f"an array of {kind or 'something else'}"[:60])
        array: NDArray[Any] = _numbers(found)
        if not kind and array.shape == (2, 2):
            raise Unreadable("2 x 2 numbers of which nothing says in which order they lie")
        return array if array.ndim >= 2 else array.reshape(-1, 1)

    def _struct(self, group: Any, depth: int) -> Struct:
        import h5py

        fields: dict[str, tuple[Value, ...]] = {}
        shapes = set()
        for name in group:
            part = dataset_of(group, name)
            # the fields of an array of structs are references without a class; a cell's have one
            many = isinstance(part, h5py.Dataset) and h5py.check_ref_dtype(part.dtype) and not _class_of(part)
            fields[name] = self._referred(part, depth) if many else (self.value(part, depth + 1),)
            shapes.add(part.shape[::-1] if many else (1, 1))
        if len(shapes) > 1:
            raise Unreadable("a struct with more values of one name than of another")
        return Struct(next(iter(shapes), (1, 1)), fields)

    def _referred(self, dataset: Any, depth: int) -> tuple[Value, ...]:
        if math.prod(dataset.shape) > self._left:
            raise Unreadable(f"more than {MAX_PARTS:,} parts")
        # the transposed order, read row by row, is MATLAB's column by column
        return tuple(self.value(self._file[reference], depth + 1) for reference in dataset[()].ravel())


def _class_of(dataset: Any) -> str:
    found = dataset.attrs.get("MATLAB_class", b"")
    return found.decode("latin-1") if isinstance(found, bytes) else str(found)[:40]


def _empty(dataset: Any, kind: str) -> Value:
    """An array without elements, of which the file holds the dimensions."""
    sides = [int(side) for side in numbers_of(dataset, 256).ravel()]
    if not 2 <= len(sides) <= 8 or min(sides) != 0 or max(sides) >= 2**31:
        raise Unreadable("an empty array that is none")
    if kind == "cell":
        return Cell(tuple(sides), ())
    return Text(()) if kind == "char" else Struct(tuple(sides), {}) if kind == "struct" else np.empty(sides)


def _numbers(dataset: Any) -> NDArray[Any]:
    return numbers_of(dataset, MAX_VARIABLE_BYTES).transpose()
