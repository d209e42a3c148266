"""Numbers of a live curve: a growing buffer, and its trailing mean. No window here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Curve:
    """Points of one curve in the order they came; appending is amortized O(1), reading costs no copy."""

    def __init__(self) -> None:
        self._xy = np.empty((2, 256))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def x(self) -> NDArray[np.float64]:
        return self._xy[0, : self._count]

    @property
    def y(self) -> NDArray[np.float64]:
        return self._xy[1, : self._count]

    def extend(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        if x.shape != y.shape or x.ndim != 1:
            raise ValueError(f"a curve wants x and y of one length, got {x.shape} and {y.shape}")
        end = self._count + len(x)
        if end > self._xy.shape[1]:
            grown = np.empty((2, max(end, 2 * self._xy.shape[1])))
            grown[:, : self._count] = self._xy[:, : self._count]
            self._xy = grown
        self._xy[:, self._count : end] = x, y
        self._count = end

    def nearest(self, x: float) -> int | None:
        """Place of the point whose x is nearest to `x`; the points must have come in rising x."""
        if not self._count:
            return None
        right = int(np.clip(np.searchsorted(self.x, x), 1, max(1, self._count - 1)))
        return min((right - 1, min(right, self._count - 1)), key=lambda i: abs(self.x[i] - x))


def trailing_mean(y: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Mean of the last `window` finite values up to and with each point; NaN where there is none.

    Chosen over an exponential mean: what was drawn never changes afterwards, a constant stays constant, and the
    definition fits in a tooltip.
    """
    if window <= 1:
        return np.where(np.isfinite(y), y, np.nan)
    good = np.isfinite(y)
    if good.all():
        return _mean_of_finite(y, window)
    total = np.concatenate(([0.0], np.cumsum(np.where(good, y, 0.0))))
    count = np.concatenate(([0], np.cumsum(good)))
    start = np.maximum(0, np.arange(1, len(y) + 1) - window)
    end = np.arange(1, len(y) + 1)
    num = count[end] - count[start]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(num > 0, (total[end] - total[start]) / num, np.nan)


def _mean_of_finite(y: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """The same without the bookkeeping of gaps: a third of the time, and the usual case."""
    mean = np.cumsum(y)
    mean[window:] = mean[window:] - mean[:-window]
    mean[:window] /= np.arange(1, min(window, len(y)) + 1)
    mean[window:] /= window
    return mean
