"""Label files that are called as their pictures are, one a picture: which belongs to which, and reading them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from ..errors import DatasetError
from .annotation import Annotation
from .labels import Labels
from .pairing import assign
from .points import finite_labels
from .scene import Scene

ReadFile: TypeAlias = Callable[[Path, Scene], Labels]
SameHeads: TypeAlias = Callable[[Annotation, Annotation], bool]


@dataclass(frozen=True)
class LabelFiles:
    """The files that label one picture, most often one; `dispute` says why none of them can be said to.

    Called with a scene, it reads them by `read_file`: several must hold the same heads. `expected` is the file that
    should be there; where a picture may be `unlabelled`, there need be none. `same` is of a format that is published
    in two forms beside one another: it says whether both hold the same heads, and neither is told of.
    """

    read_file: ReadFile
    expected: str
    files: tuple[Path, ...] = ()
    dispute: str = ""
    unlabelled: bool = False
    same: SameHeads | None = None

    @property
    def path(self) -> Path | None:
        """The file that is read."""
        return self.files[0] if self.files else None

    def __call__(self, scene: Scene) -> Labels:
        """The labels of `scene`. Raises DatasetError."""
        if self.dispute:
            raise DatasetError(f"{scene.image_path} has no label of its own: {self.dispute}")
        if not self.files and self.unlabelled:
            return finite_labels(
                np.empty((0, 2)), {}, labelled=False, notes=(f"There is no {self.expected}: not labelled.",)
            )
        if not self.files:
            raise DatasetError(f"{scene.image_path} has no annotation: expected {self.expected}, found no such file.")
        labels = self.read_file(self.files[0], scene)
        notes = [note for other in self.files[1:] for note in self._compared(other, labels, scene)]
        told = self.files[1:] and self.same is None
        return labels.with_notes([*notes, f"{len(self.files)} files hold the same heads of it."] if told else notes)

    def _compared(self, other: Path, labels: Labels, scene: Scene) -> list[str]:
        """A sentence where the heads of `other` cannot be compared. Raises DatasetError where they are not those."""
        try:
            found = self.read_file(other, scene).annotation
        except DatasetError:
            if self.same is None:
                raise
            return [f"{other.name} cannot be read and was not compared."]  # the other form is whole
        if not (found == labels.annotation if self.same is None else self.same(found, labels.annotation)):
            raise DatasetError(
                f"{self.files[0]} and {other} hold different heads for one picture: keep the one that is right, "
                "and move the other away."
            )
        return []


def by_stem(
    pictures: Iterable[str],
    labels: Mapping[str, tuple[Path, ...]],
    read_file: ReadFile,
    expected: Callable[[str], str],
) -> tuple[dict[str, LabelFiles], tuple[str, ...]]:
    """The label files of each of `pictures`, from `labels` by their stems, and the stems that fit no picture.

    `expected` gives the file that a picture should have.
    """
    listed = list(pictures)
    found = assign(listed, labels, stems=True)
    made = {
        picture: LabelFiles(
            read_file,
            expected(picture),
            tuple(path for stem in found.labels.get(picture, ()) for path in labels[stem]),
            found.disputed.get(picture, ""),
        )
        for picture in listed
    }
    return made, found.lost
