"""The command for whoever received a counter or a data set from someone else: audit."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import DatasetError
from ..reading import is_folder, real_path
from .options import Json, Seed, of_counter
from .reading import Columns, Read, labelled_scenes, progress_of, rules_of, tell
from .screen import Report, cancel_on_ctrl_c, reporting, say, say_json, say_problem

if TYPE_CHECKING:
    from collections.abc import Generator
    from threading import Event as Token

    from ..auditing import Audit
    from ..counters import Counter
    from ..detectors import AnyDetector
    from ..events import Event
    from ..scenes import Dataset
    from ..scenes.rules import ReadingRules


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
    from ..auditing import page
    from ..files import write_text

    is_set = is_folder(suspect)
    _check_options(suspect, is_set, clean, weights, scenes, split)
    said = settings or []
    asked = _detectors(detectors, [one for one in said if not one.startswith("counter.")], is_set)
    of_weights = of_counter([one for one in said if one.startswith("counter.")])
    rules = rules_of(read, columns)
    with (
        tempfile.TemporaryDirectory(prefix="miscount-") as folder,
        cancel_on_ctrl_c() as cancel,
        reporting(as_json) as report,
    ):
        known = None if clean is None else _usable(clean, rules, None, report, cancel)[1]
        if is_set:
            whole, used = _usable(suspect, rules, split, report, cancel)
            counter = None if weights is None else _loaded(weights, of_weights)
            steps = _of_scenes(whole, used, known, counter, Path(folder), seed, cancel, asked)
        else:
            arriving = None if scenes is None else _pictures(scenes, rules)
            steps = _of_counter(suspect, of_weights, known, arriving, Path(folder), seed, cancel, asked)
        found = _watched(steps, report)
    path = out if out is not None else Path(f"audit-{suspect.resolve().stem}.html")
    write_text(path, page(found))
    if as_json:
        say_json(found.to_json() | {"page": str(path)})
    else:
        say(f"{found.verdict}\n")
        for finding in found.findings:
            say(f"{finding.state:11}  {finding.check}: {finding.sentence}")
        say("\nWould be missed:")
        for line in found.missed:
            say(f"  {line}")
        say(f"\n{path}")
    return 1 if found.suspicious else 0


def _check_options(
    suspect: Path, is_set: bool, clean: Path | None, weights: Path | None, scenes: Path | None, split: str | None
) -> None:
    if not is_set and (weights is not None or split is not None):
        raise typer.BadParameter(f"--weights and --split are of a dataset, and {suspect} is a file.")
    if is_set and scenes is not None:
        raise typer.BadParameter(f"--scenes are what a counter is asked about, and {suspect} is a folder.")
    if clean is None:
        return
    for other in (suspect, scenes):
        if (
            other is not None
            and is_folder(other)
            and (real_path(clean).is_relative_to(real_path(other)) or real_path(other).is_relative_to(real_path(clean)))
        ):
            raise typer.BadParameter(
                f"--clean {clean} and {other} are of one folder: what is suspect is not known clean."
            )


def _detectors(kinds: list[str] | None, settings: list[str], is_set: bool) -> "list[AnyDetector] | None":
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
    return [detector(one) for one in raw.values()]


def _usable(
    path: Path, rules: "ReadingRules", split: str | None, report: Report, cancel: "Token"
) -> "tuple[Dataset, Dataset]":
    """The dataset, of the split that is asked for, and what can be used of it."""
    from ..scenes import read_dataset
    from ..scenes.formats import orphans_of

    found = read_dataset(path, rules)
    name = split or ("train" if split is None and "train" in found.splits else "all")
    whole = found if name == "all" else found.split(name)
    used, _ = labelled_scenes(whole, True, progress_of("read", report, cancel), orphans_of(found), whole=True)
    if not len(used):
        there = ", ".join(found.splits) or "none"
        raise DatasetError(
            f"{path} has no labelled scenes in the split {name}: expected some, found the splits {there}."
        )
    return whole, used


def _pictures(path: Path, rules: "ReadingRules") -> "Dataset":
    from ..scenes import read_dataset

    found = read_dataset(path, rules)
    tell(found.notes)
    return found


def _loaded(weights: Path, given: dict[str, object]) -> "Counter":
    from ..counters import load

    counter = load(weights, given)
    for note in counter.notes:
        say_problem(f"Warning: {note}")
    return counter


def _of_scenes(
    whole: "Dataset", used: "Dataset", clean: "Dataset | None", counter: "Counter | None", folder: Path, seed: int,
    cancel: "Token", asked: "list[AnyDetector] | None",
) -> "Generator[Event, None, Audit]":  # fmt: skip
    from ..auditing import audit_scenes
    from ..training.devices import fabric_for

    if counter is not None:
        fabric_for("32").to_device(counter.network)
    return audit_scenes(whole, used, clean, counter, folder, seed, cancel, asked)


def _of_counter(
    weights: Path, given: dict[str, object], clean: "Dataset | None", arriving: "Dataset | None", folder: Path,
    seed: int, cancel: "Token", asked: "list[AnyDetector] | None",
) -> "Generator[Event, None, Audit]":  # fmt: skip
    from ..auditing import audit_counter
    from ..counters import load
    from ..counters.sources import examine
    from ..training.devices import fabric_for

    counter = load(weights, given)
    fabric_for("32").to_device(counter.network)
    return audit_counter(counter, examine(weights), clean, arriving, folder, seed, cancel, asked)


def _watched(steps: "Generator[Event, None, Audit]", report: Report) -> "Audit":
    """The audit at the end of its events, which are reported."""
    while True:
        try:
            report(next(steps))
        except StopIteration as end:
            found: Audit = end.value
            return found
