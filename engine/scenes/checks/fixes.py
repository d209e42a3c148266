"""What can be repaired without a look: annotation in, annotation out."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..annotation import Annotation
from ..frame import placement
from .scene import crowded, repeated

Fix: TypeAlias = Callable[[Annotation, tuple[int, int]], Annotation]

REACH_PX = 10.0
"""A head so near to the frame was meant to be in it; one farther out belongs to nobody in the image."""

INSET_PX = 0.5


def onto_frame(heads: Annotation, size: tuple[int, int]) -> Annotation:
    """Heads within REACH_PX of the frame `size` (H, W) on it, those farther out gone."""
    far = np.array(size[::-1], dtype=np.float64)
    beyond = np.maximum(np.maximum(-heads.points, heads.points - far), 0).max(axis=1, initial=0)
    kept = heads.take(beyond <= REACH_PX)
    outside = placement(kept.points, size).outside[:, None]
    return kept.with_points(np.where(outside, _inside(kept, size), kept.points))


def off_border(heads: Annotation, size: tuple[int, int]) -> Annotation:
    """Heads on the border half a pixel inside; the others where they are."""
    on_border = placement(heads.points, size).on_border[:, None]
    return heads.with_points(np.where(on_border, _inside(heads, size), heads.points))


def _inside(heads: Annotation, size: tuple[int, int]) -> NDArray[np.float64]:
    return np.clip(heads.points, INSET_PX, np.array(size[::-1]) - INSET_PX)


def without_repeats(heads: Annotation, _size: tuple[int, int]) -> Annotation:
    """Of heads at one place the first."""
    return heads.take(np.setdiff1d(np.arange(len(heads)), repeated(heads.points)))


def without_crowding(heads: Annotation, _size: tuple[int, int]) -> Annotation:
    """Of heads within a pixel of one another the first."""
    return heads.take(np.setdiff1d(np.arange(len(heads)), crowded(heads.points)))


FIXES: Mapping[str, tuple[str, Fix]] = {
    "outside": ("Move onto the frame or remove", onto_frame),
    "border": ("Move half a pixel in", off_border),
    "duplicate": ("Keep the first of each place", without_repeats),
    "near_duplicate": ("Keep the first of each pair", without_crowding),
}
"""By the kind of problem: what the fix is called, and what it does to the heads of a scene of this size."""
