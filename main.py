"""Miscount: `python main.py` opens the studio, `python main.py COMMAND ...` is the command line.

Starting up imports neither torch nor, for a command, Qt. Run as a file, it is this checkout's code that runs; the
installed command `miscount` runs the installed one.
"""

import gc
import os
import signal
import sys

COMPLETES = "_MISCOUNT_COMPLETE"
"""Set by a shell that completes a command line, as `miscount --install-completion` arranged."""

_STOPS = (signal.SIGINT, signal.SIGTERM)


def _stop_at_once(_signal: int, _frame: object) -> None:
    """End this process as cancelled: nothing is under way yet, and nothing half written is ever taken for whole."""
    os.write(2, b"Cancelled.\n")
    os._exit(130)


def stop_quietly() -> None:
    """Answer Ctrl+C and SIGTERM with exit code 130 while modules load, which neither a traceback nor a wait would do.

    Commands that work for long answer them otherwise while they do.
    """
    for number in _STOPS:
        signal.signal(number, _stop_at_once)


if __name__ == "__main__":  # before anything that takes a moment to import
    stop_quietly()

import importlib.util  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from pathlib import Path  # noqa: E402


def use_checkout() -> None:
    """Let the folder of this file be the package `miscount`, whatever is installed beside it."""
    here = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        "miscount", here / "__init__.py", submodule_search_locations=[str(here)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["miscount"] = package
    spec.loader.exec_module(package)


if __name__ in ("__main__", "__mp_main__"):  # the second name: in a process that multiprocessing started
    use_checkout()


def main(argv: Sequence[str] | None = None) -> int:
    """Open the studio (no arguments, a folder, or `studio [FOLDER]`) or run a command; the exit code."""
    if argv is None:
        stop_quietly()
    from miscount.engine.memory import keep_freed

    keep_freed()
    words = list(sys.argv[1:] if argv is None else argv)
    completes = COMPLETES in os.environ  # the shell asks for words by this alone, with none given
    if not completes and (not words or (words[0] == "studio" and not {"-h", "--help"} & set(words))):
        return _studio(words[1:])
    if not completes and _is_path(words):
        return _studio(words)
    from miscount.engine.cli import main as command

    return int(command(words) or 0)


def _is_path(words: Sequence[str]) -> bool:
    """Whether the one word given is a path: it is written like one, or is there; a command's name stays a command."""
    if len(words) != 1 or words[0].startswith("-"):
        return False
    word = words[0]
    if word in (".", "..") or any(sign in word for sign in (os.sep, os.altsep) if sign):
        return True
    if not Path(word).exists():
        return False
    from miscount.engine.cli import is_command

    return not is_command(word)


def _studio(words: Sequence[str]) -> int:
    fault = bad_pair()
    if fault:
        print(fault, file=sys.stderr)  # noqa: T201  there is no window to say it in
        return 2
    if len(words) > 1:
        print("miscount studio takes one folder at most: a project, a dataset or a run.", file=sys.stderr)  # noqa: T201
        return 2
    if words and not Path(words[0]).expanduser().exists():
        said = f"{words[0]} does not exist: expected the folder of a project, a dataset or a run, or a command."
        print(said, file=sys.stderr)  # noqa: T201
        return 2
    from miscount.engine.cli.display import missing_for_window

    lacks = missing_for_window()
    if lacks:
        print(lacks, file=sys.stderr)  # noqa: T201
        return 2
    gc.disable()  # until the window collects by itself: what is imported would be walked over three times, 0.1 s
    try:
        return _opened(words[0] if words else None)
    finally:
        gc.enable()


def _opened(folder: str | None) -> int:
    from miscount.studio.app import main as studio

    for number in _STOPS:  # a window with somebody's work in it ends as Qt's programs do
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    return studio(folder)


def bad_pair(python: tuple[int, ...] = sys.version_info[:3], qt: str | None = None) -> str:
    """A sentence when there is no PySide6, or one that is known to break this Python; empty otherwise."""
    from importlib.metadata import PackageNotFoundError, version

    from miscount.engine.cli.doctor import bad_pairs

    try:
        found = qt or version("PySide6-Essentials")
    except PackageNotFoundError:
        return "PySide6 is not installed, and the studio needs it: pip install -c constraints.txt ."
    return next((problem.sentence for problem in bad_pairs(python, {"pyside6-essentials": found})), "")


if __name__ == "__main__":
    sys.exit(main())
