"""Imports beside a window: large libraries that it is not to stand still for, and packages that many threads want."""

import ctypes
import functools
import importlib.util
import os
import sys
import threading
from pathlib import Path
from typing import Any

_lock = threading.Lock()


@functools.cache
def import_parents_first() -> None:
    """Let threads of this process import at the same time: a package always before what is in it.

    Python holds the lock of `package.module` while it imports `package`. Where another thread is within that package
    and wants the module, one of the two is told of a deadlock, or gets half a module: of four threads that began with
    the engine at once, in one try of five. Here every thread comes to a package from outside, holding nothing of it.
    """
    system: Any = sys.modules["_frozen_importlib"]
    find = system._find_and_load  # which is asked for what is not imported yet alone

    def parents_first(name: str, import_: object) -> object:
        for end in (place for place, sign in enumerate(name) if sign == "."):
            find(name[:end], import_)
        return find(name, import_)

    system._find_and_load = parents_first


def load_ahead() -> None:
    """Load torch's shared libraries as torch does, once, from any thread; all who ask wait for it.

    Linking them takes 0.15 s, in which `import` lets no other thread have Python, so that the window stands still; a
    foreign function does. Where it cannot be done, the import does it later.
    """
    with _lock:
        _load_once()


@functools.cache
def _load_once() -> None:
    if sys.platform != "linux" or "torch" in sys.modules:
        return
    found = importlib.util.find_spec("torch")
    if found is None or not found.submodule_search_locations:
        return
    folder = Path(found.submodule_search_locations[0]) / "lib"
    # not libtorch_python.so, whose beginning might ask for Python, which is not held here
    for name, scope in (("libtorch_global_deps.so", os.RTLD_GLOBAL), ("libtorch_cpu.so", os.RTLD_LOCAL)):
        if (folder / name).is_file():
            ctypes.CDLL(None).dlopen(os.fsencode(folder / name), os.RTLD_NOW | scope)
