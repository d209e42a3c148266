"""Scenes with exactly the same heads at different pictures: labels that were copied or saved under another's name."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..frame import some_heads
from ..scene import Scene
from .problem import Problem

LEAST_HEADS = 5
"""Fewer heads may agree by chance, whole numbers most of all."""


@dataclass
class SameLabels:
    """Collects a hash of each scene's heads, in whatever order they are stored."""

    _by_heads: dict[bytes, list[tuple[Scene, int]]] = field(default_factory=dict)

    def add(self, scene: Scene, points: NDArray[np.float64]) -> None:
        """Take note of the heads at `points` (N, 2) of a scene."""
        if len(np.unique(points, axis=0)) < LEAST_HEADS:
            return
        ordered = points[np.lexsort(points.T)] + 0.0  # -0 and 0 are one place
        key = hashlib.sha256(np.ascontiguousarray(ordered).tobytes()).digest()
        self._by_heads.setdefault(key, []).append((scene, len(points)))

    def join(self, later: "SameLabels") -> None:
        """Take over what was noted of later scenes."""
        for key, scenes in later._by_heads.items():
            self._by_heads.setdefault(key, []).extend(scenes)

    def problems(self, same_picture: Collection[tuple[str, str]]) -> Iterator[Problem]:
        """Each scene whose heads an earlier one has, unless `same_picture` holds the pair of their ids."""
        for group in self._by_heads.values():
            first, number = group[0]
            for scene, _ in group[1:]:
                if scene.image_path != first.image_path and (first.id, scene.id) not in same_picture:
                    said = (
                        f"Its {some_heads(number)} are those of {first.id} to the last digit, and the pictures differ."
                    )
                    yield Problem.of(scene.id, "same_labels", said)
