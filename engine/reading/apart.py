"""Work on bytes that a native library may die of, done in another process with limits of memory and time.

One process a program, started when first needed and used again: a call takes some tenths of a millisecond beside the
work. It is a new interpreter and no fork, so that threads, a window and Ray's workers are none of its concern; it ends
with its pipe. Memory is limited on Linux (RLIMIT_AS) and time everywhere. What comes back is numbers and plain values:
an unpickler that knows no other names reads it.
"""

import atexit
import io
import json
import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from .apart_process import received, send

START_S = 60.0
"""What a machine under load may take to start an interpreter with NumPy and h5py; an idle one takes 0.4 s."""

DEADLINE_S, BYTES_PER_S = 20.0, 10 * 2**20
"""A call may take so long, and a second more for so many bytes of its file; maps inflate at 100 MB a second."""

ROOM_BYTES, MOST_INFLATED = 256 * 2**20, 1040
"""Memory that a call may take beside the bytes of its file: so much, and so many times their number, which is what
deflate can make of them, up to `MOST_BYTES`."""

MOST_BYTES = 1280 * 2**20
"""Of memory beside the bytes of the file, and of what comes back."""

_NUMPY = frozenset(
    [("numpy", "dtype"), ("numpy", "ndarray")]
    + [(f"numpy.{core}.{name}", function) for core in ("core", "_core")
       for name, function in (("numeric", "_frombuffer"), ("multiarray", "_reconstruct"))]
)  # fmt: skip


class Unreadable(Exception):
    """What was found in place of readable bytes, as the end of a sentence."""


def apart(work: str, *given: Any, size: int, kinds: tuple[type, ...] = ()) -> Any:
    """What the function `work`, as "module:name", makes of what it is `given` in the other process.

    Limits are those of a file of `size` bytes. Of what comes of it, arrays of numbers, plain values and `kinds` come
    back. Raises Unreadable with the words of the function's own Unreadable, or where it raised something else, ended
    the process, or went over a limit.
    """
    with _lock:
        helper = _helper()
        try:
            answer = helper.ask(work, given, size)
            is_good, found = _Plain(answer[0], answer[1], kinds).load()
        except (OSError, EOFError, pickle.UnpicklingError, MemoryError, ValueError) as error:
            helper.end()
            raise Unreadable(helper.why(error)) from error
        except BaseException:  # a signal in the middle: what is still to come is of no call
            helper.end()
            raise
    if not is_good:
        raise Unreadable(found)
    return found


class _Plain(pickle.Unpickler):
    """Builds arrays, and the `kinds` that a caller names."""

    def __init__(self, head: bytes, buffers: list[bytearray], kinds: tuple[type, ...]) -> None:
        super().__init__(io.BytesIO(head), buffers=buffers)
        self._kinds = {(kind.__module__, kind.__qualname__): kind for kind in kinds}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._kinds:
            return self._kinds[module, name]
        if (module, name) not in _NUMPY:
            raise pickle.UnpicklingError(f"{module}.{name} is neither numbers nor asked for")
        return super().find_class(module, name)


class _Helper:
    """The other process."""

    def __init__(self) -> None:
        entry = Path(__file__).with_name("apart_process.py")
        places = [place for place in sys.path if Path(place).is_absolute()]
        # one thread each, since every thread's stack counts; no plugins of HDF5, which a file can ask for
        surroundings = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "HDF5_PLUGIN_PRELOAD": "::"}
        self.is_late, self._is_new = False, True
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(entry), json.dumps(places)], env=surroundings, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pipesize=2**20 if sys.platform == "linux" else -1,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip

    def ask(self, work: str, given: tuple[Any, ...], size: int) -> tuple[bytes, list[bytearray]]:
        """What the process answers. Raises OSError, EOFError, ValueError where it does not, or too much."""
        seconds = DEADLINE_S + size / BYTES_PER_S
        room = min(MOST_BYTES, ROOM_BYTES + MOST_INFLATED * size) + 3 * size
        watch = threading.Timer(seconds + (START_S if self._is_new else 0.0), self._stop_late)
        watch.daemon, self._is_new = True, False
        watch.start()
        try:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            send(self.process.stdin, (work, given, room, seconds))
            return received(self.process.stdout, MOST_BYTES)
        finally:
            watch.cancel()

    def why(self, error: Exception) -> str:
        """Why there was no answer, as the end of a sentence."""
        if isinstance(error, MemoryError):
            return "more than fits into the memory of this machine"
        return "bytes that take too long to read" if self.is_late else "bytes that their reader dies of"

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        with suppress(OSError):  # of a pipe with bytes that nobody reads any more
            self.process.communicate()

    def _stop_late(self) -> None:
        self.is_late = True
        self.process.kill()


_lock = threading.Lock()
_running: list[_Helper] = []


def _helper() -> _Helper:
    """The process that waits, or a new one. Raises Unreadable where none can be started."""
    if _running and _running[0].process.poll() is not None:
        _running.pop().end()
    if not _running:
        try:
            _running.append(_Helper())
        except OSError as error:
            raise Unreadable(f"no way to start the process that reads it ({error.strerror})") from error
    return _running[0]


def _at_exit() -> None:
    for helper in _running:
        helper.end()


def _after_fork() -> None:
    """In a fork of this process: the helper is the parent's, and a thread that is not here may hold the lock."""
    global _lock
    _lock = threading.Lock()
    _running.clear()


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
