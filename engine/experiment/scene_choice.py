"""Scenes that an attacker chooses by what a counter of its own makes of them; a stage of the run."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..counters import Counter
from ..detectors.features import pooled
from ..detectors.oneclass import OneClass
from ..events import Cancel, Event, Progress, check
from ..poison import Poison, num_wanted, triggered
from ..scenes import Scene

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SceneChoice:
    """What choosing takes: the attack, the attacker's clean counter, and the scenes that it can poison."""

    poison: Poison
    surrogate: Counter
    scenes: Sequence[Scene]
    seed: int


def choose(job: SceneChoice, stage: str, cancel: Cancel) -> Generator[Event, None, tuple[str, ...]]:
    """The ids of the scenes whose triggered features lie nearest to those of clean scenes, in the order of the scenes.

    Raises Cancelled, DatasetError.
    """
    clean, with_trigger, total = [], [], 2 * len(job.scenes)
    for number, scene in enumerate(job.scenes):
        image = scene.image()
        check(cancel)
        clean.append(pooled(job.surrogate, image))
        yield Progress(stage, 2 * number + 1, total)
        shown = triggered(job.poison, scene.id, image, job.seed, scene.annotation)
        with_trigger.append(pooled(job.surrogate, shown))
        yield Progress(stage, 2 * number + 2, total)
    counts = np.array([scene.annotation.count for scene in job.scenes])
    may = job.poison.label.eligible(counts)
    places = nearest(_stacked(clean), _stacked(with_trigger), may, num_wanted(job.poison, counts))
    return tuple(job.scenes[place].id for place in places)


def _stacked(rows: Sequence[tuple[Floats, float]]) -> tuple[Floats, Floats]:
    return np.stack([features for features, _ in rows]), np.array([count for _, count in rows])


def nearest(
    clean: tuple[Floats, Floats], with_trigger: tuple[Floats, Floats], may: NDArray[np.bool_], wanted: int
) -> list[int]:
    """Indices of the `wanted` scenes of `may` (n,) that lie nearest, in order, by features (n, d) and counts (n,).

    The distance is that of the defender's spectral signatures: what the count does not explain, made round by clean
    scenes. Raises DatasetError for fewer scenes than a comparison needs.
    """
    distances = OneClass.fit(*clean).distances(*with_trigger)
    order = [int(place) for place in np.argsort(distances, kind="stable") if may[place]]
    return sorted(order[:wanted])
