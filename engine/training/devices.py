"""The only file that names a device."""

import contextlib
import os
import platform
import warnings
from collections.abc import Iterator
from typing import Literal

import torch
from lightning_fabric import Fabric


def fabric_for(precision: Literal["auto", "32", "bf16"]) -> Fabric:
    """Fabric on the best device of this machine, in bf16 autocast where that pays."""
    wants_bf16 = bf16_pays() if precision == "auto" else precision == "bf16"
    with _quiet():
        return Fabric(accelerator="auto", devices=1, precision="bf16-mixed" if wants_bf16 else "32-true")


def bf16_pays() -> bool:
    """Whether this device multiplies bf16 matrices in hardware; a CPU with AMX is 4 to 5 times faster so."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return bool(torch.cpu._is_amx_tile_supported())


def describe() -> str:
    """The device in words, such as "CPU, 2 threads, AMX"."""
    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name()} (CUDA {torch.version.cuda})"
    units = ", AMX" if bf16_pays() else ""
    return f"CPU {platform.machine()}, {torch.get_num_threads()} threads{units}"


def leave_a_core() -> None:
    """Keep one core for the window while training shares its process."""
    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    # Fabric suggests data loader workers and SLURM plugins that a single device does not need
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
