"""What the recipe's poison would do: which scenes, at which rates, and what becomes of the current one. On a thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset

from ..runs.tasks import with_edits

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Plan:
    """The choice of scenes. `warnings` are sentences to read before an hour is spent."""

    chosen: tuple[str, ...]
    num_train: int
    nominal: float
    effective: float
    warnings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Preview:
    """One scene before and after its poison: images, heads, density maps (H, W), and the label mass that moved."""

    scene_id: str
    before: Annotation
    after: Annotation
    triggered: NDArray[np.uint8]
    truth: NDArray[np.float32]
    poisoned: NDArray[np.float32]
    moved_mass: float


def plan(recipe: "Recipe", dataset: Dataset, edited: dict[str, Annotation]) -> Plan:
    """Choose as the run will, on the scenes that it trains on. Raises EngineError."""
    from miscount.engine.experiment.data_roles import ExperimentData
    from miscount.engine.experiment.used_scenes import as_used
    from miscount.engine.poison import rates
    from miscount.engine.poison.reach import warnings_before_training

    data = ExperimentData(recipe, as_used(recipe, with_edits(dataset, edited)))
    train = data.train
    if not len(train):
        return Plan((), 0, 0.0, 0.0, (f"There is no training scene in {dataset.root}.",))
    chosen = data.poisoned_ids
    share = rates(recipe.poison, len(train), len(chosen))
    first = train.scenes[0]
    warnings = warnings_before_training(
        recipe.poison, recipe.counter.receptive_field_px, first.size, recipe.training.crop_px, first.annotation
    )
    if not recipe.poison.is_chosen:
        warnings += ("The run chooses the scenes, through a counter of the attacker's own: these are as many others.",)
    return Plan(tuple(chosen), len(train), share.nominal, share.effective, tuple(warnings))


def preview(recipe: "Recipe", scene_id: str, image: NDArray[np.uint8], annotation: Annotation) -> Preview:
    """What becomes of one scene. Raises EngineError."""
    from miscount.engine.density import density_map
    from miscount.engine.metrics.stealth import moved_mass
    from miscount.engine.poison import poison_scene

    size = image.shape[:2]
    done = poison_scene(recipe.poison, scene_id, image, annotation, recipe.seed)
    truth = density_map(annotation, size, recipe.kernel)
    poisoned = density_map(done.annotation, size, recipe.kernel)
    return Preview(scene_id, annotation, done.annotation, done.image, truth, poisoned, moved_mass(truth, poisoned))


def plan_or_warning(recipe: "Recipe", dataset: Dataset, edited: dict[str, Annotation]) -> Plan:
    """As `plan`; what is wrong becomes a warning, since a person is still choosing."""
    try:
        return plan(recipe, dataset, edited)
    except (EngineError, ValueError) as error:
        return Plan((), 0, 0.0, 0.0, (str(error),))
