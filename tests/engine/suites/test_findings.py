"""What a suite says in sentences is what its rows hold."""

import pytest

from miscount.engine.suites.findings import findings


def row(name, attack="snow", counter="light", **figures):
    empty = {"net_effect": None, "erasure": None, "effect_twin": None, "twin_reacts": 0, "seeds": 3}
    return {"attack": attack, "label": "", "counter": counter, "row": name} | empty | figures


def victim(attack, net, low, high, **more):
    return row("victim", attack, net_effect=net, net_effect_low=low, net_effect_high=high, **more)


def test_the_surest_attack_is_told_with_its_defense_and_what_its_control_does():
    rows = [
        row("twin"),
        victim("snow", 0.9, 0.3, 1.4), victim("rain", 0.8, 0.6, 1.0, effect_twin=0.04),
        row("defended/fine_tune", "rain", erasure=0.75, erasure_low=0.7, erasure_high=0.8),
        row("control/plain", "rain", erasure=0.35), row("defended/fine_tune", "snow", erasure=0.1),
    ]  # fmt: skip
    (said,) = findings(rows, {("rain", "", "light", "defended/fine_tune"): "control/plain"})
    assert said == (
        "On light, 1 of 2 attacks carry: the lower end of the net effect is 0.5 or more. Surest is rain, with a net "
        "effect of 0.80 [0.60, 1.00], beside an effect of 0.04 on the twin, over 3 seeds. Fine-tuning erases 75% "
        "[70%, 80%] of it, its control 35%: the method's own part is +40 points."
    )


def test_of_an_attack_that_does_not_carry_nothing_is_erased():
    (said,) = findings([victim("snow", 0.2, -0.1, 0.4), row("defended/nad", erasure=0.9)], {})
    assert "0 of 1 attacks carry" in said
    assert "erases" not in said


@pytest.mark.parametrize("reacts", [0, 2])
def test_a_twin_that_reacts_is_told(reacts):
    (said,) = findings([victim("snow", 0.9, 0.7, 1.1, twin_reacts=reacts)], {})
    assert ("the twin reacts to the trigger by itself" in said) == bool(reacts)


def test_each_counter_has_its_paragraph_and_one_without_an_attack_has_none():
    rows = [
        victim("snow", 0.9, 0.7, 1.1),
        victim("snow", 0.9, 0.7, 1.1, counter="csrnet", seeds=1),
        row("victim", counter="x"),
    ]
    said = list(findings(rows, {}))
    assert [paragraph.split(",")[0] for paragraph in said] == ["On light", "On csrnet"]
    assert "over 1 seed." in said[1]


@pytest.mark.parametrize(("mae", "of_twin"), [(11.5, 5.0), (5.0, 11.5)])
def test_of_counters_that_know_no_counts_nothing_is_said(mae, of_twin):
    blind = [row("twin", mae=of_twin), victim("snow", 0.96, 0.9, 1.0, mae=mae, mae_of_mean=12.0)]
    (said,) = findings(blind, {})
    assert said.startswith("On light, nothing can be said of 1 of the attacks: ")
    (both,) = findings(
        [*blind, row("twin", "rain", mae=5.0), victim("rain", 0.7, 0.6, 0.8, mae=5.0, mae_of_mean=12.0)], {}
    )
    assert "On light, 1 of 1 attacks carry" in both
    assert "Nothing can be said of 1 of the attacks: " in both


def test_an_attack_that_the_twin_hides_neither_carries_nor_is_the_surest():
    moved = {"effect": 0.9, "effect_low": 0.8, "effect_high": 1.0}
    rows = [
        row("twin", "fog", **moved), victim("fog", 1.6, 1.4, 1.8, effect=1.7),
        row("twin", "rain", effect=0.02, effect_low=-0.1, effect_high=0.1),
        victim("rain", 0.6, 0.55, 0.7, effect=0.62),
        row("twin", "snow", **moved), victim("snow", 1.1, 1.0, 1.2, effect=2.0),
        row("defended/nad", "fog", erasure=0.9),
    ]  # fmt: skip
    (said,) = findings(rows, {})
    assert "2 of 2 attacks carry" in said, "0.9 is less than half of 2.0, and more than half of 1.7"
    assert "Surest is snow" in said
    assert "Nothing can be said of 1 of the attacks: the twin reacts to the trigger by itself" in said
    assert "erases" not in said
    (none,) = findings([rows[0], rows[1]], {})
    assert none.startswith("On light, nothing can be said of 1 of the attacks: the twin reacts")


def test_a_mean_that_not_all_seeds_have_says_so():
    rows = [victim("rain", 0.8, 0.6, 1.0), row("defended/fine_tune", "rain", erasure=0.75, erasure_seeds=2)]
    (said,) = findings(rows, {})
    assert "Fine-tuning erases 75% (2 of 3) of it." in said
