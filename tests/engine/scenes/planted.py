"""A dataset with every kind of problem planted in a scene of its own, beside sound scenes; and a sound one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from miscount.engine.scenes import Dataset, read_dataset
from miscount.engine.scenes.formats.table import HEADS, SCENES
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.maps import write_map

Places: TypeAlias = NDArray[np.float64]
Picture: TypeAlias = NDArray[np.uint8]
Change: TypeAlias = Callable[[Places], Places]

SIZE = (120, 160)
NUM_SOUND = 30


WIDTH_HEIGHT = np.array(SIZE[::-1], dtype=np.float64)

CHANGES: dict[str, Change] = {
    "count": lambda points: points,
    "map_sum": lambda points: points,
    "outside": lambda points: np.concatenate([points, [[163.0, 50.0]]]),
    "far_outside": lambda points: np.concatenate([points, [[180.0, 60.0]]]),
    "border": lambda points: np.concatenate([points, [[160.0, 60.0]]]),
    "duplicate": lambda points: np.concatenate([points, points[:1]]),
    "near_duplicate": lambda points: np.concatenate([points, points[:1] + 0.5]),
    "image_size": lambda points: points * [0.2, 0.9] + [155, 0],
    "normalized": lambda points: points / WIDTH_HEIGHT,
    "percent": lambda points: points / WIDTH_HEIGHT * 100,
    "swapped": lambda points: points[:, ::-1],
    "y_up": lambda points: points * [1, -1] + [0, SIZE[0]],
    "turned": lambda points: points * [-1, 1] + [SIZE[1], 0],
    "resized": lambda points: points / 2,
}
"""By the kind of problem: what to do to good heads to have it."""

TWINS: dict[str, Callable[[Picture, Places], tuple[Picture, Places]]] = {
    "copy": lambda image, points: (image, points),
    "copy_across_splits": lambda image, points: (image, points),
    "near_copy": lambda image, points: (brighter(image), points),
    "near_copy_across_splits": lambda image, points: (brighter(image), points),
    "same_labels": lambda image, points: (crowd(93)[0], points),
}
"""By the kind of problem: what another scene has of a good one."""


def brighter(image: Picture) -> Picture:
    """The picture a tenth brighter."""
    return np.clip(image * 1.1 + 2, 0, 255).astype(np.uint8)


def crowd(number: int, num_heads: int = 12) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """A gray ground with bright heads on it, at least 8 px apart, away from the border."""
    rng = np.random.default_rng(number)
    cells = rng.permutation([(x, y) for x in range(12, 150, 11) for y in range(12, 110, 11)])[:num_heads]
    image = rng.integers(80, 96, (*SIZE, 3)).astype(np.uint8)
    for x, y in cells:
        image[y - 3 : y + 3, x - 3 : x + 3] = rng.integers(180, 255, (6, 6, 3))
    return image, cells.astype(np.float64)


def sound(root: Path) -> Dataset:
    """Scenes without a fault, as tables."""
    return _write(root, {f"IMG_{k}": crowd(k, 8 + k % 9) for k in range(NUM_SOUND)}, {})


def planted(root: Path) -> tuple[Dataset, dict[str, str], Path]:
    """The dataset, the kind of problem by the id of its scene, and a folder of maps, one of which is wrong."""
    scenes = {f"IMG_{k}": crowd(k, 8 + k % 9) for k in range(NUM_SOUND)}
    facts: dict[str, dict[str, str]] = {}
    for number, (kind, change) in enumerate(CHANGES.items()):
        image, points = crowd(100 + number)
        scenes[kind] = image, change(points)
    facts["count"] = {"count": "99"}
    scenes["empty_but_busy"] = crowd(90, 60)[0], np.empty((0, 2))
    scenes["empty"] = np.full((*SIZE, 3), 90, dtype=np.uint8), np.empty((0, 2))
    scenes["density_outlier"] = crowd(91)[0], np.argwhere(np.ones((38, 50)))[:, ::-1] * 3.0 + 5
    scenes["unlabelled"], facts["unlabelled"] = (crowd(92)[0], np.empty((0, 2))), {"labelled": "withheld"}
    scenes["not_labelled"], facts["not_labelled"] = (crowd(97)[0], np.empty((0, 2))), {"labelled": "false"}
    for number, (kind, copied) in enumerate(TWINS.items()):
        scenes[f"twin_{kind}"] = copied(*scenes[f"IMG_{number}"])
        facts[f"twin_{kind}"] = {"split": "val" if kind.endswith("across_splits") else "train"}
    for kind in ("image_gray", "image_unreadable", "image_missing"):
        scenes[kind] = crowd(ord(kind[-1]))
    dataset = _write(root, scenes, facts)
    pictures = root / "train"
    Image.fromarray(scenes["image_gray"][0][..., 0]).save(pictures / "image_gray.png")
    (pictures / "image_unreadable.png").write_bytes((pictures / "image_unreadable.png").read_bytes()[:900])
    (pictures / "image_missing.png").unlink()
    maps = root / "maps"
    for name, total in (("IMG_0", len(scenes["IMG_0"][1])), ("map_sum", len(scenes["map_sum"][1]) + 5)):
        write_map(maps / "train" / f"{name}.npy", np.full(SIZE, total / (SIZE[0] * SIZE[1]), dtype=np.float32))
    names = {scene.id: scene.name for scene in dataset if not scene.name.startswith("IMG_")}
    return dataset, {scene_id: name.removeprefix("twin_") for scene_id, name in names.items()}, maps


def _write(root: Path, scenes: dict[str, tuple[NDArray[np.uint8], NDArray[np.float64]]], facts: dict) -> Dataset:
    heads, rows = ["image,x,y"], ["image,split,count,labelled"]
    for name, (image, points) in scenes.items():
        said = facts.get(name, {})
        split = said.get("split", "train")
        write_image(root / split / f"{name}.png", image)
        rows.append(f"{split}/{name}.png,{split},{said.get('count', '')},{said.get('labelled', '')}")
        heads += [f"{split}/{name}.png,{float(x)!r},{float(y)!r}" for x, y in points]
    (root / HEADS).write_text("\n".join(heads) + "\n")
    (root / SCENES).write_text("\n".join(rows) + "\n")
    return read_dataset(root)


def labels_without_an_image(root: Path) -> Dataset:
    """One scene of labelme, and a file whose picture is gone; one more whose labels are damaged, one without any."""
    for number, name in enumerate(("a", "b", "c")):
        write_image(root / f"{name}.png", crowd(number)[0])
    shape = {"label": "head", "points": [[50, 50]], "shape_type": "point"}
    for name in ("a", "gone"):
        (root / f"{name}.json").write_text(json.dumps({"shapes": [shape], "imagePath": f"{name}.png"}))
    (root / "b.json").write_text('{"shapes": 7}')
    return read_dataset(root)


def repaired(root: Path, picture: NDArray[np.uint8]) -> Dataset:
    """A scene of labelme with a shape that is no point."""
    write_image(root / "a.png", picture)
    shapes = [{"label": "head", "points": [[50, 50]], "shape_type": "point"}, {"shape_type": "polygon", "points": []}]
    (root / "a.json").write_text(json.dumps({"shapes": shapes}))
    return read_dataset(root)
