"""Damaged files by the thousand: `python -m tests.fuzz --n 10000 --seed 1 2 3`, from the checkout.

Cases run in another process, so that one that kills it is found and the others go on. What a fault was found in is
kept in `--keep`. Exit code 1 where there is one.
"""

import argparse
import json
import os
import selectors
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
NOT_MADE = 3
SILENCE_S = 600
"""A process that has said nothing for so long hangs where no alarm reaches it; on a busy machine it starts slowly."""
MOST_KEPT = 2**28
"""Bytes of a damaged file that is kept."""


@dataclass(frozen=True)
class Fault:
    """A case that went wrong: which, of which reader, how."""

    seed: int
    number: int
    reader: str
    file: str
    how: str

    @property
    def kind(self) -> str:
        """What faults of one cause have in common."""
        lines = [line for line in self.how.strip().splitlines() if line.strip()]
        places = [line.strip() for line in lines if line.strip().startswith("File")]
        return f"{self.reader}: {(lines or ['?'])[-1][:100]} at {(places or ['?'])[-1][-90:]}"


@dataclass
class Peak:
    """The most bytes of memory that a process had, and the case after which it had them first."""

    num_bytes: int = 0
    case: str = ""

    def hear(self, num_bytes: int, case: str) -> None:
        if num_bytes > self.num_bytes:
            self.num_bytes, self.case = num_bytes, case

    def __str__(self) -> str:
        return f"peak {self.num_bytes / 2**30:.2f} GB after {self.case}"


def faults(seed: int, num: int, keep: Path | None, peak: Peak | None = None, only: str = "") -> Iterator[Fault]:
    """The faults of `num` cases; a process that dies is begun again after the case that it died of.

    `peak` hears the memory that cases tell; `only` is part of the names of the readers.
    """
    begin, peak = 0, peak or Peak()
    while begin < num:
        last: dict[str, Any] = {"number": begin, "reader": "start", "file": ""}
        with _start(seed, begin, num, only) as worker:
            for said in _lines(worker):
                if said.get("fault"):
                    yield _kept(Fault(seed, said["number"], said["reader"], said["file"], said["fault"]), keep)
                last = said
                peak.hear(said.get("peak", 0), f"case {seed}/{said['number']}, {said['reader']}")
            code = worker.wait()
        if code == NOT_MADE:
            raise RuntimeError(f"no good files could be made for a reader, after {last}")
        if code == 0 and last["number"] == num - 1:
            return
        yield _kept(Fault(seed, last["number"], last["reader"], last["file"], f"the process ended with {code}"), keep)
        begin = last["number"] + 1


def _start(seed: int, begin: int, end: int, only: str) -> "subprocess.Popen[bytes]":
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.fuzz.worker", str(seed), str(begin), str(end), only]
    return subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE)


def _lines(worker: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    """What the process says; it is killed where it says nothing for long."""
    assert worker.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(worker.stdout, selectors.EVENT_READ)
        rest = b""
        while True:
            if not selector.select(SILENCE_S):
                worker.kill()
                return
            piece = _read(worker.stdout)
            if not piece:
                return
            *whole, rest = (rest + piece).split(b"\n")
            yield from map(json.loads, whole)


def _read(pipe: IO[bytes]) -> bytes:
    return os.read(pipe.fileno(), 2**16)


def _kept(fault: Fault, keep: Path | None) -> Fault:
    if keep is not None and fault.file:
        keep.mkdir(parents=True, exist_ok=True)
        name = f"{fault.reader.replace(' ', '_')}_{fault.seed}_{fault.number}"
        with suppress(OSError):  # it may be a link to what cannot be read
            if Path(fault.file).is_file() and Path(fault.file).stat().st_size < MOST_KEPT:
                shutil.copyfile(fault.file, keep / f"{name}{Path(fault.file).suffix}")
        (keep / f"{name}.txt").write_text(fault.how, encoding="utf-8")
    return fault


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000, help="cases of each seed")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="where damaged files are kept")
    parser.add_argument("--only", default="", help="readers whose names contain this, such as weights")
    asked = parser.parse_args()
    found: Counter[str] = Counter()
    peak = Peak()
    for seed in asked.seed:
        for fault in faults(seed, asked.n, asked.keep, peak, asked.only):
            found[fault.kind] += 1
            if found[fault.kind] == 1:
                sys.stdout.write(f"--- {fault.reader}, case {seed}/{fault.number}, {fault.file}\n{fault.how}\n")
    for kind, number in found.most_common():
        sys.stdout.write(f"{number:6}  {kind}\n")
    num = asked.n * len(asked.seed)
    sys.stdout.write(f"{sum(found.values())} faults of {len(found)} kinds in {num} cases; {peak}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
