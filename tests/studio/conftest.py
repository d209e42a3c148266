"""Small made-up datasets and documents for the studio's tests."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.scenes.annotation import Annotation
from engine.scenes.scene import Dataset, Labels, Scene
from studio.document import Document


def made_scene(folder: Path, name: str, split: str, num_heads: int, size: tuple[int, int] = (96, 128)) -> Scene:
    rng = np.random.default_rng(num_heads)
    path = folder / f"{name}.png"
    Image.fromarray(rng.integers(0, 255, (*size, 3), dtype=np.uint8)).save(path)
    points = rng.uniform((4, 4), (size[1] - 4, size[0] - 4), (num_heads, 2))
    return Scene(f"part_X/{split}/{name}", split, path, None, lambda scene: Labels(Annotation.of(points)))


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    folder = tmp_path / "scenes"
    folder.mkdir()
    scenes = [made_scene(folder, f"IMG_{i}", "train" if i < 3 else "test", 10 + i) for i in range(4)]
    return Dataset(folder, "shanghaitech", tuple(scenes))


@pytest.fixture
def document(qapp, dataset: Dataset):
    made = Document()
    made.open(dataset, {}, {})
    yield made
    made.deleteLater()
