"""Miscount: `python main.py` opens the studio, `python main.py COMMAND ...` is the command line.

Starting up imports neither torch nor, for a command, Qt.
"""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Open the studio (no arguments, or `studio [PROJECT]`) or run a command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0] == "studio" and not {"-h", "--help"} & set(words)):
        return _studio(words[1:])
    from engine.cli import main as command

    return int(command(words) or 0)


def _studio(words: Sequence[str]) -> int:
    fault = bad_pair()
    if fault:
        print(fault, file=sys.stderr)  # noqa: T201  there is no window to say it in
        return 2
    if len(words) > 1:
        print("miscount studio takes one project folder at most.", file=sys.stderr)  # noqa: T201
        return 2
    from studio.app import main as studio

    return studio(words[0] if words else None)


def bad_pair(python: tuple[int, ...] = sys.version_info[:3], qt: str | None = None) -> str:
    """A sentence when there is no PySide6, or one that is known to break this Python; empty otherwise."""
    from importlib.metadata import PackageNotFoundError, version

    from engine.doctor import bad_pairs

    try:
        found = qt or version("PySide6-Essentials")
    except PackageNotFoundError:
        return "PySide6 is not installed, and the studio needs it: pip install -c constraints.txt ."
    return next((problem.sentence for problem in bad_pairs(python, {"pyside6-essentials": found})), "")


if __name__ == "__main__":
    sys.exit(main())
