"""Which part of a gain is the method's: figures and sentences, worked out by hand from net effects."""

import pytest

from miscount.engine.runs.report.gains import gains
from miscount.engine.runs.results import RunResults, Scores, defense_scores


def results(**net_effects: float | None) -> RunResults:
    """Of a run whose counters have these net effects; `cbd` stands beside two controls."""
    nets = {
        "twin": 0.0, "victim": net_effects["victim"], "defended/cbd": net_effects["cbd"],
        "control/same_training": net_effects["plain"], "control/from_scratch": net_effects["scratch"],
    }  # fmt: skip
    models = {
        name: Scores.model_validate({"clean": {"mae": 3.0}, "triggered": {"net_effect": net}})
        for name, net in nets.items()
    }
    beside = {"same_training": "control/same_training", "from_scratch": "control/from_scratch"}
    said = {name: {"clean_scenes": 9} for name in nets if "/" in name}
    found = defense_scores(models, said, {"defended/cbd": beside})
    return RunResults(recipe="x", seed=0, models=models, defenses=found)


def test_a_gain_is_parted_in_what_training_does_and_what_the_method_adds():
    made = results(victim=1.2, plain=0.5, cbd=-0.2, scratch=0.1)
    entry = made.defenses["defended/cbd"]
    assert entry.control == "control/same_training"
    assert entry.by_training == pytest.approx(0.7)
    assert entry.by_method == pytest.approx(0.3), "a backdoor that is turned round is as far from 0"
    (said,) = gains(made)
    assert (
        "the victim's net effect is 1.20; the control, same cost without the method, leaves 0.50, the defense -0.20."
        in said
    )
    assert "Of the 1.00 by which it is nearer to 0, 0.70 come from training alone and 0.30 from the method." in said
    assert said.endswith("A fresh counter on the clean scenes alone leaves 0.10.")


def test_a_method_may_take_away_what_training_gained():
    made = results(victim=1.0, plain=0.4, cbd=0.6, scratch=0.1)
    assert made.defenses["defended/cbd"].by_method == pytest.approx(-0.2)
    (said,) = gains(made)
    assert "0.60 come from training alone and -0.20 from the method" in said


def test_what_is_no_nearer_to_zero_is_said_to_be_so_and_what_is_not_known_is_not_said():
    (said,) = gains(results(victim=0.9, plain=0.5, cbd=-1.1, scratch=0.1))
    assert "It is no nearer to 0 after the defense than before." in said
    unknown = results(victim=0.9, plain=None, cbd=0.1, scratch=None)
    assert list(gains(unknown)) == []
    assert unknown.defenses["defended/cbd"].by_training is None
    assert unknown.defenses["defended/cbd"].by_method is None
