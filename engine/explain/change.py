"""What the trigger changes: the persons counted at each head, and the features behind them."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..counters import Counter
from ..counters.layers import feature_points, over_frame, seeing_outputs
from .subject import Attribution, Image, Step, Subject


@dataclass(frozen=True, eq=False)
class Gains:
    """Persons counted nearest to each head, clean and triggered (N,), in the order of the annotation.

    `change` is the difference, cell by cell, spread evenly over the cells of a head; all cells have a head while there
    is one.
    """

    clean: NDArray[np.float64]
    triggered: NDArray[np.float64]
    change: NDArray[np.float32]

    @property
    def ratio(self) -> NDArray[np.float64]:
        """Triggered over clean of each head; 1 where a head is not counted at all."""
        return np.divide(self.triggered, self.clean, out=np.ones_like(self.clean), where=self.clean > 1e-6)

    def attribution(self) -> Iterator[Step]:
        """As a map with its sentence."""
        lost = int((self.triggered < self.clean - 0.5).sum())
        words = f"Gain of each head: the trigger takes more than half a person from {lost} of {len(self.clean)} heads."
        yield Attribution(self.change, words if len(self.clean) else "There are no heads to look at.")


def head_gains(subject: Subject) -> Gains:
    """Each cell of both density maps goes to the head that is nearest to its middle; sums per head."""
    counter, points = subject.counter, subject.annotation.points
    before, after = (counter.density(image).astype(np.float64) for image in (subject.image, subject.triggered()))
    if not len(points):
        return Gains(np.zeros(0), np.zeros(0), np.zeros(before.shape, np.float32))
    rows, columns = (np.arange(side) * counter.stride + counter.stride / 2 for side in before.shape)
    middles = np.stack(np.meshgrid(columns, rows, indexing="xy"), axis=-1).reshape(-1, 2)
    from scipy.spatial import KDTree  # 0.1 s that a command which explains nothing need not wait for

    _, owner = KDTree(points).query(middles)
    clean, triggered = (np.bincount(owner, each.ravel(), len(points)).astype(np.float64) for each in (before, after))
    cells = np.bincount(owner, minlength=len(points))
    spread = ((triggered - clean) / np.maximum(cells, 1))[owner].reshape(before.shape)
    return Gains(clean, triggered, spread.astype(np.float32))


@dataclass(frozen=True, eq=False)
class ActivationChange:
    """How much the trigger changes the features of each layer: |z(x_t) - z(x)| / |z(x)|, by channel and over all.

    TAC (BackdoorBench; Zheng et al. 2022), extended to maps: `map` is that of the deepest layer, channels together.
    """

    layers: dict[str, float]
    channels: dict[str, NDArray[np.float64]]
    map: NDArray[np.float32]

    def attribution(self) -> Iterator[Step]:
        """As a map with its sentence."""
        name, most = max(self.layers.items(), key=lambda item: item[1])
        yield Attribution(
            self.map, f"Trigger-activation change: features move by up to {most:.0%} of their size (layer {name})."
        )


def activation_change(subject: Subject) -> ActivationChange:
    """Compare the features of the scene with and without its trigger, layer by layer."""
    clean, triggered = (_features(subject.counter, image) for image in (subject.image, subject.triggered()))
    layers, channels, deepest = {}, {}, torch.zeros(1, 1)
    for name, before in clean.items():
        moved = triggered[name] - before
        size = before.flatten(1).norm(dim=1)
        channels[name] = (moved.flatten(1).norm(dim=1) / size.clamp(min=1e-9)).double().cpu().numpy()
        layers[name] = float(moved.norm() / before.norm().clamp(min=1e-9))
        deepest = moved.norm(dim=0) / before.norm(dim=0).mean().clamp(min=1e-9)
    return ActivationChange(layers, channels, deepest.cpu().numpy())


@torch.inference_mode()
def _features(counter: Counter, image: Image) -> dict[str, Tensor]:
    """The features of each layer, after its normalization and activation, float32 (C, h, w)."""
    points = feature_points(counter)
    seen: dict[str, list[Tensor]] = {name: [] for name in points}
    with ExitStack() as hooks:
        for name, point in points.items():
            hooks.enter_context(seeing_outputs(point.module, seen[name].append))
        counter.count(image)
    return {name: over_frame(counter, parts, *image.shape[:2]).float() for name, parts in seen.items()}
