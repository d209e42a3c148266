"""pip of this Python, asked in a process of its own that a cancel ends."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import BundleError
from ..events import Cancel, Cancelled, check

_LOOK_S = 0.2


def carry_out(words: Sequence[str], cancel: Cancel, also: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run the program `words` with `also` in its environment: its exit code, and all that it said.

    Raises Cancelled once the program has ended because the person asked to stop; BundleError where it cannot start.
    """
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1", **(also or {})}
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
            text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except OSError as error:
        raise BundleError(f"{words[0]} cannot be started: {error.strerror or error}.") from error
    with process:
        while True:
            try:
                said, _ = process.communicate(timeout=_LOOK_S)
                check(cancel)  # at a terminal Ctrl+C reaches both
                return process.returncode, said
            except subprocess.TimeoutExpired:
                if cancel.is_set():
                    process.terminate()
                    process.communicate()
                    raise Cancelled from None


def download(wanted: Sequence[str], to: Path, how: Sequence[str], cancel: Cancel) -> str:
    """Fetch wheels of exactly the packages `wanted` into `to`, from where pip looks; empty, or what pip complains of.

    Raises BundleError where this Python has no pip, Cancelled.
    """
    words = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(to), "--quiet", *how, *wanted]
    code, said = carry_out(words, cancel)
    if "No module named pip" in said:
        raise BundleError(f"{sys.executable} has no pip, which fetches the wheels: python -m ensurepip brings it.")
    return complaint(said) if code else ""


def complaint(said: str) -> str:
    """What pip says went wrong, in a line."""
    errors = [line.partition("ERROR: ")[2].strip() for line in said.splitlines() if "ERROR: " in line]
    errors = [error for error in errors if not error.startswith("ResolutionImpossible")]  # where to read of that
    plain = [line.strip() for line in said.splitlines() if line.strip()]
    return (errors or plain or ["nothing"])[-1]
