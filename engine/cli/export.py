"""The command that hands counters and runs to other programs: export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..reading import is_folder
from .options import Json, of_counter
from .outputs import checked_folder, checked_new
from .screen import say, say_json, say_problem

if TYPE_CHECKING:
    from ..exporting import Form
    from ..runs.trackers import Tracker

Target = Literal["onnx", "torchscript", "state_dict", "tensorboard", "mlflow", "wandb-offline"]
SUFFIXES: "dict[Form, str]" = {"onnx": ".onnx", "torchscript": ".pt", "state_dict": ".pth"}
FOLDERS: "dict[Tracker, str]" = {"tensorboard": "tensorboard", "mlflow": "mlruns", "wandb-offline": "wandb_runs"}
"""What is written where the person names no place; a test holds that the engine knows no others."""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(export)


def export(
    source: Annotated[
        Path, typer.Argument(metavar="WEIGHTS|RUN", help="A file of weights of a counter, or a run's folder.")
    ],
    to: Annotated[
        Target,
        typer.Option("--to", help="Of weights: onnx, torchscript, state_dict; of a run: what its tracker reads."),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PATH", help="The file, or the tracker's folder; named so if not.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="What the weights do not say, such as convention=eighth."),
    ] = None,
    as_json: Json = False,
) -> int:
    """A counter for other programs, with a card that says how to ask it; or a run for a tracker of experiments.

    Counts of what is written are compared with the counter's. Trackers get files on this machine: nothing is sent.
    """
    match to:
        case "onnx" | "torchscript" | "state_dict":
            return _weights(source, to, out, settings or [], as_json)
        case _:
            return _run(source, to, out, as_json)


def _weights(source: Path, form: "Form", out: Path | None, settings: list[str], as_json: bool) -> int:
    from ..counters import load
    from ..exporting import export as write

    if is_folder(source):
        raise typer.BadParameter(f"--to {form} is of weights: {source} is a folder; a run's lie in its stages.")
    path = out if out is not None else Path(source.stem + SUFFIXES[form])
    checked_new(path)
    counter = load(source, of_counter(settings))
    for note in counter.notes:
        say_problem(f"Warning (export): {note}")
    made = write(counter, form, path)
    if as_json:
        say_json({"path": str(made.path), "card_path": str(made.card_path), "difference": made.difference,
                  "card": dict(made.card)})  # fmt: skip
        return 0
    checked = {"state_dict": "the tensors as they are"}.get(
        form, "nobody could ask it: install onnxruntime to have it checked"
    )
    if made.difference is not None:
        checked = f"counts differ by {made.difference:.1e} of them at most"
    say(f"{made.path}: {checked}. How to ask it: {made.card_path}")
    return 0


def _run(source: Path, tracker: "Tracker", out: Path | None, as_json: bool) -> int:
    from ..runs import open_run
    from ..runs.trackers import TRACKERS

    place = out if out is not None else Path(FOLDERS[tracker])
    checked_folder(place)
    found = TRACKERS[tracker](open_run(source), place)
    how = {
        "tensorboard": f"tensorboard --logdir {found}",
        "mlflow": f"mlflow server --backend-store-uri {found}",
        "wandb-offline": f"wandb sync {found}, which sends it",
    }[tracker]
    said: dict[str, Any] = {"path": str(found), "tracker": tracker, "next": how}
    if as_json:
        say_json(said)
    else:
        say(f"{found} is written. Look at it with: {how}")
    return 0
