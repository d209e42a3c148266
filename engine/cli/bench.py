"""The speed table of this machine: each row a median of repeated runs, beside its goal."""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from ..checkout import python_path
from ..density import AdaptiveKernel, density_map
from ..errors import EngineError
from ..scenes import Annotation
from ..seeds import generator


@dataclass(frozen=True)
class Row:
    """One measured thing. `goal` is what it must reach, None where there is none on such a machine."""

    name: str
    what: str
    value: float
    unit: str
    runs: int
    goal: float | None = None
    peer: str = ""
    at_least: bool = False
    """The goal is the least that is asked for, not the most."""

    def to_json(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)


Group: TypeAlias = Literal["density", "training", "inference", "triggers", "limits", "window", "gpu"]


def rows(only: Group | None = None) -> Iterator[Row]:
    """Every row, or those of one group, one after the other as it is measured; about two minutes on two cores.

    Without `only`, the group `gpu` is measured where there is a CUDA device. Raises EngineError where it is asked for
    and there is none.
    """
    groups: Mapping[Group, Callable[[], Iterator[Row]]] = {
        "density": _densities, "training": _trainings, "inference": _inferences, "triggers": _triggers,
        "limits": _beside_limits, "window": _window, "gpu": _gpu,
    }  # fmt: skip
    for name, measured in groups.items():
        if name == only or (only is None and (name != "gpu" or _has_cuda())):
            yield from measured()


def about(only: Group | None = None) -> dict[str, Any]:
    """When, with what and on which machine the rows are measured, and by which command."""
    from ..runs import surroundings
    from ..training.devices import describe

    return {
        "command": f"miscount bench{f' --only {only}' if only else ''} --json", "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "device": describe(), "cores": os.cpu_count(), **surroundings(),
    }  # fmt: skip


def _densities() -> Iterator[Row]:
    peer = "CSRNet script: about 160 s, 52 ms a head"
    yield _density("density_3000_ms", 3000, (768, 1024), goal_ms=150, peer=peer)
    yield _density("density_20k_24mp_ms", 20_000, (4000, 6000), goal_ms=1000)
    yield _synthetic_scene()


def _trainings() -> Iterator[Row]:
    yield _training()
    yield from _beside_published("train_light_256", {"kind": "light"}, 768, 3e-3, 256, least=3)
    yield from _beside_published("train_csrnet_256", {"kind": "csrnet"}, 24, 1e-5, 256, least=3)


def _inferences() -> Iterator[Row]:
    yield _inference()
    yield _inference_csrnet()


def _gpu() -> Iterator[Row]:
    if not _has_cuda():
        raise EngineError("This machine has no CUDA device that torch sees: its GPU rows cannot be measured.")
    from .bench_gpu import rows as of_gpu

    yield from of_gpu()
    yield from _beside_published("train_csrnet_768x1024", {"kind": "csrnet"}, 512, 1e-5, None, least=10)


def _beside_limits() -> Iterator[Row]:
    from .bench_limits import rows as beside_limits

    return beside_limits()


OF_WINDOW = "miscount.studio.bench"


def _window() -> Iterator[Row]:
    """What only a window has, measured by the studio in a child process; nothing where there is no Qt."""
    if importlib.util.find_spec("PySide6") is None or importlib.util.find_spec(OF_WINDOW) is None:
        return
    # by its name and in a child, since the engine knows no window; of this very code, whatever else is installed
    done = subprocess.run(
        [sys.executable, "-m", OF_WINDOW], capture_output=True, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": python_path()},
    )  # fmt: skip
    if done.returncode != 0:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise EngineError(f"The window could not be measured: {reason}")
    for raw in json.loads(done.stdout):
        yield Row(**raw)


def _density(name: str, num_heads: int, size: tuple[int, int], goal_ms: float, peer: str = "") -> Row:
    height, width = size
    points = generator(0, "bench", name).uniform((0, 0), (width, height), (num_heads, 2))
    annotation, kernel = Annotation.of(points), AdaptiveKernel()
    seconds, repeats = _median(lambda: density_map(annotation, size, kernel))
    what = f"adaptive density map, {num_heads:,} heads, {height} x {width}"
    return Row(name, what, 1000 * seconds, "ms", repeats, goal_ms, peer)


def _synthetic_scene() -> Row:
    from ..scenes.synthetic.render import render

    size, num_heads, rng = (160, 208), 60, generator(0, "bench", "synthetic")
    seconds, repeats = _median(lambda: render(rng, size, num_heads))
    what = f"drawing one synthetic scene, {num_heads} heads, {size[0]} x {size[1]}"
    return Row("synthetic_scene_ms", what, 1000 * seconds, "ms", repeats)


def _training() -> Row:
    from ..counters import build
    from ..events import Never, StepDone
    from ..training import Fit, Sample, SampleDataset, Training, fit

    size, batch = (160, 208), 16
    names = [f"scene {number}" for number in range(8 * batch)]

    def sample(name: str) -> Sample:
        rng = generator(0, "bench", name)
        target = np.full((size[0] // 8, size[1] // 8), 0.05, np.float32)
        return Sample(name, rng.integers(0, 256, (*size, 3), dtype=np.uint8), target, float(target.sum()))

    samples, held_out = SampleDataset(names, sample), SampleDataset(["held out"], sample)
    with tempfile.TemporaryDirectory() as folder:
        job = Fit(
            stage="bench", counter=build({"kind": "light"}), samples=samples, validation=held_out,
            training=Training(epochs=4, batch=batch), seed=0, checkpoint=Path(folder) / "checkpoint.safetensors",
        )  # fmt: skip
        speeds = [event.images_per_s for event in fit(job, Never()) if isinstance(event, StepDone)]
    warm = speeds[len(names) // batch :]  # the first pass makes the samples
    what = f"training the light counter, {size[0]} x {size[1]}, batch {batch}"
    return Row("train_light_images_per_s", what, statistics.median(warm), "images/s", len(warm))


ENOUGH_FOR_LOSS = 500
"""Images from which on two loops that step at unlike batches can be compared by their loss."""


def _has_cuda() -> bool:
    from ..training.devices import is_cuda

    return is_cuda()


def _beside_published(
    name: str, kind: dict[str, object], images: int, lr: float, crop: int | None, least: float
) -> Iterator[Row]:
    from .bench_training import FRAME, compare

    ours, theirs = compare(kind, images, lr, crop)
    size = f"{crop} x {crop}" if crop else f"{FRAME[0]} x {FRAME[1]}"
    what = f"training {kind['kind']}, {size}, {images} images"
    peer = f"CommissarMa's loop on this machine: {theirs.images_per_s:.1f} images/s"
    yield Row(f"{name}_images_per_s", f"{what}, the preset fast_crops", ours.images_per_s, "images/s", images)
    yield Row(f"{name}_published_images_per_s", f"{what}, the published loop", theirs.images_per_s, "images/s", images)
    ratio = ours.images_per_s / theirs.images_per_s
    yield Row(f"{name}_times_published", f"{what}, ours over the published loop", ratio, "x", images, least, peer, True)
    if images >= ENOUGH_FOR_LOSS:
        value = ours.loss / theirs.loss
        yield Row(f"{name}_loss_over_published", f"{what}, loss after as many images", value, "x", images)


def _inference_csrnet() -> Row:
    from ..counters import build

    counter = build({"kind": "csrnet"})
    image = generator(0, "bench", "inference").integers(0, 256, (256, 256, 3), dtype=np.uint8)
    seconds, repeats = _median(lambda: counter.count(image))
    return Row("infer_csrnet_256_ms", "CSRNet on one image, 256 x 256, fp32", 1000 * seconds, "ms", repeats)


def _inference() -> Row:
    from ..counters import build

    counter = build({"kind": "light"})
    image = generator(0, "bench", "inference").integers(0, 256, (768, 1024, 3), dtype=np.uint8)
    seconds, repeats = _median(lambda: counter.count(image))
    return Row("infer_light_ms", "the light counter on one image, 768 x 1024", 1000 * seconds, "ms", repeats)


def _triggers() -> Iterator[Row]:
    """Each kind of trigger on one frame; satba is left out, whose cost is that of its networks."""
    from ..triggers import KINDS, trigger

    size = (768, 1024)
    small = generator(0, "bench", "trigger").integers(0, 256, (96, 128, 3), dtype=np.uint8)
    image = np.ascontiguousarray(small.repeat(8, axis=0).repeat(8, axis=1))
    heads = Annotation.of(generator(0, "bench", "heads").uniform((0, 0), (size[1], size[0]), (500, 2)))
    for kind in KINDS:
        if kind == "satba":
            continue
        made = trigger({"kind": kind})
        seconds, repeats = _median(lambda: made.apply(image, generator(0, "bench"), heads), budget_s=1.0)  # noqa: B023
        yield Row(f"trigger_{kind}_ms", f"the trigger {kind}, {size[0]} x {size[1]}", 1000 * seconds, "ms", repeats, 60)


def _median(work: Callable[[], object], budget_s: float = 3.0, least: int = 3, most: int = 30) -> tuple[float, int]:
    """The median seconds of one call, after one that does not count, and how many calls it is of."""
    work()
    taken: list[float] = []
    while len(taken) < least or (sum(taken) < budget_s and len(taken) < most):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken), len(taken)
