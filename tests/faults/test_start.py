"""A stop in the first moment: exit code 130 and a word, whatever is being imported."""

import signal
import subprocess
import sys

import pytest

from tests.places import ROOT

STOPPED = """
import os, runpy, sys
number, module = int(sys.argv[1]), sys.argv[2]
def hear(event, about):
    if event == "import" and about[0] == module:
        os.kill(os.getpid(), number)
sys.addaudithook(hear)
sys.argv = ["main.py", *sys.argv[3:]]
sys.path.insert(0, os.getcwd())
runpy.run_path("main.py", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal from outside ends a process of Windows at once")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
@pytest.mark.parametrize(("module", "words"), [
    ("typer", ["--help"]), ("miscount.engine.cli", ["list", "triggers"]),
    ("pydantic", ["list", "triggers"]), ("torch", ["demo", "--out", "never"]),
])  # fmt: skip
def test_a_stop_while_modules_load_is_130_without_a_traceback(number, module, words):
    done = subprocess.run([sys.executable, "-c", STOPPED, str(int(number)), module, *words], cwd=ROOT,
                          capture_output=True, text=True)  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Cancelled.\n")
    assert not (ROOT / "never").exists()
