"""Boxes around heads, for tools that know nothing else: as large as the adaptive kernel takes a head to be."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..annotation import Annotation

NEIGHBORS, SHARE, LONE_PX = 3, 0.6, 30.0
"""A side is so much of the mean distance to so many nearest heads: two sigmas of 0.3 of it (Zhang et al., MCNN, 2016);
where there is no other head, two of the 15 px that are the habit for ShanghaiTech."""

LEAST_PX, MOST_SHARE = 2.0, 0.25
"""A side is at least so long, and at most so much of the frame's shorter one."""


def within(points: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Which of `points` (N, 2) lie in a frame of `size` (H, W), its edges included."""
    inside = np.logical_and(points >= 0, points <= (size[1], size[0])).all(axis=1)
    return np.asarray(inside, dtype=np.bool_)


def sides(annotation: Annotation, size: tuple[int, int]) -> NDArray[np.float64]:
    """(width, height) in px (N, 2) of a box around each head: of its own box where it has one, else made up."""
    made = np.repeat(_squares(annotation.points, min(size))[:, None], 2, axis=1)
    for at, box in enumerate(annotation.column("box")):
        known = _sides_of(box)
        if known is not None:
            made[at] = known
    return made


def _sides_of(box: Any) -> tuple[float, float] | None:
    try:
        left, top, right, bottom = map(float, box)
    except (TypeError, ValueError):
        return None
    found = (abs(right - left), abs(bottom - top))
    return found if all(np.isfinite(found)) and min(found) > 0 else None


def _squares(points: NDArray[np.float64], shorter: int) -> NDArray[np.float64]:
    if len(points) < 2:
        side = np.full(len(points), LONE_PX)
    else:
        from scipy.spatial import cKDTree

        near = min(NEIGHBORS, len(points) - 1)
        side = SHARE * cKDTree(points).query(points, k=near + 1)[0][:, 1:].mean(axis=1)
    clipped: NDArray[np.float64] = np.clip(side, LEAST_PX, max(LEAST_PX, MOST_SHARE * shorter))
    return clipped
