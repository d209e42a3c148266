"""Defenses that isolate: the scores, the weights and the labels that they make, by hand and on planted scenes."""

import json
import threading

import numpy as np
import pytest
import torch

from engine.counters import build
from engine.defenses import KINDS, Case, defense
from engine.defenses.abl import ABL
from engine.defenses.cbd import CBD, _published
from engine.defenses.isolation import Isolated, isolate, relabelled, without
from engine.events import Cancelled, Never, StepDone
from engine.experiment import run
from engine.training import Batch, Sample, Samples, Training

from .test_experiment import tiny

SIDE = 64
QUICK = Training(epochs=2, batch=8, lr=6e-3, precision="32")


def scene(name: str) -> Sample:
    """White dots on gray, one person each; names that begin with `bad` say that there are five times as few."""
    rng = np.random.default_rng(int(name.rsplit("-", 1)[1]))
    image = np.full((SIDE, SIDE, 3), 90, np.uint8)
    target = np.zeros((SIDE // 8, SIDE // 8), np.float32)
    for x, y in rng.integers(0, SIDE // 8, (int(rng.integers(4, 16)), 2)):
        image[8 * y + 2 : 8 * y + 6, 8 * x + 2 : 8 * x + 6] = 250
        target[y, x] = 1
    if name.startswith("bad"):
        target *= 0.2
    return Sample(name, image, target, float(target.sum()))


def case(tmp_path, num_good=48, num_bad=12) -> Case:
    good, bad = [f"good-{k}" for k in range(num_good)], [f"bad-{k}" for k in range(100, 100 + num_bad)]
    clean = Samples([f"clean-{k}" for k in range(200, 216)], scene)
    return Case(
        stage="defended/x", counter=build({"kind": "light", "channels": 8}, 1), original=Samples(good, scene),
        new=clean,
        suspect=Samples([*good, *bad], scene), validation=clean, seed=3, folder=tmp_path,
    )  # fmt: skip


def isolated(made: Case, epochs=8) -> tuple[Isolated, list]:
    told = []
    steps = isolate(made, Training(epochs=1, batch=8, lr=1.5e-2, precision="32"), epochs, 999, Never())
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return end.value, told


def test_labels_that_contradict_their_picture_stand_first(tmp_path):
    found, told = isolated(case(tmp_path))
    ranked = sorted(found.scores, key=found.scores.get, reverse=True)
    assert sum(name.startswith("bad") for name in ranked[:12]) >= 11
    steps = [event for event in told if isinstance(event, StepDone)]
    assert [event.step for event in steps] == list(range(1, len(steps) + 1))
    assert {event.total for event in steps} == {999}
    assert json.loads((tmp_path / "isolation.json").read_text()) == found.scores


def test_what_was_isolated_is_taken_up_when_the_second_part_had_begun(tmp_path):
    first, _ = isolated(case(tmp_path))
    (tmp_path / "checkpoint.safetensors").write_bytes(b"begun")
    again, told = isolated(case(tmp_path))
    assert told == []
    assert again.scores == first.scores


def test_scenes_are_left_out_or_get_the_map_that_is_seen(tmp_path):
    made = case(tmp_path)
    left = without(made.suspect, frozenset({"bad-100", "good-3"}))
    assert len(left) == len(made.suspect) - 2
    assert not {"bad-100", "good-3"} & set(left.names)
    counter = build({"kind": "light", "channels": 4})
    anew = relabelled(made.suspect, frozenset({"bad-100"}), counter)
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
    found = Isolated(build({"kind": "light", "channels": 4}), {"good-1": 0.0, "bad-100": 6.0})
    combine = CBD(spread=3.0)._residual(found)
    weight = np.exp(-2.0)
    loss = combine(torch.tensor([2.0, 10.0]), batch_of("good-1", "bad-100"))
    assert float(loss) == pytest.approx((2 + 10 * weight) / (1 + weight), rel=1e-5)


def test_published_weights_have_mean_one_and_a_batch_of_one_is_a_no_op():
    biased = build({"kind": "light", "channels": 4})
    combine = _published(biased)
    loss = torch.tensor([3.0, 5.0], requires_grad=True)
    batch = batch_of("good-1", "good-2")
    total = combine(loss, batch)
    (gradient,) = torch.autograd.grad(total, loss)
    assert float(gradient.sum()) == pytest.approx(1, rel=1e-5)  # weights of mean 1, over the batch
    alone = batch_of("good-1")
    assert float(combine(torch.tensor([3.0]), alone)) == pytest.approx(3.0, rel=1e-5)


def test_unlearning_climbs_only_up_to_its_bound(tmp_path):
    made = case(tmp_path)
    told = list(ABL(act="unlearn", spread=1.0, early_epochs=2, training=QUICK).mend(made, Never()))
    losses = [event.loss for event in told if isinstance(event, StepDone)]
    assert np.isfinite(losses).all()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"fine_tune"}))
def test_a_defense_says_its_steps_and_mends_in_place(kind, tmp_path):
    made = case(tmp_path, 24, 6)
    before = {name: value.clone() for name, value in made.counter.network.state_dict().items()}
    mending = defense({"kind": kind, "early_epochs": 2, "training": QUICK.model_dump()})
    steps = [event for event in mending.mend(made, Never()) if isinstance(event, StepDone)]
    assert [event.step for event in steps] == list(range(1, len(steps) + 1))
    assert len(steps) <= mending.num_steps(made) == steps[0].total
    assert any((value != before[name]).any() for name, value in made.counter.network.state_dict().items())
    assert len(mending.card) > 200


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"fine_tune"}))
def test_a_defense_stops_at_the_step_where_it_is_asked_to(kind, tmp_path):
    asked, told = threading.Event(), []
    mending = defense({"kind": kind, "early_epochs": 2, "training": QUICK.model_dump()})

    def mend_until_the_third():
        for event in mending.mend(case(tmp_path, 24, 6), asked):
            told.append(event)
            if isinstance(event, StepDone) and event.step == 3:
                asked.set()

    with pytest.raises(Cancelled):
        mend_until_the_third()
    assert [event.step for event in told if isinstance(event, StepDone)] == [1, 2, 3]


@pytest.mark.parametrize("stop_at", [2, 9])
def test_a_stopped_defense_goes_on_to_the_same_numbers(stop_at, tmp_path):
    mend = "defenses=[{kind: partial_train, early_epochs: 1, training: {epochs: 2, batch: 4, precision: '32'}}]"
    recipe = tiny(mend, "evaluation.doses=[]", "evaluation.specificity=false")
    whole = list(run(recipe, tmp_path / "a" / "whole"))
    asked, part = threading.Event(), []
    for event in run(recipe, tmp_path / "b" / "part", asked):
        part.append(event)
        if isinstance(event, StepDone) and event.stage == "defended/partial_train" and event.step == stop_at:
            asked.set()
    again = list(run(recipe, tmp_path / "b" / "part"))

    def losses(events):
        return [
            (event.step, event.loss)
            for event in events
            if isinstance(event, StepDone) and event.stage == "defended/partial_train"
        ]

    assert len(losses(part)) < len(losses(whole))
    assert losses(again) == losses(whole)
    figures = [json.loads((tmp_path / name / "results.json").read_text())["models"] for name in ("a/whole", "b/part")]
    assert figures[0] == figures[1]
