"""How sure a row of a suite or sweep is: seeds and their test scenes resampled, from the per_scene.csv of its runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import mean, stdev
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .. import runs
from ..metrics.attack import Predictions, effect, successes
from ..metrics.intervals import Interval, Statistic, erased, means, medians, percentiles, rate_over_seeds, two_level
from ..runs.figures import number_in
from ..runs.folder import INSIDE_COLUMNS
from ..seeds import generator

Rows = NDArray[np.float64]
Row: TypeAlias = dict[str, Any]
INTERVALS = (
    "mae",
    "effect",
    "effect_twin",
    "net_effect",
    "asr",
    "asr_twin",
    "accuracy",
    "accuracy_triggered",
    "erasure",
)
"""The figures of a row that have an interval: columns FIGURE_low and FIGURE_high."""

RATES = ("found", "false_alarms")
"""Of a detector of scenes: the shares of the poisoned and of all others that it calls suspect."""

_FRAME = ("heads", "target", "clean", "triggered")


@dataclass(frozen=True)
class _Seed:
    """What the counters of one run said of its test scenes: over the frame, and where the attack is judged."""

    scenes: tuple[tuple[str, float], ...]
    whole: Mapping[str, Predictions]
    judged: Mapping[str, Predictions]
    by_ratio: bool


def spread(figure: str, values: Sequence[float | None]) -> Row:
    """Mean and standard deviation of a figure over seeds; FIGURE_seeds is how many have it where not all do."""
    known = [float(value) for value in values if value is not None]
    return {
        figure: mean(known) if known else None,
        f"{figure}_sd": stdev(known) if len(known) > 1 else None,
        f"{figure}_seeds": len(known) if 0 < len(known) < len(values) else None,
    }


def of_seeds(row: Mapping[str, Any], figure: str) -> str:
    """What stands behind a figure that not all seeds of a row have, such as " (2 of 3)"; nothing where all have it."""
    having = row.get(f"{figure}_seeds")
    return "" if having in (None, "") or row.get(figure) in (None, "") else f" ({having} of {row['seeds']})"


def intervals_over_seeds(folders: Sequence[Path], by_ratio: bool) -> Mapping[str, Mapping[str, Interval]]:
    """By counter and figure of INTERVALS, from the runs of one setting in `folders`; what has none is left out.

    `by_ratio` says whether the label edit multiplies the count. The draws are the same whenever and wherever they are
    made. Raises RunError.
    """
    known = [folder / runs.PER_SCENE for folder in folders if (folder / runs.PER_SCENE).is_file()]
    return _intervals(tuple((str(path), path.stat().st_mtime_ns) for path in known), by_ratio)


@lru_cache(maxsize=256)
def _intervals(tables: tuple[tuple[str, int], ...], by_ratio: bool) -> Mapping[str, Mapping[str, Interval]]:
    """Kept by the files' times: a suite writes its tables anew whenever an experiment ends."""
    seeds = [_read(Path(path), by_ratio) for path, _ in tables]
    names = dict.fromkeys(name for seed in seeds for name in seed.whole)
    return {name: _of_counter(name, [seed for seed in seeds if name in seed.whole]) for name in names}


def rates_over_seeds(folders: Sequence[Path], detector: str) -> Mapping[str, Interval]:
    """The intervals of RATES of a detector, from the ranked lists of the runs of one setting in `folders`.

    A rate of no scene is left out. Raises RunError.
    """
    seeds = [_flagged(folder / runs.DETECTIONS, detector) for folder in folders]
    found: dict[str, Interval | None] = {}
    for rate, wanted in zip(RATES, ("1", "0"), strict=True):
        told = [{scene: hit for (scene, poisoned), hit in seed.items() if poisoned == wanted} for seed in seeds]
        own = [dict(sorted(hits.items())) for hits in told if hits]
        rng, crossed = generator(0, "intervals", "seeds", rate), len({tuple(hits) for hits in own}) == 1
        found[rate] = rate_over_seeds([np.array(list(hits.values())) for hits in own], rng, crossed)
    return {rate: interval for rate, interval in found.items() if interval is not None}


def _flagged(path: Path, detector: str) -> dict[tuple[str, str], float]:
    """By scene and whether it is poisoned: 1 where the detector calls it suspect, else 0."""
    rows = runs.read_rows(path) if path.is_file() else []
    return {(row["name"], row["poisoned"]): number_in(row, "suspect") for row in rows if row["detector"] == detector}


def _read(path: Path, by_ratio: bool) -> _Seed:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in runs.read_rows(path):
        rows.setdefault(row["model"], []).append(row)
    whole = {name: _predictions(own, _FRAME) for name, own in rows.items()}
    inside = {name: _predictions(own, INSIDE_COLUMNS) for name, own in rows.items()}
    local = any(len(each.truth) for each in inside.values())
    first = next(iter(rows.values()), [])
    scenes = tuple((row["scene"], number_in(row, "heads")) for row in first)
    return _Seed(scenes, whole, inside if local else whole, by_ratio and not local)


def _predictions(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> Predictions:
    table = np.array([[number_in(row, column) for column in columns] for row in rows]).reshape(-1, 4)
    return Predictions(*table[np.isfinite(table[:, 0])].T)


def _of_counter(name: str, seeds: Sequence[_Seed]) -> dict[str, Interval]:
    crossed = len({seed.scenes for seed in seeds}) == 1
    paired = [seed for seed in seeds if "twin" in seed.whole]
    beside = [seed for seed in paired if "victim" in seed.whole and name not in ("twin", "victim")]
    asked: dict[str, tuple[Sequence[Rows], Statistic]] = {
        "mae": ([np.abs(one.clean - one.truth)[:, None] for one in (seed.whole[name] for seed in seeds)], _mean),
        "accuracy": ([_accuracies(seed.whole[name], clean=True) for seed in seeds], _mean),
        "accuracy_triggered": ([_accuracies(seed.whole[name], clean=False) for seed in seeds], _mean),
        "effect": (_effects(seeds, name), _median),
        "effect_twin": (_effects(paired, "twin"), _median),
        "net_effect": (_effects(paired, name, "twin"), lambda rows: -np.diff(medians(rows), axis=1)[:, 0]),
        "erasure": (_effects(beside, name, "victim", "twin"), erased),
    }
    found: dict[str, Interval | None] = {}
    for figure, (values, statistic) in asked.items():
        if values and all(len(rows) > 1 and np.isfinite(statistic(rows[None])).all() for rows in values):
            rng = generator(0, "intervals", "seeds", figure)
            found[figure] = percentiles(two_level(values, statistic, rng, crossed))
    for figure, whose, of in (("asr", name, seeds), ("asr_twin", "twin", paired)):
        rng = generator(0, "intervals", "seeds", figure)
        found[figure] = rate_over_seeds([successes(seed.judged[whose]) for seed in of], rng, crossed)
    return {figure: interval for figure, interval in found.items() if interval is not None}


def _effects(seeds: Sequence[_Seed], *names: str) -> list[Rows]:
    return [np.stack([effect(seed.judged[name], seed.by_ratio) for name in names], axis=1) for seed in seeds]


def _accuracies(answers: Predictions, clean: bool) -> Rows:
    said = answers.clean if clean else answers.triggered
    peopled = np.where(answers.truth > 0, answers.truth, np.nan)
    share: Rows = 1 - np.abs(said - answers.truth) / peopled
    return np.where(np.isfinite(share), np.maximum(share, 0), np.nan)[:, None]


def _mean(rows: Rows) -> Rows:
    return means(rows)[:, 0]


def _median(rows: Rows) -> Rows:
    return medians(rows)[:, 0]
