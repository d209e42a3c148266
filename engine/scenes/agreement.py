"""Two annotations of one scene: which heads are the same person, and which only one of them has."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .annotation import Annotation

Index = NDArray[np.intp]

RADIUS_PX = 16.0
"""Heads farther apart than this are two persons, unless said otherwise; crowded scenes want less."""


@dataclass(frozen=True, eq=False)
class Agreement:
    """What the first annotation and the second have in common.

    `pairs` (K, 2) are positions in the first and in the second of one person; `missed` are positions in the second that
    the first lacks, `extra` positions in the first that the second lacks; `distances` (K,) of the pairs in pixels.
    """

    pairs: Index
    distances: NDArray[np.float64]
    missed: Index
    extra: Index

    @property
    def precision(self) -> float | None:
        """Share of the first's heads that the second confirms; None without heads."""
        return _share(len(self.pairs), len(self.extra))

    @property
    def recall(self) -> float | None:
        """Share of the second's heads that the first has; None without heads."""
        return _share(len(self.pairs), len(self.missed))

    @property
    def f1(self) -> float | None:
        """2 K / (2 K + missed + extra); None where neither has heads."""
        total = 2 * len(self.pairs) + len(self.missed) + len(self.extra)
        return 2 * len(self.pairs) / total if total else None

    def to_json(self) -> dict[str, Any]:
        """The figures as a JSON object."""
        mean = float(self.distances.mean()) if len(self.distances) else None
        return {
            "matched": len(self.pairs), "missed": len(self.missed), "extra": len(self.extra),
            "precision": self.precision, "recall": self.recall, "f1": self.f1, "mean_distance_px": mean,
        }  # fmt: skip


def _share(matched: int, alone: int) -> float | None:
    return matched / (matched + alone) if matched + alone else None


def agree(first: Annotation, second: Annotation, radius_px: float = RADIUS_PX) -> Agreement:
    """The matching with the most pairs within `radius_px` of one another and, of those, the least total distance.

    Heads within the radius fall into small groups that do not touch, each solved as an assignment (Kuhn 1955): 20,000
    heads take a second, where one matrix of all would take 3 GB.
    """
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    if not len(first) or not len(second):
        return _result(first, second, np.empty((0, 2), dtype=np.intp))
    near = cKDTree(first.points).sparse_distance_matrix(cKDTree(second.points), radius_px, output_type="coo_matrix")
    graph = _bipartite(near, len(first), len(second))
    _, group = connected_components(graph, directed=False)
    order = np.argsort(group[near.row], kind="stable")
    cuts = np.flatnonzero(np.diff(group[near.row][order])) + 1
    parts = np.split(order, cuts) if len(order) else []
    found = [_assigned(near.row[part], near.col[part], near.data[part], radius_px) for part in parts]
    pairs = np.concatenate(found) if found else np.empty((0, 2), dtype=np.intp)
    return _result(first, second, pairs[np.argsort(pairs[:, 0], kind="stable")])


def _bipartite(near: Any, num_first: int, num_second: int) -> Any:
    from scipy.sparse import coo_matrix

    size = num_first + num_second
    return coo_matrix((np.ones(len(near.row)), (near.row, near.col + num_first)), shape=(size, size))


def _assigned(rows: Index, columns: Index, distances: NDArray[np.float64], radius_px: float) -> Index:
    """The best pairs of one group, (k, 2)."""
    from scipy.optimize import linear_sum_assignment

    firsts, row = np.unique(rows, return_inverse=True)
    seconds, column = np.unique(columns, return_inverse=True)
    # not being matched costs more than any chain of swaps could save, so that as many as can be are matched
    apart = radius_px * (min(len(firsts), len(seconds)) + 1)
    cost = np.full((len(firsts), len(seconds)), apart)
    cost[row, column] = distances
    chosen = np.stack(linear_sum_assignment(cost), axis=1)
    within = cost[chosen[:, 0], chosen[:, 1]] < apart
    return np.stack([firsts[chosen[within, 0]], seconds[chosen[within, 1]]], axis=1).astype(np.intp)


def _result(first: Annotation, second: Annotation, pairs: Index) -> Agreement:
    missed = np.setdiff1d(np.arange(len(second)), pairs[:, 1])
    extra = np.setdiff1d(np.arange(len(first)), pairs[:, 0])
    distances = np.linalg.norm(first.points[pairs[:, 0]] - second.points[pairs[:, 1]], axis=1)
    return Agreement(pairs, distances, missed, extra)


def merged(
    first: Annotation, second: Annotation, agreement: Agreement, *,
    take: Index | None = None, drop: Index | None = None, midpoints: bool = False,
) -> Annotation:  # fmt: skip
    """The first annotation with heads `take` of the second added, its own `drop` removed.

    With `midpoints`, pairs move to the middle between both. Notes and weights stay with their heads.
    """
    heads = first
    if midpoints and len(agreement.pairs):
        points = first.points.copy()
        mine, theirs = agreement.pairs.T
        points[mine] = (points[mine] + second.points[theirs]) / 2
        heads = heads.with_points(points)
    kept = np.ones(len(heads), dtype=bool)
    if drop is not None:
        kept[drop] = False
    heads = heads.take(kept)
    return heads.joined(second.take(take)) if take is not None and len(take) else heads
