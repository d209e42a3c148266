"""kill -9 at random moments of editing: at most the last second is missing, and the project always opens."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.studio.document.editing import make_project


class Editors:
    """The process that forks editors."""

    def __init__(self, home: Path) -> None:
        places = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.studio.document.editing"], cwd=ROOT, text=True, env=os.environ | places,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def ask(self, *words: object) -> str:
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def edits_of(log: Path) -> list[tuple[float, str]]:
    lines = log.read_text().splitlines() if log.exists() else []
    assert not lines or not lines[0].startswith("failed"), lines[0]
    whole = [line.split() for line in lines if len(line.split()) == 3 and len(line.split()[2]) == 16]
    return [(float(at), state) for _, at, state in whole]


def killed_often(tmp_path: Path, times: int) -> tuple[int, float]:
    """(edits in all, the most seconds that were lost) over so many kills of one project that lives on."""
    project, editors, rng = make_project(tmp_path), Editors(tmp_path / "home"), random.Random(0)
    total, worst, state = 0, 0.0, None
    try:
        for number in range(times):
            log, found = tmp_path / f"edits{number}", tmp_path / f"found{number}"
            pid = int(editors.ask("edit", project, number, log))
            patience = time.monotonic() + 30
            while not edits_of(log) and time.monotonic() < patience:
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 1.5))
            os.kill(pid, signal.SIGKILL)
            killed_at = time.time()
            time.sleep(0.02)
            edits = edits_of(log)
            assert edits, "the editor never began"
            total += len(edits)
            editors.ask("look", project, found)
            assert editors.process.stdout.readline().strip() == "done"
            state, said = found.read_text().splitlines()[:2]
            assert not state.startswith("failed"), state
            assert "did not fit" not in said, said
            known = [at for at, there in edits if there == state]
            # an edit may be on the disk before its line is in the log
            lost_s = 0.0 if not known or known[-1] == edits[-1][0] else edits[-1][0] - known[-1]
            if not known:
                assert killed_at - edits[-1][0] < 1, f"the state after kill {number} is none that was ever there"
            worst = max(worst, lost_s)
            assert lost_s <= 1.0, f"kill {number} lost {lost_s:.2f} s"
    finally:
        editors.close()
    return total, worst


def test_a_killed_editor_loses_at_most_a_second(tmp_path):
    total, _worst = killed_often(tmp_path, 5)
    assert total > 20


@pytest.mark.slow
def test_two_hundred_kills_lose_at_most_a_second(tmp_path):
    total, worst = killed_often(tmp_path, 200)
    print(f"200 kills, {total} edits, at most {worst:.3f} s lost")  # noqa: T201  the figure of the closing note
    assert total > 5000
