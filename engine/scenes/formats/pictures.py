"""Plain pictures: a folder of photographs that nobody has labelled yet, to be labelled here.

Recognized last, and only where nothing looks like a label: pictures whose labels were not understood must not pass for
pictures without any.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ...errors import OutputError
from ..folders import picture_paths, split_of
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import label_paths, scene_ids
from ..pairing import caseless, stem_of
from ..points import finite_labels
from ..scene import Dataset, Scene
from ..writing import Report

NAME = "pictures"
TITLE = "Plain pictures"
LAYOUT = "pictures alone, without any labels"
HOLDS = Holds(unlabelled=True, written=False)

_LABELS = (
    ".csv", ".tsv", ".json", ".jsonl", ".xml", ".mat", ".pnt", ".h5", ".hdf5", ".npy", ".npz", ".list", ".data",
    ".names",
)  # fmt: skip


def recognizes(path: Path) -> bool:
    """Whether there are pictures below `path` and nothing that looks like a label."""
    return bool(picture_paths(path)) and not label_like(path)


def label_like(path: Path) -> list[str]:
    """The files below `path` that look like labels, by their paths from there; so does a text named as a picture."""
    found = label_paths(path, _LABELS)
    texts = label_paths(path, (".txt",))
    if texts:
        names = {caseless(stem_of(picture).rpartition("/")[2]) for picture in picture_paths(path)}
        found += [text for text in texts if caseless(Path(text).stem) in names]
    return found


def read(path: Path) -> Dataset:
    """The pictures below `path`, none of them labelled."""
    placed = [(picture, split_of(picture)) for picture in picture_paths(path)]
    scenes = (
        Scene(name, split, path / picture, None, _unlabelled)
        for (picture, split), name in zip(placed, scene_ids(placed), strict=True)
    )
    return Dataset.listed(path, NAME, scenes)


def orphan_labels(_dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """None: where there are labels, this is not the format."""
    return iter(())


def _unlabelled(_scene: Scene) -> Labels:
    return finite_labels(np.empty((0, 2)), {}, labelled=False, notes=("Not labelled yet.",))


def write(_dataset: Dataset, _root: Path, _report: Report) -> None:
    """Nothing is written: all heads would be lost. Raises OutputError."""
    raise OutputError("pictures is read and not written: all heads would be lost; csv holds everything.")
