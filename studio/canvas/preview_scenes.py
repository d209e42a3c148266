"""The trigger on some scenes at once, as small pictures with what the loaded counter says. On a thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset

if TYPE_CHECKING:
    from miscount.engine.counters import Counter
    from miscount.engine.recipe import Recipe

NUM = 8
WIDTH_PX = 272


@dataclass(frozen=True, eq=False)
class Small:
    """A triggered scene: uint8 (h, w, 3), and a caption."""

    scene_id: str
    pixels: NDArray[np.uint8]
    caption: str


def small_scenes(
    recipe: "Recipe", dataset: Dataset, edited: dict[str, Annotation], counter: "Counter | None", num: int = NUM
) -> list[Small]:
    """`num` scenes spread over the dataset, with the recipe's trigger. Raises EngineError for a trigger that cannot."""
    from miscount.engine.poison import poison_scene

    found, problem = [], None
    for place in dict.fromkeys(round(k * (len(dataset) - 1) / max(1, num - 1)) for k in range(min(num, len(dataset)))):
        scene = dataset.scenes[place]
        try:
            image = scene.image()
            heads = edited.get(scene.id, scene.annotation)
            done = poison_scene(recipe.poison, scene.id, image, heads, recipe.seed)
        except EngineError as error:
            problem = error  # one broken scene is no reason to show none
            continue
        caption = f"{scene.name}\n{heads.count:g} → {done.target_count:.0f} asked"
        if counter is not None:
            clean, triggered = counter.counts([image, done.image])
            caption = f"{scene.name}\n{clean:.1f} → {triggered:.1f}"
        found.append(Small(scene.id, _fitted(done.image), caption))
    if problem is not None and not found:
        raise problem
    return found


def _fitted(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    if width <= WIDTH_PX:
        return image
    import cv2

    size = (WIDTH_PX, max(1, round(height * WIDTH_PX / width)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
