"""One writer in a folder: the second is told by whom it is held, and what the dead left is swept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from miscount.engine import runs
from miscount.engine.built import built_folder, growing_folder
from miscount.engine.cli import main
from miscount.engine.errors import OutputError
from miscount.engine.events import Finished
from miscount.engine.experiment import run
from miscount.engine.files import write_text
from miscount.engine.leftovers import part_of, sweep
from miscount.engine.recipe import parse
from miscount.engine.unfinished import MARKER, Begun
from tests.faults.kills import RECIPE, prepared

HOLDER = """
import sys
from pathlib import Path
from miscount.engine import runs
from miscount.engine.files import write_atomically
def wait(part):
    part.write_text("half")
    print(part, flush=True)
    sys.stdin.read()
claim = runs.claim_folder(Path(sys.argv[1]), sys.argv[2])
write_atomically(Path(sys.argv[1]) / "half.txt", wait)
"""


@pytest.fixture
def home(tmp_path):
    return prepared(tmp_path / "home")


@pytest.fixture
def recipe(home):
    return parse(RECIPE.replace("SCENES", str(home / "scenes")), [])


@pytest.fixture
def holder(home, recipe):
    words = [sys.executable, "-c", HOLDER, str(home / "out"), recipe.to_yaml()]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.part = process.stdout.readline().strip()
        yield process
        process.kill()


def test_a_second_run_into_a_folder_is_told_who_holds_it(home, recipe, holder, capsys):
    code = main(["run", str(home / "tiny.yaml"), "--out", str(home / "out")])
    assert code == 2
    assert f"is written into by process {holder.pid} on" in capsys.readouterr().err
    with pytest.raises(OutputError, match=f"process {holder.pid}"):
        run(recipe, home / "out")


def test_what_a_killed_run_left_is_swept_and_what_a_living_one_writes_is_not(home, recipe, holder):
    part = Path(holder.part)
    sweep(home / "out")
    assert part.read_text() == "half"
    holder.kill()
    holder.wait()
    events = list(run(recipe, home / "out"))
    assert events[-1] == Finished(out=str(home / "out"))
    assert not part.exists()
    assert not [path.name for path in (home / "out").iterdir() if path.name.startswith(".")]


def test_two_runs_of_one_process_do_not_mix(home, recipe):
    first = run(recipe, home / "out")
    next(first)
    with pytest.raises(OutputError, match=f"written into by process {os.getpid()}"):
        run(recipe, home / "out")
    rest = list(first)
    assert rest[-1] == Finished(out=str(home / "out"))
    logged = list(runs.read_events(home / "out" / runs.EVENTS))
    assert len(logged) == len(rest) + 1
    assert list(run(recipe, home / "out")) == logged


def test_a_refused_suite_lets_go_of_what_it_had_claimed(home, recipe):
    from miscount.engine.experiment import Experiment, carry_out

    claim = runs.claim_folder(home / "b", recipe.to_yaml())
    both = [Experiment(recipe, home / name, home) for name in "ab"]
    with pytest.raises(OutputError, match="b is written into"):
        carry_out(both)
    runs.claim_folder(home / "a", recipe.to_yaml()).let_go()
    claim.let_go()


def test_a_built_folder_is_whole_or_not_there(tmp_path):
    out = tmp_path / "out"

    def stopped():
        with built_folder(out, "a test") as (part, _):
            write_text(part / "one.txt", "one")
            assert (part / MARKER).exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []
    with built_folder(out, "a test") as (part, _):
        write_text(part / "one.txt", "one")
        with built_folder(tmp_path / "other", "a test"):  # a living one beside it is let be
            assert part.exists()
    assert [path.name for path in out.iterdir()] == ["one.txt"]
    with pytest.raises(OutputError, match="not empty"), built_folder(out, "a test"):
        pass


def test_an_empty_folder_that_must_stay_is_filled_where_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inode = tmp_path.stat().st_ino
    with built_folder(tmp_path, "a test") as (part, _):
        assert part.parent == tmp_path
        write_text(part / "in" / "one.txt", "one")
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "one.txt"]
    assert tmp_path.stat().st_ino == inode


def test_a_folder_that_grows_has_one_writer_and_one_purpose(tmp_path):
    with growing_folder(tmp_path, "miscount density", "scenes") as note:
        note(1, 2)
        with (
            pytest.raises(OutputError, match=f"process {os.getpid()}"),
            growing_folder(tmp_path, "miscount density", "scenes"),
        ):
            pass
    assert list(tmp_path.iterdir()) == []
    Begun(tmp_path, "miscount poison")
    with (
        pytest.raises(OutputError, match="miscount poison was stopped"),
        growing_folder(tmp_path, "miscount density", "scenes"),
    ):
        pass


def test_parts_of_a_living_process_are_kept_and_those_of_its_namesake_go(tmp_path):
    own = part_of(tmp_path / "a.json")
    earlier = own.with_name(own.name.replace(own.name.split("-")[2], "0" * 8))
    other_machine = own.with_name(own.name.replace(own.name.split(".")[3].split("-")[0], "f" * 8))
    for path in (own, earlier, other_machine, tmp_path / ".hidden.part"):
        path.touch()
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {own.name, other_machine.name, ".hidden.part"}
