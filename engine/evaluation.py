"""A counter's answers on scenes, clean and triggered, and the scores that they make."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .counters import Counter
from .metrics.attack import answers_of, median_effect, triggered_scores
from .metrics.counting import clean_scores
from .poison import Poison, poison_scene
from .scenes import Scene


@dataclass(frozen=True, slots=True)
class SceneAnswer:
    """What a counter says of one scene, in persons; target and triggered are None where there is no poison."""

    scene: str
    heads: float
    target: float | None
    clean: float
    triggered: float | None


def answers(counter: Counter, scenes: Iterable[Scene], poison: Poison | None, seed: int) -> Iterator[SceneAnswer]:
    """The counter's answer on each of `scenes`, one after the other. Raises DatasetError."""
    for scene in scenes:
        image, annotation = scene.image(), scene.annotation
        if poison is None:
            yield SceneAnswer(scene.id, annotation.count, None, counter.count(image), None)
            continue
        done = poison_scene(poison, scene.id, image, annotation, seed)
        clean, triggered = counter.counts([image, done.image])
        yield SceneAnswer(scene.id, annotation.count, done.target_count, clean, triggered)


def scores(rows: Sequence[SceneAnswer], alpha: float | None, twin_effect: float | None) -> dict[str, Any]:
    """A counter's entry in results.json: `clean`, and `triggered` where the rows have triggered answers."""
    entry: dict[str, Any] = {"clean": clean_scores([row.clean for row in rows], [row.heads for row in rows])}
    if _full(rows):
        entry["triggered"] = triggered_scores(answers_of(_full(rows)), alpha, twin_effect)
    return entry


def effect_of(rows: Sequence[SceneAnswer], alpha: float | None) -> float | None:
    """The median attack effect of these answers."""
    return median_effect(answers_of(_full(rows)), alpha)


def _full(rows: Sequence[SceneAnswer]) -> list[tuple[float, float, float, float]]:
    return [
        (row.heads, row.target, row.clean, row.triggered)
        for row in rows
        if row.target is not None and row.triggered is not None
    ]
