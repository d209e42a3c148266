"""The command that counts any pictures: count."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..files import write_text
from .options import Json, of_counter
from .outputs import also_written, checked_folder, checked_out
from .screen import Report, cancel_on_ctrl_c, reporting, say, say_json, say_problem

if TYPE_CHECKING:
    from collections.abc import Generator

    from ..counting import Counted, Counts
    from ..events import Event


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(count)


def count(
    images: Annotated[list[Path], typer.Argument(metavar="IMAGES...", help="Pictures, folders of them, and videos.")],
    weights: Annotated[Path, typer.Option(help="Weights of a counter, ours or of a published one.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A table to write, in CSV.")] = None,
    maps: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write density maps, .npy, at the counter's stride.")
    ] = None,
    overlay: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write pictures with their maps over them, .png.")
    ] = None,
    every: Annotated[int, typer.Option(help="Of a video only every n-th frame.", min=1)] = 1,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="What the weights do not say, such as convention=eighth."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Count people in any pictures, without labels. A broken picture is told and never stops the others.

    The exit code is 1 if one could not be counted, or what was asked for of it not be written.
    """
    from ..counters import load
    from ..counting import Written, count_all, found_in

    found, written = found_in(images), Written(maps, overlay)
    written.check_apart(images)
    if out is not None:
        checked_out(out, (weights, *images, *(path for _, path in found)))
    for folder in (maps, overlay):
        checked_folder(folder)
    counter = load(weights, of_counter(settings or []))
    with reporting(as_json) as report, cancel_on_ctrl_c() as cancel:
        counts = _watched(count_all(counter, found, written, cancel, every), report)
    for row in counts.rows:
        if row.problem:
            say_problem(row.problem)
    if counts.doubt:
        say_problem(f"Warning (count): {counts.doubt}")
    with also_written(lambda: None if out is None else write_text(out, counts.table())):
        if as_json:
            say_json({"weights": str(weights), "counter": counter.config.model_dump(mode="json"),
                      "counted": len(counts.whole), "total": counts.total,
                      "pictures": [row.to_json() for row in counts.rows], "warning": counts.doubt or None,
                      "notes": list(counter.notes), "cancelled": counts.cancelled})  # fmt: skip
        else:
            for row in counts.whole:
                say(f"{row.count:10,.1f}  {_named(row)}")
            say_problem(counts.sentence)
    if counts.cancelled:
        say_problem("Cancelled; what was counted until then is told and written.")
        return 130
    return 1 if any(row.problem for row in counts.rows) else 0


def _watched(steps: "Generator[Event | Counted, None, Counts]", report: Report) -> "Counts":
    """All counts, when their events were reported."""
    from ..counting import Counted

    while True:
        try:
            said = next(steps)
        except StopIteration as end:
            found: Counts = end.value
            return found
        if not isinstance(said, Counted):
            report(said)


def _named(row: "Counted") -> str:
    return str(row.path) if row.frame is None else f"{row.path} frame {row.frame} at {row.seconds:.2f} s"
