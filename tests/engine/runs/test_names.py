"""Names for people: every kind and stage has one that is no key, and no two counters of a run are called alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.counters import KINDS as COUNTER_KINDS
from miscount.engine.defenses import KINDS as DEFENSES
from miscount.engine.defenses.controls import ControlKind
from miscount.engine.detectors import KINDS as DETECTORS
from miscount.engine.labels import KINDS as LABELS
from miscount.engine.runs import RunResults
from miscount.engine.runs.names import counter_name, counter_names, kind_name, scene_name, scene_names, stage_name
from miscount.engine.triggers import KINDS as TRIGGERS

METHODS = [*DEFENSES, "fine_tune/2", "cbd/published", "nad/published/2"]
CONTROLS = ControlKind.__args__
COUNTERS = ["twin", "victim", "benign_trigger", "surrogate", "early/2", "early/1/published",
            *(f"{role}/{method}" for role in ("defended", "benign") for method in METHODS),
            *(f"control/{kind}" for kind in (*CONTROLS, "same_training/2"))]  # fmt: skip
STAGES = ["data", "poison", "trigger", "choice", "study", "report", *COUNTERS, *(f"evaluate/{one}" for one in COUNTERS),
          *(f"detect/{kind}" for kind in DETECTORS)]  # fmt: skip


@pytest.mark.parametrize(("of", "kinds"), [
    ("defense", DEFENSES), ("detector", DETECTORS), ("trigger", TRIGGERS), ("counter", COUNTER_KINDS),
    ("label", LABELS),
])  # fmt: skip
def test_a_kind_is_called_alike_where_it_is_chosen_and_in_results(of, kinds):
    assert {kind: kind_name(kind, of) for kind in kinds} == {kind: part.title for kind, part in kinds.items()}


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_is_shown_by_its_key(stage):
    words = stage_name(stage)
    assert "_" not in words
    assert "/" not in words
    assert words[0].isupper()


def test_no_two_stages_are_called_alike():
    assert len({stage_name(stage) for stage in STAGES}) == len(STAGES)


def test_a_control_is_called_after_its_defenses():
    counters = ("twin", "victim", "defended/fine_tune", "defended/nad", "control/same_training")
    models = {name: {"clean": {"mae": 1.0}, "triggered": {"net_effect": 1.0}} for name in counters}
    defenses = {f"defended/{kind}": {"left": 0.5, "control": "control/same_training",
                                     "controls": {"same_training": "control/same_training"}}
                for kind in ("fine_tune", "nad")}  # fmt: skip
    names = counter_names(RunResults(schema=1, recipe="", seed=0, models=models, defenses=defenses))
    assert names["control/same_training"] == "Fine-tuning, NAD: same cost without the method"
    assert names["defended/fine_tune"] == "Fine-tuning"


@given(st.lists(st.sampled_from(COUNTERS), unique=True))
def test_no_two_counters_of_a_run_are_called_alike(names):
    models = {name: {"clean": {"mae": 1.0}} for name in names}
    found = counter_names(RunResults(schema=1, recipe="", seed=0, models=models))
    assert set(found) == set(names)
    assert len(set(found.values())) == len(names)


PATHS = st.lists(st.sampled_from(("a", "b", "test")), min_size=1, max_size=4).map("/".join)


@given(st.lists(PATHS, unique=True))
def test_no_two_scenes_are_called_alike(ids):
    names = scene_names(ids)
    assert len(set(names.values())) == len(ids)


def test_a_scene_is_called_by_its_picture_and_where_it_is_from():
    assert scene_name("part_S/test/IMG_12") == "IMG_12 · test"
    assert scene_name("IMG_12.jpg") == "IMG_12.jpg"
    assert counter_name("victim") == "Victim"
