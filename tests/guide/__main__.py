"""The figures of the guide: `python -m tests.guide --tables` draws them anew from resources/guide/evidence.

`python -m tests.guide --take OUT NAME` keeps what the suite in OUT found as the evidence NAME, and draws them; so does
`python -m tests.guide --bench FILE NAME` with what `miscount bench --json` printed into FILE.
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
    from tests.guide.speed import keep

    parser = argparse.ArgumentParser(prog="python -m tests.guide", description=__doc__)
    parser.add_argument("--tables", action="store_true", help="draw the tables anew")
    parser.add_argument("--take", nargs=2, metavar=("OUT", "NAME"), help="a suite's folder, and its name as evidence")
    parser.add_argument("--bench", nargs=2, metavar=("FILE", "NAME"), help="a bench's print, and its name as evidence")
    asked = parser.parse_args(words)
    if not (asked.tables or asked.take or asked.bench):
        parser.error("say what to do: --tables, --take OUT NAME, or --bench FILE NAME")
    for kept, (source, name) in ((take, asked.take or ("", "")), (keep, asked.bench or ("", ""))):
        if not name:
            continue
        try:
            sys.stdout.write(f"{kept(Path(source), name, EVIDENCE)}\n")
        except EngineError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for path in write_pages():
        sys.stdout.write(f"{path} is drawn anew\n")
    return 0


if __name__ == "__main__":
    sys.exit(carry_out(sys.argv[1:]))
