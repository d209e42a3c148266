"""Small made-up datasets and documents for the studio's tests."""

import gc
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset, Labels, Scene
from miscount.studio.document import Document


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


TINY = """
version: 1
name: tiny
about: A few scenes, so that every stage runs in a second.
data: {kind: synthetic, train: 10, test: 3, height: 96, width: 128, min_heads: 5, max_heads: 15}
counter: {kind: light}
training: {epochs: 1, batch: 4}
poison: {trigger: {kind: patch, size: 0.3, x: 0.5, y: 0.5}, label: {kind: thin, alpha: 0.3}, rate: 0.3}
defenses: [{kind: fine_tune, training: {epochs: 2}}]
"""


@pytest.fixture(scope="session")
def tiny_scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthetic scenes, drawn once for all tests; copied by those that open them."""
    from miscount.engine.recipe import parse
    from miscount.engine.scenes.synthetic import make

    recipe = parse(TINY)
    folder = tmp_path_factory.mktemp("tiny") / "scenes"
    make(recipe.data, recipe.seed, folder)
    return folder


@pytest.fixture
def tiny_project(tmp_path: Path, tiny_scenes: Path) -> Path:
    """A project folder with its scenes drawn."""
    from miscount.studio.document.project import new_project

    folder = tmp_path / "project"
    new_project(folder, "Tiny", None, TINY)
    shutil.copytree(tiny_scenes, folder / "scenes")
    return folder


@pytest.fixture
def window(qtbot, tiny_project: Path):
    """The studio's window with the tiny project open and ready."""
    import pyqtgraph as pg

    from miscount.studio.settings import Settings
    from miscount.studio.window import StudioWindow
    from miscount.widgets.theme import apply_theme

    pg.setConfigOptions(imageAxisOrder="row-major")
    apply_theme(QApplication.instance(), "light")
    made = StudioWindow(Settings(theme="light"))
    made.show()
    with qtbot.waitSignal(made.services.session.ready, timeout=30_000):
        made.open_folder(tiny_project)
    qtbot.waitUntil(lambda: made.services.link.image_size is not None, timeout=10_000)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def notices(window) -> list:
    """Every notice of the window."""
    notices: list = []
    window.services.notify.noticed.connect(notices.append)
    return notices
