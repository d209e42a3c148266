"""A disk that is full in the middle of a file: a sentence, nothing half written, and the same command mends it.

Anywhere by a limit on the size of a file; and on a small disk in memory, where the system lets one be mounted.
"""

import os
import shutil
import subprocess

import pytest

from miscount.engine.errors import DatasetError
from miscount.engine.leftovers import PART
from miscount.engine.scenes.maps import map_sums
from tests.faults.kills import CASES, forget, prepared, tree_of


@pytest.mark.parametrize("case", [case for case in CASES if case.name != "suite"], ids=lambda case: case.name)
def test_a_full_disk_is_a_sentence_and_costs_nothing(case, tmp_path, mortals):
    home = prepared(tmp_path / "home")
    ended = mortals.carry_out(case.words(home), home, most_bytes=1500)
    assert ended["signal"] == 0, f"killed by signal {ended['signal']}: {ended['said']}"
    assert ended["code"] in (1, 2)
    assert "File too large" in ended["said"], ended["said"]
    assert "Traceback" not in ended["said"]
    assert not [path for path in home.rglob("*") if PART.match(path.name)]
    case.judge(home, {})
    again = case.mend(home, mortals, 0)
    assert again["code"] == 0, again["said"]


def test_maps_that_found_no_room_say_that_they_are_unfinished(tmp_path, mortals):
    home = prepared(tmp_path / "home")
    ended = mortals.carry_out(("density", f"{home}/scenes", "--out", f"{home}/out"), home, most_bytes=1500)
    assert ended["code"] == 2
    with pytest.raises(DatasetError, match=r"out is unfinished: miscount density was stopped at 0 %.*run it again"):
        map_sums(home / "out")
    assert set(tree_of(home / "out")) == {"UNFINISHED.json", "UNFINISHED.jsonl"}
    other = mortals.carry_out(("density", f"{home}/scenes/train_data", "--out", f"{home}/out"), home)
    assert other["code"] == 2
    assert "is unfinished" in other["said"]


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 16 MB. Skips where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None:
        pytest.skip("there is no mount here, and the limit on the size of files stands for a full disk")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place, free_bytes):
    """Leave so many bytes free on the disk of `place`; the file that takes the others."""
    ballast = place / "ballast"
    with ballast.open("wb") as file:
        about = os.statvfs(place)
        os.posix_fallocate(file.fileno(), 0, about.f_bavail * about.f_frsize - free_bytes)
    return ballast


@pytest.mark.parametrize("share", [0.1, 0.6])
@pytest.mark.parametrize("case", [case for case in CASES if case.name != "suite"], ids=lambda case: case.name)
def test_a_disk_without_room_is_a_sentence_and_costs_nothing(case, share, small_disk, mortals):
    home = prepared(small_disk / "home")
    before = shutil.disk_usage(small_disk).used
    assert mortals.carry_out(case.words(home), home)["code"] == 0
    whole, needed = case.found(home), shutil.disk_usage(small_disk).used - before
    forget(home)
    ballast = fill(small_disk, int(share * needed))
    ended = mortals.carry_out(case.words(home), home)
    assert ended["signal"] == 0, f"killed by signal {ended['signal']}: {ended['said']}"
    assert ended["code"] in (1, 2), ended["said"]
    assert "No space left on device" in ended["said"], ended["said"]
    assert "Traceback" not in ended["said"]
    case.judge(home, whole)
    ballast.unlink()
    again = case.mend(home, mortals, 0)
    assert again["code"] == 0, again["said"]
    assert case.found(home) == whole
