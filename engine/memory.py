"""What the C library does with memory that was freed: a training frees and asks for the same arrays at every step.

By itself glibc gives arrays of more than 32 MB back to the kernel at once, and others when the heap's end is free; the
kernel then fills each page with zeros anew, one fault a page: a sixth of the time of a small training.
"""

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # malloc.h

KEPT_BYTES = 2**31 - 1
"""At the end of the heap so many free bytes stay with the process: the most that mallopt takes."""

MAPPED_BYTES = 2**30
"""Only what is larger is mapped by itself, and given back when it is freed."""

ENVIRONMENT = {"MALLOC_TRIM_THRESHOLD_": str(KEPT_BYTES), "MALLOC_MMAP_THRESHOLD_": str(MAPPED_BYTES)}
"""The same for a process that is yet to be started."""


def keep_freed() -> bool:
    """Have this process keep what it frees for its next use; False where the C library cannot be told so."""
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # not glibc
        return False
    return bool(mallopt(_MMAP_THRESHOLD, MAPPED_BYTES)) and bool(mallopt(_TRIM_THRESHOLD, KEPT_BYTES))
