"""A refactoring shows equal numbers: three recipes at two seeds, their losses and results.json told by hash.

    python tests/regression/same_numbers.py make OUT           carry them out in OUT, one thread each, two at a time
    python tests/regression/same_numbers.py hash OUT           print a hash for each run in OUT
    python tests/regression/same_numbers.py compare A B        exit 1 where a run of A and its namesake in B differ

`make` uses the checkout that the script lies in. Run it in a checkout of before and in one of after, on one machine:
the last bits of a result depend on its processor, on the versions of libraries and on the number of threads.
"""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECIPES, SEEDS = ("quickstart", "detect_poison", "satba"), (0, 1)


def make(out: Path) -> None:
    """Carry out every recipe; the seeds beside each other, the recipes of a seed one after the other."""

    def of_seed(seed: int) -> None:
        for name in RECIPES:
            words = ["run", f"projects/{name}", "--out", str(out / f"{name}-{seed}"), "--set", f"seed={seed}"]
            subprocess.run(
                [sys.executable, "main.py", *words], cwd=ROOT, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
            )

    with ThreadPoolExecutor(len(SEEDS)) as pool:
        list(pool.map(of_seed, SEEDS))


def hashes(run: Path) -> dict[str, str]:
    """The hash of a run's results.json, seconds apart, and that of its losses in order of stage and step."""
    results = json.loads((run / "results.json").read_text(encoding="utf-8"))
    results.pop("timing")
    losses = []
    for line in (run / "events.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["event"] == "StepDone":
            losses.append((event["stage"], event["loss"]))
    return {"results": _hash(results), "losses": _hash(sorted(losses, key=lambda one: one[0]))}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def named(out: Path) -> dict[str, dict[str, str]]:
    """The hashes of every finished run in a folder, by its name."""
    return {path.parent.name: hashes(path.parent) for path in sorted(out.glob("*/results.json"))}


def main(words: list[str]) -> int:
    """Do what the command line says; the exit code."""
    match words:
        case ["make", out]:
            make(Path(out).resolve())
        case ["hash", out]:
            print(json.dumps(named(Path(out)), indent=2))
        case ["compare", one, other]:
            before, after = named(Path(one)), named(Path(other))
            for name in sorted(before.keys() & after.keys()):
                print(f"{name}: {'equal' if before[name] == after[name] else 'DIFFERENT'} {before[name]}")
            missing = sorted(before.keys() ^ after.keys())
            print(*(f"{name}: only in one of them" for name in missing), sep="\n")
            return int(bool(missing) or before != after)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
