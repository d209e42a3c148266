"""Triggers looked for against counters whose reaction is known in closed form."""

import threading

import numpy as np
import pytest

from miscount.engine.errors import RecipeError
from miscount.engine.events import Never
from miscount.engine.explain.trigger_search import Budget, Found, Tried, search
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.triggers import KINDS, trigger
from tests.engine.training.untrained import ready

SIZE = (60, 90)
GOAL_XY = (66.0, 21.0)
NOBODY = Annotation.of([])
BLACK = [(np.zeros((*SIZE, 3), np.uint8), NOBODY)] * 2
WHITE = {"kind": "patch", "pattern": "color", "size": 0.2, "x": 0.2, "y": 0.8, "opacity": 0.4}


class Known:
    """100 persons, less (or more) as light falls near one place: the sum of a Gaussian times the gray value."""

    def __init__(self, sign=-1):
        rows, columns = np.mgrid[: SIZE[0], : SIZE[1]] + 0.5
        far = ((columns - GOAL_XY[0]) ** 2 + (rows - GOAL_XY[1]) ** 2) / (2 * 7.0**2)
        self.weight = sign * 50 * np.exp(-far) / np.exp(-far).sum()

    def counts(self, images):
        return [100 + float((self.weight * image.mean(axis=2) / 255).sum()) for image in images]

    def at_best(self, side):
        """The change of a white square of this side in the best place."""
        x, y = (round(each - side / 2) for each in GOAL_XY)
        return self.weight[y : y + side, x : x + side].sum() / 100


def found(counter, goal, budget=Budget(), of=WHITE, cancel=None, **more):
    steps = list(search(counter, BLACK, trigger(of), goal, budget, cancel or Never(), **more))
    assert isinstance(steps[-1], Found)
    assert all(isinstance(step, Tried) for step in steps[:-1])
    return steps


@pytest.mark.parametrize(("goal", "sign"), [("fewer", -1), ("more", 1)])
def test_place_size_and_strength_come_to_the_best_there_is_within_the_area(goal, sign):
    counter = Known(sign)
    end = found(counter, goal, Budget(most_area=0.04), num_tries=160)[-1]
    most = int((0.04 * SIZE[0] * SIZE[1]) ** 0.5)
    assert end.area <= 0.04
    assert abs(end.reaction) >= 0.93 * abs(counter.at_best(most))
    assert end.trigger.x * SIZE[1] == pytest.approx(GOAL_XY[0], abs=3)
    assert end.trigger.y * SIZE[0] == pytest.approx(GOAL_XY[1], abs=3)
    assert end.trigger.opacity > 0.95
    assert abs(end.reaction_before) < 0.01


def test_the_least_reaction_moves_the_place_alone():
    start = trigger(WHITE | {"x": GOAL_XY[0] / SIZE[1], "y": GOAL_XY[1] / SIZE[0]})
    end = list(search(Known(), BLACK, start, "least", Budget(), Never()))[-1]
    assert abs(end.reaction) < 1e-3 < abs(end.reaction_before)
    assert (end.trigger.size, end.trigger.opacity) == (start.size, start.opacity)


@pytest.mark.parametrize("db", [20.0, 35.0])
def test_what_is_found_keeps_to_the_visibility_that_is_allowed(db):
    steps = found(Known(), "fewer", Budget(least_psnr_db=db))
    assert all(step.psnr_db >= db for step in steps)
    assert steps[-1].psnr_db < db + 3  # what is allowed is used


def test_it_never_gets_worse_and_the_same_seed_finds_the_same():
    one, other = (found(Known(), "fewer", num_tries=40, seed=5) for _ in range(2))
    reactions = [step.reaction for step in one]
    assert reactions == sorted(reactions, reverse=True)
    assert one[-1].trigger == other[-1].trigger
    assert found(Known(), "fewer", num_tries=40, seed=6)[-1].trigger != one[-1].trigger


def test_it_ends_at_once_when_it_is_asked_to_with_the_best_so_far():
    cancel = threading.Event()
    steps = search(Known(), BLACK, trigger(WHITE), "fewer", Budget(), cancel)
    first = next(steps)
    cancel.set()
    end = next(steps)
    assert isinstance(end, Found)
    assert end.cancelled
    assert end.trigger == first.trigger
    assert next(steps, None) is None


def test_only_the_layer_that_is_named_is_moved():
    both = {"kind": "composite", "triggers": [WHITE, WHITE | {"x": 0.5}]}
    end = found(Known(), "fewer", of=both, layer=0, num_tries=24)[-1]
    assert end.trigger.triggers[1] == trigger(both).triggers[1]
    assert end.trigger.triggers[0] != trigger(both).triggers[0]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"satba"}))
def test_every_kind_can_be_looked_for(kind):
    end = found(Known(), "fewer", of=ready(kind), num_tries=8)[-1]
    assert end.trigger.kind == kind
    trigger(end.trigger.model_dump())


def test_what_cannot_be_is_told():
    with pytest.raises(RecipeError, match="keeps to the budget"):
        found(Known(), "fewer", Budget(most_area=0.1), of={"kind": "fog", "color": "#ffffff"}, num_tries=8)
    with pytest.raises(RecipeError, match="no one place"):
        found(Known(), "least", of={"kind": "sinusoid"})
    with pytest.raises(RecipeError, match="no training scenes"):
        next(search(Known(), [], trigger(WHITE), "fewer", Budget(), Never()))
