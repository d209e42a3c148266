"""Controls: each differs from its defense in one thing, takes as many steps, and equal ones are there once."""

import pytest
import torch

from miscount.engine.contracts.dots import QUICK, inputs
from miscount.engine.counters import build
from miscount.engine.defenses import KINDS, FineTune, controls, defense
from miscount.engine.defenses.abl import ABL
from miscount.engine.defenses.cbd import CBD
from miscount.engine.defenses.controls import Control, control
from miscount.engine.defenses.nad import NAD
from miscount.engine.defenses.partial_train import PartialTrain
from miscount.engine.events import Never, StepDone
from miscount.engine.seeds import seed_of
from miscount.engine.training import WIDE_AND_ERASED, Augmentation, Training
from tests.engine.defenses.quick import quick

KINDS_OF_CONTROL = ("same_training", "same_light", "random_drop", "from_scratch")
OF_VICTIM = Training(batch=4, lr=1e-3, augmentation=Augmentation(brightness=0.07))
WIDE = QUICK.replace(augmentation=WIDE_AND_ERASED)


def facts(part) -> dict:
    """What a training is made of, but for its epochs, which come from its steps."""
    training = part.as_trained if not isinstance(part, Control) else part.training
    return {"begins": part.begins, "learns_from": part.learns_from, "training": training.replace(epochs=1)}


@pytest.mark.parametrize("form", ["adapted", "published"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_plain_control_is_the_defense_without_its_method(kind, form, tmp_path):
    if form == "published" and "form" not in KINDS[kind].model_fields:
        pytest.skip("it has one form")
    made = inputs(tmp_path)
    forms = {} if form == "adapted" else {"form": form}
    part = defense({"kind": kind, **quick(kind), "training": WIDE.model_dump(), **forms})
    plain = control("same_training", part, made, OF_VICTIM)
    assert plain.num_steps(made) == part.num_steps(made)
    ours, theirs = facts(plain), facts(part)
    if kind == "fine_tune":  # its method is its light
        assert ours["training"].augmentation == OF_VICTIM.augmentation
        ours["training"] = ours["training"].replace(augmentation=theirs["training"].augmentation)
    assert ours == theirs


def test_each_control_differs_in_one_thing(tmp_path):
    made = inputs(tmp_path)
    nad = NAD(training=WIDE, teacher=WIDE)
    plain, light, drop, scratch = (control(kind, nad, made, OF_VICTIM) for kind in KINDS_OF_CONTROL)
    assert drop is None, "it leaves no scene out"
    assert facts(light) | {"learns_from": "new_and_original"} == facts(plain)
    assert light.learns_from == "suspect"
    assert facts(scratch) | {"begins": "suspect"} == facts(plain)
    assert scratch.begins == "fresh"


def test_of_what_learns_from_the_suspect_set_the_light_alone_is_the_plain_control(tmp_path):
    asked = [CBD(training=WIDE), PartialTrain(training=WIDE), ABL(training=WIDE)]
    made, beside = controls(KINDS_OF_CONTROL, asked, inputs(tmp_path), OF_VICTIM)
    assert all(own["same_training"] == own["same_light"] for own in beside)
    assert [each.kind for each in made].count("random_drop") == 2, "one each for what isolates"
    assert "random_drop" not in beside[0]
    assert made[beside[0]["from_scratch"]].learns_from == "new", "it does not know which of the others are clean"


def test_equal_controls_are_there_once_and_others_are_not(tmp_path):
    def tuned(epochs, lr=1e-2):
        return FineTune(training=Training(epochs=epochs, batch=8, lr=lr))

    asked = [tuned(20), tuned(21), tuned(20, lr=1e-3), tuned(20)]
    made, beside = controls(("same_training",), asked, inputs(tmp_path), OF_VICTIM)
    assert [own["same_training"] for own in beside] == [0, 1, 2, 0]
    steps = [tuned(20).num_steps(inputs(tmp_path)), tuned(21).num_steps(inputs(tmp_path))]
    assert [each.num_steps(inputs(tmp_path)) for each in made] == [steps[0], steps[1], steps[0]]


def test_controls_of_what_may_leave_scenes_out_are_shared_with_no_other(tmp_path):
    """Two such defenses are planned alike, and do not take the same steps."""
    asked = [CBD(training=WIDE), PartialTrain(training=WIDE), CBD(training=WIDE), FineTune(training=QUICK),
             FineTune(training=QUICK)]  # fmt: skip
    made, beside = controls(("same_training", "same_light"), asked, inputs(tmp_path), OF_VICTIM)
    assert [(own["same_training"], own["same_light"]) for own in beside] == [(0, 0), (1, 1), (2, 2), (3, 4), (3, 4)]
    assert made[0] == made[1] == made[2]
    assert [part.steps_vary for part in asked] == [True, True, True, False, False]


def test_a_random_drop_leaves_out_as_many_and_takes_the_steps_that_it_is_told(tmp_path):
    made = inputs(tmp_path)
    part = Control(kind="random_drop", fresh=True, scenes="suspect", steps=21, num_dropped=12, training=QUICK)
    left = part._samples(made)
    assert len(left) == len(made.suspect) - 12
    assert set(left.names) < set(made.suspect.names)
    assert any(name.startswith("bad") for name in left.names), "at random, not the poison"
    steps = [event for event in part.repair(made, Never()) if isinstance(event, StepDone)]
    assert len(steps) == part.num_steps(made) == 21, "3 epochs of 48 scenes, 8 a step, and half of another"


def test_a_fresh_control_forgets_the_suspect_counter(tmp_path):
    ends = []
    for number in (1, 2):
        made = inputs(tmp_path / str(number), 24, 6)
        made.counter.network.load_state_dict(build(made.counter.config.model_dump(), number).network.state_dict())
        list(Control(kind="from_scratch", fresh=True, steps=3, training=QUICK).repair(made, Never()))
        ends.append(made.counter.network.state_dict())
    assert all(torch.equal(ends[0][name], ends[1][name]) for name in ends[0])
    fresh = build(made.counter.config.model_dump(), seed_of(made.seed, "fresh")).network.state_dict()
    assert any(not torch.equal(fresh[name], ends[0][name]) for name in fresh)
