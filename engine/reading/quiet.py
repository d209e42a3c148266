"""Warnings of libraries that a reader passes over, on any number of threads.

`warnings.catch_warnings` puts back what it found: of two threads in it at once, the second to leave puts back what the
first had set, for good.
"""

import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

_lock = threading.Lock()
_restored = ExitStack()
_num_inside = 0


@contextmanager
def ignoring(*kinds: type[Warning]) -> Iterator[None]:
    """While it lasts on any thread, warnings of `kinds` are ignored by all; the last to leave puts back what was."""
    global _num_inside
    with _lock:
        if _num_inside == 0:
            _restored.enter_context(warnings.catch_warnings())
        _num_inside += 1
        for kind in kinds:
            warnings.simplefilter("ignore", kind)
    try:
        yield
    finally:
        with _lock:
            _num_inside -= 1
            if _num_inside == 0:
                _restored.close()
