"""Heads at the border of a crop: as much of each is asked for as lies within.

The rule is that of the loader published with the Bayesian loss (`crowd.py` of ZhihengCV/Bayesian-Crowd-Counting).
"""

import numpy as np
from numpy.typing import NDArray

SIDES_PX = (4.0, 128.0)
"""A head is taken for a square with the mean distance to its nearest others for a side, within these."""
NEAREST = 3
"""So many others are looked at; as many as there are where there are fewer, which the published code cannot read."""
LEAST = 0.3
"""A head of which less lies in the crop is not asked for."""

Floats = NDArray[np.float64]


def head_sides(points: Floats) -> Floats:
    """Sides of the squares of heads (N, 2) in pixels, float64 (N,); a lone head has the largest."""
    from scipy.spatial import cKDTree  # 0.1 s that a training on density maps need not wait for

    if len(points) < 2:
        return np.full(len(points), SIDES_PX[1])
    distances_NK = cKDTree(points).query(points, k=min(NEAREST, len(points) - 1) + 1)[0][:, 1:]
    sides: Floats = np.clip(distances_NK.mean(axis=1), *SIDES_PX)
    return sides


def partly_within(points: Floats, left: int, top: int, width: int, height: int) -> tuple[Floats, Floats]:
    """The heads of a frame (N, 2) that a crop shows LEAST of, from its corner, and how much of each, (K, 2) and (K,).

    Some of them lie beyond the crop. Shares are 0.3 to 1; what the frame's own border cuts off is not asked for either.
    """
    half = head_sides(points)[:, None] / 2
    inner = np.minimum(points + half, (left + width, top + height)) - np.maximum(points - half, (left, top))
    shares = np.clip(inner, 0, None).prod(axis=1) / (2 * half[:, 0]) ** 2
    shown = shares >= LEAST
    return points[shown] - (left, top), np.minimum(shares[shown], 1)
