"""How fast training is beside the published loop, in one run: the same counter, scenes and images for both.

The published loop is CommissarMa's, as its preset: one image a step in fp32, image and density map read from disk each
time. Ours keeps prepared samples and takes batches in bf16 where the device multiplies it in hardware.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..counters import Counter, build
from ..density import block_sum
from ..events import Never, StepDone
from ..seeds import generator
from ..training import Fit, Sample, SampleDataset, Training, fit
from ..training.presets import PRESETS

FRAME = (768, 1024)
NUM_SCENES = 32
CELLS = 32
"""Side of the crop that the loss is measured on, in cells of 8 px."""


@dataclass(frozen=True)
class Measured:
    """Images a second without the first step, and the mean loss of the scenes after so many images."""

    images_per_s: float
    loss: float
    images: int


def compare(kind: dict[str, object], images: int, lr: float, crop: int | None) -> tuple[Measured, Measured]:
    """Ours and the published loop on the counter `kind`, after `images` images each, from equal weights."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names, read = _scenes(folder)
        published = PRESETS["csrnet_commissarma"].training.replace(crop_px=crop, lr=lr)
        fast = PRESETS["fast_crops"].training
        fast = fast.replace(
            crop_px=crop, lr=lr * fast.batch**0.5, schedule="constant", augmentation=published.augmentation
        )
        ours = _trained(kind, fast, images, SampleDataset(names, read), folder / "ours")
        theirs = _trained(kind, published, images, SampleDataset(names, read, memory_budget=0), folder / "theirs")
    return ours, theirs


def _scenes(folder: Path) -> tuple[list[str], Callable[[str], Sample]]:
    """Scenes in the form that published code reads: a JPEG and a whole density map each."""
    from ..density import FixedKernel, density_map
    from ..scenes.images import read_image, write_image
    from ..scenes.synthetic.render import render

    names = []
    for number in range(NUM_SCENES):
        image, heads = render(generator(0, "bench scenes", number), FRAME, 60 + number)
        write_image(folder / f"{number}.jpg", image)
        np.save(folder / f"{number}.npy", density_map(heads, FRAME, FixedKernel(sigma_px=4)))
        names.append(str(number))

    def read(name: str) -> Sample:
        target = block_sum(np.load(folder / f"{name}.npy"), 8)
        return Sample(name, read_image(folder / f"{name}.jpg"), target, float(target.sum()))

    return names, read


def _trained(kind: dict[str, object], training: Training, images: int, samples: SampleDataset, out: Path) -> Measured:
    counter = build(kind, seed=0)
    if training.batch > 1:
        list(samples)  # prepared before the clock runs: it is done once for a training of hundreds of epochs
    epochs = -(-images // len(samples))
    job = Fit("bench", counter, samples, _held_out(samples), training.replace(epochs=epochs), 0, out / "c.safetensors")
    times: list[float] = [time.perf_counter()]
    for event in fit(job, Never()):
        if isinstance(event, StepDone):
            times.append(time.perf_counter())
            if event.step * training.batch >= images:
                break
    steps = np.diff(times)[1:]  # the first sets up kernels; a mean, since a step with a checkpoint counts too
    return Measured(training.batch / float(steps.mean()), _loss(counter, samples), images)


def _held_out(samples: SampleDataset) -> SampleDataset:
    return SampleDataset(samples.names[:1], samples.named, memory_budget=0)


def _loss(counter: Counter, samples: SampleDataset) -> float:
    """The mean loss of the middle of every scene, unaugmented."""
    found = []
    for sample in samples:
        top, left = ((side - CELLS) // 2 for side in sample.target.shape)
        target = sample.target[top : top + CELLS, left : left + CELLS]
        crop = sample.image[8 * top : 8 * (top + CELLS), 8 * left : 8 * (left + CELLS)]
        found.append(float(np.square(counter.density(np.ascontiguousarray(crop)) - target).sum(dtype=np.float64)))
    return float(np.mean(found))
