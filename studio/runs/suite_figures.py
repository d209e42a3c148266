"""A suite as table rows: one for each experiment as it stands, and its matrices, with the engine's definitions."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from miscount.engine.events import Failed, Finished
from miscount.engine.runs.figures import number_in
from miscount.engine.runs.names import counter_name, method_name
from miscount.widgets.results_table import ColumnSpec

from .figures import RUN_COLUMNS, Row, run_row
from .run_library import RunFacts
from .run_state import RunState

_FIGURES = ("effect", "twin_effect", "twin", "victim", "psnr", "best", "left")
SUITE_COLUMNS = (
    ColumnSpec("name", "Experiment", "The folder of its run, in that of the suite.", own=True),
    ColumnSpec("status", "State"),
    next(column for column in RUN_COLUMNS if column.key == "net"),
    ColumnSpec("stage", "Stage, begun of all", "What is worked on, and how many stages were begun; or why it failed."),
    *sorted((column for column in RUN_COLUMNS if column.key in _FIGURES), key=lambda one: _FIGURES.index(one.key)),
)


def experiment_row(folder: str, state: RunState, run: RunFacts | None, runs_now: bool) -> Row:
    """An experiment as it stands; its figures as far as they are known."""
    row: Row = {"best": ""} if run is None else run_row(run)
    status, why = _status(state, runs_now)
    row |= {"id": folder, "name": Path(folder).name, "status": status,
            "stage": why or _where(state)}  # fmt: skip
    if row.get("net") is None:
        row["net"] = state.net_effect
    return row


def _where(state: RunState) -> str:
    """What is worked on; between two stages only how many were begun. Nothing of what has ended or not begun."""
    if state.ended is not None or not state.num_begun:
        return ""
    return state.where if state.running else f"{state.num_begun} of {max(state.num_stages, len(state.stages))}"


def _status(state: RunState, runs_now: bool) -> tuple[str, str]:
    match state.ended:
        case Failed(message=message):
            return "failed", message.partition("\n")[0]
        case Finished(cancelled=cancelled):
            return ("stopped" if cancelled else "done"), ""
    if not runs_now:
        return "unfinished", ""
    return ("running" if state.running else "waiting"), ""


_PLACE = ("attack", "label", "counter")


def matrix(
    counters: Sequence[Mapping[str, str]], detectors: Sequence[Mapping[str, str]], words: Mapping[str, str]
) -> tuple[tuple[ColumnSpec, ...], list[Row]]:
    """Columns and rows of the suite at a glance: a row for each attack, label edit and counter.

    The victim's net effect, what each defense and control erases of it, and the AUROC of each detector, as means over
    the seeds that are done; `words` are the definitions.
    """
    columns = {
        "setting": ColumnSpec("setting", "Attack, label edit, counter"),
        "seeds": ColumnSpec("seeds", "Seeds", "How many are done.", "d"),
    }
    rows: dict[str, Row] = {}

    def put(row: Mapping[str, str], column: ColumnSpec, figure: str) -> None:
        setting, number = _setting(row), number_in(row, figure)
        if math.isfinite(number):
            columns.setdefault(column.key, column)
            rows.setdefault(setting, {"id": setting, "setting": setting})[column.key] = number

    def put_ends(row: Mapping[str, str], column: ColumnSpec, figure: str) -> None:
        """The interval beside a mean; in its place of how many seeds it is, where not all have the figure."""
        low, high = (number_in(row, f"{figure}_{end}") for end in ("low", "high"))
        few, is_whole = row.get(f"{figure}_seeds"), math.isfinite(low) and math.isfinite(high)
        if _setting(row) in rows and (few or is_whole):
            beside = ColumnSpec(
                f"{column.key} 95", f"{column.title}, 95 %", words.get("intervals.intervals_over_seeds", "")
            )
            columns.setdefault(beside.key, beside)
            ends = f"{low:{column.format}} … {high:{column.format}}" if is_whole else ""
            seeds = row.get("seeds")
            beside_it = " ".join(filter(None, (ends, f"({few} of {seeds})" if few else "")))
            rows[_setting(row)][beside.key] = beside_it

    net = ColumnSpec("net", "Net effect", words.get("triggered.net_effect", ""), ".3f")
    for row in counters:
        name = row.get("row") or ""
        if name == "victim":
            put(row, net, "net_effect")
            put_ends(row, net, "net_effect")
            put(row, columns["seeds"], "seeds")
        elif name not in ("", "twin"):
            erased = ColumnSpec(f"erasure {name}", f"{counter_name(name)}, erasure", _ERASURE, ".0%")
            put(row, erased, "erasure")
            put_ends(row, erased, "erasure")
    for row in detectors:
        name = row.get("detector") or ""
        if name:
            auroc = ColumnSpec(f"auroc {name}", f"{method_name(name)}, AUROC", _AUROC, ".3f")
            put(row, auroc, "auroc")
    found: list[Row] = [row | {"seeds": int(row["seeds"])} if "seeds" in row else row for row in rows.values()]
    return tuple(columns.values()), found


def _setting(row: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (row.get(name) for name in _PLACE)))


_ERASURE = "1 - |net effect left| / |net effect of the victim|, with the sign of what is left; mean over seeds."
_AUROC = "Of poisoned against clean training scenes, by the detector's scores; mean over seeds."


def described(rows: Sequence[Mapping[str, Any]]) -> str:
    """How the experiments stand, in words: "3 done, 1 running, 2 waiting"."""
    states = [str(row["status"]) for row in rows]
    return ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states)))
