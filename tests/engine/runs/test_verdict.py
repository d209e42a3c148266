"""The rules of the verdict hold whatever the figures: what it says follows from them, and what is doubtful is told."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.metrics.defense import LEAST_EFFECT
from miscount.engine.runs import RunResults
from miscount.engine.runs.verdict import (
    CARRIES,
    LEAST_GAIN,
    MOST_DEFENSES,
    ONE_SEED,
    AttackFacts,
    DefenseFacts,
    Estimate,
    Facts,
    guessing,
    judged,
    verdict_of,
)

NUMBERS = st.floats(-3, 3)


@st.composite
def estimates(draw):
    low, value, high = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
    return draw(st.sampled_from([Estimate(value, low, high), Estimate(value)]))


def maybe(some):
    return st.none() | some


ATTACKS = st.builds(
    AttackFacts, net=maybe(estimates()), effect=maybe(estimates()), effect_twin=maybe(estimates()),
    ratio=maybe(estimates()), ratio_twin=maybe(estimates()), asked=maybe(NUMBERS), is_local=st.booleans(),
    reaction=st.sampled_from(["", "Your twin reacts to this trigger by itself."]), is_hidden=st.booleans(),
    guessing=st.sampled_from(["", guessing(11.8, 6.0, 12.0), guessing(1.0, 40.0, 12.0)]),
)  # fmt: skip
DEFENSES = st.builds(
    DefenseFacts, name=st.sampled_from(["Fine-tuning", "NAD", "CBD"]), erasure=maybe(estimates()), left=maybe(NUMBERS),
    cost=maybe(NUMBERS), control=maybe(estimates()),
)  # fmt: skip
FACTS = st.builds(
    Facts, attack=maybe(ATTACKS), defenses=st.lists(DEFENSES, max_size=5).map(tuple), seeds=st.integers(1, 4),
    error=maybe(st.floats(0, 500)), baseline=maybe(st.floats(0, 500)),
)  # fmt: skip

QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(FACTS)
def test_it_speaks_in_whole_plain_sentences(facts):
    verdict = judged(facts)
    for sentence in (*verdict.said, *verdict.cautions):
        assert sentence.endswith("."), sentence
        assert sentence[0].isupper() or sentence.startswith(("CBD", "NAD")) or sentence[0].isdigit()
        assert not re.search(r"None|nan|_|-0 |-0\.00|\binf\b|!", sentence), sentence


@QUICK
@given(FACTS)
def test_it_says_that_an_attack_carries_exactly_where_the_whole_interval_does(facts):
    attack = facts.attack
    says = "The attack carries: " in judged(facts).words
    assert says == (attack is not None and attack.net is not None and attack.is_told and attack.net.ends[0] >= CARRIES)


@QUICK
@given(FACTS)
def test_nothing_is_said_of_carrying_where_the_twin_reacts_as_much(facts):
    if facts.attack is None or facts.attack.net is None:
        return
    for why in ({"is_hidden": True}, {"guessing": guessing(11.8, 6.0, 12.0)}):
        hidden = judged(replace(facts, attack=replace(facts.attack, **why))).said[0]
        assert hidden.startswith("It cannot be told whether the attack carries")


def test_a_counter_that_knows_no_counts_shows_no_attack():
    """After two epochs a victim that said 1.3 for every scene had a net effect of 0.96, and "the attack carries"."""
    assert "the victim" in guessing(11.8, 6.0, 12.0)
    assert "the twin" in guessing(6.0, 12.6, 12.0)
    assert guessing(10.7, 10.8, 12.0) == ""
    assert guessing(11.8, None, None) == guessing(None, None, 12.0) == ""


@QUICK
@given(FACTS)
def test_what_makes_it_doubtful_is_told(facts):
    cautions = judged(facts).cautions
    attack = facts.attack
    if attack is None:
        assert not cautions
        return
    assert (ONE_SEED in cautions) == (facts.seeds == 1)
    assert (not attack.reaction) or attack.reaction in cautions
    overlap = (
        attack.effect is not None and attack.effect_twin is not None and attack.effect.overlaps(attack.effect_twin)
    )
    told = any("victim and twin overlap" in sentence for sentence in cautions)
    assert told == (overlap and attack.net is not None and attack.is_told)


@QUICK
@given(ATTACKS, st.floats(LEAST_EFFECT, 2), DEFENSES)
def test_a_defense_is_said_to_remove_what_it_does_and_beside_what(attack, net, defense):
    attack = replace(attack, net=Estimate(net, net / 2, 2 * net), is_hidden=False, guessing="")
    verdict = judged(Facts(attack, (defense,), seeds=3))
    told = " ".join(verdict.said[1:])
    removes = defense.erasure is not None and defense.erasure.value > 0
    assert (f"{defense.name} removes {defense.erasure.in_words('share') if removes else ''} of" in told) == removes
    assert ("no nearer to 0" in told) == (defense.erasure is not None and not removes)
    turned = removes and (defense.left or 0) < 0 and defense.erasure.value < 0.99
    assert ("what is left moves the count the other way" in told) or not turned
    doubts = [sentence for sentence in verdict.cautions if defense.name in sentence]
    if removes and defense.control is None:
        assert "has no control" in doubts[0]
    elif removes and defense.erasure.value - defense.control.value < LEAST_GAIN:
        assert "little more than its control" in doubts[0]
    elif removes and defense.erasure.overlaps(defense.control):
        assert "its control overlap" in doubts[0]
    else:
        assert not doubts


@QUICK
@given(ATTACKS, DEFENSES)
def test_no_share_is_told_of_what_may_be_nothing(attack, defense):
    verdict = judged(Facts(attack, (defense,), seeds=3))
    may_be_nothing = attack.net is None or attack.net.ends[0] <= 0 <= attack.net.ends[1] or not attack.is_told
    assert not may_be_nothing or not any(defense.name in one for one in (*verdict.said, *verdict.cautions))


@QUICK
@given(st.floats(-LEAST_EFFECT + 1e-6, LEAST_EFFECT - 1e-6), DEFENSES)
def test_nothing_is_removed_where_there_is_no_backdoor(net, defense):
    verdict = judged(Facts(AttackFacts(net=Estimate(net)), (defense,), seeds=3))
    assert "no backdoor to remove" in verdict.words
    assert not any(defense.name in sentence for sentence in (*verdict.said, *verdict.cautions))


@QUICK
@given(ATTACKS, DEFENSES)
def test_that_there_is_no_backdoor_is_said_only_where_the_whole_interval_says_so(attack, defense):
    said = judged(Facts(attack, (defense,), seeds=3)).said
    surely_none = attack.net is not None and attack.is_told and -LEAST_EFFECT < attack.net.ends[0] <= attack.net.ends[
        1] < LEAST_EFFECT  # fmt: skip
    assert any(one.startswith("There is no backdoor") for one in said) == surely_none


@pytest.mark.parametrize(("low", "high", "beginning"), [
    (-0.3, 0.9, "What the defenses remove of it cannot be told either."), (-0.05, 0.09, "There is no backdoor"),
    (-0.02, 0.3, "It is not sure that there is a backdoor"), (0.02, 0.3, "It is not sure that there is a backdoor"),
])  # fmt: skip
def test_what_is_said_of_defenses_agrees_with_what_is_said_of_the_attack(low, high, beginning):
    facts = Facts(AttackFacts(net=Estimate(0.08, low, high)), (DefenseFacts("NAD", Estimate(0.5)),), seeds=3)
    headline, *rest = judged(facts).said
    assert [one.startswith(beginning) for one in rest] == [True]
    assert headline.startswith("It cannot be said") == beginning.endswith("told either.")


def test_defenses_that_were_not_measured_are_named_and_not_counted_as_worse():
    measured = [DefenseFacts(f"D{place}", Estimate(place / 10), control=Estimate(0.0)) for place in range(2, 6)]
    some = (DefenseFacts("E1"), *measured, DefenseFacts("E2"))
    said = judged(Facts(AttackFacts(net=Estimate(0.9)), some)).said[-3:]
    assert said == (
        "1 more defense removes no more than these.", "What E1 removes could not be measured.",
        "What E2 removes could not be measured.",
    )  # fmt: skip


def test_only_so_many_defenses_are_told_the_best_first():
    some = tuple(DefenseFacts(f"D{place}", Estimate(place / 10), control=Estimate(0.0)) for place in range(2, 8))
    said = judged(Facts(AttackFacts(net=Estimate(0.9)), some)).said[1:]
    assert [sentence.split()[0] for sentence in said] == ["D7", "D6", "D5", "3"]
    assert len(some) - MOST_DEFENSES == 3


# ---- from results.json


def scores(effect, interval, net, ratio, mae=3.0, net_interval=None):
    return {
        "clean": {"mae": mae},
        "triggered": {"effect_median": effect, "net_effect": net, "ratio_median": ratio},
        "intervals": {"effect_median": interval, "net_effect": net_interval},
    }


def results(**models):
    named = {name.replace("__", "/"): each for name, each in models.items()}
    return RunResults(schema=1, recipe="a", seed=0, models=named, definitions=2)


TWIN = scores(0.02, [-0.03, 0.06], 0.0, 1.02)
VICTIM = scores(0.95, [0.85, 1.05], 0.93, 0.29, net_interval=[0.84, 1.04])


def test_the_sentence_of_a_whole_run():
    found = results(twin=TWIN, victim=VICTIM, defended__fine_tune=scores(0.34, [0.2, 0.4], 0.32, 0.8, mae=2.64))
    verdict = verdict_of(found)
    assert verdict.words == (
        "The attack carries: with the trigger the victim reports 29 % of its count without it, its twin 102 %; net "
        "effect 0.93 [0.84, 1.04]; 1 seed. Fine-tuning removes 66 % of the net effect, with the clean error 12 % lower."
    )
    assert verdict.cautions == (
        "Fine-tuning has no control beside it: how much of this is the method's is not known.", ONE_SEED,
    )  # fmt: skip


def test_the_twin_that_reacts_is_told_first():
    verdict = verdict_of(results(twin=scores(0.88, [0.77, 1.15], 0.0, 0.4), victim=scores(1.07, [0.9, 1.2], 0.19, 0.3)))
    assert verdict.said[0].startswith("It cannot be told whether the attack carries, since the twin reacts")
    assert "an attack cannot be told from it" in verdict.cautions[0]


def test_of_a_clean_run_the_error_is_told():
    clean = RunResults(schema=1, recipe="a", seed=0, models={"twin": {"clean": {"mae": 3.21}}},
                       baselines={"mean_count": {"mae": 22.5}})  # fmt: skip
    assert verdict_of(clean).words == (
        "Nothing was attacked. On clean scenes the counter errs by 3.2 persons, 22.5 for always saying the mean count."
    )
    assert not verdict_of(None)


def without_effect(asked):
    none = {"effect_median": None, "net_effect": None, "ratio_asked": asked}
    twin, victim = ({"clean": {"mae": 1.0}, "triggered": {"ratio_median": ratio, **none}} for ratio in (1.01, 0.98))
    return verdict_of(results(twin=twin, victim=victim)).words


def test_an_edit_that_asks_for_no_change_has_no_effect_to_tell_of():
    assert "asks for no change of the count, so there is no attack effect: with the trigger" in without_effect(1.0)


def test_an_effect_that_could_not_be_measured_is_not_called_one_that_was_not_asked_for():
    """Such as where every clean prediction is under one person."""
    assert "No attack effect could be measured, where 30 % of the count are asked for: with" in without_effect(0.3)
    assert "No attack effect could be measured: with the trigger the victim reports 98 %" in without_effect(None)


def test_a_backdoor_that_is_turned_round_is_said_to_be():
    found = results(twin=TWIN, victim=VICTIM, defended__nad=scores(-0.3, [-0.4, -0.2], -0.3, 1.3))
    assert "NAD removes 68 % of the net effect" in verdict_of(found).words
    assert verdict_of(found).words.endswith("what is left moves the count the other way.")
