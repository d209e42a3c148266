"""A suite whose driver is killed goes on: what was finished is not made again, and the tables are the same."""

import os
import random
import signal
import subprocess
import sys

import pytest

from miscount.engine import runs
from miscount.engine.cli import main
from miscount.engine.events import StageStarted
from miscount.engine.experiment.store import FOLDER, Store, keys_of
from tests.engine.suites.test_suites import SUITE
from tests.places import ROOT

QUIET = SUITE.replace("detectors: [{kind: frequency}]\n", "").replace("training: {epochs: 1,", "training: {epochs: 4,")


def started(file, out):
    words = [sys.executable, "-u", "main.py", "suite", str(file), "--out", str(out), "--engine", "local", "--jobs", "2",
             "--threads", "1"]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(words, cwd=ROOT, start_new_session=True, **quiet)


def finished_stages(out):
    """The finished stages of the store, each with the file that a stage made anew would replace."""
    store = Store(out.parent / FOLDER)
    return {record["key"]: (store.root / record["key"] / "stage.json").stat().st_ino for record in store.records()}


def made_by(out):
    """The keys of the stages that the runs of a suite made themselves."""
    found = []
    for log in out.glob("*/events.jsonl"):
        keys = keys_of(log.parent)
        for event in runs.read_events(log):
            if isinstance(event, StageStarted) and not event.reused and event.stage in keys and event.stage != "data":
                found.append(keys[event.stage])
    return found


def size_of_logs(out):
    return sum(path.stat().st_size for path in out.rglob("events.jsonl"))


def killed_often(file, out, times, seed):
    """Kill the driver so many times, each some bytes of events later; returns what was finished at each kill."""
    rng, seen = random.Random(seed), []
    for _ in range(times):
        wanted = size_of_logs(out) + rng.randint(1, 12_000)
        driver = started(file, out)
        while driver.poll() is None and size_of_logs(out) < wanted:
            try:
                driver.wait(0.02)  # a look at files, not at the clock: whenever it comes, the kill is at some moment
            except subprocess.TimeoutExpired:
                continue
        if driver.poll() is None:
            os.killpg(driver.pid, signal.SIGKILL) if rng.random() < 0.5 else driver.send_signal(signal.SIGKILL)
        driver.wait()
        seen.append(finished_stages(out))
    return seen


ONE_SEED = QUIET.replace("seeds: [0, 1]", "seeds: [0]")


def check(tmp_path, suite, times, seed):
    file = tmp_path / "small.yaml"
    file.write_text(suite)
    whole, out = tmp_path / "whole" / "suite", tmp_path / "killed" / "suite"
    assert main(["suite", str(file), "--out", str(whole), "--engine", "serial", "--threads", "1"]) == 0
    out.mkdir(parents=True)
    seen = killed_often(file, out, times, seed)
    assert started(file, out).wait() == 0
    last = finished_stages(out)
    for at_kill in seen:
        assert at_kill.items() <= last.items(), "a finished stage was made again"
    assert (out / "leaderboard.csv").read_bytes() == (whole / "leaderboard.csv").read_bytes()
    assert set(last) == set(finished_stages(whole))
    return seen


def test_a_suite_whose_driver_is_killed_goes_on_to_the_same_tables(tmp_path):
    check(tmp_path, ONE_SEED, 1, seed=0)


@pytest.mark.slow
def test_ten_kills_change_nothing(tmp_path):
    seen = check(tmp_path, QUIET, 10, seed=1)
    print([len(stages) for stages in seen])  # noqa: T201  finished stages at each kill, for the closing note


def test_two_suites_at_once_make_each_stage_once(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(ONE_SEED)
    # beside each other in one folder of runs, whose store they share
    both = [started(file, tmp_path / "runs" / name) for name in ("one", "two")]
    assert [driver.wait() for driver in both] == [0, 0]
    # every stage of the graph was carried out by one of the two, and taken over by the other
    made = [stage for name in ("one", "two") for stage in made_by(tmp_path / "runs" / name)]
    assert len(made) == len(set(made)) > 0
    tables = [(tmp_path / "runs" / name / "leaderboard.csv").read_bytes() for name in ("one", "two")]
    assert tables[0] == tables[1]
