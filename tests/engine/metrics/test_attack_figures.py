"""Effect, success and erasure against what is worked out by hand from their definitions, in plain loops."""

import math
from statistics import median

import numpy as np
import pytest

from miscount.engine.labels import label_edit
from miscount.engine.metrics import attack, defense, reaction
from miscount.engine.scenes import Annotation


def answers(truth, target, clean, triggered):
    return attack.predictions_of(list(zip(truth, target, clean, triggered, strict=True)))


RATIO_EDITS = [
    {"kind": "zero"}, {"kind": "thin", "alpha": 0.2}, {"kind": "scale", "alpha": 1.5},
    {"kind": "duplicate", "alpha": 2.0},
]  # fmt: skip


@pytest.mark.parametrize("edit", RATIO_EDITS, ids=lambda edit: edit["kind"])
@pytest.mark.parametrize("heads", [1, 2, 3, 7, 10, 12, 500])
def test_a_perfect_attack_scores_one_at_any_count(edit, heads):
    """At 10 heads and alpha 0 it was 0.909: the ratio had one person added above and below."""
    rng = np.random.default_rng(heads)
    before = Annotation.of(rng.uniform(0, 60, (heads, 2)))
    made = label_edit(edit)
    target = made.apply(before, (64, 64), rng).count
    perfect = answers([heads], [target], [heads], [target])
    if target == heads:  # ceil(0.2) of one head is one head: nothing is asked for
        assert attack.median_effect(perfect, made.ratio is not None) is None
    else:
        assert attack.effect(perfect, made.ratio is not None) == pytest.approx([1.0])
        assert attack.success_rate(perfect) == 1


@pytest.mark.parametrize("change", [100, -100, 7])
def test_a_perfect_offset_scores_one_too(change):
    perfect = answers([10, 300], [max(10 + change, 0), 300 + change], [12, 290], [12 + max(change, -10), 290 + change])
    assert attack.effect(perfect, by_ratio=False) == pytest.approx([1.0, 1.0])


def by_hand(truth, target, clean, triggered, ratio):
    """Effect of one scene: what is left of the way to the wish, from the definition in words."""
    if target == truth or (ratio and (clean < 1 or truth == 0)):
        return None
    wish = max(clean, 0) * target / truth if ratio else clean + target - truth
    says = max(triggered, 0) if ratio else triggered
    return 1 - (says - wish) / (clean - wish)


@pytest.mark.parametrize("ratio", [True, False])
def test_effects_are_those_worked_out_scene_by_scene(ratio):
    rng = np.random.default_rng(4)
    truth = rng.integers(0, 40, 200).astype(float)
    target = np.where(rng.uniform(size=200) < 0.1, truth, np.ceil(0.3 * truth))
    clean, triggered = truth + rng.normal(0, 4, 200), 0.4 * truth + rng.normal(0, 4, 200)
    wanted = [by_hand(*scene, ratio) for scene in zip(truth, target, clean, triggered, strict=True)]
    found = attack.effect(answers(truth, target, clean, triggered), ratio)
    assert [None if math.isnan(value) else value for value in found] == [
        None if value is None else pytest.approx(value) for value in wanted
    ]
    known = [value for value in wanted if value is not None]
    assert 50 < len(known) < 200
    assert attack.median_effect(answers(truth, target, clean, triggered), ratio) == pytest.approx(median(known))


def test_success_is_asked_of_sound_predictions_alone():
    truth, target = [100.0] * 5, [20.0] * 5
    clean = [98, 61, 59, 100, 100]  # the third is nearer to the target before any trigger
    triggered = [25, 59, 20, 60, 90]  # the fourth is as near to both
    own = answers(truth, target, clean, triggered)
    assert attack.successes(own).tolist()[:2] == [1, 1]
    assert math.isnan(attack.successes(own)[2])
    assert attack.successes(own).tolist()[3:] == [0, 0]
    assert attack.success_rate(own) == pytest.approx(2 / 4)
    entry = attack.triggered_scores(own, True, answers(truth, target, clean, clean))
    assert entry["asr_n"] == 4
    assert entry["asr_twin"] == 0


def test_a_counter_that_learned_nothing_has_no_success():
    """Of minus 100, one that says 3 of every scene had an ASR of 1.000 at an effect of 0.001."""
    truth = np.linspace(60, 140, 30)
    target = np.maximum(truth - 100, 0)
    barely = answers(truth, target, np.full(30, 3.0), np.full(30, 2.9))
    assert (np.abs(barely.triggered - target) < np.abs(barely.triggered - truth)).mean() > 0.9
    assert attack.success_rate(barely) in (0, None)


def test_scenes_with_a_clean_prediction_under_one_person_have_no_ratio():
    entry = attack.triggered_scores(answers([5, 4, 10], [1, 1, 2], [0.4, -2.0, 10], [3, 3, 4]), True, None)
    assert entry["ratio_n"] == entry["effect_n"] == 1
    assert entry["ratio_mean"] == entry["ratio_median"] == pytest.approx(0.4)
    assert entry["effect_median"] == pytest.approx((1 - 0.4) / (1 - 0.2))
    assert entry["ratio_asked"] == pytest.approx(4 / 19)


def test_effect_and_success_are_judged_on_one_region():
    """A local attack that works where it acts: over the frame the errors elsewhere drown it."""
    whole = answers([100, 100], [98, 96], [107, 95], [106, 92])
    inside = answers([2, 4], [0, 0], [2, 4], [0, 1])
    twin = answers([2, 4], [0, 0], [2, 4], [2, 4])
    entry = attack.inside_scores(inside, whole, np.array([0.1, 0.1]), twin)
    assert entry["effect_median"] == pytest.approx((1 + 0.75) / 2)
    assert entry["net_effect"] == pytest.approx((1 + 0.75) / 2)
    assert (entry["asr"], entry["asr_twin"], entry["asr_n"]) == (1, 0, 2)
    assert attack.success_rate(whole) != entry["asr"]


@pytest.mark.parametrize(
    ("net", "of_victim", "erased", "left"),
    [
        (0.0, 1.0, 1.0, 0.0), (1.0, 1.0, 0.0, 1.0), (-0.81, 1.14, 1 - 0.81 / 1.14, -0.81 / 1.14),
        (-2.0, 1.0, -1.0, -2.0), (0.2, -0.8, 0.75, -0.25), (0.05, 0.09, None, None), (None, 1.0, None, None),
    ],
)  # fmt: skip
def test_a_backdoor_that_is_turned_round_is_not_erased(net, of_victim, erased, left):
    """171 % for -0.81 left of 1.14, as it was; 29 % as it is."""
    assert defense.erasure(net, of_victim) == (None if erased is None else pytest.approx(erased))
    assert defense.left(net, of_victim) == (None if left is None else pytest.approx(left))


def test_the_seed_papers_percents():
    assert defense.asr_drop(0.22, 0.8) == pytest.approx(0.725)
    assert defense.accuracy_gain(0.8325, 0.5) == pytest.approx(0.665)
    assert defense.asr_drop(0.5, 0.0) is None
    assert defense.accuracy_gain(None, 0.5) is None


@pytest.mark.parametrize(
    ("twin", "interval", "victim", "words"),
    [
        (0.43, (0.35, 0.5), 0.53, "an attack cannot be told from it"),  # the snow at full size
        (-0.54, (-0.7, -0.4), 0.08, "an attack cannot be told from it"),  # a corner patch that twins take for heads
        (0.14, (0.11, 0.17), 0.73, "beside the twin's"),
        (0.14, (0.02, 0.26), 0.73, None),  # not known to be beyond 0.1
        (0.01, (-0.01, 0.03), 0.02, None),
        (0.43, (0.35, 0.5), None, "smaller effect than twice that"),
        (0.43, None, 0.53, None),
    ],
)
def test_the_twin_that_reacts_by_itself_is_told_by_the_rule(twin, interval, victim, words):
    said = reaction.sentence("attack effect", twin, interval, victim)
    assert (words is None and said == "") or words in said
    assert len(said) < 480
