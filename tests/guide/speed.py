"""The table of the guide on speed, from what `miscount bench --json` printed and `--bench` kept as evidence."""

import math
from collections.abc import Sequence
from pathlib import Path

from miscount.engine.errors import RunError
from miscount.engine.files import make_folder, write_json
from miscount.engine.runs.formats import read_json, write_rows
from tests.guide.evidence import ABOUT, MEASURED, Row
from tests.guide.tables import NOT_KEPT, Known, about, drawn, not_measured

COLUMNS = ("name", "what", "value", "unit", "runs", "goal", "at_least", "peer")
HEAD = ("operation", "figure", "limit or peer", "ratio", "goal", "reached")


def keep(printed: Path, name: str, folder: Path) -> Path:
    """Keep what a bench printed as the evidence `name` in `folder`, in place of what was there.

    Raises RunError where it is no such print.
    """
    said = read_json(printed, dict)
    rows = said.get("rows")
    if not isinstance(rows, list) or not rows or "device" not in said:
        raise RunError(
            f"{printed} is not what miscount bench --json prints: expected rows and the machine they are of."
        )
    place = make_folder(folder / name)
    write_rows(place / MEASURED, COLUMNS, rows)
    write_json(place / ABOUT, {
        "command": said["command"], "date": said["date"], "experiments": {}, "versions": said["versions"],
        "git": said.get("git"), "machine": f"{said['device']}; {said['cores']} cores; {said['os']}", "note": "",
    })  # fmt: skip
    return place


def speed(known: Known, name: str, command: str) -> str:
    """Every row of a bench: what it takes, beside the limit or peer of the same run, and the goal."""
    evidence = known.get(name)
    if evidence is None:
        return not_measured(command)
    return f"{about(evidence)}\n\n{drawn(HEAD, [_line(row) for row in evidence.measured])}"


SCALING = ("operation", "size", "processor time", "most memory", "growth")


def scaling(known: Known, name: str, command: str) -> str:
    """How time and memory grow with what there is; growth is the slope from the size before, in logarithms."""
    evidence = known.get(name)
    if evidence is None:
        return not_measured(command)
    lines, before = [], {}
    for row in evidence.measured:
        of, _, said = row["name"].rpartition("_")
        size, seconds = int(said), float(row["value"])
        was = before.get(of)
        grown = "" if was is None else f"{growth(was, (size, seconds)):.2f}"
        lines.append((row["what"] if was is None else "", f"{size:,}", f"{seconds:.3g} s", row["peer"], grown))
        before[of] = (size, seconds)
    return f"{about(evidence)}\n\n{drawn(SCALING, lines)}"


def growth(one: tuple[int, float], other: tuple[int, float]) -> float:
    """The slope between (size, seconds) and a larger one, in logarithms: 1 grows as the size does."""
    return math.log(other[1] / one[1]) / math.log(other[0] / one[0])


def _line(row: Row) -> Sequence[str]:
    value, unit = float(row["value"]), row["unit"]
    goal, at_least = row["goal"], row["at_least"] == "True"
    figure, peer, ratio = f"{_short(value)} {unit}", row["peer"] or NOT_KEPT, NOT_KEPT
    if unit == "x":  # the ratio is the row, and what it is of stands before its limit
        ours, apart, limit = row["peer"].partition("; ")
        figure, peer = (ours, limit) if apart else (NOT_KEPT, peer)
        ratio = _short(value)
    if not goal:
        return row["what"], figure, peer, ratio, NOT_KEPT, NOT_KEPT
    asked = f"{'at least' if at_least else 'at most'} {_short(float(goal))}{'' if unit == 'x' else f' {unit}'}"
    reached = value >= float(goal) if at_least else value <= float(goal)
    return row["what"], figure, peer, ratio, asked, "yes" if reached else "no"


def _short(value: float) -> str:
    """Three digits that tell, and no exponent."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
