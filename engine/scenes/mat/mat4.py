"""Version 4: plain matrices one after the other. Source: MathWorks, "MAT-File Format", version 4."""

import struct
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .values import MAX_SIGNS, MAX_VARIABLE_BYTES, Damaged, Text, Unread, Value

_TYPES = ("f8", "f4", "i4", "i2", "u2", "u1")
_FULL, _TEXT, _SPARSE = 0, 1, 2
_HEADER = 20
_LONGEST_NAME = 1024
_NOT_ONE = "the beginning of another kind of file"


def read(content: bytes, wanted: Collection[str]) -> tuple[dict[str, Value], list[str]]:
    """The `wanted` variables, and the names of all. Raises Damaged."""
    found: dict[str, Value] = {}
    names: list[str] = []
    order = "<" if content[:4] and 0 <= struct.unpack("<i", content[:4].ljust(4, b"\0"))[0] < 5000 else ">"
    at = 0
    while at < len(content):
        if len(content) - at < _HEADER:
            raise Damaged("an end in the middle" if names else _NOT_ONE)
        kind, rows, columns, is_complex, length = struct.unpack_from(f"{order}5i", content, at)
        thousands, kind = divmod(kind, 1000)
        type_, form = divmod(kind, 10)
        if thousands not in (0, 1) or type_ >= len(_TYPES) or form > _SPARSE or not 0 < length <= _LONGEST_NAME:
            raise Damaged("no variable where one begins" if names else _NOT_ONE)
        dtype = np.dtype(order + _TYPES[type_])
        begin = at + _HEADER + length
        size = rows * columns * dtype.itemsize * (2 if is_complex else 1)
        if min(rows, columns) < 0 or size > len(content) - begin:
            raise Damaged(f"an array of {rows} x {columns} in {max(len(content) - begin, 0):,} bytes")
        name = content[at + _HEADER : begin].partition(b"\0")[0].decode("latin-1")
        names.append(name)
        if name in found:
            raise Damaged(f"{name[:40]} twice")
        if name in wanted:
            if size > MAX_VARIABLE_BYTES:
                raise Damaged(f"a variable of {size:,} bytes")
            array = np.frombuffer(content, dtype, rows * columns, begin).reshape((rows, columns), order="F")
            found[name] = _value(array, form, bool(is_complex))
        at = begin + size
    return found, names


def _value(array: NDArray[Any], form: int, is_complex: bool) -> Value:
    if form == _SPARSE:
        return Unread("a sparse array")
    if is_complex:
        return Unread("an array of complex numbers")
    if form == _TEXT and array.size > MAX_SIGNS:
        return Unread("a long text")
    if form == _TEXT:
        return Text(tuple("".join(chr(int(sign) & 0xFF) for sign in row) for row in array))
    return array.astype(array.dtype.newbyteorder("="))
