"""What can stand where a file is expected, and beside it: pipes, folders, links to anything, names of any signs."""

import os
import random
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

NAMES = (
    "new\nline", "\u202egpj.a", "é", "e\u0301", "a" * 240, " ", "-rf", "~", "con", "a.JPG", "%s%n", "<b>x", "'",
    "=1+1", "..a", "a;b", "*", "🙂", "\udcff\udcfe",
)  # fmt: skip
"""Of files beside; the last one is no UTF-8."""


def pipe(path: Path, _rng: random.Random) -> None:
    os.mkfifo(path)


def folder(path: Path, rng: random.Random) -> None:
    path.mkdir()
    if rng.random() < 0.5:
        (path / path.name).write_bytes(b"x")


def hole(path: Path, rng: random.Random) -> None:
    """A file without bytes of its own, as large as it likes."""
    with path.open("wb") as file:
        file.truncate(rng.choice((2**20, 2**33, 2**40)))


def loop(path: Path, _rng: random.Random) -> None:
    path.symlink_to(path.name)


def astray(path: Path, rng: random.Random) -> None:
    target = rng.choice(
        ("nowhere", "/dev/zero", "/dev/full", "/dev/null", "/proc/self/mem", "/proc/self/environ", "..", "/")
    )
    path.symlink_to(target)


def listener(path: Path, _rng: random.Random) -> None:
    at = path.with_name("s")
    here = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{here}/{at.name}")  # a whole path may be too long for it
    os.close(here)
    at.rename(path)


INSTEAD: list[Callable[[Path, random.Random], None]] = [pipe, folder, hole, loop, astray, astray, listener]


def put_instead(path: Path, rng: random.Random) -> None:
    """Put something else in the place of the file `path`."""
    path.unlink()
    rng.choice(INSTEAD)(path, rng)


def put_beside(path: Path, rng: random.Random) -> Path:
    """Put something with an odd name beside the file `path`, of its kind; returns where."""
    beside = path.with_name(
        rng.choice(NAMES) + rng.choice((path.suffix, path.suffix, path.suffix.upper(), ".jpg", ".txt"))
    )
    if os.path.lexists(beside):
        return beside
    match rng.randrange(4):
        case 0:
            rng.choice(INSTEAD)(beside, rng)
        case 1:
            beside.write_bytes(b"")
        case _:
            shutil.copyfile(path, beside)
    return beside


def clear(path: Path) -> None:
    """Nothing is at `path` any more, whatever was."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)
