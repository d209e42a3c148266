"""The tables of a suite: a row for each counter and each detector of an experiment, means and spreads over seeds."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev
from typing import Any, TypeAlias

from .. import runs
from ..metrics.detection import auroc
from ..runs import CounterId, RunResults
from .suite import Cell

LEADERBOARD, DETECTORS = "leaderboard.csv", "detectors.csv"
Row: TypeAlias = dict[str, Any]
Done: TypeAlias = Sequence[tuple[Cell, RunResults]]

PLACE = ("attack", "label", "counter")
FIGURES: Mapping[str, str] = {
    "mae": "clean.mae",
    "effect": "triggered.effect_median",
    "net_effect": "triggered.net_effect",
    "inside_effect": "inside.effect_median",
    "asr": "triggered.asr",
    "accuracy": "clean.accuracy",
    "accuracy_triggered": "triggered.accuracy",
}
"""Columns of scores, and where each stands in the scores of a counter."""
OF_DEFENSES = ("erasure", "clean_cost", "by_training", "by_method")
OF_DETECTORS = ("auroc", "auprc", "tpr_at_fpr5", "found", "false_alarms", "score", "separation")


def columns(figures: Sequence[str]) -> tuple[str, ...]:
    """The figures, each followed by its standard deviation over the seeds."""
    return tuple(itertools.chain.from_iterable((name, f"{name}_sd") for name in figures))


COUNTER_COLUMNS = (*PLACE, "row", "seeds", *columns((*FIGURES, *OF_DEFENSES)), "psnr")
DETECTOR_COLUMNS = (*PLACE, "detector", "seeds", *columns(OF_DETECTORS))


def done_of(cells: Sequence[Cell]) -> Done:
    """The cells whose run has results, in the order of the suite. Raises RunError."""
    found = []
    for cell in cells:
        if (cell.folder / runs.RESULTS).is_file():
            results = runs.open_run(cell.folder).results
            if results is not None:
                found.append((cell, results))
    return found


def counter_rows(done: Done) -> Iterator[Row]:
    """A row for each counter of each experiment: twin, victim, what every defense made of it, and its controls."""
    for place, own in _by_setting(done):
        for name in dict.fromkeys(str(counter) for results in own for counter in results.counters):
            read = [_counter_figures(results, name) for results in own if name in results.models]
            row = {**place, "row": name, "seeds": len(read), **_spread(read, (*FIGURES, *OF_DEFENSES))}
            row["psnr"] = _mean([results.stealth.psnr for results in own])
            yield row


def detector_rows(done: Done) -> Iterator[Row]:
    """A row for each detector of each experiment.

    `separation` is the AUROC of a detector of counters between the counters of this experiment and those of the
    suite's experiments without a poisoned scene, over all seeds; None where the suite has none of these.
    """
    clean = [results for _, results in done if not results.scenes.get("poisoned", 0)]
    for place, own in _by_setting(done):
        for name in dict.fromkeys(name for results in own for name in results.detectors):
            read = [dict(results.detectors[name].to_json()) for results in own if name in results.detectors]
            row = {**place, "detector": name, "seeds": len(read), **_spread(read, OF_DETECTORS)}
            row["separation"] = _separation(name, own, clean)
            yield row


def _separation(name: str, attacked: Sequence[RunResults], clean: Sequence[RunResults]) -> float | None:
    bad, good = _scores_of(name, attacked), _scores_of(name, clean)
    if not bad or not good or all(results in clean for results in attacked):
        return None
    return auroc(bad + good, [True] * len(bad) + [False] * len(good))


def _scores_of(name: str, some: Sequence[RunResults]) -> list[float]:
    found = [one.detectors[name].score for one in some if name in one.detectors]
    return [float(score) for score in found if score is not None]


def _by_setting(done: Done) -> Iterator[tuple[Row, list[RunResults]]]:
    for setting, own in itertools.groupby(done, key=lambda one: one[0].setting):
        yield dict(zip(PLACE, setting, strict=True)), [results for _, results in own]


def _counter_figures(results: RunResults, name: str) -> Row:
    scores = results.models[name].to_json()
    read: Row = {}
    for figure, path in FIGURES.items():
        part, _, key = path.partition(".")
        read[figure] = (scores.get(part) or {}).get(key)
    defense = results.defense(CounterId.parse(name)).to_json()
    return read | {figure: defense.get(figure) for figure in OF_DEFENSES}


def _spread(read: Sequence[Row], figures: Sequence[str]) -> Row:
    row: Row = {}
    for figure in figures:
        values = [float(value) for one in read if (value := one.get(figure)) is not None]
        row[figure] = mean(values) if values else None
        row[f"{figure}_sd"] = stdev(values) if len(values) > 1 else None
    return row


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def write_tables(cells: Sequence[Cell], out: Path) -> Done:
    """Write leaderboard.csv and, where detectors looked, detectors.csv, of the cells that are done.

    Raises OutputError, RunError.
    """
    done = done_of(cells)
    runs.write_rows(out / LEADERBOARD, COUNTER_COLUMNS, counter_rows(done))
    detectors = list(detector_rows(done))
    if detectors:
        runs.write_rows(out / DETECTORS, DETECTOR_COLUMNS, detectors)
    return done


@dataclass(frozen=True)
class Matrix:
    """One figure of all experiments at a glance: a row for each, a column for each counter, defense or detector."""

    title: str
    figure: str
    form: str
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, float]]


def _is_pair(row: Row) -> bool:
    return row["row"] in ("twin", "victim")


def _is_defense(row: Row) -> bool:
    return CounterId.parse(row["row"]).role in ("defended", "control")


_SHOWN: Sequence[tuple[str, str, str, Callable[[Row], bool]]] = (
    ("Net effect of the attack", "net_effect", ".2f", _is_pair),
    ("Clean MAE", "mae", ".2f", _is_pair),
    ("Share of the net effect that is erased", "erasure", ".0%", _is_defense),
    ("What the method gains over its control", "by_method", "+.2f", _is_defense),
    ("Clean cost", "clean_cost", "+.0%", _is_defense),
)
_SHOWN_OF_DETECTORS = (
    ("AUROC of poisoned scenes", "auroc", ".3f"),
    ("AUROC of attacked against clean counters", "separation", ".3f"),
)


def matrices(done: Done) -> Iterator[Matrix]:
    """The tables at a glance; those without a figure are left out."""
    counters, detectors = list(counter_rows(done)), list(detector_rows(done))
    for title, figure, form, wanted in _SHOWN:
        yield from _matrix(title, figure, form, [row for row in counters if wanted(row)], "row")
    for title, figure, form in _SHOWN_OF_DETECTORS:
        yield from _matrix(title, figure, form, detectors, "detector")


def _matrix(title: str, figure: str, form: str, rows: Sequence[Row], across: str) -> Iterator[Matrix]:
    table: dict[str, dict[str, float]] = {}
    for row in rows:
        if row[figure] is not None:
            table.setdefault(called(row), {})[str(row[across])] = row[figure]
    if table:
        columns = tuple(dict.fromkeys(name for of in table.values() for name in of))
        yield Matrix(title, figure, form, columns, table)


def called(row: Row) -> str:
    """What an experiment is called in words."""
    return ", ".join(row[name] for name in PLACE if row[name])
