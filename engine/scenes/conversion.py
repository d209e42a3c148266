"""From one dataset format to another: what would be lost is named first, and the target is whole or not there."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..built import Start, built_folder
from ..errors import DatasetError, OutputError, bounded
from ..parallel import ordered_map
from ..reading import real_path
from ..unfinished import hash_of_work
from .file_state import FileState
from .formats import Format, format_named
from .frame import some_heads
from .holds import SHAPES, Holds, has_shape
from .images import image_head
from .layouts.boxes import NEIGHBORS, within
from .scene import Dataset, Labels, Scene
from .summary import Broken
from .writing import Report


def readable(dataset: Dataset, report: Report, *, whole: bool = False) -> tuple[Dataset, tuple[Broken, ...]]:
    """The scenes whose annotation and picture can be read, with what their files were then, and the others.

    Of a picture the head of its file is read, or with `whole` all of it, which alone finds a truncated one.
    """
    ids, broken = [], []
    files: dict[Path, FileState] = {}

    def look(scene: Scene) -> tuple[dict[Path, FileState], Broken | None]:
        seen = _looked_at(scene, files)
        try:
            _ = scene.labels, scene.image() if whole else scene.size
        except DatasetError as error:
            return seen, Broken(scene.id, str(error))
        return seen, None

    with closing(ordered_map(look, dataset)) as looked:
        for done, (scene, (seen, fault)) in enumerate(zip(dataset, looked, strict=True), start=1):
            for path, state in seen.items():
                files.setdefault(path, state)
            if fault is None:
                ids.append(scene.id)
            else:
                broken.append(fault)
            report(done, len(dataset))
    return replace(dataset.only(ids), files=tuple(files.values())), tuple(broken)


def _looked_at(scene: Scene, known: Mapping[Path, FileState]) -> dict[Path, FileState]:
    """The files of a scene that are not known yet, as they are now."""
    seen = {}
    for path in (scene.image_path, scene.label_path):
        if path is not None and path not in known:  # a table of heads is that of many scenes
            with suppress(OSError, DatasetError):  # whoever reads it says so
                seen[path] = FileState.seen(path)
    return seen


def usable(dataset: Dataset, report: Report) -> tuple[Dataset, tuple[str, ...]]:
    """The scenes whose annotation and picture can be read, and a sentence for each of the others."""
    kept, broken = readable(dataset, report)
    return kept, tuple(bounded(f"{scene.scene} is left out: {scene.sentence}") for scene in broken)


def losses(dataset: Dataset, target: Format) -> tuple[str, ...]:
    """What `target` cannot hold of `dataset`, all of it readable, a sentence each."""
    tally = _Tally(target.HOLDS)
    for scene in dataset:
        tally.add(scene.split, scene.labels, scene.size)
        if target.HOLDS.turned and scene.upright:
            tally.turned += image_head(scene.image_path).orientation != 1
    return tuple(map(bounded, tally.sentences(target.NAME)))


def _fitting(dataset: Dataset, holds: Holds) -> Dataset:
    """The scenes with no value that has not the shape that writers expect; `losses` has named them.

    A writer would end at such a value, or write what our own reader then refuses.
    """
    if holds.columns is None:
        return dataset
    return dataset.having(scene if _fits(scene.labels) else _without_misfits(scene) for scene in dataset)


def _fits(labels: Labels) -> bool:
    columns = labels.annotation.columns
    shaped = (value is None or has_shape(name, value) for name in SHAPES.keys() & columns for value in columns[name])
    return all(shaped) and all(has_shape(name, value) for name, value in labels.about.items())


def _without_misfits(scene: Scene) -> Scene:
    """The scene whose labels have None, or nothing, for each of them."""

    def read(one: Scene) -> Labels:
        labels = scene.read_labels(one)
        heads = labels.annotation
        for name in SHAPES.keys() & heads.columns:
            heads = heads.with_column(name, [value if has_shape(name, value) else None for value in heads.column(name)])
        about = {name: value for name, value in labels.about.items() if has_shape(name, value)}
        return replace(labels, annotation=heads, about=about)

    return replace(scene, read_labels=read)


def own_form(dataset: Dataset) -> Format:
    """The format that a changed copy of `dataset` is written in: its own, or csv, which holds all.

    csv where the own one is read alone, would make up boxes, or cannot hold a picture that JPEG would spoil.
    """
    form = format_named(dataset.format)
    holds = form.HOLDS
    return form if holds.written and not holds.boxes and not holds.jpeg else format_named("csv")


class _Tally:
    """Counts what there is that a format has no room for."""

    def __init__(self, holds: Holds) -> None:
        self.holds = holds
        self.columns: Counter[str] = Counter()
        self.facts: dict[str, int] = defaultdict(int)
        self.splits: Counter[str] = Counter()
        self.weighted = self.fractional = self.finer = self.unlabelled = self.outside = self.boxless = self.turned = 0

    def add(self, split: str, labels: Labels, size: tuple[int, int]) -> None:
        heads, holds = labels.annotation, self.holds
        for name, column in heads.columns.items():
            lost = 0
            if not holds.column(name):
                lost = sum(value is not None for value in column)
            elif name in SHAPES:  # of the others, such as the class of a million heads, any value will do
                lost = sum(not holds.column(name, value) for value in column)
            if lost:
                self.columns[name] += lost
        for name, value in labels.about.items():
            if not holds.fact(name, value):
                self.facts[name] += 1
        if not holds.weights:
            self.weighted += int((heads.weights != 1).sum())
        if not holds.fractions:
            self.fractional += int((heads.points != np.rint(heads.points)).any(axis=1).sum())
        elif holds.decimals is not None:
            with np.errstate(over="ignore"):  # of places beyond all pictures
                self.finer += int((heads.points != heads.points.round(holds.decimals)).any(axis=1).sum())
        if holds.inside:
            self.outside += len(heads) - int(within(heads.points, size).sum())
        if holds.boxes:
            self.boxless += sum(not has_shape("box", box) for box in heads.column("box"))
        if holds.splits is not None and split not in holds.splits:
            self.splits[split] += 1
        if not labels.labelled and not holds.unlabelled:
            self.unlabelled += 1

    def sentences(self, name: str) -> Iterator[str]:
        for column, count in self.columns.items():
            yield f"The {column} of {some_heads(count)} has no place in {name}."
        for fact, count in self.facts.items():
            yield f"The {fact} of {_scenes(count)} has no place in {name}."
        if self.weighted:
            yield f"{some_heads(self.weighted)} with a weight other than 1 will weigh 1."
        if self.fractional:
            yield f"{some_heads(self.fractional)} between pixels will be rounded to whole ones."
        if self.finer:
            yield f"{some_heads(self.finer)} will be rounded to {self.holds.decimals} decimals of a pixel."
        for split, count in self.splits.items():
            assert self.holds.splits is not None
            yield f"{_scenes(count)} of the split {split} will be of the split {self.holds.split_for(split)}."
        if self.outside:
            yield f"{some_heads(self.outside)} outside of the frame will be left out."
        if self.boxless:
            yield (
                f"{some_heads(self.boxless)} without a box will get one: a square of 0.6 times the mean distance to "
                f"the {NEIGHBORS} nearest heads, two sigmas of the adaptive kernel, and 30 px where there is no other."
            )
        if self.unlabelled:
            yield f"{_scenes(self.unlabelled)} without labels will look as if nobody were there."
        if self.turned:
            yield (
                f"The pictures of {_scenes(self.turned)} will be written anew as people see them: their EXIF turns "
                f"them, and not all that read {name} do."
            )


def convert(dataset: Dataset, target: Format, folder: Path, report: Report, start: Start | None = None) -> Dataset:
    """Write `dataset` in the form of `target` to `folder`, new or empty, and read it from there.

    All is written beside it and put in its place at the end, so that a stop or a full disk leaves nothing half done.
    With `start`, a stop or a kill leaves what can be gone on with, see `built_folder`; pictures that are there are not
    copied again. Raises DatasetError, OutputError.
    """
    if not target.HOLDS.written:
        target.write(dataset, folder, report)  # says why it is not
    if real_path(folder).is_relative_to(real_path(dataset.root)):
        raise OutputError(f"{folder} lies in the dataset itself: choose a folder outside {dataset.root}.")
    of = "" if start is None else _hash_of(dataset, target)
    with built_folder(folder, "miscount scenes convert", of, start or "anew") as part:
        write_whole(dataset, target, part.folder, part.telling(report))
        dataset.check_unchanged()
    return target.read(folder)


def _hash_of(dataset: Dataset, target: Format) -> str:
    """Of all that is written but the pictures, which are looked at one by one."""
    scenes = [[s.id, s.split, str(s.image_path), s.labels.sha256, s.upright] for s in dataset]
    return hash_of_work("convert", target.NAME, scenes)


def write_whole(dataset: Dataset, target: Format, folder: Path, report: Report) -> Dataset:
    """Write `dataset` in the form of `target` to `folder`, and read it from there: no scene may be passed over.

    Raises DatasetError, OutputError.
    """
    target.write(_fitting(dataset, target.HOLDS), folder, report)
    try:
        found = target.read(folder)
    except DatasetError:
        found = dataset.having(())
    if len(found) != len(dataset):
        raise OutputError(
            f"Of {_scenes(len(dataset))} a reader of what was written would find {len(found)}: expected names that "
            "none passes over, as they do those that begin with a dot."
        )
    return found


def _scenes(count: int) -> str:
    return f"{count} scene" if count == 1 else f"{count} scenes"
