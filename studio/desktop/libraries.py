"""Loads what Python's `import` of a large library would hold the window still for."""

import ctypes
import functools
import importlib.util
import os
import sys
import threading
from pathlib import Path

_lock = threading.Lock()


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
