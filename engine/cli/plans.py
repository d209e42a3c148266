"""Commands that look before and after: plan, and runs list, show and clean."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import EngineError
from ..reading import is_file, is_folder, there
from .options import Json, RecipeFile, Settings, Threads
from .reading import DataFolder, SkipBroken, as_asked, asked_recipe, tell
from .screen import say, say_json, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..experiment.forecast import Forecast
    from ..experiment.stage import Graph
    from ..experiment.store import Entry

RunsFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the runs.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(plan)
    runs = typer.Typer(help="Run folders, and the store of stages beside them.", no_args_is_help=True,
                       rich_markup_mode=None)  # fmt: skip
    runs.command("list")(list_runs)
    runs.command()(show)
    runs.command()(clean)
    app.add_typer(runs, name="runs")


def plan(
    recipe: RecipeFile,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder that the run would have.")
    ] = None,
    settings: Settings = None,
    data: DataFolder = None,
    threads: Threads = None,
    skip_broken: SkipBroken = False,
    as_json: Json = False,
    dot: Annotated[bool, typer.Option("--dot", help="Print the graph in Graphviz's language.")] = False,
) -> int:
    """The stages of a recipe before anything runs: what is remembered, what is not and why, what it will cost."""
    from ..experiment import plan as plan_of
    from ..experiment.forecast import forecasts, twin_reaction
    from ..experiment.open_data import drawing_key, expected_data
    from ..experiment.store import Store
    from ..recipe import FolderScenes
    from ..training.devices import numerics

    loaded = as_asked(asked_recipe(recipe, settings or []), data, skip_broken)
    folder = out if out is not None else Path("runs") / f"{loaded.name}-{loaded.seed}"
    store = Store.beside(folder)
    key = None if isinstance(loaded.data, FolderScenes) else drawing_key(loaded.data, loaded.seed)
    on = numerics() | ({"threads": threads} if threads is not None else {})
    expected = expected_data(loaded, store)
    tell(expected.reading.sentences() if expected.reading is not None else ())
    graph = plan_of(loaded, expected, on, folder, key)
    found = forecasts(graph, store)
    reacts = twin_reaction(graph, store, expected)
    tell([reacts] if reacts else [])
    if dot:
        say(graph.to_dot({one.stage.name: "done" for one in found if one.cached}).rstrip())
    elif as_json:
        reading = expected.reading
        read = {"readers": reading.summary.to_json(), "warnings": reading.warnings} if reading else {}
        stages = [_as_json(one) for one in found]
        say_json({"recipe": loaded.name, "out": str(folder), "clean_scenes": expected.owned_clean(), "stages": stages,
                  "twin_reaction": reacts, **read})  # fmt: skip
    else:
        say(_tree(graph, found))
        say(_owned(loaded.clean_share, expected.owned_clean()))
    return 0


def _as_json(one: "Forecast") -> dict[str, Any]:
    stage = one.stage
    return {
        "name": stage.name, "kind": stage.kind, "inputs": list(stage.inputs), "key": stage.key, "cached": one.cached,
        "why": one.why, "seconds": one.seconds, "memory_mb": one.memory_mb, "cores": stage.needs.cores,
        "gpus": stage.needs.gpus,
    }  # fmt: skip


def _tree(graph: "Graph", found: "list[Forecast]") -> str:
    """The stages, each below the last that it waits for, and what they cost in all."""
    from ..experiment.forecast import remaining_seconds
    from ..experiment.plan import order

    by_name = {one.stage.name: one for one in found}
    lines = []
    for level, stage in order(graph):
        one = by_name[stage.name]
        state = "remembered" if one.cached else f"to make: {one.why}"
        takes = "" if one.cached or one.seconds is None else f", about {one.seconds:.0f} s"
        memory = "" if one.cached or one.memory_mb is None else f", {one.memory_mb:,.0f} MB"
        lines.append(f"{'  ' * level}{stage.name}  ({state}{takes}{memory})")
    seconds, unknown = remaining_seconds(found)
    left = sum(not one.cached for one in found)
    unknown_words = f"; no earlier run says how long {unknown} of them take" if unknown else ""
    lines.append(
        f"\n{left} of {len(found)} stages are to be made: about {seconds:.0f} s one after the other{unknown_words}."
    )
    return "\n".join(lines)


def _owned(share: float, clean: "Mapping[str, int]") -> str:
    """How many clean scenes the defender has."""
    return (
        f"The defender owns {clean['validation']} validation, {clean['new']} new and {clean['original']} original "
        f"clean scenes, {share:.0%} of each (clean_share)."
    )


def list_runs(folder: RunsFolder = Path("runs"), as_json: Json = False) -> int:
    """The runs in a folder, and how much the store of their stages holds."""
    from .. import runs
    from ..experiment.store import FOLDER, Store

    _check_folder(folder)
    found = runs.list_runs(folder)
    for suite in sorted(folder.iterdir()):
        if is_folder(suite) and not there(suite / runs.RECIPE):
            found += runs.list_runs(suite)  # a suite or a sweep: a folder of runs
    rows = [
        (
            run.folder.relative_to(folder).as_posix(),
            run.status,
            str(run.about.get("recipe", "")),
            str(run.about.get("started", "")),
            _megabytes(_size(run.folder)),
        )
        for run in found
    ]
    held = Store(folder / FOLDER).entries()
    if as_json:
        keys = ("name", "status", "recipe", "started", "size")
        say_json({"runs": [dict(zip(keys, row, strict=True)) for row in rows], "stages": [_entry(one) for one in held]})
        return 0
    say(table(("run", "status", "recipe", "started", "size"), rows) if rows else f"There are no runs in {folder}.")
    if held:
        whole = sum(one.num_bytes for one in held)
        unused = sum(one.num_bytes for one in held if not one.used_by)
        say(f"\nThe store holds {len(held)} stages, {_megabytes(whole)}; what runs also hold is shared with them, not "
            f"copied. No run names {_megabytes(unused)} of it: miscount runs clean {folder}.")  # fmt: skip
    return 0


def show(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")], as_json: Json = False
) -> int:
    """What a run is, which stages it is made of, and where its time went."""
    from .. import runs
    from ..experiment.store import Store, keys_of

    opened, keys, store = runs.open_run(run), keys_of(run), Store.of_run(run)
    timing = opened.results.timing if opened.results is not None else {}
    rows = [(name, key, "yes" if store.find(key) else "no", "" if timing.get(name) is None else f"{timing[name]:.1f} s")
            for name, key in keys.items()]  # fmt: skip
    if as_json:
        stages = [{"name": n, "key": k, "in_store": s == "yes", "seconds": timing.get(n)} for n, k, s, _ in rows]
        say_json({"name": opened.name, "status": opened.status, "about": dict(opened.about), "stages": stages})
        return 0
    say(
        f"{opened.name}: {opened.status}, recipe {opened.about.get('recipe', '')}, "
        f"begun {opened.about.get('started', '')}"
    )
    say(table(("stage", "key", "in store", "took"), rows) if rows else "It was not planned yet.")
    return 0


def clean(
    folder: RunsFolder = Path("runs"),
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also what runs name: finished runs keep their files, others begin anew."),
    ] = False,
    as_json: Json = False,
) -> int:
    """Remove from the store what no run in the folder names. Nothing is taken from a run's folder."""
    from ..experiment.store import FOLDER, Store

    _check_folder(folder)
    gone, kept = Store(folder / FOLDER).clean(everything=everything)
    if as_json:
        say_json({"removed": [_entry(one) for one in gone], "kept": [_entry(one) for one in kept]})
        return 0
    say(f"Removed {len(gone)} stages, {_megabytes(sum(one.num_bytes for one in gone))}; {len(kept)} are kept.")
    return 0


def _check_folder(folder: Path) -> None:
    """Raises EngineError where there are no runs to list or to clean up behind, for want of the folder."""
    if not is_folder(folder):
        raise EngineError(f"{folder} is no folder: expected one with runs in it.")


def _entry(one: "Entry") -> dict[str, Any]:
    return {"key": one.key, "stage": one.stage, "finished": one.finished, "bytes": one.num_bytes, "made": one.made,
            "used_by": list(one.used_by), "owner": one.owner}  # fmt: skip


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if is_file(path))


def _megabytes(num_bytes: int) -> str:
    return f"{num_bytes / 2**20:,.1f} MB"
