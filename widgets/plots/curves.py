"""Numbers of a live curve: a growing buffer, and its trailing mean. No window here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Curve:
    """Points of one curve in the order they came; appending is amortized O(1), reading costs no copy."""

    def __init__(self) -> None:
        self._xy = np.empty((2, 256))
        self._count = 0
        self._starts: list[int] = []
        self._labels: list[str] = []
        self._part = -1

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
        place = self._end_of_part()
        self._xy[:, place + len(x) : end] = self._xy[:, place : self._count].copy()
        self._xy[:, place : place + len(x)] = x, y
        self._starts[self._part + 1 :] = [start + len(x) for start in self._starts[self._part + 1 :]]
        self._count = end

    def set_part(self, label: str) -> None:
        """What comes from here on belongs to the part called `label`, a new one or one of before.

        No line leads from part to part, and no mean is taken over two.
        """
        if label not in self._labels:
            self._starts.append(self._count)
            self._labels.append(label)
        self._part = self._labels.index(label)

    @property
    def is_parted(self) -> bool:
        """Whether there is more than one part, so that x need not rise."""
        return len(self._labels) > 1

    def _end_of_part(self) -> int:
        return self._starts[self._part + 1] if 0 <= self._part < len(self._starts) - 1 else self._count

    def label(self, place: int) -> str:
        """What the part is called that the point at `place` belongs to."""
        part = int(np.searchsorted(self._starts, place, side="right")) - 1
        return self._labels[part] if part >= 0 else ""

    def parted(self, y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The points to be drawn with these `y`, with a gap before each part but the first."""
        gaps = [start for start in self._starts if 0 < start < self._count]
        return (np.insert(self.x, gaps, self.x[gaps]), np.insert(y, gaps, np.nan)) if gaps else (self.x, y)

    def mean(self, window: int) -> NDArray[np.float64]:
        """The trailing mean, each part for itself."""
        starts = sorted({0, *(start for start in self._starts if start < self._count)})
        if len(starts) == 1:
            return trailing_mean(self.y, window)
        ends = [*starts[1:], self._count]
        return np.concatenate([trailing_mean(self.y[a:b], window) for a, b in zip(starts, ends, strict=True)])

    def near(self, x: float) -> int | None:
        """Place of the point nearest to `x`; None where the curve has nothing there, before it begins or after."""
        if (place := self.nearest(x)) is None:
            return None
        apart = (self.x.max() - self.x.min()) / max(1, self._count - 1) or 1.0
        return place if abs(self.x[place] - x) <= max(apart, 0.5) else None

    def nearest(self, x: float) -> int | None:
        """Place of the point whose x is nearest to `x`; the points of a part must have come in rising x."""
        if not self._count:
            return None
        if self.is_parted:
            return int(np.abs(self.x - x).argmin())
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
