"""The command that shows why a counter answers so of one picture: explain."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import DatasetError, OutputError
from ..reading import real_path, there
from .options import Json, SettingsOfBoth, WeightsFile, of_counter
from .outputs import also_written, checked_out
from .reading import Columns, Read, asked_recipe, rules_of
from .screen import cancel_on_ctrl_c, reporting, say, say_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..explain import Attribution, Subject
    from ..recipe import Recipe
    from ..scenes import Annotation
    from .screen import Report


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(explain)


def explain(
    weights: WeightsFile,
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="The picture that the counter is asked about.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The picture to write, .png or .jpg: image and map.")],
    kind: Annotated[
        str, typer.Option(help="Of what kind: grad_cam, occlusion and others; a wrong name lists them all.")
    ] = "grad_cam",
    layer: Annotated[
        str | None, typer.Option(help="The layer of grad_cam; the deepest but the one that is the map, if not given.")
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(metavar="RECIPE", help="With this recipe's trigger, for kinds that show what it does."),
    ] = None,
    heads: Annotated[
        Path | None, typer.Option(metavar="DATASET", help="A dataset that holds the picture, for its heads.")
    ] = None,
    settings: SettingsOfBoth = None,
    read: Read = None,
    columns: Columns = None,
    as_json: Json = False,
) -> int:
    """Show why a counter answers so of a picture: a map over it, and a sentence."""
    from ..counters import load
    from ..events import Warned
    from ..explain import EXPLANATIONS, Subject
    from ..scenes.images import write_image
    from ..training.devices import place
    from ..triggers.blend import Blend
    from ..visualize import beside, over_image

    if kind not in EXPLANATIONS:
        raise typer.BadParameter(f"there is no explanation {kind!r}; known: {', '.join(EXPLANATIONS)}.")
    if recipe is None and EXPLANATIONS[kind].of_trigger:
        raise typer.BadParameter(f"--kind {kind} shows what a trigger does: name a recipe that has it with --recipe.")
    if out.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise typer.BadParameter(f"--out {out} is no picture: name a file that ends in .png or .jpg.")
    checked_out(out, (weights, image, recipe, heads))
    if there(out) and real_path(out).parent == real_path(image).parent:  # most likely a picture of the same source
        raise OutputError(f"{out} is there already, beside the picture {image}: name another file with --out.")
    attack, of_weights = _attack(recipe, settings or []), [one for one in settings or [] if one.startswith("counter.")]
    counter = load(weights, of_counter(of_weights))
    frame, annotation = _shown(image, heads, read, columns)
    trigger, seed = (attack.poison.trigger, attack.seed) if attack is not None else (Blend(), 0)
    place(counter.network)
    with reporting(as_json) as report:
        for note in counter.notes:
            report(Warned("explain", note))
        found = _explained(Subject(counter, frame, annotation, trigger, seed), kind, layer, report)
    with also_written(lambda: write_image(out, beside([frame, over_image(frame, found.map)]))):
        if as_json:
            about = {"weights": str(weights), "image": str(image), "kind": kind, "count": counter.count(frame)}
            about |= {"heads": len(annotation), "sentence": found.sentence, "notes": list(counter.notes)}
            say_json({**about, "least": float(found.map.min()), "most": float(found.map.max()), "picture": str(out)})
        else:
            say(f"{found.sentence}\n{out}: the picture, and the map over it, blue below zero and red above.")
    return 0


def _attack(recipe: Path | None, settings: list[str]) -> "Recipe | None":

    of_recipe = [setting for setting in settings if not setting.startswith("counter.")]
    if recipe is None and of_recipe:
        raise typer.BadParameter(f"--set {of_recipe[0]} changes a recipe: name it with --recipe, or write counter.KEY.")
    return asked_recipe(recipe, of_recipe) if recipe is not None else None


def _shown(
    image: Path, dataset: Path | None, read: list[str] | None, columns: list[str] | None
) -> "tuple[NDArray[np.uint8], Annotation]":
    """The picture, and its heads as the dataset has them, or none. Raises DatasetError, also where it is not in it."""
    from ..scenes import Annotation, read_dataset
    from ..scenes.images import read_image

    if dataset is None:
        return read_image(image), Annotation.of([])
    there = real_path(image)
    for scene in read_dataset(dataset, rules_of(read, columns)):
        if real_path(scene.image_path) == there:
            return scene.image(), scene.annotation
    raise DatasetError(f"{dataset} does not hold the picture {image}: expected a dataset with it, to take its heads.")


def _explained(subject: "Subject", kind: str, layer: str | None, report: "Report") -> "Attribution":
    from ..events import Progress, StageStarted, check
    from ..explain import Attribution
    from ..explain import explain as steps_of

    report(StageStarted("explain", 1, 1))
    found = None
    with cancel_on_ctrl_c() as cancel:
        for step in steps_of(kind, subject, layer):
            check(cancel)
            if isinstance(step, Attribution):
                found = step
            else:
                report(Progress("explain", *step))
    assert found is not None, "an explanation ends with its map"
    return found
