"""Files that are being written lie beside their place, under names that say who writes them; what a kill left is swept.

Such a name is `.NAME.MACHINE-PROCESS-TOKEN-NUMBER.part.SUFFIX`, hidden, and no reader takes it for anything.
"""

import itertools
import os
import platform
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_MACHINE = sha256(platform.node().encode()).hexdigest()[:8]
_TOKEN = uuid.uuid4().hex[:8]
"""Tells this process from an earlier one of the same number, as the first process of every container is."""
_NUMBERS = itertools.count()

_NAME_KEPT, _SUFFIX_KEPT = 40, 16
"""The most letters of a name and of its suffix that are kept: four bytes each, they stay below a name's 255."""

_DAY_S = 86_400.0
"""Of a process on another machine nobody knows whether it lives; no single file is written for a day."""

PART = re.compile(r"\..*\.([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-\d+\.part(\..*)?", re.DOTALL)


def part_of(path: Path, *, folder: bool = False) -> Path:
    """A new name beside `path` for what is to become it: of a file with its suffix, since some writers go by that."""
    suffix = "" if folder or len(path.suffix) > _SUFFIX_KEPT else path.suffix
    owner = f"{_MACHINE}-{os.getpid()}-{_TOKEN}-{next(_NUMBERS)}"
    return path.with_name(f"{_start(path.name)}{owner}.part{suffix}")


def parts_of(path: Path) -> Iterator[Path]:
    """What lies beside `path` and was, or is, to become it."""
    with suppress(OSError):
        for found in path.parent.iterdir():
            if found.name.startswith(_start(path.name)) and PART.fullmatch(found.name):
                yield found


def _start(name: str) -> str:
    return f".{name[:_NAME_KEPT]}."


def sweep(folder: Path, *, below: bool = True) -> None:
    """Remove the part files in `folder` whose writers live no more; whatever resists stays.

    Those in the folders below as well, unless `below` says that they are not ours. For whoever is about to write there:
    a file that is being written is never touched.
    """
    for place, folders, names in os.walk(folder):
        if not below:
            folders.clear()
        for name in names:
            found = PART.fullmatch(name)
            if found is not None and _is_left(Path(place) / name, found):
                with suppress(OSError):
                    (Path(place) / name).unlink()


def _is_left(path: Path, name: re.Match[str]) -> bool:
    machine, process, token = name.group(1), int(name.group(2)), name.group(3)
    if machine == _MACHINE and process == os.getpid():
        return token != _TOKEN
    if machine == _MACHINE and os.name == "posix":
        return not _lives(process)
    try:
        return time.time() - path.stat().st_mtime > _DAY_S
    except OSError:
        return False


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks, and sends nothing
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True
