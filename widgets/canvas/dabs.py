"""Dabs of the density brush: pure arithmetic on a density map (H, W), each dab with the patch that undoes it.

A dab never leaves the frame, never makes a pixel negative, and says by how much it changed the count. The map's
pixel [row, column] covers x in [column, column + 1) and y in [row, row + 1). Knows no Qt.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

RADIUS_IN_SIGMAS = 2.5  # the ring is where the gaussian is cut


@dataclass(frozen=True, slots=True, eq=False)
class DabPatch:
    """What a dab touched: `rows` and `columns` of the map, the pixels `before` it, and the change of the count."""

    rows: slice
    columns: slice
    before: NDArray[np.float32]
    delta: float

    @property
    def rect(self) -> tuple[int, int, int, int]:
        """(x, y, width, height) in map pixels."""
        height, width = self.before.shape
        return self.columns.start, self.rows.start, width, height

    @property
    def nbytes(self) -> int:
        """What keeping this patch for undo costs."""
        return self.before.nbytes

    @classmethod
    def nothing(cls) -> Self:
        """The patch of a dab that touched nothing."""
        return cls(slice(0, 0), slice(0, 0), np.zeros((0, 0), np.float32), 0.0)


def add_dab(density: NDArray[np.float32], x: float, y: float, radius_px: float, persons: float) -> DabPatch:
    """Add exactly `persons` under a ring at (x, y), as a gaussian cut at the ring and kept in the frame, in place.

    A negative `persons` takes away, at most what is there. A center outside the frame touches nothing.
    Raises ValueError for a map that is not float (H, W), a radius that is not positive, or numbers not finite.
    """
    window = _window(density, x, y, radius_px)
    if not math.isfinite(persons):
        raise ValueError(f"want a finite number of persons, got {persons}")
    if window is None:
        return DabPatch.nothing()
    rows, columns, offset_y, offset_x = window
    sigma = radius_px / RADIUS_IN_SIGMAS
    kernel = _bell(offset_y, sigma)[:, None] * _bell(offset_x, sigma)[None, :]
    kernel *= _disc(offset_y, offset_x, radius_px)
    before = density[rows, columns].copy()
    after = before + kernel * (persons / kernel.sum())
    np.maximum(after, 0.0, out=after)
    return _write(density, rows, columns, before, after)


def erase_dab(density: NDArray[np.float32], x: float, y: float, radius_px: float) -> DabPatch:
    """Set the map to zero under a ring at (x, y), in place. Raises as `add_dab`."""
    window = _window(density, x, y, radius_px)
    if window is None:
        return DabPatch.nothing()
    rows, columns, offset_y, offset_x = window
    before = density[rows, columns].copy()
    return _write(density, rows, columns, before, np.where(_disc(offset_y, offset_x, radius_px), 0.0, before))


def swap_patch(density: NDArray[np.float32], patch: DabPatch) -> DabPatch:
    """Put the pixels of `patch` back, to the byte, and return the patch that does the dab again."""
    now = density[patch.rows, patch.columns].copy()
    density[patch.rows, patch.columns] = patch.before
    return DabPatch(patch.rows, patch.columns, now, -patch.delta)


def _window(
    density: NDArray[np.float32], x: float, y: float, radius_px: float
) -> tuple[slice, slice, NDArray[np.float64], NDArray[np.float64]] | None:
    """Rows and columns under the ring, and the offsets of their pixel centers; None where the center is outside."""
    if density.ndim != 2 or not np.issubdtype(density.dtype, np.floating):
        raise ValueError(f"want a float map (H, W), got {density.dtype} {density.shape}")
    if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(radius_px) and radius_px > 0):
        raise ValueError(f"want a finite place and a positive radius, got ({x}, {y}), {radius_px}")
    height, width = density.shape
    if not (0 <= x < width and 0 <= y < height):
        return None
    top, bottom = max(math.floor(y - radius_px), 0), min(math.floor(y + radius_px) + 1, height)
    left, right = max(math.floor(x - radius_px), 0), min(math.floor(x + radius_px) + 1, width)
    return slice(top, bottom), slice(left, right), np.arange(top, bottom) + 0.5 - y, np.arange(left, right) + 0.5 - x


def _bell(offset: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """A gaussian that is 1 at the nearest pixel center, so that a ring smaller than a pixel cannot underflow to 0."""
    squares = offset**2
    return np.exp(-0.5 * np.minimum((squares - squares.min()) / sigma**2, 1400.0))


def _disc(offset_y: NDArray[np.float64], offset_x: NDArray[np.float64], radius_px: float) -> NDArray[np.bool_]:
    """The pixels whose center lies under the ring; always the pixel at its middle, however small the ring."""
    squares = offset_y[:, None] ** 2 + offset_x[None, :] ** 2
    return squares <= max(radius_px**2, squares.min())


def _write(
    density: NDArray[np.float32], rows: slice, columns: slice, before: NDArray[np.float32], after: NDArray[np.float64]
) -> DabPatch:
    density[rows, columns] = after
    # Of the stored values: what rounding to float32 did is part of the change.
    delta = density[rows, columns].sum(dtype=np.float64) - before.sum(dtype=np.float64)
    return DabPatch(rows, columns, before, float(delta))
