"""The published forms of CBD, ABL and Partial Train, against the rules of their papers and code, computed by hand."""

import json

import numpy as np
import pytest
import torch

from miscount.engine import contracts
from miscount.engine.contracts.dots import QUICK, few, inputs, scene
from miscount.engine.counters import build, load
from miscount.engine.defenses import defense
from miscount.engine.defenses.abl import ABL
from miscount.engine.defenses.base import isolated_in
from miscount.engine.defenses.cbd import CBD, published_weights
from miscount.engine.defenses.partial_train import PartialTrain
from miscount.engine.defenses.published import EarlyFit, LowestLoss
from miscount.engine.events import Never, StepDone
from miscount.engine.experiment.detector_inputs import names_of
from miscount.engine.seeds import seed_of
from miscount.engine.training import WIDE_AND_ERASED
from miscount.engine.training.early import early_training
from miscount.engine.training.losses import DMCount, LossInput, PixelSum
from tests.engine.defenses.test_defenses import batch_of

WIDE = QUICK.replace(augmentation=WIDE_AND_ERASED)


def squares(batch) -> np.ndarray:
    """The squared size of each target, by NumPy."""
    return (batch.target_BHW.numpy() ** 2).sum(axis=(1, 2))


def values(loss_B, batch) -> np.ndarray:
    """L of each scene as the isolating counter has it: over the target's squared size, of which one person is least."""
    return np.asarray(loss_B) / (squares(batch) + 1)


def test_local_gradient_ascent_is_sign_of_l_minus_gamma_times_l():
    batch = batch_of("good-1", "good-2", "bad-100")
    loss = torch.tensor([0.9, 30.0, 0.2], requires_grad=True)
    rule = LowestLoss(loss="lga", gamma=0.5).early().combine
    relative = values([0.9, 30.0, 0.2], batch)
    assert (relative < 0.5).any()
    assert (relative > 0.5).any()
    by_hand = np.mean([(1 if one > 0.5 else -1) * one for one in relative])
    total = rule(loss, batch)
    assert float(total.detach()) == pytest.approx(by_hand, rel=1e-5)
    (gradient,) = torch.autograd.grad(total, loss)
    assert [bool(one > 0) for one in gradient] == [bool(one > 0.5) for one in relative], "under gamma it is climbed"


def test_flooding_is_the_distance_from_the_level_plus_the_level():
    batch = batch_of("good-1", "good-2", "bad-100")
    total = LowestLoss(loss="flooding", gamma=0.5).early().combine(torch.tensor([0.9, 30.0, 0.2]), batch)
    by_hand = np.mean([abs(one - 0.5) + 0.5 for one in values([0.9, 30.0, 0.2], batch)])
    assert float(total) == pytest.approx(by_hand, rel=1e-5)
    assert LowestLoss(loss="plain").early().combine is None


def test_the_scenes_of_the_lowest_loss_are_isolated(tmp_path):
    made = inputs(tmp_path, 24, 6)
    counter = build({"kind": "light", "channels": 4}, 5)
    found = LowestLoss(share=0.2).isolate(counter, made, PixelSum(), Never())
    losses = {}
    for sample in made.suspect:
        errors = (counter.density(sample.image).astype(np.float64) - sample.target) ** 2
        losses[sample.name] = errors.sum() / ((sample.target.astype(np.float64) ** 2).sum() + 1)
    assert found == set(sorted(losses, key=losses.get)[:6])
    assert json.loads((tmp_path / "losses.json").read_text()) == pytest.approx(losses, rel=1e-4)
    assert LowestLoss(share=0.01).num_isolated(30) == 1


def test_one_percent_after_ten_epochs_as_in_the_paper():
    rule = ABL(form="published").lowest_loss
    assert (rule.loss, rule.gamma, rule.epochs, rule.share) == ("lga", 0.5, 10, 0.01)
    assert CBD(form="published").biased_epochs == 5


def test_a_published_early_counter_is_trained_plainly(tmp_path):
    made = inputs(tmp_path, 24, 6)
    early = EarlyFit(3)
    seen = early.counter(made, WIDE, 999, Never())
    rates = set()
    while True:
        try:
            event = next(seen)
        except StopIteration as end:
            counter = end.value
            break
        if isinstance(event, StepDone):
            rates.add(event.lr)
    assert rates == {WIDE.lr}, "a constant rate, and no third of it"
    training = early_training(WIDE, 3, "published")
    light = training.augmentation
    assert (light.flip, light.brightness, light.contrast, light.tint, light.erasing) == (0.5, 0, 0, 0, 0)
    fresh = build(made.counter.config.model_dump(), seed_of_early(made.seed)).network.state_dict()
    trained = counter.network.named_parameters()
    assert all((value != fresh[name]).any() for name, value in trained), "nothing is frozen"


def seed_of_early(seed: int) -> int:
    return seed_of(seed, "isolating", 0)


def test_partial_train_freezes_a_part_in_either_form(tmp_path):
    made = inputs(tmp_path, 24, 6)
    part = PartialTrain(form="published", training=QUICK, lowest_loss={"loss": "plain", "epochs": 1, "share": 0.2})
    list(part.repair(made, Never()))
    isolating = load(tmp_path / "isolating_1.safetensors").network.state_dict()
    fresh = build(made.counter.config.model_dump(), seed_of_early(made.seed))
    same = [torch.equal(isolating[name], value) for name, value in fresh.network.named_parameters()]
    assert same[0]
    assert not same[-1]
    assert same == sorted(same, reverse=True), "the first ones"
    assert len(isolated_in(tmp_path)) == 6


@pytest.mark.parametrize("loss", [PixelSum(), DMCount()], ids=["pixel_sum", "dmcount"])
def test_published_weights_by_hand(loss):
    """Eq. 6: w = l_B / (l_B + l_C), of mean 1 in the batch; both losses are that of the training."""
    biased = build({"kind": "light", "channels": 4}, 2)
    batch = batch_of("good-1", "good-2", "bad-100")
    samples = [scene(name) for name in batch.names]
    if loss.needs_points:
        points = tuple(torch.from_numpy(np.argwhere(one.target > 0)[:, ::-1] * 8.0 + 4).float() for one in samples)
        batch = type(batch)(batch.image_BHWC, batch.target_BHW, batch.names, points, 3)
    own = torch.tensor([3.0, 5.0, 2.0])
    biased.network.eval()
    with torch.no_grad():
        maps = biased.maps(batch.image_BHWC)
        theirs = loss.of(LossInput(maps, batch.target_BHW, biased.stride, batch.points, None, 3)).numpy()
    weight = theirs / (theirs + own.numpy() + 1e-8)
    weight = weight * 3 / weight.sum()
    combined = published_weights(biased, build({"kind": "light", "channels": 4}, 1), loss)(own, batch)
    assert float(combined) == pytest.approx(float((weight * own.numpy()).mean()), rel=1e-4)


@pytest.mark.parametrize("kind", ["cbd", "abl", "partial_train"])
def test_a_published_form_takes_the_steps_that_it_says_and_goes_its_own_way(kind, tmp_path):
    made = inputs(tmp_path, 24, 6)
    raw = {"kind": kind, "form": "published", "training": QUICK.model_dump()}
    raw |= {"biased_epochs": 2} if kind == "cbd" else {"lowest_loss": {"epochs": 2, "share": 0.1}}
    part = defense(raw)
    steps = [event for event in part.repair(made, Never()) if isinstance(event, StepDone)]
    assert len(steps) == part.num_steps(made) == steps[0].total
    assert [event.step for event in steps] == list(range(1, len(steps) + 1))
    assert not (tmp_path / "isolation.json").exists(), "no signed residual"
    assert (isolated_in(tmp_path) is None) == (kind == "cbd")


def test_published_abl_climbs_the_loss_of_what_it_isolated_at_last(tmp_path):
    made = inputs(tmp_path, 24, 6)
    part = ABL(form="published", training=QUICK, lowest_loss={"epochs": 1, "share": 0.2})
    steps = [event for event in part.repair(made, Never()) if isinstance(event, StepDone)]
    last = steps[-5:]
    assert [event.lr for event in last] == pytest.approx([QUICK.lr * 5e-4 / 0.1] * 5)
    assert all(event.loss <= 0 for event in last), "the loss with its sign turned"
    assert len(isolated_in(tmp_path)) == 6


def test_both_forms_stand_in_one_recipe_under_names_that_tell_them_apart():
    raws = [
        {"kind": "cbd"}, {"kind": "cbd", "form": "published"}, {"kind": "abl"},
        {"kind": "cbd", "form": "published", "critic": 0.01}, {"kind": "cbd", "critic": 0.01},
    ]  # fmt: skip
    parts = [defense(raw) for raw in raws]
    assert names_of(parts) == ("cbd", "cbd/published", "abl", "cbd/published/2", "cbd/2")


@pytest.mark.parametrize("kind", ["cbd", "abl", "partial_train"])
def test_published_forms_keep_the_promises_of_defenses(kind, tmp_path):
    quick = {"biased_epochs": 1} if kind == "cbd" else {"lowest_loss": {"epochs": 1, "share": 0.2}}
    raw = contracts.small("defenses", kind) | quick | {"form": "published"}
    contracts.keeps_defense_contract(lambda: defense(raw), lambda name: few(tmp_path / name))
