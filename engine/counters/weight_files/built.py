"""What a pickle of weights describes, made of the numbers that lie in its file; no unpickler ever sees one."""

import argparse
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from .allowed import Layout, Named, NumpyArray, NumpyType, Settings, Storage
from .limits import DamagedError

Numbers = Callable[[Storage], bytearray]
"""The bytes of a storage, as the file holds them."""


def built(described: object, numbers: Numbers) -> Any:
    """The values that `described` stands for; tensors share the memory that they share in the file.

    Raises DamagedError, what `numbers` raises, RecursionError for what is nested without end.
    """
    return _Builder(numbers).value(described)


class _Builder:
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._storages: dict[str, Tensor] = {}
        self._made: dict[int, Any] = {}
        """By where its description is: a pickle can hold one value at a thousand places, and a list in itself."""

    def value(self, said: Any) -> Any:
        kind = type(said)
        if kind is Layout:
            return self._storage(said.storage).as_strided(said.size, said.stride, said.offset)
        if kind in (dict, list, tuple, Settings):
            if id(said) not in self._made:
                self._fill(said)
            return self._made[id(said)]
        if kind is NumpyArray:
            return said.values
        if kind in (Named, NumpyType):
            return said.name
        return said

    def _fill(self, said: Any) -> None:
        match said:
            case dict():
                mapping = self._made[id(said)] = {}
                mapping.update((key, self.value(each)) for key, each in said.items())
            case list():
                items = self._made[id(said)] = []
                items.extend(map(self.value, said))
            case tuple():
                self._made[id(said)] = tuple(map(self.value, said))
            case Settings():
                settings = self._made[id(said)] = argparse.Namespace()
                vars(settings).update((name, self.value(each)) for name, each in said.values.items())

    def _storage(self, storage: Storage) -> Tensor:
        if storage.key not in self._storages:
            self._storages[storage.key] = tensor_of(self._numbers(storage), storage)
        return self._storages[storage.key]


def tensor_of(content: bytearray, storage: Storage) -> Tensor:
    """All numbers of a storage in a row. Raises DamagedError where they are more than there are."""
    if len(content) < storage.nbytes:
        raise DamagedError(f"{storage.nbytes:,} bytes of numbers declared where {len(content):,} lie")
    if not storage.count:
        return torch.empty(0, dtype=storage.dtype)
    return torch.frombuffer(content, dtype=storage.dtype, count=storage.count)
