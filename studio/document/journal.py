"""The journal: every edit as a line with its checksum, on the disk within a second, played back after a crash. No Qt.

Beside the journal lies its index, which has what each line is about and no more: it names what damage took from the
journal's end, where no later line tells of it. Only the journal is waited for until it is on the disk.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .damage import Lost
from .document import Applied
from .leftovers import JournalFolder, Leftover, index_of, read_journal
from .linked import LinkedLines
from .origin import Origin

__all__ = ["Journal", "JournalFolder", "Leftover", "Lost", "Saved", "read_journal"]

log = logging.getLogger(__name__)

_STOP = object()


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything before this line is in the project's files."""


class Journal:
    """Appends records from the window's thread; a thread of its own writes and fsyncs them.

    A place that cannot be written is reported through `problem` and never stops the person's work; what could not be
    written is tried again with the next record.
    """

    def __init__(
        self,
        path: Path,
        project: Path,
        origin_of: Callable[[str], Origin] | None = None,
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """`origin_of` tells the picture of a scene's edit, `failed` hears of a problem: on the journal's thread."""
        self.path = path
        self.problem = ""
        self._lines, self._failed = LinkedLines(origin_of), failed
        self._waiting: list[tuple[bytes, bytes]] = []
        self._begins_anew = True
        self._records: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._written = threading.Condition()
        self._num_asked = 0
        self._num_done = 0
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()
        self.append({"op": "open", "project": str(project), "at": time.time(), "pid": os.getpid()})

    def append(self, record: Mapping[str, Any] | Applied | Saved) -> None:
        """Hand over one record; returns at once. Arrays inside must not change any more."""
        self._records.put((self._num_asked, time.time(), record))
        self._num_asked += 1

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait until all that was appended is on the disk; False when it is not."""
        asked = self._num_asked
        with self._written:
            arrived = self._written.wait_for(lambda: self._num_done >= asked, timeout_s)
        return arrived and not self.problem

    def close(self, delete: bool = False) -> None:
        """Write what is left and stop; with `delete`, nothing was left unsaved and the file goes."""
        self._records.put(_STOP)
        self._thread.join(10)
        if delete and not self.problem:
            self.path.unlink(missing_ok=True)
            index_of(self.path).unlink(missing_ok=True)

    def _run(self) -> None:
        stopped = False
        while not stopped:
            batch = [self._records.get()]
            while not self._records.empty():
                batch.append(self._records.get())
            stopped = batch[-1] is _STOP
            fresh = [each for each in batch if each is not _STOP]
            for number, at, record in fresh:
                self._take(number, at, record)
            self._write()
            with self._written:
                self._num_done += len(fresh)
                self._written.notify_all()

    def _take(self, number: int, at: float, record: Mapping[str, Any] | Applied | Saved) -> None:
        if isinstance(record, Saved):
            # what was saved needs no journal: the file starts again with the marker
            self._lines.restart()
            self._waiting, self._begins_anew = [], True
            record = {"op": "saved", "at": at}
        self._waiting.append(self._lines.lines_of(number, at, record))

    def _write(self) -> None:
        if not self._waiting:
            return
        try:
            if self._begins_anew:  # before the journal does: it would name what was saved as lost
                index_of(self.path).unlink(missing_ok=True)
            size = self.path.stat().st_size if not self._begins_anew and self.path.exists() else 0
            _put(self.path, [line for line, _ in self._waiting], size)
            self.problem = ""
        except OSError as error:
            self.problem = f"The journal {self.path} cannot be written: {error.strerror or error}."
            log.warning(self.problem)
            if self._failed is not None:
                self._failed(self.problem)
            return
        with suppress(OSError), index_of(self.path).open("ab") as file:
            file.writelines(line for _, line in self._waiting)
        self._waiting, self._begins_anew = [], False


def _put(path: Path, lines: Sequence[bytes], keep: int) -> None:
    """Write `lines` after the first `keep` bytes; when that fails, those bytes are what the file holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("ab" if keep else "wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):  # half a line would spoil the next one too
            os.truncate(path, keep)
        raise
