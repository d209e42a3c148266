"""The command that writes a first recipe for a dataset: init."""

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import DatasetFolder, Json
from .outputs import checked_new
from .reading import Columns, Read, rules_of, tell
from .screen import say, say_json

if TYPE_CHECKING:
    from ..proposal import Measured, Proposal
    from ..scenes import Dataset

WIDTH = 100
"""Of a line of a comment."""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(init)


def init(
    dataset: DatasetFolder,
    attack: Annotated[
        str | None, typer.Option(metavar="KIND", help="The trigger's kind, as `miscount list triggers` has them.")
    ] = None,
    part: Annotated[
        str | None, typer.Option(help="Which part, by any of its names, such as B; all if not given.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The recipe to write; NAME.yaml here if not given.")
    ] = None,
    read: Read = None,
    columns: Columns = None,
    as_json: Json = False,
) -> int:
    """Write a commented recipe for the scenes in a folder, its settings proposed from the data."""
    from ..files import write_text
    from ..proposal import measure, propose
    from ..recipe import parse
    from ..scenes import read_dataset
    from ..triggers import KINDS

    if out is not None:
        checked_new(out)
    if attack is not None and attack not in KINDS:
        raise typer.BadParameter(f"there is no trigger {attack!r}; known: {', '.join(KINDS)}.")
    whole = read_dataset(dataset, rules_of(read, columns))
    chosen = whole.part(part) if part else whole
    found = measure(chosen)
    proposed = propose(found)
    text = _recipe(whole, part, found, proposed, attack, _read_as(read, columns))
    parse(text)  # a recipe that would be refused is never written
    file = out if out is not None else Path(f"{proposed.name}.yaml")
    checked_new(file)
    tell(found.odd)
    write_text(file, text)
    if as_json:
        say_json({"recipe": str(file), "dataset": str(dataset), "found": found.in_words, "parts": list(whole.parts),
                  "reasons": list(proposed.reasons), "odd": list(found.odd)})  # fmt: skip
        return 0
    say("\n".join((found.in_words, *proposed.reasons)))
    say(f"{file} is written. Next: miscount plan {file}, then miscount run {file} --out runs/{proposed.name}")
    return 0


def _read_as(read: list[str] | None, columns: list[str] | None) -> dict[str, Any]:
    """How labels are read, where the person said it: in a recipe as well, or its run would read them otherwise."""
    if not read and not columns:
        return {}
    return {"read": rules_of(read, columns).model_dump(mode="json", exclude_defaults=True)}


def _recipe(
    whole: "Dataset", part: str | None, found: "Measured", proposed: "Proposal", attack: str | None,
    read_as: dict[str, Any],
) -> str:  # fmt: skip
    from ..proposal import commented
    from ..recipe import Recipe

    raw = proposed.settings(whole.root.resolve())
    raw["data"] |= ({"part": whole.beginning_of(part).removesuffix("/")} if part else {}) | read_as
    if attack is not None:
        raw["poison"]["trigger"] = {"kind": attack}
        raw["about"] = (
            f"{found.name}. {found.in_words} An attack by {attack}, and fine-tuning on clean scenes against it."
        )
    why = {"Kernel": "kernel", "Crop": "training", "Poison": "poison", "Test scenes": "data"}
    about: dict[str, list[str]] = {
        name: _wrapped(field.description or "") for name, field in Recipe.model_fields.items() if name in raw
    }
    for reason in proposed.reasons:
        about[why[reason.partition(":")[0]]] += _wrapped(reason)
    if len(whole.parts) > 1:
        which = f"only {raw['data']['part']} is used" if part else "all are used; data.part names one"
        about["data"] += _wrapped(f"The parts {', '.join(whole.parts)}: {which}.")
    about["poison"] += _wrapped("Other kinds: miscount list triggers, miscount list labels.")
    about["counter"] += _wrapped("Other kinds: miscount list counters; light trains on a CPU in minutes.")
    about["defenses"] += _wrapped("Other kinds: miscount list defenses.")
    head = _wrapped(f"Written by miscount init for {whole.root}. {found.in_words} A setting that is not here has its "
                    "default: miscount plan shows what will be made.")  # fmt: skip
    return commented(raw, about, head)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
