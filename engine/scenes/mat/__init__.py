"""MATLAB's `.mat` files of versions 4, 5 to 7 and 7.3, as data: what a file declares is compared with what it holds.

Our own, since SciPy's reader can die or take gigabytes over one damaged byte. What is not data (objects, functions)
is named and not read.
"""

from collections.abc import Collection
from typing import TypeAlias

from . import mat4, mat5, mat73
from .values import Cell, Damaged, Struct, Text, Unread, Value

Variables: TypeAlias = dict[str, Value]

__all__ = ["Cell", "Damaged", "Struct", "Text", "Unread", "Value", "Variables", "variables"]


def variables(content: bytes, wanted: Collection[str]) -> tuple[Variables, list[str]]:
    """The `wanted` variables of the file with these bytes, and the names of all. Raises Damaged."""
    if not content:
        raise Damaged("an empty file")
    if mat73.is_hdf5(content):
        return mat73.read(content, wanted)
    if len(content) >= 128 and content[126:128] in mat5.ORDERS:
        return mat5.read(content, wanted)
    return mat4.read(content, wanted)
