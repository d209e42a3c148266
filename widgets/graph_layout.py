"""Where the boxes of a directed graph stand: layers from left to right, few crossings, lines that go round boxes.

The steps of Sugiyama, Tagawa and Toda (1981): longest-path layering, bends where a line passes a layer, barycenter
ordering, then places. Pure functions of plain values; no Qt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BEND_ROWS = 0.4
"""Room that a passing line takes, in rows of a box."""
_ORDER_SWEEPS = 4
_PLACE_SWEEPS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A box's layer (0 is leftmost) and the row of its middle (0 is the middle of the topmost box, may be broken)."""

    layer: int
    row: float


@dataclass(frozen=True, slots=True)
class GraphLayout:
    """`places` of the boxes, and for each edge (before, after) the `bends` between them, from left to right."""

    places: dict[str, Place]
    bends: dict[tuple[str, str], tuple[Place, ...]]
    num_layers: int
    num_rows: float


@dataclass(slots=True)
class _Point:
    """A box, or a bend of the lines out of one box."""

    layer: int
    size: float
    before: list[int]
    after: list[int]
    row: float = 0.0


def lay_out(after: Mapping[str, Sequence[str]]) -> GraphLayout:
    """Places for the nodes of `after`, which says for each what it waits for; names that are no nodes are passed over.

    The same graph gets the same places. Raises ValueError where nodes wait for one another in a circle.
    """
    known = {node: tuple(dict.fromkeys(one for one in befores if one in after)) for node, befores in after.items()}
    layers = longest_paths(known)
    points, box_of, trunk_of = _points(known, layers)
    columns: list[list[int]] = [[] for _ in range(1 + max(layers.values(), default=-1))]
    for place, point in enumerate(points):
        columns[point.layer].append(place)
    _order(columns, points)
    _set_rows(columns, points)
    settled = [Place(point.layer, point.row) for point in points]
    places = {node: settled[box] for node, box in box_of.items()}
    trunks = {node: tuple(settled[bend] for bend in trunk) for node, trunk in trunk_of.items()}
    bends = {
        (before, node): trunks[before][: layers[node] - layers[before] - 1]
        for node, befores in known.items()
        for before in befores
    }
    return GraphLayout(places, bends, len(columns), 1 + max((place.row for place in places.values()), default=-1.0))


def longest_paths(after: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The layer of each node: 0 where it waits for nothing, else one more than the last of those it waits for."""
    waiting = {node: len(befores) for node, befores in after.items()}
    followers: dict[str, list[str]] = {node: [] for node in after}
    for node, befores in after.items():
        for before in befores:
            followers[before].append(node)
    layers = dict.fromkeys(after, 0)
    ready = [node for node, num in waiting.items() if not num]
    for node in ready:  # grows while it is gone through
        for follower in followers[node]:
            layers[follower] = max(layers[follower], layers[node] + 1)
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    if len(ready) < len(after):
        stuck = [node for node, num in waiting.items() if num]
        raise ValueError(f"in a circle, or behind one: {', '.join(stuck[:5])}{', …' if len(stuck) > 5 else ''}")
    return layers


def _points(
    after: Mapping[str, Sequence[str]], layers: Mapping[str, int]
) -> tuple[list[_Point], dict[str, int], dict[str, list[int]]]:
    """Boxes and bends with their neighbors; then the box of each node, and the bends of the trunk out of each.

    All lines out of a box share one trunk of bends: fewer lines to follow, and a source of everything stays cheap.
    """
    points = [_Point(layers[node], 1.0, [], []) for node in after]
    box_of = {node: place for place, node in enumerate(after)}
    reach = dict(layers)
    for node, befores in after.items():
        for before in befores:
            reach[before] = max(reach[before], layers[node])
    trunk_of: dict[str, list[int]] = {node: [] for node in after}
    for node, box in box_of.items():
        last = box
        for layer in range(layers[node] + 1, reach[node]):
            points.append(_Point(layer, BEND_ROWS, [last], []))
            points[last].after.append(len(points) - 1)
            last = len(points) - 1
            trunk_of[node].append(last)
    for node, befores in after.items():
        for before in befores:
            passed = layers[node] - layers[before] - 1
            start = trunk_of[before][passed - 1] if passed else box_of[before]
            points[start].after.append(box_of[node])
            points[box_of[node]].before.append(start)
    return points, box_of, trunk_of


def _order(columns: list[list[int]], points: Sequence[_Point]) -> None:
    """Sort each column by the mean place of its neighbors, to and fro; the order with the fewest crossings stays."""
    rank = [0] * len(points)
    for column in columns:
        _rank(column, rank)
    best, least = [list(column) for column in columns], crossings(columns, points, rank)
    for sweep in range(_ORDER_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns[1:] if forward else columns[-2::-1]:
            center = {}
            for place in column:
                others = points[place].before if forward else points[place].after
                center[place] = sum(rank[other] for other in others) / len(others) if others else rank[place]
            column.sort(key=center.__getitem__)
            _rank(column, rank)
        if not least:
            break
        if (num := crossings(columns, points, rank)) < least:
            best, least = [list(column) for column in columns], num
    columns[:] = best


def _rank(column: Sequence[int], rank: list[int]) -> None:
    for position, place in enumerate(column):
        rank[place] = position


def crossings(columns: Sequence[Sequence[int]], points: Sequence[_Point], rank: Sequence[int]) -> int:
    """How many pairs of lines cross: inversions among the ends of each layer's lines."""
    total = 0
    for column in columns:
        seen: list[int] = []
        for place in column:
            for end in sorted([rank[other] for other in points[place].after]):
                position = bisect_right(seen, end)
                total += len(seen) - position
                seen.insert(position, end)
    return total


def _set_rows(columns: Sequence[Sequence[int]], points: Sequence[_Point]) -> None:
    """Rows near the mean of the neighbors, in the given order and without overlap; the topmost box gets row 0."""
    for column in columns:
        wishes = [0.0] * len(column)
        _assign(column, points, wishes)
    for sweep in range(_PLACE_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns[1:] if forward else columns[-2::-1]:
            wishes = []
            for place in column:
                others = points[place].before if forward else points[place].after
                wishes.append(sum(points[other].row for other in others) / len(others) if others else points[place].row)
            _assign(column, points, wishes)
    top = min((point.row - (point.size - 1) / 2 for point in points), default=0.0)
    for point in points:
        point.row -= top


def _assign(column: Sequence[int], points: Sequence[_Point], wishes: Sequence[float]) -> None:
    for place, row in zip(column, apart(wishes, [points[place].size for place in column]), strict=True):
        points[place].row = row


def apart(wishes: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Middles in the given order, each pair at least half of both sizes apart, in all as near to `wishes` as can be.

    Least squares under an order is isotonic regression: neighbors that want to overlap are pooled at their mean.
    """
    offsets, edge = [], 0.0
    for size in sizes:
        offsets.append(edge + size / 2)
        edge += size
    pools: list[tuple[float, int]] = []  # sum of wishes without the offsets, how many
    for wish, offset in zip(wishes, offsets, strict=True):
        total, num = wish - offset, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / num:
            pooled, more = pools.pop()
            total, num = total + pooled, num + more
        pools.append((total, num))
    levels = [total / num for total, num in pools for _ in range(num)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]
