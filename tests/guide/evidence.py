"""What suites found, as resources/guide/evidence keeps it: tables, and when, with what and on which machine.

A folder a suite: about.json, counters.csv and detectors.csv (the suite's own tables, a row a setting), by_seed.csv and
detectors_by_seed.csv (the same, a row a setting and seed). No picture and no weight of anybody lies there.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miscount.engine import runs
from miscount.engine.defenses import AnyDefense
from miscount.engine.detectors import AnyDetector
from miscount.engine.errors import RunError
from miscount.engine.experiment.detector_inputs import names_of
from miscount.engine.files import make_folder, write_json
from miscount.engine.part import Part
from miscount.engine.recipe import FolderScenes, Recipe, load_recipe
from miscount.engine.runs.formats import read_json, read_rows, write_rows
from miscount.engine.suites.leaderboard import (
    COUNTER_COLUMNS,
    DETECTOR_COLUMNS,
    DETECTORS,
    FIGURES,
    OF_DEFENSES,
    PLACE,
    counter_rows,
    detector_rows,
)
from miscount.engine.suites.over_seeds import spread
from miscount.engine.suites.run_suite import CELLS
from miscount.engine.suites.suite import Cell

ABOUT, COUNTERS, BY_SEED, DETECTORS_BY_SEED = "about.json", "counters.csv", "by_seed.csv", "detectors_by_seed.csv"
MEASURED = "rows.csv"
"""The rows of a bench, of which a folder has nothing else beside about.json."""
SEED_COLUMNS = ("seed", "method", "control")
"""What by_seed.csv has beside the columns of a suite: the method in words, and the row of its control."""

Row = Mapping[str, str]
_FIGURES = {*FIGURES, *OF_DEFENSES}


@dataclass(frozen=True)
class Evidence:
    """What one suite found, or one bench. A table that is not there is empty."""

    name: str
    about: Mapping[str, Any]
    counters: Sequence[Row]
    by_seed: Sequence[Row]
    detectors: Sequence[Row]
    detectors_by_seed: Sequence[Row]
    measured: Sequence[Row]

    @classmethod
    def read(cls, folder: Path) -> "Evidence":
        """What lies in `folder`. Raises RunError."""
        tables = (read_rows(folder / name) for name in (COUNTERS, BY_SEED, DETECTORS, DETECTORS_BY_SEED, MEASURED))
        counters, by_seed, *others = map(list, tables)
        by_seed = [_without_empty_shares(row) for row in by_seed]
        counters = [_over_seeds(row, by_seed) for row in counters]
        return cls(folder.name, read_json(folder / ABOUT, dict), counters, by_seed, *others)


SHARES = ("asr_drop", "accuracy_gain")
"""Of what an attack does, and so of nothing where there is none; earlier versions gave them there too."""


def _without_empty_shares(row: Row) -> Row:
    """The row of a seed, without the shares of a net effect that is none: the erasure is n/a there."""
    return {**row, **{name: "" for name in SHARES if name in row and not row["erasure"]}}


def _over_seeds(row: Row, by_seed: Sequence[Row]) -> Row:
    """The row of a setting, with what earlier versions did not write: of how many seeds each mean is."""
    of_row = (*PLACE, "row")
    own = [seed for seed in by_seed if all(seed[name] == row[name] for name in of_row)]
    if not own or "mae_seeds" in row:
        return row
    read = [{name: float(one[name]) for name in one if name in _FIGURES and one[name]} for one in own]
    found = dict(row)
    for name in _FIGURES & own[0].keys():
        told = {key: "" if value is None else str(value) for key, value in
                spread(name, [one.get(name) for one in read]).items()}  # fmt: skip
        found |= told if name in SHARES else {f"{name}_seeds": told[f"{name}_seeds"]}
    return found


def all_evidence(folder: Path) -> dict[str, Evidence]:
    """Every suite of which there is evidence in `folder`, by its name."""
    return {path.parent.name: Evidence.read(path.parent) for path in sorted(folder.glob(f"*/{ABOUT}"))}


def take(out: Path, name: str, folder: Path) -> Path:
    """Keep what the suite in `out` has found so far as the evidence `name` in `folder`, in place of what was there.

    Raises RunError where `out` is no suite's folder, or no experiment in it is done.
    """
    suite = read_json(out / CELLS, dict)
    cells = [
        Cell(*(one[key] for key in ("attack", "label", "counter", "seed")),
             load_recipe(out / one["folder"] / runs.RECIPE), out / one["folder"])
        for one in suite["cells"] if (out / one["folder"] / runs.RESULTS).is_file()
    ]  # fmt: skip
    done = [(cell, results) for cell in cells if (results := runs.open_run(cell.folder).results) is not None]
    if not done:
        raise RunError(f"{out} has no experiment that is done: expected the folder of a suite that ran.")
    place = make_folder(folder / name)
    # worked out anew, since a suite that an earlier version carried out has that one's tables
    write_rows(place / COUNTERS, COUNTER_COLUMNS, counter_rows(done))
    write_rows(place / BY_SEED, _seeded(COUNTER_COLUMNS), _by_seed(done))
    if found := list(detector_rows(done)):
        write_rows(place / DETECTORS, DETECTOR_COLUMNS, found)
        write_rows(place / DETECTORS_BY_SEED, _seeded(DETECTOR_COLUMNS), _detectors_by_seed(done))
    write_json(place / ABOUT, _about(suite, done))
    return place


def _seeded(columns: Iterable[str]) -> tuple[str, ...]:
    kept = [name for name in columns if name != "seeds" and not name.endswith(("_sd", "_seeds"))]
    return (*kept[:4], *SEED_COLUMNS, *kept[4:])


def _by_seed(done: Sequence[tuple[Cell, runs.RunResults]]) -> Iterator[dict[str, Any]]:
    for cell, results in done:
        methods = _methods(cell.recipe.defenses)
        for row in counter_rows([(cell, results)]):
            counter = runs.CounterId.parse(str(row["row"]))
            control = results.control_of(counter)
            yield {
                **row, "seed": cell.seed, "method": methods.get(counter.method, ""),
                "control": "" if control is None else str(control),
            }  # fmt: skip


def _detectors_by_seed(done: Sequence[tuple[Cell, runs.RunResults]]) -> Iterator[dict[str, Any]]:
    for cell, results in done:
        methods = _methods(cell.recipe.detectors)
        for row in detector_rows([(cell, results)]):
            yield {**row, "seed": cell.seed, "method": methods.get(str(row["detector"]), "")}


def _methods(parts: Sequence[AnyDefense | AnyDetector]) -> dict[str, str]:
    """Each in words, by the name that results have for it."""
    return dict(zip(names_of(parts), map(in_words, parts), strict=True))


def in_words(part: Part) -> str:
    """What a part is called, with what is not as by default and can be said in a word."""
    fields = type(part).model_fields
    other = [
        f"{name.replace('_', ' ')} {value}" for name in fields
        if name != "kind" and isinstance(value := getattr(part, name), str | int | float)
        and value != fields[name].default
    ]  # fmt: skip
    return ", ".join([str(getattr(part, "title", part.kind)), *other])  # type: ignore[attr-defined]


def _about(suite: Mapping[str, Any], done: Sequence[tuple[Cell, runs.RunResults]]) -> dict[str, Any]:
    machines = [read_json(cell.folder / runs.ABOUT, dict) for cell, _ in done]
    last = max(machines, key=lambda one: str(one["started"]))
    data = _data_in_words([cell for cell, _ in done])
    # a stage that several experiments share took the same seconds in each of them
    stages = {(name, seconds) for _, results in done for name, seconds in results.timing.items() if seconds is not None}
    return {
        "suite": suite["name"],
        "about": suite["about"],
        "command": f"miscount suite projects/suites/{suite['name']}.yaml{data}",
        "begun": min(str(one["started"]) for one in machines)[:10],
        "date": str(last["started"])[:10],
        "experiments": {"done": len(done), "of": len(suite["cells"])},
        "scenes": scenes_in_words([cell.recipe for cell, _ in done], [results for _, results in done]),
        "versions": last["versions"],
        "git": last.get("git"),
        "machine": f"{last['device']}; {os.cpu_count()} cores; {last['os']}",
        "stage_seconds": round(sum(seconds for _, seconds in stages)),
        "note": "",
    }


def _data_in_words(cells: Sequence[Cell]) -> str:
    """How the command says where photographs lie: for all experiments, or for the attacks that ask for them."""
    outside = dict.fromkeys(cell.attack for cell in cells if isinstance(cell.recipe.data, FolderScenes))
    if all(cell.attack in outside for cell in cells):
        return " --data FOLDER"
    return "".join(f" --set attacks.{attack}.set.data.path=FOLDER" for attack in outside)


def scenes_in_words(recipes: Sequence[Recipe], results: Sequence[runs.RunResults]) -> str:
    """How many scenes were trained, validated and tested on, the clean ones of the defender, over all experiments."""
    words = {"train": "trained on", "validation": "validated on", "defender": "the defender's", "test": "tested on"}
    told = []
    for key, said in words.items():
        numbers = sorted({int(number) for one in results if (number := one.scenes.get(key)) is not None})
        if numbers:
            told.append(f"{' or '.join(map(str, numbers))} {said}")
    kinds = {"photographed" if isinstance(recipe.data, FolderScenes) else "synthetic" for recipe in recipes}
    return f"{' and '.join(sorted(kinds, reverse=True))} scenes: {', '.join(told)}"
