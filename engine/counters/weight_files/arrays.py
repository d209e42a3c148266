"""Archives of NumPy arrays by parameter name (.npz); objects, which would be pickles, are never read."""

import math
import re
import zipfile

import numpy as np
import torch
from torch import Tensor

from .limits import DamagedError, RefusedError, shown

_HEADER = re.compile(
    r"\{'descr': '([<>|=]?(?:b1|\?|[iu][1248]|f[248]))', 'fortran_order': (True|False), "
    r"'shape': \(((?:\d{1,15}, ?)*\d{0,15})\), ?\}\s*"
)
"""What numpy.save writes before the numbers of an array without objects or fields; no Python is evaluated."""

_MOST_HEADER_BYTES = 10_000


def tensors(archive: zipfile.ZipFile) -> dict[str, Tensor]:
    """Every array of the archive, by its name. Raises DamagedError, RefusedError, zipfile.BadZipFile."""
    return {
        entry.filename.removesuffix(".npy"): _tensor(archive.read(entry), entry.filename)
        for entry in archive.infolist()
    }


def _tensor(content: bytes, name: str) -> Tensor:
    if not content.startswith(b"\x93NUMPY") or content[6:7] not in (b"\x01", b"\x02", b"\x03"):
        raise DamagedError(f"{shown(name)} that is no NumPy array")
    start = 10 if content[6] == 1 else 12
    length = int.from_bytes(content[8:start], "little")
    if length > _MOST_HEADER_BYTES:
        raise DamagedError(f"a header of {length:,} bytes in {shown(name)}")
    header = content[start : start + length].decode("latin1")
    said = _HEADER.fullmatch(header)
    if said is None:
        if re.search(r"'descr': (\[|'\|?O)", header):
            raise RefusedError(f"Python objects in {shown(name)}, which are never read: save arrays by parameter name")
        raise DamagedError(f"{shown(name)} whose header is no array's")
    kind, shape = np.dtype(said[1]), tuple(int(side) for side in said[3].replace(" ", "").split(",") if side)
    numbers = memoryview(content)[start + length :]
    if len(numbers) != math.prod(shape) * kind.itemsize or len(shape) > 16:
        raise DamagedError(f"{len(numbers):,} bytes in {shown(name)} where its shape wants others")
    array = np.frombuffer(numbers, kind).reshape(shape, order="F" if said[2] == "True" else "C")
    return torch.from_numpy(np.array(array, dtype=kind.newbyteorder("="), order="C"))
