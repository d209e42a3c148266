"""Files and folders that are closed: a sentence, as for whoever is not root."""

import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from miscount.engine import runs
from miscount.engine.cli import main
from miscount.engine.reading import listed
from tests.faults.kills import prepared

_OVERRIDE = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which root reads and writes what is closed: linux/capability.h."""
_VERSION = 0x20080522

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can give its privileges away"
)


@pytest.fixture
def home(monkeypatch):
    """What is read and written, in a folder that cannot be written to, as whoever is not root sees it."""
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
    home.chmod(0o555)
    before = _privileges(~_OVERRIDE)
    yield home
    _privileges(before)
    shutil.rmtree(place)


def _privileges(kept: int) -> int:
    """Keep only those privileges of root that `kept` has as bits, in this thread; returns what there were."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, data) == 0
    before = int(data[0])
    data[0] = data[1] & kept & 0xFFFFFFFF
    assert libc.capset(header, data) == 0
    return before


@pytest.mark.parametrize(("words", "said"), [
    ("scenes check closed", "expected a folder, found Permission denied"),
    ("run small.yaml --out out", "expected a recipe in YAML, found Permission denied"),
    ("evaluate w.safetensors scenes", "w.safetensors cannot be read: Permission denied"),
    ("density scenes --out out", "Permission denied"),
    ("density scenes --out out --skip-broken", "cannot be written: Permission denied"),
    ("scenes convert scenes out --to csv", "cannot be written: Permission denied"),
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


def test_what_lies_in_a_closed_folder_is_not_listed_and_never_raises(home):
    assert listed(home / "closed") is None
    assert listed(home / "nowhere") is None
    assert listed(home / "small.yaml") is None
    assert listed(home / "runs") == (home / "runs" / "a",)
