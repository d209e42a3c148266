"""Whether heads lie on something in a picture: what is under them against what is a few pixels beside them.

Heads that lie right are darker, brighter, or of another color or texture than their own surround, all in one direction.
Heads that lie wrong are not, wherever in the picture they fall: sky, trees and crowds alike. Measured on ShanghaiTech
A and B and on synthetic crowds, 400 scenes: heads where they belong score 4 to 5 in the median, and the same heads
turned, mirrored or scaled 3.5 at most in 2,600 trials.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..frame import placement
from .conventions import Convention, resized

LONG_SIDE_PX = 1024
"""Larger pictures are brought to this: a head of 50 px in one of 6,000 px says no more than one of 8 px."""

SIGMA_PX = 1.5
"""By so much features are smoothed: a click is a few pixels beside the middle of a head."""

NUM_BESIDE = 64
NEAREST_PX, FARTHEST_PX = 8.0, 32.0
"""The surround of a head: so many places around it, from so near to so far."""

MOST_HEADS = 400
"""More heads than these, evenly picked, make nothing surer, and take longer."""

SAME = 0.05
"""A factor so near to 1 is none."""

INSIDE = 0.95
"""A convention that leaves fewer heads than this share in the frame is none."""

Features: TypeAlias = NDArray[np.float32]
Score: TypeAlias = NDArray[np.float32]
"""By each feature, (C,), in standard deviations, with its sign."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A picture's features, (h, w, C), and by what its `size` (H, W) was scaled."""

    features: Features
    size: tuple[int, int]
    scale: float


OPPONENTS = np.array([[1 / 3, 1 / 3, 1 / 3], [1, -1, 0], [-0.5, -0.5, 1]], dtype=np.float32)
"""Brightness, red against green, blue against yellow."""


def ground(image: NDArray[np.uint8]) -> Ground:
    """Brightness, two opponent colors and fine texture of an image uint8 (H, W, 3)."""
    import cv2

    height, width = image.shape[:2]
    scale = min(1.0, LONG_SIDE_PX / max(height, width))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    texture = np.abs(cv2.Laplacian(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), cv2.CV_32F))
    raw = cv2.merge((cv2.transform(small.astype(np.float32), OPPONENTS), texture))
    features = cv2.GaussianBlur(raw, (0, 0), SIGMA_PX)
    return Ground(np.asarray(features, dtype=np.float32), (height, width), scale)


def _beside() -> NDArray[np.float64]:
    """The place itself, then those around it on a sunflower's spiral: evenly spread, the same in every run."""
    angle = np.arange(NUM_BESIDE) * np.pi * (3 - np.sqrt(5))
    radius = np.linspace(NEAREST_PX, FARTHEST_PX, NUM_BESIDE)
    around = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return np.concatenate([np.zeros((1, 2)), around])


BESIDE = _beside()


def score(on: Ground, points: NDArray[np.float64]) -> Score:
    """How far `points` (N, 2), in pixels of the picture, differ from their surround by each feature, (C,), signed.

    In standard deviations, the smaller of two: of the mean feature against its means beside, which one bright spot
    may raise, and of the mean rank of each head in its own surround, which it may not.
    """
    places = (points * on.scale)[None] + BESIDE[:, None]
    values = _at(on.features, places)
    means = values.mean(axis=1)
    by_mean = (means[0] - means[1:].mean(axis=0)) / (means[1:].std(axis=0) + 1e-3)
    here, beside = values[:1], values[1:]
    rank = ((beside < here).mean(axis=0) + (beside <= here).mean(axis=0)) / 2
    by_rank = (rank.mean(axis=0) - 0.5) * np.sqrt(12 * points.shape[0])
    smaller = np.minimum(np.abs(by_mean), np.abs(by_rank))
    return np.where(np.sign(by_mean) == np.sign(by_rank), np.sign(by_mean) * smaller, 0).astype(np.float32)


def _at(features: Features, places: NDArray[np.float64]) -> Features:
    """The features (..., C) under `places` (..., 2) in pixels of the features; beyond the frame those of its edge."""
    height, width = features.shape[:2]
    column = np.clip(places[..., 0], 0, width - 1).astype(np.intp)
    row = np.clip(places[..., 1], 0, height - 1).astype(np.intp)
    return features[row, column]


ONE_PLACE_PX = 1.1
"""Heads that reach no farther are one place or normalized, which values tell; as a factor they would be any number."""


def strength(of: Score | None) -> float:
    """How surely heads lie on something: the score by the feature that shows it best; 0 without one."""
    return 0.0 if of is None else float(np.abs(of).max())


def fits(points: NDArray[np.float64], size: tuple[int, int]) -> bool:
    """Whether nearly all of `points` (N, 2) lie in a frame of `size` (H, W)."""
    return bool(len(points)) and bool(in_frame(points, size).mean() >= INSIDE)


def in_frame(points: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Which of `points` (N, 2) lie in a frame of `size` (H, W), its border included."""
    return ~placement(points, size).outside


def picked(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """At most MOST_HEADS of `points` (N, 2), evenly picked."""
    return points[:: max(1, -(-len(points) // MOST_HEADS))]


def scores(on: Ground, points: NDArray[np.float64], conventions: Sequence[Convention]) -> list[Score | None]:
    """The score of the heads as stored, then of each of `conventions`; None where it leads out of the frame.

    As stored, those in the frame speak where they are half of all: a few outside do not make the others wrong.
    A convention answers for the heads that it moves: those that it leaves nearly where they are speak for both.
    One that makes places smaller is none where all heads lie in the frame as stored: on a larger picture some do not.
    """
    stored = picked(points)
    inside, whole = stored[in_frame(stored, on.size)], fits(stored, on.size)
    found: list[Score | None] = [score(on, inside) if len(inside) * 2 > len(stored) else None]
    for convention in conventions:
        moved = convention.pixels(stored, on.size)
        far = np.abs(moved - stored).max(axis=1, initial=0) * on.scale > NEAREST_PX
        smaller = whole and (convention.scale(on.size) < 1).any()
        usable = not smaller and far.sum() * 2 > len(stored) and fits(moved, on.size)
        found.append(score(on, moved[far]) if usable else None)
    return found


def scanned(on: Ground, points: NDArray[np.float64], num_best: int = 12) -> tuple[Convention, Score] | None:
    """The factor by which heads fit the picture best, among all that bring them into the frame; None without any.

    Steps of 2 px in the frame are tried against the local contrast alone, the best few scored, and the best made finer.
    """
    stored = picked(points)
    reach = float((stored.max(axis=0, initial=0) / np.array(on.size[::-1])).max())
    if stored.max(initial=0) <= ONE_PLACE_PX or (stored < 0).any():
        return None
    step = 2 / (max(on.size) * on.scale)
    factors = np.exp(np.arange(np.log(0.4 / reach), np.log(1 / reach), step))
    factors = factors[np.abs(factors - 1) > SAME]
    if not len(factors):
        return None
    rough = _contrast_under(on, stored[None] * factors[:, None, None])
    coarse = factors[np.argsort(-rough)[:num_best]]
    best = coarse[int(np.argmax(_strengths(on, stored, coarse)))]
    near = best * np.exp(np.arange(-8, 9) * step / 2)
    found = _strengths(on, stored, near)
    # heads are some pixels wide, so that the peak is flat: its middle is meant
    middle = float(np.average(near, weights=np.where(found >= 0.85 * found.max(), found, 0) + 1e-9))
    return (resized(1 / middle), score(on, stored * middle)) if abs(middle - 1) > SAME else None


def _strengths(on: Ground, stored: NDArray[np.float64], factors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([strength(score(on, stored * factor)) for factor in factors])


def _contrast_under(on: Ground, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much the features under sets of places (K, N, 2) differ from their wide surround, (K,)."""
    import cv2

    contrast = on.features - cv2.GaussianBlur(on.features, (0, 0), FARTHEST_PX / 2)
    contrast /= contrast.std(axis=(0, 1)) + 1e-3
    means = np.stack([_at(contrast, one * on.scale).mean(axis=0) for one in places])
    return np.asarray(np.abs(means).max(axis=1), dtype=np.float64)
