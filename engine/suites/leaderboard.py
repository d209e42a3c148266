"""The tables of a suite: a row for each counter and each detector of an experiment, means and intervals over seeds."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from statistics import mean
from typing import TypeAlias

from .. import runs
from ..metrics.detection import auroc
from ..metrics.intervals import Interval
from ..reading import is_file
from ..runs import CounterId, RunResults
from .over_seeds import INTERVALS, RATES, Row, intervals_over_seeds, of_seeds, rates_over_seeds, spread
from .suite import Cell

LEADERBOARD, DETECTORS = "leaderboard.csv", "detectors.csv"
Done: TypeAlias = Sequence[tuple[Cell, RunResults]]

PLACE = ("attack", "label", "counter")
FIGURES: Mapping[str, str] = {
    "mae": "clean.mae",
    "effect": "judged.effect_median",
    "effect_twin": "judged.effect_median_twin",
    "net_effect": "judged.net_effect",
    "asr": "judged.asr",
    "asr_twin": "judged.asr_twin",
    "ratio": "triggered.ratio_median",
    "ratio_twin": "triggered.ratio_median_twin",
    "accuracy": "clean.accuracy",
    "accuracy_triggered": "triggered.accuracy",
}
"""Columns of scores, and where each stands in the scores of a counter; effect and ASR are those of `region`."""
OF_DEFENSES = ("erasure", "left", "asr_drop", "accuracy_gain", "clean_cost", "by_training", "by_method")
OF_TRAINING = ("trained_on", "poison_rate", "clean_scenes")
OF_ISOLATION = ("isolated", "isolated_poisoned")
ASKED = ("ratio_asked", "px_asked")
OF_DETECTORS = ("auroc", "auprc", "tpr_at_fpr5", "found", "false_alarms", "score", "suspect", "separation")


def columns(figures: Sequence[str]) -> tuple[str, ...]:
    """The figures, each followed by its standard deviation over the seeds, how many of these have it where that is
    not all, and, where it has one, its interval.
    """
    return tuple(
        itertools.chain.from_iterable((name, f"{name}_sd", f"{name}_seeds", *ends_of(name)) for name in figures)
    )


def ends_of(figure: str) -> tuple[str, ...]:
    """The columns of a figure's interval; none where it has none."""
    return (f"{figure}_low", f"{figure}_high") if figure in INTERVALS else ()


COUNTER_COLUMNS = (*PLACE, "row", "region", "seeds", *columns((*FIGURES, *OF_DEFENSES)), *OF_TRAINING,
                   *OF_ISOLATION, *ASKED, "psnr", "twin_reacts", "mae_of_mean")  # fmt: skip
DETECTOR_COLUMNS = (*PLACE, "detector", "seeds", *columns(OF_DETECTORS),
                    *(f"{rate}_{end}" for rate in RATES for end in ("low", "high")))  # fmt: skip


def done_of(cells: Sequence[Cell]) -> Done:
    """The cells whose run has results, in the order of the suite. Raises RunError."""
    found = []
    for cell in cells:
        if is_file(cell.folder / runs.RESULTS):
            results = runs.open_run(cell.folder).results
            if results is not None:
                found.append((cell, results))
    return found


def counter_rows(done: Done) -> Iterator[Row]:
    """A row for each counter of each experiment: twin, victim, what every defense made of it, and its controls.

    `region` says where effect and ASR are judged; `twin_reacts` in how many of the seeds an attack cannot be told from
    what the twin does by itself, or nearly so; `mae_of_mean` is the clean error of always saying the mean count.
    """
    for place, own in _by_setting(done):
        by_ratio = own[0][0].recipe.poison.label.ratio is not None
        intervals = intervals_over_seeds([cell.folder for cell, _ in own], by_ratio)
        for name in dict.fromkeys(str(counter) for _, results in own for counter in results.counters):
            having = [results for _, results in own if name in results.models]
            read = [_counter_figures(results, name) for results in having]
            row = {**place, "row": name, "region": having[0].models[name].region, "seeds": len(read),
                   **_spread(read, (*FIGURES, *OF_DEFENSES))}  # fmt: skip
            row |= {figure: _mean([one[figure] for one in read]) for figure in (*OF_TRAINING, *OF_ISOLATION, *ASKED)}
            for figure, ends in intervals.get(name, {}).items():
                row |= dict(zip(ends_of(figure), ends, strict=True))
            row["psnr"] = _mean([results.stealth.psnr for results in having])
            row["twin_reacts"] = sum(bool(results.twin_reaction) for results in having)
            row["mae_of_mean"] = _mean([results.baselines.mean_count.mae for results in having])
            yield {column: row.get(column) for column in COUNTER_COLUMNS}


def detector_rows(done: Done) -> Iterator[Row]:
    """A row for each detector of each experiment.

    `suspect` is the share of the seeds in which a detector of counters calls the counter suspect, by its threshold;
    `separation` is the AUROC of a detector of counters between the counters of this experiment and those of the
    suite's experiments with the same counter and without a poisoned scene, over all seeds; None where the suite has
    none of these.
    """
    for place, cells in _by_setting(done):
        own = [results for _, results in cells]
        clean = _clean_with(place["counter"], done)
        for name in dict.fromkeys(name for results in own for name in results.detectors):
            read = [dict(results.detectors[name].to_json()) for results in own if name in results.detectors]
            row = {**place, "detector": name, "seeds": len(read), **_spread(read, OF_DETECTORS)}
            row["separation"] = _separation(name, own, clean)
            called_some = [cell.folder for cell, results in cells if _has_rates(results, name)]
            for rate, ends in rates_over_seeds(called_some, name).items():
                row |= {f"{rate}_low": ends[0], f"{rate}_high": ends[1]}
            yield row


def _has_rates(results: RunResults, detector: str) -> bool:
    """Whether the detector had a threshold, above which scenes are suspect."""
    found = results.detectors.get(detector)
    return found is not None and any(getattr(found, rate) is not None for rate in RATES)


def _clean_with(counter: str, done: Done) -> list[RunResults]:
    """The experiments without a poisoned scene: another counter's scores lie elsewhere, whatever it was shown."""
    return [results for cell, results in done if cell.counter == counter and not results.scenes.get("poisoned", 0)]


def _separation(name: str, attacked: Sequence[RunResults], clean: Sequence[RunResults]) -> float | None:
    bad, good = _scores_of(name, attacked), _scores_of(name, clean)
    if not bad or not good or all(results in clean for results in attacked):
        return None
    return auroc(bad + good, [True] * len(bad) + [False] * len(good))


def _scores_of(name: str, some: Sequence[RunResults]) -> list[float]:
    found = [one.detectors[name].score for one in some if name in one.detectors]
    return [float(score) for score in found if score is not None]


def _by_setting(done: Done) -> Iterator[tuple[Row, list[tuple[Cell, RunResults]]]]:
    for setting, own in itertools.groupby(done, key=lambda one: one[0].setting):
        yield dict(zip(PLACE, setting, strict=True)), list(own)


def _counter_figures(results: RunResults, name: str) -> Row:
    scores, counter = results.models[name], CounterId.parse(name)
    read: Row = {figure: attrgetter(path)(scores) for figure, path in FIGURES.items()}
    read |= {figure: getattr(scores.triggered, figure) for figure in ASKED}
    read |= {figure: getattr(results.defense(counter), figure) for figure in (*OF_DEFENSES, *OF_ISOLATION)}
    return read | results.training_of(counter)


def _spread(read: Sequence[Row], figures: Sequence[str]) -> Row:
    row: Row = {}
    for figure in figures:
        row |= spread(figure, [one.get(figure) for one in read])
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
    """One figure of all experiments at a glance: a row for each, a column for each counter, defense or detector.

    `seeds` says of cells that not all seeds have how many do.
    """

    title: str
    figure: str
    form: str
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, float]]
    intervals: Mapping[str, Mapping[str, Interval]] = field(default_factory=dict)
    seeds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    of_detectors: bool = False


def _is_trained(row: Row) -> bool:
    return row["row"] in ("twin", "victim", "benign_trigger")


def _is_victim(row: Row) -> bool:
    return bool(row["row"] == "victim")


def _is_defense(row: Row) -> bool:
    return CounterId.parse(row["row"]).role in ("defended", "control")


_SHOWN: Sequence[tuple[str, str, str, Callable[[Row], bool]]] = (
    ("Attack effect", "effect", ".2f", _is_trained),
    ("Net effect of the attack", "net_effect", ".2f", _is_trained),
    ("Attack success rate", "asr", ".2f", _is_trained),
    ("Ratio of triggered to clean predictions", "ratio", ".2f", _is_trained),
    ("Clean MAE", "mae", ".2f", _is_trained),
    ("Training scenes, the poisoned ones included", "trained_on", ",.0f", _is_trained),
    ("Poison rate", "poison_rate", ".1%", _is_victim),
    ("Share of the net effect that is erased", "erasure", ".0%", _is_defense),
    ("What the method gains over its control", "by_method", "+.2f", _is_defense),
    ("Net effect left, over the victim's", "left", "+.0%", _is_defense),
    ("Drop of the attack success rate", "asr_drop", "+.0%", _is_defense),
    ("Gain of the accuracy with the trigger", "accuracy_gain", "+.0%", _is_defense),
    ("Clean cost", "clean_cost", "+.0%", _is_defense),
    ("Clean scenes that the defender uses", "clean_scenes", ",.0f", _is_defense),
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
    intervals: dict[str, dict[str, Interval]] = {}
    seeds: dict[str, dict[str, str]] = {}
    for row in rows:
        if few := of_seeds(row, figure):
            seeds.setdefault(called(row), {})[str(row[across])] = few
        if row[figure] is not None:
            table.setdefault(called(row), {})[str(row[across])] = row[figure]
        low, high = row.get(f"{figure}_low"), row.get(f"{figure}_high")
        if low is not None and high is not None:
            intervals.setdefault(called(row), {})[str(row[across])] = low, high
    if table:
        columns = tuple(dict.fromkeys(name for of in table.values() for name in of))
        yield Matrix(title, figure, form, columns, table, intervals, seeds, of_detectors=across == "detector")


def called(row: Row) -> str:
    """What an experiment is called in words."""
    return ", ".join(row[name] for name in PLACE if row[name])
