"""Opening a project of many scenes in the whole window: the processor time until the first screen shows.

Processor time of all threads and not the wall's, so that a machine that others share tells the same; where the window
waits for a thread, the two agree.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ..desktop.garbage import GarbageCollector
from ..document.project import new_project
from ..settings import Settings
from ..window import StudioWindow
from .training import RECIPE

SCREEN = 6
"""Thumbnails of a screen of rows."""


def first_screen(app: QApplication, dataset: Path, repeats: int = 3) -> list[float]:
    """Milliseconds from asking for a project on `dataset` until its rows, their pictures and a scene are shown."""
    import miscount.engine.recipe
    import miscount.engine.scenes.formats  # noqa: F401  the first opening of a day also loads the engine

    return [_once(app, dataset) for _ in range(repeats)]


def _once(app: QApplication, dataset: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        project = new_project(Path(folder) / "bench", "bench", dataset, RECIPE).folder
        window = StudioWindow(Settings())
        window.resize(1280, 800)
        window.show()
        app.processEvents()
        garbage = GarbageCollector(window)  # as miscount.studio.app has it
        shown: list[str] = []
        window.services.thumbnails.ready.connect(lambda key, _image: shown.append(key))
        began = time.process_time()
        window.open_folder(project)
        until(app, lambda: window.services.link.image_size is not None and len(shown) >= SCREEN)
        took = 1000 * (time.process_time() - began)
        garbage.close()
        window.close()
        window.deleteLater()
        app.processEvents()
    return took


def until(app: QApplication, done: Callable[[], bool], timeout_s: float = 120) -> None:
    """Wait until `done`, resting in between: a loop that polls takes Python from the threads that are waited for."""
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window did not answer in time")
        app.processEvents()
        time.sleep(0.001)
