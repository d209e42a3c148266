"""A monkey at the window: `python -m tests.monkey --minutes 10 --page heads --seed 1`, from the checkout.

Random acts of hand and keys, offscreen, in a home and with projects of its own. Counted is all that no act may do: an
exception that nobody caught, one that background work or a job ended with, a warning of Qt. Memory is measured when it
is warm and at the end. Exit code 1 where anything was counted or memory grew by more than 5 %.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from main import use_checkout

MOST_GROWTH = 0.05


def isolate(home: Path) -> None:
    """Have everything that the studio keeps for a person lie in `home`, before Qt and the studio are loaded."""
    os.environ |= {"HOME": str(home), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    os.environ |= {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1"}
    for name, folder in (
        ("CONFIG", ".config"),
        ("DATA", ".local/share"),
        ("STATE", ".local/state"),
        ("CACHE", ".cache"),
    ):
        os.environ[f"XDG_{name}_HOME"] = str(home / folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the monkey plays")
    parser.add_argument("--acts", type=int, help="it ends after so many; memory is not judged then")
    parser.add_argument(
        "--page", default="all", help="the page it stays on, such as heads; all: it goes where it likes"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", action="store_true", help="carry out the recipe first, so that there is a run to show")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="monkey-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        home.mkdir()
        isolate(home)
        use_checkout()
        from miscount.engine.checkout import import_path

        # what the studio starts is the checkout too
        sys.path.insert(0, str(import_path()))
        os.environ["PYTHONPATH"] = os.pathsep.join([str(import_path()), str(Path(__file__).parents[2])])
        from tests.monkey.play import FEW_SECONDS, play

        found = play(Path(folder), asked.minutes * 60, asked.page, asked.seed, asked.run, asked.acts)
    for kind, (number, words) in found.faults.items():
        sys.stdout.write(f"--- {number} x {kind}\n{words}\n")
    grown = found.growth
    sys.stdout.write(
        f"{found.num_faults} exceptions of {len(found.faults)} kinds in {found.num_acts} acts; memory"
        f" {found.warm_mb:.0f} MB when warm, {found.end_mb:.0f} MB at the end ({100 * grown:+.1f} %)\n"
    )
    if found.loaded:
        sys.stdout.write(f"modules that were loaded while warm: {', '.join(found.loaded[:20])}\n")
    too_much = asked.acts is None and asked.minutes * 60 > FEW_SECONDS and grown > MOST_GROWTH
    return 1 if found.faults or too_much else 0


if __name__ == "__main__":
    # what the studio started may still hold a thread; a monkey does not wait for it
    code = main()
    sys.stdout.flush()
    os._exit(code)
