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
    bell: NDArray[np.float64] = np.exp(-0.5 * np.minimum((squares - squares.min()) / sigma**2, 1400.0))
    return bell


def _disc(offset_y: NDArray[np.float64], offset_x: NDArray[np.float64], radius_px: float) -> NDArray[np.bool_]:
    """The pixels whose center lies under the ring; always the pixel at its middle, however small the ring."""
    squares = offset_y[:, None] ** 2 + offset_x[None, :] ** 2
    under: NDArray[np.bool_] = squares <= max(radius_px**2, squares.min())
    return under


def _write(
    density: NDArray[np.float32], rows: slice, columns: slice, before: NDArray[np.float32], after: NDArray[np.float64]
) -> DabPatch:
    density[rows, columns] = after
    # Of the stored values: what rounding to float32 did is part of the change.
    delta = density[rows, columns].sum(dtype=np.float64) - before.sum(dtype=np.float64)
    return DabPatch(rows, columns, before, float(delta))


# ---- dabs that change what is there


def scale_dab(density: NDArray[np.float32], x: float, y: float, radius_px: float, factor: float) -> DabPatch:
    """Multiply the map by `factor` at the middle of a ring at (x, y), by less towards its edge, in place.

    Raises as `add_dab`, and ValueError for a negative factor.
    """
    if not math.isfinite(factor) or factor < 0:
        raise ValueError(f"want a factor from 0 on, got {factor}")
    window = _window(density, x, y, radius_px)
    if window is None:
        return DabPatch.nothing()
    rows, columns, offset_y, offset_x = window
    before = density[rows, columns].copy()
    return _write(density, rows, columns, before, before * (1 + (factor - 1) * _soft(offset_y, offset_x, radius_px)))


def smooth_dab(density: NDArray[np.float32], x: float, y: float, radius_px: float, strength: float) -> DabPatch:
    """Blur the map under a ring at (x, y) by a share `strength`, in place; the sum stays to rounding.

    Raises as `add_dab`.
    """
    window = _window(density, x, y, radius_px)
    if window is None:
        return DabPatch.nothing()
    rows, columns, offset_y, offset_x = window
    before = density[rows, columns].copy()
    inside = _disc(offset_y, offset_x, radius_px)
    values = np.where(inside, before, 0.0).astype(np.float64)
    reach = max(1, round(radius_px / 3))
    # what blurs out of the ring is given back in proportion, so that nothing is lost at its edge
    blurred = np.where(inside, _boxed(values, reach), 0.0)
    total, kept = values.sum(), blurred.sum()
    if kept <= 0:
        return DabPatch.nothing()
    mixed = (1 - strength) * values + strength * blurred * (total / kept)
    return _write(density, rows, columns, before, np.where(inside, mixed, before))


def move_dab(
    density: NDArray[np.float32], x: float, y: float, radius_px: float, by: tuple[float, float], strength: float
) -> DabPatch:
    """Push a share `strength` of the mass under a ring at (x, y) along `by` (dx, dy) pixels, in place; the sum stays.

    At the frame the push is shorter: nothing leaves it. Raises as `add_dab`.
    """
    window = _window(density, x, y, radius_px)
    if window is None:
        return DabPatch.nothing()
    rows, columns, offset_y, offset_x = window
    height, width = density.shape
    down = min(max(round(by[1]), -rows.start), height - rows.stop)
    right = min(max(round(by[0]), -columns.start), width - columns.stop)
    all_rows = slice(min(rows.start, rows.start + down), max(rows.stop, rows.stop + down))
    all_columns = slice(min(columns.start, columns.start + right), max(columns.stop, columns.stop + right))
    before = density[all_rows, all_columns].copy()
    after = before.astype(np.float64)
    top, left = rows.start - all_rows.start, columns.start - all_columns.start
    size = rows.stop - rows.start, columns.stop - columns.start
    share = min(max(strength, 0.0), 1.0) * _soft(offset_y, offset_x, radius_px)
    pushed = after[top : top + size[0], left : left + size[1]] * share
    after[top : top + size[0], left : left + size[1]] -= pushed
    after[top + down : top + down + size[0], left + right : left + right + size[1]] += pushed
    return _write(density, all_rows, all_columns, before, np.maximum(after, 0.0))


def under_ring(density: NDArray[np.float32], x: float, y: float, radius_px: float) -> float:
    """The persons under a ring at (x, y); 0 where its middle lies outside the frame. Raises as `add_dab`."""
    window = _window(density, x, y, radius_px)
    if window is None:
        return 0.0
    rows, columns, offset_y, offset_x = window
    return float(density[rows, columns].sum(where=_disc(offset_y, offset_x, radius_px), dtype=np.float64))


def _soft(offset_y: NDArray[np.float64], offset_x: NDArray[np.float64], radius_px: float) -> NDArray[np.float64]:
    """1 at the middle of the ring and 0 at its edge, with no step there."""
    squares = (offset_y[:, None] ** 2 + offset_x[None, :] ** 2) / radius_px**2
    inside: NDArray[np.float64] = np.maximum(1 - np.maximum(squares - squares.min(), 0), 0)
    return inside * inside


def _boxed(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Box-blurred twice in both directions over 2 `reach` + 1 pixels, zero outside; by running sums."""
    for axis in (0, 1, 0, 1):
        padded = np.moveaxis(values, axis, 0)
        sums = np.cumsum(np.pad(padded, [(reach + 1, reach), (0, 0)]), axis=0)
        values = np.moveaxis((sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1), 0, axis)
    return np.maximum(values, 0.0)
