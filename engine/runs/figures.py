"""The figures of a run, read from its folder: curves, true against predicted counts, effects, strengths."""

import math
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from .. import events as say
from ..metrics import WORDS
from .counter_id import TWIN, VICTIM
from .folder import Run
from .names import counter_names, stage_name, style_of
from .report.svg import Axes, Figure, Series, bars, curves, scatter
from .results import RunResults


def figures_of(run: Run) -> Iterable[Figure]:
    """Curves of every trained stage, true against predicted counts of every counter, and the effects."""
    yield from _curves(run)
    yield from _scatters(run)
    if run.results is not None:
        yield from _doses(run.results)
        yield from _effects(run.results)


def _effects(results: RunResults) -> Iterable[Figure]:
    names = counter_names(results)
    attacked = {names[name]: scores.judged for name, scores in results.models.items() if scores.triggered}
    if attacked:
        measures = [
            (WORDS["effect_median"], [judged.effect_median for judged in attacked.values()]),
            (WORDS["asr"], [judged.asr for judged in attacked.values()]),
        ]
        yield bars("effects", "Attack effect (median) and success rate", list(attacked), measures)


def _doses(results: RunResults) -> Iterable[Figure]:
    rows = results.doses()
    if not rows:
        return
    series = []
    for counter in (VICTIM, TWIN):
        name = str(counter)
        points = [(0.0, 0.0), *((row.dose, row.effect.get(name)) for row in rows if row.dose is not None)]
        known = sorted((x, math.nan if y is None else y) for x, y in points)
        series.append(Series(stage_name(name), [x for x, _ in known], [y for _, y in known], style_of(counter)))
    yield curves("dose", Axes("Effect over strength", "strength in testing over that in training", "effect"), series)


def _curves(run: Run) -> Iterable[Figure]:
    for stage, epochs in _epochs(run.events()).items():
        places, kept = say.in_order(epochs)
        step_at, losses = [], []
        for place, (_, taken) in zip(places, kept, strict=True):
            _, each = say.in_order((one.step, one.total, one.loss) for one in taken)
            step_at += [place - 1 + (number + 1) / len(each) for number in range(len(each))]
            losses += each
        done = [(place, event) for place, (event, _) in zip(places, kept, strict=True) if event is not None]
        epoch_at = [place for place, _ in done]
        loss = [Series("each step", step_at, losses, 0, thin=True)]
        loss.append(Series("mean of epoch", epoch_at, [event.loss for _, event in done], 1))
        name = stage.replace("/", "_")
        known = [value for value in losses if value > 0]
        wide = bool(known) and max(known) > 30 * min(known)  # less is seen better on a linear axis
        yield curves(f"curves_{name}_loss", Axes(f"{stage_name(stage)}: loss", "epoch", "loss", log=wide), loss)
        errors = [
            Series("MAE", epoch_at, [event.val_mae for _, event in done], 0),
            Series("RMSE", epoch_at, [event.val_rmse for _, event in done], 1),
        ]
        axes = Axes(f"{stage_name(stage)}: error on validation scenes", "epoch", "persons")
        if done:
            yield curves(f"curves_{name}_validation", axes, errors)


Epoch: TypeAlias = tuple[int, int, tuple[say.EpochDone | None, list[say.StepDone]]]
"""Its number, of how many, how it ended, if it did, and its steps."""


def _epochs(events: Iterable[say.Event]) -> dict[str, list[Epoch]]:
    """The epochs of each stage that trains, as they were reported."""
    found: dict[str, list[Epoch]] = {}
    open_steps: dict[str, list[say.StepDone]] = {}
    for event in events:
        match event:
            case say.StepDone(stage=stage):
                found.setdefault(stage, [])
                open_steps.setdefault(stage, []).append(event)
            case say.EpochDone(stage=stage):
                ended = (event.epoch, event.num_epochs, (event, open_steps.pop(stage, [])))
                found.setdefault(stage, []).append(ended)
            case _:
                pass
    for stage, steps in open_steps.items():
        found[stage].append((steps[-1].epoch, 0, (None, steps)))
    return found


def _scatters(run: Run) -> Iterable[Figure]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in run.per_scene:
        rows.setdefault(row.get("model", ""), []).append(row)
    called = counter_names(run.results)
    for model, own in rows.items():
        own = sorted(own, key=lambda row: number_in(row, "heads"))
        truth, notes = [number_in(row, "heads") for row in own], [row.get("scene", "") for row in own]
        series = [Series("clean", truth, [number_in(row, "clean") for row in own], 0, notes=notes)]
        if any(row.get("triggered") for row in own):
            triggered = [number_in(row, "triggered") for row in own]
            series.append(Series("triggered", truth, triggered, 1, notes=notes))
        wish = [number_in(row, "target") for row in own]
        line = Series("attacker's wish", truth, wish, 2) if any(map(math.isfinite, wish)) else None
        title = called.get(model, stage_name(model))
        width = max(320, 60 + 7 * len(title))  # a long name is not cut off
        axes = Axes(title, "true count", "predicted count", width=width, height=320)
        yield scatter(f"scatter_{model.replace('/', '_')}", axes, series, line)


def number_in(row: Mapping[str, str], column: str) -> float:
    """The number in a row of a CSV, NaN where there is none."""
    try:
        return float(row.get(column) or "nan")
    except ValueError:
        return math.nan
