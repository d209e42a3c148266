"""How far two say different things of a scene: two annotators, or an annotator and a counter. No Qt."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from miscount.engine.errors import DatasetError
from miscount.engine.events import Cancel, Finished, Progress, StageStarted, Warned, check
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Scene

from ..runs.task_events import Made, TaskEvent


@dataclass(frozen=True)
class Differing:
    """What two say of one scene: how many persons each, and in how many places only one of them sees somebody.

    Of two annotators `only_ours` and `only_other` are heads that the other lacks; of a counter they are regions where
    the labels, or the counter, have people and the other nearly nobody; None where that is not known any more.
    """

    scene: str
    ours: float
    other: float
    only_ours: int | None
    only_other: int | None

    @property
    def apart(self) -> float:
        """How far apart: places that only one has, or persons, whichever is more."""
        return max(float((self.only_ours or 0) + (self.only_other or 0)), abs(self.other - self.ours))


def between(scene: str, ours: Annotation, theirs: Annotation, radius_px: float) -> Differing:
    """What two annotators say; heads within `radius_px` of one another are one person."""
    from miscount.engine.scenes.agreement import agree

    found = agree(ours, theirs, radius_px)
    return Differing(scene, ours.count, theirs.count, len(found.extra), len(found.missed))


@dataclass(frozen=True)
class CompareAnnotators:
    """Our `scenes`, with the edits, beside `theirs` of the same names."""

    scenes: Sequence[Scene]
    theirs: Callable[[str], Scene | None]
    radius_px: float

    def __call__(self, cancel: Cancel) -> Iterator[TaskEvent]:
        """A `Made` with a Differing for each scene that both labelled."""
        yield StageStarted("compare", 1, 1, len(self.scenes))
        for number, scene in enumerate(self.scenes, start=1):
            check(cancel)
            other = self.theirs(scene.id)
            try:
                if other is not None and scene.labels.labelled and other.labels.labelled:
                    yield Made(between(scene.id, scene.annotation, other.annotation, self.radius_px))
            except DatasetError as error:
                yield Warned("compare", str(error))
            yield Progress("compare", number, len(self.scenes))
        yield Finished()


@dataclass(frozen=True)
class CompareCounter:
    """Our `scenes`, with the edits, beside what the counter in `weights` counts there."""

    scenes: Sequence[Scene]
    weights: Path
    given: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, cancel: Cancel) -> Iterator[TaskEvent]:
        """A `Made` with a Differing for each labelled scene."""
        from miscount.engine.counters import load
        from miscount.engine.scenes.checks import check_people
        from miscount.engine.training.devices import fabric_for

        yield StageStarted("compare", 1, 1, len(self.scenes))
        counter = load(self.weights, dict(self.given))
        for note in counter.notes:
            yield Warned("compare", note)
        fabric_for("32").to_device(counter.network)
        for number, scene in enumerate(self.scenes, start=1):
            check(cancel)
            try:
                if scene.labels.labelled:
                    density, heads = counter.density(scene.image()), scene.annotation
                    kinds = [each.kind for each in check_people(scene.id, density, counter.stride, heads)]
                    unseen, unlabelled = kinds.count("heads_unseen"), kinds.count("people_unlabelled")
                    yield Made(Differing(scene.id, heads.count, float(density.sum(dtype=float)), unseen, unlabelled))
            except DatasetError as error:
                yield Warned("compare", str(error))
            yield Progress("compare", number, len(self.scenes))
        yield Finished()
