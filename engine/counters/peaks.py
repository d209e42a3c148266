"""Where a counter sees heads: the local maxima of its density map, as places that a person may take or leave.

A density map says how many, not where: in a crowd whose kernels run into one another it has fewer maxima than persons,
and a maximum may stand for several of them (its score says for how many about). Proposals are therefore for labelling
by hand, never for counting. The maxima are found as in Liang et al. 2022, "Focal Inverse Distance Transform Maps for
Crowd Localization" (arXiv 2102.07925, sec. 3.4): a cell that is the maximum of its neighborhood and not too weak.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_PERSONS = 0.15
"""A maximum around which the map holds fewer persons is left out.

One head of a kernel of 4, 8 or 15 px leaves 0.99, 0.75 and 0.33 of a person around its maximum at stride 8.
"""

WINDOW_PX = 24
"""Side of the square, centered on a maximum, whose persons are its score; at least 3 cells."""

SPACING_PX = 8
"""Maxima are at least so far apart, and at least one cell lies between two of them."""

_FLOOR = 1e-3  # of the maximum: keeps the logarithm of an empty neighbor finite


@dataclass(frozen=True, eq=False)
class Peaks:
    """Places (N, 2) float64 in image pixels, x right and y down, with scores (N,) float32 in persons, highest first."""

    points: NDArray[np.float64]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.points)


def find_peaks(
    density_hw: NDArray[np.float32], stride: int, size: tuple[int, int], least_persons: float = LEAST_PERSONS
) -> Peaks:
    """The local maxima of a map (h, w) in persons a cell of `stride` px, of an image (H, W), above `least_persons`.

    A maximum lies within its cell where the parabola through the logarithms of it and its neighbors has its top, which
    is exact for a Gaussian. Of a flat top the middle is taken. Values below zero, which networks may give, hold nobody.
    Raises ValueError for a map that is not of two dimensions or not finite.
    """
    from scipy import ndimage

    if density_hw.ndim != 2 or not np.isfinite(density_hw).all():
        raise ValueError("want a finite density map (h, w)")
    values = np.maximum(density_hw, 0).astype(np.float64)
    if not values.size or values.max() == 0:
        return Peaks(np.empty((0, 2)), np.empty(0, dtype=np.float32))
    spacing = 2 * max(1, SPACING_PX // stride) + 1
    tops = (values == ndimage.maximum_filter(values, spacing, mode="constant")) & (values > 0)
    places, scores = _places(tops), _held(values, stride)
    strong = scores[places[:, 0], places[:, 1]] >= least_persons
    places = places[strong]
    within = np.stack([_shift(values, places, axis) for axis in (0, 1)], axis=1)
    at = (places + 0.5 + within) * stride
    last = np.nextafter(np.array(size, dtype=np.float64), 0)
    points, found = np.clip(at, 0, last)[:, ::-1], scores[places[:, 0], places[:, 1]].astype(np.float32)
    order = np.lexsort((points[:, 0], points[:, 1], -found))
    return Peaks(np.ascontiguousarray(points[order]), found[order])


def apart_from(peaks: Peaks, heads: NDArray[np.float64], radius_px: float = SPACING_PX) -> Peaks:
    """The peaks that have no head, of `heads` (M, 2), within `radius_px`."""
    from scipy.spatial import cKDTree

    if not len(heads) or not len(peaks):
        return peaks
    distances, _ = cKDTree(heads).query(peaks.points)
    free = distances > radius_px
    return Peaks(peaks.points[free], peaks.scores[free])


def _places(tops: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Row and column (N, 2) of each top; of a flat one the cell nearest to its middle."""
    from scipy import ndimage

    labels, count = ndimage.label(tops, structure=np.ones((3, 3)))
    middles = np.array(ndimage.center_of_mass(tops, labels, range(1, count + 1))).reshape(-1, 2)
    cells = np.argwhere(tops)
    owner = labels[cells[:, 0], cells[:, 1]] - 1
    distance = ((cells - middles[owner]) ** 2).sum(axis=1)
    order = np.lexsort((distance, owner))
    first = np.ones(len(order), dtype=bool)
    first[1:] = owner[order][1:] != owner[order][:-1]
    nearest: NDArray[np.intp] = cells[order][first]
    return nearest


def _held(values: NDArray[np.float64], stride: int) -> NDArray[np.float64]:
    """Persons in the window around each cell."""
    from scipy import ndimage

    cells = max(3, 2 * (WINDOW_PX // stride // 2) + 1)
    held: NDArray[np.float64] = ndimage.uniform_filter(values, cells, mode="constant") * cells**2
    return held


def _shift(values: NDArray[np.float64], places: NDArray[np.intp], axis: int) -> NDArray[np.float64]:
    """How far (N,) each top lies from the middle of its cell along `axis`, in cells, at most half of one."""
    rows, columns = places.T
    top = values[rows, columns]
    near = []
    for step in (-1, 1):
        row, column = (rows + step, columns) if axis == 0 else (rows, columns + step)
        inside = (row >= 0) & (column >= 0) & (row < values.shape[0]) & (column < values.shape[1])
        # beyond the border the map is taken to go on as it is on the other side, so that nothing is pulled inwards
        there = values[np.clip(row, 0, values.shape[0] - 1), np.clip(column, 0, values.shape[1] - 1)]
        near.append(np.where(inside, there, np.nan))
    low, high = (np.where(np.isnan(one), other, one) for one, other in (near, near[::-1]))
    low, high = (np.where(np.isnan(each), top, each) for each in (low, high))
    log_low, log_top, log_high = (np.log(np.maximum(each, _FLOOR * top)) for each in (low, top, high))
    bend = log_low - 2 * log_top + log_high
    shift = np.where(bend < 0, 0.5 * (log_low - log_high) / np.where(bend < 0, bend, -1), 0.0)
    return np.clip(shift, -0.5, 0.5)
