"""Carries out cases one after the other in a process that may die of one: what it does is told before it is done."""

import faulthandler
import json
import logging
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from main import use_checkout

use_checkout()

from miscount.engine.errors import EngineError  # noqa: E402  of the checkout
from tests.fuzz import mutate, places, readers  # noqa: E402
from tests.fuzz.reader import Reader, judge  # noqa: E402

NOT_MADE = 3
"""The exit code where the fuzzer itself is wrong."""
MOST_CPU_S, MOST_WAIT_S = 10, 300
"""Of one case: of this process at work, and of the clock, which other work on the machine uses up as well."""
MAX_MEMORY = 2**30
SHARE_OF_PLACES = 0.05
"""Of cases in which not the bytes are damaged, but what stands there is something else; as many get company."""
SUSPICIOUS = ("os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.connect", "os.remove", "os.rename")


class Hang(BaseException):
    """Not an Exception: no reader may catch it."""


def cases(seed: int, numbers: range, home: Path, only: str) -> Iterator[dict[str, Any]]:
    """Each case twice: when it begins, and with its fault, if it has one."""
    known = [reader for reader in readers.all_readers() if only in reader.name]
    watch = _Watch(home)
    good: dict[str, dict[Path, bytes]] = {}
    for number in numbers:
        reader, rng = readers.chosen(seed, number, known)
        folder = home / reader.name.replace(" ", "_")
        if reader.name not in good:
            folder.mkdir()
            try:
                reader.make(folder)
            except Exception:  # noqa: BLE001  the fuzzer's own fault
                traceback.print_exc()
                sys.exit(NOT_MADE)
            good[reader.name] = {path: path.read_bytes() for path in reader.files(folder)}
            yield {"number": number, "reader": reader.name, "file": "", "fault": _fault(reader, folder, watch)}
        files = good[reader.name]
        path = rng.choice(list(files))
        changed = _damage(path, files, rng)
        yield {"number": number, "reader": reader.name, "file": str(changed)}
        fault = _fault(reader, folder, watch)
        yield {"number": number, "reader": reader.name, "file": str(changed), "fault": fault, "peak": _peak()}
        places.clear(changed)
        for whole, content in files.items():  # a reader may put a file aside
            if whole in (path, changed) or not whole.is_file():
                places.clear(whole)
                whole.write_bytes(content)


def _damage(path: Path, files: dict[Path, bytes], rng: random.Random) -> Path:
    """Damage what `path` holds, or put something else in its place or beside it; returns where."""
    kind = rng.random()
    if kind < SHARE_OF_PLACES and os.name == "posix":
        places.put_instead(path, rng)
        return path
    if kind < 2 * SHARE_OF_PLACES and os.name == "posix":
        return places.put_beside(path, rng)
    path.write_bytes(mutate.mutated(files[path], path.name, rng, list(files.values())))
    return path


def _fault(reader: Reader, folder: Path, watch: "_Watch") -> str:
    """What is wrong with how a damaged file was taken; nothing where it is read or refused as it should be."""
    signal.setitimer(signal.ITIMER_PROF, MOST_CPU_S)
    signal.setitimer(signal.ITIMER_REAL, MOST_WAIT_S)
    try:
        with watch.on():
            reader.read(folder)
    except Hang:
        return f"takes more than {MOST_CPU_S} s, or waits\n{traceback.format_exc(limit=-4)}"
    except EngineError as error:
        try:
            judge(error)
        except AssertionError as unclear:
            return f"{type(error).__name__}: {unclear}"
    except BaseException:  # noqa: BLE001  anything else is what is looked for
        return traceback.format_exc(limit=-8)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return watch.seen()


class _Watch:
    """Sees code that is run, files that are written outside, and memory."""

    def __init__(self, home: Path) -> None:
        self._home, self._is_on, self._events = str(home), False, list[str]()
        self._peak = _peak()
        sys.addaudithook(self._hear)
        signal.signal(signal.SIGALRM, self._ring)
        signal.signal(signal.SIGPROF, self._ring)

    @contextmanager
    def on(self) -> Iterator[None]:
        _forget_peak()  # making the damaged file may have taken more than reading it does
        self._events, self._peak, self._is_on = [], _peak(), True
        try:
            yield
        finally:
            self._is_on = False

    def seen(self) -> str:
        is_too_much = _peak() > max(self._peak, MAX_MEMORY)
        return "; ".join(self._events[:3]) or (f"takes {_peak() / 2**30:.1f} GB" if is_too_much else "")

    def _ring(self, *_what: object) -> None:
        raise Hang

    def _hear(self, event: str, about: tuple[Any, ...]) -> None:
        if not self._is_on:
            return
        outside = event == "open" and _writes(about) and not str(about[0]).startswith((self._home, "/dev/"))
        if event == "subprocess.Popen" and "apart_process.py" in str(about[1]):
            return  # the process in which HDF5 is read
        if outside or (event in SUSPICIOUS and not str(about[0]).startswith(self._home)):
            self._events.append(f"{event} {str(about)[:200]}")


def _writes(about: tuple[Any, ...]) -> bool:
    if isinstance(about[0], int) or "__pycache__" in str(about[0]):
        return False
    return any(sign in str(about[1] or "") for sign in "wax+") or bool(about[2] & (os.O_WRONLY | os.O_RDWR))


_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def _forget_peak() -> None:
    with suppress(OSError):  # proc(5): 5 sets the most memory to what is in use now
        _CLEAR.write_text("5")


def _peak() -> int:
    """The most bytes of memory since they were forgotten, or where no kernel tells since the start."""
    with suppress(OSError, StopIteration):
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(seed: int, begin: int, end: int, only: str) -> None:
    """Write what happens, a line of JSON each."""
    tell = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints is none of ours
    faulthandler.enable()
    logging.disable()
    warnings.simplefilter("ignore")
    home = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        for said in cases(seed, range(begin, end), home, only):
            tell.write(json.dumps(said) + "\n")
    finally:
        shutil.rmtree(home, ignore_errors=True)
        tell.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), sys.argv[4])
    os._exit(0)  # Qt's objects are not to be put away in the order in which modules go
