"""A counter's predictions on scenes, clean and triggered, and the scores that they make."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..counters import Counter
from ..labels.base import lies_in, widened
from ..metrics.attack import Predictions, alarm_scores, inside_scores, predictions_of, triggered_scores
from ..metrics.counting import clean_scores, game
from ..metrics.intervals import alarm_intervals, bootstrap_intervals
from ..poison import Poison, Poisoned, poison_scene
from ..recipe import Recipe
from ..runs import Scores, plain
from ..scenes import Annotation, Scene
from ..seeds import generator
from ..training.ahead import ahead

Map: TypeAlias = NDArray[np.float32]
Image: TypeAlias = NDArray[np.uint8]
_Subject: TypeAlias = tuple[Scene, Image, Annotation, Poisoned | None]

TRAINING_SCENES, EVALUATED_SCENES = "training scenes", "evaluated scenes"
"""Whose counts a reference was made from."""


@dataclass(frozen=True, slots=True)
class ScenePrediction:
    """What a counter says of one scene, in persons; target and triggered are None where there is no poison.

    `games`: GAME(1) to GAME(3) of the clean map. `inside`: heads, target, clean and triggered where the label edit
    acts, and the share of the frame that this is; None where that is all of it. `moved_px`: how far the label edit
    moves a head, on average; None where it moves none.
    """

    scene: str
    heads: float
    target: float | None
    clean: float
    triggered: float | None
    games: tuple[float, ...] = ()
    inside: tuple[float, ...] | None = None
    moved_px: float | None = None


def predict(counter: Counter, scenes: Iterable[Scene], poison: Poison | None, seed: int) -> Iterator[ScenePrediction]:
    """The counter's prediction of each of `scenes`, one after the other. Raises DatasetError.

    Its weights as they are at the first. The next scene is read and poisoned while the counter looks at this one.
    """
    asked = counter.for_inference()
    with closing(ahead(_subjects(scenes, poison, seed))) as subjects:
        for scene, image, annotation, done in subjects:
            yield _prediction(asked, scene, image, annotation, poison, done)


def _subjects(scenes: Iterable[Scene], poison: Poison | None, seed: int) -> Iterator[_Subject]:
    for scene in scenes:
        image, annotation = scene.image(), scene.annotation
        done = None if poison is None else poison_scene(poison, scene.id, image, annotation, seed)
        yield scene, image, annotation, done


def _prediction(
    counter: Counter, scene: Scene, image: Image, annotation: Annotation, poison: Poison | None, done: Poisoned | None
) -> ScenePrediction:
    if poison is None or done is None:
        (clean,) = counter.densities([image])
        return ScenePrediction(scene.id, annotation.count, None, _sum(clean), None, _games(clean, annotation, counter))
    clean, triggered = counter.densities([image, done.image])
    return ScenePrediction(
        scene.id, annotation.count, done.target_count, _sum(clean), _sum(triggered),
        _games(clean, annotation, counter), _inside(poison, annotation, done, clean, triggered, counter.stride),
        done.moved_px,
    )  # fmt: skip


def _sum(density: Map) -> float:
    return float(density.sum(dtype=np.float64))


def _games(density: Map, annotation: Annotation, counter: Counter) -> tuple[float, ...]:
    truth = np.zeros(density.shape, np.float32)
    cell = np.floor(annotation.points / counter.stride).astype(np.intp)
    limit = [density.shape[1] - 1, density.shape[0] - 1]
    column, row = np.clip(cell, 0, limit).T  # heads that the file puts outside count at the edge
    np.add.at(truth, (row, column), annotation.weights)
    return tuple(game(density, truth, level) for level in (1, 2, 3))


def _inside(
    poison: Poison, before: Annotation, done: Poisoned, clean: Map, triggered: Map, stride: int
) -> tuple[float, ...] | None:
    """Heads, target, clean and triggered count where the label edit acts, and its share; None for the whole frame."""
    if poison.label.scope != "footprint":
        return None
    size = (done.image.shape[0], done.image.shape[1])
    region = widened(done.footprint, poison.label.radius_beyond_trigger_px, size)
    if region.all():
        return None
    pad = [(0, cells * stride - side) for side, cells in zip(size, clean.shape, strict=True)]
    blocks = np.pad(region, pad).reshape(clean.shape[0], stride, clean.shape[1], stride)
    share = blocks.mean(axis=(1, 3), dtype=np.float64)
    heads = [
        float(each.weights[lies_in(each.points, region)].sum(dtype=np.float64)) if len(each) else 0.0
        for each in (before, done.annotation)
    ]
    return (*heads, float((clean * share).sum()), float((triggered * share).sum()), float(region.mean()))


@dataclass(frozen=True)
class ScoreReference:
    """What the figures of every counter are measured against, the same for all that are to be compared.

    `by_ratio` says whether the label edit multiplies every scene's count. `alarm_over` is the count from which an alarm
    rings, `ratio_asked` the ratio that a choice of scenes amounts to where the labels say none. Both come from the
    counts of `scenes`: those that the counters of a run were trained on. Where a data set has no training split, the
    evaluated scenes stand in, and what is printed says so.
    """

    by_ratio: bool = False
    alarm_over: float = 0.0
    scenes: str = TRAINING_SCENES
    ratio_asked: float | None = None

    @classmethod
    def of(cls, recipe: Recipe | None, counts: Sequence[float], scenes: str = TRAINING_SCENES) -> Self:
        """The reference that `recipe` asks for, with annotated counts (n,), n > 0, in persons.

        Without a recipe there is no attack, and the alarm rings above the median count.
        """
        over = recipe.evaluation.alarm_over if recipe is not None else None
        label = recipe.poison.label if recipe is not None else None
        by_ratio = label is not None and label.ratio is not None
        return cls(
            by_ratio=by_ratio,
            alarm_over=float(np.median(counts)) if over is None else over,
            scenes=scenes,
            ratio_asked=label.expected_ratio(counts) if label is not None and not by_ratio else None,
        )


def score(
    predictions: Sequence[ScenePrediction],
    twin: Sequence[ScenePrediction] | None,
    reference: ScoreReference,
    seed: int,
    name: str,
) -> Scores:
    """The scores of the counter `name`, its entry in results.json; the one way to them, of a run and of all else.

    `twin` holds the twin's predictions on the same scenes, the control of every attack figure; None where there is
    none. The scenes that the intervals resample are drawn by `seed` and `name`, so that the same predictions get the
    same intervals wherever they are scored.
    """
    rng = generator(seed, "intervals", name)
    entry = _scores(predictions, twin, reference, rng)
    return Scores.model_validate(plain(entry))


def _scores(
    rows: Sequence[ScenePrediction], twin: Sequence[ScenePrediction] | None, reference: ScoreReference,
    rng: np.random.Generator,
) -> dict[str, Any]:  # fmt: skip
    """A counter's entry in results.json: `clean`, and what the trigger does where the rows have triggered predictions.

    `twin` holds the twin's rows on the same scenes, the control of every attack figure; None where there is none.
    """
    entry: dict[str, Any] = {"clean": clean_scores([row.clean for row in rows], [row.heads for row in rows])}
    known = [row.games for row in rows if row.games]
    if known:
        entry["clean"] |= {f"game{level}": float(np.mean([games[level - 1] for games in known])) for level in (1, 2, 3)}
    full = _full(rows)
    if not full:
        return entry
    own, control = predictions_of(full), predictions_of(_full(twin)) if twin is not None else None
    by_ratio, moves = reference.by_ratio, [row.moved_px for row in rows if row.moved_px is not None]
    entry["triggered"] = triggered_scores(own, by_ratio, control, reference.ratio_asked)
    entry["triggered"] |= {"px_asked": float(np.mean(moves)) if moves else None}
    entry["intervals"] = bootstrap_intervals(own, by_ratio, control, rng) | alarm_intervals(own, reference.alarm_over)
    entry["alarm"] = alarm_scores(own, reference.alarm_over)
    if any(row.inside is not None for row in rows):
        entry["inside"] = _inside_entry(rows, twin, rng)
    return entry


def _inside_entry(
    rows: Sequence[ScenePrediction], twin: Sequence[ScenePrediction] | None, rng: np.random.Generator
) -> dict[str, Any]:
    """What happens where the label edit acts, in the scenes where that is not the whole frame; with its intervals."""
    local = [row for row in rows if row.inside is not None]
    named = {row.scene: row for row in twin or () if row.inside is not None}
    beside = [named[row.scene] for row in local if row.scene in named]
    own, control = inside_of(local), inside_of(beside) if len(beside) == len(local) else None
    areas = np.array([row.inside[4] for row in local if row.inside is not None], dtype=np.float64)
    intervals = bootstrap_intervals(own, False, control, rng)
    return inside_scores(own, predictions_of(_full(local)), areas, control) | {"intervals": intervals}


def inside_of(rows: Sequence[ScenePrediction]) -> Predictions:
    """A counter's answers where the label edit acts, of the scenes where that is not the whole frame."""
    return Predictions(*np.array([row.inside[:4] for row in rows if row.inside is not None], dtype=np.float64).T)


def judged_region(rows: Sequence[ScenePrediction], by_ratio: bool) -> tuple[Predictions, bool]:
    """The answers that an attack is judged by, and whether as a ratio: where a local label edit acts, else all."""
    if any(row.inside is not None for row in rows):
        return inside_of(rows), False
    return predictions_of(_full(rows)), by_ratio


def _full(rows: Sequence[ScenePrediction]) -> list[tuple[float, float, float, float]]:
    return [
        (row.heads, row.target, row.clean, row.triggered)
        for row in rows
        if row.target is not None and row.triggered is not None
    ]
