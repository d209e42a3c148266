"""One recipe at several settings and seeds: runs beside each other that share what is equal, and one table of all."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

from .. import runs
from ..errors import RecipeError
from ..events import Cancel, Event, Finished
from ..experiment import Experiment, carry_out
from ..experiment.executors import Executor
from ..files import write_text
from ..reading import is_file
from ..recipe import Recipe, parse, with_value
from ..runs import VICTIM, RunResults, Scores
from ..runs.report.svg import Axes, Series, curves
from ..runs.results import CleanScores
from .over_seeds import intervals_over_seeds, spread
from .suite import check_apart, check_folder, each_once

TABLE, PICTURE = "sweep.csv", "sweep.svg"
COLUMNS = (
    "setting", "region", "seeds", "trained_on", "poison_rate", "mae_twin", "mae_victim",
    "effect_twin", "effect_twin_sd", "effect_twin_seeds", "effect_twin_low", "effect_twin_high", "effect", "effect_sd",
    "effect_seeds", "effect_low", "effect_high", "net_effect", "net_effect_sd", "net_effect_seeds", "net_effect_low",
    "net_effect_high", "asr", "asr_sd", "asr_seeds", "asr_low", "asr_high", "asr_twin", "asr_twin_seeds", "ratio",
    "ratio_seeds", "ratio_twin", "ratio_twin_seeds", "ratio_asked", "psnr",
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One run of a sweep: what is set, the recipe that this makes, its seed and its folder."""

    setting: str
    value: Any
    recipe: Recipe
    folder: Path


def points(recipe: Recipe, over: Mapping[str, Sequence[Any]], seeds: Sequence[int], out: Path) -> list[Point]:
    """Every combination of the values of `over`, dotted path -> values, with every seed.

    Raises RecipeError, also where nothing is given, or a value twice: two points cannot be one folder.
    """
    for path, given in {**over, "seeds": seeds}.items():
        if not given:
            raise RecipeError(f"{path}: expected values separated by commas, found none")
        try:
            each_once([str(value) for value in given])  # as the folders of points have them
        except ValueError as error:
            raise RecipeError(f"{path}: {error}") from None
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
    check_apart((point.setting, point.folder) for point in found)
    return found


def sweep(
    todo: Sequence[Point], out: Path, cancel: Cancel | None = None, by: Executor | None = None
) -> Iterator[tuple[int, Event]]:
    """Carry out every point as one graph, (its number from 1, event). Then, unless it was cancelled, the table follows.

    What is done already in `out` is not done again, and equal stages are made once. Raises OutputError.
    """
    check_folder(out, TABLE)
    cancelled = False
    for number, event in carry_out([Experiment(point.recipe, point.folder, out.parent) for point in todo], by, cancel):
        cancelled |= isinstance(event, Finished) and event.cancelled
        yield number + 1, event
    if not cancelled:
        write_tables(todo, out)


def rows(todo: Sequence[Point]) -> list[dict[str, Any]]:
    """One row a setting: means over the seeds that are done, their standard deviations and 95 % intervals."""
    found = []
    for setting, own in itertools.groupby(todo, key=lambda point: point.setting):
        ended = [(point, results) for point in own if (results := _results(point)) is not None]
        if not ended:
            continue
        victims = [results.victim for _, results in ended if results.victim is not None]
        row: dict[str, Any] = {"setting": setting, "seeds": len(ended), "region": victims[0].region if victims else ""}
        read = [_of_run(results) for _, results in ended]
        for key in _FIGURES:
            row |= spread(key, [one[key] for one in read])
        by_ratio = ended[0][0].recipe.poison.label.ratio is not None
        intervals = intervals_over_seeds([point.folder for point, _ in ended], by_ratio).get("victim", {})
        for key, (low, high) in intervals.items():
            row |= {f"{key}_low": low, f"{key}_high": high}
        found.append({column: row.get(column) for column in COLUMNS})
    return found


_FIGURES = ("trained_on", "poison_rate", "mae_twin", "mae_victim", "effect_twin", "effect", "net_effect", "asr",
            "asr_twin", "ratio", "ratio_twin", "ratio_asked", "psnr")  # fmt: skip


def _of_run(results: RunResults) -> dict[str, float | None]:
    """The figures of one run; effect and ASR where the attack is judged."""
    empty = Scores(clean=CleanScores(mae=None))
    twin, victim = results.twin or empty, results.victim or empty
    training = results.training_of(VICTIM)
    return {
        "trained_on": training["trained_on"],
        "poison_rate": training["poison_rate"],
        "mae_twin": twin.clean.mae,
        "mae_victim": victim.clean.mae,
        "effect_twin": twin.judged.effect_median,
        "effect": victim.judged.effect_median,
        "net_effect": victim.judged.net_effect,
        "asr": victim.judged.asr,
        "asr_twin": victim.judged.asr_twin,
        "ratio": victim.triggered.ratio_median,
        "ratio_twin": twin.triggered.ratio_median,
        "ratio_asked": victim.triggered.ratio_asked,
        "psnr": results.stealth.psnr,
    }


def _results(point: Point) -> RunResults | None:
    return runs.open_run(point.folder).results if is_file(point.folder / runs.RECIPE) else None


def _figure(point: Point, key: str) -> float | None:
    results = _results(point)
    return None if results is None else _of_run(results)[key]


def write_tables(todo: Sequence[Point], out: Path) -> None:
    """Write sweep.csv and, where one number is varied, sweep.svg with each seed as a mark. Raises OutputError."""
    runs.write_rows(out / TABLE, COLUMNS, rows(todo))
    numbers = [point for point in todo if isinstance(point.value, int | float)]
    if len({point.value for point in numbers}) < 2:
        return
    series = []
    for style, (name, path) in enumerate({"victim": "effect", "twin": "effect_twin"}.items()):
        reached = [(float(point.value), _figure(point, path)) for point in numbers]
        means = [
            (x, mean(known))
            for x in sorted({x for x, _ in reached})
            if (known := [y for at, y in reached if at == x and y is not None])
        ]
        series.append(Series(name, [x for x, _ in means], [y for _, y in means], style))
    figure = curves("sweep", Axes("Attack effect", "what is varied", "median effect, mean of seeds", 560, 340), series)
    write_text(out / PICTURE, figure.svg)
