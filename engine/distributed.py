"""Several processes that carry out one recipe together: how many there are, and which of them this is.

All of them carry out the whole recipe, each in a folder of its own; they meet where they train, and agree on what the
first of them, the only one whose folder is kept, remembers. The group itself is made by `training.devices.join`.
"""

from typing import Any, TypeVar

T = TypeVar("T")

_rank, _size = 0, 1


def init(rank: int, size: int) -> None:
    """Say which process this is, once, after the group was made."""
    global _rank, _size
    _rank, _size = rank, size


def rank() -> int:
    """The number of this process, from 0."""
    return _rank


def size() -> int:
    """How many processes there are; 1 without a group."""
    return _size


def broadcast(value: T) -> T:
    """The first process's `value`, in all of them; for picklable values of our own processes only."""
    if _size == 1:
        return value
    import torch.distributed as dist

    holder: list[Any] = [value]
    dist.broadcast_object_list(holder, src=0)
    first: T = holder[0]
    return first


def all_reduce(value: float) -> float:
    """The sum of every process's `value`, in all of them."""
    if _size == 1:
        return value
    import torch
    import torch.distributed as dist

    from_all: list[Any] = [None] * _size
    dist.all_gather_object(from_all, value)
    return float(torch.tensor(from_all, dtype=torch.float64).sum())
