"""How right the window's time left was, moment by moment, of a run that has ended.

    python tests/benchmarks/time_left.py EARLIER RUN [--csv FILE]

EARLIER is a run from whose stages the times are known, RUN one in another parent folder that knew nothing of its own.
The events of RUN are replayed by their times to what the window itself asks once a second. Not asserted: the share of
the last two thirds within a factor of 1.5 is printed.
"""

import argparse
import csv
import sys
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from main import use_checkout

if __name__ == "__main__":
    use_checkout()

from miscount.engine.experiment.forecast import measured
from miscount.engine.experiment.store import Store
from miscount.engine.runs.event_log import read_stamped
from miscount.studio.runs.run_state import RunState, after
from miscount.studio.runs.time_left import TimeLeft

WITHIN = 1.5


def replayed(earlier, run):
    """(seconds since it began, seconds told or None, seconds that were left) at each second of `run`."""
    time_left, state = TimeLeft(*measured(Store.beside(earlier))), RunState()
    stamped = [(at, event) for at, event in read_stamped(run / "events.jsonl") if at is not None]
    began, ended = stamped[0][0], stamped[-1][0]
    asked = 0.0
    for at, event in chain(stamped, [(ended + 1, None)]):
        while asked <= min(at, ended) - began:
            time_left.look(asked, state)
            told = time_left.left(state)
            yield asked, told, ended - began - asked
            asked += 1.0
        if event is not None:
            state = after(state, [event])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("earlier", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--csv", type=Path)
    asked = parser.parse_args()
    if asked.earlier.resolve().parent == asked.run.resolve().parent:
        sys.exit("the runs lie beside each other, so that the first would know what the second took")
    moments = list(replayed(asked.earlier, asked.run))
    whole = moments[-1][0]
    for tenth in range(10):
        at, told, left = moments[min(len(moments) - 1, round(tenth * whole / 10))]
        print(f"{at:7.0f} s  left {left:7.0f} s  told {'-' if told is None else f'{told:7.0f} s, {told / left:.2f}'}")
    late = [(told, left) for at, told, left in moments if at > whole / 3 and left > 1]
    ratios = [max(told / left, left / told) for told, left in late if told]
    good = sum(ratio <= WITHIN for ratio in ratios)
    print(f"last two thirds: told at {len(ratios)} of {len(late)} seconds, within {WITHIN} at {good}")
    if asked.csv:
        with asked.csv.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("elapsed_s", "told_s", "left_s"), *moments])


if __name__ == "__main__":
    main()
