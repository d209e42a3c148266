"""Locks between processes: held by one at a time, named by whom, and let go by the system when that one dies."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import EngineError, OutputError
from .reading import read_text


class Taken(Exception):
    """Another process holds it at this moment; `owner` says who."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class Lock:
    """A lock that is the file `NAME.lock`, with who holds it in `NAME.owner` beside; both lie where `place` does."""

    def __init__(self, place: Path) -> None:
        self._file = place.with_name(f"{place.name}.lock")
        self._owner = place.with_name(f"{place.name}.owner")
        self._lock = FileLock(self._file, blocking=False)

    def take(self, *, wait: bool = False) -> None:
        """Take it. Raises Taken unless `wait`, OutputError where there can be none."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=wait)
        except Timeout:
            raise Taken(self.owner or "another process") from None
        except OSError as error:
            raise OutputError(f"{self._file} cannot be locked: {error.strerror or error}.") from error
        with suppress(OSError):
            self._owner.write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")

    @property
    def owner(self) -> str:
        """Who holds it, in words; empty where nobody is known to."""
        try:
            return read_text(self._owner, "expected a name", EngineError)
        except EngineError:
            return ""

    def let_go(self, *, for_good: bool = False) -> None:
        """Let others take it; with `for_good`, no file of it is left either, where nobody else will ask for it."""
        with suppress(OSError):
            self._owner.unlink(missing_ok=True)
            if for_good and os.name == "posix":  # while it is held: whoever opened it before sees that it is gone
                self._file.unlink(missing_ok=True)
        self._lock.release()


@contextmanager
def held(place: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock of `place` for a while. Raises Taken, OutputError, as `Lock.take` does."""
    lock = Lock(place)
    lock.take(wait=wait)
    try:
        yield
    finally:
        lock.let_go()
