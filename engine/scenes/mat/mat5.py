"""Version 5, which `save -v6` and `-v7` write too: tagged elements, each alone or deflated.

Source: MathWorks, "MAT-File Format", version 5. Every size is compared with the bytes that are there before room is
made for anything, so that a file can cost no more than it weighs, inflated.
"""

import math
import struct
import zlib
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .values import MAX_DEPTH, MAX_PARTS, MAX_VARIABLE_BYTES, Cell, Damaged, Struct, Text, Unread, Value

ORDERS = {b"IM": "<", b"MI": ">"}
"""How the header spells the order of bytes."""

_HEADER = 128
_MATRIX, _COMPRESSED = 14, 15
_TYPES = {
    1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8",
    16: "u1", 17: "u2", 18: "u4",
}  # fmt: skip
"""Of an element, by its type; the last three are text in UTF."""
_ENCODINGS = {1: "latin-1", 2: "latin-1", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
_CELL, _STRUCT, _TEXT = 1, 2, 4
_CLASSES = {
    6: "f8", 7: "f4", 8: "i1", 9: "u1", 10: "i2", 11: "u2", 12: "i4", 13: "u4", 14: "i8", 15: "u8",
}  # fmt: skip
"""What MATLAB shows of an array, by its class; whole numbers are often stored as smaller types."""
_UNREAD = {3: "an object", 5: "a sparse array", 16: "a function", 17: "an object"}
_OPAQUE = 17
_LONGEST_NAME = 1024


def read(content: bytes, wanted: Collection[str]) -> tuple[dict[str, Value], list[str]]:
    """The `wanted` variables, and the names of all. Raises Damaged."""
    order = ORDERS[content[126:128]]
    found: dict[str, Value] = {}
    names = []
    for kind, body in _elements(content, order):
        head = _inflated_head(body, order) if kind == _COMPRESSED else body
        name = _Matrix(head, order).name
        if name:  # a file with functions keeps their workspace under none
            names.append(name)
        if name in found:
            raise Damaged(f"{name[:40]} twice")
        if name in wanted:
            whole = _inflated(body, order) if kind == _COMPRESSED else body
            if len(whole) > MAX_VARIABLE_BYTES:
                raise Damaged(f"a variable of {len(whole):,} bytes")
            found[name] = _Matrix(whole, order).value(_Budget(), 0)
    return found, names


def _elements(content: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """(type, bytes) of every element after the header."""
    at = _HEADER
    while at < len(content):
        if len(content) - at < 8:
            raise Damaged("an end in the middle")
        kind, size = struct.unpack_from(f"{order}II", content, at)
        if kind not in (_MATRIX, _COMPRESSED) or size > len(content) - at - 8:
            raise Damaged("an end in the middle" if kind in (_MATRIX, _COMPRESSED) else "no variable where one begins")
        yield kind, content[at + 8 : at + 8 + size]
        at += 8 + size


def _inflated_head(body: bytes, order: str) -> bytes:
    """The beginning of a deflated variable, with its name."""
    try:
        return _without_tag(zlib.decompressobj().decompress(body, 2 * _LONGEST_NAME), order)[0]
    except zlib.error as error:
        raise Damaged("a part that cannot be inflated") from error


def _inflated(body: bytes, order: str) -> bytes:
    """A deflated variable, of which the size that it declares bounds what is inflated."""
    inflate = zlib.decompressobj()
    try:
        start = inflate.decompress(body, 8)
        size = _without_tag(start, order)[1]
        if size > MAX_VARIABLE_BYTES:
            raise Damaged(f"a variable of {size:,} bytes")
        rest = inflate.decompress(inflate.unconsumed_tail, size + 1)  # one more, so that its checksum is looked at
    except zlib.error as error:
        raise Damaged("a part that cannot be inflated") from error
    if len(rest) != size or not inflate.eof:
        raise Damaged("another size than it declares")
    return rest


def _without_tag(element: bytes, order: str) -> tuple[bytes, int]:
    """What follows the tag of an inflated element, as far as it is there, and the size that the tag declares."""
    if len(element) < 8:
        raise Damaged("an end in the middle")
    kind, size = struct.unpack_from(f"{order}II", element, 0)
    if kind != _MATRIX:
        raise Damaged("no variable where one begins")
    return element[8:], size


class _Budget:
    """How many arrays a variable may still have."""

    def __init__(self) -> None:
        self.left = MAX_PARTS

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Damaged(f"more than {MAX_PARTS:,} parts")


class _Matrix:
    """One variable, or a part of one: its head is read at once, its value when it is asked for."""

    def __init__(self, content: bytes, order: str) -> None:
        self._content, self._order, self._at = content, order, 0
        self.shape: tuple[int, ...] = (0, 0)
        self.name = ""
        self._class = 6
        self._complex = False
        if not content:  # an element of no bytes is an empty array
            return
        kind, flags = self._element()
        if kind != 6 or len(flags) != 8:
            raise Damaged("a variable without a class")
        word = struct.unpack_from(f"{order}I", flags)[0]
        self._class, self._complex = word & 0xFF, bool(word & 0x800)
        if self._class != _OPAQUE:  # an opaque one has no dimensions
            self.shape = self._dimensions()
        kind, name = self._element()
        if kind not in (1, 2, 16) or len(name) > _LONGEST_NAME:
            raise Damaged("a variable without a name")
        self.name = name.decode("latin-1")

    def value(self, budget: _Budget, depth: int) -> Value:
        """What it holds."""
        budget.take()
        if depth > MAX_DEPTH:
            raise Damaged(f"more than {MAX_DEPTH} cells in one another")
        if not self._content:
            return np.empty((0, 0))
        if self._class in _CLASSES:
            return self._numbers()
        if self._class == _TEXT:
            return self._text()
        if self._class == _CELL:
            return Cell(self.shape, tuple(self._parts(math.prod(self.shape), budget, depth)))
        if self._class == _STRUCT:
            return self._struct(budget, depth)
        if self._class in _UNREAD:
            return Unread(_UNREAD[self._class])
        raise Damaged(f"a variable of class {self._class}")

    # ---- parts

    def _numbers(self) -> NDArray[Any]:
        real = self._array()
        if not self._complex:
            return real.astype(_CLASSES[self._class]).reshape(self.shape, order="F")
        both = real.astype(np.complex128)
        both.imag = self._array()
        return both.reshape(self.shape, order="F")

    def _array(self) -> NDArray[Any]:
        kind, content = self._element()
        if kind not in _TYPES:
            raise Damaged("an array of no type")
        dtype = np.dtype(self._order + _TYPES[kind])
        if math.prod(self.shape) * dtype.itemsize != len(content):
            raise Damaged(f"an array of {' x '.join(map(str, self.shape[:4]))} in {len(content):,} bytes")
        return np.frombuffer(content, dtype)

    def _text(self) -> Text:
        kind, content = self._element()
        if kind not in _ENCODINGS:
            raise Damaged("text of no encoding")
        encoding = _ENCODINGS[kind]
        if encoding in ("utf-16", "utf-32"):
            encoding += "-le" if self._order == "<" else "-be"
        text = content.decode(encoding, errors="replace")
        num_rows = self.shape[0]
        if num_rows <= 1:
            return Text((text,) if num_rows else ())
        if len(self.shape) != 2 or len(text) != math.prod(self.shape):
            raise Damaged("text of another size than it declares")
        return Text(tuple(text[row::num_rows] for row in range(num_rows)) if text else ())

    def _struct(self, budget: _Budget, depth: int) -> Struct:
        kind, content = self._element()
        if kind != 5 or len(content) != 4:
            raise Damaged("a struct without the length of its names")
        length = struct.unpack(f"{self._order}i", content)[0]
        kind, content = self._element()
        if kind not in (1, 2) or not 0 < length <= _LONGEST_NAME or len(content) % length:
            raise Damaged("a struct without names")
        pieces = (content[at : at + length] for at in range(0, len(content), length))
        names = [piece.partition(b"\0")[0].decode("latin-1") for piece in pieces]
        if len(set(names)) != len(names):
            raise Damaged("a struct with a name twice")
        if not names:
            return Struct(self.shape, {})
        values = list(self._parts(math.prod(self.shape) * len(names), budget, depth))
        return Struct(self.shape, {name: tuple(values[place :: len(names)]) for place, name in enumerate(names)})

    def _parts(self, num: int, budget: _Budget, depth: int) -> Iterator[Value]:
        if num * 8 > len(self._content) - self._at:
            raise Damaged(f"{num:,} parts in {len(self._content):,} bytes")
        for _ in range(num):
            kind, content = self._element()
            if kind != _MATRIX:
                raise Damaged("a part that is none")
            yield _Matrix(content, self._order).value(budget, depth + 1)

    # ---- elements

    def _dimensions(self) -> tuple[int, ...]:
        kind, content = self._element()
        if kind not in (5, 6) or len(content) % 4 or not 8 <= len(content) <= 128:
            raise Damaged("a variable without dimensions")
        shape = struct.unpack(f"{self._order}{len(content) // 4}i", content)
        if min(shape) < 0:
            raise Damaged("a negative dimension")
        return tuple(shape)

    def _element(self) -> tuple[int, bytes]:
        """(type, bytes) of the next element, which begins at a multiple of eight bytes."""
        content, at = self._content, self._at
        if len(content) - at < 8:
            raise Damaged("an end in the middle")
        kind, size = struct.unpack_from(f"{self._order}II", content, at)
        if kind >> 16:  # a small one: size, type and bytes in eight bytes
            kind, size, begin = kind & 0xFFFF, kind >> 16, at + 4
            if size > 4:
                raise Damaged("a small element that is none")
        else:
            begin = at + 8
        if size > len(content) - begin:
            raise Damaged("an end in the middle")
        self._at = min(begin + size + -(begin + size) % 8, len(content))
        return kind, content[begin : begin + size]
