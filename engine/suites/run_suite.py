"""A suite, carried out: all experiments as one graph, its tables and its page kept up to date as they end."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..events import Cancel, Event, Failed, Finished, Warned
from ..experiment import Experiment, carry_out
from ..experiment.executors import Executor
from ..files import make_folder, write_json
from ..leftovers import sweep
from .leaderboard import write_tables
from .page import write_page
from .suite import Cell, Suite, check_folder

CELLS = "cells.json"
"""In a suite's folder: what it is called and is to show, and which cell each folder of a run is."""


BEGUN_FROM = "suite.json"
"""In the folder of a suite that a window began, before anything else: which file it was begun from."""


def run_suite(
    suite: Suite, todo: Sequence[Cell], out: Path, by: Executor | None = None, cancel: Cancel | None = None
) -> Iterator[tuple[Cell, Event]]:
    """Carry out the cells of `suite` in `out`, (cell, event); what is done already is not done again.

    Equal stages are made once, in the store beside `out`, which other runs and suites there share. An experiment that
    fails does not stop the others, and the page says what is missing. Each run ends with one Finished or Failed of its
    own. Raises OutputError.
    """
    check_folder(out, CELLS, BEGUN_FROM)
    sweep(make_folder(out))
    write_json(out / CELLS, _about(suite, todo))
    problems: dict[Path, str] = {}
    warnings: dict[str, None] = {}
    for number, event in carry_out([Experiment(cell.recipe, cell.folder, out.parent) for cell in todo], by, cancel):
        cell = todo[number]
        if isinstance(event, Failed):
            problems[cell.folder] = f"{cell.folder.name}: {event.message}"
        if isinstance(event, Warned):
            warnings[f"{event.stage}: {event.message}"] = None
        yield cell, event
        if isinstance(event, Failed) or (isinstance(event, Finished) and not event.cancelled):
            # the tables of what is done can be read while the rest goes on
            write_page(suite, todo, write_tables(todo, out), list(problems.values()), out, list(warnings))


def _about(suite: Suite, todo: Sequence[Cell]) -> dict[str, Any]:
    cells = [
        {"folder": cell.folder.name, "attack": cell.attack, "label": cell.label, "counter": cell.counter,
         "seed": cell.seed} for cell in todo
    ]  # fmt: skip
    return {"name": suite.name, "about": suite.about, "cells": cells}
