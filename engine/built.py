"""Folders are whole, or say of themselves that they are not: half of a dataset must never be taken for one.

A new folder is filled beside its place under a hidden name and put there by one rename. One that has to grow where it
stands, over hours, holds UNFINISHED.json until it is whole. Every reader of a folder refuses one that holds it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from .errors import EngineError, OutputError
from .files import make_folder, write_json
from .leftovers import part_of, parts_of, sweep
from .locks import Lock, Taken
from .reading import is_folder, read_object, real_path, there

MARKER = "UNFINISHED.json"
"""Not hidden, so that whoever copies the folder copies the word along."""

Holds = Literal["dataset", "maps"]
"""What is unfinished in a folder: maps may lie among the pictures of a dataset that is whole."""

_STEPS = 20
"""The marker says how far the work is, in steps of 5 %."""

_UP = 4
"""So many folders above the one that is read are looked into, as deep as pictures are looked for: what lies in half a
dataset, such as part_A/train_data/images, is no whole one."""

Report = Callable[[int, int], None]


@contextmanager
def built_folder(target: Path, made_by: str) -> Iterator[Path]:
    """A folder to be filled, which is put in the place of `target`, new or empty, when the block ends well.

    It lies beside `target` until then, and is removed when the block does not end well; what a killed process left of
    an earlier one is removed first. `made_by` is a command, said where half of a folder is found. Raises OutputError.
    """
    target = _resolved(target)
    try:
        within = target.is_dir() and _stays(target)
        part = part_of(target / target.name if within else target, folder=True)
        _sweep_folders(part.parent, target)
        _refuse_filled(target)
        part.parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(part)
        lock.take(wait=True)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}.") from error
    try:
        part.mkdir()
        begin(part, made_by)
        yield part
        finish(part)
        _put_within(part, target, made_by) if within else _put(part, target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        lock.let_go(for_good=True)


@contextmanager
def growing_folder(target: Path, made_by: str, of: str) -> Iterator[Report]:
    """Let `target` be filled with maps where it stands; it says that it is unfinished until the block ends well.

    Yields what (done, total) is told to. `of` says what is written from what: a folder that holds an unfinished other
    is refused, since nobody would finish that one. Raises OutputError, also where another process writes into it.
    """
    make_folder(target)
    lock = Lock(target / ".writing")
    try:
        lock.take()
    except Taken as taken:
        raise OutputError(f"{target} is written into by {taken.owner}: wait for it, or give another folder.") from None
    try:
        found = _marker(target)
        if found and (found.get("made_by"), found.get("of")) != (made_by, of):
            raise OutputError(f"{_sentence(target, found)} Or give another folder, or remove this one.")
        sweep(target)
        yield _marking(target, made_by, of)
        finish(target)
    finally:
        lock.let_go(for_good=True)


def _marking(target: Path, made_by: str, of: str) -> Report:
    said = [-1]

    def report(done: int, total: int) -> None:
        step = _STEPS * done // max(1, total)
        if step != said[0]:
            said[0] = step
            _mark(target, made_by, "maps", of, f"{100 * step // _STEPS} %")

    report(0, 1)
    return report


def begin(folder: Path, made_by: str) -> None:
    """Say of `folder` that it is unfinished, for work that finds by itself where it was. Raises OutputError."""
    _mark(folder, made_by, "dataset")


def finish(folder: Path) -> None:
    """Say no longer that `folder` is unfinished. Raises OutputError."""
    try:
        (folder / MARKER).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{folder / MARKER} cannot be removed: {error.strerror or error}.") from error


def refuse_unfinished(folder: Path, raises: type[EngineError], *, maps: bool) -> None:
    """Raise `raises` where `folder` is half of one, lies in one or holds one; half of `maps` only where they count."""
    try:
        folder = real_path(folder)
        inner = [Path(entry.path) for entry in os.scandir(folder) if is_folder(entry) and entry.name[0] != "."]
    except OSError:  # whoever reads it will say so
        return
    for place in (folder, *list(folder.parents)[:_UP], *inner):
        found = _marker(place)
        if found and (maps or found.get("holds") != "maps"):
            raise raises(_sentence(place, found))


def _mark(folder: Path, made_by: str, holds: Holds, of: str = "", at: str = "") -> None:
    said = datetime.now(UTC).isoformat(timespec="seconds")
    about = {"schema": 1, "made_by": made_by, "holds": holds, "of": of, "at": at, "said": said}
    write_json(folder / MARKER, about)


def _marker(folder: Path) -> dict[str, object]:
    """What the marker in `folder` says: that it is somebody's where it cannot be read, nothing where there is none."""
    if not os.path.lexists(folder / MARKER):  # False where the folder is closed, as the path's own is not
        return {}
    try:
        found = read_object(folder / MARKER, "expected who made it", EngineError)
    except EngineError:
        found = {}
    return {"made_by": "somebody", **found}


def _sentence(folder: Path, marker: dict[str, object]) -> str:
    at = f" at {marker['at']}" if marker.get("at") else ""
    return f"{folder} is unfinished: {marker['made_by']} was stopped{at}, or is still at work; run it again."


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
        names = [path.name for path in target.iterdir()]
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}.") from error
    if MARKER in names:
        raise OutputError(f"{_sentence(target, _marker(target))} Remove it first, or give another folder.")
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
    begin(target, made_by)
    for path in sorted(part.iterdir()):
        path.rename(target / path.name)
    finish(target)


def _sweep_folders(home: Path, target: Path) -> None:
    """Remove the folders in `home` that were to become `target`, of processes that live no more."""
    for part in [*parts_of(home / target.name)]:
        folder = part.with_suffix("") if part.suffix in (".lock", ".owner") else part
        lock = Lock(folder)
        with suppress(Taken, OutputError):
            if part.is_dir() or part != folder:
                lock.take()
                shutil.rmtree(folder, ignore_errors=True)
                lock.let_go(for_good=True)
