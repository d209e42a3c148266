"""events.jsonl of a run's folder: a line an event, appended while the run goes, read again afterwards."""

import gc
import itertools
import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from .. import events as say
from ..errors import OutputError, RunError
from ..files import append, write_atomically
from ..leftovers import part_of
from ..reading import opened, parse_json, there
from .formats import read_text

EVENTS = "events.jsonl"


class EventLog:
    """events.jsonl, open for appending: every event is on disk's side of the process before the next one.

    A line that a kill left unfinished is cut away on opening. Raises OutputError when it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / EVENTS
        self._ends = _line_ends(self.path)
        try:
            self._file = self.path.open("ab", buffering=0)
            self._file.truncate(self._ends[-1])
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __enter__(self) -> "EventLog":
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def append(self, event: say.Event) -> None:
        """Write one event as a line of its own with the time, whole or not at all. Raises OutputError."""
        line = _line(event, time.time())
        try:
            append(self._file, line)
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._ends[-1])
            raise _unwritable(self.path, error) from error
        self._ends.append(self._ends[-1] + len(line))

    def check_there(self) -> None:
        """Raise OutputError where the folder is no longer the one that the log was opened in, or cannot be written."""
        folder = self.path.parent
        probe = part_of(self.path)
        try:
            same = os.path.samestat(self.path.stat(), os.fstat(self._file.fileno()))
            probe.touch()
            probe.unlink()
        except FileNotFoundError:
            same = False
        except OSError as error:
            raise _unwritable(folder, error) from error
        if not same:
            raise OutputError(
                f"{folder} was removed or replaced while the run wrote into it: finished stages are kept in the store "
                "beside it; run again."
            )

    def rewind(self, num_events: int) -> None:
        """Forget what came after the first `num_events` events, so that a resumed stage is not said twice."""
        if not 0 <= num_events <= len(self):
            raise ValueError(f"want 0 to {len(self)} events, got {num_events}")
        try:
            self._file.truncate(self._ends[num_events])
        except OSError as error:
            raise _unwritable(self.path, error) from error
        del self._ends[num_events + 1 :]

    def rewind_to(self, stage: str, step: int) -> None:
        """Forget what came after the first `step` optimizer steps of `stage`, and the stage where `step` is 0."""
        keep = 0
        for index, event in enumerate(read_events(self.path), start=1):
            started = isinstance(event, say.StageStarted) and event.stage == stage
            if started and step == 0:
                break
            ahead = isinstance(event, say.StepDone) and event.stage == stage and event.step > step
            if ahead:
                break
            keep = index
        self.rewind(keep)

    def drop(self, numbers: Collection[int]) -> None:
        """Leave out the events with these numbers, from 0 as `read_events` gives them; the others stay byte for byte.

        Raises OutputError, RunError.
        """
        if not numbers:
            return
        first = min(numbers)
        if len(numbers) == len(self) - first:  # all to the end, as after a stop: nothing has to be written again
            self.rewind(first)
            return
        with opened(self.path, "expected the events of a run", RunError) as file:
            lines = [line for line in file if line.strip()]
        kept = [line for number, line in enumerate(lines) if number not in numbers]
        self._file.close()
        write_atomically(self.path, lambda part: part.write_bytes(b"".join(kept)))
        self._file = self.path.open("ab", buffering=0)
        self._ends = list(itertools.accumulate(map(len, kept), initial=0))

    def remove(self) -> None:
        """Close the log and remove its file, where nothing was to be kept in it."""
        self.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; nothing is lost that was appended."""
        self._file.close()


def _line(event: say.Event, at: float) -> bytes:
    """The line of an event, and when it was logged: seconds since 1970 in UTC."""
    return f'{say.to_line(event).removesuffix("}")}, "at": {at:.3f}}}\n'.encode()


def read_stamped(path: Path, without: Collection[type[say.Event]] = ()) -> Iterator[tuple[float | None, say.Event]]:
    """The events in the file `path`, each with when it was logged: seconds since 1970, None in an older run's.

    Raises RunError for a damaged line but the last.
    """
    for line, event in _lines_of(path, without):
        at = parse_json(line).get("at")
        yield float(at) if isinstance(at, int | float) and not isinstance(at, bool) else None, event


def read_events(path: Path, without: Collection[type[say.Event]] = ()) -> Iterator[say.Event]:
    """The events in the file `path`, none where there is no file. Raises RunError for a damaged line but the last.

    Lines of the kinds `without` are passed over by their beginning: a report wants no million of steps.
    """
    for _, event in _lines_of(path, without):
        yield event


def all_events(path: Path) -> list[say.Event]:
    """All of `read_events` at once. Raises RunError.

    No garbage is looked for meanwhile: of a million events, which are none, that takes a third as long as reading them.
    """
    looked_for = gc.isenabled()
    gc.disable()
    try:
        return list(read_events(path))
    finally:
        if looked_for:
            gc.enable()


def _lines_of(path: Path, without: Collection[type[say.Event]]) -> Iterator[tuple[str, say.Event]]:
    if not there(path):
        return
    passed = tuple(f'{{"event": "{kind.__name__}", ' for kind in without)
    lines = read_text(path).split("\n")
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith(passed):
            continue
        try:
            event = say.from_line(line)
        except ValueError as error:
            if number == len(lines):  # no line's end after it: the writer was killed in the middle
                return
            raise RunError(f"{path} is damaged: expected an event in line {number}, found {line[:60]!r}.") from error
        yield line, event


def last_event(path: Path) -> say.Event | None:
    """The last of `read_events`, from the end of the file alone; None where there is none. Raises RunError."""
    if not there(path):
        return None
    with opened(path, "expected the events of a run", RunError) as file:
        size = file.seek(0, os.SEEK_END)
        tail = b""
        while len(tail) < size and tail.rstrip(b"\n").count(b"\n") < 2:  # two, of which the last may be unfinished
            start = max(0, size - len(tail) - TAIL_BYTES)
            file.seek(start)
            tail = file.read(size - len(tail) - start) + tail
    *whole, unfinished = tail.decode(errors="replace").split("\n")
    with suppress(ValueError):
        return say.from_line(unfinished)
    for line in filter(None, reversed(whole)):
        try:
            return say.from_line(line)
        except ValueError as error:
            raise RunError(f"{path} is damaged: expected an event in its last line, found {line[:60]!r}.") from error
    return None


TAIL_BYTES = 8192
"""Of a file of events, looked at for its last line; the scores of a counter take the most, about 3 kB."""


def _line_ends(path: Path) -> list[int]:
    """Where each whole line of the file ends, in bytes, after a leading 0; an empty line is no event, and none here."""
    ends, end = [0], 0
    if not there(path):
        return ends
    with opened(path, "expected the events of a run", RunError) as file:
        for line in file:
            end += len(line)
            if line == b"\n":
                ends[-1] = end
            elif line.endswith(b"\n"):
                ends.append(end)
    return ends


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path} could not be written: {error.strerror or error}.")
