"""The process that `apart` starts: it takes calls from its pipe until that ends. It is run as a file.

A call is two numbers, a pickle and the buffers beside it, so that arrays of any size go through the pipe uncopied.
"""

import pickle
import struct
import sys
from typing import IO, Any

_COUNTS = struct.Struct("<QQ")
MOST_BUFFERS = 2**20


def send(pipe: IO[bytes], value: object) -> None:
    """Write `value` to the pipe. Raises OSError."""
    buffers: list[pickle.PickleBuffer] = []
    head = pickle.dumps(value, 5, buffer_callback=buffers.append)
    raw = [buffer.raw() for buffer in buffers]
    pipe.write(_COUNTS.pack(len(head), len(raw)) + struct.pack(f"<{len(raw)}Q", *(part.nbytes for part in raw)) + head)
    for part in raw:
        pipe.write(part)
    pipe.flush()


def received(pipe: IO[bytes], most: int) -> tuple[bytes, list[bytearray]]:
    """A pickle and its buffers from the pipe, of at most `most` bytes. Raises EOFError, ValueError."""
    length, count = _COUNTS.unpack(_whole(pipe, _COUNTS.size))
    sizes = struct.unpack(f"<{count}Q", _whole(pipe, 8 * count)) if count <= MOST_BUFFERS else (most,)
    if length + sum(sizes) > most:
        raise ValueError("more bytes than anything has")
    return bytes(_whole(pipe, length)), [_whole(pipe, size) for size in sizes]


def _whole(pipe: IO[bytes], size: int) -> bytearray:
    content = bytearray(size)
    view, at = memoryview(content), 0
    while at < size:
        num = pipe.readinto(view[at:])  # type: ignore[attr-defined]  # a pipe is buffered
        if not num:
            raise EOFError
        at += num
    return content


def _answer(work: str, given: tuple[Any, ...]) -> tuple[bool, Any]:
    from importlib import import_module

    from miscount.engine.reading.apart import Unreadable

    module, _, name = work.partition(":")
    try:
        return True, getattr(import_module(module), name)(*given)
    except Unreadable as error:
        return False, str(error)
    except MemoryError:
        return False, "bytes that ask for more memory than they can need"
    except Exception:  # noqa: BLE001  libraries, on bytes of anyone's making: what they raise cannot be listed
        return False, "a damaged file or something else"


def _alarm(seconds: float) -> None:
    """Let this process end after `seconds`: where its starter died in the middle of a call, nobody else ends it."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(room: int) -> None:
    """Let this process take `room` bytes beyond what it has, on Linux."""
    if sys.platform == "linux":
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  of a process that loads little
            pages = int(file.read().split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = pages * resource.getpagesize() + room
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def _serve() -> None:
    import os
    import signal

    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever started this
    import h5py  # noqa: F401  before the limits, since a library's own pages are none of a file's
    import numpy as np  # noqa: F401

    while True:
        try:
            head, buffers = received(calls, 2**63)
        except EOFError:
            return
        work, given, room, seconds = pickle.loads(head, buffers=buffers)
        _limit(room)
        _alarm(2 * seconds)
        send(answers, _answer(work, given))
        _alarm(0)


def _use_package() -> None:
    """Let the folder that this file lies in be the package `miscount`, found where its starter finds things."""
    import json
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    sys.path[:] = json.loads(sys.argv[1])
    root = Path(__file__).resolve().parents[2]
    spec = spec_from_file_location("miscount", root / "__init__.py", submodule_search_locations=[str(root)])
    assert spec is not None
    assert spec.loader is not None
    sys.modules["miscount"] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules["miscount"])


if __name__ == "__main__":
    _use_package()
    _serve()
