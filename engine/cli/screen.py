"""What a command says: results on stdout, progress and problems on stderr, bars only where a person looks."""

import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, TextIO, TypeAlias

from ..errors import EngineError
from ..events import (
    Cancelled,
    EpochDone,
    Event,
    Kept,
    Progress,
    StageDone,
    StageStarted,
    StepDone,
    Warned,
)

Report: TypeAlias = Callable[[Event], None]


class NotPrinted(EngineError):
    """A result that could not be printed, as where the disk is full that stdout goes to."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"What was asked for could not be printed: {error.strerror or error}.")


def say(text: str) -> None:
    """A line of the result, on stdout. Raises NotPrinted, and BrokenPipeError where nobody reads any more."""
    try:
        sys.stdout.write(_printable(text) + "\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NotPrinted(error) from error


def _printable(text: str) -> str:
    """`text`, in which the bytes of a file's name that are no text, which Linux allows, are escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def say_meanwhile(text: str) -> None:
    """A line on stdout of work that goes on, at once; whether anybody can read it must not stop the work."""
    try:
        say(text)
        sys.stdout.flush()
    except BrokenPipeError:  # `miscount run ... | head -1`
        silence()
    except (OSError, NotPrinted):  # told at the end, when the results cannot be printed either
        pass


def silence() -> None:
    """Let stdout be nowhere from now on: what is in its buffer would fail anew when the process ends."""
    sys.stdout = nowhere()


def nowhere() -> TextIO:
    """A stream that takes everything and keeps nothing."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  it stays open as long as the process lives


def say_json(value: Any) -> None:
    """The one JSON document of a command with --json, on stdout."""
    say(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


OPTIONS = (
    (r"data\.skip_broken", "--skip-broken"),
    (r"data\.split=\{test: 0\.3\}", "--set 'data.split={test: 0.3}'"),
    (r"data\.read\.(classes=\[.*\]) counts one", r'--read "\1", of a run --set "data.read.\1"'),
    (r"data\.allow_lost_labels=true", "--set data.allow_lost_labels=true"),
    (r"or say which one is (\w+)", r"--columns \1=NAME"),
    (r"go on with it, or begin anew", "--resume, or begin anew with --no-resume"),
    (r"settings or another version\. Begin anew", "--no-resume"),
    (r"take the engine `(\w+)`", r"--engine \1"),
    (r"give another folder, or go on in it", "--out FOLDER, or --resume"),
    (r"run has ended, or give another folder", "--out FOLDER"),
    (r"write density maps instead", "miscount density DATASET --out DIR"),
    (r"convert the dataset to ShanghaiTech's layout first", "miscount scenes convert --to shanghaitech"),
)
"""What sentences of the engine ask for, and how it is asked for here: a window has other ways."""


def with_options(text: str) -> str:
    """`text`, and the options by which one does what it says.

    >>> with_options("scenes has 2 scenes that cannot be read: go on without them by data.skip_broken.")
    'scenes has 2 scenes that cannot be read: go on without them by data.skip_broken. (--skip-broken)'
    """
    found = [(re.search(phrase, text, re.IGNORECASE), option) for phrase, option in OPTIONS]
    options = [match.expand(option) for match, option in found if match is not None]
    new = [option for option in options if option.partition(" ")[0] not in text]
    return f"{text.rstrip()} ({'; '.join(new)})" if new else text


def say_problem(text: str) -> None:
    """A sentence to the person, on stderr."""
    try:
        sys.stderr.write(_printable(with_options(text).rstrip()) + "\n")
        sys.stderr.flush()
    except OSError:  # `miscount run ... 2>&1 | head -1`: there is nowhere left to say it, and work may be going on
        sys.stderr = nowhere()


@contextmanager
def cancel_on_ctrl_c() -> Iterator[threading.Event]:
    """A token that Ctrl+C (or a scheduler's SIGTERM) sets, so that work stops at its next step; twice kills at once."""
    asked = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        say_problem("Stopping at the next step; Ctrl+C again stops at once.")

    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        yield asked
        return
    former = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextmanager
def resumable() -> Iterator[None]:
    """Say of work that was stopped that it can be gone on with."""
    try:
        yield
    except Cancelled:
        say_problem("What is made so far is kept: go on by the same command with --resume.")
        raise


@contextmanager
def reporting(as_json: bool = False) -> Iterator[Report]:
    """Something to report events to: bars at a terminal, otherwise a line a stage on stdout, or none with --json."""
    if sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        yield _Lines(silent=as_json).report


class _Lines:
    """One plain line for each stage when it is done; the warnings go to stderr, which holds nothing else."""

    def __init__(self, silent: bool) -> None:
        self._silent = silent
        self._index: dict[str, str] = {}
        self._reused: set[str] = set()
        self._kept: dict[str, Kept] = {}
        self._warned: set[tuple[str, str]] = set()

    def report(self, event: Event) -> None:
        match event:
            case StageStarted(stage=stage, index=index, num_stages=num_stages, reused=reused):
                self._index[stage] = f"[{index}/{num_stages}] "
                if reused:
                    self._reused.add(stage)
            case EpochDone(stage=stage, epoch=epoch, val_mae=mae):
                self._kept[stage] = self._kept.get(stage, Kept()).after(epoch, mae)
            case StageDone(stage=stage, seconds=seconds):
                how = "remembered" if stage in self._reused else f"{seconds:.1f} s{_kept_mae(self._kept.get(stage))}"
                if not self._silent:
                    say_meanwhile(f"{self._index.get(stage, '')}{stage}: {how}")
            case Warned(stage=stage, message=message) if (stage, message) not in self._warned:
                self._warned.add((stage, message))  # the runs of a sweep say the same of their scenes
                say_problem(f"Warning ({stage}): {message}")
            case _:
                pass


def _kept_mae(kept: Kept | None) -> str:
    """The error of the weights that a training keeps, which are not those of its last epoch."""
    return f", validation MAE {kept.mae:.2f}" if kept is not None and kept.mae is not None else ""


@contextmanager
def _bars() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"), console=Console(stderr=True),
    )  # fmt: skip
    tasks: dict[str, TaskID] = {}
    warned: set[str] = set()
    best: dict[str, Kept] = {}

    def task_of(stage: str) -> TaskID:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=None, note="")
        return tasks[stage]

    def report(event: Event) -> None:
        match event:
            case StageStarted(stage=stage, total=total):
                bars.update(task_of(stage), total=total or None)
            case Progress(stage=stage, done=done, total=total):
                bars.update(task_of(stage), completed=done, total=total)
            case StepDone(stage=stage, step=step, total=total, images_per_s=speed):
                bars.update(task_of(stage), completed=step, total=total, note=f"{speed:.0f} images/s")
            case EpochDone(stage=stage, epoch=epoch, val_mae=mae):
                best[stage] = best.get(stage, Kept()).after(epoch, mae)
                bars.update(task_of(stage), description=f"{stage}{_kept_mae(best[stage])}")
            case StageDone(stage=stage, seconds=seconds):
                whole = bars.tasks[bars.task_ids.index(task_of(stage))].total or 1
                bars.update(task_of(stage), completed=whole, total=whole, note=f"{seconds:.1f} s")
            case Warned(message=message) if message not in warned:
                warned.add(message)
                bars.console.print(f"Warning: {message}", markup=False, highlight=False)
            case _:
                pass

    with bars:
        yield report


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Plain columns, the first to the left and the others to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def sure(value: object, interval: object) -> str:
    """A figure with its interval, where it has one."""
    return shown(value) if interval is None else f"{shown(value)} {shown(interval)}"


def shown(value: object) -> str:
    """A figure as a table of the terminal has it; two are an interval."""
    match value:
        case (low, high):
            return f"[{shown(low)}, {shown(high)}]"
        case None:
            return "n/a"
        case float():
            return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"
        case _:
            return str(value)
