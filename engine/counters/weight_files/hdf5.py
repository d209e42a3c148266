"""Arrays by parameter name in HDF5, as the code around MCNN saves networks; read in a process apart."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import torch
from numpy.typing import NDArray
from torch import Tensor

from ...reading.apart import Unreadable, apart
from ...reading.hdf5 import hdf5, numbers_of, opened_again
from .limits import DamagedError, most_unpacked

MOST_ENTRIES = 10_000
"""Groups and arrays; the largest counter has 400."""

SEPARATOR = "."


def tensors(path: Path, file: BinaryIO, size: int) -> dict[str, Tensor]:
    """Every array of the file, by its name; groups become parts of names. Raises DamagedError."""
    state = os.fstat(file.fileno())
    place = str(path.absolute()), (state.st_dev, state.st_ino)
    try:
        found: dict[str, NDArray[Any]] = apart(f"{__name__}:arrays_in", *place, most_unpacked(size), size=size)
    except Unreadable as error:
        raise DamagedError(str(error)) from error
    return {name: torch.from_numpy(array) for name, array in found.items()}


def arrays_in(path: str, which: tuple[int, int], room: int) -> dict[str, NDArray[Any]]:
    """The arrays, of at most `room` bytes together; to be called apart. Raises Unreadable, and what h5py raises."""
    with opened_again(path, which) as file, hdf5(file) as content:
        found: dict[str, NDArray[Any]] = {}
        for name, dataset in _datasets(content):
            array = numbers_of(dataset, room)
            room -= array.nbytes
            found[name] = array.astype(array.dtype.newbyteorder("="), copy=False)
        return found


def _datasets(content: Any) -> Iterator[tuple[str, Any]]:
    """Arrays of the file itself with their names; links to elsewhere are none."""
    import h5py

    waiting, seen = [("", content)], 0
    while waiting:
        before, group = waiting.pop()
        for key in group:
            seen += 1
            if seen > MOST_ENTRIES:
                raise Unreadable(f"more than {MOST_ENTRIES:,} entries")
            if not isinstance(group.get(key, getlink=True), h5py.HardLink):
                continue
            name = f"{before}{SEPARATOR}{key}".removeprefix(SEPARATOR)
            if isinstance(group[key], h5py.Group):
                waiting.append((name, group[key]))
            else:
                yield name, group[key]
