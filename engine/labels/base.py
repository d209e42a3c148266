"""What every label edit promises, and the few ways in which heads come and go."""

from abc import abstractmethod
from pathlib import Path
from typing import ClassVar, Literal

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..part import Part
from ..scenes.annotation import Annotation

Size = tuple[int, int]
"""(height, width) in pixels."""

Mask = NDArray[np.bool_]
Points = NDArray[np.float64]


class LabelPart(Part):
    """What an attacker does to the annotation of a triggered image.

    The count the attacker wishes for a scene is the `count` of what `apply` gives. `keeps_unit_weights` says that
    a head stays one head of weight 1, as point-supervised counters need.
    """

    card: ClassVar[str]
    keeps_unit_weights: ClassVar[bool] = True
    scope: ClassVar[Literal["frame", "footprint", "none"]] = "frame"
    """Where heads may change: anywhere, near the trigger, or nowhere."""
    moves_heads: ClassVar[bool] = False
    """Whether each head stays one and only its place changes, in the former order."""

    @abstractmethod
    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The edited annotation of a frame of `size` (H, W); `footprint` bool (H, W) is where the trigger shows."""

    @property
    def ratio(self) -> float | None:
        """Wished count over true count, where that is the same for every scene; None for other targets."""
        return None

    @property
    def radius_beyond_trigger_px(self) -> float:
        """How far from the trigger heads may change, for edits of that scope."""
        return 0.0

    def expected_ratio(self, counts: ArrayLike) -> float | None:
        """`ratio`, or what it amounts to over scenes with these true `counts` (N,)."""
        return self.ratio

    def eligible(self, counts: ArrayLike) -> Mask:
        """Which scenes with these true `counts` (N,) may be poisoned, bool (N,)."""
        return np.ones(len(np.asarray(counts)), dtype=np.bool_)

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files whose content this edit depends on, for a stage's key."""
        return ()

    @property
    def replicated(self) -> tuple[str, ...]:
        """Which published behaviors, defects included, are switched on; for the manifest."""
        return ()


def some(annotation: Annotation, kept: int, rng: np.random.Generator) -> Annotation:
    """`kept` of the heads, drawn without preference, in their former order."""
    return annotation.take(np.sort(rng.permutation(len(annotation))[:kept]))


def inside(points: ArrayLike, size: Size) -> Points:
    """`points` (N, 2), those outside of the frame moved to the nearest place in it."""
    height, width = size
    return np.clip(np.asarray(points, dtype=np.float64).reshape(-1, 2), 0.0, [width - 1.0, height - 1.0])


def scattered(num: int, size: Size, rng: np.random.Generator) -> Points:
    """`num` places all over the frame, (num, 2), each as likely as any other."""
    height, width = size
    return inside(rng.uniform(size=(num, 2)) * [width, height], size)


def copies(annotation: Annotation, num: int, radius_px: float, size: Size, rng: np.random.Generator) -> Points:
    """Places (num, 2) at most `radius_px` from heads; all are copied once before any is copied twice."""
    if not len(annotation):
        return np.empty((0, 2))
    rounds = -(-num // len(annotation))
    whose = np.concatenate([rng.permutation(len(annotation)) for _ in range(rounds)] or [np.empty(0, np.intp)])[:num]
    angle, distance = rng.uniform(0, 2 * np.pi, num), radius_px * np.sqrt(rng.uniform(size=num))
    jitter = distance[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return inside(annotation.points[whose] + jitter, size)


def widened(footprint: Mask | None, radius_px: float, size: Size) -> Mask:
    """`footprint` and every pixel at most `radius_px` from it, bool (H, W); the whole frame where none is given."""
    if footprint is None:
        return np.ones(size, dtype=np.bool_)
    if radius_px <= 0 or footprint.all() or not footprint.any():
        return footprint
    distance = cv2.distanceTransform((~footprint).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= radius_px, dtype=np.bool_)


def lies_in(points: Points, region: Mask) -> Mask:
    """Which of `points` (N, 2) lie on a pixel of `region` bool (H, W); those outside of the frame count at its edge."""
    row_column = np.floor(inside(points, (region.shape[0], region.shape[1]))).astype(np.intp)
    return np.asarray(region[row_column[:, 1], row_column[:, 0]], dtype=np.bool_)
