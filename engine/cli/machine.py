"""Commands on the program and the machine: studio, list, bench, doctor."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import typer

from ..errors import EngineError
from ..part import Part, schema_of
from .options import Json
from .screen import say, say_json, say_problem, table

FAMILIES = ("triggers", "labels", "counters", "losses", "defenses", "detectors")
Family = Literal["triggers", "labels", "counters", "losses", "defenses", "detectors", "presets", "weights"]


Rows: TypeAlias = Annotated[
    Literal["density", "training", "inference", "triggers", "limits", "window", "gpu"] | None,
    typer.Option(help="Rows of this kind alone."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(studio)
    app.command("list")(list_kinds)
    app.command()(weights)
    app.command()(bench)
    app.command()(doctor)


def studio(
    project: Annotated[
        Path | None, typer.Argument(help="The folder of a project, a dataset or a run.", metavar="FOLDER")
    ] = None,
) -> int:
    """Open the studio, on FOLDER or where it was left; so does `miscount FOLDER`."""
    raise EngineError("The engine alone has no window: open the studio with `miscount studio` or `python main.py`.")


def list_kinds(family: Annotated[Family, typer.Argument(help="What to list.")], as_json: Json = False) -> int:
    """What there is: kinds, their settings with units and bounds, and their cards."""
    if family in ("presets", "weights"):
        return _list_named(family, as_json)
    kinds = [describe(part) for part in kinds_of(family).values()]
    if as_json:
        say_json(kinds)
        return 0
    for kind in kinds:
        say(f"{kind['kind']}\n  {kind['card']}")
        for field in kind["fields"]:
            say(f"    {field['name']}: {field['description']}{_bounds(field)}")
        say("")
    if not kinds:
        say(f"This version has no {family}.")
    return 0


def _list_named(family: str, as_json: bool) -> int:
    """Trainings by name, or the published files of weights that are not ours to ship."""
    from dataclasses import asdict

    from ..counters.sources import SOURCES
    from ..training.presets import PRESETS

    if family == "presets":
        named = [asdict(preset) | {"training": preset.training.model_dump(mode="json")} for preset in PRESETS.values()]
        lines = [f"{preset.name}: {preset.words}\n  {preset.about}\n" for preset in PRESETS.values()]
    else:
        named = [asdict(source) for source in SOURCES]
        lines = [
            f"{one.file}\n  {one.what} (counter {one.counter})\n  {one.where}\n  about {one.megabytes:.0f} MB, SHA-256 "
            f"{one.sha256 or 'not published'}\n"
            for one in SOURCES
        ]
    if as_json:
        say_json(named)
    else:
        say("\n".join(lines))
    return 0


def weights(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of weights, or the folder of CLIP's towers.")],
    as_json: Json = False,
) -> int:
    """What a file of weights is, whether it is the published one, and what must be said beside it."""
    from dataclasses import asdict

    from ..counters.sources import examine

    found = examine(file)
    if as_json:
        say_json(asdict(found) | {"path": str(found.path)})
        return 0
    say(f"{found.path}: {found.sentence}")
    say(f"{found.megabytes:,.1f} MB, SHA-256 {found.sha256}")
    say(found.verdict)
    for name in found.asks:
        say(f"To use it, say counter.{name}, which the file does not hold.")
    return 0


def kinds_of(family: str) -> Mapping[str, type[Part]]:
    """The kinds of one family, by their `kind`."""
    match family:
        case "triggers":
            from ..triggers import KINDS as TRIGGERS

            return TRIGGERS
        case "labels":
            from ..labels import KINDS as LABELS

            return LABELS
        case "counters":
            from ..counters import KINDS as COUNTERS

            return COUNTERS
        case "losses":
            from ..training.losses import KINDS as LOSSES

            return LOSSES
        case "defenses":
            from ..defenses import KINDS as DEFENSES

            return DEFENSES
        case "detectors":
            from ..detectors import KINDS as DETECTORS

            return DETECTORS
        case _:
            return {}


def describe(part: type[Part]) -> dict[str, Any]:
    """A kind in plain values: what `miscount list --json` prints of it."""
    schema = schema_of(part)
    fields = [_field(name, about) for name, about in schema["properties"].items() if name != "kind"]
    return {"kind": part.model_fields["kind"].default, "card": getattr(part, "card", ""), "fields": fields}


def _field(name: str, about: Mapping[str, Any]) -> dict[str, Any]:
    # an optional number has its bounds one level down, beside null
    inner: Mapping[str, Any] = next((one for one in about.get("anyOf", ()) if one.get("type") != "null"), {})
    whole = {**inner, **about}
    keys = {"minimum": "minimum", "maximum": "maximum", "exclusiveMinimum": "above", "exclusiveMaximum": "below",
            "unit": "unit", "step": "step", "enum": "choices", "default": "default",
            "applies": "applies"}  # fmt: skip
    found = {ours: whole[theirs] for theirs, ours in keys.items() if theirs in whole}
    return {"name": name, "description": about.get("description", ""), **found}


def _bounds(field: Mapping[str, Any]) -> str:
    parts = []
    if "choices" in field:
        parts.append(", ".join(map(str, field["choices"])))
    low, high = field.get("minimum", field.get("above")), field.get("maximum", field.get("below"))
    if low is not None or high is not None:
        parts.append(f"{'' if low is None else low} to {'' if high is None else high} {field.get('unit', '')}".strip())
    if "default" in field and not isinstance(field["default"], dict | list):
        parts.append(f"default {field['default']}")
    return f" ({'; '.join(parts)})" if parts else ""


def bench(only: Rows = None, as_json: Json = False) -> int:
    """The speed table of this machine, each row a median beside its goal."""
    from .bench import about, rows

    found = []
    for row in rows(only):
        found.append(row)
        say_problem(f"{row.name}: {row.value:.1f} {row.unit}")
    if as_json:
        say_json(about(only) | {"rows": [row.to_json() for row in found]})
        return 0
    cells = [
        (
            row.name,
            f"{row.value:.1f} {row.unit}",
            "" if row.goal is None else f"{'at least ' if row.at_least else ''}{row.goal:g} {row.unit}",
            str(row.runs),
        )
        for row in found
    ]
    say(table(("row", "median", "goal", "runs"), cells))
    for row in found:
        say(f"{row.name}: {row.what}{f' ({row.peer})' if row.peer else ''}")
    return 0


def doctor(as_json: Json = False) -> int:
    """Versions, devices, folders, pairs known to be bad, and what is missing for which feature."""
    from .doctor import examine

    found = examine()
    if as_json:
        say_json(found.to_json())
        return 0 if found.ok else 1
    say(table(("package", "version"), [(name, number or "missing") for name, number in found.versions.items()]))
    say(f"\ndevice: {found.device or 'unknown'}")
    for state in found.folders:
        say(f"{state.purpose} folder: {state.path}{'' if state.writable else ' (cannot be written to)'}")
    for feature in found.features:
        say(f"{feature.name}: {'available' if feature.available else f'not available: {feature.missing}'}")
    say("")
    for problem in found.problems:
        say(f"Problem: {problem.sentence}")
    say("No problems found." if found.ok else f"{len(found.problems)} problems found.")
    return 0 if found.ok else 1
