"""Smooth random fields: what warps, fogs and color washes are made of. Knows nothing of images or heads."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

PERIOD = 32
"""Knots after which a displacement repeats."""


def smooth_field(size: tuple[int, int], knots: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """A smooth field float32 (H, W), about -0.7 to 0.7, through `knots` (rows, columns) random values; it tiles.

    The knots are stretched over the frame, so that frames of every size get the same field.
    """
    knots_RC = rng.uniform(-1.0, 1.0, knots)
    # centers of pixels on centers of knots
    rows, columns = ((np.arange(n) + 0.5) * k / n - 0.5 for n, k in zip(size, knots, strict=True))
    return _spline(knots_RC, rows, columns)


def displacement(size: tuple[int, int], knot_px: int, seed: int) -> NDArray[np.float32]:
    """A smooth displacement float32 (H, W, 2), x and y in pixels, of unit mean size along each axis.

    It is fixed in pixels: the same seed gives frames of all sizes the same field from their top left corner on.
    """
    rows, columns = (np.arange(n) / knot_px for n in size)
    return np.stack([_spline(knots, rows, columns) for knots in _displacement_knots(seed)], axis=-1)


def displacement_at(points: NDArray[np.float64], knot_px: int, seed: int) -> NDArray[np.float64]:
    """The same field at `points` (N, 2) in pixels, as (N, 2)."""
    weights_NC, weights_NR = (_weights(points[:, axis] / knot_px, PERIOD) for axis in (0, 1))
    return np.stack([((weights_NR @ knots) * weights_NC).sum(axis=1) for knots in _displacement_knots(seed)], axis=-1)


@lru_cache(maxsize=8)
def _displacement_knots(seed: int) -> Matrix:
    """Two fields of knots (2, PERIOD, PERIOD), scaled to a unit mean absolute value of the spline through them."""
    knots = np.random.default_rng(seed).uniform(-1, 1, (2, PERIOD, PERIOD))
    everywhere = np.arange(8 * PERIOD) / 8
    means = np.array([np.abs(_spline(field, everywhere, everywhere)).mean() for field in knots])
    scaled: Matrix = knots / means[:, None, None]
    scaled.flags.writeable = False
    return scaled


def _spline(knots_RC: Matrix, rows: Matrix, columns: Matrix) -> NDArray[np.float32]:
    """The periodic spline through `knots_RC` at `rows` (H,) and `columns` (W,), counted in knots."""
    across = _weights(rows, knots_RC.shape[0]) @ knots_RC @ _weights(columns, knots_RC.shape[1]).T
    # multiplied in float64: what then differs with the frame's size or the threads is far below float32
    return np.asarray(across, dtype=np.float32)


def _weights(position: Matrix, period: int) -> Matrix:
    """What each of `period` knots contributes (N, period) at positions (N,): cubic B-spline, repeating."""
    base = np.floor(position)
    t = position - base
    # B-spline rather than Catmull-Rom: it never overshoots the knots
    weight_4N = np.stack([(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3]) / 6
    matrix = np.zeros((len(position), period))
    for step, weight_N in enumerate(weight_4N):
        np.add.at(matrix, (np.arange(len(position)), (base.astype(np.intp) + step - 1) % period), weight_N)
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
