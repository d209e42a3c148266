"""What a person waits for, each beside its limit or a peer that is measured in the same run.

A ratio of two things of one run says the same on a quick machine, a slow one and a busy one; milliseconds do not.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .bench import Row

MOST_RUNS = 3


def rows() -> Iterator[Row]:
    """Every row, as it is measured."""
    yield from _imports()


def _imports() -> Iterator[Row]:
    """Processor seconds of starting a command, beside `import torch` alone, below which what computes cannot start."""
    torch_s = _started("-c", "import torch")
    peer = f"import torch alone: {torch_s:.2f} s"
    main = str(Path(sys.modules["miscount"].__file__ or "").with_name("main.py"))
    for name, what, words, goal in (
        ("start_help", "miscount run --help", (main, "run", "--help"), 0.3),
        ("start_list", "miscount list triggers", (main, "list", "triggers"), 0.5),
        ("start_doctor", "miscount doctor --json", (main, "doctor", "--json"), 1.5),
        ("start_run", "all that miscount run imports before its first stage", ("-c", _RUN.format(main=main)), 1.5),
    ):
        seconds = _started(*words)
        yield Row(f"{name}_over_torch", f"processor time of {what}", seconds / torch_s, "x", MOST_RUNS, goal, peer)


_RUN = "import runpy; runpy.run_path({main!r})['use_checkout'](); import miscount.engine.experiment"


def _started(*words: str) -> float:
    """The least processor seconds of Python on `words`; seconds where the system does not count children's."""
    taken = []
    for _ in range(MOST_RUNS):
        began, before = time.perf_counter(), _of_children()
        subprocess.run([sys.executable, *words], check=False, capture_output=True)
        taken.append(_of_children() - before or time.perf_counter() - began)
    return min(taken)


def _of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system
