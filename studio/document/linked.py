"""What the journal writes of each edit: what it is about, the edit, and how it rests on the one before. No Qt.

A line has two frames: `about`, which names the edit where the other is damaged, and the record. The record repeats the
one before it of the same subject, so that a single damaged line takes nothing with it but its own edit, and not even
that where another edit followed. Every few edits it holds all heads of its scene: more damage costs those few.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .document import Applied
from .frames import as_line, packed
from .origin import Origin
from .records import SPLICES, pack_whole, subject_of, to_record

WHOLE_EVERY = 16
"""Edits of a scene between two records of all its heads; 20,000 heads take 0.4 MB and 15 ms of the journal's thread."""

MOST_REPEATED = 64 * 2**10
"""Bytes of a record that the next one repeats: strokes and the heads of most edits. A whole map is not repeated."""


@dataclass(frozen=True, slots=True)
class _Link:
    """The last record of a subject since the last save, with the hash that the first of them rests on."""

    number: int
    record: bytes
    base: str
    num_since_whole: int


class LinkedLines:
    """Makes the lines of one journal; `restart` when all before was saved. One thread at a time."""

    def __init__(self, origin_of: Callable[[str], Origin] | None) -> None:
        self._origin_of = origin_of
        self._journal = f"{time.time_ns() & 0xFFFFFFFF:08x}"
        self._links: dict[tuple[str, str], _Link] = {}

    def restart(self) -> None:
        """What follows rests on what was saved."""
        self._links.clear()

    def lines_of(self, number: int, at: float, record: Mapping[str, Any] | Applied) -> tuple[bytes, bytes]:
        """The line of the journal's record `number`, and the line of its index."""
        raw = self._raw(record)
        about = {"n": number, "t": round(at, 3), "j": self._journal, "op": raw["op"]}
        about |= {key: raw[key] for key in ("scene", "name") if key in raw}
        body = self._linked(number, raw, record) if isinstance(record, Applied) else packed({"n": number, **raw})
        return as_line(packed(about), body), as_line(packed(about))

    def _raw(self, record: Mapping[str, Any] | Applied) -> Mapping[str, Any]:
        if not isinstance(record, Applied):
            return record
        raw, scene_id = to_record(record), getattr(record.edit, "scene", "")
        return raw | self._origin_of(scene_id).to_json() if scene_id and self._origin_of is not None else raw

    def _linked(self, number: int, raw: Mapping[str, Any], applied: Applied) -> bytes:
        subject = subject_of(raw)
        assert subject is not None
        last = self._links.get(subject)
        base, since = (applied.before, 0) if last is None else (last.base, last.num_since_whole)
        record = packed({"n": number, **raw, "prev": last.number if last is not None else None, "base": base})
        more = b""
        if last is not None and last.record:
            more += b',"prior":' + last.record
        if raw["op"] in SPLICES and applied.now is not None and since >= WHOLE_EVERY - 1:
            more += b',"whole":' + packed(pack_whole(applied.now))
            since = -1
        kept = record if len(record) <= MOST_REPEATED else b""
        self._links[subject] = _Link(number, kept, base, since + 1)
        return record[:-1] + more + b"}"
