"""suite.html: a suite's matrices on one page, without a script; each experiment's reports are linked."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from .. import runs
from ..files import write_text
from ..metrics import DEFINITIONS
from ..metrics.intervals import WORDS_OVER_SEEDS, Interval
from ..runs.names import counter_name, method_name
from ..runs.report.page import filled
from .findings import controls_of, findings
from .leaderboard import Done, Matrix, counter_rows, matrices
from .suite import Cell, Suite

PAGE = "suite.html"
_KEYS = {"effect": "effect_median", "ratio": "ratio_median"}
"""Where a column of the leaderboard is not called as in results.json, which has its definition."""


def write_page(
    suite: Suite, cells: Sequence[Cell], done: Done, problems: Sequence[str], out: Path, warnings: Sequence[str] = ()
) -> Path:
    """Write the page of what is done so far into `out`; returns its path. Raises OutputError."""
    body = [f"<section><h1>{escape(suite.name)}</h1><p>{escape(suite.about)}</p>{_state(suite, cells, done)}</section>"]
    found = list(findings(list(counter_rows(done)), controls_of(done)))
    if found:
        body.append(f"<section><h2>Found</h2>{''.join(f'<p>{escape(paragraph)}</p>' for paragraph in found)}</section>")
    for title, sentences in (("Missing", problems), ("Warnings", warnings)):
        if sentences:
            items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
            body.append(f"<section><h2>{title}</h2><ul class='warnings'>{items}</ul></section>")
    body += [_matrix(matrix) for matrix in matrices(done)]
    body.append(_experiments(cells, done))
    write_text(out / PAGE, filled(suite.name, "\n".join(body)))
    return out / PAGE


def _state(suite: Suite, cells: Sequence[Cell], done: Done) -> str:
    seeds = ", ".join(map(str, suite.seeds))
    return (
        f"<p>{len(done)} of {len(cells)} experiments are done; seeds {seeds}. Figures are means over the seeds that "
        "are done, or over those of them that have the figure, such as (2 of 3); leaderboard.csv has their spreads.</p>"
        f"<p class='definitions'>In brackets: {escape(WORDS_OVER_SEEDS)}</p>"
    )


def _matrix(matrix: Matrix) -> str:
    name_of = method_name if matrix.of_detectors else counter_name
    head = "".join(
        f"<th scope='col' title='{escape(name, quote=True)}'>{escape(name_of(name))}</th>" for name in matrix.columns
    )
    known = [abs(value) for row in matrix.rows.values() for value in row.values()]
    top = max(known, default=0.0) or 1.0
    lines = []
    for name, row in matrix.rows.items():
        ends, few = matrix.intervals.get(name, {}), matrix.seeds.get(name, {})
        cells = "".join(
            _cell(row.get(column), matrix.form, top, ends.get(column), few.get(column, "")) for column in matrix.columns
        )
        lines.append(f"<tr><th scope='row'>{escape(name)}</th>{cells}</tr>")
    key = _KEYS.get(matrix.figure, matrix.figure)
    about = next((part[key] for part in DEFINITIONS.values() if key in part), "")
    return (
        f"<section><h2>{escape(matrix.title)}</h2><table class='matrix'><thead><tr><th></th>{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table><p class='definitions'>{escape(about)}</p></section>"
    )


def _cell(value: float | None, form: str, top: float, interval: Interval | None, few: str) -> str:
    """A figure over a tint of its size, the sign told by hue and by the number, its interval, and of how few seeds."""
    if value is None:
        return "<td title='not defined'>n/a</td>"
    ends = f" <small>[{interval[0]:{form}}, {interval[1]:{form}}]</small>" if interval is not None else ""
    share, hue = round(100 * min(1.0, abs(value) / top) * 0.35), "--s0" if value >= 0 else "--s1"
    return (
        f"<td style='background: color-mix(in srgb, var({hue}) {share}%, transparent)'>{value:{form}}{ends}{few}</td>"
    )


def _experiments(cells: Sequence[Cell], done: Done) -> str:
    finished = {cell.folder for cell, _ in done}
    items = []
    for cell in cells:
        name = escape(cell.folder.name)
        has_report = cell.folder in finished and (cell.folder / runs.REPORT).is_file()
        link = f"<a href='{name}/{runs.REPORT}'>{name}</a>" if has_report else f"{name} (not done)"
        items.append(f"<li>{link}</li>")
    return f"<section><h2>Experiments</h2><ul>{''.join(items)}</ul></section>"
