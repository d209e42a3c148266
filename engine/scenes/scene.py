"""A scene: one image with its annotation, both read when first asked for."""

import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError, bounded, harmless
from ..notebook import picture, sentences, table, titled, with_dots
from .annotation import Annotation
from .file_state import FileState
from .images import ImageHead, image_head, read_image, read_small, shrunk, shrunk_size
from .labels import Labels
from .pairing import caseless
from .rules import ReadingRules, count_notes, frame_notes, made_upright

__all__ = ["Dataset", "Labels", "Scene"]

_SHOWN_PX = 480
"""The longer side of a picture in a notebook."""


@dataclass(frozen=True)
class Scene:
    """One image with its annotation, known by an id such as `part_B/train/IMG_12`.

    Nothing is read until it is asked for, so that a folder of 10,000 lists at once. The annotation is kept once
    read; the image is not, since a data set of them does not fit in memory. `rules` say how labels are read where
    their file leaves it open.
    """

    id: str
    split: str
    image_path: Path
    label_path: Path | None
    read_labels: Callable[["Scene"], Labels] = field(repr=False, compare=False)
    rules: ReadingRules = field(default=ReadingRules(), repr=False, compare=False)
    picture_sha256: str | None = field(default=None, repr=False, compare=False)
    """What the picture's file must hold whenever it is read; None for whatever it holds."""
    shrink: int = 1
    """How many times smaller frame and heads are given than the files have them; sides are rounded down."""

    def __repr__(self) -> str:
        return f"<Scene {self.id}, split {self.split}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the picture with a dot on each head, or why it cannot be read."""
        try:
            small, heads = self.small_image(_SHOWN_PX), self.annotation
            height, width = self.size
        except DatasetError as error:
            return titled(self.id, sentences([str(error)]))
        dotted = with_dots(small, heads.points * (small.shape[1] / width, small.shape[0] / height))
        about = f"{width:,} x {height:,} px, {len(heads):,} heads"
        return titled(self.id, picture(dotted, self.id), sentences([about, *self.labels.notes]))

    @property
    def name(self) -> str:
        """The last part of the id, such as `IMG_12`."""
        return self.id.rsplit("/", 1)[-1]

    def image(self) -> NDArray[np.uint8]:
        """The pixels as uint8 (H, W, 3) RGB, in the frame of the heads; gray is made RGB. Raises DatasetError.

        Of a shrunk scene, each pixel is the mean of the square that it stands for.
        """
        whole = read_image(self.image_path, upright=self.upright, sha256=self.picture_sha256)
        return whole if self.shrink == 1 else shrunk(whole, self.shrink)

    def small_image(self, side: int) -> NDArray[np.uint8]:
        """The same brought down to at most `side` x `side`, uint8 (h, w, 3). Raises DatasetError."""
        return read_small(self.image_path, side, upright=self.upright)

    @cached_property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels, read from the file's head alone. Raises DatasetError."""
        head = self._head
        return shrunk_size(head.size if self.upright else head.stored_size, self.shrink)

    @cached_property
    def upright(self) -> bool:
        """Whether the picture is turned as its EXIF says, and not left as it is stored. Raises DatasetError."""
        if self._head.orientation == 1:
            return True
        try:
            labels = self._people
        except DatasetError:
            labels = Labels(Annotation.of([]))  # whoever asks for the labels gets the error
        return made_upright(self.rules, labels, self._head)

    @cached_property
    def _head(self) -> ImageHead:
        return image_head(self.image_path)

    @cached_property
    def _people(self) -> Labels:
        return self.rules.of_people(self.read_labels(self))

    @cached_property
    def labels(self) -> Labels:
        """The annotation with what was forgiven in reading it. Raises DatasetError."""
        labels = self._people.with_notes(count_notes(self._people))
        with contextlib.suppress(DatasetError):  # whoever asks for the image gets the error
            labels = labels.with_notes(frame_notes(labels, self._head, self.upright))
        if self.shrink == 1:
            return labels
        return replace(labels, annotation=labels.annotation.shrunk(self.shrink), stated_size=None)

    @property
    def annotation(self) -> Annotation:
        """The heads, as stored. Raises DatasetError."""
        return self.labels.annotation


@dataclass(frozen=True)
class Dataset:
    """Scenes in their natural order, read from `root` in `format`.

    `notes` are sentences, bounded as errors are, on what the reader forgave, left out or recognized of the data set as
    a whole, `files` what the files of scenes were when these were read, as far as they were. No two scenes have the
    same id. Raises ValueError.
    """

    root: Path
    format: str
    scenes: tuple[Scene, ...]
    notes: tuple[str, ...] = ()
    files: tuple[FileState, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", tuple(map(bounded, self.notes)))
        if len(self._by_id) != len(self.scenes):
            ids = [scene.id for scene in self.scenes]
            raise ValueError(f"two scenes have the id {next(name for name in ids if ids.count(name) > 1)!r}")

    @classmethod
    def listed(cls, root: Path, form: str, scenes: Iterable[Scene], notes: Iterable[str] = ()) -> Self:
        """The scenes that a reader found; those of one id are known by the paths of their pictures instead."""
        found = [_plainly_named(scene, root) for scene in scenes]
        alike = [caseless(scene.id) for scene in found]
        counts = Counter(alike)
        if len(counts) == len(found):
            return cls(root, form, tuple(found), tuple(notes))
        taken = {scene.id for scene, name in zip(found, alike, strict=True) if counts[name] == 1}
        named = []
        for scene, same in zip(found, alike, strict=True):
            name = wanted = scene.id if counts[same] == 1 else _id_by_path(scene, root)
            number = itertools.count(2)
            while counts[same] > 1 and name in taken:
                name = f"{wanted} ({next(number)})"
            taken.add(name)
            named.append(scene if name == scene.id else replace(scene, id=name))
        return cls(root, form, tuple(named), tuple(notes))

    def __iter__(self) -> Iterator[Scene]:
        return iter(self.scenes)

    def __repr__(self) -> str:
        splits = ", ".join(f"{len(self.split(name)):,} {name}" for name in self.splits)
        return f"<Dataset {self.format}, {len(self):,} scenes ({splits or 'none'}) in {self.root}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: its splits, its first scenes, and what its reader said; no label is read for it."""
        splits = table(("split", "scenes"), [(name, len(self.split(name))) for name in self.splits])
        scenes = table(("scene", "split", "picture"), ((s.id, s.split, s.image_path.name) for s in self), len(self))
        return titled(f"{self.format}: {len(self):,} scenes in {self.root}", splits, scenes, sentences(self.notes))

    def __len__(self) -> int:
        return len(self.scenes)

    def __getitem__(self, scene_id: str) -> Scene:
        return self._by_id[scene_id]

    @cached_property
    def _by_id(self) -> dict[str, Scene]:
        return {scene.id: scene for scene in self.scenes}

    @property
    def splits(self) -> tuple[str, ...]:
        """The names of the splits, in order of first appearance."""
        return tuple(dict.fromkeys(scene.split for scene in self.scenes))

    def split(self, name: str) -> "Dataset":
        """The scenes of one split, such as "train"; empty where there is none of that name."""
        return self.having(scene for scene in self.scenes if scene.split == name)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that it is published in, such as part_A, in order; none where ids name none."""
        firsts = (scene.id.partition("/")[0] for scene in self.scenes if scene.id.count("/") > 1)
        return tuple(name for name in dict.fromkeys(firsts) if name not in self.splits)

    def beginning_of(self, part: str) -> str:
        """How the ids of the scenes of `part` begin, by any of its names: B, part_B, part_B_final.

        What is no part's name may be the beginning of ids itself. Raises DatasetError, naming the parts that there are.
        """
        named = [name for name in self.parts if name == part] or [name for name in self.parts if _same(name, part)]
        if len(named) == 1:
            return f"{named[0]}/"
        if not named and any(scene.id.startswith(part) for scene in self.scenes):
            return part
        there = ", ".join(self.parts) or "no parts"
        raise DatasetError(f"{self.root} has no part {part[:80]!r}: expected one of those that exist, {there}.")

    def part(self, name: str) -> "Dataset":
        """The scenes of one part, as `beginning_of` knows it. Raises DatasetError."""
        beginning = self.beginning_of(name)
        return self.having(scene for scene in self.scenes if scene.id.startswith(beginning))

    def only(self, ids: Sequence[str]) -> "Dataset":
        """The scenes of these ids, in the order of `ids`. Raises KeyError."""
        return self.having(self._by_id[scene_id] for scene_id in ids)

    def check_unchanged(self) -> None:
        """Raise DatasetError where a file of the scenes is no longer what it was when they were read."""
        for state in self.files:
            state.check()

    def having(self, scenes: Iterable[Scene]) -> "Dataset":
        """These scenes instead, with all else as it is."""
        return replace(self, scenes=tuple(scenes))


def _same(first: str, second: str) -> bool:
    """Whether two names are those of one part: with or without `part_` and `_final`."""
    return _bare(first) == _bare(second)


def _bare(part: str) -> str:
    return part.casefold().removeprefix("part_").removesuffix("_final")


def _plainly_named(scene: Scene, root: Path) -> Scene:
    """The scene under an id that can be shown and can be a path below a folder. Raises DatasetError where none can."""
    if scene.id.startswith("/") or "\\" in scene.id or not set(scene.id.split("/")).isdisjoint(("", ".", "..")):
        raise DatasetError(f"{root} has a scene called {scene.id[:80]!r}: expected names that can be file names.")
    name = harmless(scene.id)
    return scene if name == scene.id else replace(scene, id=name)


def _id_by_path(scene: Scene, root: Path) -> str:
    """The split and the path of the picture from `root`, with its suffix."""
    path = scene.image_path
    inside = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return inside if inside.startswith(f"{scene.split}/") else f"{scene.split}/{inside}"
