"""HDF5, which its library reads in a process apart: a damaged byte can end it, and a file can ask for any memory."""

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from numpy.typing import NDArray

from .apart import Unreadable, apart
from .arrays import MAX_ARRAY_BYTES, by
from .regular import MAX_BYTES, Kind, opened


def read_h5(path: Path, key: str, expected: str, raises: Kind) -> NDArray[Any]:
    """The numbers of the dataset `key` in the HDF5 file `path`. Raises `raises`, naming what was `expected`."""
    with opened(path, expected, raises, MAX_BYTES) as file:
        state = os.fstat(file.fileno())
        try:
            place = str(path.absolute()), (state.st_dev, state.st_ino)
            found: NDArray[Any] = apart(f"{__name__}:numbers_in", *place, key, size=state.st_size)
        except Unreadable as error:
            raise raises(f"{path} cannot be read: {expected}, found {error}.") from error
    return found


def numbers_in(path: str, which: tuple[int, int], key: str) -> NDArray[Any]:
    """The numbers of the dataset `key` in the file `path`, if it is still the one that was looked at.

    To be called apart. Raises Unreadable, and what h5py raises.
    """
    with opened_again(path, which) as file, hdf5(file) as content:
        return numbers_of(dataset_of(content, key))


@contextmanager
def opened_again(path: str, which: tuple[int, int]) -> Iterator[IO[bytes]]:
    """The file `path`, if it is still the device and node `which` that was looked at. Raises Unreadable, OSError."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(number, "rb") as file:
        state = os.fstat(file.fileno())
        if (state.st_dev, state.st_ino) != which:
            raise Unreadable("another file than a moment ago")
        yield file


def hdf5(file: IO[bytes]) -> Any:
    """The open HDF5 file in `file`, to be read apart. Raises OSError."""
    import h5py

    return h5py.File(file, "r")


def dataset_of(group: Any, key: str) -> Any:
    """What lies under `key` in the file itself. Raises Unreadable."""
    import h5py

    if key not in group or not isinstance(group.get(key, getlink=True), h5py.HardLink):
        raise Unreadable(f"no key {key}")  # a link to another file is none of this one
    return group[key]


def numbers_of(dataset: Any, limit: int = MAX_ARRAY_BYTES) -> NDArray[Any]:
    """The numbers of an open HDF5 dataset, of at most `limit` bytes. Raises Unreadable for others; OSError."""
    import h5py
    import numpy as np

    if not isinstance(dataset, h5py.Dataset):
        raise Unreadable("a folder in place of numbers")
    if dataset.dtype.kind not in "fiub" or dataset.shape is None:
        raise Unreadable(f"a dataset of {str(dataset.dtype)[:40]}")
    if dataset.external is not None or dataset.is_virtual:
        raise Unreadable("a dataset whose numbers lie in another file")
    if math.prod(dataset.shape) * dataset.dtype.itemsize > limit:
        raise Unreadable(f"a dataset of {by(dataset.shape)}")
    return np.asarray(dataset[()])
