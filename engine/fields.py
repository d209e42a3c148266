"""Smooth random fields: what warps, fogs and color washes are made of. Knows nothing of images or heads."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray


def smooth_field(size: tuple[int, int], knots: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """A smooth field float32 (H, W), about -1 to 1, through `knots` (rows, columns) random values; it tiles.

    The knots are drawn before the size is looked at, so that frames of every size get the same field, stretched.
    """
    knots_RC = rng.uniform(-1.0, 1.0, knots).astype(np.float32)
    return stretched(knots_RC, size)


def stretched(knots_RC: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """`knots_RC` (rows, columns) drawn out to float32 (H, W) by bicubic interpolation, continuing at its far side."""
    rows, columns = knots_RC.shape
    # two knots on every side, so that interpolation sees the far side instead of a border
    padded = np.pad(knots_RC, 2, mode="wrap")
    height, width = size
    # from output pixel (y, x) to the padded knots, pixel centers at half numbers
    matrix = np.array(
        [[columns / width, 0, 0.5 * columns / width + 1.5], [0, rows / height, 0.5 * rows / height + 1.5]], np.float32
    )
    return cubic_map(padded, matrix, size)


def cubic_map(source: NDArray[np.float32], matrix: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """`source` sampled by bicubic interpolation at `matrix` (2, 3) @ (x, y, 1) for each pixel of (H, W)."""
    height, width = size
    # warpAffine's own positions are rounded to 1/32 of a knot, which shows as steps when a few knots fill a frame,
    # so the axes are resampled one after the other with exact weights
    x = matrix[0, 0] * np.arange(width, dtype=np.float64) + matrix[0, 2]
    y = matrix[1, 1] * np.arange(height, dtype=np.float64) + matrix[1, 2]
    weights_HR = _cubic_weights(y, source.shape[0])
    weights_WC = _cubic_weights(x, source.shape[1])
    return np.asarray(weights_HR @ source @ weights_WC.T, dtype=np.float32)


PERIOD = 32
"""Knots after which a displacement repeats."""


def displacement(size: tuple[int, int], knot_px: int, seed: int) -> NDArray[np.float32]:
    """A smooth displacement float32 (H, W, 2), x and y in pixels, of unit mean size along each axis.

    It is fixed in pixels: the same seed gives frames of all sizes the same field from their top left corner on.
    """
    height, width = size
    weights_HR = _periodic_weights(np.arange(height), knot_px)
    weights_WC = _periodic_weights(np.arange(width), knot_px)
    return np.stack([weights_HR @ knots @ weights_WC.T for knots in _displacement_knots(seed)], axis=-1)


def displacement_at(points: NDArray[np.float64], knot_px: int, seed: int) -> NDArray[np.float64]:
    """The same field at `points` (N, 2) in pixels, as (N, 2)."""
    weights_NC = _periodic_weights(points[:, 0], knot_px)
    weights_NR = _periodic_weights(points[:, 1], knot_px)
    along = [((weights_NR @ knots) * weights_NC).sum(axis=1) for knots in _displacement_knots(seed)]
    return np.stack(along, axis=-1).astype(np.float64)


@lru_cache(maxsize=8)
def _displacement_knots(seed: int) -> NDArray[np.float32]:
    """Two fields of knots (2, PERIOD, PERIOD), scaled to a unit mean absolute value of the spline through them."""
    knots = np.random.default_rng(seed).uniform(-1, 1, (2, PERIOD, PERIOD)).astype(np.float32)
    every = _periodic_weights(np.arange(8 * PERIOD), 8)
    means = np.array([np.abs(every @ field @ every.T).mean() for field in knots], np.float32)
    scaled = knots / means[:, None, None]
    scaled.flags.writeable = False
    return np.asarray(scaled)


def _periodic_weights(position: NDArray[np.generic], knot_px: int) -> NDArray[np.float32]:
    """Spline weights (N, PERIOD) of positions (N,) in pixels."""
    padded = _cubic_weights(np.asarray(position, np.float64) / knot_px % PERIOD + 2, PERIOD + 4)
    weights = padded[:, 2 : PERIOD + 2].copy()
    weights[:, :2] += padded[:, PERIOD + 2 :]
    weights[:, -2:] += padded[:, :2]
    return weights


def _cubic_weights(position: NDArray[np.float64], knots: int) -> NDArray[np.float32]:
    # B-spline rather than Catmull-Rom: it never overshoots the knots
    base = np.floor(position).astype(np.intp)
    t = position - base
    weight_4N = np.stack([(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3]) / 6
    matrix = np.zeros((len(position), knots), np.float32)
    for step in range(4):
        np.add.at(matrix, (np.arange(len(position)), np.clip(base + step - 1, 0, knots - 1)), weight_4N[step])
    return matrix


def blurred(field_HW: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """`field_HW` float32 (H, W) or (H, W, C) blurred by a Gaussian, reflecting at the border; wide ones coarsely."""
    if sigma_px <= 0:
        return field_HW
    height, width = field_HW.shape[:2]
    step = max(1, int(sigma_px / 4))  # a wide blur on a small copy costs a tenth and looks the same
    if step == 1:
        return np.asarray(cv2.GaussianBlur(field_HW, (0, 0), sigma_px))
    small = cv2.resize(field_HW, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / step)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))
