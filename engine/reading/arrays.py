"""Arrays of numbers in `.npy` and HDF5, of which the declared size is compared with the file before room is made."""

import math
import tokenize
import warnings
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ..errors import EngineError
from .regular import Kind, opened

MAX_ARRAY_BYTES = 1024 * 2**20
"""The most of an array that is read; the map of the largest picture that is opened takes 800 million bytes."""

_FAULTS = (
    ValueError, TypeError, LookupError, AttributeError, SyntaxError, ArithmeticError, EOFError, RecursionError,
    MemoryError, RuntimeError, tokenize.TokenError,
)  # fmt: skip
"""What NumPy's and h5py's readers raise of damaged bytes."""


def read_npy(path: Path, expected: str, raises: Kind) -> NDArray[Any]:
    """The numbers in the `.npy` file `path`, as they are stored; nothing is unpickled.

    Raises `raises`, naming what was `expected`.
    """
    with opened(path, expected, raises) as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # of headers that Python 2 wrote, or that look so
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
        raise ValueError(f"an array of {_by(shape)} in {held:,} bytes")
    array: NDArray[Any] = np.fromfile(file, dtype, num)
    return array.reshape(shape[::-1]).transpose() if by_columns else array.reshape(shape)


def read_h5(path: Path, key: str, expected: str, raises: Kind) -> NDArray[Any]:
    """The numbers of the dataset `key` in the HDF5 file `path`. Raises `raises`, naming what was `expected`."""
    import h5py

    with opened(path, expected, raises) as file:
        try:
            with h5py.File(file, "r") as content:
                return numbers_of(_dataset(content, key))
        except EngineError:
            raise
        except (OSError, *_FAULTS) as error:
            raise raises(f"{path} cannot be read: {expected}, found {_why(error)}.") from error


def _dataset(content: Any, key: str) -> Any:
    import h5py

    if key not in content or not isinstance(content.get(key, getlink=True), h5py.HardLink):
        raise ValueError(f"no key {key}")  # a link to another file is none of this one
    found = content[key]
    if not isinstance(found, h5py.Dataset):
        raise ValueError(f"a folder as {key}")
    return found


def numbers_of(dataset: Any, limit: int = MAX_ARRAY_BYTES) -> NDArray[Any]:
    """The numbers of an open HDF5 dataset, of at most `limit` bytes. Raises ValueError for others; OSError."""
    if dataset.dtype.kind not in "fiub" or dataset.shape is None:
        raise ValueError(f"a dataset of {str(dataset.dtype)[:40]}")
    if dataset.external is not None or dataset.is_virtual:
        raise ValueError("a dataset whose numbers lie in another file")
    if math.prod(dataset.shape) * dataset.dtype.itemsize > limit:
        raise ValueError(f"a dataset of {_by(dataset.shape)}")
    return np.asarray(dataset[()])


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(str(side) if side < 10**12 else "many" for side in shape[:6]) or "one number"


def _why(error: Exception) -> str:
    """What a fault of a library says, where it is said in words for people: ours are."""
    own = isinstance(error, ValueError) and str(error).startswith(("an array", "a dataset", "a folder", "no key"))
    return str(error) if own else "a damaged file or something else"
