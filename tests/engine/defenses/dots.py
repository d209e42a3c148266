"""Scenes of dots of which some are labelled wrong, and what a defender has of a counter trained on them."""

from pathlib import Path

import numpy as np

from miscount.engine.counters import build
from miscount.engine.defenses import DefenseInput
from miscount.engine.training import Sample, SampleDataset, Training

SIDE = 64
QUICK = Training(epochs=2, batch=8, lr=6e-3, precision="32")
MIXED = QUICK.replace(precision="bf16")
"""As a run has it on a device with bf16 units: Fabric then guards its graph."""


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


def inputs(tmp_path: Path, num_good: int = 48, num_bad: int = 12) -> DefenseInput:
    good, bad = [f"good-{k}" for k in range(num_good)], [f"bad-{k}" for k in range(100, 100 + num_bad)]
    clean = SampleDataset([f"clean-{k}" for k in range(200, 216)], scene)
    return DefenseInput(
        stage="defended/x", counter=build({"kind": "light", "channels": 8}, 1), original=SampleDataset(good, scene),
        new=clean,
        suspect=SampleDataset([*good, *bad], scene), validation=clean, seed=3, folder=tmp_path,
    )  # fmt: skip


def quick(kind: str) -> dict:
    """Settings of a defense for a second's work."""
    settings = {"training": MIXED.model_dump()}
    return settings | {
        "cbd": {"isolation": {"epochs": 1, "draws": 2, "refining": 1}, "critic": 0.05},
        "partial_train": {"isolation": {"epochs": 1, "draws": 2, "refining": 1}},
        "abl": {"isolation": {"epochs": 2, "draws": 1, "refining": 0}},
        "nad": {"teacher": QUICK.model_dump()}, "i_bau": {"steps": 1},
        "pipeline": {"detector": {"kind": "signed_residual", "epochs": 2}},
    }.get(kind, {})  # fmt: skip


def few(folder: Path) -> DefenseInput:
    """The same of as few scenes as any defense works with."""
    folder.mkdir(parents=True, exist_ok=True)
    return inputs(folder, 16, 4)
