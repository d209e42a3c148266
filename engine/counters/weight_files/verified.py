"""Whether torch built what the file holds: its reader looks at no checksums, and may understand a directory otherwise.

One flipped bit that calls a record a folder, for example, gives weights of whatever lay in memory.
"""

import argparse
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from .allowed import Layout, Settings, Storage
from .limits import DamagedError


def check_built(described: object, built: object, checksum: Callable[[Storage], int]) -> None:
    """Compare every tensor in `built` with its description, and its numbers with their CRC-32 in the file.

    Raises DamagedError.
    """
    checked: set[str] = set()
    for layout, tensor in _tensors(described, built):
        storage = layout.storage
        here = (tensor.dtype, tuple(tensor.shape), tensor.stride(), tensor.storage_offset())
        if here != (storage.dtype, layout.size, layout.stride, layout.offset):
            raise DamagedError("tensors of other shapes than it declares")
        if storage.key not in checked:
            checked.add(storage.key)
            numbers = tensor.untyped_storage()
            if numbers.nbytes() != storage.nbytes or crc_of(numbers) != checksum(storage):
                raise DamagedError("other numbers than those that were saved")


def crc_of(numbers: torch.UntypedStorage) -> int:
    """The CRC-32 of what lies in memory."""
    return zlib.crc32(torch.empty(0, dtype=torch.uint8).set_(numbers).numpy().data)


def _tensors(described: object, built: object) -> Iterator[tuple[Layout, Tensor]]:
    """Each tensor of the one beside that of the other."""
    open_pairs, seen = [(described, built)], set[int]()
    while open_pairs:
        said, made = open_pairs.pop()
        if type(said) is Layout:
            if not isinstance(made, Tensor):
                raise DamagedError("something else than the tensors that it declares")
            yield said, made.detach()
        elif id(said) not in seen:
            seen.add(id(said))
            open_pairs += _parts(said, made)


def _parts(said: Any, made: Any) -> list[tuple[object, object]]:
    if type(said) is Settings:
        said, made = said.values, vars(made) if isinstance(made, argparse.Namespace) else None
    if type(said) is dict and isinstance(made, Mapping) and said.keys() == made.keys():
        return [(value, made[key]) for key, value in said.items()]
    if type(said) in (list, tuple) and isinstance(made, list | tuple) and len(said) == len(made):
        return list(zip(said, made, strict=True))
    if type(said) in (dict, list, tuple):
        raise DamagedError("something else than it declares")
    return []
