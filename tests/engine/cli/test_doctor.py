"""The doctor: known-bad pairs, folders, and a clean bill here."""

import json
import os
import sys

import pytest

from miscount.engine.cli.doctor import NEEDED, Examination, bad_pairs, examine, writable


@pytest.mark.parametrize(
    ("python", "installed", "named"),
    [
        ((3, 11), {"pyside6-essentials": "6.12.0"}, "aborts Python 3.11"),
        ((3, 10), {"pyside6-essentials": "6.13.1"}, "aborts Python 3.10"),
        ((3, 13), {"pyside6-essentials": "6.9.1"}, "6.10.3"),
        ((3, 13), {"pyside6-essentials": "6.11.0"}, "6.10.3"),
        ((3, 11), {"pyside6-essentials": "6.11.1"}, "6.10.3"),
        ((3, 11), {"pyside6-essentials": "6.10.3", "opencv-python": "4.10.0"}, "opencv-python-headless"),
    ],
)
def test_known_bad_pairs_are_named_with_what_to_do(python, installed, named):
    (problem,) = bad_pairs(python, installed)
    assert named in problem.sentence


@pytest.mark.parametrize(
    ("python", "installed"),
    [
        ((3, 11), {"pyside6-essentials": "6.10.3", "opencv-python-headless": "5.0.0.93"}),
        ((3, 12), {"pyside6-essentials": "6.12.0"}),
        ((3, 11), {"pyside6-essentials": "6.11.2"}),
        ((3, 11), {}),
    ],
)
def test_good_pairs_are_let_be(python, installed):
    assert bad_pairs(python, installed) == []


def test_this_machine_is_well():
    found = examine()
    assert found.problems == ()
    assert found.ok
    assert set(NEEDED) <= set(found.versions)
    assert all(found.versions.values())
    assert found.device.startswith("CPU") or "CUDA" in found.device
    assert {state.purpose for state in found.folders} == {"settings", "data", "cache", "current"}
    assert all(feature.available or feature.missing for feature in found.features)
    assert json.loads(json.dumps(found.to_json()))["ok"] is True


def test_looking_at_a_folder_makes_nothing(tmp_path):
    assert writable(tmp_path / "not" / "there" / "yet")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    assert not writable(tmp_path / "file" / "below")


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere"
)
def test_a_folder_that_is_closed_is_seen(tmp_path):
    tmp_path.chmod(0o500)
    assert not writable(tmp_path)


def test_a_problem_makes_it_ill():
    (problem,) = bad_pairs((3, 11), {"pyside6-essentials": "6.12.0"})
    assert not Examination({}, "", 1, (), (), (problem,)).ok
