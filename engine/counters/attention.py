"""Where a counter looks: the spatial attention of its layers."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .counter import Counter
from .layers import feature_points, over_frame, seeing_outputs

TEMPERATURE = 2.0


@torch.inference_mode()
def spatial_attention(counter: Counter, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The mean over a counter's feature layers of their attention, each resized to the frame: float32 (H, W), 0 to 1.

    A_l = softmax over places of sum_c |F_c|, F the features of layer l after its norm and activation, for one image
    uint8 (H, W, 3) (SATBA, arXiv:2302.13056, eqs. 1, 2 and 6). Adapted: the sum is standardized and halved before the
    softmax, which would else leave a single place, and each A_l is scaled to a largest value of 1, since a softmax over
    few cells would else outweigh one over many.
    """
    height, width = image.shape[:2]
    mean = np.zeros((height, width), np.float32)
    strengths = _strengths(counter, image)
    for parts in strengths:
        small = _attention(over_frame(counter, parts, height, width)[0]).float().cpu().numpy()
        # the cells may reach over a frame that is no multiple of the stride
        whole = _covered(counter, parts, small.shape, height, width)
        mean += cv2.resize(small, whole, interpolation=cv2.INTER_LINEAR)[:height, :width]
    return mean / np.float32(len(strengths))


def _attention(strength: Tensor) -> Tensor:
    """Softmax over all places of sums over channels (h, w), its largest value 1."""
    standard = (strength - strength.mean()) / strength.std(correction=0).clamp_min(1e-6)
    attention = torch.softmax(standard.flatten() / TEMPERATURE, dim=0).reshape(strength.shape)
    return attention / attention.max()


def _covered(
    counter: Counter, parts: Sequence[Tensor], shape: tuple[int, ...], height: int, width: int
) -> tuple[int, int]:
    """(width, height) in pixels of what a layer's cells (h, w) cover."""
    if counter.config.window_px is None:
        rows, columns = counter.padded(height, width)
        return columns, rows
    cell = counter.config.window_px // parts[0].shape[2]
    return shape[1] * cell, shape[0] * cell


def _strengths(counter: Counter, image: NDArray[np.uint8]) -> list[list[Tensor]]:
    """sum_c |F_c| of each feature layer, (B, 1, h, w) each time that it was asked: all of its channels are too many."""
    points = feature_points(counter)
    seen: list[list[Tensor]] = [[] for _ in points]
    with ExitStack() as hooks:
        for point, kept in zip(points.values(), seen, strict=True):
            hooks.enter_context(seeing_outputs(point.module, _summed_into(kept)))
        counter.density(image)
    return seen


def _summed_into(kept: list[Tensor]) -> Callable[[Tensor], None]:
    def see(features: Tensor) -> None:
        kept.append(features.float().abs().sum(dim=1, keepdim=True))

    return see
