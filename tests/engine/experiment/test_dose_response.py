"""Other strengths, other corruptions: counted as defined, the twin beside the victim."""

from dataclasses import replace

import numpy as np
import pytest

from miscount.engine.counters import build
from miscount.engine.experiment.dose_response import COMMON, DoseResponse
from miscount.engine.experiment.evaluation import predict
from miscount.engine.metrics.config import Evaluation
from miscount.engine.poison import Poison
from miscount.engine.scenes.synthetic import SyntheticScenes, make
from miscount.engine.triggers import KINDS, trigger
from tests.engine.training.untrained import ready


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    return make(SyntheticScenes(train=1, test=3, height=96, width=112), 0, tmp_path_factory.mktemp("scenes")).split(
        "test"
    )


def study(scenes, **wanted):
    poison = Poison.model_validate(
        {"trigger": {"kind": "sinusoid", "amplitude": 30}, "label": {"kind": "thin", "alpha": 0.2}}
    )
    counters = {
        "twin": build({"kind": "light", "channels": 4}, 0),
        "victim": build({"kind": "light", "channels": 4}, 1),
    }
    for counter in counters.values():  # untrained ones see nobody, and have no ratio
        list(counter.network.parameters())[-1].data.fill_(50.0)
    events = {name: list(predict(counter, scenes, poison, 0)) for name, counter in counters.items()}
    return DoseResponse(list(scenes), poison, 0, True, Evaluation(**wanted), counters, events)


def test_a_dose_of_one_is_the_evaluation_itself(scenes):
    asked = study(scenes, doses=(1.0, 0.0), specificity=False)
    rows = [step for step in asked.rows() if not isinstance(step, int)]
    assert [row["name"] for row in rows] == ["x 1", "x 0"]
    for name, events in asked.predictions.items():
        ratios = [max(row.triggered, 0) / row.clean for row in events if row.clean >= 1]
        assert rows[0]["ratio"][name] == pytest.approx(np.median(ratios), rel=1e-4)
        assert rows[1]["ratio"][name] == pytest.approx(1, rel=1e-4)
        assert rows[1]["effect"][name] == pytest.approx(0, abs=1e-4)
    assert rows[1]["psnr"] is None
    assert rows[0]["psnr"] == pytest.approx(20 * np.log10(255 / (30 / np.sqrt(2))), abs=0.7)


def test_the_trained_strength_is_that_of_the_same_scenes_as_the_others(scenes):
    """Of two of three scenes, from what was predicted of these, without another look at them."""
    asked = study(scenes, doses=(2.0, 0.5), specificity=False)
    asked = replace(asked, scenes=asked.scenes[:2])
    rows = [step for step in asked.rows() if not isinstance(step, int)]
    assert [row["dose"] for row in rows] == [0.5, 1.0, 2.0]
    for name, said in asked.predictions.items():
        assert rows[1]["ratio"][name] == pytest.approx(np.median([row.triggered / row.clean for row in said[:2]]))
        effects = [(1 - row.triggered / row.clean) / 0.8 for row in said[:2]]  # thin to 0.2
        assert rows[1]["effect"][name] == pytest.approx(np.median(effects), abs=0.05)
    assert [step for step in asked.rows() if isinstance(step, int)] == list(range(1, 7))


def test_progress_counts_every_scene_of_every_setting(scenes):
    asked = study(scenes, doses=(0.5,))
    steps = [step for step in asked.rows() if isinstance(step, int)]
    assert steps == list(range(1, asked.num_steps + 1))


def test_relatives_come_first_and_its_own_kind_is_left_out(scenes):
    names = [step["name"] for step in study(scenes, doses=()).rows() if not isinstance(step, int)]
    assert names == ["turned by 90 degrees", "twice as long", *(name for name in COMMON if name != "sinusoid")]


@pytest.mark.parametrize("name", COMMON)
def test_corruptions_keep_shape_and_are_drawn_from_their_seed(name):
    image = np.random.default_rng(0).integers(0, 256, (64, 80, 3), dtype=np.uint8)
    before = image.copy()
    one, other = (COMMON[name](image, np.random.default_rng(1)) for _ in range(2))
    assert one.dtype == np.uint8
    assert one.shape == image.shape
    assert (one == other).all()
    assert (one != image).any()
    assert (image == before).all()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_relative_is_of_the_same_family_and_shows_something_else(kind):
    made = trigger(ready(kind))
    image = np.random.default_rng(0).integers(0, 256, (96, 112, 3), dtype=np.uint8)
    own = made.apply(image, np.random.default_rng(0))
    assert made.relatives()
    for name, relative in made.relatives().items():
        assert type(relative) is type(made), name
        assert (relative.apply(image, np.random.default_rng(0)) != own).any(), name


def test_a_dose_that_the_bounds_do_not_allow_is_left_out(scenes):
    asked = study(scenes, doses=(0.5, 2.0), specificity=False)
    loud = DoseResponse(
        asked.scenes, asked.poison.replace(trigger=trigger({"kind": "patch", "opacity": 1.0})), 0, True, asked.wanted,
        asked.counters, asked.predictions,
    )  # fmt: skip
    assert [step["dose"] for step in loud.rows() if not isinstance(step, int)] == [0.5, 1]
    assert loud.num_steps == 6
