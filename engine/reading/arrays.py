"""Arrays of numbers in `.npy`, of which the declared size is compared with the file before room is made."""

import math
import tokenize
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from .quiet import ignoring
from .regular import Kind, opened

MAX_ARRAY_BYTES = 1024 * 2**20
"""The most of an array that is read; the map of the largest picture that is opened takes 800 million bytes."""

_FAULTS = (
    ValueError, TypeError, LookupError, AttributeError, SyntaxError, ArithmeticError, EOFError, RecursionError,
    MemoryError, RuntimeError, tokenize.TokenError,
)  # fmt: skip
"""What NumPy's readers raise of damaged bytes."""


def read_npy(path: Path, expected: str, raises: Kind) -> NDArray[Any]:
    """The numbers in the `.npy` file `path`, as they are stored; nothing is unpickled.

    Raises `raises`, naming what was `expected`.
    """
    with opened(path, expected, raises) as file:
        try:
            with ignoring(UserWarning):  # of headers that Python 2 wrote, or that look so
                return _read_npy(file)
        except _FAULTS as error:
            raise raises(f"{path} cannot be read: {expected}, found {_why(error)}.") from error


def _read_npy(file: IO[bytes]) -> NDArray[Any]:
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    version = npy.read_magic(file)
    if version not in readers:
        raise ValueError(f"an array of version {'.'.join(map(str, version))}")
    shape, by_columns, dtype = readers[version](file)
    num, size = math.prod(shape), dtype.itemsize
    start = file.tell()
    held = file.seek(0, 2) - start
    file.seek(start)
    if dtype.kind not in "fiub":
        raise ValueError(f"an array of {str(dtype)[:40]}")
    if min(shape, default=0) < 0 or num * size > min(held, MAX_ARRAY_BYTES):
        raise ValueError(f"an array of {by(shape)} in {held:,} bytes")
    array: NDArray[Any] = np.fromfile(file, dtype, num)
    return array.reshape(shape[::-1]).transpose() if by_columns else array.reshape(shape)


def by(shape: tuple[int, ...]) -> str:
    """The sides of an array in words, however large they are."""
    return " x ".join(str(side) if side < 10**12 else "many" for side in shape[:6]) or "one number"


def _why(error: Exception) -> str:
    """What a fault of a library says, where it is said in words for people: ours are."""
    own = isinstance(error, ValueError) and str(error).startswith("an array")
    return str(error) if own else "a damaged file or something else"
