"""Runs side by side: their curves, dots, rows and the words on how their recipes differ. No window here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from miscount.engine.events import EpochDone, Event, in_order
from miscount.engine.runs import VICTIM
from miscount.engine.runs.differences import differences, settings_in_words
from miscount.engine.runs.names import counter_name, scene_names, style_of
from miscount.engine.runs.verdict import Verdict, verdict_of
from miscount.widgets.plots.line import Group, Look
from miscount.widgets.plots.scatter_plot import Series
from miscount.widgets.results_table import ColumnSpec

from .figures import DEFENSE_COLUMNS, Row, defense_rows, run_row, study_rows
from .looks import MOST_RUNS, look_of
from .run_library import RunFacts
from .run_state import RunState

MOST_DOSES = 6
"""So many runs are told apart by the colors of dots."""


def rows_of(
    runs: Sequence[RunFacts], live: RunState, progress: float | None, running: str, waiting: Sequence[str]
) -> list[Row]:
    """A row for each run; the one in the folder `running` with its `progress` and what `live` knows already."""
    rows = [run_row(run) for run in runs]
    for row in rows:
        if row["id"] == running:
            share = "" if progress is None else f", {progress:.0%}".replace("%", " %")
            row |= {"status": f"running{share}"}
            if row.get("net") is None:
                row["net"] = live.net_effect
        elif row["id"] in waiting:
            row["status"] = "waiting"
    return rows


@dataclass(frozen=True)
class RunCurve:
    """The validation errors of one counter of one run, epoch by epoch."""

    name: str
    look: Look
    groups: tuple[Group, ...]
    epochs: Sequence[float]
    maes: Sequence[float]


def curves_of(run: RunFacts, events: Sequence[Event], place: int, num: int) -> Iterator[RunCurve]:
    """The curve of each counter that the run in this `place` of `num` trained.

    With several runs the legend names counters by color and runs by dash, not each pair of both.
    """
    progress: dict[str, list[tuple[int, int, float]]] = {}
    for event in events:
        if isinstance(event, EpochDone):
            progress.setdefault(event.stage, []).append((event.epoch, event.num_epochs, event.val_mae))
    for stage, told in progress.items():
        counter, look = counter_name(stage), look_of(stage, place)
        name = counter
        groups: tuple[Group, ...] = ()
        if num > 1:
            name = f"{run.name}: {counter}"
            groups = (Group(counter, look_of(stage), 0, style_of(stage)), Group(run.name, Look(-1, place), 1, place))
        yield RunCurve(name, look, groups, *in_order(told))


def dose_series(run: RunFacts, place: int) -> Series:
    """The victim's effect at each strength that the run's study tried."""
    rows = [row for row in study_rows(run.results, "dose") if row["effect.victim"] is not None]
    names = [f"{run.name} · {row['name']}" for row in rows]
    return Series(run.name, [row["dose"] for row in rows], [row["effect.victim"] for row in rows], names, look=place)


def count_series(run: RunFacts, place: int, num: int) -> list[Series]:
    """What the victim says of each test scene, clean and triggered, over its annotated heads."""
    rows = [row for row in run.per_scene if row["model"] == str(VICTIM)]
    names = scene_names(row["scene"] for row in rows)
    return [
        Series(
            f"{run.name}: {kind}" if num > 1 else kind, [float(row["heads"]) for row in shown],
            [float(row[kind]) for row in shown], [f"{run.name} · {row['scene']}" for row in shown],
            [f"{run.name} · {names[row['scene']]}" for row in shown], look=2 * place + which + (2 if num == 1 else 0),
        )
        for which, kind in enumerate(("clean", "triggered"))
        if (shown := [row for row in rows if row.get(kind)])
    ]  # fmt: skip


def defense_columns() -> tuple[ColumnSpec, ...]:
    """The columns of the table of defenses, over several runs."""
    return (ColumnSpec("run", "Run", own=True), *DEFENSE_COLUMNS)


def defenses_of(run: RunFacts) -> list[Row]:
    """The run's victim, defenses and controls."""
    return [{"run": run.name, **row} for row in defense_rows(run.results)]


def verdict_on(runs: Sequence[RunFacts]) -> Verdict:
    """What these runs say together; reads their tables of scenes where there are several. Raises RunError."""
    known = [(run, run.results) for run in runs if run.results is not None]
    if len(known) < 2:
        return verdict_of(known[0][1]) if known else Verdict()
    from miscount.engine.suites.comparison import Compared, verdict_of_runs  # it brings torch along

    return verdict_of_runs([Compared(run.name, run.folder, run.recipe_text, results) for run, results in known])


def recipe_in_words(runs: Sequence[RunFacts]) -> str:
    """The settings of one run; of several, only what differs from the first, in words."""
    if not runs:
        return ""
    first, *others = runs
    if not others:
        return "\n".join(f"{where}: {what}" for where, what in settings_in_words(first.settings))
    told = []
    for other in others[:MOST_RUNS]:
        lines = [str(one) for one in differences(first.settings, other.settings)]
        told.append("\n".join([f"{first.name} → {other.name}", *(lines or ["The recipes are equal."])]))
    return "\n\n".join(told)
