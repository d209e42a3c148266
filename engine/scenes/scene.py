"""A scene: one image with its annotation, both read when first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .annotation import Annotation
from .images import image_size, read_image


@dataclass(frozen=True)
class Labels:
    """What an annotation file holds: the heads, and sentences on what the reader forgave.

    `repairs` are those of the `notes` that tell of content left out or replaced. `about` is what the file says of the
    scene as a whole, such as its weather, as values of JSON; `stated_size` is the (height, width) that it gives the
    image. Not `labelled` is a scene whose labels its publisher keeps: no heads, and no mistake.
    """

    annotation: Annotation
    notes: tuple[str, ...] = ()
    stated_count: int | None = None
    repairs: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    stated_size: tuple[int, int] | None = None
    labelled: bool = True


@dataclass(frozen=True)
class Scene:
    """One image with its annotation, known by an id such as `part_B/train/IMG_12`.

    Nothing is read until it is asked for, so that a folder of 10,000 lists at once. The annotation is kept once
    read; the image is not, since a data set of them does not fit in memory.
    """

    id: str
    split: str
    image_path: Path
    label_path: Path | None
    read_labels: Callable[["Scene"], Labels] = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The last part of the id, such as `IMG_12`."""
        return self.id.rsplit("/", 1)[-1]

    def image(self) -> NDArray[np.uint8]:
        """The pixels as uint8 (H, W, 3) RGB; gray images are made RGB. Raises DatasetError."""
        return read_image(self.image_path)

    @cached_property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels, read from the file's head alone. Raises DatasetError."""
        return image_size(self.image_path)

    @cached_property
    def labels(self) -> Labels:
        """The annotation with what was forgiven in reading it. Raises DatasetError."""
        return self.read_labels(self)

    @property
    def annotation(self) -> Annotation:
        """The heads, as stored. Raises DatasetError."""
        return self.labels.annotation


@dataclass(frozen=True)
class Dataset:
    """Scenes in their natural order, read from `root` in `format`.

    `notes` are sentences on what the reader forgave, left out or recognized of the data set as a whole.
    """

    root: Path
    format: str
    scenes: tuple[Scene, ...]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Scene]:
        return iter(self.scenes)

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

    def only(self, ids: Sequence[str]) -> "Dataset":
        """The scenes of these ids, in the order of `ids`. Raises KeyError."""
        return self.having(self._by_id[scene_id] for scene_id in ids)

    def having(self, scenes: Iterable[Scene]) -> "Dataset":
        """These scenes instead, with all else as it is."""
        return replace(self, scenes=tuple(scenes))
