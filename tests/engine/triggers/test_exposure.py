"""The trigger of light is the augmentation of light, at one place of its range."""

import numpy as np
import pytest

from miscount.engine.training import Augmentation, Sample, Training
from miscount.engine.training.batches import augmented
from miscount.engine.triggers import trigger


@pytest.fixture
def image():
    rng = np.random.default_rng(0)
    return (rng.uniform(60, 150, (24, 32, 3)) * [1, 0.9, 0.8]).astype(np.uint8)


def shown(image, seed=0, **settings):
    return trigger({"kind": "exposure", "jitter": 0, **settings}).apply(image, np.random.default_rng(seed))


def test_it_is_the_formula(image):
    given = shown(image, brightness=0.1, contrast=-0.3, red=0.05, green=0.0, blue=-0.1, strength=1.5)
    mean = image.reshape(-1, 3).astype(float).mean(axis=0)
    gain = [1 + 1.5 * 0.15, 1 + 1.5 * 0.1, 1 + 1.5 * 0.0]
    wanted = np.clip(np.rint(((image - mean) * (1 - 0.45) + mean) * gain), 0, 255)
    assert np.abs(given.astype(int) - wanted).max() <= 1
    assert (shown(image, strength=0) == image).all()


def test_training_draws_nothing_that_the_trigger_could_not_be(image):
    """A draw of augmentation is undone by no more than rounding when it is written as a trigger."""
    light = Augmentation(flip=0, brightness=0.2, contrast=0, tint=0.1)
    sample = Sample("s", image, np.zeros((3, 4), np.float32), 0.0, None)
    for epoch in range(6):
        lit = augmented(sample, Training(augmentation=light), 8, 0, epoch).image.astype(float)
        red, green, blue = (lit.reshape(-1, 3).mean(axis=0) / image.reshape(-1, 3).mean(axis=0)) - 1
        assert max(abs(red), abs(green), abs(blue)) <= 0.3 + 0.01  # what brightness and tint allow together
        given = shown(image, brightness=0, contrast=0, red=red, green=green, blue=blue)
        assert np.abs(given.astype(int) - lit).max() <= 2


def test_each_scene_has_its_own_draw(image):
    with_jitter = [shown(image, seed=seed, jitter=0.3).mean() for seed in range(8)]
    assert len(set(with_jitter)) == 8
    assert (shown(image, seed=3, jitter=0.3) == shown(image, seed=3, jitter=0.3)).all()
