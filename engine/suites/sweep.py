"""One recipe at several settings and seeds: runs beside each other that share what is equal, and one table of all."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import yaml

from .. import runs
from ..events import Cancel, Event, Finished
from ..experiment import Experiment, carry_out
from ..experiment.executors import Executor
from ..files import write_text
from ..reading import is_file
from ..recipe import Recipe, parse, with_value
from ..runs import RunResults
from ..runs.report.svg import Axes, Series, curves

TABLE, PICTURE = "sweep.csv", "sweep.svg"
COLUMNS = ("setting", "seeds", "mae_twin", "mae_victim", "effect_twin", "effect_twin_sd", "effect", "effect_sd",
           "net_effect", "net_effect_sd", "asr", "asr_sd", "psnr")  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One run of a sweep: what is set, the recipe that this makes, its seed and its folder."""

    setting: str
    value: Any
    recipe: Recipe
    folder: Path


def points(recipe: Recipe, over: Mapping[str, Sequence[Any]], seeds: Sequence[int], out: Path) -> list[Point]:
    """Every combination of the values of `over`, dotted path -> values, with every seed. Raises RecipeError."""
    raw = recipe.model_dump(mode="json")
    found = []
    for values in itertools.product(*over.values()):
        changed = raw
        for path, value in zip(over, values, strict=True):
            changed = with_value(changed, path, value)
        words = ", ".join(f"{path.rpartition('.')[2]} {value}" for path, value in zip(over, values, strict=True))
        for seed in seeds:
            made = parse(yaml.safe_dump(with_value(changed, "seed", seed), allow_unicode=True))
            name = runs.file_name(f"{words or recipe.name}-seed {seed}".replace(" ", "-"))
            found.append(Point(words or recipe.name, values[0] if len(values) == 1 else words, made, out / name))
    return found


def sweep(
    todo: Sequence[Point], out: Path, cancel: Cancel | None = None, by: Executor | None = None
) -> Iterator[tuple[int, Event]]:
    """Carry out every point as one graph, (its number from 1, event). Then, unless it was cancelled, the table follows.

    What is done already in `out` is not done again, and equal stages are made once. Raises OutputError.
    """
    cancelled = False
    for number, event in carry_out([Experiment(point.recipe, point.folder, out.parent) for point in todo], by, cancel):
        cancelled |= isinstance(event, Finished) and event.cancelled
        yield number + 1, event
    if not cancelled:
        write_tables(todo, out)


def rows(todo: Sequence[Point]) -> list[dict[str, Any]]:
    """One row a setting: means over the seeds that are done, and their standard deviations."""
    found = []
    for setting, own in itertools.groupby(todo, key=lambda point: point.setting):
        done = [results for point in own if (results := _results(point)) is not None]
        if not done:
            continue
        row: dict[str, Any] = {"setting": setting, "seeds": len(done)}
        for key, path in _FIGURES.items():
            values = [value for results in done if (value := results.figure(path)) is not None]
            row[key] = mean(values) if values else None
            if f"{key}_sd" in COLUMNS:
                row[f"{key}_sd"] = stdev(values) if len(values) > 1 else None
        found.append(row)
    return found


_FIGURES = {
    "mae_twin": "models.twin.clean.mae",
    "mae_victim": "models.victim.clean.mae",
    "effect_twin": "models.twin.triggered.effect_median",
    "effect": "models.victim.triggered.effect_median",
    "net_effect": "models.victim.triggered.net_effect",
    "asr": "models.victim.triggered.asr",
    "psnr": "stealth.psnr",
}


def _results(point: Point) -> RunResults | None:
    return runs.open_run(point.folder).results if is_file(point.folder / runs.RECIPE) else None


def _figure(point: Point, path: str) -> float | None:
    results = _results(point)
    return None if results is None else results.figure(path)


def write_tables(todo: Sequence[Point], out: Path) -> None:
    """Write sweep.csv and, where one number is varied, sweep.svg with each seed as a mark. Raises OutputError."""
    runs.write_rows(out / TABLE, COLUMNS, rows(todo))
    numbers = [point for point in todo if isinstance(point.value, int | float)]
    if len({point.value for point in numbers}) < 2:
        return
    series = []
    for style, (name, path) in enumerate({"victim": "effect", "twin": "effect_twin"}.items()):
        reached = [(float(point.value), _figure(point, _FIGURES[path])) for point in numbers]
        means = [
            (x, mean(known))
            for x in sorted({x for x, _ in reached})
            if (known := [y for at, y in reached if at == x and y is not None])
        ]
        series.append(Series(name, [x for x, _ in means], [y for _, y in means], style))
    figure = curves("sweep", Axes("Attack effect", "what is varied", "median effect, mean of seeds", 560, 340), series)
    write_text(out / PICTURE, figure.svg)
