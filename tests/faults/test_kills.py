"""The small form of `python -m tests.faults`: some kills of every command that writes a folder."""

import pytest

from tests.faults.kills import CASES, Fault, judge_dataset, kill_often, prepared, tree_of

TIMES = {"run": 1, "suite": 1}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_kill_leaves_nothing_half_written_that_passes(case, tmp_path, mortals):
    times = TIMES.get(case.name, 4 if case.asks else 3)
    assert len(list(kill_often(case, tmp_path, times, 7, mortals))) == times


def test_the_judge_sees_half_of_a_dataset(tmp_path):
    home = prepared(tmp_path / "home")
    whole = tree_of(home / "scenes")
    (home / "scenes").rename(home / "out")
    judge_dataset(home, whole)
    next((home / "out").rglob("*.jpg")).unlink()
    with pytest.raises(Fault, match="passes for a dataset"):
        judge_dataset(home, whole)
