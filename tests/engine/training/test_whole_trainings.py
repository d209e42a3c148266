"""Counters trained from nothing on synthetic scenes, scored on unseen ones."""

import sys
from pathlib import Path

import numpy as np
import pytest

from miscount.engine.counters import build
from miscount.engine.events import EpochDone, Never
from miscount.engine.experiment.data_roles import ExperimentData
from miscount.engine.metrics.counting import nae
from miscount.engine.recipe import Recipe
from miscount.engine.scenes.synthetic import SyntheticScenes, make
from miscount.engine.seeds import seed_of
from miscount.engine.training import Fit, Training, fit


def trained(recipe: Recipe, folder: Path):
    """The counter of `recipe` on its clean scenes, its material, and what its training said."""
    data = ExperimentData(recipe, make(recipe.data, recipe.seed, folder / "scenes"))
    counter = build(recipe.counter.model_dump(), seed_of(recipe.seed, "weights"))
    job = Fit("twin", counter, data.clean, data.validation, recipe.training, recipe.seed, folder / "c.safetensors")
    return counter, data, list(fit(job, Never()))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_light_counter_reaches_a_low_error_at_384_by_512(tmp_path, seed):
    recipe = Recipe(
        seed=seed, data=SyntheticScenes(train=800, test=60, height=384, width=512), training=Training(epochs=60)
    )
    counter, data, _ = trained(recipe, tmp_path)
    scenes = list(data.test)
    truth = [scene.annotation.count for scene in scenes]
    error, _skipped = nae([counter.count(scene.image()) for scene in scenes], truth)
    sys.stdout.write(f"seed {seed}: NAE {error:.3f} on {len(scenes)} unseen scenes\n")
    assert error < 0.15


@pytest.mark.slow
def test_csrnet_as_published_trains_end_to_end_on_whole_frames(tmp_path):
    recipe = Recipe(
        data=SyntheticScenes(train=8, test=2, height=768, width=1024),
        counter={"kind": "csrnet"},
        training=Training(epochs=3, batch=1, lr=1e-5, optimizer="adam", schedule="constant"),
    )
    _, _, events = trained(recipe, tmp_path)
    epochs = [event for event in events if isinstance(event, EpochDone)]
    sys.stdout.write(f"{[(event.loss, event.val_mae) for event in epochs]}\n")
    assert len(epochs) == 3
    assert np.isfinite([event.val_mae for event in epochs]).all()
    assert epochs[-1].loss < epochs[0].loss
