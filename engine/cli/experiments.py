"""Commands that carry out a recipe or ask a counter: demo, run, evaluate."""

import importlib.resources
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .. import distributed
from ..errors import DatasetError
from .options import DatasetFolder, Json, RecipeFile, RunFolder, Seed, Settings, of_counter
from .screen import cancel_on_ctrl_c, reporting, say, say_json, say_problem, table

if TYPE_CHECKING:
    from ..experiment.evaluation import ScenePrediction
    from ..recipe import Recipe
    from ..scenes import Dataset


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(demo)
    app.command()(run)
    app.command()(evaluate)
    app.command()(sweep)


def demo(
    out: RunFolder = None,
    seed: Seed = 0,
    settings: Settings = None,
    as_json: Json = False,
) -> int:
    """The whole story on synthetic scenes, on a CPU, in about two minutes: twin, poison, victim, attack, defense."""
    from ..recipe import load_recipe

    packaged = importlib.resources.files("miscount.projects").joinpath("quickstart")
    with importlib.resources.as_file(packaged) as project:
        recipe = load_recipe(project, [f"seed={seed}", *(settings or [])])
    return _carry_out(recipe, _folder(out, f"demo-{recipe.seed}"), resume=False, as_json=as_json)


def run(
    recipe: RecipeFile,
    out: RunFolder = None,
    settings: Settings = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on in the folder --out, whatever recipe it began with.")
    ] = False,
    preset: Annotated[
        str | None,
        typer.Option(help="Train as this preset says, with its counter, before --set; see `miscount list presets`."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Carry out a recipe. A run that was stopped goes on where it was when it is run again with the same --out."""
    from ..recipe import load_recipe

    if resume and out is None:
        raise typer.BadParameter("say which run to go on with: --out DIR.")
    preset_settings = _preset(preset, load_recipe(recipe)) if preset is not None else []
    loaded = load_recipe(recipe, [*preset_settings, *(settings or [])])
    return _carry_out(loaded, _folder(out, f"{loaded.name}-{loaded.seed}"), resume, as_json)


def _preset(name: str, recipe: "Recipe") -> list[str]:
    """The settings of a recipe that the preset stands for."""
    from ..training.presets import PRESETS

    if name not in PRESETS:
        raise typer.BadParameter(f"there is no preset {name!r}; known: {', '.join(PRESETS)}.")
    parts = PRESETS[name].settings(recipe.counter.model_dump(mode="json"))
    return [f"{part}={json.dumps(value)}" for part, value in parts.items()]


def evaluate(
    weights: Annotated[Path, typer.Argument(help="A file of weights: ours, or a published CSRNet checkpoint.")],
    dataset: DatasetFolder,
    recipe: Annotated[
        Path | None, typer.Option(metavar="RECIPE", help="Score also with this recipe's trigger.")
    ] = None,
    twin: Annotated[
        Path | None, typer.Option(help="Weights of the same counter trained without the poison: the control.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="Which split; test where there is one, else all.")] = None,
    settings: Settings = None,
    as_json: Json = False,
) -> int:
    """Score a counter on scenes, clean and, with a recipe, triggered."""
    import numpy as np

    from ..counters import load, other_convention
    from ..counters.sanity import LEAST_HEADS
    from ..events import Progress, StageStarted, Warned, check
    from ..experiment.evaluation import predict, scores
    from ..recipe import load_recipe
    from ..runs import plain
    from ..scenes import read_dataset
    from ..seeds import generator
    from ..training.devices import fabric_for

    attack = load_recipe(recipe, settings or []) if recipe is not None else None
    counter = load(weights, of_counter(settings or []))
    chosen, name = _split_of(read_dataset(dataset), split)
    asked = {"evaluate": counter} | ({"evaluate/twin": load(twin)} if twin is not None else {})
    predictions: dict[str, list[ScenePrediction]] = {stage: [] for stage in asked}
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        for number, (stage, each) in enumerate(asked.items(), start=1):
            report(StageStarted(stage, number, len(asked), len(chosen)))
            fabric_for("32").to_device(each.network)
            for row in predict(each, chosen, attack.poison if attack else None, attack.seed if attack else 0):
                check(cancel)
                predictions[stage].append(row)
                report(Progress(stage, len(predictions[stage]), len(chosen)))
        crowded = next((row for row in predictions["evaluate"] if row.heads >= LEAST_HEADS), None)
        doubt = other_convention(counter.config, crowded.clean, crowded.heads) if crowded is not None else None
        if doubt is not None:
            report(Warned("evaluate", doubt))
    rows, twin_rows = predictions["evaluate"], predictions.get("evaluate/twin")
    counts = [row.heads for row in rows]
    alpha = attack.poison.label.expected_ratio(counts) if attack else None
    over = attack.evaluation.alarm_over if attack else None
    rng = generator(attack.seed if attack else 0, "intervals")
    entry = plain(scores(rows, alpha, twin_rows, float(np.median(counts)) if over is None else over, rng))
    if as_json:
        say_json({"weights": str(weights), "dataset": str(dataset), "split": name, "warning": doubt, **entry})
        return 0
    say(f"{weights} on {len(rows)} scenes of {dataset} ({name}):")
    for part, values in entry.items():
        say(table((part, ""), [(key, _shown(value)) for key, value in values.items() if value is not None]))
    return 0


def sweep(
    recipe: RecipeFile,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of all its runs and of the table.")],
    over: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY.PATH=V1,V2,...", help="Values that a setting takes in turn; may be repeated."),
    ] = None,
    seeds: Annotated[str, typer.Option(help="Seeds, separated by commas.")] = "0,1,2",
    settings: Settings = None,
    as_json: Json = False,
) -> int:
    """A recipe at several settings and seeds: dose-response, grids of rates, and tables with spreads."""
    from ..events import Failed, Finished
    from ..recipe import load_recipe
    from ..suites.sweep import points, rows
    from ..suites.sweep import sweep as events_of

    todo = points(load_recipe(recipe, settings or []), _values(over or []), _seeds(seeds), out)
    problems, end = [], None
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        for number, event in events_of(todo, out, cancel):
            if isinstance(event, Failed):
                problems.append(f"{todo[number - 1].folder.name}: {event.message}")
            report(event)
            end = event
    for problem in problems:
        say_problem(problem)
    if isinstance(end, Finished) and end.cancelled:
        return 130
    found = rows(todo)
    if as_json:
        say_json({"folder": str(out), "rows": found, "problems": problems})
    else:
        columns = ("mae_victim", "effect_twin", "effect", "net_effect", "net_effect_sd", "asr")
        head = ("setting", "clean MAE", "twin's effect", "effect", "net effect", "sd", "ASR")
        say(table(head, [(row["setting"], *(_shown(row[key]) for key in columns)) for row in found]))
    return 1 if problems else 0


def _values(over: list[str]) -> dict[str, list[Any]]:
    """`key.path=1,2` as a path and its values. Raises RecipeError."""
    import yaml

    from ..errors import RecipeError

    found = {}
    for word in over:
        path, equals, values = word.partition("=")
        if not equals or not path:
            raise RecipeError(f"{word}: what is varied is written key.path=value,value")
        try:
            found[path] = yaml.safe_load(f"[{values}]")
        except yaml.YAMLError:
            raise RecipeError(f"{word}: expected values separated by commas, found {values!r}") from None
    return found


def _seeds(words: str) -> list[int]:
    """Raises RecipeError."""
    from ..errors import RecipeError

    try:
        return [int(word) for word in words.split(",")]
    except ValueError:
        raise RecipeError(f"--seeds: expected whole numbers separated by commas, found {words!r}") from None


def _split_of(dataset: "Dataset", wanted: str | None) -> tuple["Dataset", str]:
    name = wanted or ("test" if "test" in dataset.splits else "all")
    chosen = dataset if name == "all" else dataset.split(name)
    if not len(chosen):
        raise DatasetError(
            f"{dataset.root} has no scenes to score: expected some in the split {name!r}, found the splits "
            f"{', '.join(dataset.splits) or 'none'}."
        )
    return chosen, name


def _folder(out: Path | None, name: str) -> Path:
    from ..runs import free_folder

    return out if out is not None else free_folder(Path("runs"), name)


def _carry_out(recipe: "Recipe", out: Path, resume: bool, as_json: bool) -> int:
    """Watch the run to its end; 0 when it finished, 1 when it failed, 2 when its input was bad, 130 when cancelled."""
    from ..events import Failed, Finished
    from ..experiment import run as events_of
    from ..runs import open_run
    from ..training.devices import join

    join()
    if distributed.rank():
        return _follow(recipe)
    end = None
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        for event in events_of(recipe, out, cancel, resume_other=resume):
            report(event)
            end = event
    match end:
        case Failed(message=message, bad_input=bad_input):
            say_problem(message)
            return 2 if bad_input else 1
        case Finished(cancelled=True):
            say_problem(f"Cancelled; go on with: miscount run {out}/recipe.yaml --out {out} --resume")
            return 130
    results = dict(open_run(out).results or {})
    if as_json:
        say_json(results)
    else:
        say(_summary(results))
        say(f"\nReport: {out / 'report.html'}")
    return 0


def _follow(recipe: "Recipe") -> int:
    """Take part in the first process's run and keep nothing of it; the first one tells how it ended."""
    from ..events import Finished
    from ..experiment import run as events_of

    end = None
    with tempfile.TemporaryDirectory() as folder, cancel_on_ctrl_c() as cancel:
        for end in events_of(recipe, Path(folder) / "run", cancel):  # noqa: B007  only the last one counts
            pass
    return 0 if end == Finished(out=str(Path(folder) / "run")) else 1


def _summary(results: dict[str, Any]) -> str:
    rows = []
    for name, scores in results["models"].items():
        clean, triggered = scores["clean"], scores.get("triggered", {})
        values = [clean["mae"], *(triggered.get(key) for key in ("effect_median", "net_effect", "asr"))]
        rows.append((name, *map(_shown, values)))
    baseline = results["baselines"]["mean_count"]["mae"]
    rows.append(("always the mean count", _shown(baseline), "", "", ""))
    return table(("counter", "clean MAE", "attack effect", "net effect", "ASR"), rows)


def _shown(value: object) -> str:
    match value:
        case None:
            return "n/a"
        case float():
            return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"
        case _:
            return str(value)
