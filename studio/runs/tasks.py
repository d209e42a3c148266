"""The long work that the studio starts, as picklable tasks: each yields the engine's events on a thread or in a child.

The engine's heavy parts are imported inside, never when the window starts.
"""

import shutil
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from miscount.engine.built import built_folder
from miscount.engine.errors import DatasetError
from miscount.engine.events import Cancel, Event, Finished, Progress, StageDone, StageStarted, Warned, check
from miscount.engine.parallel import as_events
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset, Labels, Scene

from .engine_choice import EngineChoice
from .scenes_of_runs import on_folder
from .usable_scenes import Usable, as_run, for_copy, for_export

_COMPLETE = ".complete"

Report = Callable[[int, int], None]


def written_forms() -> dict[str, str]:
    """The forms that scenes can be exported in, what a person calls them -> their names."""
    from miscount.engine.scenes.formats import in_turn

    return {known.TITLE: known.NAME for known in in_turn() if known.HOLDS.written}


UNUSED_MAPS = (
    "{n} density map{s} edited by hand {are} not used by this run: it makes its maps from the heads with the recipe's "
    "kernel."
)


@dataclass(frozen=True)
class RunRecipe:
    """Carry out a recipe that reads the scenes in `scenes`, all stages.

    With `edited` heads, `scenes` is a copy that is made first, from `source`, which is read by `reading`.
    """

    recipe_yaml: str
    scenes: str
    out: str
    source: str = ""
    edited: Mapping[str, Annotation] = field(default_factory=dict)
    num_hand_maps: int = 0
    by: EngineChoice = field(default_factory=EngineChoice)
    reading: ReadingRules = field(default_factory=ReadingRules)

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """The events of the run, after those of writing the edited scenes down."""
        from miscount.engine.experiment import run
        from miscount.engine.recipe import parse
        from miscount.engine.scenes import read_dataset
        from miscount.engine.training.devices import leave_a_core

        by = self.by.executor()
        leave_a_core()
        scenes = Path(self.scenes)
        recipe = parse(self.recipe_yaml)
        if self.edited:
            shown = with_edits(read_dataset(self.source, self.reading), self.edited)
            usable = yield from _looked_through(lambda report: for_copy(recipe, shown, report), len(shown), cancel)
            if not is_copied(scenes):
                yield from _copy(usable.scenes, scenes, cancel)
        if self.num_hand_maps:
            n = self.num_hand_maps
            yield Warned("data", UNUSED_MAPS.format(n=n, s="s" * (n != 1), are="are" if n != 1 else "is"))
        yield from run(recipe, Path(self.out), cancel, by=by)


@dataclass(frozen=True)
class ExportScenes:
    """Write the dataset with the edits, or `only` some scenes of it, to a new folder, in the form of `form`."""

    dataset: str
    edited: Mapping[str, Annotation]
    out: str
    form: str = "shanghaitech"
    reading: ReadingRules = field(default_factory=ReadingRules)
    only: frozenset[str] | None = None

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """Progress, scene by scene; what the form cannot hold is reported before anything is written."""
        from miscount.engine.scenes import conversion, read_dataset
        from miscount.engine.scenes.formats import format_named

        whole, form = with_edits(read_dataset(self.dataset, self.reading), self.edited), format_named(self.form)
        dataset = _only(whole, self.only)
        usable = yield from _looked_through(lambda report: for_export(dataset, form, report), len(dataset), cancel)
        kept = usable.scenes
        yield StageStarted("write scenes", 2, 2, len(kept))
        for sentence in conversion.losses(kept, form):
            yield Warned("write scenes", sentence)

        def write(report: Report) -> None:
            conversion.convert(kept, form, Path(self.out), report)

        yield from as_events("write scenes", write, cancel)
        yield StageDone("write scenes", 0.0)
        yield Finished(out=self.out)


MAP_FORMS = {"NumPy arrays, .npy": "npy", "HDF5 with the key density, .h5": "h5"}


@dataclass(frozen=True)
class ExportMaps:
    """Write the density map of every scene, or `only` of some, the hand-edited ones as they are, to a new folder."""

    dataset: str
    edited: Mapping[str, Annotation]
    maps: Mapping[str, Any]
    kernel: Mapping[str, Any]
    out: str
    form: str = "npy"
    reading: ReadingRules = field(default_factory=ReadingRules)
    only: frozenset[str] | None = None

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """Progress, scene by scene; a scene that cannot be read is reported and left out."""
        from miscount.engine.density import density_map, kernel
        from miscount.engine.scenes import read_dataset
        from miscount.engine.scenes.maps import map_path, write_map
        from miscount.engine.scenes.summary import named, some_scenes

        whole, how = with_edits(read_dataset(self.dataset, self.reading), self.edited), kernel(self.kernel)
        dataset = _only(whole, self.only)
        with built_folder(Path(self.out), "the export of density maps") as (part, _):
            yield StageStarted("density maps", 1, 1, len(dataset))
            bare: list[str] = []
            for number, scene in enumerate(dataset, start=1):
                check(cancel)
                try:
                    hand = self.maps.get(scene.id)
                    if hand is None and not scene.labels.labelled:
                        bare.append(scene.id)  # an empty map would say that nobody is there
                        continue
                    density = hand if hand is not None else density_map(scene.annotation, scene.size, how)
                    write_map(map_path(part, scene.id, self.form), density)
                except DatasetError as error:
                    yield Warned("density maps", f"{scene.id} is left out: {error}")
                yield Progress("density maps", number, len(dataset))
            if bare:
                count = f"{some_scenes(len(bare))} without labels {'are' if len(bare) > 1 else 'is'} left out"
                yield Warned("density maps", f"{count}: {named(bare)}.")
        yield StageDone("density maps", 0.0)
        yield Finished(out=self.out)


@dataclass(frozen=True)
class ExportPoison:
    """Write the poisoned dataset with its manifest to a new folder: the scenes that a run uses, each in its split."""

    recipe_yaml: str
    dataset: str
    edited: Mapping[str, Annotation]
    out: str
    reading: ReadingRules = field(default_factory=ReadingRules)

    def __call__(self, cancel: Cancel) -> Iterator[Event]:
        """Progress, scene by scene; what a run would refuse is refused here."""
        from miscount.engine.experiment.used_scenes import split_names
        from miscount.engine.poison.dataset import write_poisoned_dataset
        from miscount.engine.recipe import parse
        from miscount.engine.scenes import read_dataset

        recipe = on_folder(parse(self.recipe_yaml), Path(self.dataset), self.reading)
        shown = with_edits(read_dataset(self.dataset, self.reading), self.edited)
        usable = yield from _looked_through(lambda report: as_run(recipe, shown, report), len(shown), cancel)
        scenes, (split, _) = usable.scenes, split_names(recipe)

        def work(report: Report) -> None:
            write_poisoned_dataset(scenes, recipe.poison, recipe.seed, Path(self.out), report, split)

        yield StageStarted("poisoned dataset", 2, 2, len(scenes))
        yield from as_events("poisoned dataset", work, cancel)
        yield Finished(out=self.out)


def with_edits(dataset: Dataset, edited: Mapping[str, Annotation]) -> Dataset:
    """`dataset` with the edited heads in place of those in its files."""
    return dataset.having(with_heads(scene, edited[scene.id]) if scene.id in edited else scene for scene in dataset)


def _only(dataset: Dataset, only: frozenset[str] | None) -> Dataset:
    """The scenes that were asked for; None for all."""
    return dataset if only is None else dataset.having(scene for scene in dataset if scene.id in only)


def with_heads(scene: Scene, heads: Annotation) -> Scene:
    """`scene` with these heads, all of them people; what its file says of the scene as a whole is kept."""
    return replace(scene, read_labels=_Edited(heads, scene), rules=scene.rules.replace(classes=(), ignored=()))


@dataclass(frozen=True)
class _Edited:
    annotation: Annotation
    source: Scene

    def __call__(self, _scene: Scene) -> Labels:
        turned = _size_if_turned(self.source)
        try:
            said = self.source.read_labels(self.source)
        except DatasetError:
            # the person labelled what could not be read
            return Labels(self.annotation, stated_size=turned)
        size = turned or (said.stated_size if _mostly_there(self.annotation, said.annotation) else None)
        return replace(
            said, annotation=self.annotation, notes=(), repairs=(), stated_count=None, labelled=True, stated_size=size
        )


def _mostly_there(heads: Annotation, before: Annotation) -> bool:
    """Whether half of `heads` lie where the file has them: then they are still of a picture of the size it states."""
    # complex numbers are compared as pairs at once
    now, then = (np.ascontiguousarray(one.points).view(np.complex128) for one in (heads, before))
    return len(heads) > 0 and bool(np.isin(now, then).mean() >= 0.5)


def _size_if_turned(scene: Scene) -> tuple[int, int] | None:
    """The size in which a person saw a picture that its EXIF turns: edited heads must not turn it another way."""
    from miscount.engine.scenes.images import image_head

    try:
        return scene.size if image_head(scene.image_path).orientation != 1 else None
    except DatasetError:
        return None


def is_copied(scenes: Path) -> bool:
    """Whether the copy in `scenes` is there whole."""
    return (scenes / _COMPLETE).exists()


def _looked_through(
    work: Callable[[Report], Usable], num_scenes: int, cancel: Cancel
) -> Generator[Event, None, Usable]:
    """Read the scenes, tell what reading them told, and give those that can be used."""
    yield StageStarted("read scenes", 1, 2, num_scenes)
    found = yield from as_events("read scenes", work, cancel)
    for sentence in found.sentences:
        yield Warned("read scenes", sentence)
    yield StageDone("read scenes", 0.0)
    return found


def _copy(dataset: Dataset, out: Path, cancel: Cancel) -> Iterator[Event]:
    """Write the edited scenes for a run; a copy that an older version left unfinished is removed."""
    from miscount.engine.scenes import conversion

    form = conversion.own_form(dataset)
    if out.exists():
        shutil.rmtree(out, ignore_errors=True)
    yield StageStarted("write scenes", 2, 2, len(dataset))
    with built_folder(out, "a run of edited scenes") as (part, _):
        yield from as_events("write scenes", lambda report: conversion.write_whole(dataset, form, part, report), cancel)
        (part / _COMPLETE).touch()
    yield StageDone("write scenes", 0.0)
