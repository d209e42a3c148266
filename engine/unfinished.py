"""What is half of a whole says so of itself, and how far it came: every reader refuses it, and who made it goes on.

UNFINISHED.json says who was at work, UNFINISHED.jsonl which pieces are done; both go when the folder is whole.
"""

import json
import os
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from miscount import __version__

from .errors import EngineError, OutputError
from .files import append, fingerprint, write_json
from .reading import is_folder, parse_json, read_object, read_text, real_path

MARKER, PIECES = "UNFINISHED.json", "UNFINISHED.jsonl"
"""Not hidden, so that whoever copies the folder copies the word along."""

Holds = Literal["dataset", "maps"]
"""What is unfinished in a folder: maps may lie among the pictures of a dataset that is whole."""

_STEPS = 20
"""The marker says how far the work is, in steps of 5 %."""

_UP = 4
"""So many folders above the one that is read are looked into, as deep as pictures are looked for: what lies in half a
dataset, such as part_A/train_data/images, is no whole one."""

Report = Callable[[int, int], None]


class Begun:
    """The word of `folder` that it is unfinished; called with (done, total), it says how far the work is.

    `made_by` is a command, `of` a hash of all that the folder will hold where the work can be gone on with. Raises
    OutputError, also where the folder is no longer the one that it was: removed, or replaced.
    """

    def __init__(self, folder: Path, made_by: str, of: str = "", holds: Holds = "dataset") -> None:
        self._folder = folder
        self._about = {"schema": 1, "made_by": made_by, "holds": holds, "of": of}
        self._step = -1
        self._mark("")
        self._began = folder.stat()

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is."""
        if not _is(self._folder, self._began):
            self.mark_if_made_anew()
            raise OutputError(
                f"{self._folder} was removed or replaced while {self._about['made_by']} wrote into it: run it again."
            )
        step = _STEPS * done // max(1, total)
        if step != self._step:
            self._step = step
            self._mark(f"{100 * step // _STEPS} %")

    def mark_if_made_anew(self) -> None:
        """Where the folder went and writing into it has made it again, say so: it holds a part of what it should.

        To be called once more when nobody writes any longer.
        """
        if self._folder.is_dir() and not _is(self._folder, self._began):
            self._mark("")

    def _mark(self, at: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        write_json(self._folder / MARKER, self._about | {"at": at, "said": now})


def _is(folder: Path, began: os.stat_result) -> bool:
    try:
        return os.path.samestat(folder.stat(), began)
    except OSError:
        return False


def finish(folder: Path) -> None:
    """Say no longer that `folder` is unfinished. Raises OutputError."""
    for name in (PIECES, MARKER):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{folder / name} cannot be removed: {error.strerror or error}.") from error


def marker_of(folder: Path) -> dict[str, object]:
    """What the marker in `folder` says: that it is somebody's where it cannot be read, nothing where there is none."""
    if not os.path.lexists(folder / MARKER):  # False where the folder is closed, as the path's own is not
        return {}
    try:
        found = read_object(folder / MARKER, "expected who made it", EngineError)
    except EngineError:
        found = {}
    return {"made_by": "somebody", **found}


def sentence_of(folder: Path, marker: Mapping[str, object], remedy: str = "run it again.") -> str:
    """That `folder` is unfinished, by whom and how far, and what to do."""
    at = f" at {marker['at']}" if marker.get("at") else ""
    return f"{folder} is unfinished: {marker['made_by']} was stopped{at}, or is still at work; {remedy}"


def refuse_unfinished(folder: Path, raises: type[EngineError], *, maps: bool) -> None:
    """Raise `raises` where `folder` is half of one, lies in one or holds one; half of `maps` only where they count."""
    try:
        folder = real_path(folder)
        inner = [Path(entry.path) for entry in os.scandir(folder) if is_folder(entry) and entry.name[0] != "."]
    except OSError:  # whoever reads it will say so
        return
    for place in (folder, *list(folder.parents)[:_UP], *inner):
        found = marker_of(place)
        if found and (maps or found.get("holds") != "maps"):
            raise raises(sentence_of(place, found))


def hash_of_work(*parts: Any) -> str:
    """A hash of `parts`, of JSON, by this version and these libraries: equal work makes equal bytes."""
    return fingerprint([__version__, _libraries(), *parts])


@cache
def _libraries() -> dict[str, str]:
    return {name: version(name) for name in ("numpy", "pillow", "opencv-python-headless", "scipy")}


class Pieces:
    """Which pieces of an unfinished folder are done: a line for each, by its name, written when its files are there.

    A line holds a hash of itself, so that one that a kill cut short says nothing. Raises OutputError.
    """

    def __init__(self, folder: Path) -> None:
        self._path, self._one_line = folder / PIECES, threading.Lock()
        self._known: dict[str, Mapping[str, Any]] = {}
        text = ""
        if self._path.exists():
            text = read_text(self._path, "expected the pieces that are done", OutputError, replace=True)
        for line in text.split("\n"):
            self._take(line)
        try:
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            raise self._unwritable(error) from error
        if text and not text.endswith("\n"):
            self._write(b"\n")

    def __enter__(self) -> "Pieces":
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; all that was said is in it."""
        self._file.close()

    def get(self, name: str) -> Mapping[str, Any]:
        """What was said of the piece `name`; nothing where it is not done."""
        return self._known.get(name, {})

    def add(self, name: str, about: Mapping[str, Any]) -> None:
        """Say that the piece `name` is done, and what whoever goes on must know; on any thread. Raises OutputError."""
        said = {"piece": name, "about": about}
        with self._one_line:
            self._write((json.dumps(said | {"check": fingerprint(said)}) + "\n").encode())

    def _take(self, line: str) -> None:
        try:
            said = parse_json(line)
            check = said.pop("check")
            if check == fingerprint(said):
                self._known[said["piece"]] = said["about"]
        except (ValueError, AttributeError, KeyError, TypeError):
            return

    def _write(self, line: bytes) -> None:
        try:
            append(self._file, line)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(f"{self._path} could not be written: {error.strerror or error}.")
