"""How far a counter really sees: the gradient of one cell of its map with respect to the image."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from .counter import Counter


@dataclass(frozen=True)
class View:
    """What the middle cell of a map sees: sides in pixels.

    `measured_px`: the side of the smallest square that holds every pixel with a gradient; `effective_px`: that of the
    centered square with 95 % of the gradient's size (effective receptive field, Luo et al. 2016, arXiv:1701.04128).
    """

    measured_px: int
    effective_px: int


def measured_view(counter: Counter, image: NDArray[np.uint8], share: float = 0.95) -> View:
    """The view of the middle cell on one image uint8 (H, W, 3); it can be no wider than the image.

    A unit that is off passes no gradient on, so this is a lower bound of what the layers allow; take an image with
    something in it.
    """
    size, center = middle_gradient(counter, image)
    return view_of(size, center, share)


def middle_gradient(counter: Counter, image: NDArray[np.uint8]) -> tuple[NDArray[np.float64], tuple[float, float]]:
    """|gradient| of the middle cell by each pixel, summed over colors (H, W), and that cell's middle (y, x) in pixels.

    The counter is asked as it always is: padded, and in windows where it has one.
    """
    batch = torch.from_numpy(np.array(image))[None].to(counter.device).float()
    with torch.enable_grad():
        pixels = batch.requires_grad_(True)
        counter.network.eval()
        maps = counter.maps(pixels)
        row, column = maps.shape[1] // 2, maps.shape[2] // 2
        (gradient,) = torch.autograd.grad(maps[0, row, column], pixels)
    size = gradient[0].abs().sum(dim=2).cpu().numpy().astype(np.float64)
    return size, ((row + 0.5) * counter.stride, (column + 0.5) * counter.stride)


def view_of(size: NDArray[np.float64], center: tuple[float, float], share: float = 0.95) -> View:
    """The view that a gradient's size (H, W) around `center` (y, x) shows."""
    return View(_box(size), _square(size, center, share))


def _box(size: NDArray[np.float64]) -> int:
    sides = [np.flatnonzero(size.any(axis=axis)) for axis in (1, 0)]
    return max((int(side[-1] - side[0]) + 1 for side in sides if len(side)), default=0)


def _square(size: NDArray[np.float64], center: tuple[float, float], share: float) -> int:
    rows, columns = (np.abs(np.arange(side) + 0.5 - middle) for side, middle in zip(size.shape, center, strict=True))
    distance = np.maximum(rows[:, None], columns[None, :]).ravel()
    order = np.argsort(distance, kind="stable")
    total = np.cumsum(size.ravel()[order])
    if total[-1] == 0:
        return 0
    return round(2 * float(distance[order[np.searchsorted(total, share * total[-1])]]))
