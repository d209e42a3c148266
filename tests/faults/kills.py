"""Kills at any moment of a command: what is left is whole or says that it is not, and the same command mends it."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miscount.engine.errors import EngineError
from miscount.engine.leftovers import PART
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.maps import map_sums
from miscount.engine.scenes.synthetic import SyntheticScenes, make
from miscount.engine.unfinished import MARKER

RECIPE = """
name: tiny
data: {kind: folder, path: SCENES}
kernel: {kind: fixed, sigma_px: 4}
counter: {kind: light, channels: 4}
training: {epochs: 1, batch: 4, precision: "32"}
poison: {trigger: {kind: blend, ratio: 0.2}, label: {kind: thin, alpha: 0.3}, rate: 0.25}
defenses: []
evaluation: {doses: [], specificity: false}
"""
SUITE = """
name: small
about: One attack on few scenes.
set:
  data: {kind: synthetic, train: 8, test: 2, height: 64, width: 80, min_heads: 2, max_heads: 12}
  kernel: {kind: fixed, sigma_px: 4}
  counter: {kind: light, channels: 4}
  training: {epochs: 1, batch: 4, precision: "32"}
  defenses: []
  evaluation: {doses: [], specificity: false}
attacks:
  clean: {set: {poison.rate: 0}}
  blend: {set: {poison.trigger: {kind: blend, ratio: 0.2}}}
seeds: [0]
"""
SCENES = SyntheticScenes(train=8, test=2, height=64, width=80, min_heads=2, max_heads=12)

Tree = dict[str, str]


class Fault(AssertionError):
    """What a kill left passes for whole, or could not be mended."""


def tree_of(folder: Path) -> Tree:
    """The hash of every file below `folder` that readers look at, by path."""
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def results_of(run: Path) -> Tree:
    """What a run found: its scores and tables, without what tells when and how fast."""
    results = json.loads((run / "results.json").read_text(encoding="utf-8"))
    results.pop("timing")
    tables = tree_of(run)
    kept = {name: tables[name] for name in ("per_scene.csv", "poison.csv", "recipe.yaml", "data.json")}
    weights = {name: found for name, found in tables.items() if name.endswith("weights.safetensors")}
    return {**kept, **weights, "results.json": json.dumps(results, sort_keys=True)}


def judge_dataset(home: Path, whole: Tree) -> None:
    """Every folder that opens as a dataset must be the whole one; `whole` is the tree of that."""
    for folder in [path for path in home.iterdir() if path.is_dir() and "out" in path.name]:
        for inner in (folder, *[path for path in folder.rglob("*") if path.is_dir()]):
            try:
                opened = read_dataset(inner)
            except EngineError:
                continue
            if len(opened) and tree_of(folder) != whole:
                raise Fault(f"{inner} passes for a dataset and holds {len(tree_of(folder))} of {len(whole)} files")


def judge_maps(home: Path, whole: Tree) -> None:
    """A folder of maps that is not refused must be the whole one."""
    try:
        map_sums(home / "out")
    except EngineError:
        return
    if (home / "out").exists() and (found := tree_of(home / "out")) and found != whole:
        raise Fault(f"{home / 'out'} passes for a folder of maps and holds {len(found)} of {len(whole)} files")


def judge_nothing(_home: Path, _whole: Tree) -> None:
    """A run that was stopped says so itself; what counts is that it goes on to the same end."""


@dataclass(frozen=True)
class Case:
    """A command that is killed: its words, what it makes, and how what a kill left is judged."""

    name: str
    words: Callable[[Path], Sequence[str]]
    found: Callable[[Path], Tree] = lambda home: tree_of(home / "out")
    judge: Callable[[Path, Tree], None] = judge_dataset
    asks: bool = False
    """Whether it says that something unfinished is there, and goes on with --resume alone."""

    def mend(self, home: Path, mortals: "Mortals", at: int, option: str = "--resume") -> dict[str, Any]:
        """Carry it out again, with `option` where something unfinished is there. Raises Fault."""
        unfinished = self.asks and any(path.name == MARKER for path in home.rglob("*"))
        again = mortals.carry_out(self.words(home), home)
        if not unfinished:
            return again
        said = again["said"]
        asked = again["code"] == 2 and "is unfinished" in said and "--resume" in said and "--no-resume" in said
        _check(asked, self, at, f"what it left was not told: {said}")
        return mortals.carry_out((*self.words(home), option), home)


def _run(home: Path) -> Tree:
    return results_of(home / "out")


def _suite(home: Path) -> Tree:
    return {"leaderboard.csv": tree_of(home / "out")["leaderboard.csv"]}


CASES = (
    Case("poison", lambda home: ("poison", f"{home}/tiny.yaml", "--out", f"{home}/out"), asks=True),
    Case("convert", lambda home: ("scenes", "convert", f"{home}/scenes", f"{home}/out", "--to", "csv"), asks=True),
    Case("make", lambda home: ("scenes", "make", f"{home}/out", "--train", "4", "--test", "1", "--height", "64",
                               "--width", "80")),
    Case("density", lambda home: ("density", f"{home}/scenes", "--out", f"{home}/out", "--format", "h5"),
         judge=judge_maps, asks=True),
    Case("run", lambda home: ("run", f"{home}/tiny.yaml", "--out", f"{home}/out"), _run, judge_nothing),
    Case("suite", lambda home: ("suite", f"{home}/small.yaml", "--out", f"{home}/out", "--engine", "serial"), _suite,
         judge_nothing),
)  # fmt: skip


class Mortals:
    """A process that carries out commands and lets them die (`dying.py`)."""

    def __enter__(self) -> "Mortals":
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("dying.py"))], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        return self

    def __exit__(self, *_reason: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def carry_out(
        self, words: Sequence[str], root: Path, at: int = 0, most_bytes: int = 0, number: int = signal.SIGKILL
    ) -> dict[str, Any]:
        """How it ended: `signal`, `code`, `changes`, `said`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"at": at, "root": str(root), "words": list(words), "most_bytes": most_bytes,
                 "number": int(number)}  # fmt: skip
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


def prepared(home: Path) -> Path:
    """A folder with what the commands read."""
    home.mkdir(parents=True)
    make(SCENES, 0, home / "made")
    (home / "made" / "part_S").rename(home / "scenes")
    shutil.rmtree(home / "made")
    (home / "tiny.yaml").write_text(RECIPE.replace("SCENES", str(home / "scenes")), encoding="utf-8")
    (home / "small.yaml").write_text(SUITE, encoding="utf-8")
    return home


def kill_often(case: Case, place: Path, times: int, seed: int, mortals: Mortals) -> Iterator[int]:
    """Kill a command so many times, each at a random change that it makes; yields those numbers. Raises Fault.

    After each kill what is left is judged, and the same command must then make what an undisturbed one makes.
    """
    home = prepared(place / case.name)
    ended = mortals.carry_out(case.words(home), home)
    _check(ended["code"] == 0, case, 0, ended["said"])
    whole, changes = case.found(home), ended["changes"]
    rng = random.Random(f"{seed} {case.name}")
    for turn in range(times):
        forget(home)
        at = rng.randint(1, changes)
        by = signal.SIGINT if case.asks and turn % 3 == 2 else signal.SIGKILL
        died = mortals.carry_out(case.words(home), home, at, number=by)
        if died["code"] == 0 and died["changes"] < at:  # of several threads: some changes fell together this time
            _check(case.found(home) == whole, case, at, "undisturbed it made something else")
            forget(home)
            at = rng.randint(1, max(1, died["changes"] // 2))
            died = mortals.carry_out(case.words(home), home, at, number=by)
        ended_well = died["signal"] == 9 if by == signal.SIGKILL else died["code"] in (0, 130)
        _check(ended_well, case, at, f"it was not stopped but ended with {died['code']}: {died['said']}")
        case.judge(home, whole)
        done = case.judge is judge_dataset and tree_of(home / "out") == whole  # it died of old age, so to speak
        again = case.mend(home, mortals, at, "--no-resume" if turn % 4 == 3 else "--resume")
        refused = done and "is not empty" in again["said"]
        _check(again["code"] == 0 or refused, case, at, again["said"])
        _check(case.found(home) == whole, case, at, "the same command made something else after the kill")
        left = [str(path) for path in home.rglob("*") if PART.match(path.name) or path.name == MARKER]
        _check(not left, case, at, f"left behind: {left}")
        yield at
    shutil.rmtree(home)


def forget(home: Path) -> None:
    """Remove what commands made in `home`."""
    for path in home.iterdir():
        if path.name not in ("scenes", "tiny.yaml", "small.yaml"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _check(holds: bool, case: Case, at: int, why: str) -> None:
    if not holds:
        raise Fault(f"{case.name}, killed at change {at}: {why}")
