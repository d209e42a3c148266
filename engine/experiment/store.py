"""Stages are remembered by content: what was made from equal things is not made twice, in this run or a sibling."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files import fingerprint, write_atomically, write_json, write_text
from ..runs import stage_folder

CODE_SCHEMA = 1
"""Raised when a change of the code changes what a stage makes of the same things."""

DONE, KEY, CHECKPOINT = "done.json", "key", "checkpoint.safetensors"


@dataclass(frozen=True)
class Remembered:
    """What a finished stage left: its folder, how long it took, its outcome, as JSON has it, and the run it was in."""

    folder: Path
    seconds: float
    outcome: dict[str, Any]
    made_in: Path


def key_of(*parts: Any) -> str:
    """The key of a stage that depends on `parts`, JSON-able values."""
    return fingerprint([CODE_SCHEMA, *parts])


def recall(run: Path, stage: str, key: str) -> Remembered | None:
    """What the stage of this key left in the run, or in a run beside it, whose files are then copied here."""
    own = stage_folder(run, stage)
    mine = _read(own, key)
    if mine is not None:
        return Remembered(own, mine["seconds"], mine["outcome"], run)
    if _begun_with(own) == key:
        return None  # what was begun here goes on here, or a resumed run would prove nothing
    for other in sorted(run.parent.glob(f"*/stages/{own.name}")):
        theirs = _read(other, key) if other != own else None
        if theirs is None:
            continue
        for file in other.iterdir():
            if file.is_file() and file.name != DONE:
                write_atomically(own / file.name, lambda part, file=file: shutil.copyfile(file, part))  # type: ignore[misc]
        write_json(own / DONE, theirs)
        return Remembered(own, theirs["seconds"], theirs["outcome"], other.parents[1])
    return None


def start(run: Path, stage: str, key: str) -> Path:
    """The folder of a stage that is to be made, emptied unless what lies there was begun from the same things."""
    folder = stage_folder(run, stage)
    if _begun_with(folder) != key:
        for file in folder.iterdir():
            if file.is_file():
                file.unlink()
        write_text(folder / KEY, key)
    return folder


def finish(folder: Path, key: str, seconds: float, outcome: dict[str, Any]) -> None:
    """Mark the stage in `folder` as done; what only a resume needs is removed."""
    write_json(folder / DONE, {"key": key, "seconds": seconds, "outcome": outcome})
    (folder / CHECKPOINT).unlink(missing_ok=True)


def _begun_with(folder: Path) -> str:
    try:
        return (folder / KEY).read_text(encoding="utf-8")
    except OSError:
        return ""


def _read(folder: Path, key: str) -> dict[str, Any] | None:
    try:
        done = json.loads((folder / DONE).read_text(encoding="utf-8"))
        return done if done["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
