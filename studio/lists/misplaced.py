"""Scenes whose heads are stored in another way: what a check saw in their pictures, as long as the heads stay there."""

from collections.abc import Container
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from miscount.engine.scenes.checks import Problem


class Misplaced:
    """By scene the problem of the last check and the heads (N, 2) for which it was told.

    A picture is not looked at again after each edit. Heads that were mended lie elsewhere, and the problem is gone; a
    few that were moved, added or deleted do not solve it; undone, it is back.
    """

    def __init__(self) -> None:
        self._told: dict[str, tuple[Problem, NDArray[np.float64]]] = {}

    def note(self, problem: "Problem", points: NDArray[np.float64]) -> None:
        """Keep `problem`, told of heads at `points`; of two of one scene the later."""
        self._told[problem.scene] = problem, points

    def __contains__(self, scene_id: str) -> bool:
        return scene_id in self._told

    def forget(self, scene_id: str) -> None:
        """The scene was checked again."""
        self._told.pop(scene_id, None)

    def keep(self, ids: Container[str]) -> None:
        """Forget all scenes but these."""
        self._told = {scene_id: told for scene_id, told in self._told.items() if scene_id in ids}

    def of(self, scene_id: str, points: NDArray[np.float64]) -> "tuple[Problem, ...]":
        """The problem of a scene whose heads are at `points` (M, 2) now, if half of them lie where they lay."""
        problem, before = self._told.get(scene_id, (None, points))
        if problem is None or not len(before):
            return ()
        # complex numbers are compared as pairs at once
        still = np.isin(before.view(np.complex128), np.ascontiguousarray(points).view(np.complex128))
        return (problem,) if still.mean() >= 0.5 else ()
