"""The command for whoever received a counter or a data set from someone else: audit."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..files import write_text
from .options import Json, Seed, of_counter
from .outputs import also_written, checked_out
from .reading import Columns, Read, rules_of
from .screen import Report, cancel_on_ctrl_c, reporting, say, say_json

if TYPE_CHECKING:
    from collections.abc import Generator

    from ..auditing import Audit, Request
    from ..detectors import AnyDetector
    from ..events import Event


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(audit)


def audit(
    suspect: Annotated[
        Path, typer.Argument(metavar="WEIGHTS|DATASET", help="What came from someone else: weights, or a dataset.")
    ],
    clean: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Labelled scenes that are known to be clean, to compare with.")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="Of a dataset: the weights of the counter that was trained on it.")
    ] = None,
    scenes: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Of weights: scenes that the counter is asked about.")
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="Which split of the dataset; train where there is one, else all.")
    ] = None,
    detectors: Annotated[
        list[str] | None,
        typer.Option("--detector", metavar="KIND", help="Only by this detector; may be repeated. All if not given."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="inversion.references=2 sets a detector, counter.KEY weights."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The page to write; audit-NAME.html if not given.")
    ] = None,
    seed: Seed = 0,
    read: Read = None,
    columns: Columns = None,
    as_json: Json = False,
) -> int:
    """Is it poisoned? Every check that applies, a page that begins with a verdict, and what would be missed.

    The exit code is 1 if it is suspicious. Detectors compare with clean scenes: without --clean few apply.
    """
    from ..auditing import Request, page

    said = settings or []
    request = Request(
        suspect, clean, weights, scenes, split,
        given=of_counter([one for one in said if one.startswith("counter.")]),
        rules=rules_of(read, columns), seed=seed,
    )  # fmt: skip
    _check_options(request)
    path = out if out is not None else Path(f"audit-{suspect.resolve().stem}.html")
    checked_out(path, (suspect, clean, weights, scenes))
    asked = _detectors(detectors, [one for one in said if not one.startswith("counter.")], request.is_set)
    with (
        tempfile.TemporaryDirectory(prefix="miscount-") as folder,
        cancel_on_ctrl_c() as cancel,
        reporting(as_json) as report,
    ):
        found = _watched(replace(request, detectors=asked).carried_out(Path(folder), cancel), report)
    with also_written(lambda: write_text(path, page(found))):
        if as_json:
            say_json(found.to_json() | {"page": str(path)})
        else:
            _say(found)
            if clean is None:
                say("\nName scenes that are known to be clean with --clean DIR: more detectors apply then.")
            say(f"\n{path}")
    return 1 if found.suspicious else 0


def _say(found: "Audit") -> None:
    say(f"{found.verdict}\n")
    for finding in found.findings:
        say(f"{finding.state:11}  {finding.check}: {finding.sentence}")
    say("\nWould be missed:")
    for line in found.missed:
        say(f"  {line}")


def _check_options(request: "Request") -> None:
    if not request.is_set and (request.weights is not None or request.split is not None):
        raise typer.BadParameter(f"--weights and --split are of a dataset, and {request.suspect} is a file.")
    if request.is_set and request.scenes is not None:
        raise typer.BadParameter(f"--scenes are what a counter is asked about, and {request.suspect} is a folder.")
    request.check_apart()


def _detectors(kinds: list[str] | None, settings: list[str], is_set: bool) -> "tuple[AnyDetector, ...] | None":
    """The detectors that are asked for, with their settings; None for all of the subject as they are."""
    from ..detectors import KINDS, detector
    from ..recipe import read_yaml, with_value

    fitting = [kind for kind, part in KINDS.items() if (part.subject == "training set") is is_set]
    for kind in kinds or []:
        if kind not in fitting:
            what = "a dataset" if is_set else "a counter"
            raise typer.BadParameter(f"there is no detector {kind!r} of {what}; known: {', '.join(fitting)}.")
    if not kinds and not settings:
        return None
    raw: dict[str, dict[str, object]] = {kind: {"kind": kind} for kind in dict.fromkeys(kinds or fitting)}
    for setting in settings:
        name, equals, value = setting.partition("=")
        kind, _, key = name.partition(".")
        if not equals or not key or kind not in raw:
            raise typer.BadParameter(
                f"--set {setting[:80]!r} is no setting: expected KIND.KEY=VALUE of {', '.join(raw)}, or counter.KEY."
            )
        raw[kind] = with_value(raw[kind], key, read_yaml(value))
    return tuple(detector(one) for one in raw.values())


def _watched(steps: "Generator[Event, None, Audit]", report: Report) -> "Audit":
    """The audit at the end of its events, which are reported."""
    while True:
        try:
            report(next(steps))
        except StopIteration as end:
            found: Audit = end.value
            return found
