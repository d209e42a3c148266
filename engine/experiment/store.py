"""The store of finished stages, by content: what was made from equal things is not made twice, by whatever run.

It lies beside the runs, in `.stages`:

KEY/          a finished stage: its files, `stage.json` (what it is, of what, its outcome), `events.jsonl` of a training
KEY.work/     one that is being made, or was left in the middle, with the checkpoint that it goes on from
locks/        KEY.lock is held by the process that makes a stage, and released by the system when that process dies

A stage is published by one rename, whole or not at all. Runs hold hard links to what they use, so that a run's folder
is complete in itself and an entry may be removed without harm to it.
"""

import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .. import runs
from ..errors import OutputError, RunError
from ..files import fingerprint, make_folder, write_atomically, write_json, write_text
from ..leftovers import part_of, sweep
from ..locks import Lock, Taken
from ..reading import is_file, is_folder, read_object, read_text, there
from .stage import Made, Stage

FOLDER, RECORD = ".stages", "stage.json"
CHECKPOINT = "checkpoint.safetensors"
_NAME = "stage"
"""In a work folder: the name of the stage."""
_NOT_KEPT = (CHECKPOINT, _NAME)
"""What only a resume needs is removed when a stage is done."""


_CHECK = "check"
"""In a record: the fingerprint of all else in it, so that no damaged figure is ever taken for one."""


class Busy(Exception):
    """Another process makes this stage at this moment; `owner` says who."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


@dataclass(frozen=True)
class Entry:
    """One stage in the store, finished or not: its size in bytes, and the runs beside the store that name its key."""

    key: str
    stage: str
    finished: bool
    num_bytes: int
    made: str
    used_by: tuple[str, ...]
    owner: str = ""


@dataclass(frozen=True)
class Store:
    """The stages under `root`, the folder `.stages` beside the runs."""

    root: Path

    @classmethod
    def beside(cls, run: Path) -> "Store":
        """The store of the runs that lie where `run` does."""
        return cls(run.parent / FOLDER)

    @classmethod
    def of_run(cls, run: Path) -> "Store":
        """The store that a run took its stages from: beside it, or beside the suite or sweep that it lies in."""
        beside = cls.beside(run)
        return beside if is_folder(beside.root) else cls.beside(run.parent)

    def find(self, key: str) -> Made | None:
        """What the finished stage of this key left; None where there is none, or it is damaged."""
        folder = self.root / key
        record = _read_record(folder)
        if record is None or record["key"] != key:
            return None
        if any(_size(folder / name) != size for name, size in record["files"].items()):
            return None
        return Made(folder, record["outcome"], record["seconds"], record.get("memory_mb"))

    def record(self, key: str) -> Mapping[str, Any] | None:
        """What is written beside a finished stage: its name and kind, the parts of its key, when and where."""
        return _read_record(self.root / key)

    def records(self) -> Iterator[Mapping[str, Any]]:
        """Those of all finished stages, the latest first."""
        found = [record for path in self._folders() if (record := _read_record(path)) is not None]
        yield from sorted(found, key=lambda record: str(record.get("made", "")), reverse=True)

    def work_folder(self, key: str) -> Path:
        """Where the stage of this key is made, and where an interrupted one lies."""
        return self.root / f"{key}.work"

    def begin(self, stage: Stage) -> Path:
        """The work folder of `stage`, which the caller holds, made where it was missing. Raises OutputError."""
        assert stage.key is not None
        folder = make_folder(self.work_folder(stage.key))
        sweep(folder)
        write_text(folder / _NAME, stage.name)
        return folder

    @contextmanager
    def held(self, key: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the stage of this key: nobody else makes it meanwhile. Raises Busy unless `wait`, OutputError.

        The lock goes with the process that holds it, so that a stage whose maker was killed can be taken over.
        """
        lock = self._lock(key)
        try:
            lock.take(wait=wait)
        except Taken as taken:
            raise Busy(taken.owner) from None
        try:
            yield
        finally:
            lock.let_go()

    def _lock(self, key: str) -> Lock:
        return Lock(self.root / "locks" / key)

    def publish(self, stage: Stage, outcome: Mapping[str, Any], seconds: float, memory_mb: float | None) -> Made:
        """Turn the work folder of `stage`, which the caller holds, into the finished stage. Raises OutputError."""
        assert stage.key is not None
        work, folder = self.work_folder(stage.key), self.root / stage.key
        try:
            for name in _NOT_KEPT:
                (work / name).unlink(missing_ok=True)
            record = {
                "key": stage.key,
                "stage": stage.name,
                "kind": stage.kind,
                "seconds": seconds,
                "memory_mb": memory_mb,
                "made": datetime.now(UTC).isoformat(timespec="seconds"),
                "machine": platform.node(),
                "files": {name: (work / name).stat().st_size for name in _files(work) if name != RECORD},
                "outcome": runs.plain(outcome),
                "parts": runs.plain(stage.parts),
            }
            write_json(work / RECORD, record | {_CHECK: fingerprint(record)})
            if there(folder):  # a damaged one, or it would have been found
                shutil.rmtree(folder)
            work.rename(folder)
        except OSError as error:
            raise OutputError(f"{folder} could not be put in its place: {error.strerror or error}.") from error
        made = self.find(stage.key)
        if made is None:
            raise OutputError(f"{folder} is not what was written there: something else removes or changes it.")
        return made

    def adopt(self, key: str) -> Made:
        """Turn the work folder of this key, whose stage was finished elsewhere, into the finished stage here.

        Raises OutputError where it is not whole.
        """
        with self.held(key, wait=True):
            found = self.find(key)
            if found is None:
                for name in _NOT_KEPT:
                    (self.work_folder(key) / name).unlink(missing_ok=True)
                with suppress(OSError):
                    self.work_folder(key).rename(self.root / key)
                found = self.find(key)
        if found is None:
            raise OutputError(f"{self.root / key} did not arrive whole from the node that made it: run again.")
        return found

    # ---- what is held

    def entries(self) -> list[Entry]:
        """All that lies in the store, the largest first, with the runs beside it that name each."""
        users = users_of_keys(self.root.parent)
        found = [self._entry(path, users) for path in self._folders()]
        return sorted(found, key=lambda entry: -entry.num_bytes)

    def clean(self, *, everything: bool = False) -> tuple[list[Entry], list[Entry]]:
        """Remove what no run beside the store names, or all that nobody is making; (what went, what stayed).

        Finished runs keep their files in either case, since their folders are complete in themselves; an unfinished
        run, of which stages may still be taken, keeps its entries unless `everything`. Raises OutputError.
        """
        gone, kept = [], []
        for entry in self.entries():
            if (entry.used_by and not everything) or not self._remove(entry):
                kept.append(entry)
            else:
                gone.append(entry)
        return gone, kept

    def _remove(self, entry: Entry) -> bool:
        folder = self.root / entry.key if entry.finished else self.work_folder(entry.key)
        try:
            with self.held(entry.key):
                shutil.rmtree(folder)
        except Busy:
            return False
        except OSError as error:
            raise OutputError(f"{folder} could not be removed: {error.strerror or error}.") from error
        return True

    def _entry(self, path: Path, users: Mapping[str, tuple[str, ...]]) -> Entry:
        key, finished = path.name.removesuffix(".work"), not path.name.endswith(".work")
        record = _read_record(path) or {}
        size = sum((path / name).stat().st_size for name in _files(path))
        name = str(record.get("stage", "")) or _text(path / _NAME)
        return Entry(key, name, finished, size, str(record.get("made", "")), users.get(key, ()), self._lock(key).owner)

    def _folders(self) -> list[Path]:
        if not is_folder(self.root):
            return []
        return [path for path in self.root.iterdir() if is_folder(path) and path.name != "locks"]


PLAN = "plan.json"
"""In a run's folder: the key of each of its stages."""


def users_of_keys(folder: Path) -> dict[str, tuple[str, ...]]:
    """The names of the runs in `folder`, and in the suites and sweeps there, that name a key, by key."""
    found: dict[str, list[str]] = {}
    found_plans = [*folder.glob(f"*/{PLAN}"), *folder.glob(f"*/*/{PLAN}")] if is_folder(folder) else []
    for path in sorted(found_plans):
        for key in keys_of(path.parent).values():
            found.setdefault(key, []).append(path.parent.relative_to(folder).as_posix())
    return {key: tuple(names) for key, names in found.items()}


def keys_of(run: Path) -> dict[str, str]:
    """The key of each stage of the run in the folder `run`, as far as it was planned; none for a damaged plan."""
    try:
        stages = read_object(run / PLAN, "expected the plan of a run", RunError)["stages"]
        return {str(stage["name"]): str(stage["key"]) for stage in stages if stage["key"]}
    except (RunError, KeyError, TypeError):
        return {}


def link(made: Path, folder: Path) -> None:
    """Give `folder` all files that the stage in `made` left, as hard links, or copies where there can be none.

    Raises OutputError.
    """
    for name in _files(made):
        source, target = made / name, folder / name
        with suppress(OSError):
            if target.samefile(source):
                continue
        place(source, target)


def place(source: Path, target: Path) -> None:
    """A hard link to `source`, or a copy of it, in place of `target`. Raises OutputError."""
    part = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, part)
        part.replace(target)
    except OSError:  # another disk, or a file system without links
        write_atomically(target, lambda part: shutil.copyfile(source, part))
    finally:
        part.unlink(missing_ok=True)


def _files(folder: Path) -> list[str]:
    """The files below `folder`, by their path in it; those that are being written are no part of it."""
    found = [path for path in folder.rglob("*") if is_file(path) and not path.name.startswith(".")]
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _read_record(folder: Path) -> dict[str, Any] | None:
    try:
        record = read_object(folder / RECORD, "expected the record of a stage", RunError)
    except RunError:
        return None
    said = record.pop(_CHECK, None)
    return record if {"key", "files", "outcome", "seconds"} <= set(record) and said == fingerprint(record) else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _text(path: Path) -> str:
    try:
        return read_text(path, "expected a name", RunError)
    except RunError:
        return ""
