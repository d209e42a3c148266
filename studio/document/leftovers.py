"""What sessions that ended badly left behind: their journals, read however damaged, kept until all is taken over."""

import errno
import json
import os
import time
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from miscount.engine.errors import EngineError
from miscount.engine.reading import opened, parse_json, there

from .damage import Lost, Sifted, named_in
from .frames import read_line
from .records import KINDS

MAX_LINE = 1536 * 2**20
"""The longest line that is read: a packed map of the largest picture, in base64."""
_PIECE = 2**20
"""So much of a line is read at a time; holes are looked for in between."""
_MARK = "project.json"
"""Whose journals lie beside it."""


class JournalError(EngineError):
    """A journal that cannot be read."""


@dataclass(frozen=True)
class Leftover:
    """Edits of a session that ended without saving: its records since the last save, oldest first.

    `lost` are those that damage took; `damaged_lines` of the file are not as they were written.
    """

    path: Path
    records: tuple[Mapping[str, Any], ...]
    damaged_lines: int
    ended: datetime
    lost: tuple[Lost, ...] = ()
    hides: bool = False  # whether something stands there that is no part of what came back

    @property
    def num_edits(self) -> int:
        """How many edits can be recovered."""
        return len(self.records)

    @property
    def touched(self) -> frozenset[str]:
        """The scenes of these edits, and "" where some are of the project: the recipe or the trigger."""
        return frozenset(str(record.get("scene", "")) for record in self.records)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to recover, and nothing that damage hides."""
        return not self.records and not self.lost and not self.hides


def touched_in_words(touched: Set[str]) -> str:
    """What edits touched, as a person counts it.

    >>> touched_in_words({"train/IMG_1", "train/IMG_2", ""}), touched_in_words({"train/IMG_1"}), touched_in_words({""})
    ('2 scenes and the recipe', '1 scene', 'the recipe')
    """
    number = len(touched - {""})
    scenes = f"{number} scene{'s' * (number != 1)}"
    return " and ".join([scenes] * (number > 0) + ["the recipe"] * ("" in touched))


def index_of(path: Path) -> Path:
    """The index of the journal at `path`."""
    return path.with_suffix(".index")


def read_journal(path: Path) -> Leftover:
    """The edits since the last save in the journal at `path`, from what is sound of it. Raises JournalError."""
    older: list[Mapping[str, Any]] = []
    sifted = Sifted()
    lost_older: list[Lost] = []
    for line in _lines(path):
        objects, whole = read_line(line) if line is not None else ([], False)
        if objects:
            sifted.add(objects, whole)
            continue
        record = _older(line) or {}
        match record.get("op"):
            case "saved":
                older, lost_older = [], []
            case str() as op if op in KINDS:
                older.append(record)
            case "open" | "recovered":
                pass
            case _:
                sifted.add_unknown(line)
                lost_older.append(named_in(line))
    for objects in _index(path):
        sifted.add_index(objects)
    ended = datetime.fromtimestamp(path.stat().st_mtime)
    if not sifted.numbers:  # of the form before lines knew their number
        hides = bool(lost_older)
        return Leftover(path, tuple(older), sifted.num_damaged, ended, tuple(lost_older), hides)
    records, lost, hides = sifted.result()
    return Leftover(path, (*older, *records), sifted.num_damaged, ended, lost, hides)


def recovered_from(path: Path) -> set[str]:
    """Names of journals whose edits the journal at `path` took over."""
    marks = [raw for line in _lines(path) for raw in (*read_line(line or b"")[0], _older(line))]
    named = [raw["from"] for raw in marks if raw is not None and raw.get("op") == "recovered" and "from" in raw]
    return {name for names in named if isinstance(names, list) for name in names if type(name) is str}


def _older(line: bytes | None) -> dict[str, Any] | None:
    """A record of the form without checksums, or None."""
    if line is None or not line.endswith(b"\n"):
        return None
    try:
        raw = parse_json(line.decode())
    except ValueError:  # no UTF-8 is one too
        return None
    return raw if isinstance(raw, dict) and "n" not in raw else None


def _index(path: Path) -> Iterator[list[dict[str, Any]]]:
    index = index_of(path)
    if there(index):
        try:
            yield from (read_line(line)[0] for line in _lines(index) if line is not None)
        except JournalError:
            return  # it only says more of what is lost


def _lines(path: Path) -> Iterator[bytes | None]:
    """The lines of a file; None for one that is too long to be any, or that no one wrote to its end."""
    with opened(path, "expected a journal", JournalError) as file:
        at_end = False
        while not at_end:
            parts: list[bytes] = []
            size = holes = 0
            while piece := file.readline(_PIECE):
                size += len(piece)
                if size <= MAX_LINE:
                    parts.append(piece)
                if piece.endswith(b"\n"):
                    break
                holes += _past_hole(file)
            at_end = not piece
            if size:
                yield b"".join(parts) if size <= MAX_LINE and not holes else None


def _past_hole(file: IO[bytes]) -> int:
    """Go on behind what the disk has no blocks for, which reads as zeros for hours; how many bytes that were."""
    if not hasattr(os, "SEEK_DATA"):
        return 0
    at, raw = file.tell(), os.lseek(file.fileno(), 0, os.SEEK_CUR)
    try:
        data = os.lseek(file.fileno(), at, os.SEEK_DATA)
    except OSError as error:  # nothing but a hole, or a disk that knows of none
        data = max(at, os.fstat(file.fileno()).st_size) if error.errno == errno.ENXIO else at
    os.lseek(file.fileno(), raw, os.SEEK_SET)  # where the buffer believes it is
    file.seek(data)
    return data - at


class JournalFolder:
    """Where the journals of one project lie: a folder of the user's, not of the project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def adopt(self, project: Path, name: str) -> None:
        """Take along what a session left of `project` before its folder was renamed: by its number on the disk.

        A copy of a project is another folder, and what was left of the first stays there.
        """
        number = _number_on_disk(project)
        for mark in self.folder.parent.glob(f"*/{_MARK}"):
            was = _marked(mark)
            renamed = was.get("number") == number and was.get("name") == name and not there(Path(str(was["project"])))
            if number and renamed and mark.parent != self.folder:
                JournalFolder(mark.parent).set_aside()
                self.folder.mkdir(parents=True, exist_ok=True)
                for path in mark.parent.glob("left-*.jsonl"):
                    _move(path, self.folder / path.name)
                mark.unlink()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / _MARK).write_text(json.dumps({"project": str(project), "name": name, "number": number}))

    def set_aside(self) -> None:
        """Rename a journal that the last session left, so that a new one can begin."""
        left = self.folder / "journal.jsonl"
        if left.exists():
            _move(left, self.folder / f"left-{time.time_ns()}.jsonl")

    @property
    def current(self) -> Path:
        """The path of this session's journal: one that could not be set aside is never written over."""
        path = self.folder / "journal.jsonl"
        return path if not there(path) else self.folder / f"left-{time.time_ns()}.jsonl"

    def put_by(self, path: Path) -> Path:
        """Keep a journal of which not all came back: it is not offered again, and nothing of it is lost."""
        kept = path.with_name(path.name.replace("left-", "kept-", 1))
        _move(path, kept)
        return kept

    def remove(self, path: Path) -> None:
        """Delete a journal of which all was taken over."""
        path.unlink(missing_ok=True)
        index_of(path).unlink(missing_ok=True)

    def leftovers(self) -> list[Leftover]:
        """Sessions with edits that were neither saved, recovered nor given up; oldest first. Empty ones are removed.

        One that cannot be read at all is named as lost; it stays where it is.
        """
        found = []
        paths = sorted(self.folder.glob("left-*.jsonl"))
        read = {path: _read_or_name(path) for path in paths}
        taken = set().union(*(recovered_from(path) for path in paths if not read[path].unreadable)) if paths else set()
        for path in paths:
            leftover = read[path].leftover
            if leftover.is_empty or (path.name in taken and not leftover.lost and not leftover.hides):
                self.remove(path)
            else:
                found.append(leftover)
        return found


@dataclass(frozen=True)
class _Read:
    leftover: Leftover
    unreadable: bool


def _read_or_name(path: Path) -> _Read:
    try:
        return _Read(read_journal(path), False)
    except JournalError as error:
        lost = Lost(why=str(error))
        return _Read(Leftover(path, (), 0, datetime.now(), (lost,), True), True)


def _number_on_disk(folder: Path) -> str:
    """What stays of a folder when it is renamed; "" where the system has no such number."""
    found = folder.stat()
    return f"{found.st_dev}:{found.st_ino}" if found.st_ino else ""


def _marked(mark: Path) -> dict[str, Any]:
    """Whose journals lie in a folder; nothing where that is damaged or cannot be read."""
    with suppress(OSError, ValueError):
        raw = parse_json(mark.read_text(encoding="utf-8"))
        if isinstance(raw, dict) and "project" in raw:
            return raw
    return {}


def _move(path: Path, to: Path) -> None:
    path.replace(to)
    if there(index_of(path)):
        index_of(path).replace(index_of(to))
