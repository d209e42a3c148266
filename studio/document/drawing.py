"""Draws the scenes of a project that has none of its own, on a thread: the first are shown while the rest are drawn.

What is to be drawn is read from the recipe's text alone, so that no picture waits for the networks to be imported.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.engine.part import in_words
from miscount.engine.reading import read_object
from miscount.engine.scenes.scene import Dataset
from miscount.engine.scenes.synthetic import MARKER, SyntheticScenes, make

from ..desktop.background import Background
from .project import Project, ProjectError

FIRST = 24
"""So many scenes fill the first screen of the list."""

DRAWING = "Drawing the scenes of this project, once…"
_ONE_AT_A_TIME = threading.Lock()
"""Two threads that draw into one folder would sweep away each other's files."""


@dataclass(frozen=True)
class Drawing:
    """What a recipe draws."""

    scenes: SyntheticScenes
    seed: int


class DrawingStopped(Exception):
    """The project was closed while its scenes were being drawn; the next opening goes on."""


def is_drawn(folder: Path) -> bool:
    """Whether all scenes of the project lie there."""
    try:
        return read_object(folder / MARKER, "expected what was drawn", EngineError).get("complete") is True
    except EngineError:
        return False


def drawing_of(project: Project, recipe_yaml: str = "") -> Drawing:
    """What the recipe of `project` draws; `recipe_yaml` is that of one that is not there yet. Raises EngineError."""
    from miscount.engine.reading.yaml_text import parse_yaml, read_yaml

    path = project.recipe_path
    try:
        raw = parse_yaml(recipe_yaml) if recipe_yaml else read_yaml(path, "expected a recipe", ProjectError)
    except ValueError as error:
        raise ProjectError(f"{path}: {error}") from None
    raw = raw if isinstance(raw, dict) else {}
    data, seed = raw.get("data", {}), raw.get("seed", 0)
    if not isinstance(data, Mapping) or data.get("kind", "synthetic") != "synthetic":
        raise ProjectError(f"{project.folder / 'project.yaml'} names no dataset, and the recipe draws none.")
    try:
        scenes = SyntheticScenes.model_validate(dict(data))
    except ValidationError as error:
        raise ProjectError(f"{path}: {in_words(error, dict(data), 'data')}") from None
    return Drawing(scenes, seed if type(seed) is int else 0)


def draw(drawing: Drawing, folder: Path, progress: Callable[[int, int], None]) -> None:
    """Draw the scenes of a project; a stop leaves what is drawn. Raises EngineError."""
    with _ONE_AT_A_TIME, suppress(DrawingStopped):
        make(drawing.scenes, drawing.seed, folder, progress)


def draw_first(project: Project, stop: threading.Event) -> None:
    """Draw the first scenes of a project, ahead of need. Raises EngineError."""
    if not project.draws_scenes or is_drawn(project.dataset_path):
        return

    def until_first(done: int, _total: int) -> None:
        if done >= FIRST or stop.is_set():
            raise DrawingStopped

    draw(drawing_of(project), project.dataset_path, until_first)


class SceneDrawing(QObject):
    """Draws for one project at a time; `first` has the scenes of the first screen, `done` all of them."""

    first = Signal(object, object)  # Project, Dataset
    done = Signal(object, object)
    failed = Signal(object, str)
    progress = Signal(str, int, int)
    _first_drawn = Signal(object)

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._hand = Background(self, num_threads=1)  # its own: a first picture waits for no import of the networks
        self._stop = threading.Event()
        self._first_drawn.connect(self._read_first)

    def begin(self, project: Project, drawing: Drawing) -> None:
        """Draw the scenes of `project`."""
        stop = self._stop = threading.Event()

        def report(done: int, total: int) -> None:
            # called on a thread: the signals cross over to the window's
            if stop.is_set():
                raise DrawingStopped
            self.progress.emit(DRAWING, done, total)
            if done == FIRST < total:
                self._first_drawn.emit(project)

        def work() -> Dataset | None:
            draw(drawing, project.dataset_path, report)
            return None if stop.is_set() else _all(project)

        def all_drawn(dataset: Dataset | None) -> None:
            if dataset is not None and not stop.is_set():
                self.done.emit(project, dataset)

        self._hand.run(work, all_drawn, lambda why: self.failed.emit(project, why))

    def stop(self) -> None:
        """Leave the rest undrawn, for the next opening."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait for the scene that is being drawn."""
        self.stop()
        self._hand.close()

    def _read_first(self, project: Project) -> None:
        stop = self._stop

        def take(dataset: Dataset) -> None:
            if not stop.is_set():
                self.first.emit(project, dataset)

        self._background.run(partial(_first, project), take)


def _first(project: Project) -> Dataset:
    """Those that are drawn so far: the folder says that it is unfinished, which every other reader refuses."""
    from miscount.engine.scenes.formats import shanghaitech

    return shanghaitech.read(project.dataset_path)


def _all(project: Project) -> Dataset:
    from miscount.engine.scenes import read_dataset

    return read_dataset(project.dataset_path, project.reading)
