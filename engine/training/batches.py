"""From samples to batches: order, crop, flip and light, every draw keyed by (seed, purpose, epoch, name)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..seeds import generator
from .border import partly_within
from .config import Training
from .sample import Sample
from .sample_dataset import SampleDataset

ERASED_SIDES = (0.1, 0.4)
"""Sides of an erased rectangle as shares of the frame's: 1 to 16 % of its area."""
MOST_BLOCKS = 8
"""Blocks of one color along a side of an erased rectangle: from a plain one to a fine mosaic."""
EDGE = 1e-3
"""Pixels by which a head is kept from the far edge of the frame; float32 still tells it at 8,000 px."""


@dataclass(frozen=True)
class Batch:
    """Raw images uint8 (B, H, W, 3) RGB and targets float32 (B, h, w), as tensors on the CPU."""

    image_BHWC: Tensor
    target_BHW: Tensor
    names: tuple[str, ...]
    points: tuple[Tensor, ...] | None = None
    """Heads of each image, float32 (N, 2) as (x, y) in pixels; None where a sample has none."""
    total: int = 0
    """Images in the batch of all processes together."""
    shares: tuple[Tensor, ...] | None = None
    """How much of each head is asked for, float32 (N,), for a loss that takes shares of crops; None for all of each."""


def num_batches(num_samples: int, batch: int) -> int:
    """Optimizer steps in one epoch; the last batch may be smaller."""
    return -(-num_samples // batch)


def batches(
    samples: SampleDataset,
    training: Training,
    stride: int,
    seed: int,
    epoch: int,
    skip: int = 0,
    part: tuple[int, int] = (0, 1),
) -> Iterator[Batch]:
    """The batches of one epoch (the first epoch is 1), without the first `skip` of them.

    `part` (k, n) gives every n-th crop of each batch from the k-th on; the first crop where that leaves none. The crops
    of one image follow one another, and each is an image of the batch.
    """
    order = generator(seed, "order", epoch).permutation(len(samples))
    for start in range(skip * training.batch, len(samples), training.batch):
        whole = [(int(at), crop) for at in order[start : start + training.batch] for crop in range(training.crops)]
        chosen = whole[part[0] :: part[1]] or whole[:1]
        yield _stacked(
            [augmented(samples[at], training, stride, seed, epoch, crop) for at, crop in chosen], stride, len(whole)
        )


def alone(sample: Sample, stride: int) -> Batch:
    """A batch of one sample as it is."""
    return _stacked([sample], stride, 1)


def augmented(sample: Sample, training: Training, stride: int, seed: int, epoch: int, crop: int = 0) -> Sample:
    """The crop, flip and light that `sample` gets in this epoch as its crop number `crop`; its count is the crop's."""
    # the first crop is drawn as an only one is
    rng = generator(seed, "augment", epoch, sample.name, *([crop] if crop else []))
    if training.crop_px is not None:
        sample = _crop(sample, training.crop_px // stride, stride, rng, training.loss.takes_shares)
    image, target, points = sample.image, sample.target, sample.points
    if rng.random() < training.augmentation.flip:
        image, target = _mirrored(_filled(image, target.shape[1] * stride)), target[:, ::-1]
        points = None if points is None else _flipped(points, image.shape[1])
    count = float(target.sum(dtype=np.float64))
    lit = Sample(sample.name, _lit(image, training, rng), target, count, points, sample.shares)
    return _erased(lit, stride, rng) if rng.random() < training.augmentation.erasing else lit


def _filled(image: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """`image` with its mean color beside it, as a batch fills it, where its map's cells reach beyond it.

    A flip would else shift the image against its map.
    """
    if image.shape[1] == width:
        return image
    filled = np.empty((image.shape[0], width, 3), np.uint8)
    filled[:] = image.reshape(-1, 3).mean(axis=0)
    filled[:, : image.shape[1]] = image
    return filled


def _mirrored(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2  # 0.1 s that a window which reads a recipe need not wait for

    return np.asarray(cv2.flip(image, 1), dtype=np.uint8)  # 10 times quicker than a view that is copied later


def _flipped(points: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    # a head on the left edge of a pixel belongs to that pixel, and must do so after the flip; one beyond it stays
    flipped = points * (-1, 1) + (width - EDGE, 0)
    return np.where((flipped < 0) & (flipped > -EDGE), 0.0, flipped)


def _crop(sample: Sample, cells: int, stride: int, rng: np.random.Generator, in_part: bool) -> Sample:
    # corners on the grid of the map, so that the crop of the block sums is the block sum of the crop
    height, width = sample.target.shape
    top, left = (int(rng.integers(0, max(1, side - cells + 1))) for side in (height, width))
    target = sample.target[top : top + cells, left : left + cells]
    pixels = sample.image[top * stride : (top + cells) * stride, left * stride : (left + cells) * stride]
    points, shares = sample.points, None
    if points is not None and in_part:
        points, shares = partly_within(points, left * stride, top * stride, *pixels.shape[1::-1])
    elif points is not None:
        points = points - (left * stride, top * stride)
        points = points[((points >= 0) & (points < pixels.shape[1::-1])).all(axis=1)]
    return Sample(sample.name, pixels, target, sample.count, points, shares)


def _lit(image: NDArray[np.uint8], training: Training, rng: np.random.Generator) -> NDArray[np.uint8]:
    light = training.augmentation
    if light.light < 1 and rng.random() >= light.light:
        return image
    gain = 1 + light.brightness * rng.uniform(-1, 1) + light.tint * rng.uniform(-1, 1, size=3)
    contrast = 1 + light.contrast * rng.uniform(-1, 1)
    saturation = 1 + light.saturation * rng.uniform(-1, 1) if light.saturation else 1.0
    if not (light.brightness or light.contrast or light.tint):
        return _saturated(image, saturation)
    import cv2

    # one affine map a channel is a table of 256 entries: 20 times faster than arithmetic on the pixels
    level = np.arange(256.0)
    mean = image[::4, ::4].reshape(-1, 3).mean(axis=0)  # every 16th pixel is enough for a mean
    table = ((level[:, None] - mean) * contrast + mean) * gain
    table = np.clip(np.rint(table), 0, 255).astype(np.uint8)
    lit = cv2.LUT(image, table[None])
    return _saturated(np.asarray(lit, dtype=np.uint8), saturation)


def _saturated(image: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Each pixel's distance from its gray (ITU-R 601) times `factor`."""
    if factor == 1:
        return image
    gray = (image @ np.array([0.299, 0.587, 0.114], np.float32))[..., None]
    saturated: NDArray[np.uint8] = np.clip(np.rint(gray + (image - gray) * np.float32(factor)), 0, 255).astype(np.uint8)
    return saturated


def _erased(sample: Sample, stride: int, rng: np.random.Generator) -> Sample:
    # on the grid of the map, so that the label loses just the people that are painted over
    height, width = sample.target.shape
    rows, columns = (max(1, round(side * rng.uniform(*ERASED_SIDES))) for side in (height, width))
    top, left = (int(rng.integers(0, side - erased + 1)) for side, erased in ((height, rows), (width, columns)))
    blocks = rng.integers(0, 256, size=(*rng.integers(1, MOST_BLOCKS + 1, size=2), 3), dtype=np.uint8)
    image, target = sample.image.copy(), sample.target.copy()
    under = image[top * stride : (top + rows) * stride, left * stride : (left + columns) * stride]
    down, across = (
        np.arange(side) * number // side for side, number in zip(under.shape, blocks.shape[:2], strict=False)
    )
    under[:] = blocks[down[:, None], across]
    target[top : top + rows, left : left + columns] = 0
    points, shares = sample.points, sample.shares
    if points is not None:
        cells = points[:, ::-1] // stride - (top, left)
        kept = ~((cells >= 0) & (cells < (rows, columns))).all(axis=1)
        points, shares = points[kept], None if shares is None else shares[kept]
    return Sample(sample.name, image, target, float(target.sum(dtype=np.float64)), points, shares)


def _stacked(samples: Sequence[Sample], stride: int, total: int) -> Batch:
    height = max(sample.target.shape[0] for sample in samples)
    width = max(sample.target.shape[1] for sample in samples)
    # a frame that is smaller than its batch is surrounded by its own mean color, where nobody stands
    images = np.empty((len(samples), height * stride, width * stride, 3), dtype=np.uint8)
    targets = np.zeros((len(samples), height, width), dtype=np.float32)
    for k, sample in enumerate(samples):
        rows, columns = sample.image.shape[:2]
        if images.shape[1:3] != (rows, columns):
            images[k] = sample.image.reshape(-1, 3).mean(axis=0)
        images[k, :rows, :columns] = sample.image
        targets[k, : sample.target.shape[0], : sample.target.shape[1]] = sample.target
    heads = [torch.from_numpy(sample.points).float() for sample in samples if sample.points is not None]
    shares = [torch.from_numpy(sample.shares).float() for sample in samples if sample.shares is not None]
    return Batch(
        torch.from_numpy(images),
        torch.from_numpy(targets),
        tuple(sample.name for sample in samples),
        tuple(heads) if len(heads) == len(samples) else None,
        total,
        tuple(shares) if len(shares) == len(samples) else None,
    )
