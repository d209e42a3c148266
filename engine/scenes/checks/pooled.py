"""How heads are stored, told by many scenes together where each alone leaves a doubt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .conventions import CONVENTIONS, FACTORS, NORMALIZED, ONE_BASED, PERCENT, Convention, resized
from .coordinates import Evidence, told
from .problem import Problem

LEAST_SCENES = 3
"""Fewer scenes are not pooled."""

SURE_POOLED = 6.0
"""The score that a convention must reach over scenes, where each adds a standard deviation by chance."""

ELIGIBLE = 0.8
"""In so large a share of scenes a convention must leave the heads in the frame."""

SEVERAL = 5
"""So many scenes that are sure alone speak for the others."""

MANY_HEADS = 200
"""So many heads, in so many scenes, show by their values alone over what they run."""

MANY_SCENES = 10


@dataclass(frozen=True, slots=True)
class _Seen:
    id: str
    split: str
    size: tuple[int, int]
    evidence: Evidence
    num_heads: int
    lowest: float
    highest: tuple[float, float]
    whole_numbers: bool
    num_at_zero: int
    num_at_end: int

    @property
    def reach(self) -> tuple[float, float]:
        """How far the heads go, in parts of the width and the height."""
        return self.highest[0] / self.size[1], self.highest[1] / self.size[0]


@dataclass
class Pooled:
    """Collects what each labelled scene tells, and says at the end what all of them do."""

    _seen: list[_Seen] = field(default_factory=list)

    def add(self, scene_id: str, split: str, points: NDArray[np.float64], size: tuple[int, int], of: Evidence) -> None:
        """Take note of a scene with heads at `points` (N, 2) as stored."""
        if not len(points):
            return
        far = np.array(size[::-1], dtype=np.float64)
        self._seen.append(
            _Seen(
                scene_id, split, size, of, len(points), float(points.min()),
                (float(points[:, 0].max()), float(points[:, 1].max())),
                bool((points == np.round(points)).all()), int((points == 0).sum()), int((points == far).sum()),
            )
        )  # fmt: skip

    def join(self, later: "Pooled") -> None:
        """Take over what was noted of later scenes."""
        self._seen += later._seen

    def problems(self) -> Iterator[Problem]:
        """Of each scene that its own values and picture left open, how its heads are stored, if others show it."""
        whole = [self._seen]
        splits = [
            [one for one in self._seen if one.split == split] for split in dict.fromkeys(s.split for s in self._seen)
        ]
        known: set[str] = set()
        for group in whole + (splits if len(splits) > 1 else []):
            for scene, convention, reason in _open_in(group):
                if scene.id not in known:
                    known.add(scene.id)
                    yield told(scene.id, convention, reason, scene.size)


_Found: TypeAlias = list[tuple[_Seen, Convention, str]]


def _open_in(group: Sequence[_Seen]) -> _Found:
    """The scenes of a group of which the whole tells more than each alone, with what it tells."""
    evident = sum(one.evidence.evident for one in group)
    found = _normalized_order(group) + ([] if evident else _one_factor(group))
    known = {scene.id for scene, _, _ in found}
    still = [one for one in group if one.evidence.convention is None and not one.evidence.evident]
    for rule in (_like_the_others, _small_values, _by_pictures, _by_extent):
        still = [one for one in still if one.id not in known]
        more = rule(group, still, evident)
        found += more
        known |= {scene.id for scene, _, _ in more}
    return found if any(one.evidence.convention for one in group) else found + _from_one(group)


def _normalized_order(group: Sequence[_Seen]) -> _Found:
    """Which of x and y stands first in normalized scenes whose pictures leave it open: as in the others."""
    normalized = [one for one in group if _kind(one) == "normalized"]
    seen = [one.evidence.convention for one in normalized if one.evidence.seen]
    most = max(set(seen), key=seen.count, default=None)
    if most is None or most == NORMALIZED or seen.count(most) < LEAST_SCENES or seen.count(most) < 0.8 * len(seen):
        return []
    return [(one, most, f"as in {seen.count(most)} other scenes") for one in normalized if not one.evidence.seen]


def _one_factor(group: Sequence[_Seen]) -> _Found:
    """One factor where scenes alone found nearly the same: the middle of all is finer than each."""
    sure = [one.evidence.convention for one in group if one.evidence.convention is not None]
    factors = [each.factor for each in sure if each.kind == "resized" and each.frame is None]
    if len(factors) < SEVERAL or len(factors) < 0.8 * len(sure):
        return []
    middle = float(np.median(factors))
    near = sum(abs(factor / middle - 1) <= 0.03 for factor in factors)
    if near < 0.8 * len(factors):
        return []
    common = next((1 / factor for factor in FACTORS if abs(middle * factor - 1) < 0.005), middle)
    said = f"{near} scenes agree on the factor, and in none do heads surely lie where they are stored"
    convention = resized(1 / common)
    open_ones = (one for one in group if _kind(one) in ("", "resized") and one.evidence.convention != convention)
    return [(one, convention, said) for one in open_ones if _may_be(one, convention)]


def _like_the_others(group: Sequence[_Seen], still: Sequence[_Seen], evident: int) -> _Found:
    """Where several scenes are surely stored in one way and none surely in pixels, the open ones are too."""
    sure = [one.evidence.convention for one in group if one.evidence.convention is not None]
    most = max(set(sure), key=sure.count, default=None)
    if most is None or evident or sure.count(most) < SEVERAL or sure.count(most) < 0.8 * len(sure):
        return []
    reason = f"as in {sure.count(most)} other scenes, and in none do heads surely lie where they are stored"
    return [(one, most, reason) for one in still if _may_be(one, most)]


def _kind(scene: _Seen) -> str:
    return scene.evidence.convention.kind if scene.evidence.convention is not None else ""


def _may_be(scene: _Seen, convention: Convention) -> bool:
    corner = np.array([[scene.lowest, scene.lowest], scene.highest])
    moved = convention.pixels(corner, scene.size)
    return bool((moved >= -1).all() and (moved <= np.array(scene.size[::-1]) + 1).all())


def _small_values(group: Sequence[_Seen], still: Sequence[_Seen], evident: int) -> _Found:
    """One or two heads within a pixel of the corner, where others or all scenes of the group are normalized."""
    small = [one for one in still if one.lowest >= -0.1 and max(one.highest) <= 1.1 and min(one.size) >= 16]
    others = any(_kind(one) == "normalized" for one in group)
    if small and (others or (len(small) == len(group) >= LEAST_SCENES)):
        return [(one, NORMALIZED, "all heads lie within a pixel of the corner, as in other scenes") for one in small]
    return []


def _by_pictures(group: Sequence[_Seen], still: Sequence[_Seen], evident: int) -> _Found:
    """The convention by which the open scenes together lie on something, where as stored they lie on nothing."""
    tables = [one.evidence.scores for one in still if one.evidence.scores is not None]
    if len(tables) < LEAST_SCENES:
        return []
    every = np.stack(tables)
    usable = ~np.isnan(every[..., 0])
    total = np.nansum(every, axis=0) / np.sqrt(np.maximum(usable.sum(axis=0), 1))[:, None]
    reached = np.abs(total).max(axis=1) * (usable.mean(axis=0) >= ELIGIBLE)
    best, stored = int(np.argmax(reached[1:])), float(np.abs(total[0]).max())
    if reached[1 + best] < SURE_POOLED or reached[1 + best] < 2.5 * stored or evident > len(still):
        return []
    convention = CONVENTIONS[best]
    reason = (
        f"over {len(tables)} scenes heads lie on nothing that differs from what is around it ({stored:.1f} standard "
        f"deviations), and mended they do ({reached[1 + best]:.1f})"
    )
    return [(one, convention, reason) for one in still if _may_be(one, convention)]


def _by_extent(group: Sequence[_Seen], still: Sequence[_Seen], evident: int) -> _Found:
    """Where no picture speaks for the heads as stored: over what the values of all scenes run."""
    heads = sum(one.num_heads for one in group)
    if evident or len(group) < MANY_SCENES or heads < MANY_HEADS or min(one.lowest for one in group) < 0:
        return []
    top = np.array([one.highest for one in group]).max(axis=0)
    reach = np.array([one.reach for one in group]).max(axis=0)
    if top.min() >= 90 and top.max() <= 100 and min(min(one.size) for one in group) >= 150:
        said = f"over {len(group)} scenes no value is above {top.max():.4g}, whatever the picture's size"
        return [(one, PERCENT, said) for one in still]
    beyond = float(np.mean([max(one.reach) > 1.05 for one in group]))
    for factor in FACTORS:
        if abs(reach / factor - 1).max() <= 0.03 and (factor < 1 or beyond > 0.5):
            said = (
                f"over {len(group)} scenes heads reach to {reach[0]:.0%} of the width and {reach[1]:.0%} of the height"
            )
            return [(one, resized(factor), said) for one in still]
    return []


def _from_one(group: Sequence[_Seen]) -> _Found:
    """Whole numbers that reach the last column or row and never the first count pixels from 1."""
    at_zero, at_end = sum(one.num_at_zero for one in group), sum(one.num_at_end for one in group)
    whole = all(one.whole_numbers for one in group) and min((one.lowest for one in group), default=0) >= 1
    if not whole or at_zero or at_end < 3 or sum(one.num_heads for one in group) < MANY_HEADS:
        return []
    said = f"all values are whole numbers, {at_end} are as large as the frame, and none is 0"
    return [(one, ONE_BASED, said) for one in group]
