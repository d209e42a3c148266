"""Which scenes are poisoned, and what each becomes; one scene's poison does not depend on any other's."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from ..errors import RecipeError
from ..labels import LabelEdit
from ..labels.ratio import Thin
from ..part import Part
from ..scenes.annotation import Annotation
from ..seeds import generator
from ..triggers import Trigger
from ..triggers.blend import Blend

Selection = Literal["random", "stratified", "first", "listed", "matched"]


class Poison(Part):
    """A trigger, a label edit, and the scenes that get both."""

    trigger: Trigger = Field(default=Blend(), description="What is added to an image.")
    label: LabelEdit = Field(default=Thin(), description="What is done to its heads.")
    rate: float = Field(
        default=0.2,
        ge=0,
        le=1,
        description="Share of the training scenes that is poisoned.",
        json_schema_extra={"step": 0.01},
    )
    mode: Literal["append", "replace"] = Field(
        default="append", description="Beside the clean scene, as DMBA does, or instead of it."
    )
    selection: Selection = Field(
        default="random",
        description="Which scenes: any; spread evenly over the counts; the first ones, for replication; those listed; "
        "or matched: those that a clean counter of the attacker's own finds most like clean scenes when they are "
        "triggered, chosen by the run against detectors of features (an adaptive attacker).",
    )
    scenes: tuple[str, ...] = Field(default=(), description="The ids of the scenes, when they are listed.")
    stage: Literal["before_crop", "after_crop"] = Field(
        default="before_crop",
        description="On whole frames, whose crops may miss it; or on one crop of each scene, drawn once.",
    )
    covers: float = Field(
        default=0.0,
        ge=0,
        le=10,
        description="Cover scenes for each poisoned one: the trigger's cover form with the true label.",
        json_schema_extra={"step": 0.5},
    )

    @model_validator(mode="after")
    def _listed_or_not(self) -> "Poison":
        if (self.selection == "listed") != bool(self.scenes):
            raise ValueError("give `scenes` if and only if `selection` is listed")
        return self

    @property
    def is_chosen(self) -> bool:
        """Whether the scenes can be told from their counts; else the run chooses them first."""
        return self.selection != "matched"

    def with_chosen(self, chosen: Sequence[str]) -> "Poison":
        """It with the scenes that a run chose."""
        if not chosen:
            return self.replace(selection="random", rate=0)
        return self.replace(selection="listed", scenes=tuple(chosen))

    @property
    def sources(self) -> tuple[Path, ...]:
        """The pictures and maps that it depends on; a stage's key must hold a hash of their content."""
        return (*self.trigger.sources, *self.label.sources)


@dataclass(frozen=True, eq=False)
class Poisoned:
    """A scene after its poison: image uint8 (H, W, 3) RGB, heads, wished count, and where the trigger shows (H, W)."""

    image: NDArray[np.uint8]
    annotation: Annotation
    target_count: float
    footprint: NDArray[np.bool_]
    moved_px: float | None = None
    """How far a head is moved by the label edit, on average; None where none is there, or the edit moves none."""


_MOST_NAMED = 5


@dataclass(frozen=True)
class Rates:
    """Poisoned over clean scenes, and poisoned over all that are trained on."""

    nominal: float
    effective: float


class NoSuchScenes(RecipeError, ValueError):
    """Scenes that a recipe lists by name and that are not there to be poisoned."""


def _named(scenes: Sequence[str]) -> str:
    more = f" and {len(scenes) - _MOST_NAMED} more" if len(scenes) > _MOST_NAMED else ""
    return f"{', '.join(scenes[:_MOST_NAMED])}{more}"


def rates(poison: Poison, num_scenes: int, num_poisoned: int) -> Rates:
    """n_p / n and, when appended, n_p / (n + n_p): 60 appended to 300 are "20 %" and 16.7 %."""
    trained_on = num_scenes + (num_poisoned if poison.mode == "append" else 0)
    return Rates(num_poisoned / max(num_scenes, 1), num_poisoned / max(trained_on, 1))


def select(poison: Poison, ids: Sequence[str], counts: ArrayLike, seed: int) -> tuple[str, ...]:
    """The ids of the scenes to poison, in the order of `ids`; `counts` (N,) are the true counts.

    A label edit may narrow the choice, and then fewer than `rate` may be found. Raises NoSuchScenes for a listed
    scene that is not among `ids`, and where a run must choose first.
    """
    count_N = np.asarray(counts, dtype=np.float64)
    if not poison.is_chosen:
        raise NoSuchScenes(
            "poison.selection: matched scenes are chosen by a run, through a counter that it trains: run the recipe, "
            "or choose another selection"
        )
    if poison.selection == "listed":
        listed = set(poison.scenes)
        if missing := listed - set(ids):
            named = _named(sorted(missing))
            raise NoSuchScenes(f"poison.scenes: no such scenes to poison: {named}; list scenes of this dataset")
        return tuple(scene_id for scene_id in ids if scene_id in listed)
    may, wanted = np.flatnonzero(poison.label.eligible(count_N)), num_wanted(poison, count_N)
    rng = generator(seed, "poison", "selection")
    match poison.selection:
        case "first":
            chosen = may[:wanted]
        case "stratified":
            chosen = _one_a_stratum(may[np.argsort(count_N[may], kind="stable")], wanted, rng)
        case _:
            chosen = may[rng.permutation(len(may))[:wanted]]
    return tuple(ids[index] for index in np.sort(chosen))


def select_covers(poison: Poison, ids: Sequence[str], poisoned: Sequence[str], seed: int) -> tuple[str, ...]:
    """The ids of the cover scenes, never poisoned ones, in the order of `ids`."""
    taken = set(poisoned)
    free = [scene_id for scene_id in ids if scene_id not in taken]
    wanted = min(math.floor(poison.covers * len(poisoned) + 0.5), len(free))
    order = generator(seed, "poison", "covers").permutation(len(free))
    return tuple(free[index] for index in np.sort(order[:wanted]))


def num_wanted(poison: Poison, counts: ArrayLike) -> int:
    """How many of the scenes with these true `counts` (N,) are to be poisoned, as far as the label edit lets them."""
    eligible = poison.label.eligible(counts)
    return min(_share(poison.rate, len(eligible)), int(eligible.sum()))


def _share(rate: float, num_scenes: int) -> int:
    # a rate above zero poisons something, also of few scenes
    return max(math.floor(rate * num_scenes + 0.5), 1 if rate > 0 and num_scenes else 0)


def _one_a_stratum(by_count: NDArray[np.intp], wanted: int, rng: np.random.Generator) -> NDArray[np.intp]:
    strata = np.array_split(by_count, wanted) if wanted else []
    return np.array([stratum[rng.integers(len(stratum))] for stratum in strata], dtype=np.intp)


def seed_key(scene_id: str, seed: int) -> str:
    """The words that a scene's draws are keyed by, as the manifest names them."""
    return f"{seed}/poison/{scene_id}"


def triggered(
    poison: Poison, scene_id: str, image: NDArray[np.uint8], seed: int, annotation: Annotation | None = None
) -> NDArray[np.uint8]:
    """`image` uint8 (H, W, 3) with the trigger that this scene gets, in training as in testing.

    Triggers that lie on heads need the `annotation`.
    """
    return poison.trigger.apply(image, _trigger_draw(scene_id, seed), annotation)


def poison_scene(
    poison: Poison, scene_id: str, image: NDArray[np.uint8], annotation: Annotation, seed: int
) -> Poisoned:
    """The scene with its trigger and its edited label; the same whatever was poisoned before it."""
    size = (image.shape[0], image.shape[1])
    footprint = poison.trigger.footprint(size, _trigger_draw(scene_id, seed), annotation)
    where_they_are = poison.trigger.move(annotation, size, _trigger_draw(scene_id, seed))
    label = poison.label.apply(where_they_are, size, generator(seed, "poison", scene_id, "label"), footprint)
    moved = mean_move_px(where_they_are, label) if poison.label.moves_heads else None
    return Poisoned(triggered(poison, scene_id, image, seed, annotation), label, label.count, footprint, moved)


def mean_move_px(before: Annotation, after: Annotation) -> float | None:
    """How far apart the same heads lie in two annotations on average, in px; None without heads."""
    apart = np.linalg.norm(after.points - before.points, axis=1)
    return float(apart.mean()) if len(apart) else None


def cover_scene(poison: Poison, scene_id: str, image: NDArray[np.uint8], annotation: Annotation, seed: int) -> Poisoned:
    """The scene with the trigger's cover form and its true count, so that only the exact trigger is learned."""
    size = (image.shape[0], image.shape[1])
    cover = poison.trigger.cover()
    moved = cover.move(annotation, size, _trigger_draw(scene_id, seed))
    footprint = cover.footprint(size, _trigger_draw(scene_id, seed), annotation)
    return Poisoned(cover.apply(image, _trigger_draw(scene_id, seed), annotation), moved, moved.count, footprint)


def _trigger_draw(scene_id: str, seed: int) -> np.random.Generator:
    return generator(seed, "poison", scene_id, "trigger")


def parameters(part: Part) -> str:
    """The settings of a trigger or label edit as one line of JSON, without its kind."""
    return json.dumps(part.model_dump(mode="json", exclude={"kind"}), sort_keys=True)
