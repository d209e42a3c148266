"""Folders are whole, or say of themselves that they are not: half of a dataset must never be taken for one.

A new folder is filled beside its place under a hidden name and put there by one rename. One that has to grow where it
stands, over hours, says that it is unfinished until it is whole. Either can be gone on with after a stop or a kill.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, NamedTuple

from .errors import OutputError
from .events import Cancelled
from .files import make_folder
from .leftovers import PART, part_of, parts_of, sweep
from .locks import Lock, Taken
from .reading import there
from .unfinished import MARKER, Begun, Report, finish, marker_of, sentence_of

Start = Literal["new", "resume", "anew"]
"""What becomes of an unfinished folder that an earlier process left: it is refused, gone on with, or begun anew."""

CHOICE = "go on with it, or begin anew."


class Built(NamedTuple):
    """A folder while it is filled, and what (done, total) is told to."""

    folder: Path
    report: Report

    def telling(self, also: Report) -> Report:
        """What (done, total) is told to, and `also` hears."""

        def report(done: int, total: int) -> None:
            self.report(done, total)
            also(done, total)

        return report


@contextmanager
def built_folder(target: Path, made_by: str, of: str = "", start: Start = "anew") -> Iterator[Built]:
    """A folder to be filled, which is put in the place of `target`, new or empty, when the block ends well.

    It lies beside `target` until then. Where the block does not end well it is removed, save that a stop or a kill
    leaves one that says what it is `of`, a hash of all that it will hold: `start` says what becomes of that. `made_by`
    is a command, said where half of a folder is found. Raises OutputError, also where another process makes `target`.
    """
    target = _resolved(target)
    keep = False
    try:
        within = target.is_dir() and _stays(target)
        home = target / target.name if within else target
        part, lock = _part(home, target, made_by, of, start)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}.") from error
    try:
        part.mkdir(exist_ok=True)
        sweep(part)
        report = Begun(part, made_by, of)
        yield Built(part, report)
        report(1, 1)
        finish(part)
        _put_within(part, target, made_by) if within else _put(part, target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}.") from error
    except (Cancelled, KeyboardInterrupt):
        keep = bool(of)
        raise
    finally:
        if not keep:
            shutil.rmtree(part, ignore_errors=True)
        lock.let_go(for_good=True)


@contextmanager
def growing_folder(target: Path, made_by: str, of: str, start: Start = "anew") -> Iterator[Report]:
    """Let `target` be filled with maps where it stands; it says that it is unfinished until the block ends well.

    Yields what (done, total) is told to. `of` is a hash of what is written from what: a folder that holds an unfinished
    other is refused, since nobody would finish that one. Raises OutputError, also where another process writes into it.
    """
    make_folder(target)
    lock = Lock(target / ".writing")
    try:
        lock.take()
    except Taken as taken:
        raise OutputError(f"{target} is written into by {taken.owner}: wait for it, or give another folder.") from None
    try:
        found = marker_of(target)
        if found and (found.get("made_by"), found.get("of")) != (made_by, of):
            other = "it was begun with other data, settings or another version: give another folder, or remove it."
            raise OutputError(sentence_of(target, found, other))
        if found and start == "new":
            raise OutputError(sentence_of(target, found, CHOICE))
        sweep(target)
        if start != "resume":
            finish(target)
        report = Begun(target, made_by, of, "maps")
        report(0, 1)
        try:
            yield report
        except BaseException:
            with suppress(OutputError):
                report.mark_if_made_anew()  # by threads that were still at work when the first of them failed
            raise
        report(1, 1)
        finish(target)
    finally:
        lock.let_go(for_good=True)


def _part(home: Path, target: Path, made_by: str, of: str, start: Start) -> tuple[Path, Lock]:
    """The folder that is to become `target`, and its lock, which is held: what was left of it, or a new one.

    Raises OutputError.
    """
    found: tuple[Path, Lock] | None = None
    for folder, lock in _left(home, target):
        about = marker_of(folder) if start != "anew" else {}
        if about.get("of"):
            if (fault := _fault(folder, target, about, (made_by, of), start)) or found is not None:
                lock.let_go(for_good=True)
                raise OutputError(fault or f"{folder} was left as well: remove it.")
            found = folder, lock
        else:
            shutil.rmtree(folder, ignore_errors=True)
            lock.let_go(for_good=True)
    _refuse_filled(target)
    if found is None:
        part = part_of(home, folder=True)
        make_folder(part.parent)
        found = part, Lock(part)
        found[1].take(wait=True)
    return found


def _left(home: Path, target: Path) -> Iterator[tuple[Path, Lock]]:
    """The folders that were to become `target`, of processes that live no more, each with its lock, which is held.

    Raises OutputError where one lives.
    """
    paths = [*parts_of(home)]
    for folder in sorted({path.with_suffix("") if path.suffix in (".lock", ".owner") else path for path in paths}):
        lock = Lock(folder)
        try:
            lock.take()
        except Taken as taken:
            raise OutputError(f"{target} is written by {taken.owner}: wait for it, or give another folder.") from None
        yield folder, lock


def _fault(folder: Path, target: Path, about: Mapping[str, object], wanted: tuple[str, str], start: Start) -> str:
    """Why the unfinished `folder` is not gone on with, in a sentence; empty where it is."""
    if start == "new":
        return f"{sentence_of(target, about, CHOICE)} What is made so far lies in {folder}."
    if (about["made_by"], about["of"]) != wanted:
        return (
            f"{target} is unfinished and cannot be gone on with: {about['made_by']} began it with other data, settings "
            "or another version. Begin anew."
        )
    return ""


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError(f"{path} is no place for a folder: {error}.") from error


def _refuse_filled(target: Path) -> None:
    try:
        if not there(target):
            return
        if not target.is_dir():
            raise OutputError(f"{target} is a file: expected a new folder.")
        names = [path.name for path in target.iterdir() if not PART.fullmatch(path.name)]
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}.") from error
    if MARKER in names:
        raise OutputError(f"{sentence_of(target, marker_of(target))} Remove it first, or give another folder.")
    if names:
        raise OutputError(f"{target} is not empty: expected a new folder.")


def _stays(target: Path) -> bool:
    """Whether the empty folder `target` cannot be replaced: another disk begins there, or its parent is closed."""
    return target.is_mount() or not os.access(target.parent, os.W_OK) or target == Path.cwd()


def _put(part: Path, target: Path) -> None:
    if target.exists():
        target.rmdir()
    part.rename(target)


def _put_within(part: Path, target: Path, made_by: str) -> None:
    """Move all that `part` holds into the folder that it lies in, which says meanwhile that it is unfinished."""
    Begun(target, made_by)
    for path in sorted(part.iterdir()):
        path.rename(target / path.name)
    finish(target)
