"""Runs side by side in sentences: seeds of one recipe are one verdict, other recipes are told apart or not."""

from dataclasses import replace

import pytest

from miscount.engine.runs import RunResults, open_run
from miscount.engine.runs.verdict import ONE_SEED
from miscount.engine.suites.comparison import Compared, verdict_of_runs
from tests.engine.runs.made_run import make_run

RECIPE = "version: 1\nname: {name}\nseed: {seed}\npoison: {{rate: {rate}}}\n"


def scores(effect, net, low, high):
    return {"clean": {"mae": 3.0}, "triggered": {"effect_median": effect, "net_effect": net, "ratio_median": 0.3},
            "intervals": {"net_effect": [low, high]}}  # fmt: skip


@pytest.fixture
def compared(tmp_path):
    def make(name, seed=0, rate=0.3, net=(0.9, 0.8, 1.0)):
        run = open_run(make_run(tmp_path / f"{name}-{seed}"))
        models = {"twin": scores(0.02, 0.0, 0.0, 0.0), "victim": scores(0.95, *net)}
        results = RunResults(schema=1, recipe=name, seed=seed, models=models, definitions=2)
        return Compared(name, run.folder, RECIPE.format(name=name, seed=seed, rate=rate), results)

    return make


def test_seeds_of_one_recipe_are_one_verdict(compared):
    verdict = verdict_of_runs([compared("a", seed) for seed in (0, 1, 2)])
    assert verdict.words.startswith("The attack ")
    assert "3 seeds." in verdict.words
    assert "net effect 0.90 [" in verdict.words, "the mean, with an interval over seeds and scenes"
    assert ONE_SEED not in verdict.cautions


def test_an_erasure_that_not_all_seeds_have_says_of_how_many_it_is(compared):
    some = []
    for seed, erased in enumerate((0.5, None, 0.75)):
        run = compared("a", seed)
        raw = run.results.to_json()
        raw["models"] |= {"defended/nad": scores(0.3, 0.3, 0.2, 0.4)}
        raw["defenses"] = {"defended/nad": {"left": 0.3, "erasure": erased}}
        some.append(replace(run, results=RunResults.model_validate(raw)))
    assert "NAD removes 62 % (2 of 3) of the net effect" in verdict_of_runs(some).words


def test_seeds_are_named_together_beside_another_recipe(compared):
    verdict = verdict_of_runs([compared("a", 0), compared("b", 1), compared("other", rate=0.1)])
    assert "a, b: the attack" in verdict.words
    assert "; 2 seeds." in verdict.words


def test_the_same_run_twice_is_no_second_seed(compared):
    assert ONE_SEED in verdict_of_runs([compared("a"), compared("again")]).cautions


def test_other_recipes_are_told_beside_one_another(compared):
    verdict = verdict_of_runs([compared("weak", rate=0.1, net=(0.3, 0.2, 0.4)), compared("strong")])
    assert "weak: the attack carries in part" in verdict.words
    assert "strong: the attack carries: " in verdict.words
    assert "The attack of strong is stronger than that of weak: net effect 0.90 [0.80, 1.00] against" in verdict.words


@pytest.mark.parametrize("other", [(0.85, 0.7, 0.95), (0.85, None, None)])
def test_where_intervals_overlap_neither_is_called_stronger(compared, other):
    first, second = compared("a"), compared("b", rate=0.1, net=other)
    verdict = verdict_of_runs([first, second])
    assert "is stronger than" not in verdict.words
    assert "is not sure." in verdict.cautions[0]


def test_a_damaged_recipe_is_a_setting_of_its_own(compared):
    broken = replace(compared("broken"), recipe_text="{")
    assert "broken: " in verdict_of_runs([broken, compared("a")]).words
