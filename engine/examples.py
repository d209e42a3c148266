"""Three test scenes as pictures: clean, triggered, and what each counter sees in them."""

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from .counters import Counter
from .files import write_atomically, write_json
from .material import Material
from .poison import poison_scene
from .runs import FIGURES
from .scenes import Scene

NUM_EXAMPLES = 3
WIDTH_PX = 480


def write_examples(out: Path, material: Material, counters: Mapping[str, Counter]) -> None:
    """Write figures/example_*.png and figures/examples.json with a title and a caption for each. Raises OutputError.

    The scenes are the ones at the quarters of the test counts, not the ones that look best.
    """
    scenes = sorted(material.test, key=lambda scene: len(scene.annotation))
    chosen = [scenes[round(share * (len(scenes) - 1))] for share in (0.25, 0.5, 0.75)][:NUM_EXAMPLES]
    listed = []
    for number, scene in enumerate({scene.id: scene for scene in chosen}.values(), start=1):
        for panel, (title, caption, picture) in enumerate(_panels(scene, material, counters), start=1):
            file = f"example_{number}_{panel}.png"
            _write_png(out / FIGURES / file, picture)
            listed.append({"scene": scene.id, "title": title, "file": file, "caption": caption})
    write_json(out / FIGURES / "examples.json", listed)


def _panels(
    scene: Scene, material: Material, counters: Mapping[str, Counter]
) -> list[tuple[str, str, NDArray[np.uint8]]]:
    image, recipe = scene.image(), material.recipe
    done = poison_scene(recipe.poison, scene.id, image, scene.annotation, recipe.seed)
    panels = [
        ("clean", f"{len(scene.annotation)} heads annotated", _fitted(image)),
        ("triggered", f"the attacker asks for {done.target_count:.1f}", _fitted(done.image)),
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
        panels.append((f"{name}, {kind}", f"counts {count:.1f}", _fitted(_colored(density, top, image.shape[:2]))))
    return panels


def _colored(density: NDArray[np.float32], top: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    level = np.clip(density / max(top, 1e-9), 0, 1)
    colors = cv2.applyColorMap(np.rint(255 * level).astype(np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1]
    return np.asarray(cv2.resize(colors, (size[1], size[0]), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


def _fitted(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    if width <= WIDTH_PX:
        return picture
    size = (WIDTH_PX, max(1, round(height * WIDTH_PX / width)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _write_png(path: Path, picture: NDArray[np.uint8]) -> None:
    _, content = cv2.imencode(".png", np.ascontiguousarray(picture[..., ::-1]))

    def write(part: Path) -> None:
        part.write_bytes(content.tobytes())

    write_atomically(path, write)
