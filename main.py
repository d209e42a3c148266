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


def bad_pair(python: tuple[int, ...] = sys.version_info[:2], qt: str | None = None) -> str:
    """A sentence when this PySide6 is known to break this Python; empty when they fit. Imports no Qt."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = qt or version("PySide6-Essentials")
    except PackageNotFoundError:
        return "PySide6 is not installed, and the studio needs it: pip install -c constraints.txt ."
    if found.startswith("6.12") and python < (3, 12):
        return (
            f"PySide6 {found} aborts Python {python[0]}.{python[1]} after some thousands of signals: install "
            "'PySide6-Essentials<6.12', or use Python 3.12."
        )
    if found in ("6.9.1", "6.11.0", "6.11.1"):
        return f"PySide6 {found} breaks plots or docks: install the version that constraints.txt names."
    return ""


if __name__ == "__main__":
    sys.exit(main())
