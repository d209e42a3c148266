"""Editors that are killed at random moments, and what of their work is there again."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

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

    def ask(self, *words: object) -> None:
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def hear(self, *wanted: str) -> str:
        """The next line of which the first word is wanted; others, such as of an editor that is gone, are passed."""
        for line in self.process.stdout:
            if line.split()[0] in wanted:
                return line.strip()
        raise AssertionError(f"the editors ended before they said {' or '.join(wanted)}")

    def edit(self, project: Path, seed: int, log: Path, num_edits: int) -> None:
        """Have a project edited, and kill the editor when it has told of so many edits."""
        self.ask("edit", project, seed, log)
        pid = None
        while True:  # the pid is said by the parent of the editor, whenever it has its turn
            word, *rest = self.process.stdout.readline().split()
            assert word != "failed", log.read_text()
            pid = int(word) if word.isdigit() else pid
            if pid is not None and word == "edit" and int(rest[0]) >= num_edits:
                break
        os.kill(pid, signal.SIGKILL)
        self.ask("bury", pid)
        self.hear("gone")

    def look(self, project: Path, found: Path) -> tuple[str, str]:
        """(state, what was said) of the project as it is opened again."""
        self.ask("look", project, found)
        self.hear("done")
        state, said = found.read_text().splitlines()[:2]
        return state, said

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


def edits_of(log: Path) -> tuple[list[tuple[float, str]], int]:
    """(when, state) before the first edit and of each that was told, and how many of them are on the disk for sure."""
    lines = [line.split() for line in log.read_text().splitlines()]
    edits = [(float(line[1]), line[2]) for line in lines if len(line) == 3 and len(line[2]) == 16]
    return edits, max((int(line[0]) for line in lines if line[1:] == ["safe"]), default=0)


def killed_often(tmp_path: Path, times: int, seed: int = 0) -> tuple[int, float]:
    """(edits in all, the most seconds that were lost) over so many kills of one project that lives on.

    Raises AssertionError where an edit is lost that was on the disk.
    """
    project, editors, rng = make_project(tmp_path), Editors(tmp_path / "home"), random.Random(seed)
    total, worst = 0, 0.0
    try:
        for number in range(times):
            log = tmp_path / f"edits{number}"
            editors.edit(project, number, log, rng.randint(1, 200))
            edits, num_safe = edits_of(log)
            total += len(edits) - 1
            state, said = editors.look(project, tmp_path / f"found{number}")
            assert not state.startswith("failed"), state
            assert "not recovered" not in said, said
            known = [place for place, (_, there) in enumerate(edits) if there == state]
            assert known, f"the state after kill {number} is none that was ever there"
            assert known[-1] >= num_safe, f"kill {number} lost an edit that was on the disk"
            worst = max(worst, edits[-1][0] - edits[known[-1]][0])
    finally:
        editors.close()
    return total, worst
