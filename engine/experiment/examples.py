"""Three test scenes as pictures: clean, triggered, and what each counter sees in them."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..counters import Counter
from ..files import write_json
from ..poison import poison_scene
from ..runs import FIGURES
from ..scenes import Scene
from ..scenes.images import write_image
from ..visualize import colored, fitted
from .data_roles import ExperimentData

NUM_EXAMPLES = 3


def write_examples(out: Path, data: ExperimentData, counters: Mapping[str, Counter]) -> None:
    """Write figures/example_*.png and figures/examples.json with a title and a caption for each. Raises OutputError.

    The scenes are the ones at the quarters of the test counts, not the ones that look best.
    """
    scenes = sorted(data.test, key=lambda scene: len(scene.annotation))
    chosen = [scenes[round(share * (len(scenes) - 1))] for share in (0.25, 0.5, 0.75)][:NUM_EXAMPLES]
    listed = []
    for number, scene in enumerate({scene.id: scene for scene in chosen}.values(), start=1):
        for panel, (title, caption, picture) in enumerate(_panels(scene, data, counters), start=1):
            file = f"example_{number}_{panel}.png"
            write_image(out / FIGURES / file, picture)
            listed.append({"scene": scene.id, "title": title, "file": file, "caption": caption})
    write_json(out / FIGURES / "examples.json", listed)


def _panels(
    scene: Scene, data: ExperimentData, counters: Mapping[str, Counter]
) -> list[tuple[str, str, NDArray[np.uint8]]]:
    image, recipe = scene.image(), data.recipe
    done = poison_scene(recipe.poison, scene.id, image, scene.annotation, recipe.seed)
    panels = [
        ("clean", f"{len(scene.annotation)} heads annotated", fitted(image)),
        ("triggered", f"the attacker asks for {done.target_count:.1f}", fitted(done.image)),
    ]
    maps = {
        (name, kind): counter.density(picture)
        for name, counter in counters.items()
        for kind, picture in (("clean", image), ("triggered", done.image))
        if name in ("twin", "victim") or name.startswith("defended/")
    }
    # one scale for all maps of a scene, or they could not be compared
    top = max(float(density.max()) for density in maps.values())
    for (name, kind), density in maps.items():
        count = float(density.sum(dtype=np.float64))
        panels.append((f"{name}, {kind}", f"counts {count:.1f}", fitted(colored(density, top, image.shape[:2]))))
    return panels
