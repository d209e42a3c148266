"""What a GPU does with CSRNet on frames of ShanghaiTech's size, beside the bare loop that bounds it in the same run.

The bare loop has its batch on the device already, fetches no loss and saves nothing: what is missing to it is spent on
reading, augmenting, copying, waiting and writing. On a machine without a GPU the same code measures its processor.
"""

import contextlib
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from ..counters import Counter, build
from ..events import Event, Never, StepDone
from ..seeds import generator
from ..training import Fit, Sample, SampleDataset, Training, devices, fit
from .bench import Row


@dataclass(frozen=True)
class Workload:
    """How much is done: sized for two minutes on an H100 or H200, most of which is the published loop."""

    frame: tuple[int, int] = (768, 1024)
    batch: int = 16
    steps: int = 60
    warm: int = 10
    """Steps before the clock runs: kernels are chosen, and a network that is compiled is compiled."""
    traced: int = 10
    """Steps of which it is watched how long the device has nothing to do."""
    frames: int = 64
    width: float = 1.0
    """Of CSRNet's layers, smaller where only the way is tried."""

    @property
    def name(self) -> str:
        """What the rows are called."""
        return f"csrnet_{self.frame[0]}x{self.frame[1]}"

    def counter(self) -> Counter:
        """A new counter."""
        return build({"kind": "csrnet", "width": self.width}, seed=0)

    def samples(self) -> SampleDataset:
        """Different frames of noise, as uint8, with a target each."""
        cells = (self.frame[0] // 8, self.frame[1] // 8)

        def sample(name: str) -> Sample:
            image = generator(0, "bench gpu", name).integers(0, 256, (*self.frame, 3), dtype=np.uint8)
            return Sample(name, image, np.full(cells, 0.01, np.float32), 0.01 * cells[0] * cells[1])

        return SampleDataset([f"frame {number}" for number in range(self.frames)], sample)


def rows(at: Workload = Workload()) -> Iterator[Row]:
    """Every row: training, its memory and the device's idle share, asking, and how far bf16 is off."""
    samples = at.samples()
    list(samples)  # made before any clock runs
    bare = bare_training(at)
    for compiled in (False, True) if devices.is_cuda() else (False,):
        yield from _training(at, samples, compiled, bare)
    yield from _inference(at, [sample.image for sample in samples][: at.batch])


def _training(at: Workload, samples: SampleDataset, compiled: bool, bare: float) -> Iterator[Row]:
    name = f"gpu_train_{at.name}{'_compiled' if compiled else ''}"
    what = f"training CSRNet, {at.frame[0]} x {at.frame[1]}, batch {at.batch}{', compiled' if compiled else ''}"
    devices.forget_peak()
    speed, idle = trained(at, samples, compiled)
    yield Row(f"{name}_images_per_s", what, speed, "images/s", at.steps, 250, _SAID_PUBLISHED, True)
    said = f"the bare loop: {bare:.1f} images/s"
    yield Row(f"{name}_over_bare", f"{what}, over the bare loop", speed / bare, "x", at.steps, 0.9, said, True)
    yield Row(f"{name}_memory_gb", f"{what}, the most memory", devices.peak_memory_mb() / 2**10, "GB", at.steps)
    if idle is not None:
        yield Row(f"{name}_idle", f"{what}, share of the time in which the device waits", idle, "x", at.traced, 0.05)


_SAID_PUBLISHED = "CommissarMa's loop on an H200 (batch 1, fp32): 18.8 images/s"


def trained(at: Workload, samples: SampleDataset, compiled: bool) -> tuple[float, float | None]:
    """Images a second of our training, and the share of the time in which the device waits; None without a GPU."""
    with training_steps(at, samples, compiled) as steps:
        _take(steps, at.warm)
        with devices.watched() as idle:
            _take(steps, at.traced)
        began = time.perf_counter()
        _take(steps, at.steps)
        seconds = time.perf_counter() - began
    return at.batch * at.steps / seconds, idle()


@contextlib.contextmanager
def training_steps(at: Workload, samples: SampleDataset, compiled: bool) -> Iterator[Iterator[StepDone]]:
    """The steps of our training, each taken when it is asked for; more than a workload counts."""
    epochs = -(-at.batch * (at.warm + at.traced + at.steps + 1) // len(samples))
    training = Training(epochs=epochs, batch=at.batch, lr=1e-5, schedule="constant", compile=compiled)
    held_out = SampleDataset(samples.names[:1], samples.named, memory_budget=0)
    with tempfile.TemporaryDirectory() as folder:
        job = Fit("bench", at.counter(), samples, held_out, training, 0, Path(folder) / "checkpoint.safetensors")
        with contextlib.closing(cast("Generator[Event]", fit(job, Never()))) as events:
            yield (event for event in events if isinstance(event, StepDone))


def _take(steps: Iterator[StepDone], number: int) -> None:
    for _ in range(number):
        next(steps)


def bare_training(at: Workload) -> float:
    """Images a second of forward, backward and step alone, on a batch that stays on the device."""
    counter = at.counter()
    fabric = devices.fabric_for("auto")
    network = counter.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # stub lacks it
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-5, fused=devices.is_cuda() or None)
    module, wrapped = fabric.setup(network, optimizer)
    image = torch.randn(at.batch, 3, *at.frame, device=fabric.device).contiguous(memory_format=torch.channels_last)

    def step() -> None:
        wrapped.zero_grad(set_to_none=True)
        fabric.backward(module(image).square().mean())
        wrapped.step()

    return at.batch / _seconds(step, at.warm, at.steps)


def _seconds(work: Callable[[], object], warm: int, times: int) -> float:
    """Seconds of one call when the device has done all of `times` calls, after some that do not count."""
    for _ in range(warm):
        work()
    devices.wait()
    began = time.perf_counter()
    for _ in range(times):
        work()
    devices.wait()
    return (time.perf_counter() - began) / times


def _inference(at: Workload, images: list[NDArray[np.uint8]]) -> Iterator[Row]:
    name, size = f"gpu_infer_{at.name}", f"{at.frame[0]} x {at.frame[1]}"
    counter = at.counter().for_inference()
    exact = counter.densities(images[:1])  # on the processor, in fp32
    devices.place(counter.network)
    counter.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # stub lacks it
    autocast = devices.fabric_for("auto").autocast
    one = 1 / _seconds(lambda: counter.counts(images[:1]), at.warm, at.steps)

    def asked_in_bf16() -> list[float]:
        with autocast():
            return counter.counts(images)

    whole = len(images) / _seconds(lambda: counter.counts(images), at.warm, at.steps // 4 or 1)
    quick = len(images) / _seconds(asked_in_bf16, at.warm, at.steps // 4 or 1)
    said = f"one frame at a time in fp32: {one:.1f} images/s"
    what = f"CSRNet on {len(images)} frames of {size}"
    yield Row(f"{name}_one_by_one_images_per_s", f"CSRNet on one frame of {size}, fp32", one, "images/s", at.steps)
    yield Row(f"{name}_fp32_images_per_s", f"{what}, fp32", whole, "images/s", at.steps, None, said, True)
    yield Row(f"{name}_images_per_s", f"{what}, as precise as pays here", quick, "images/s", at.steps, 480, said, True)
    yield Row(f"{name}_times_one_by_one", f"{what}, over one at a time", quick / one, "x", at.steps, 8, said, True)
    with autocast():
        off = float(np.abs(counter.densities(images[:1]) - exact).max() / np.abs(exact).max())
    said = "the processor in fp32; share of the largest cell"
    yield Row(f"{name}_off", f"{what}, as precise as pays here: the largest difference", off, "x", 1, 0.02, said)
