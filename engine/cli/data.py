"""Commands on datasets: scenes make, check and convert; density; poison."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from ..events import check
from .options import DatasetFolder, Json, RecipeFile, Resume, Seed, Settings, of_counter
from .outputs import checked_folder
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
    tell,
    told_dataset,
)
from .screen import cancel_on_ctrl_c, reporting, resumable, say, say_json, say_problem

if TYPE_CHECKING:
    from ..built import Start
    from ..density import AnyKernel
    from ..events import Cancel
    from ..scenes import Dataset
    from ..scenes.checks import Problem


AnyFormat = Literal[
    "shanghaitech", "qnrf", "jhu", "nwpu", "dotdotgoose", "csv", "labelme", "p2pnet", "coco", "cvat", "via",
    "label_studio", "cclabeler", "yolo", "napari", "clip_ebc", "dm_count",
]  # fmt: skip
"""The formats that are written; a test holds that they are all, since `--help` must not wait for their modules."""

TARGETS = (*get_args(AnyFormat), "csrnet")
"""With what is made for the training code of a counter, and is none that is read for itself."""


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    scenes = typer.Typer(help="Make scenes, check labels, convert between formats.", no_args_is_help=True,
                         rich_markup_mode=None)  # fmt: skip
    scenes.command()(make)
    scenes.command("check")(check_scenes)
    scenes.command()(convert)
    scenes.command()(compare)
    app.add_typer(scenes, name="scenes")
    app.command()(density)
    app.command()(poison)


def make(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them.")],
    train: Annotated[int, typer.Option(help="Training scenes.")] = 200,
    test: Annotated[int, typer.Option(help="Test scenes.")] = 80,
    height: Annotated[int, typer.Option(help="Height of each image, px.")] = 160,
    width: Annotated[int, typer.Option(help="Width of each image, px.")] = 208,
    seed: Seed = 0,
    as_json: Json = False,
) -> int:
    """Draw synthetic crowds with exact heads, in ShanghaiTech layout."""
    from pydantic import TypeAdapter

    from ..part import parse_part
    from ..scenes import synthetic

    raw = {"train": train, "test": test, "height": height, "width": width}
    config = parse_part(TypeAdapter(synthetic.SyntheticScenes), raw, "the scenes")
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        dataset = synthetic.make(config, seed, folder, progress_of("scenes", report, cancel))
    heads = sum(len(scene.annotation) for scene in dataset)
    if as_json:
        say_json({"folder": str(dataset.root), "format": dataset.format, "scenes": len(dataset), "heads": heads})
    else:
        say(f"{len(dataset)} scenes with {heads:,} heads in {dataset.root}")
    return 0


def check_scenes(
    dataset: DatasetFolder,
    fast: Annotated[bool, typer.Option("--fast", help="Read only the heads of image files, not their pixels.")] = False,
    maps: Annotated[
        Path | None, typer.Option(help="A folder of density maps as `density` writes them, to compare with the heads.")
    ] = None,
    counter: Annotated[
        Path | None, typer.Option(help="Weights of a counter, to find people without labels and labels without people.")
    ] = None,
    counter_settings: Annotated[
        list[str] | None,
        typer.Option("--counter-set", metavar="KEY=VALUE", help="What the weights do not say, such as dataset=sha."),
    ] = None,
    read: Read = None,
    columns: Columns = None,
    as_json: Json = False,
) -> int:
    """Label problems, one row each; the exit code is 1 if any is an error."""
    from ..scenes import read_dataset
    from ..scenes.checks import KINDS, by_scene, settled
    from ..scenes.maps import map_sums

    if counter is None and counter_settings:
        raise typer.BadParameter(
            f"--counter-set {counter_settings[0]} is of a counter: name its weights with --counter."
        )
    found = read_dataset(dataset, rules_of(read, columns))
    tell(found.notes)
    problems: list[Problem] = []
    with cancel_on_ctrl_c() as cancel:
        sums = map_sums(maps) if maps is not None else None
        for _, group in by_scene(found, decode=not fast, map_sum=sums, threads=None):
            check(cancel)
            problems += group
        problems = list(settled(problems))
        if counter is not None:
            problems += _people(found, counter, of_counter(counter_settings or [], "--counter-set"), cancel)
    errors = sum(problem.severity == "error" for problem in problems)
    met = {problem.kind for problem in problems}
    about = {kind: KINDS[kind] for kind in KINDS if kind in met}
    if as_json:
        rows = [problem.to_json() for problem in problems]
        kinds = {kind: asdict(what) for kind, what in about.items()}
        say_json({"dataset": str(dataset), "scenes": len(found), "errors": errors, "problems": rows,
                  "notes": list(found.notes), "kinds": kinds})  # fmt: skip
    else:
        for problem in problems:
            say(f"{problem.severity:7}  {problem.scene}  {problem.kind}: {problem.sentence}")
        for kind, what in about.items():
            say(f"\n{kind} ({what.severity}): {what.title}. {what.explanation}")
        say(f"{len(found)} scenes, {len(problems)} problems, {errors} of them errors")
    return 1 if errors else 0


def _people(dataset: "Dataset", weights: Path, given: dict[str, Any], cancel: "Cancel") -> "list[Problem]":
    """Where the counter and the labels disagree, the worst first; scenes that cannot be read were reported before."""
    from ..counters import load
    from ..errors import DatasetError
    from ..scenes.checks import check_people

    counter = load(weights, given)
    for note in counter.notes:
        say_problem(f"Warning: {note}")
    found: list[Problem] = []
    for scene in dataset:
        check(cancel)
        try:
            if scene.labels.labelled:
                found += check_people(scene.id, counter.density(scene.image()), counter.stride, scene.annotation)
        except DatasetError:
            continue
    return found


def convert(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="The folder of a dataset, in any format read here.")],
    target: Annotated[Path, typer.Argument(metavar="DST", help="Where to write it; new or empty.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            autocompletion=lambda: list(TARGETS),
            help=f"The format to write, one of {', '.join(TARGETS)}, or a plugin's; csrnet: ShanghaiTech's with maps "
            "and lists.",
        ),
    ],
    kernel: Annotated[
        Literal["adaptive", "fixed"], typer.Option(help="Of the maps for csrnet: how wide each head's Gaussian is.")
    ] = "adaptive",
    sigma: Annotated[
        float | None, typer.Option(help="Of the maps for csrnet: standard deviation of the fixed kernel, px.")
    ] = None,
    read: Read = None,
    columns: Columns = None,
    resume: Resume = None,
    as_json: Json = False,
) -> int:
    """Write a dataset anew in another format; images are copied as they are, sources stay untouched.

    What the format cannot hold is said first, and where images are written anew since its readers do not turn them. The
    exit code is 1 if a scene could not be read and was left out.
    """
    from ..scenes import conversion, read_dataset
    from ..scenes.formats import format_named, orphans_of
    from ..scenes.summary import summary_of

    how = _kernel(kernel, sigma, "keep")
    checked_folder(target)
    form = format_named("shanghaitech" if to == "csrnet" else to)
    dataset = read_dataset(source, rules_of(read, columns))
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        readable, broken = conversion.readable(dataset, progress_of("read", report, cancel))
        lost, summary = conversion.losses(readable, form), summary_of(readable, broken, orphans=orphans_of(dataset))
        tell((*summary.sentences(), *lost))
        with resumable():
            progress = progress_of("convert", report, cancel)
            if to == "csrnet":
                from ..exporting.csrnet import write_for_csrnet

                write_for_csrnet(readable, how, target, progress, _start(resume))
            else:
                conversion.convert(readable, form, target, progress, _start(resume))
    left_out = [f"{one.scene} is left out: {one.sentence}" for one in broken]
    if as_json:
        say_json({"folder": str(target), "format": to, "scenes": len(readable), "losses": lost, "left_out": left_out,
                  "readers": summary.to_json()})  # fmt: skip
    else:
        say(f"{len(readable)} scenes from {dataset.format} to {to} in {target}")
    return 1 if left_out else 0


def _kernel(kind: str, sigma: float | None, border: str) -> "AnyKernel":
    """The kernel that the options ask for. Raises RecipeError."""
    from pydantic import TypeAdapter

    from ..density import Kernel
    from ..part import parse_part

    if sigma is not None and kind != "fixed":
        raise typer.BadParameter("--sigma is of the fixed kernel: add --kernel fixed.")
    raw = {"kind": kind, "border": border, **({} if sigma is None else {"sigma_px": sigma})}
    return parse_part(TypeAdapter(Kernel), raw, "the kernel")


def _start(resume: bool | None) -> "Start":
    """What becomes of what an earlier command left unfinished."""
    if resume is None:
        return "new"
    return "resume" if resume else "anew"


def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="The folder of a dataset.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The same scenes, labelled by someone else.")],
    radius: Annotated[float, typer.Option(help="Heads farther apart are two persons, px.", min=0.1)] = 16.0,
    read: Read = None,
    columns: Columns = None,
    as_json: Json = False,
) -> int:
    """How far two annotators agree, scene by scene: heads matched by the best assignment within a radius."""
    from ..errors import DatasetError
    from ..scenes.agreement import agree

    rules = rules_of(read, columns)
    (ours, our_summary), (theirs, their_summary) = told_dataset(first, rules), told_dataset(second, rules)
    known = {scene.id for scene in theirs}
    common = [scene.id for scene in ours if scene.id in known]
    if not common:
        raise DatasetError(f"{first} and {second} have no scene in common: expected scenes of the same ids.")
    rows = []
    with cancel_on_ctrl_c() as cancel:
        for name in common:
            check(cancel)
            found = agree(ours[name].annotation, theirs[name].annotation, radius)
            rows.append({"scene": name, **found.to_json()})
    totals = {key: sum(row[key] for row in rows) for key in ("matched", "missed", "extra")}
    broadcast = 2 * totals["matched"] + totals["missed"] + totals["extra"]
    f1 = 2 * totals["matched"] / broadcast if broadcast else None
    if as_json:
        say_json({"radius_px": radius, "scenes": rows, **totals, "f1": f1,
                  "readers": {"A": our_summary.to_json(), "B": their_summary.to_json()}})  # fmt: skip
        return 0
    for row in rows:
        say(f"{row['scene']}: {row['matched']} matched, {row['missed']} only in B, {row['extra']} only in A")
    shown = "no heads" if f1 is None else f"F1 {f1:.3f}"
    words = f"{totals['matched']} matched, {totals['missed']} only in B, {totals['extra']} only in A"
    say(f"{len(rows)} scenes: {words}, {shown}")
    return 0


def density(
    dataset: DatasetFolder,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the maps.")],
    kernel: Annotated[
        Literal["adaptive", "fixed"], typer.Option(help="How wide each head's Gaussian is.")
    ] = "adaptive",
    sigma: Annotated[float | None, typer.Option(help="Standard deviation of the fixed kernel, px.")] = None,
    border: Annotated[
        Literal["keep", "constant", "reflect", "rescaled"], typer.Option(help="What happens at the frame.")
    ] = "keep",
    form: Annotated[
        Literal["npy", "h5"], typer.Option("--format", help="One array a file, or HDF5 with key density.")
    ] = "npy",
    layout: Annotated[
        Literal["ids", "csrnet"],
        typer.Option(help="Folders as in scenes' ids; or where CSRNet's scripts look: HDF5 in ground_truth."),
    ] = "ids",
    read: Read = None,
    columns: Columns = None,
    skip_broken: SkipBroken = False,
    resume: Resume = None,
    as_json: Json = False,
) -> int:
    """Density maps, float32 (H, W), one file a scene, named as the image, in folders as in the scene's id.

    Scenes without labels get none.
    """
    from ..density import write_maps
    from ..scenes import read_dataset
    from ..scenes.formats import orphans_of

    how = _kernel(kernel, sigma, border)
    checked_folder(out)
    whole = read_dataset(dataset, rules_of(read, columns))
    with cancel_on_ctrl_c() as cancel, reporting(as_json) as report:
        reading = progress_of("read", report, cancel)
        scenes, summary = labelled_scenes(whole, skip_broken, reading, orphans_of(whole), whole=False)
        progress = progress_of("density", report, cancel)
        with resumable():
            total, heads = write_maps(
                scenes, how, out, "h5" if layout == "csrnet" else form, progress, _start(resume), layout
            )
    if as_json:
        say_json({"folder": str(out), "maps": len(scenes), "sum": total, "heads": heads,
                  "readers": summary.to_json()})  # fmt: skip
    else:
        say(f"{len(scenes)} density maps in {out}: they sum to {total:,.2f} for {heads:,} heads")
    return 0


def poison(
    recipe: RecipeFile,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the dataset; new or empty.")],
    settings: Settings = None,
    source: DataFolder = None,
    skip_broken: SkipBroken = False,
    resume: Resume = None,
    as_json: Json = False,
) -> int:
    """The poisoned dataset of a recipe with its manifest, poison.csv; sources stay untouched."""
    from ..experiment import data_roles
    from ..experiment.data_roles import ExperimentData
    from ..experiment.used_scenes import split_names
    from ..poison.dataset import write_poisoned_dataset

    checked_folder(out)
    loaded = as_asked(asked_recipe(recipe, settings or []), source, skip_broken)
    with (
        tempfile.TemporaryDirectory(prefix="miscount-") as made,
        cancel_on_ctrl_c() as cancel,
        reporting(as_json) as report,
    ):
        reading = progress_of("read", report, cancel)
        for step in data_roles.load(loaded, Path(made)):
            if isinstance(step, ExperimentData):
                data = step
            else:
                reading(*step)
        assert data.reading is not None
        tell(data.reading.sentences())
        progress = progress_of("poison", report, cancel)
        train = split_names(loaded)[0]
        with resumable():
            done = write_poisoned_dataset(
                data.dataset, loaded.poison, loaded.seed, out, progress, train, start=_start(resume)
            )
    tell(done.losses)
    poisoned = sum(row.role == "poisoned" for row in done.rows)
    if as_json:
        say_json({"folder": str(out), "rows": len(done.rows), "poisoned": poisoned, "images": done.about_images,
                  "losses": done.losses, "readers": data.reading.summary.to_json(),
                  "warnings": data.reading.warnings,
                  "rate": {"nominal": done.rates.nominal, "effective": done.rates.effective}})  # fmt: skip
        return 0
    say(
        f"{poisoned} poisoned scenes in {out}: {done.rates.nominal:.1%} of the training scenes, "
        f"{done.rates.effective:.1%} of what would be trained on.\n{done.about_images}"
    )
    return 0
