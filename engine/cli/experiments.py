"""Commands that carry out a recipe or ask a counter: demo, run, evaluate."""

import importlib.resources
import json
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from .. import distributed
from ..errors import DatasetError, WeightsError
from .options import (
    Address,
    DatasetFolder,
    Engine,
    Jobs,
    Json,
    RecipeFile,
    RunFolder,
    Seed,
    Settings,
    SettingsOfBoth,
    Threads,
    WeightsFile,
    of_counter,
)
from .reading import (
    Columns,
    DataFolder,
    Read,
    SkipBroken,
    as_asked,
    asked_recipe,
    labelled_scenes,
    progress_of,
    rules_of,
)
from .screen import Report, cancel_on_ctrl_c, reporting, say, say_json, say_problem, shown, sure, table

if TYPE_CHECKING:
    from ..counters import Counter
    from ..events import Cancel
    from ..experiment.evaluation import ScenePrediction, ScoreReference
    from ..recipe import Recipe
    from ..runs import RunResults
    from ..scenes import Dataset


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(demo)
    app.command()(run)
    app.command()(evaluate)


def demo(
    out: RunFolder = None,
    seed: Seed = 0,
    settings: Settings = None,
    engine: Engine = "local",
    jobs: Jobs = None,
    threads: Threads = None,
    as_json: Json = False,
) -> int:
    """The whole story on synthetic scenes, on a CPU, in about two minutes: twin, poison, victim, attack, defense."""
    from ..recipe import load_recipe

    packaged = importlib.resources.files("miscount.projects").joinpath("quickstart")
    with importlib.resources.as_file(packaged) as project:
        recipe = load_recipe(project, [f"seed={seed}", *(settings or [])])
    by = Choice("serial" if distributed.launched() else engine, jobs, None, threads)
    return _carry_out(recipe, _folder(out, f"demo-{recipe.seed}"), by, resume=False, as_json=as_json)


def run(
    recipe: RecipeFile,
    out: RunFolder = None,
    settings: Settings = None,
    data: DataFolder = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on in the folder --out, whatever recipe it began with.")
    ] = False,
    preset: Annotated[
        str | None,
        typer.Option(help="Train as this preset says, with its counter, before --set; see `miscount list presets`."),
    ] = None,
    engine: Engine = "serial",
    jobs: Jobs = None,
    address: Address = None,
    threads: Threads = None,
    skip_broken: SkipBroken = False,
    log: Annotated[
        Literal["tensorboard"] | None,
        typer.Option("--log", help="Also for TensorBoard while it goes: in DIR/tensorboard; tensorboard --logdir DIR."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Carry out a recipe. A run that was stopped goes on where it was when it is run again with the same --out."""
    if resume and out is None:
        raise typer.BadParameter("say which run to go on with: --out DIR.")
    preset_settings = _preset(preset, asked_recipe(recipe)) if preset is not None else []
    loaded = as_asked(asked_recipe(recipe, [*preset_settings, *(settings or [])]), data, skip_broken)
    by = Choice(engine, jobs, address, threads)
    return _carry_out(loaded, _folder(out, f"{loaded.name}-{loaded.seed}"), by, resume, as_json, log is not None)


def _preset(name: str, recipe: "Recipe") -> list[str]:
    """The settings of a recipe that the preset stands for."""
    from ..training.presets import PRESETS

    if name not in PRESETS:
        raise typer.BadParameter(f"there is no preset {name!r}; known: {', '.join(PRESETS)}.")
    parts = PRESETS[name].settings(recipe.counter.model_dump(mode="json"))
    return [f"{part}={json.dumps(value)}" for part, value in parts.items()]


def evaluate(
    weights: WeightsFile,
    dataset: DatasetFolder,
    recipe: Annotated[
        Path | None, typer.Option(metavar="RECIPE", help="Score also with this recipe's trigger.")
    ] = None,
    twin: Annotated[
        Path | None, typer.Option(help="Weights of the same counter trained without the poison: the control.")
    ] = None,
    part: Annotated[
        str | None, typer.Option(help="Which part, by any of its names, such as B; all if not given.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="Which split; test where there is one, else all.")] = None,
    settings: SettingsOfBoth = None,
    twin_settings: Annotated[
        list[str] | None,
        typer.Option(
            "--twin-set", metavar="KEY=VALUE", help="The same for the twin's weights, on which --set does not act."
        ),
    ] = None,
    read: Read = None,
    columns: Columns = None,
    skip_broken: SkipBroken = False,
    as_json: Json = False,
) -> int:
    """Score a counter on scenes, clean and, with a recipe, triggered. Scenes without labels are left out, and said."""
    from ..events import Warned
    from ..experiment.results import mean_count_error, score_reference
    from ..experiment.used_scenes import evaluated_dataset, too_many_lost, with_labels

    attack, of_weights = _attack_of(recipe, settings or [])
    asked = _counters(weights, of_weights, twin, twin_settings or [])
    rules = rules_of(read, columns) if read or columns else None
    whole, orphans = _part_of(evaluated_dataset(attack, dataset, rules), part)
    named, name = _split_of(whole, split)
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        for stage, note in ((stage, note) for stage, each in asked.items() for note in each.notes):
            report(Warned(stage, note))
        reading = progress_of("read", report, cancel)
        chosen, summary = labelled_scenes(named, skip_broken, reading, orphans, whole=True)
        if not len(chosen):
            raise DatasetError(f"{dataset} has no scene that can be scored. {' '.join(summary.sentences())}")
        for sentence in too_many_lost(chosen, "evaluated"):
            report(Warned("evaluate", sentence))
        known = with_labels(whole) if skip_broken else whole
        reference, baseline = score_reference(attack, known, chosen), mean_count_error(attack, known, chosen)
        predictions = _predictions(asked, chosen, attack, report, cancel)
        chosen.check_unchanged()
        doubts = _doubts(asked, predictions)
        for stage, said in doubts.items():
            report(Warned(stage, said))
    entry, told = _scored(predictions, attack, reference)
    if as_json:
        say_json(
            {
                "twin_reaction": told,
                "weights": str(weights),
                "dataset": str(dataset),
                "split": name,
                "part": part,
                "warning": doubts.get("evaluate"),
                "warning_of_twin": doubts.get("evaluate/twin"),
                "notes": [note for each in asked.values() for note in each.notes],
                "measured_against": reference.scenes,
                "baselines": {"mean_count": {"mae": baseline}},
                "readers": summary.to_json(),
                **entry,
            }
        )
        return 0
    of = reference.scenes
    say(f"{weights} on {len(chosen)} scenes of {dataset} ({name}); ratio and alarm are those of the {of}:")
    _say_scores(entry, (f"MAE of always the mean count of the {of}", baseline))
    if told:
        say(f"\n{told}")
    return 0


def _attack_of(recipe: Path | None, settings: Sequence[str]) -> "tuple[Recipe | None, list[str]]":
    """The recipe whose trigger is asked about, as `settings` change it, and those that are of the weights."""
    of_weights = [setting for setting in settings if setting.startswith("counter.")]
    of_recipe = [setting for setting in settings if not setting.startswith("counter.")]
    if recipe is None and of_recipe:
        raise typer.BadParameter(f"--set {of_recipe[0]} changes a recipe: name it with --recipe, or write counter.KEY.")
    return (asked_recipe(recipe, of_recipe) if recipe is not None else None), of_weights


def _part_of(dataset: "Dataset", part: str | None) -> "tuple[Dataset, list[str]]":
    """The scenes of a part, by any of its names, or all; and the labels there that have no picture."""
    from ..scenes.formats import orphans_of

    beginning = dataset.beginning_of(part) if part else ""
    orphans = [label for label in orphans_of(dataset) if label.startswith(beginning)]
    return dataset.having(scene for scene in dataset if scene.id.startswith(beginning)), orphans


def _predictions(
    asked: "Mapping[str, Counter]", scenes: "Dataset", attack: "Recipe | None", report: Report, cancel: "Cancel"
) -> "dict[str, list[ScenePrediction]]":
    """What each counter says of every scene, clean and, with a recipe, triggered. Raises Cancelled."""
    from ..events import Progress, StageStarted, check
    from ..experiment.evaluation import predict
    from ..training.devices import place

    said: dict[str, list[ScenePrediction]] = {stage: [] for stage in asked}
    for number, (stage, each) in enumerate(asked.items(), start=1):
        report(StageStarted(stage, number, len(asked), len(scenes)))
        place(each.network)
        for row in predict(each, scenes, attack.poison if attack else None, attack.seed if attack else 0):
            check(cancel)
            said[stage].append(row)
            report(Progress(stage, len(said[stage]), len(scenes)))
    return said


def _scored(
    predictions: "Mapping[str, list[ScenePrediction]]", attack: "Recipe | None", reference: "ScoreReference"
) -> tuple[dict[str, Any], str]:
    """The scores, and a sentence where the twin reacts to the trigger by itself.

    They stand under the name that a run has for them, so that the same predictions get the same intervals.
    """
    from ..experiment.evaluation import score
    from ..runs.results import reaction_of

    seed, twin = attack.seed if attack else 0, predictions.get("evaluate/twin")
    found = score(predictions["evaluate"], twin, reference, seed, "victim")
    told = "" if twin is None else reaction_of(score(twin, twin, reference, seed, "twin"), found)
    return found.to_json(), told


def _doubts(asked: "Mapping[str, Counter]", predictions: "Mapping[str, list[ScenePrediction]]") -> dict[str, str]:
    """What makes the counts of a stage doubtful in scale, where something does."""
    from ..counters import doubt

    said = {
        stage: doubt(each.config, [row.clean for row in predictions[stage]], [row.heads for row in predictions[stage]])
        for stage, each in asked.items()
    }
    return {stage: sentence for stage, sentence in said.items() if sentence is not None}


def _say_scores(entry: Mapping[str, Any], beside: tuple[str, float]) -> None:
    """A table of the scores on clean and on triggered scenes; `beside` stands under the clean ones."""
    for scored_on, values in entry.items():
        flat = [(key, value) for key, value in values.items() if value is not None and not isinstance(value, dict)]
        if scored_on == "clean":
            flat.append(beside)
        say(table((scored_on, ""), [(key, shown(value)) for key, value in flat]))


def _counters(weights: Path, settings: list[str], twin: Path | None, of_twin: list[str]) -> "dict[str, Counter]":
    """What is asked, by the name of its stage: the counter, and its twin with settings of its own."""
    from ..counters import load

    asked = {"evaluate": load(weights, of_counter(settings))}
    if twin is None and of_twin:
        raise typer.BadParameter(f"--twin-set {of_twin[0]} is of a twin: name its weights with --twin.")
    if twin is not None:
        try:
            asked["evaluate/twin"] = load(twin, of_counter(of_twin, "--twin-set"))
        except WeightsError as error:
            raise WeightsError(
                f"{str(error).removesuffix('.')}; settings of the twin are given by --twin-set."
            ) from error
    return asked


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


class Choice(NamedTuple):
    """What a person asked for to carry out stages."""

    engine: Engine
    jobs: int | None
    address: str | None
    threads: int | None


def _carry_out(
    recipe: "Recipe", out: Path, by: Choice, resume: bool, as_json: bool, live: bool = False
) -> int:  # fmt: skip
    """Watch the run to its end; 0 when it finished, 1 when it failed, 2 when its input was bad, 130 when cancelled."""
    from ..events import Failed, Finished
    from ..experiment import run as events_of
    from ..experiment.executors import executor
    from ..runs import open_run
    from ..runs.trackers.tensorboard import Live, package
    from ..training.devices import join

    if distributed.launched() is None or by.engine == "serial":  # else `run` says why that cannot be
        join()
    if distributed.rank():
        return _follow(recipe)
    end = None
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report, ExitStack() as stack:
        if live:
            package()  # before anything is begun
        events = events_of(recipe, out, cancel, resume_other=resume, by=executor(*by))  # which claims the folder
        board = stack.enter_context(Live(out, recipe.to_yaml())) if live else None
        for event in events:
            report(event)
            if board is not None:
                board.take(event)
            end = event
    match end:
        case Failed(message=message, bad_input=bad_input):
            say_problem(message)
            return 2 if bad_input else 1
        case Finished(cancelled=True):
            say_problem(f"Cancelled; go on with: miscount run {out}/recipe.yaml --out {out} --resume")
            return 130
    opened = open_run(out)
    if as_json:
        say_json(dict(opened.results or {}) | _told(opened.data))
        return 0
    if opened.results is not None:
        say(f"{_summary(opened.results)}\n\n{_verdict(opened.results)}")
    say(f"\nComputed on {opened.about.get('device', 'an unknown device')}.\nReport: {out / 'report.html'}")
    return 0


def _verdict(results: "RunResults") -> str:
    """What the results say, in the sentences of the report and the window, and how far to trust them."""
    from ..runs.verdict import verdict_of

    verdict = verdict_of(results)
    return "\n".join((verdict.words, *(f"Caution: {each}" for each in verdict.cautions)))


def _told(data: "Mapping[str, Any]") -> dict[str, Any]:
    """What readers left out or changed and what was warned of, for the document of --json; empty where nothing was."""
    readers, warnings = data.get("readers", {}), data.get("warnings", [])
    return {"readers": readers, "warnings": warnings} if readers.get("sentences") or warnings else {}


def _follow(recipe: "Recipe") -> int:
    """Take part in the first process's run and keep nothing of it; the first one says how it ended."""
    from ..events import Finished
    from ..experiment import run as events_of

    end = None
    with tempfile.TemporaryDirectory() as folder, cancel_on_ctrl_c() as cancel:
        for end in events_of(recipe, Path(folder) / "run", cancel):  # noqa: B007  only the last one counts
            pass
    return 0 if end == Finished(out=str(Path(folder) / "run")) else 1


def _summary(results: "RunResults") -> str:
    from ..metrics.intervals import WORDS as INTERVALS

    rows = []
    for counter in results.counters:
        scores, training = results.models[str(counter)], results.training_of(counter)
        judged, ends = scores.judged, scores.judged_intervals
        cells = [sure(scores.clean.mae, scores.intervals.mae), sure(judged.effect_median, ends.effect_median),
                 sure(judged.net_effect, ends.net_effect), sure(judged.asr, ends.asr), shown(judged.asr_twin),
                 shown(scores.triggered.ratio_median), shown(training["trained_on"]),
                 shown(training["poison_rate"]), shown(training["clean_scenes"])]  # fmt: skip
        rows.append((str(counter), *cells))
    baseline = results.baselines.mean_count.mae
    rows.append(("always the mean count", shown(baseline), *[""] * 8))
    head = ("counter", "clean MAE", "attack effect", "net effect", "ASR", "twin's ASR", "ratio", "trained on",
            "poison rate", "clean scenes")  # fmt: skip
    local = any(scores.region == "inside" for scores in results.models.values())
    where = "\nEffect and ASR are judged where the label edit acts, not over the frame." if local else ""
    return f"{table(head, rows)}\nIn brackets: {INTERVALS}{where}"
