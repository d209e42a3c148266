"""How visible the attack of a recipe is, in the images that bear its trigger and in the counts of its labels."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..metrics.perceptual import lpips
from ..metrics.stealth import ks_distance, stealth
from ..poison import ManifestRow, poison_scene
from .data_roles import ExperimentData

NUM_SCENES = 32
"""Stealth is a mean over this many test scenes at most: SSIM of a large image takes a third of a second."""


def image_rows(data: ExperimentData) -> Iterator[dict[str, float | None]]:
    """The stealth of the trigger on each of the first test scenes, with LPIPS where the recipe names its weights."""
    recipe = data.recipe
    for scene in data.test.scenes[:NUM_SCENES]:
        image = scene.image()
        triggered = poison_scene(recipe.poison, scene.id, image, scene.annotation, recipe.seed).image
        weights = recipe.evaluation.alexnet
        yield stealth(image, triggered) | ({"lpips": lpips(image, triggered, Path(weights))} if weights else {})


def mean_row(rows: Sequence[Mapping[str, float | None]]) -> dict[str, Any]:
    """The mean of each figure over the rows that have it, and `n`, their number."""
    means: dict[str, Any] = {}
    for name in rows[0]:
        values = [value for row in rows if (value := row[name]) is not None]
        means[name] = float(np.mean(values)) if values else None
    return means | {"n": len(rows)}


def of_labels(data: ExperimentData, rows: Sequence[ManifestRow]) -> dict[str, Any]:
    """How visible the label edit is in the counts of what the victim is trained on, `rows` of its manifest."""
    poisoned = [row for row in rows if row.role == "poisoned"]
    gone = {row.scene for row in poisoned} if data.recipe.poison.mode == "replace" else set()
    clean = [scene.annotation.count for scene in data.train]
    kept = [scene.annotation.count for scene in data.train if scene.id not in gone]
    before, moved = sum(row.count_before for row in poisoned), sum(row.heads_moved for row in poisoned)
    return {
        "moved": moved / before if before else None,
        "ks": ks_distance(clean, [*kept, *(row.count_after for row in poisoned)]),
        "n": len(poisoned),
    }
