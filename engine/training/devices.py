"""The only file that names a device."""

import contextlib
import logging
import os
import platform
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import torch

if TYPE_CHECKING:
    from lightning_fabric import Fabric


def fabric_for(precision: Literal["auto", "32", "bf16"]) -> "Fabric":
    """Fabric on the best device of this machine, in bf16 autocast where that pays."""
    from lightning_fabric import Fabric  # its import takes 3 s, which a window that opens a recipe should not wait for

    wants_bf16 = bf16_pays() if precision == "auto" else precision == "bf16"
    with _quiet():
        return Fabric(accelerator="auto", devices=1, precision="bf16-mixed" if wants_bf16 else "32-true")


def bf16_pays() -> bool:
    """Whether this device multiplies bf16 matrices in hardware.

    A CPU with AMX is 4 to 5 times faster so, one with AVX-512 BF16 alone about twice (measured: 24 against 53 ms a step
    of 16 images of 160 x 208 through the light counter, two cores of an AMD EPYC).
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())


def describe() -> str:
    """The device in words, such as "CPU x86_64, 2 threads, bf16 units"."""
    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name()} (CUDA {torch.version.cuda})"
    units = ", bf16 units" if bf16_pays() else ""
    return f"CPU {platform.machine()}, {torch.get_num_threads()} threads{units}"


def leave_a_core() -> None:
    """Keep one core for the window while training shares its process."""
    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    # Fabric suggests data loader workers and SLURM plugins that a single device does not need, and announces bf16
    log = logging.getLogger("lightning_fabric")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)
