"""A trigger moved, scaled and faded until a counter reacts the most, or the least, within what it may cost to the eye.

Only scenes of training or validation may be given: a place that was chosen on test scenes says nothing about them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import RecipeError
from ..events import Cancel
from ..metrics.stealth import visibility
from ..poison.visibility import Example
from ..seeds import generator
from ..triggers import AnyTrigger
from ..triggers.composite import Sheet, sheets_of, stacked
from ..triggers.painted import Layer

Goal: TypeAlias = Literal["fewer", "more", "least"]
NUM_TRIES = 120
AT_A_TIME = 4
SMALLEST, LARGEST = 0.02, 1.0
"""Longer side of what is laid at a place, as a fraction of the frame's short side."""


class Counts(Protocol):
    """What is asked of the counter."""

    def counts(self, images: Sequence[NDArray[np.uint8]]) -> list[float]:
        """The counts of images of one size."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What the trigger may cost: at least so many dB of PSNR, at most such a share of the pixels; None is no bound."""

    least_psnr_db: float | None = None
    most_area: float | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Tried:
    """The best trigger so far: its mean relative change of the count, PSNR in dB, and share of pixels changed.

    `is_better`: it was found just now. PSNR is infinite where nothing changes.
    """

    trigger: AnyTrigger
    reaction: float
    psnr_db: float
    area: float
    done: int
    total: int
    is_better: bool


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """The end of a search: the best trigger, beside the one that it began with."""

    trigger: AnyTrigger
    reaction: float
    psnr_db: float
    area: float
    reaction_before: float
    cancelled: bool = False


def search(
    counter: Counts, examples: Sequence[Example], trigger: AnyTrigger, goal: Goal, budget: Budget, cancel: Cancel,
    layer: int = -1, num_tries: int = NUM_TRIES, seed: int = 0,
) -> Iterator[Tried | Found]:  # fmt: skip
    """Look for the place, size and strength of `layer` of `trigger` (an index from the lowest) that serve `goal` best.

    `fewer` and `more` look for the greatest drop and rise of the count, `least` for the smallest change, which the
    place alone is moved for. A third of the tries is spread over all there is, the rest goes on from the best one in
    steps that adapt ((1 + 4) evolution strategy). One Tried after every few tries, then one Found, also where `cancel`
    ends it; the same seed gives the same end. Raises RecipeError where nothing keeps to the budget.
    """
    space = _Space(trigger, layer, _size_of(examples), goal)
    asked = _Asked(counter, examples, seed)
    walk = _Walk(space, max(AT_A_TIME, num_tries // 3), generator(seed, "trigger search", goal))
    start = asked.measured(trigger)
    best: _Candidate | None = None
    for done in range(0, num_tries, AT_A_TIME):
        if cancel.is_set():
            break
        made = [each for point in walk.points(best) if (each := space.within(budget, asked, point)) is not None]
        before, best = best, _best(asked.with_reactions(made), best, goal)
        walk.note(best is not before)
        if best is not None:
            tried = min(done + AT_A_TIME, num_tries)
            yield Tried(best.trigger, best.reaction, best.psnr_db, best.area, tried, num_tries, best is not before)
    if best is None:
        if not cancel.is_set():
            raise RecipeError("No place, size or strength of this trigger keeps to the budget: allow it more.")
        best = start
    yield Found(best.trigger, best.reaction, best.psnr_db, best.area, start.reaction, cancel.is_set())


class _Walk:
    """Which points are tried: the one of the start, others spread over all there is, then steps from the best."""

    def __init__(self, space: "_Space", num_spread: int, rng: np.random.Generator) -> None:
        self._num, self._rng, self._step, self._steps = space.num, rng, 0.25, False
        self._spread = [space.point_of_start, *_spread(num_spread, space.num, rng)]

    def points(self, best: "_Candidate | None") -> list[NDArray[np.float64]]:
        """The next few."""
        now, self._spread = self._spread[:AT_A_TIME], self._spread[AT_A_TIME:]
        self._steps = not now
        if now or best is None:
            return now or list(self._rng.uniform(size=(AT_A_TIME, self._num)))
        return list(np.clip(best.point + self._rng.normal(0, self._step, (AT_A_TIME, self._num)), 0, 1))

    def note(self, better: bool) -> None:
        """Whether the last ones were better: steps then grow, and shrink otherwise."""
        if self._steps:
            self._step = min(self._step * 1.4, 0.3) if better else max(self._step * 0.8, 0.01)


@dataclass(frozen=True, eq=False, slots=True)
class _Candidate:
    point: NDArray[np.float64]
    trigger: AnyTrigger
    images: list[NDArray[np.uint8]] = field(repr=False)
    psnr_db: float
    area: float
    reaction: float = 0.0


def _best(made: "Sequence[_Candidate]", best: "_Candidate | None", goal: Goal) -> "_Candidate | None":
    among = [*([best] if best is not None else []), *made]
    return max(among, key=lambda each: _worth(each, goal), default=None)


def _worth(candidate: _Candidate, goal: Goal) -> float:
    match goal:
        case "fewer":
            return -candidate.reaction
        case "more":
            return candidate.reaction
        case "least":
            return -abs(candidate.reaction)


def _size_of(examples: Sequence[Example]) -> tuple[int, int]:
    if not examples:
        raise RecipeError("There are no training scenes to look for a trigger on.")
    height, width = examples[0][0].shape[:2]
    return height, width


def _spread(num: int, dimensions: int, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Points of the unit cube, one in each slice of every axis (Latin hypercube)."""
    columns = [(rng.permutation(num) + rng.uniform(size=num)) / num for _ in range(dimensions)]
    return list(np.stack(columns, axis=1))


class _Asked:
    """The counter's answers on the examples, against its clean ones."""

    def __init__(self, counter: Counts, examples: Sequence[Example], seed: int) -> None:
        self._counter, self._examples, self._seed = counter, examples, seed

    @cached_property
    def _clean(self) -> list[float]:
        return [self._counter.counts([image])[0] for image, _heads in self._examples]

    def images(self, trigger: AnyTrigger) -> tuple[list[NDArray[np.uint8]], float, float]:
        """The examples with `trigger`; the PSNR in dB of their mean squared error, and the mean share changed."""
        made, errors, areas = [], [], []
        for number, (image, heads) in enumerate(self._examples):
            out = trigger.apply(image, generator(self._seed, "visibility", number), heads)
            seen = visibility(image, out)
            made.append(out)
            errors.append(seen["mse"] or 0.0)
            areas.append(seen["changed_area"] or 0.0)
        mse = float(np.mean(errors))
        return made, math.inf if mse == 0 else 10 * math.log10(255**2 / mse), float(np.mean(areas))

    def with_reactions(self, candidates: "Sequence[_Candidate]") -> "list[_Candidate]":
        """With the mean relative change of the count; a clean count under one person counts as one."""
        if not candidates:
            return []
        changes = np.zeros((len(self._examples), len(candidates)))
        for place, clean in enumerate(self._clean):
            counts = self._counter.counts([each.images[place] for each in candidates])
            changes[place] = (np.array(counts) - clean) / max(clean, 1.0)
        return [replace(each, reaction=float(of)) for each, of in zip(candidates, changes.mean(axis=0), strict=True)]

    def measured(self, trigger: AnyTrigger) -> _Candidate:
        """A trigger as it is."""
        return self.with_reactions([_Candidate(np.empty(0), trigger, *self.images(trigger))])[0]


class _Space:
    """The unit cube of what may change: place and size where the layer has them, and strength; all in axes 0 to 1.

    For the least reaction the place alone: a trigger that is fainter or smaller is no answer to where it hides best.
    """

    def __init__(self, trigger: AnyTrigger, layer: int, size: tuple[int, int], goal: Goal) -> None:
        self._sheets, self._name = sheets_of(trigger), trigger.name
        self._place = layer % len(self._sheets)
        self._size, self._box = size, self._part.box(size)
        self._low, self._high = _bounds(self._part)
        if self._box is None and goal == "least":
            raise RecipeError("The least reaction is looked for by the place alone, and this layer has no one place.")
        self._axes = ("x", "y") if goal == "least" else ("strength",) if self._box is None else _ALL_AXES
        self._start = self._of_start()

    @property
    def num(self) -> int:
        return len(self._axes)

    @property
    def _part(self) -> Any:
        return self._sheets[self._place].part

    @property
    def point_of_start(self) -> NDArray[np.float64]:
        """Where the trigger is that the search begins with."""
        return np.array([self._start[axis] for axis in self._axes])

    def _of_start(self) -> dict[str, float]:
        strength = (getattr(self._part, _dose_of(self._part)) - self._low) / (self._high - self._low)
        if self._box is None:
            return {"strength": strength}
        height, width = self._size
        side = max(self._box.width_px, self._box.height_px) / min(self._size)
        share = min(max(math.log(side / SMALLEST) / _LOG_SIZES, 0.0), 1.0)
        return {"x": self._box.x_px / width, "y": self._box.y_px / height, "size": share, "strength": strength}

    def trigger_at(self, point: NDArray[np.float64]) -> AnyTrigger:
        """The trigger of a point; what has no axis stays as it was."""
        at = dict(zip(self._axes, point.tolist(), strict=True))
        part = self._part
        if self._box is not None:
            height, width = self._size
            scale = 1.0
            if "size" in at:
                longer = SMALLEST * (LARGEST / SMALLEST) ** at["size"] * min(self._size)
                scale = longer / max(self._box.width_px, self._box.height_px)
            box = replace(
                self._box, x_px=at["x"] * width, y_px=at["y"] * height, width_px=self._box.width_px * scale,
                height_px=self._box.height_px * scale,
            )  # fmt: skip
            part = part.at_box(box, self._size)
        if "strength" in at:
            part = part.replace(**{_dose_of(part): self._low + at["strength"] * (self._high - self._low)})
        sheets: list[Sheet] = list(self._sheets)
        sheets[self._place] = replace(sheets[self._place], part=part)
        return stacked(sheets, self._name)

    def within(self, budget: Budget, asked: _Asked, point: NDArray[np.float64]) -> _Candidate | None:
        """The point brought within the budget by a smaller size or a fainter strength; None where that cannot be."""
        point = point.copy()
        for _ in range(4):
            trigger = self.trigger_at(point)
            images, psnr_db, area = asked.images(trigger)
            if budget.most_area is not None and area > budget.most_area:
                if "size" not in self._axes:
                    return None
                smaller = math.log(0.98 * math.sqrt(budget.most_area / area)) / _LOG_SIZES
                point[self._axes.index("size")] = max(point[self._axes.index("size")] + smaller, 0.0)
            elif budget.least_psnr_db is not None and psnr_db < budget.least_psnr_db:
                if "strength" not in self._axes:
                    return None
                # the error grows with the square of the strength
                at = self._axes.index("strength")
                strength = self._low + point[at] * (self._high - self._low)
                fainter = 0.98 * strength * 10 ** ((psnr_db - budget.least_psnr_db) / 20)
                point[at] = max((fainter - self._low) / (self._high - self._low), 0.0)
            else:
                return _Candidate(point, trigger, images, psnr_db, area)
        return None


_ALL_AXES = ("x", "y", "size", "strength")
_LOG_SIZES = math.log(LARGEST / SMALLEST)


def _dose_of(part: Any) -> str:
    return "opacity" if isinstance(part, Layer) else str(part.dose_field)


def _bounds(part: Any) -> tuple[float, float]:
    """Least and most of the strength, as the model has them."""
    rules = type(part).model_fields[_dose_of(part)].metadata
    found = {name: getattr(rule, name) for rule in rules for name in ("ge", "le") if hasattr(rule, name)}
    return float(found["ge"]), float(found["le"])
