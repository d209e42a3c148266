"""Kills by the hundred: `python -m tests.faults --kills 200 --seed 1`, from the checkout.

Divided over `run`, `suite`, `poison`, `convert`, `density` and `make`. Exit code 1 where something half written passed
for whole, or the same command could not mend it.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import main

main.use_checkout()


def carry_out(num: int, seed: int, only: list[str]) -> int:
    """Kill so many times; the number of cases with a fault."""
    from tests.faults.kills import CASES, Fault, Mortals, kill_often

    chosen = [case for case in CASES if not only or case.name in only]
    faults = 0
    with tempfile.TemporaryDirectory() as place, Mortals() as mortals:
        for number, case in enumerate(chosen):
            times = num // len(chosen) + (number < num % len(chosen))
            survived: list[int] = []
            try:
                survived.extend(kill_often(case, Path(place), times, seed, mortals))
                print(f"{case.name}: {len(survived)} kills, at changes {sorted(survived)}", flush=True)  # noqa: T201
            except Fault as fault:
                faults += 1
                print(f"{case.name}: after {len(survived)} kills {fault}", flush=True)  # noqa: T201
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[])
    told = parser.parse_args()
    sys.exit(1 if carry_out(told.kills, told.seed, told.only) else 0)
