"""What a command prints, of a training the error of the weights that are kept, and where nobody can read it."""

import errno
import io
import os
import subprocess
import sys
from contextlib import suppress

import pytest

from miscount.engine import runs
from miscount.engine.cli import main
from miscount.engine.cli.screen import reporting, say
from miscount.engine.events import EpochDone, Kept, StageDone, StageStarted
from tests.engine.cli.conftest import TINY
from tests.places import ROOT


def test_the_printed_mae_is_that_of_the_kept_weights(capsys):
    """68.07 was printed, of the last epoch, where the weights of 56.30 were kept."""
    with reporting() as report:
        report(StageStarted("twin", 1, 2))
        for epoch, mae in enumerate((90.0, 56.3, 68.07), start=1):
            report(EpochDone("twin", epoch, 3, 0.1, mae, mae))
        report(StageDone("twin", 2.0))
    assert capsys.readouterr().out == "[1/2] twin: 2.0 s, validation MAE 56.30\n"


def test_a_training_that_begins_anew_forgets_the_one_before():
    first = Kept().after(1, 3.0).after(2, 1.0)
    assert first.mae == 1.0
    assert first.after(1, 5.0).mae == 5.0
    assert first.after(3, 2.0).after(2, 4.0).mae == 3.0, "told again after a stop"
    assert Kept().mae is None


@pytest.mark.parametrize("words", ["run r.yaml", "sweep r.yaml --seeds 0", "suite s.yaml"])
def test_work_goes_on_when_nobody_reads_its_progress(words, deaf, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(TINY)
    (tmp_path / "s.yaml").write_text("name: s\nbase: r.yaml\nseeds: [0]\n")
    with deaf():
        assert main([*words.split(), "--engine", "serial", "--out", "out"]) == 0
    (found,) = [tmp_path / "out"] if words.startswith("run") else runs_in(tmp_path / "out")
    assert runs.open_run(found).status == "done"


def runs_in(folder):
    return [run.folder for run in runs.list_runs(folder)]


@pytest.mark.parametrize("words", [["list", "triggers"], ["list", "triggers", "--json"], ["run", "--help"]])
def test_what_cannot_be_printed_is_a_sentence(words, capsys):
    class Full(io.RawIOBase):
        def writable(self):
            return True

        def write(self, _content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    full, kept = io.TextIOWrapper(io.BufferedWriter(Full()), encoding="utf-8"), sys.stdout
    sys.stdout = full
    try:
        code = main(words)
        sys.stdout.close()
    finally:
        sys.stdout = kept
    with suppress(OSError):
        full.close()
    assert code == 2
    said = "What was asked for could not be printed: No space left on device.\n"
    assert capsys.readouterr().err == said


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes streams")
@pytest.mark.parametrize(("closed", "words", "code"), [
    (">&-", "list labels", 0), ("2>&-", "list excuses", 2), ("<&-", "run -", 2),
])  # fmt: skip
def test_a_stream_that_a_shell_closes_is_no_fault(closed, words, code):
    program = "import sys; from miscount.engine.cli import main; sys.exit(main(sys.argv[1:]))"
    command = f'"$0" -c "$1" {words} {closed}'
    done = subprocess.run(["sh", "-c", command, sys.executable, program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_name_that_is_no_text_is_printed_on_a_strict_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdout", out := io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="strict"))
    say(os.fsdecode(b"\xff.jpg"))
    out.flush()
    assert out.buffer.getvalue() == b"\\udcff.jpg\n"
