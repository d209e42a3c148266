"""The only file that names a device."""

import contextlib
import logging
import math
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import torch
from torch import nn

from .. import distributed
from ..errors import EngineError
from ..metrics.stealth import load_similarity
from ..reading.quiet import ignoring

if TYPE_CHECKING:
    from lightning_fabric import Fabric


Precision = Literal["auto", "32", "bf16"]


def fabric_for(precision: Precision) -> "Fabric":
    """Fabric on the best device of this machine, in bf16 autocast where that pays; one of a group after `join`."""
    wants_bf16 = bf16_pays() if precision == "auto" else precision == "bf16"
    return _fabric("bf16-mixed" if wants_bf16 else "32-true", _joined)


def place(network: nn.Module) -> None:
    """Move `network` to where training would put it, without Fabric: its import takes 2 s of CPU, this takes none."""
    if torch.backends.mps.is_available():
        network.to("mps")
    elif torch.cuda.is_available():
        network.to(torch.device("cuda", torch.cuda.current_device()))  # of a group, what `join` gave this process
    else:
        network.to("cpu")


_joined: distributed.Launched | None = None
"""The group that this process trains in: what never joined works alone, whatever launcher began it."""


def join() -> None:
    """Join the processes that torchrun, `fabric run` or srun started together with this one; alone: nothing.

    Raises EngineError where they cannot meet.
    """
    global _joined
    group = distributed.launched()
    if group is None:
        return
    if group.launcher == "srun":  # what Fabric asks for, whichever options it was that said so
        os.environ.setdefault("SLURM_NTASKS_PER_NODE", str(group.per_machine))
    try:
        fabric = _fabric("32-true", group)
    except (RuntimeError, ValueError, OSError) as error:
        why = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise EngineError(f"The {group.size} processes that {group.launcher} started cannot meet: {why}.") from error
    _joined = group
    distributed.init(fabric.global_rank, fabric.world_size)


def _fabric(precision: Literal["32-true", "bf16-mixed"], group: distributed.Launched | None) -> "Fabric":
    load_similarity()  # before fabric does, whatever another thread loads
    from lightning_fabric import Fabric  # its import takes 3 s, which a window that opens a recipe should not wait for
    from lightning_fabric.plugins.environments.lightning import LightningEnvironment
    from lightning_fabric.plugins.environments.slurm import SLURMEnvironment
    from lightning_fabric.plugins.environments.torchelastic import TorchElasticEnvironment

    with _quiet():
        if group is None:
            return Fabric(accelerator="auto", devices=1, precision=precision, plugins=[LightningEnvironment()])
        how = SLURMEnvironment() if group.launcher == "srun" else TorchElasticEnvironment()
        fabric = Fabric(
            accelerator="auto", strategy="ddp", devices=group.per_machine, num_nodes=group.machines,
            precision=precision, plugins=[how],
        )  # fmt: skip
        fabric.launch()
        return fabric


def is_cuda() -> bool:
    """Whether work is done on a CUDA device; optimizers then take one fused kernel a step."""
    return torch.cuda.is_available()


def peak_memory_mb() -> float:
    """The most memory in use so far: of the CUDA device, or of this process."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / 2**20
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if platform.system() == "Darwin" else most / 2**10


def forget_peak() -> None:
    """From here on `peak_memory_mb` is of what comes; on a CPU it stays that of the whole process."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()


def wait() -> None:
    """Return when the device has done all that it was asked."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


@contextlib.contextmanager
def watched() -> Iterator[Callable[[], float | None]]:
    """Watch the CUDA device; afterwards, the share of the time in which it had nothing to do; None on a CPU."""
    if not torch.cuda.is_available():
        yield lambda: None
        return
    from torch.profiler import ProfilerActivity, profile  # its kernels alone: to watch calls of Python slows them down

    wait()
    with profile(activities=[ProfilerActivity.CUDA]) as watch:
        began = time.perf_counter()
        found: list[float] = []
        yield lambda: found[0]
        wait()
        seconds = time.perf_counter() - began
    seen = [each for each in watch.events() or () if each.device_type.name == "CUDA"]
    spans = [(each.time_range.start, each.time_range.end) for each in seen]
    found.append(idle_share(spans, 1e6 * seconds))


def idle_share(spans: Iterable[tuple[float, float]], whole: float) -> float:
    """The share of `whole` in which none of the `spans` (start, end) lies; they may overlap.

    >>> idle_share([(4, 6), (0, 2), (1, 3)], 10)
    0.5
    """
    busy, until = 0.0, float("-inf")
    for start, end in sorted(spans):
        busy += max(0.0, end - max(start, until))
        until = max(until, end)
    return 1 - busy / whole


def bf16_pays() -> bool:
    """Whether this device multiplies bf16 matrices in hardware.

    A CPU with AMX is 4 to 5 times faster so, one with AVX-512 BF16 alone about twice (measured: 24 against 53 ms a step
    of 16 images of 160 x 208 through the light counter, two cores of an AMD EPYC).
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())


def describe(threads: int | None = None) -> str:
    """The device in words, such as "CPU x86_64, 2 threads, bf16 units"; with `threads`, of work on so many."""
    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name()} (CUDA {torch.version.cuda})"
    units = ", bf16 units" if bf16_pays() else ""
    number = threads or torch.get_num_threads()
    return f"CPU {platform.machine()}, {number} {'thread' if number == 1 else 'threads'}{units}"


def numerics() -> dict[str, str | int | bool]:
    """What the last bits of a result depend on beside recipe and data, as part of the key of a stage.

    Versions of the libraries that compute, the device, and on a CPU its instruction set and the number of threads,
    which changes the order of sums.
    """
    found: dict[str, str | int | bool] = {**_libraries(), "bf16": bf16_pays()}
    if torch.cuda.is_available():
        return found | {"device": torch.cuda.get_device_name(), "cuda": str(torch.version.cuda)}
    cpu = f"CPU {platform.machine()} {torch.backends.cpu.get_cpu_capability()}"
    return found | {"device": cpu, "threads": torch.get_num_threads()}


@cache
def _libraries() -> dict[str, str]:
    """Asked before and after every stage; to read what an installed package says of itself takes 9 ms."""
    named = ("torch", "numpy", "scipy", "opencv-python-headless", "pillow", "torchmetrics")
    return {name: version(name) for name in named}


def gpus() -> int:
    """The CUDA devices of this machine."""
    return torch.cuda.device_count() if torch.cuda.is_available() else 0


def free_memory_mb() -> float:
    """The memory that new work can take on this machine; infinite where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 2**10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return math.inf


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
        with ignoring(Warning):
            yield
    finally:
        log.setLevel(level)
