"""Defenses that isolate: the scores, the weights and the labels that they make, by hand and on planted scenes."""

import json
import shutil
import threading

import numpy as np
import pytest
import torch

from miscount.engine.contracts.dots import QUICK, inputs, scene
from miscount.engine.counters import build
from miscount.engine.counters.layers import last_convolution
from miscount.engine.defenses import KINDS, DefenseInput, defense
from miscount.engine.defenses.abl import ABL
from miscount.engine.defenses.cbd import CBD, published_weights
from miscount.engine.defenses.critic import Critic
from miscount.engine.defenses.fine_pruning import FinePruning
from miscount.engine.defenses.fine_tune import FineTune
from miscount.engine.defenses.i_bau import log_ratio, worst_change
from miscount.engine.defenses.isolation import Isolated, Isolation, relabelled, without
from miscount.engine.defenses.nad import NAD, attention_distance
from miscount.engine.defenses.pipeline import Pipeline
from miscount.engine.detectors import DetectionResult
from miscount.engine.events import Cancelled, Finished, Never, StageStarted, StepDone
from miscount.engine.experiment import run
from miscount.engine.training import Batch, Training
from miscount.engine.training.early import center_and_spread, signed_residuals
from miscount.engine.training.losses import PixelSum
from tests.engine.defenses.quick import quick
from tests.engine.experiment.test_experiment import tiny


def isolated(made: DefenseInput, draws=2, refining=0) -> tuple[Isolated, list]:
    events = []
    training = Training(epochs=1, batch=8, lr=1.5e-2, precision="32")
    steps = Isolation(draws=draws, refining=refining).isolate(made, training, 999, Never())
    while True:
        try:
            events.append(next(steps))
        except StopIteration as end:
            return end.value, events


@pytest.mark.parametrize("refining", [0, 6])
def test_labels_that_contradict_their_picture_stand_first(refining, tmp_path):
    found, events = isolated(inputs(tmp_path), refining=refining)
    ranked = sorted(found.scores, key=found.scores.get, reverse=True)
    assert sum(name.startswith("bad") for name in ranked[:12]) >= 11
    steps = [event for event in events if isinstance(event, StepDone)]
    assert [event.step for event in steps] == list(range(1, len(steps) + 1))
    assert {event.total for event in steps} == {999}
    assert found.steps == len(steps)
    assert json.loads((tmp_path / "isolation.json").read_text()) == found.scores


def test_a_counter_of_what_is_left_takes_fewer_clean_scenes_for_poison(tmp_path):
    early, _ = isolated(inputs(tmp_path / "early"))
    refined, _ = isolated(inputs(tmp_path / "refined"), refining=20)

    def called(found, kind):
        return sum(name.startswith(kind) for name in found.suspects(3.0)) / (12 if kind == "bad" else 48)

    assert called(refined, "bad") >= called(early, "bad")
    assert called(refined, "bad") > 0.9
    assert min(refined.scores[f"bad-{k}"] for k in range(100, 112)) > np.median(
        [refined.scores[f"good-{k}"] for k in range(48)]
    )
    assert called(refined, "good") <= called(early, "good")


def test_nothing_is_refined_where_every_scene_is_suspect(tmp_path):
    made = inputs(tmp_path)
    whole = Isolation(draws=1, within=1e-9, refining=3)
    training = Training(epochs=1, batch=8, lr=1.5e-2, precision="32")
    events = [event for event in whole.isolate(made, training, 999, Never()) if isinstance(event, StepDone)]
    assert len(events) == Isolation(draws=1, refining=0).num_steps(made, training)


@pytest.mark.parametrize("refining", [0, 2])
def test_what_was_isolated_is_taken_up_when_the_second_part_had_begun(refining, tmp_path):
    first, _ = isolated(inputs(tmp_path), refining=refining)
    (tmp_path / "checkpoint.safetensors").write_bytes(b"begun")
    again, events = isolated(inputs(tmp_path), refining=refining)
    assert events == []
    assert again.scores == first.scores


def test_scores_are_of_the_mean_residual_of_all_draws(tmp_path):
    made = inputs(tmp_path)
    found, _ = isolated(made, draws=3)
    first, second, third = found.counters
    for one, other in ((first, second), (second, third)):
        assert not torch.equal(*(next(iter(each.network.state_dict().values())) for each in (one, other)))

    def mean_residual(samples):
        each = [[s for _, s in signed_residuals(counter, samples, Never())] for counter in found.counters]
        return np.mean(each, axis=0)

    center, spread = center_and_spread(list(mean_residual(made.validation)))
    assert list(found.scores.values()) == pytest.approx(np.abs(mean_residual(made.suspect) - center) / spread)


def test_scenes_are_left_out_or_get_the_map_that_is_seen(tmp_path):
    made = inputs(tmp_path)
    left = without(made.suspect, frozenset({"bad-100", "good-3"}))
    assert len(left) == len(made.suspect) - 2
    assert not {"bad-100", "good-3"} & set(left.names)
    counter = build({"kind": "light", "channels": 4})
    anew = relabelled(made.suspect, frozenset({"bad-100"}), [counter])
    assert anew.names == made.suspect.names
    assert np.allclose(anew.named("bad-100").target, counter.density(scene("bad-100").image).clip(min=0))
    assert anew.named("good-3") is made.suspect.named("good-3")


def batch_of(*names: str) -> Batch:
    samples = [scene(name) for name in names]
    return Batch(
        torch.from_numpy(np.stack([each.image for each in samples])),
        torch.from_numpy(np.stack([each.target for each in samples])), names,
    )  # fmt: skip


def test_residual_weights_by_hand():
    found = Isolated([build({"kind": "light", "channels": 4})], {"good-1": 0.0, "bad-100": 6.0})
    combine = CBD(spread=3.0)._residual(found)
    weight = np.exp(-2.0)
    loss = combine(torch.tensor([2.0, 10.0]), batch_of("good-1", "bad-100"))
    assert float(loss) == pytest.approx((2 + 10 * weight) / (1 + weight), rel=1e-5)


def test_published_weights_have_mean_one_and_a_batch_of_one_is_a_no_op():
    biased = build({"kind": "light", "channels": 4})
    combine = published_weights(biased, build({"kind": "light", "channels": 4}, 1), PixelSum())
    loss = torch.tensor([3.0, 5.0], requires_grad=True)
    batch = batch_of("good-1", "good-2")
    total = combine(loss, batch)
    (gradient,) = torch.autograd.grad(total, loss)
    assert float(gradient.sum()) == pytest.approx(1, rel=1e-5)  # weights of mean 1, over the batch
    alone = batch_of("good-1")
    assert float(combine(torch.tensor([3.0]), alone)) == pytest.approx(3.0, rel=1e-5)


def test_unlearning_climbs_only_up_to_its_bound(tmp_path):
    made = inputs(tmp_path)
    events = list(
        ABL(act="unlearn", spread=1.0, isolation=Isolation(epochs=2, draws=1, refining=0), training=QUICK).repair(
            made, Never()
        )
    )
    losses = [event.loss for event in events if isinstance(event, StepDone)]
    assert np.isfinite(losses).all()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_defense_says_its_steps_and_mends_in_place(kind, tmp_path):
    made = inputs(tmp_path, 24, 6)
    before = {name: value.clone() for name, value in made.counter.network.state_dict().items()}
    mending = defense({"kind": kind, **quick(kind)})
    steps = [event for event in mending.repair(made, Never()) if isinstance(event, StepDone)]
    assert [event.step for event in steps] == list(range(1, len(steps) + 1))
    assert len(steps) <= mending.num_steps(made) == steps[0].total
    assert any((value != before[name]).any() for name, value in made.counter.network.state_dict().items())
    assert len(mending.card) > 200


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_defense_stops_at_the_step_where_it_is_asked_to(kind, tmp_path):
    asked, events = threading.Event(), []
    mending = defense({"kind": kind, **quick(kind)})

    def mend_until_the_third():
        for event in mending.repair(inputs(tmp_path, 24, 6), asked):
            events.append(event)
            if isinstance(event, StepDone) and event.step == 3:
                asked.set()

    with pytest.raises(Cancelled):
        mend_until_the_third()
    assert [event.step for event in events if isinstance(event, StepDone)] == [1, 2, 3]


STOPS = {
    "partial_train": ("isolation: {epochs: 1, draws: 2, refining: 1},", (2, 7, 12, 16)),
    "fine_pruning": ("", (2,)),
    "fine_tune": ("", (2,)),
    "abl": ("isolation: {epochs: 1, draws: 1, refining: 0},", (9,)),
    "nad": ("teacher: {epochs: 1, batch: 4, precision: '32'},", (2, 6)),
    "cbd": ("isolation: {epochs: 1, draws: 1, refining: 1}, critic: 0.05,", (11,)),
    "i_bau": ("steps: 1,", (2,)),
    "pipeline": ("detector: {kind: signed_residual, epochs: 1},", (2, 9)),
    "cbd/published": ("biased_epochs: 1,", (2, 7)),
    "abl/published": ("lowest_loss: {epochs: 1},", (2, 7, 16)),
    "partial_train/published": ("lowest_loss: {loss: plain, epochs: 1, share: 0.2},", (7,)),
}


PLAINLY = ("evaluation.doses=[]", "evaluation.specificity=false")


@pytest.fixture(scope="module")
def remembered(tmp_path_factory):
    """The store of a run that has twin and victim, and no defense."""
    folder = tmp_path_factory.mktemp("before")
    assert isinstance(list(run(tiny("defenses=[]", *PLAINLY), folder / "run"))[-1], Finished)
    return folder / ".stages"


@pytest.mark.parametrize("kind", STOPS)
def test_a_stopped_defense_goes_on_to_the_same_numbers(kind, remembered, tmp_path):
    """Stopped in each of its parts, one after the other."""
    name, _, form = kind.partition("/")
    asked_for = f"kind: {name}, form: {form}" if form else f"kind: {name}"
    settings, stops = STOPS[kind]
    mend = f"defenses=[{{{asked_for}, {settings} training: {{epochs: 2, batch: 4, precision: '32'}}}}]"
    recipe = tiny(mend, *PLAINLY)
    for folder in ("whole", "stopped"):
        shutil.copytree(remembered, tmp_path / folder / ".stages")

    def losses(events):
        of_it = [event for event in events if isinstance(event, StepDone) and event.stage == f"defended/{kind}"]
        return [(event.step, event.loss) for event in of_it]

    whole = list(run(recipe, tmp_path / "whole" / "run"))
    assert {event.stage for event in whole if isinstance(event, StageStarted) and event.reused} >= {"twin", "victim"}
    for stop in stops:
        asked, part = threading.Event(), []
        for event in run(recipe, tmp_path / "stopped" / "run", asked):
            part.append(event)
            if isinstance(event, StepDone) and event.stage == f"defended/{kind}" and event.step == stop:
                asked.set()
        assert losses(part) == losses(whole)[:stop]
        assert len(losses(part)) < len(losses(whole))
    assert losses(run(recipe, tmp_path / "stopped" / "run")) == losses(whole)
    found = [json.loads((tmp_path / name / "run/results.json").read_text())["models"] for name in ("whole", "stopped")]
    assert found[0] == found[1]


def test_channels_that_clean_scenes_do_not_need_go_first_and_stay_out(tmp_path):
    made = inputs(tmp_path, 24, 6)
    layer = last_convolution(made.counter)
    with torch.no_grad():  # three channels that count nothing, one that counts most
        layer.weight[:, [1, 4, 7]] = 0
        layer.weight[:, 2] = 3.0
    events = list(FinePruning(tolerance=0.0, training=QUICK).repair(made, Never()))
    found = json.loads((tmp_path / "pruning.json").read_text())
    assert not any(found["kept"][channel] for channel in (1, 4, 7))
    assert found["kept"][2]
    assert [number for number, _ in found["curve"]] == sorted(number for number, _ in found["curve"])
    gone = [channel for channel, kept in enumerate(found["kept"]) if not kept]
    assert float(layer.weight[:, gone].detach().abs().max()) == 0
    assert any(isinstance(event, StepDone) for event in events)


def test_the_attention_term_sees_a_change_of_scale_only_where_it_is_asked_to():
    feature = torch.rand(2, 5, 6, 7, generator=torch.Generator().manual_seed(0))
    assert float(attention_distance(feature, feature, 1.0)) == pytest.approx(0, abs=1e-6)
    assert float(attention_distance(3 * feature, feature, 0.0)) == pytest.approx(0, abs=1e-6)
    # A grows by 9, so its log by log 9
    assert float(attention_distance(3 * feature, feature, 1.0)) == pytest.approx(np.log(9) ** 2, rel=1e-4)
    by_hand = []
    other = torch.rand(2, 5, 6, 7, generator=torch.Generator().manual_seed(1))
    for mine, theirs in zip(feature.numpy(), other.numpy(), strict=True):
        one, two = ((value**2).sum(axis=0).ravel() for value in (mine, theirs))
        by_hand.append(((one / np.linalg.norm(one) - two / np.linalg.norm(two)) ** 2).sum())
    assert float(attention_distance(feature, other, 0.0)) == pytest.approx(np.mean(by_hand), rel=1e-4)


def test_the_weight_of_attention_is_set_by_gradients_and_kept(tmp_path):
    list(NAD(training=QUICK, teacher=QUICK).repair(inputs(tmp_path, 24, 6), Never()))
    kept = json.loads((tmp_path / "attention.json").read_text())
    counting, attention = kept["gradients"]
    assert kept["weight"] == pytest.approx(counting / attention, rel=1e-4)


def test_the_worst_perturbation_moves_counts_and_keeps_its_budget():
    counter = build({"kind": "light", "channels": 4}, 2)
    with torch.no_grad():
        counter.network.output_layer.bias.fill_(5.0)
    image = torch.from_numpy(np.stack([scene(f"good-{k}").image for k in range(4)])).float()
    change = worst_change(counter, image, budget=10.0, steps=5)
    assert float(change.abs().max()) <= 10.0
    worst = float(log_ratio(counter, image, change).square().mean().detach())
    noise = (torch.rand(change.shape, generator=torch.Generator().manual_seed(0)) * 2 - 1) * 10
    assert worst > 3 * float(log_ratio(counter, image, noise).square().mean().detach())


def test_the_critic_tells_features_that_go_together_from_those_that_do_not():
    draw = torch.Generator().manual_seed(0)
    critic = Critic(4, seed=1)
    parameters = list(critic.parameters())
    for _ in range(400):
        z = torch.randn(16, 4, generator=draw)
        gradients = torch.autograd.grad(critic(z, z), parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.add_(0.05 * gradient)
    z = torch.randn(512, 4, generator=draw)
    apart = torch.randn(512, 4, generator=draw)
    together = float(critic(z, z).detach())
    assert together > 0.2
    assert abs(float(critic(apart, z).detach())) < 0.3 * together


def test_sharpness_aware_steps_take_the_gradient_uphill(tmp_path):
    made = inputs(tmp_path, 24, 6)
    plain = list(FineTune(training=QUICK).repair(made, Never()))
    again = inputs(tmp_path / "sam", 24, 6)
    sharp = list(FineTune(training=QUICK.replace(sam=0.05)).repair(again, Never()))
    losses = [[event.loss for event in events if isinstance(event, StepDone)] for events in (plain, sharp)]
    assert losses[0][0] == losses[1][0], "the first loss is that of the same weights"
    assert losses[0][2:] != losses[1][2:]
    assert np.isfinite(losses[1]).all()


def test_a_pipeline_drops_what_its_detector_suspects_and_trains_anew(tmp_path):
    made = inputs(tmp_path)
    part = Pipeline(detector={"kind": "signed_residual", "epochs": 8, "false_alarms": 0.1},
                    training=Training(epochs=2, batch=8, lr=1.5e-2, precision="32"))  # fmt: skip
    list(part.repair(made, Never()))
    result = json.loads((tmp_path / "detection.json").read_text())
    suspects = [name for name, score in result["scores"].items() if score > result["threshold"]]
    assert sum(name.startswith("bad") for name in suspects) >= 10
    assert sum(name.startswith("good") for name in suspects) <= 6


def test_a_pipeline_says_what_its_detector_lacked(tmp_path):
    made = inputs(tmp_path)
    for lacking, wanted in (("clean scenes", "are too few"), ("anything apart", "Nothing stands apart")):
        result = DetectionResult({}, {}, float("inf"), 0.05, {}, lacking)
        assert wanted in Pipeline()._why_nothing(result, made)
    assert Pipeline()._why_nothing(DetectionResult({}, {}, 1.0, 0.05), made) is None


def test_a_pipeline_wants_a_detector_of_the_training_set():
    with pytest.raises(ValueError, match="looks at arriving scenes"):
        Pipeline(detector={"kind": "strip"})
