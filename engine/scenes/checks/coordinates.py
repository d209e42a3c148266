"""How a scene's heads are stored, where that is not in pixels: from their values alone, and from the picture."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..frame import placement, some_heads, within_one_pixel
from .conventions import CONVENTIONS, NORMALIZED, PERCENT, TITLES, Convention, brought_to, variants  # fmt: skip
from .problem import Problem
from .registration import Ground, Score, scanned, scores, strength

KINDS = tuple(TITLES)
"""The kinds of problems told here: all heads of a scene are in the wrong place, and none is to be removed."""

MISPLACED = ("outside", "far_outside", "border", "duplicate", "near_duplicate", "image_size")
"""What is wrong with heads only because they are stored in another way: not reported beside a kind of KINDS."""

HUGE_PX = 1e9
"""Values beyond this are of no convention known here."""

SURE = 4.5
"""A score that a convention must reach in one scene; in 2,600 wrong trials it was 3.8 at most."""

SURE_SCANNED = 5.5
"""The same where hundreds of factors were tried; 4.2 at most in 250 scenes."""

CLEAR = 0.75
"""The next best convention must stay below so large a part of the best."""

EVIDENT = 3.0
"""Heads as stored that score so much lie where they belong."""

LEAST_HEADS = 5
"""With fewer heads a picture says nothing of one scene; 3 within one pixel are enough to call them normalized."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one scene tells: its convention where it is beyond doubt, why, and scores to be pooled over scenes.

    `scores` are (1 + C, F): of the heads as stored, then by each of CONVENTIONS; NaN where it leads out of the frame.
    The convention is `seen` where the picture speaks for it, not the values alone.
    """

    convention: Convention | None = None
    reason: str = ""
    scores: Score | None = None
    seen: bool = False

    @property
    def evident(self) -> bool:
        """Whether the heads surely lie on something where they are stored, and on nothing more surely elsewhere."""
        if self.scores is None or np.isnan(self.scores[0]).any():
            return False
        reached = np.abs(self.scores).max(axis=1)
        return bool(reached[0] >= EVIDENT and reached[0] >= np.nanmax(reached))


def weigh(
    points: NDArray[np.float64], size: tuple[int, int], stated: tuple[int, int] | None = None, on: Ground | None = None
) -> Evidence:
    """What the heads (N, 2) of a picture of `size` (H, W) tell; more with the picture's ground.

    `stated` is the (H, W) that the label file gives the picture.
    """
    if np.abs(points).max(initial=0) > HUGE_PX:
        return Evidence()
    known, reason = _by_values(points, size, stated)
    if on is None or len(points) < LEAST_HEADS:
        return Evidence(known, reason)
    found = scores(on, points, CONVENTIONS)
    table = np.array([np.full(on.features.shape[2], np.nan) if one is None else one for one in found], dtype=np.float32)
    stored = strength(found[0])
    if known is not None and known.kind == "normalized":
        nearest = _nearest(on, points, (*variants(known), _of_one_side(size)))
        return Evidence(nearest or known, reason, table, seen=nearest is not None)
    if known is not None:
        one = Evidence(scores=table)
        return one if one.evident else Evidence(known, reason, table)
    best, reached = _best(on, points, size, stated, found)
    if best is None or reached < 2 * stored:
        return Evidence(scores=table)
    reason = (
        f"where they are stored the {some_heads(len(points))} lie on nothing that differs from what is around it "
        f"({stored:.1f} standard deviations), and mended they do ({reached:.1f})"
    )
    return Evidence(best, reason, table, seen=True)


def _by_values(
    points: NDArray[np.float64], size: tuple[int, int], stated: tuple[int, int] | None
) -> tuple[Convention | None, str]:
    if not len(points):
        return None, ""
    lowest, highest = float(points.min()), points.max(axis=0)
    largest = float(highest.max())
    if within_one_pixel(points, size) and len(np.unique(points, axis=0)) >= 3:
        return NORMALIZED, f"all {some_heads(len(points))} lie within {largest:.3g} px of the corner"
    if stated is not None and stated != size and _same_aspect(stated, size) and _lie_in(points, stated):
        return brought_to(stated[1], stated[0]), f"the label file gives the picture {stated[1]} x {stated[0]} px"
    spread = points.max(axis=0) - points.min(axis=0)
    if lowest >= 0 and largest <= 100 and len(points) >= 10 and min(size) >= 300 and spread.min() >= 70:
        return PERCENT, f"all {some_heads(len(points))} have values up to {largest:.3g}, and reach over all of them"
    return None, ""


def _same_aspect(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether one (H, W) is the other made larger or smaller, to whole pixels."""
    return abs(first[0] * second[1] - second[0] * first[1]) <= max(first[1], second[1])


def _lie_in(points: NDArray[np.float64], size: tuple[int, int]) -> bool:
    return not placement(points, size).outside.any()


def _of_one_side(size: tuple[int, int]) -> Convention:
    return Convention("normalized", "in parts of the width, both x and y", factor=float(size[1]))


def _nearest(on: Ground, points: NDArray[np.float64], among: tuple[Convention, ...]) -> Convention | None:
    """Of conventions that the values cannot tell apart the one that the picture speaks for."""
    reached = [strength(one) for one in scores(on, points, among)[1:]]
    best = int(np.argmax(reached))
    return among[best] if reached[best] >= SURE else None


def _best(
    on: Ground, points: NDArray[np.float64], size: tuple[int, int], stated: tuple[int, int] | None,
    found: list[Score | None],
) -> tuple[Convention | None, float]:  # fmt: skip
    """The convention that the picture speaks for, and how surely; None where it speaks for none."""
    reached = [strength(one) for one in found[1:]]
    best = int(np.argmax(reached))
    if reached[best] >= SURE:
        second = sorted(reached)[-2]
        return (CONVENTIONS[best], reached[best]) if second <= CLEAR * reached[best] else (None, 0.0)
    if strength(found[0]) >= EVIDENT:
        return None, 0.0
    if stated is not None and stated != size:
        there = brought_to(stated[1], stated[0])
        (_, one) = scores(on, points, (there,))
        if strength(one) >= SURE:
            return there, strength(one)
    if len(points) >= 2 * LEAST_HEADS and _other_extent(points, size):
        tried = scanned(on, points)
        if tried is not None and strength(tried[1]) >= SURE_SCANNED:
            return tried[0], strength(tried[1])
    return None, 0.0


def _other_extent(points: NDArray[np.float64], size: tuple[int, int]) -> bool:
    """Whether heads reach beyond the frame, or leave a fifth of it free at the right and below: as on another size."""
    reach = (points.max(axis=0) / np.array(size[::-1])).max()
    return bool(reach > 1.05 or reach < 0.8)


def told(scene_id: str, convention: Convention, reason: str, size: tuple[int, int]) -> Problem:
    """The problem that the heads of a scene of `size` (H, W) are stored by `convention`."""
    said = f"{reason[0].upper()}{reason[1:]}: they are {convention.said}. {convention.mending(size)}"
    return Problem.of(scene_id, convention.kind, said, convention=convention)


def settled(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same without what only follows from heads stored in another way: a fix of it would destroy labels.

    Where a scene alone and all together tell how its heads are stored, all together know better: the last stays.
    """
    found = tuple(problems)
    told_last = {problem.scene: problem for problem in found if problem.kind in KINDS}
    return tuple(
        problem
        for problem in found
        if problem.scene not in told_last
        or (problem.kind not in MISPLACED and (problem.kind not in KINDS or problem is told_last[problem.scene]))
    )
