"""What is drawn anew for every image: flips of any width, and light by its chance and formula."""

import numpy as np
import pytest

from miscount.engine.seeds import generator
from miscount.engine.training import Augmentation, Sample, Training
from miscount.engine.training.batches import augmented
from miscount.engine.training.presets import PRESETS

DARK = Augmentation(flip=0, brightness=0, contrast=0, tint=0)


@pytest.mark.parametrize("width", [96, 101, 90])
@pytest.mark.parametrize("crop_px", [None, 64])
def test_frames_of_any_width_are_flipped_with_their_heads(width, crop_px):
    """78 of the 300 training frames of ShanghaiTech A have a width that is no multiple of 8."""
    rng = np.random.default_rng(width)
    points = np.stack([rng.uniform(0, width, 30), rng.uniform(0, 50, 30)], axis=1)
    image = rng.integers(0, 256, (50, width, 3), dtype=np.uint8)
    target = np.zeros((7, -(-width // 8)), np.float32)
    np.add.at(target, tuple((points[:, ::-1] // 8).astype(int).T), 1)
    for epoch in range(6):
        whole = Sample("s", image, target, 30.0, points)
        trainings = [Training(crop_px=crop_px, augmentation=DARK.replace(flip=chance)) for chance in (0, 1)]
        plain, flipped = (augmented(whole, training, 8, 0, epoch) for training in trainings)
        assert np.array_equal(flipped.target, plain.target[:, ::-1])
        assert flipped.count == plain.count == len(flipped.points)
        reach = 8 * plain.target.shape[1]
        missing = reach - plain.image.shape[1]
        assert np.array_equal(flipped.image[:, missing:], plain.image[:, ::-1])
        assert flipped.image.shape[1] == reach
        assert (flipped.image[:, :missing] == plain.image.reshape(-1, 3).mean(axis=0).astype(np.uint8)).all()
        cells = np.zeros_like(target[:, : plain.target.shape[1]])
        np.add.at(cells, tuple((flipped.points.astype(np.float32)[:, ::-1] // 8).astype(int).T), 1)
        assert np.array_equal(cells[: len(flipped.target)], flipped.target)


@pytest.mark.parametrize("flip", [0, 1])
def test_light_is_to_the_last_bit_what_arithmetic_on_the_pixels_gives(flip):
    """Also of a picture that is mapped into memory and cannot be written to, and of a crop of it."""
    image = np.random.default_rng(2).integers(0, 256, (56, 72, 3), dtype=np.uint8)
    image.flags.writeable = False
    jitter = Augmentation(flip=flip, brightness=0.3, contrast=0.3, tint=0.2)
    sample = Sample("s", image, np.ones((7, 9), np.float32), 63.0)
    for crop_px in (None, 32):
        seen = augmented(sample, Training(augmentation=jitter, crop_px=crop_px), 8, 0, 1)
        rng = generator(0, "augment", 1, "s")
        top, left = (int(rng.integers(0, side - 4 + 1)) * 8 for side in (7, 9)) if crop_px else (0, 0)
        bare = image[top : top + (crop_px or 56), left : left + (crop_px or 72)]
        rng.random()
        bare = bare[:, ::-1] if flip else bare
        gain = 1 + 0.3 * rng.uniform(-1, 1) + 0.2 * rng.uniform(-1, 1, size=3)
        contrast = 1 + 0.3 * rng.uniform(-1, 1)
        mean = bare[::4, ::4].reshape(-1, 3).mean(axis=0)
        lit = ((bare.astype(np.float64) - mean) * contrast + mean) * gain
        assert np.array_equal(seen.image, np.clip(np.rint(lit), 0, 255).astype(np.uint8))


def test_light_is_drawn_for_some_images_and_saturation_by_its_formula():
    jitter = Augmentation(flip=0, brightness=0.1, contrast=0.1, saturation=0.1, tint=0, light=0.2)
    colorful = np.random.default_rng(0).integers(60, 190, (48, 64, 3), dtype=np.uint8)
    original = Sample("s", colorful, np.ones((6, 8), np.float32), 48.0)
    seen = [augmented(original, Training(augmentation=jitter), 8, 0, epoch).image for epoch in range(300)]
    lit = np.mean([not np.array_equal(image, original.image) for image in seen])
    assert abs(lit - 0.2) < 0.07
    vivid = DARK.replace(saturation=0.5)
    seen = augmented(original, Training(augmentation=vivid), 8, 0, 1).image
    gray = colorful @ [0.299, 0.587, 0.114]
    away, was = seen - gray[..., None], colorful - gray[..., None]
    factor = float((away * was).sum() / (was * was).sum())
    assert 0.5 <= factor <= 1.5
    assert abs(factor - 1) > 0.01
    assert np.abs(away - factor * was).max() <= 1  # rounded to bytes
    preset = PRESETS["clip_ebc_vit"].training.augmentation
    assert (preset.light, preset.saturation, preset.brightness, preset.contrast) == (0.2, 0.1, 0.1, 0.1)
