"""A disk that is full in the middle of a file: a sentence, nothing half written, and the same command mends it."""

import pytest

from miscount.engine.errors import DatasetError
from miscount.engine.leftovers import PART
from miscount.engine.scenes.maps import map_sums
from tests.faults.kills import CASES, prepared, tree_of


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
