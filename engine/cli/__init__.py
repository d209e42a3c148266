"""The command line: the same engine, from a shell."""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command, `argv` without the program's name; returns the exit code. See `app.main`."""
    from .app import main as command  # here, since the window asks this package's doctor before it starts

    return command(argv)


def is_command(word: str) -> bool:
    """Whether `word` begins a command."""
    from .app import is_command as known

    return known(word)
