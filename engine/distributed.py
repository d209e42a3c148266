"""Several processes that carry out one recipe together: how many there are, and which of them this is.

All of them carry out the whole recipe, each in a folder of its own; they meet where they train, and agree on what the
first of them, the only one whose folder is kept, remembers. The group itself is made by `training.devices.join`.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from .errors import EngineError

T = TypeVar("T")


@dataclass(frozen=True)
class Launched:
    """What a launcher says of this process: its number from 0, processes on each machine, and machines."""

    launcher: str
    rank: int
    per_machine: int
    machines: int

    @property
    def size(self) -> int:
        """Processes in all."""
        return self.per_machine * self.machines

    def not_together(self, what: str) -> str:
        """The sentence on `what` several processes cannot do together."""
        return (
            f"{self.launcher} started {self.size} processes of this command, and together they train for `miscount "
            f"run` with --engine serial alone, not for {what}: start it without {self.launcher}, as one process, with "
            "--engine local for all GPUs of this machine, or --engine ray for a cluster."
        )


def launched(variables: Mapping[str, str] = os.environ) -> Launched | None:
    """The processes that torchrun, `fabric run` or srun started together with this one; None where it is alone.

    A batch script of Slurm is one process, whatever was asked for: srun in it starts as many as it says. Raises
    EngineError where Slurm put another number of them on each machine.

    >>> launched({"TORCHELASTIC_RUN_ID": "x", "RANK": "3", "WORLD_SIZE": "4", "LOCAL_WORLD_SIZE": "2"})
    Launched(launcher='torchrun', rank=3, per_machine=2, machines=2)
    >>> launched({"SLURM_PROCID": "0", "SLURM_NTASKS": "4", "SLURM_NNODES": "2"}) is None
    True
    """
    if "TORCHELASTIC_RUN_ID" in variables:
        size, local = int(variables["WORLD_SIZE"]), int(variables["LOCAL_WORLD_SIZE"])
        return Launched("torchrun", int(variables["RANK"]), local, size // local) if size > 1 else None
    size = int(variables.get("SLURM_NTASKS", "1"))
    if size == 1 or not {"SLURM_STEP_ID", "SLURM_STEPID"} & variables.keys():
        return None
    machines = int(variables["SLURM_NNODES"])
    spread = variables.get("SLURM_STEP_TASKS_PER_NODE", variables.get("SLURM_TASKS_PER_NODE", ""))
    if size % machines or len({re.sub(r"\(x\d+\)", "", part) for part in spread.split(",")}) > 1:
        raise EngineError(
            f"srun started {size} processes on {machines} machines, not as many on each: say how many a machine with "
            "--ntasks-per-node, one for each GPU."
        )
    return Launched("srun", int(variables["SLURM_PROCID"]), size // machines, machines)


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
