"""A dataset with every kind of problem planted in a scene of its own, beside sound scenes; and a sound one."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from miscount.engine.scenes import Dataset, read_dataset
from miscount.engine.scenes.formats.table import HEADS, SCENES
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.maps import write_map

SIZE = (120, 160)
NUM_SOUND = 30


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
    image, points = crowd(100)
    scenes["count"], facts["count"] = (image, points), {"count": "99"}
    scenes["outside"] = image, np.concatenate([points, [[170.0, 60.0], [163.0, 50.0]]])
    scenes["border"] = image, np.concatenate([points, [[160.0, 60.0]]])
    scenes["duplicate"] = image, np.concatenate([points, points[:1]])
    scenes["near_duplicate"] = image, np.concatenate([points, points[:1] + 0.5])
    scenes["empty_but_busy"] = crowd(101, 60)[0], np.empty((0, 2))
    scenes["empty"] = np.full((*SIZE, 3), 90, dtype=np.uint8), np.empty((0, 2))
    scenes["density_outlier"] = crowd(102)[0], np.argwhere(np.ones((38, 50)))[:, ::-1] * 3.0 + 5
    scenes["image_size"] = image, np.stack([points[:, 1], points[:, 0]], axis=1)
    scenes["map_sum"] = image, points
    scenes["unlabelled"], facts["unlabelled"] = (image, np.empty((0, 2))), {"labelled": "false"}
    for kind in ("image_gray", "image_unreadable", "image_missing"):
        scenes[kind] = image, points
    dataset = _write(root, scenes, facts)
    pictures = root / "train"
    Image.fromarray(image[..., 0]).save(pictures / "image_gray.png")
    (pictures / "image_unreadable.png").write_bytes((pictures / "image_unreadable.png").read_bytes()[:900])
    (pictures / "image_missing.png").unlink()
    maps = root / "maps"
    for name, total in (("IMG_0", len(scenes["IMG_0"][1])), ("map_sum", len(points) + 5)):
        write_map(maps / "train" / f"{name}.npy", np.full(SIZE, total / (SIZE[0] * SIZE[1]), dtype=np.float32))
    return dataset, {f"train/{name}": name for name in scenes if not name.startswith("IMG_")}, maps


def _write(root: Path, scenes: dict[str, tuple[NDArray[np.uint8], NDArray[np.float64]]], facts: dict) -> Dataset:
    heads, rows = ["image,x,y"], ["image,split,count,labelled"]
    for name, (image, points) in scenes.items():
        write_image(root / "train" / f"{name}.png", image)
        said = facts.get(name, {})
        rows.append(f"train/{name}.png,train,{said.get('count', '')},{said.get('labelled', '')}")
        heads += [f"train/{name}.png,{float(x)!r},{float(y)!r}" for x, y in points]
    (root / HEADS).write_text("\n".join(heads) + "\n")
    (root / SCENES).write_text("\n".join(rows) + "\n")
    return read_dataset(root)


def labels_without_an_image(root: Path, picture: NDArray[np.uint8]) -> Dataset:
    """One scene of labelme, and a file whose picture is gone; one more whose labels are damaged, one without any."""
    for name in ("a", "b", "c"):
        write_image(root / f"{name}.png", picture)
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
