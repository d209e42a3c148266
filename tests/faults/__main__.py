"""Kills by the hundred: `python -m tests.faults --kills 200 --seed 1`, from the checkout.

Divided over `run`, `suite`, `poison`, `convert`, `density`, `make` and the studio while somebody edits. Exit code 1
where something half written passed for whole, the same command could not mend it, or more than a second of edits was
lost.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import main

main.use_checkout()

LOST_AT_MOST_S = 1.0


def carry_out(num: int, seed: int, only: list[str]) -> int:
    """Kill so many times; the number of programs with a fault."""
    from tests.faults.kills import CASES, Case, Mortals, kill_often
    from tests.studio.document.killed import killed_often

    def edits(place: Path, times: int) -> str:
        total, worst = killed_often(place, times, seed)
        assert worst <= LOST_AT_MOST_S, f"{worst:.3f} s of edits were lost"
        return f"{total} edits, at most {worst:.3f} s of them lost"

    def killed(case: Case) -> Callable[[Path, int], str]:
        return lambda place, times: f"at changes {sorted(kill_often(case, place, times, seed, mortals))}"

    faults, programs = 0, {case.name: killed(case) for case in CASES} | {"studio": edits}
    chosen = [name for name in programs if not only or name in only]
    with tempfile.TemporaryDirectory() as place, Mortals() as mortals:
        for number, name in enumerate(chosen):
            times, began = num // len(chosen) + (number < num % len(chosen)), time.perf_counter()
            try:
                said = programs[name](Path(place) / name, times)
            except AssertionError as fault:
                faults, said = faults + 1, f"FAULT: {fault}"
            each = (time.perf_counter() - began) / max(1, times)
            print(f"{name}: {times} kills, {each:.1f} s each; {said}", flush=True)  # noqa: T201
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[])
    told = parser.parse_args()
    sys.exit(1 if carry_out(told.kills, told.seed, told.only) else 0)
