"""The data stage: scenes drawn where they must be, read whole once, and known from then on by what they hold."""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..events import Cancel, Event, Progress, StageDone, StageStarted, check
from ..recipe import FolderScenes, Recipe
from ..scenes import Annotation, Dataset, Labels, Scene
from ..scenes.synthetic import PART, RENDERER, SyntheticScenes, making
from ..training.devices import numerics
from .data_roles import DataSource, ExperimentData, check_enough, read_data
from .detector_inputs import check_enough_clean
from .stage import Made, data_stage, key_of
from .store import Busy, Store, link
from .used_scenes import by_names, scenes_in

SCENES = "scenes"
WAIT_S = 0.2


@dataclass(frozen=True)
class Opened:
    """The data of an experiment, where they lie for other processes, and what the stage left."""

    data: ExperimentData
    source: DataSource
    made: Made
    key: str | None
    """Of the drawn scenes in the store; None for a folder of the person's."""


def open_data(recipe: Recipe, store: Store, out: Path, cancel: Cancel) -> Generator[Event, None, Opened]:
    """Draw the scenes of `recipe` or find them, and read each of them once. Raises DatasetError, Cancelled.

    What was drawn is linked into `out`, so that a run's folder has its scenes.
    """
    yield StageStarted("data", 0, 0)
    began = time.perf_counter()
    asked, key = recipe.data, None
    if isinstance(asked, FolderScenes):
        folder = Path(asked.path)
    else:
        key = drawing_key(asked, recipe.seed)
        drawn = yield from _drawn(asked, recipe.seed, key, store, cancel)
        link(drawn.folder / SCENES, out / SCENES)
        folder = drawn.folder / SCENES / PART
    data = yield from _reading(read_data(recipe, folder), cancel)
    check_enough_clean((*recipe.detectors, *recipe.defenses), data)
    assert data.key is not None
    assert data.reading is not None
    used = tuple((scene.id, scene.split) for scene in data.dataset)
    seconds = time.perf_counter() - began
    yield StageDone("data", seconds)
    source = DataSource(recipe, folder, data.key, used, data.reading.files)
    return Opened(data, source, Made(folder, {}, seconds), key)


def _reading(
    reading: Generator[tuple[int, int], None, ExperimentData], cancel: Cancel
) -> Generator[Event, None, ExperimentData]:
    while True:
        check(cancel)
        try:
            done, total = next(reading)
        except StopIteration as end:
            data: ExperimentData = end.value
            return data
        yield Progress("data", done, total)


def opened_again(recipe: Recipe, known: Opened, out: Path) -> Generator[Event, None, Opened]:
    """The same scenes for another experiment, without reading them again. Raises DatasetError."""
    yield StageStarted("data", 0, 0, reused=True)
    if known.key is not None:
        link(known.source.folder.parent, out / SCENES)
    data = replace(known.data, recipe=recipe)
    check_enough(data)
    check_enough_clean((*recipe.detectors, *recipe.defenses), data)
    yield StageDone("data", 0.0)
    return Opened(data, replace(known.source, recipe=recipe), known.made, known.key)


def known_names(recipe: Recipe) -> ExperimentData:
    """Stand-ins for the data, by the names of the scenes alone: enough to say which stages there will be.

    Nothing is drawn, and no picture or label is read. Raises DatasetError.
    """
    asked = recipe.data
    if not isinstance(asked, FolderScenes):
        return ExperimentData(recipe, stand_ins(asked))
    dataset = scenes_in(recipe, Path(asked.path))
    heads = Labels(Annotation.of(np.full((10, 2), 1.0)))
    scenes = tuple(replace(scene, read_labels=lambda _scene: heads) for scene in dataset)
    return ExperimentData(recipe, by_names(recipe, dataset.having(scenes)))


def drawing_key(asked: SyntheticScenes, seed: int) -> str:
    """The key of the scenes that these settings draw."""
    drawn_by = {name: numerics()[name] for name in ("numpy", "opencv-python-headless")}
    return key_of({"stage": "data", "scenes": asked.model_dump(), "seed": seed, "renderer": RENDERER, "by": drawn_by})


def _drawn(asked: SyntheticScenes, seed: int, key: str, store: Store, cancel: Cancel) -> Generator[Event, None, Made]:
    """The drawn scenes in the store; those that another process draws at this moment are waited for."""
    while True:
        found = store.find(key)
        if found is not None:
            return found
        try:
            with store.held(key):
                if store.find(key) is None:
                    return (yield from _draw(asked, seed, key, store, cancel))
        except Busy:
            check(cancel)
            time.sleep(WAIT_S)


def _draw(asked: SyntheticScenes, seed: int, key: str, store: Store, cancel: Cancel) -> Generator[Event, None, Made]:
    stage = data_stage(key)
    began = time.perf_counter()
    for done, total in making(asked, seed, store.begin(stage) / SCENES):
        check(cancel)
        yield Progress("data", done, total)
    return store.publish(stage, {}, time.perf_counter() - began, None)


def expected_data(recipe: Recipe, store: Store) -> ExperimentData:
    """The data as far as they are there without drawing anything: real scenes, or stand-ins of the same names.

    Stand-ins hold as many heads as a usual scene will; such data have no key. Raises DatasetError.
    """
    asked = recipe.data
    if isinstance(asked, FolderScenes):
        return _read_now(recipe, Path(asked.path))
    found = store.find(drawing_key(asked, recipe.seed))
    if found is not None:
        return _read_now(recipe, found.folder / SCENES / PART)
    return ExperimentData(recipe, stand_ins(asked))


def _read_now(recipe: Recipe, folder: Path) -> ExperimentData:
    reading = read_data(recipe, folder)
    while True:
        try:
            next(reading)
        except StopIteration as end:
            data: ExperimentData = end.value
            return data


def stand_ins(asked: SyntheticScenes) -> Dataset:
    """Scenes of the names that will be drawn, with a usual number of heads each and no picture."""
    middle = round((asked.min_heads + asked.max_heads) / 2)
    heads = Annotation.of(np.full((middle, 2), 1.0))
    names = [("train", number) for number in range(1, asked.train + 1)]
    names += [("test", number) for number in range(1, asked.test + 1)]
    made = tuple(
        Scene(f"{PART}/{split}/IMG_{number}", split, Path(), None, lambda _scene: Labels(heads))
        for split, number in names
    )
    return Dataset(Path(PART), "shanghaitech", made)
