"""The figures of the guide: `python -m tests.guide --tables` draws them anew from resources/guide/evidence.

`python -m tests.guide --take OUT NAME` keeps what the suite in OUT found as the evidence NAME, and draws them.
"""

import argparse
import sys
from pathlib import Path

import main

main.use_checkout()


def carry_out(words: list[str]) -> int:
    """Do what `words` ask; the exit code."""
    from miscount.engine.errors import EngineError
    from tests.guide.evidence import take
    from tests.guide.pages import EVIDENCE, write_pages

    parser = argparse.ArgumentParser(prog="python -m tests.guide", description=__doc__)
    parser.add_argument("--tables", action="store_true", help="draw the tables anew")
    parser.add_argument("--take", nargs=2, metavar=("OUT", "NAME"), help="a suite's folder, and its name as evidence")
    asked = parser.parse_args(words)
    if not asked.tables and not asked.take:
        parser.error("say what to do: --tables, or --take OUT NAME")
    if asked.take:
        out, name = asked.take
        try:
            sys.stdout.write(f"{take(Path(out), name, EVIDENCE)}\n")
        except EngineError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for path in write_pages():
        sys.stdout.write(f"{path} is drawn anew\n")
    return 0


if __name__ == "__main__":
    sys.exit(carry_out(sys.argv[1:]))
