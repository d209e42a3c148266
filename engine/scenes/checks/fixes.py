"""What can be repaired without a look: annotation in, annotation out."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..annotation import Annotation
from ..frame import placement
from .conventions import TITLES
from .problem import Problem
from .scene import REACH_PX, beyond, crowded, repeated

Fix: TypeAlias = Callable[[Annotation, tuple[int, int]], Annotation]

INSET_PX = 0.5


def onto_frame(heads: Annotation, size: tuple[int, int]) -> Annotation:
    """Heads within REACH_PX outside the frame `size` (H, W) on it; those farther out stay where they are."""
    distance = beyond(heads.points, size)
    near = ((distance > 0) & (distance <= REACH_PX))[:, None]
    return heads.with_points(np.where(near, _inside(heads, size), heads.points))


def without_far(heads: Annotation, size: tuple[int, int]) -> Annotation:
    """The heads that lie in the frame `size` (H, W) or within REACH_PX of it."""
    return heads.take(beyond(heads.points, size) <= REACH_PX)


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
    "outside": ("Move onto the frame", onto_frame),
    "border": ("Move half a pixel in", off_border),
    "duplicate": ("Keep the first of each place", without_repeats),
    "near_duplicate": ("Keep the first of each pair", without_crowding),
    "far_outside": ("Remove heads outside", without_far),
}
"""By the kind of problem: what the fix is called, and what it does to the heads of a scene of this size.

Problems that have a convention are mended by that: `mended` knows both."""

ASKED_FOR = ("far_outside",)
"""Kinds whose fix deletes heads that nobody has looked at: it is done only where it was asked for by its name."""

NAMES: Mapping[str, str] = {kind: name for kind, (name, _) in FIXES.items()} | TITLES
"""By the kind of problem: what its fix is called."""


def mended(problem: Problem, heads: Annotation, size: tuple[int, int]) -> Annotation | None:
    """The heads of a scene of `size` (H, W) when `problem` is mended; None where that needs a hand."""
    if problem.convention is not None:
        return problem.convention.mended(heads, size)
    return FIXES[problem.kind][1](heads, size) if problem.kind in FIXES else None
