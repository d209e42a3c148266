"""Where people stand: a camera over flat ground, and a crowd of clusters, lanes and strollers without collisions."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Camera:
    """A frame over flat ground: heads in row y are `slope * (y - horizon)` pixels high; rows under `far` hold heads."""

    height: int
    width: int
    horizon: float
    slope: float
    far: float
    body: int

    def head_px(self, y: Floats) -> Floats:
        """The height of a head whose center is in row `y`, in pixels."""
        return self.slope * (y - self.horizon)


ROOM = 0.62
"""The area that a head takes where people stand shoulder to shoulder, in squared head heights of the image."""

_WIDE, _DEEP = 0.86, 0.62
"""How near heads come, side by side and one behind the other, in head heights: the one behind shows its upper half."""

SMALLEST_PX = 2.6
"""Heads below this are not drawn by the camera's pixels, and could not be labelled."""


def place_camera(rng: np.random.Generator, size: tuple[int, int], count: int) -> Camera:
    """A camera that sees `count` people on a frame of `size` (H, W) with room to spare, or just enough."""
    height, width = size
    depth, open_ground = float(rng.uniform(0.14, 0.6)), rng.random() < 0.25
    far = height * (float(rng.uniform(-0.05, 0.05)) if open_ground else float(rng.uniform(0.08, 0.4)))
    share = float(np.exp(rng.uniform(np.log(0.05), np.log(0.6))))
    largest = 0.062 * min(height, width)
    near_px = largest
    for _ in range(2):  # how deep the view is depends on the size of heads, which depends on how deep it is
        rows = np.linspace(max(far, 0) + 0.5, height - 0.5, 64)
        area = width * (rows[1] - rows[0]) * float(((1 - (1 - depth) * (height - rows) / (height - far)) ** -2.0).sum())
        near_px = float(np.clip(np.sqrt(share * area / max(count, 1) / ROOM), min(1.4 * SMALLEST_PX, largest), largest))
        depth = min(max(depth, SMALLEST_PX / near_px), 0.9)
    horizon = (far - depth * height) / (1 - depth)
    body = int(np.clip(round(1.8 * (1 - depth) + rng.normal(0, 0.5)), 0, 2))
    return Camera(height, width, horizon, near_px / (height - horizon), far, body)


def place_people(rng: np.random.Generator, camera: Camera, count: int) -> Floats:
    """`count` head centers (count, 2) within the frame, far ones first, no head hidden behind another."""
    scatter = _Scatter(rng, camera)
    kept = np.empty((0, 2))
    spacing = 1.0
    for attempt in range(40):
        # clusters fill up first: then people stand elsewhere, and closer together only where nothing is free
        strolling = min(1.0, 0.2 * attempt)
        candidates = np.concatenate([kept, scatter.draw(2 * (count - len(kept)) + 20, strolling)])
        kept = _apart(camera, candidates, spacing)[:count]
        if len(kept) == count:
            break
        spacing *= 0.93 if attempt > 5 else 0.99
    else:  # a frame of a few pixels: stand on one another's feet
        kept = np.concatenate([kept, scatter.draw(count - len(kept), 1.0)])
    return kept[np.argsort(kept[:, 1], kind="stable")]


class _Scatter:
    """Draws head centers from a mixture of strollers, clusters and lanes."""

    def __init__(self, rng: np.random.Generator, camera: Camera) -> None:
        self.rng, self.camera = rng, camera
        self.top = max(camera.far, float(camera.head_px(np.array(camera.far))) * 0.6, 1.0)
        # rows in proportion to 1 / head size: the ground is seen ever flatter
        rows = np.linspace(self.top, camera.height - 1.0, 256)
        weight = camera.head_px(rows) ** -float(rng.uniform(0.4, 1.3))
        self.rows, self.cumulative = rows, np.cumsum(weight) / weight.sum()
        self.shares = rng.dirichlet([0.9, 1.0, 0.5])
        self.clusters = self._strollers(int(rng.integers(2, 9)))
        self.spread = rng.uniform(0.8, 4.5, len(self.clusters))
        self.lanes = [self._strollers(2) for _ in range(int(rng.integers(1, 4)))]
        self.lane_width = float(rng.uniform(0.8, 4.0))

    def draw(self, count: int, strolling: float) -> Floats:
        """`count` positions, all within the frame; a share of `strolling` of them anywhere."""
        shares = (1 - strolling) * self.shares + strolling * np.array([1.0, 0.0, 0.0])
        drawn: Floats = np.empty((0, 2))
        while len(drawn) < count:
            numbers = self.rng.multinomial(2 * count, shares)
            points = np.concatenate(
                [self._strollers(numbers[0]), self._clustered(numbers[1]), self._in_lanes(numbers[2])]
            )
            x, y = self.rng.permutation(points).T
            inside = (x >= 1) & (x < self.camera.width - 1) & (y >= self.top) & (y < self.camera.height - 1)
            drawn = np.concatenate([drawn, np.stack([x, y], axis=1)[inside]])
        return drawn[:count]

    def _strollers(self, count: int) -> Floats:
        y = np.interp(self.rng.random(count), self.cumulative, self.rows)
        return np.stack([self.rng.uniform(0, self.camera.width, count), y], axis=1)

    def _clustered(self, count: int) -> Floats:
        which = self.rng.integers(len(self.clusters), size=count)
        center = self.clusters[which]
        reach = (self.camera.head_px(center[:, 1]) * self.spread[which])[:, None] * [1.6, 0.9]
        return np.asarray(center + self.rng.normal(0, 1, (count, 2)) * reach)

    def _in_lanes(self, count: int) -> Floats:
        ends = np.stack(self.lanes)[self.rng.integers(len(self.lanes), size=count)]
        t = self.rng.uniform(-0.8, 1.8, (count, 1))
        along = ends[:, 0] * (1 - t) + ends[:, 1] * t
        reach = np.maximum(self.camera.head_px(along[:, 1]), 1.0) * self.lane_width
        return np.asarray(along + self.rng.normal(0, 1, (count, 2)) * reach[:, None] * [1.0, 0.4])


def _apart(camera: Camera, points: Floats, spacing: float) -> Floats:
    """`points` without those nearer than `spacing` heads to an earlier one."""
    from scipy.spatial import cKDTree

    size = camera.head_px(points[:, 1])
    pairs = cKDTree(points).query_pairs(spacing * _WIDE * float(size.max()), output_type="ndarray")
    first, second = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
    across, down = np.abs(points[first] - points[second]).T / np.maximum(size[first], size[second])
    close = np.hypot(across / _WIDE, down / _DEEP) < spacing
    alive = np.ones(len(points), dtype=bool)
    for earlier, later in zip(first[close].tolist(), second[close].tolist(), strict=True):
        if alive[earlier]:
            alive[later] = False
    return points[alive]
