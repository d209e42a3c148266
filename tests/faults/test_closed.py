"""Files and folders that are somebody else's: a sentence, as for whoever is not root."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

import miscount.engine.experiment
import miscount.engine.poison.dataset
import miscount.engine.scenes.synthetic.render  # noqa: F401  all before somebody else would have to read the modules
from miscount.engine import runs
from miscount.engine.cli import main
from tests.faults.kills import prepared

NOBODY = 65_534

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody else"
)


@pytest.fixture
def home(monkeypatch):
    """What is read and written, in a folder that everybody may look into, as another person sees it."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    home = prepared(place / "home")
    shutil.copytree(home / "scenes", home / "closed")
    (home / "w.safetensors").write_bytes(b"weights")
    (home / "runs" / "a").mkdir(parents=True)
    (home / "runs" / "a" / "recipe.yaml").write_text("name: a")
    closed = [home / "w.safetensors", home / "small.yaml", home / "runs" / "a" / "recipe.yaml", home / "closed"]
    for path in (*closed, next(home.glob("scenes/*/images/*.jpg")), sorted(home.glob("scenes/*/*/*.mat"))[-1]):
        path.chmod(0)
    monkeypatch.chdir(home)
    "".encode("utf-8-sig")  # a module, too
    os.seteuid(NOBODY)
    yield home
    os.seteuid(0)
    shutil.rmtree(place)


@pytest.mark.parametrize(("words", "said"), [
    ("scenes check closed", "expected a folder, found Permission denied"),
    ("run small.yaml --out out", "expected a recipe in YAML, found Permission denied"),
    ("evaluate w.safetensors scenes", "w.safetensors cannot be read: Permission denied"),
    ("density scenes --out out", "Permission denied"),
    ("density scenes --out out --skip-broken", "cannot be written to: Permission denied"),
    ("scenes convert scenes out --to csv", "cannot be written to: Permission denied"),
    ("scenes make out --train 1 --test 1", "Permission denied"),
    ("poison tiny.yaml --out out", "Permission denied"),
    ("run tiny.yaml --out out", "cannot be written to: Permission denied"),
])  # fmt: skip
def test_what_is_closed_is_a_sentence(words, said, home, capsys):
    assert main(words.split()) == 2
    assert said in capsys.readouterr().err
    assert not (home / "out").exists()


def test_scenes_of_which_files_are_closed_are_told_and_a_closed_run_is_left_out(home, capsys):
    assert main(["scenes", "check", "scenes"]) == 1
    said = capsys.readouterr().out
    assert said.count("Permission denied") == 2
    assert runs.list_runs(home / "runs") == []
