"""Heads from what people draw: points as they are, everything else by one stated rule, and what cannot be one counted.

A box is a head at its center (or where a standing person's head is, `ReadingRules.boxes`), a circle or an ellipse at
its center, a polygon at the center of its box, a shape of several points as many heads. Lines are nobody.
"""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import DatasetError
from .labels import Labels
from .points import finite_labels
from .rules import CLASSLESS, ReadingRules

HEAD = CLASSLESS
"""What is written of a head that has no class."""


class Shapes:
    """Collects the heads of one scene, shape by shape, and says at the end what became of those that are no points."""

    def __init__(self, path: Path, rules: ReadingRules) -> None:
        self._path, self._rules = path, rules
        self._points: list[tuple[float, float]] = []
        self._columns: dict[str, list[Any]] = {}
        self._boxes: list[tuple[float, float, float, float]] = []
        self._made: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._num_points = 0

    def point(self, x: Any, y: Any, **columns: Any) -> None:
        """A head at (x, y), with what is known of it, such as `kind` (its class) and note."""
        self._num_points += 1
        self._add(self.number(x), self.number(y), columns)

    def points(self, places: Sequence[Sequence[Any]], **columns: Any) -> None:
        """A shape of several points: as many heads."""
        for x, y in self.places(places):
            self.point(x, y, **columns)

    def box(self, left: Any, top: Any, right: Any, bottom: Any, **columns: Any) -> None:
        """A person in a box, of any two opposite corners."""
        corners = [self.number(value) for value in (left, top, right, bottom)]
        if not all(map(math.isfinite, corners)):
            self._add(math.nan, math.nan, columns)  # counted with the heads that have no place
            return
        x, y = self._rules.in_box(*corners)
        across, down = sorted((corners[0], corners[2])), sorted((corners[1], corners[3]))
        edges = (across[0], down[0], across[1], down[1])
        self._boxes.append(edges)
        self._made["box", "boxes"] += 1
        self._add(x, y, {"box": list(edges), **columns})

    def sized_box(self, left: Any, top: Any, width: Any, height: Any, **columns: Any) -> None:
        """A person in a box, given by a corner and its size."""
        self.box(*self.corners(left, top, width, height), **columns)

    def corners(self, left: Any, top: Any, width: Any, height: Any) -> list[float]:
        """[left, top, right, bottom] of a box given by a corner and its size, rounded to a billionth of a pixel."""
        x, y, across, down = (self.number(value) for value in (left, top, width, height))
        return [x, y, round(x + across, 9), round(y + down, 9)]

    def circle(self, x: Any, y: Any, **columns: Any) -> None:
        """A person in a circle or an ellipse around (x, y)."""
        self._made["circle", "circles"] += 1
        self._add(self.number(x), self.number(y), columns)

    def polygon(self, corners: Sequence[Sequence[Any]], **columns: Any) -> None:
        """A person in an outline of at least one corner."""
        places = [(self.number(x), self.number(y)) for x, y in self.places(corners)]
        if not places:
            raise DatasetError(f"{self._path} has an outline without corners: expected at least one.")
        x, y = ((min(values) + max(values)) / 2 for values in zip(*places, strict=True))
        self._made["outline", "outlines"] += 1
        self._add(x, y, columns)

    def leave_out(self, one: str, many: str | None = None) -> None:
        """A shape that can be nobody, by its name, such as line, in the plural lines."""
        self._left_out[one, many or f"{one}s"] += 1

    def _add(self, x: float, y: float, columns: dict[str, Any]) -> None:
        kind = columns.pop("kind", None)
        columns["class"] = None if kind in (None, "", HEAD) else str(kind)
        for name, value in columns.items():
            if name not in self._columns:
                self._columns[name] = [None] * len(self._points)
            self._columns[name].append(value)
        self._points.append((x, y))
        for column in self._columns.values():
            column.extend([None] * (len(self._points) - len(column)))

    def places(self, places: Sequence[Sequence[Any]]) -> list[tuple[Any, Any]]:
        """The x and y, whatever they are, of a list of them. Raises DatasetError."""
        if isinstance(places, list | tuple) and all(
            isinstance(each, list | tuple) and len(each) >= 2 for each in places
        ):
            return [(each[0], each[1]) for each in places]
        raise DatasetError(
            f"{self._path} has a shape without places: expected [[x, y], ...], found {str(places)[:60]!r}."
        )

    def number(self, value: Any) -> float:
        """`value` as a number, which text may be too. Raises DatasetError."""
        if not isinstance(value, bool):
            try:
                return float(value)
            except (TypeError, ValueError, OverflowError):
                pass
        raise DatasetError(
            f"{self._path} has a head without a place: expected numbers of pixels, found {str(value)[:60]!r}."
        )

    def labels(self, **rest: Any) -> Labels:
        """The heads, with sentences on what was taken for one and on what was left out; `rest` goes to Labels."""
        repairs = tuple(
            f"{count} {one if count == 1 else many} left out." for (one, many), count in self._left_out.items()
        )
        notes = (*self._rule_notes(), *repairs, *rest.pop("notes", ()))
        points = np.array(self._points, dtype=np.float64).reshape(-1, 2)
        repairs = (*repairs, *rest.pop("repairs", ()))
        return finite_labels(points, self._columns, repairs=repairs, notes=notes, **rest)

    def _rule_notes(self) -> list[str]:
        notes = []
        for (one, many), count in self._made.items():
            where = "at the height of a head" if one == "box" and self._rules.boxes == "head" else "at their center"
            notes.append(f"{count} {one if count == 1 else many} taken as heads {where}.")
        held = self._held_points()
        if held:
            notes.append(f"{held} points lie in a box that is a head as well: perhaps the same people, counted twice.")
        return notes

    def _held_points(self) -> int:
        if not self._boxes or not self._num_points:
            return 0
        boxes = np.array(self._boxes)
        plain = [place for place, box in zip(self._points, self._columns["box"], strict=True) if box is None]
        return sum(
            bool(((boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])).any())
            for x, y in plain
        )
