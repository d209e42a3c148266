"""Commands that carry out many experiments as one graph: sweep and suite."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Address, Engine, Jobs, Json, RecipeFile, Settings, Threads
from .reading import DataFolder, SkipBroken, as_asked, asked_recipe
from .screen import cancel_on_ctrl_c, reporting, say, say_json, say_meanwhile, say_problem, shown, sure, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..events import Event
    from ..suites import Cell


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(sweep)
    app.command()(suite)


def sweep(
    recipe: RecipeFile,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of all its runs and of the table.")],
    over: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY.PATH=V1,V2,...", help="Values that a setting takes in turn; may be repeated."),
    ] = None,
    seeds: Annotated[str, typer.Option(help="Seeds, separated by commas.")] = "0,1,2",
    settings: Settings = None,
    data: DataFolder = None,
    engine: Engine = "local",
    jobs: Jobs = None,
    address: Address = None,
    threads: Threads = None,
    skip_broken: SkipBroken = False,
    as_json: Json = False,
) -> int:
    """A recipe at several settings and seeds: dose-response, grids of rates, and tables with spreads."""
    from ..events import Failed, Finished, Warned
    from ..experiment.executors import executor
    from ..metrics.intervals import WORDS_OVER_SEEDS
    from ..suites.sweep import points, rows
    from ..suites.sweep import sweep as events_of

    loaded = as_asked(asked_recipe(recipe, settings or []), data, skip_broken)
    todo = points(loaded, _values(over or []), _seeds(seeds), out)
    problems, warnings, cancelled = [], dict[str, None](), False
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        for number, event in events_of(todo, out, cancel, executor(engine, jobs, address, threads)):
            if isinstance(event, Failed):
                problems.append(f"{todo[number - 1].folder.name}: {event.message}")
            if isinstance(event, Warned):
                warnings[event.message] = None
            cancelled |= isinstance(event, Finished) and event.cancelled
            report(event)
    for problem in problems:
        say_problem(problem)
    if cancelled:
        return 130
    found = rows(todo)
    if as_json:
        say_json({"folder": str(out), "rows": found, "problems": problems, "warnings": list(warnings)})
    else:
        columns = ("mae_victim", "effect_twin", "effect", "net_effect", "asr", "asr_twin", "poison_rate", "trained_on")
        head = ("setting", "clean MAE", "twin's effect", "effect", "net effect", "ASR", "twin's ASR", "poison rate",
                "trained on")  # fmt: skip
        say(table(head, [(row["setting"], *(_with_ends(row, key) for key in columns)) for row in found]))
        say(f"\nIn brackets: {WORDS_OVER_SEEDS}")
    return 1 if problems else 0


def suite(
    file: Annotated[Path, typer.Argument(metavar="SUITE", help="A suite in YAML.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The folder of its runs and tables; runs/NAME if not given."),
    ] = None,
    settings: Settings = None,
    data: DataFolder = None,
    engine: Engine = "local",
    jobs: Jobs = None,
    address: Address = None,
    threads: Threads = None,
    skip_broken: SkipBroken = False,
    as_json: Json = False,
) -> int:
    """Attacks x label edits x counters x defenses x detectors x seeds, in one leaderboard; goes on after a stop."""
    from ..experiment.executors import executor
    from ..metrics.intervals import WORDS_OVER_SEEDS
    from ..suites import cells, load_suite
    from ..suites.findings import controls_of, findings
    from ..suites.leaderboard import counter_rows, done_of
    from ..suites.run_suite import run_suite

    loaded, folder = load_suite(file, settings or [])
    place = out if out is not None else Path("runs") / loaded.name
    found = cells(loaded, folder, place)
    todo = [replace(cell, recipe=as_asked(cell.recipe, data, skip_broken)) for cell in found]
    state = _SuiteState(todo)
    with cancel_on_ctrl_c() as cancel, _watching(state, as_json) as watch:
        for cell, event in run_suite(loaded, todo, place, executor(engine, jobs, address, threads), cancel):
            state.take(cell, event)
            watch()
    for warning in state.warnings:
        say_problem(warning)
    for problem in state.problems:
        say_problem(problem)
    if state.cancelled:
        say_problem(f"Cancelled; go on with the same command: what is done in {place} is not done again.")
        return 130
    done = done_of(todo)
    rows = list(counter_rows(done))
    said = list(findings(rows, controls_of(done)))
    if as_json:
        say_json({"folder": str(place), "rows": rows, "findings": said, "problems": state.problems,
                  "warnings": list(state.warnings)})  # fmt: skip
    else:
        keys = ("mae", "effect", "net_effect", "asr", "asr_twin", "erasure", "asr_drop", "accuracy_gain", "poison_rate",
                "trained_on", "clean_scenes")  # fmt: skip
        say(table(("attack", "label", "counter", "row", "seeds", *keys),
                  [(row["attack"], row["label"], row["counter"], row["row"], str(row["seeds"]),
                    *(_with_ends(row, key) for key in keys)) for row in rows]))  # fmt: skip
        for paragraph in said:
            say(f"\n{paragraph}")
        say(f"\nIn brackets: {WORDS_OVER_SEEDS}\n\n{place / 'suite.html'}")
    return 1 if state.problems else 0


def _with_ends(row: "Mapping[str, Any]", key: str) -> str:
    """A figure of a row with its interval, where it has one, and of how many seeds, where not all have it."""
    from ..suites.over_seeds import of_seeds

    low, high = row.get(f"{key}_low"), row.get(f"{key}_high")
    return sure(row[key], None if low is None or high is None else (low, high)) + of_seeds(row, key)


class _SuiteState:
    """How far each experiment of a suite is, by its folder's name."""

    def __init__(self, todo: "list[Cell]") -> None:
        self.rows: dict[str, tuple[str, str, str]] = {cell.folder.name: ("waiting", "", "") for cell in todo}
        self.problems: list[str] = []
        self.warnings: dict[str, None] = {}
        self.cancelled = False

    def take(self, cell: "Cell", event: "Event") -> None:
        from ..events import Evaluated, Failed, Finished, StageDone, StageStarted, Warned

        name = cell.folder.name
        state, at, effect = self.rows[name]
        match event:
            case StageStarted(stage=stage, index=index, num_stages=number):
                state, at = "running", f"{index}/{number} {stage}"
            case StageDone(stage=stage):
                at = f"{stage} done"
            case Evaluated(model="victim", scores=scores):
                effect = shown((scores.get("triggered") or {}).get("net_effect"))
            case Failed(message=message):
                state = "failed"
                self.problems.append(f"{name}: {message}")
            case Warned(stage=stage, message=message):
                self.warnings[f"Warning ({stage}): {message}"] = None
                return
            case Finished(cancelled=cancelled):
                state, at = ("cancelled" if cancelled else "done"), ""
                self.cancelled |= cancelled
            case _:
                return
        self.rows[name] = (state, at, effect)


@contextmanager
def _watching(state: _SuiteState, as_json: bool) -> "Iterator[Callable[[], None]]":
    """Something to call after each event: a live table at a terminal, else a line for each experiment that ends."""
    import sys

    if not sys.stderr.isatty():
        ended: set[str] = set()

        def tell_ends() -> None:
            for name, (is_now, _, effect) in state.rows.items():
                if is_now in ("done", "failed", "cancelled") and name not in ended:
                    ended.add(name)
                    if not as_json:
                        say_meanwhile(f"{name}: {is_now}{f', net effect {effect}' if effect else ''}")

        yield tell_ends
        return
    from rich.console import Console
    from rich.live import Live

    with Live(_table_of(state), console=Console(stderr=True), refresh_per_second=4) as live:
        yield lambda: live.update(_table_of(state))


def _table_of(state: _SuiteState) -> Any:
    from rich.table import Table

    drawn = Table("experiment", "state", "stage", "net effect")
    for name, row in state.rows.items():
        drawn.add_row(name, *row)
    return drawn


def _values(over: list[str]) -> dict[str, list[Any]]:
    """`key.path=1,2` as a path and its values. Raises RecipeError."""
    from ..errors import RecipeError
    from ..reading.yaml_text import parse_yaml

    found = {}
    for word in over:
        path, equals, values = word.partition("=")
        if not equals or not path:
            raise RecipeError(f"{word}: what is varied is written key.path=value,value")
        if path in found:
            raise RecipeError(f"{path} is varied twice: write all its values after one --over")
        try:
            found[path] = parse_yaml(f"[{values}]")
        except ValueError:
            raise RecipeError(f"{word}: expected values separated by commas, found {values!r}") from None
    return found


def _seeds(words: str) -> list[int]:
    """Raises RecipeError."""
    from ..errors import RecipeError

    try:
        return [int(word) for word in words.split(",")]
    except ValueError:
        raise RecipeError(f"--seeds: expected whole numbers separated by commas, found {words!r}") from None
