"""The command that counts any pictures: count."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Json, of_counter
from .screen import cancel_on_ctrl_c, reporting, say, say_json, say_problem

if TYPE_CHECKING:
    from ..counters import Counter
    from ..counting import Counted, Written

COLUMNS = ("picture", "frame", "seconds", "height", "width", "count", "problem")


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

    The exit code is 1 if one could not be counted.
    """
    from ..counters import implausible, load
    from ..counting import Written, found_in
    from ..events import Warned
    from ..reading import real_path
    from ..training.devices import fabric_for

    found, written = found_in(images), Written(maps, overlay)
    written.check_apart(images)
    if out is not None and real_path(out) in {real_path(path) for _, path in found}:
        raise typer.BadParameter(f"--out {out} is one of the pictures: name another file.")
    counter = load(weights, of_counter(settings or []))
    rows: list[Counted] = []
    fabric_for("32").to_device(counter.network)
    with reporting(as_json) as report:
        for note in counter.notes:
            report(Warned("count", note))
        cancelled = _count(counter, found, every, written, rows, report)
    whole = [row for row in rows if row.count is not None]
    doubt = implausible(counter.config, [row.count or 0.0 for row in whole], [row.size or (0, 0) for row in whole])
    for sentence in (*(row.problem for row in rows if row.problem), *([f"Warning (count): {doubt}"] if doubt else [])):
        say_problem(sentence)
    if out is not None:
        from ..files import write_text

        write_text(out, _table(rows))
    total = sum(row.count or 0.0 for row in whole)
    if as_json:
        say_json({"weights": str(weights), "counter": counter.config.model_dump(mode="json"), "counted": len(whole),
                  "total": total, "pictures": [_as_json(row) for row in rows], "warning": doubt,
                  "notes": list(counter.notes), "cancelled": cancelled})  # fmt: skip
    else:
        for row in whole:
            say(f"{row.count:10,.1f}  {_named(row)}")
        say_problem(_summary(rows, len(whole), total))
    if cancelled:
        say_problem("Cancelled; what was counted until then is told and written.")
        return 130
    return 1 if len(whole) < len(rows) else 0


def _count(
    counter: "Counter", found: "list[tuple[str, Path]]", every: int, written: "Written", rows: "list[Counted]",
    report: Any,
) -> bool:  # fmt: skip
    """Count all that was found into `rows`, which hold what is done also when it was cancelled; whether it was."""
    from ..counting import counted, pictures
    from ..events import Progress, StageStarted

    # how many frames a video has is known at its end: a total is told where there is none
    total = len(found) if every == 1 and not any(_is_video(path) for _, path in found) else 0
    report(StageStarted("count", 1, 1, total))
    with cancel_on_ctrl_c() as cancel:
        for row in counted(counter, pictures(found, every), written):
            rows.append(row)
            report(Progress("count", len(rows), max(total, len(rows))))
            if cancel.is_set():
                return True
    return False


def _is_video(path: Path) -> bool:
    from ..reading.video import SUFFIXES

    return path.suffix.lower() in SUFFIXES


def _named(row: "Counted") -> str:
    return str(row.path) if row.frame is None else f"{row.path} frame {row.frame} at {row.seconds:.2f} s"


def _summary(rows: "list[Counted]", num_whole: int, total: float) -> str:
    bad = f"; {len(rows) - num_whole} could not be counted" if num_whole < len(rows) else ""
    pictures = "1 picture" if num_whole == 1 else f"{num_whole:,} pictures"
    mean = f", {total / num_whole:,.1f} in each on average" if num_whole > 1 else ""
    return f"{pictures} counted: {total:,.1f} persons{mean}{bad}."


def _as_json(row: "Counted") -> dict[str, Any]:
    height, width = row.size or (None, None)
    return {"picture": str(row.path), "name": row.name, "frame": row.frame, "seconds": row.seconds, "height": height,
            "width": width, "count": row.count, "problem": row.problem}  # fmt: skip


def _table(rows: "list[Counted]") -> str:
    """The rows as CSV, for a spreadsheet."""
    from ..cells import guarded

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        values = _as_json(row)
        table.writerow(guarded("" if values[name] is None else str(values[name])) for name in COLUMNS)
    return text.getvalue()
