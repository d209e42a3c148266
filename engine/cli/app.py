"""The command line: the same engine, from a shell. What takes long to import is imported inside the commands."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from miscount import __version__

from .. import distributed, plugins
from ..errors import EngineError
from ..events import Cancelled
from . import audit, begin, bundle, count, data, experiments, explain, export, machine, plans, plugin, report, suites
from .screen import NotPrinted, nowhere, say, say_problem, silence

DONE, PROBLEMS, WRONG_USE, CANCELLED = 0, 1, 2, 130


def _say_version(asked: bool) -> None:
    if asked:
        say(f"miscount {__version__}")
        raise typer.Exit


app = typer.Typer(
    name="miscount",
    help="See a crowd counter being made to miscount, and mend it.",
    epilog="Without a command, or with a folder (a project, a dataset, a run), the studio opens. --json prints one "
    "JSON document on stdout and nothing else there. Exit codes: 0 done, 1 found problems or the run failed, 2 wrong "
    "use or bad input, 130 cancelled.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
begin.register(app)
experiments.register(app)
count.register(app)
audit.register(app)
export.register(app)
bundle.register(app)
explain.register(app)
data.register(app)
plans.register(app)
report.register(app)
suites.register(app)
plugin.register(app)
machine.register(app)


TRAIN_TOGETHER = ("run", "demo")
"""What the processes of a launcher do together; of all else one of them does the work."""


@app.callback()
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True, callback=_say_version)
    ] = False,
    trust_plugins: Annotated[
        bool,
        typer.Option(
            "--trust-plugins",
            help="Run what lies in the folder plugins of this place or of the recipe's, unasked: "
            "before the command, as in miscount --trust-plugins run RECIPE. See miscount plugin trust.",
        ),
    ] = False,
) -> None:
    """See a crowd counter being made to miscount, and mend it."""
    group = distributed.launched()
    if group is not None and group.rank and context.invoked_subcommand not in TRAIN_TOGETHER:
        raise typer.Exit
    plugins.look_in(Path.cwd())
    if trust_plugins:
        plugins.allow_all()


def is_command(word: str) -> bool:
    """Whether `word` begins a command."""
    groups = {group.name for group in app.registered_groups}
    commands = {each.name or (each.callback.__name__ if each.callback else None) for each in app.registered_commands}
    return word in groups | commands


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command, `argv` without the program's name; returns the exit code.

    What a person did wrong is a sentence on stderr; anything that still raises is a bug.
    """
    for name in ("stdout", "stderr"):  # a shell closes them by `>&-`, and Python has None in their place
        if getattr(sys, name) is None:
            setattr(sys, name, nowhere())
    code = _carried_out(list(sys.argv[1:] if argv is None else argv))
    try:
        sys.stdout.flush()  # here, and not at exit, where it could not be answered that it fails
    except BrokenPipeError:
        silence()
    except OSError as error:
        return _not_printed(NotPrinted(error))
    return code


def _carried_out(words: Sequence[str]) -> int:
    try:
        code = app(words, prog_name="miscount", standalone_mode=False)
    except typer.TyperException as error:
        say_problem(_usage(error))
        return WRONG_USE
    except NotPrinted as error:
        return _not_printed(error)
    except EngineError as error:
        if _speaks():
            say_problem(str(error))
        _say_left_out(besides=str(error))
        return WRONG_USE
    except (Cancelled, KeyboardInterrupt, typer.Abort):
        say_problem("Cancelled.")
        return CANCELLED
    except (BrokenPipeError, SystemExit):  # `miscount list triggers | head`: whoever read has read enough
        silence()
        return DONE
    except OSError as error:  # of --help, which typer prints
        if _prints():
            raise
        return _not_printed(NotPrinted(error))
    _say_left_out()
    return int(code or DONE)


def _not_printed(error: NotPrinted) -> int:
    silence()
    say_problem(str(error))
    return WRONG_USE


def _prints() -> bool:
    """Whether a line can be printed, which is tried: what failed before may no longer be there to fail again."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _speaks() -> bool:
    """Whether this process tells what concerns all that a launcher started: once is enough."""
    try:
        group = distributed.launched()
    except EngineError:
        return os.environ.get("SLURM_PROCID", "0") == "0"
    return group is None or group.rank == 0


def _say_left_out(besides: str = "") -> None:
    """The plugins that a command met and that could not be used."""
    for sentence in plugins.left_out():
        if _speaks() and sentence not in besides:
            say_problem(sentence)


def _usage(error: typer.TyperException) -> str:
    says = str(getattr(error, "format_message", lambda: error)()).strip()
    context = getattr(error, "ctx", None)
    if says.startswith("Usage:") or context is None:  # a group without a command answers with its help
        return says
    return f"{context.command_path}: {says.rstrip('.')}. See {context.command_path} --help."
