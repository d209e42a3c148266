"""The journal: every edit as a line of JSON, on the disk within a second, played back after a crash. No Qt.

A line is whole or it does not count. A journal whose person never answered is set aside at the next start and kept
until its edits are either recovered (and so in the new journal) or given up.
"""

import json
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from miscount.engine.errors import EngineError
from miscount.engine.reading import opened, parse_json

from .document import Applied
from .edits import (  # fmt: skip
    DensityEdit,
    Floats,
    HandMap,
    HeadsEdit,
    MapEdit,
    MarksEdit,
    Patch,
    ProposalsEdit,
    Splice,
    ValueEdit,
    pack,
    pack_heads,
    unpack,
    unpack_heads,
)
from .origin import Origin

log = logging.getLogger(__name__)

_STOP = object()
MAX_LINE = 1536 * 2**20
"""The longest line that is read: a packed map of the largest picture, in base64."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything before this line is in the project's files."""


class Journal:
    """Appends records from the window's thread; a thread of its own writes and fsyncs them.

    A place that cannot be written is reported through `problem` and never stops the person's work; what could not be
    written is tried again with the next record.
    """

    def __init__(self, path: Path, project: Path, origin_of: Callable[[str], Origin] | None = None) -> None:
        """`origin_of` tells the picture of a scene's edit; it is asked on the journal's thread."""
        self.path = path
        self.origin_of = origin_of
        self.problem = ""
        self._records: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._written = threading.Condition()
        self._num_asked = 0
        self._num_done = 0
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()
        self.append({"op": "open", "project": str(project), "at": time.time(), "pid": os.getpid()})

    def append(self, record: Mapping[str, Any] | Applied | Saved) -> None:
        """Hand over one record; returns at once. Arrays inside must not change any more."""
        self._num_asked += 1
        self._records.put(record)

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

    def _run(self) -> None:
        stopped = False
        late: list[Any] = []
        while not stopped:
            batch = [self._records.get()]
            while not self._records.empty():
                batch.append(self._records.get())
            stopped = batch[-1] is _STOP
            fresh = [record for record in batch if record is not _STOP]
            late = [] if self._write([*late, *fresh]) else [*late, *fresh]
            with self._written:
                self._num_done += len(fresh)
                self._written.notify_all()

    def _write(self, batch: list[Any]) -> bool:
        last = max((i for i, record in enumerate(batch) if isinstance(record, Saved)), default=-1)
        try:
            if last >= 0:
                # what was saved needs no journal: the file starts again with the marker
                self._put([{"op": "saved", "at": time.time()}, *batch[last + 1 :]], keep=0)
            elif batch:
                self._put(batch, keep=self.path.stat().st_size if self.path.exists() else 0)
            self.problem = ""
        except OSError as error:
            self.problem = f"The journal {self.path} cannot be written: {error.strerror or error}."
            log.warning(self.problem)
        return not self.problem

    def _put(self, records: list[Any], keep: int) -> None:
        """Write `records` after the first `keep` bytes; when that fails, those bytes are what the file holds."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.path.open("ab" if keep else "wb") as file:
                for record in records:
                    file.write(json.dumps(self._raw(record), separators=(",", ":")).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):  # half a line would spoil the next one too
                os.truncate(self.path, keep)
            raise

    def _raw(self, record: Mapping[str, Any] | Applied) -> Mapping[str, Any]:
        if not isinstance(record, Applied):
            return record
        raw, scene_id = to_record(record), getattr(record.edit, "scene", "")
        return raw | self.origin_of(scene_id).to_json() if scene_id and self.origin_of is not None else raw


# ---- one edit as a record and back


def to_record(applied: Applied) -> dict[str, Any]:
    """An edit as a JSON-able mapping."""
    edit = applied.edit
    match edit:
        case HeadsEdit() | ProposalsEdit():
            return {
                "op": "heads" if isinstance(edit, HeadsEdit) else "proposals",
                "scene": edit.scene, "at": edit.at, "before": applied.before, "after": applied.after,
                "removed": pack_heads(edit.removed), "added": pack_heads(edit.added),
            }  # fmt: skip
        case DensityEdit():
            patches = [
                {"top": p.top, "left": p.left, "before": pack(p.before), "after": pack(p.after)} for p in edit.patches
            ]
            return {"op": "stroke", "scene": edit.scene, "patches": patches}
        case MapEdit(after=HandMap() as hand):
            return {
                "op": "map", "scene": edit.scene, "map": pack(hand.map), "kernel": dict(hand.kernel),
                "heads": hand.heads, "made_of": pack_heads(hand.made_of) if hand.made_of is not None else None,
            }  # fmt: skip
        case MapEdit():
            return {"op": "map", "scene": edit.scene, "map": None}
        case MarksEdit():
            return {"op": "marks", "scene": edit.scene, **edit.after.to_json()}
        case ValueEdit():
            return {"op": "value", "name": edit.name, "value": _dumped(edit.after)}


def _dumped(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def read_splice(raw: Mapping[str, Any]) -> Splice:
    """The edit of heads or of proposals that `to_record` wrote. Raises ValueError, KeyError."""
    return Splice(raw["scene"], int(raw["at"]), unpack_heads(raw["removed"]), unpack_heads(raw["added"]))


def read_stroke(raw: Mapping[str, Any]) -> DensityEdit:
    """The stroke that `to_record` wrote. Raises ValueError, KeyError."""
    patches = tuple(Patch(int(p["top"]), int(p["left"]), _map(p["before"]), _map(p["after"])) for p in raw["patches"])
    if any(min(p.top, p.left) < 0 or p.before.shape != p.after.shape for p in patches):
        raise ValueError("a patch that lies outside, or is none")
    return DensityEdit(raw["scene"], patches)


def _map(raw: Mapping[str, Any]) -> Floats:
    """A packed map, or a part of one. Raises ValueError."""
    found = unpack(raw)
    if found.ndim != 2 or found.dtype != np.float32 or not np.isfinite(found).all():
        raise ValueError("no density map")
    return found


def read_map(raw: Mapping[str, Any]) -> HandMap | None:
    """The hand-edited map that `to_record` wrote. Raises ValueError, KeyError."""
    if raw["map"] is None:
        return None
    made_of = unpack_heads(raw["made_of"]) if raw.get("made_of") else None
    return HandMap(_map(raw["map"]), dict(raw["kernel"]), str(raw["heads"]), made_of)


# ---- reading


@dataclass(frozen=True)
class Leftover:
    """Edits of a session that ended without saving: its records since the last save, oldest first."""

    path: Path
    records: tuple[Mapping[str, Any], ...]
    damaged_lines: int
    ended: datetime

    @property
    def num_edits(self) -> int:
        """How many edits can be recovered."""
        return len(self.records)


def read_journal(path: Path) -> Leftover:
    """The edits since the last save in the journal at `path`; lines that are not whole are counted, not raised."""
    records: list[Mapping[str, Any]] = []
    damaged = 0
    for raw in _lines(path):
        match raw:
            case {"op": "saved"}:
                records.clear()
            case {"op": "heads" | "proposals" | "stroke" | "map" | "marks" | "value"}:
                records.append(raw)
            case {"op": "open" | "recovered"}:
                pass
            case _:
                damaged += 1
    return Leftover(path, tuple(records), damaged, datetime.fromtimestamp(path.stat().st_mtime))


def recovered_from(path: Path) -> set[str]:
    """Names of journals whose edits the journal at `path` took over."""
    marks = [raw for raw in _lines(path) if isinstance(raw, dict) and raw.get("op") == "recovered"]
    return {name for mark in marks if isinstance(mark.get("from"), list) for name in mark["from"] if type(name) is str}


def _lines(path: Path) -> Iterator[Any]:
    with opened(path, "expected a journal", JournalError) as file:
        while line := file.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                yield None
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_LINE)
                continue
            try:
                yield parse_json(line.decode()) if line.endswith(b"\n") else None
            except ValueError:  # no UTF-8 is one too
                yield None


class JournalError(EngineError):
    """A journal that cannot be read."""


class JournalFolder:
    """Where the journals of one project lie: a folder of the user's, not of the project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def set_aside(self) -> None:
        """Rename a journal that the last session left, so that a new one can begin."""
        left = self.folder / "journal.jsonl"
        if left.exists():
            left.replace(self.folder / f"left-{time.time_ns()}.jsonl")

    @property
    def current(self) -> Path:
        """The path of this session's journal."""
        return self.folder / "journal.jsonl"

    def put_by(self, path: Path) -> Path:
        """Keep a journal whose edits do not all fit: it is not offered again, and nothing of it is lost."""
        kept = path.with_name(path.name.replace("left-", "kept-", 1))
        path.replace(kept)
        return kept

    def leftovers(self) -> list[Leftover]:
        """Sessions with edits that were neither saved, recovered nor given up; oldest first. Empty ones are removed."""
        found = []
        paths = sorted(self.folder.glob("left-*.jsonl"))
        taken = set().union(*(recovered_from(path) for path in paths)) if paths else set()
        for path in paths:
            leftover = read_journal(path)
            if path.name not in taken and not leftover.records and leftover.damaged_lines:
                self.put_by(path)  # what cannot be read by us may be read by somebody
            elif path.name in taken or not leftover.records:
                path.unlink(missing_ok=True)
            else:
                found.append(leftover)
        return found
