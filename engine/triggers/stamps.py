"""Stamps: a small picture turned and faded, the places where it goes, and the windows of the frame it covers there."""

import math
from collections.abc import Iterator
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ..scenes.annotation import Annotation
from .base import Mask, Size

Stamp = NDArray[np.float32]
"""A turned picture (h, w, 4): color 0 to 255 times cover, and cover 0 to 1."""

BAND = 64

Window = tuple[slice, slice]
Placement = Literal["fixed", "random", "heads", "tiled"]


def turned(rgba: NDArray[np.uint8], angle_deg: float) -> Stamp:
    """`rgba` uint8 (h, w, 4) turned clockwise about its center, on the smallest window that holds it."""
    stamp: Stamp = rgba.astype(np.float32)
    stamp[..., 3:] *= np.float32(1 / 255)
    stamp[..., :3] *= stamp[..., 3:]  # color times cover, so that interpolation draws no dark rim
    if angle_deg == 0:
        return stamp
    height, width = stamp.shape[:2]
    cos, sin = (abs(turn(math.radians(angle_deg))) for turn in (math.cos, math.sin))
    tall, wide = math.ceil(height * cos + width * sin) + 2, math.ceil(width * cos + height * sin) + 2
    matrix = np.array(cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -angle_deg, 1.0), np.float64)
    matrix[:, 2] += [(wide - width) / 2, (tall - height) / 2]
    return np.asarray(cv2.warpAffine(stamp, matrix, (wide, tall), flags=cv2.INTER_LINEAR))


def at(x: float, y: float, size: Size) -> NDArray[np.float64]:
    """One center (1, 2) in pixels, from fractions of the frame."""
    return np.array([[x * size[1], y * size[0]]])


def anywhere(num: int, stamp: Stamp, size: Size, rng: np.random.Generator) -> NDArray[np.float64]:
    """`num` centers (num, 2) at which the stamp lies wholly inside, where it fits at all."""
    extent = np.array([stamp.shape[1], stamp.shape[0]])
    room = np.maximum(np.array([size[1], size[0]]) - extent, 0)
    return np.asarray(np.floor(rng.uniform(size=(num, 2)) * (room + 1)) + extent / 2)


def on_heads(num: int, annotation: Annotation | None, rng: np.random.Generator) -> NDArray[np.float64]:
    """The centers (M, 2) of at most `num` heads, drawn without preference; none without an annotation."""
    if annotation is None or not len(annotation):
        return np.empty((0, 2))
    return annotation.points[rng.permutation(len(annotation))[:num]]


def tiled(pitch_px: int, size: Size) -> NDArray[np.float64]:
    """Centers (M, 2) all over the frame, `pitch_px` apart."""
    columns = np.arange(pitch_px / 2, size[1], pitch_px)
    rows = np.arange(pitch_px / 2, size[0], pitch_px)
    return np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)


def windows(stamp: Stamp, centers: NDArray[np.float64], size: Size) -> Iterator[tuple[Window, Stamp]]:
    """For each center, to the whole pixel, the windows of the frame and the parts of the stamp that lie in them.

    A tall window comes in bands: mixing a full frame costs half as much when a band stays in the cache.
    """
    height, width = size
    tall, wide = stamp.shape[:2]
    corners = np.rint(centers - np.array([wide, tall]) / 2).astype(np.intp)
    for left, top in corners.tolist():
        rows = slice(max(top, 0), min(top + tall, height))
        columns = slice(max(left, 0), min(left + wide, width))
        if columns.start >= columns.stop:
            continue
        for start in range(rows.start, rows.stop, BAND):
            stop = min(start + BAND, rows.stop)
            part = stamp[start - top : stop - top, columns.start - left : columns.stop - left]
            yield (slice(start, stop), columns), part


def covered(stamp: Stamp, centers: NDArray[np.float64], size: Size) -> Mask:
    """The pixels, bool (H, W), that the stamp touches at these centers."""
    mask = np.zeros(size, dtype=np.bool_)
    for window, part in windows(stamp, centers, size):
        mask[window] |= part[..., 3] > 0
    return mask
