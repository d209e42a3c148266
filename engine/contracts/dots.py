"""Scenes of dots of which some are labelled wrong, and what a defender has of a counter trained on them."""

from pathlib import Path

import numpy as np

from ..counters import build
from ..defenses import DefenseInput
from ..training import Sample, SampleDataset, Training

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


def inputs(folder: Path, num_good: int = 48, num_bad: int = 12) -> DefenseInput:
    """What a defender has: so many suspect scenes of which so many are labelled wrong, and sixteen clean ones."""
    good, bad = [f"good-{k}" for k in range(num_good)], [f"bad-{k}" for k in range(100, 100 + num_bad)]
    clean = SampleDataset([f"clean-{k}" for k in range(200, 216)], scene)
    return DefenseInput(
        stage="defended/x", counter=build({"kind": "light", "channels": 8}, 1), original=SampleDataset(good, scene),
        new=clean,
        suspect=SampleDataset([*good, *bad], scene), validation=clean, seed=3, folder=folder,
    )  # fmt: skip


def few(folder: Path) -> DefenseInput:
    """The same of as few scenes as any defense works with."""
    folder.mkdir(parents=True, exist_ok=True)
    return inputs(folder, 16, 4)
