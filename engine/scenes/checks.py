"""What can be wrong with a dataset's images and labels, each problem with a sentence that a curator can act on."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from .formats import format_named
from .frame import placement, some_heads
from .images import image_head, read_image
from .scene import Dataset, Labels, Scene

Severity: TypeAlias = Literal["error", "warning", "note"]
Kind: TypeAlias = Literal[
    "image_missing", "image_unreadable", "image_gray", "labels_missing", "labels_unreadable", "labels_repaired",
    "orphan_labels", "unlabelled", "empty", "count", "outside", "border", "duplicate", "near_duplicate",
]  # fmt: skip

NEAR_PX = 1.0
"""Heads nearer than this to another are taken for one person labelled twice."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which scene, of what kind, how bad, said in `sentence`; `heads` are positions in
    the annotation.

    error: the scene cannot be used; warning: a count or a map will be wrong; note: good to know.
    """

    scene: str
    kind: Kind
    severity: Severity
    sentence: str
    heads: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return dataclasses.asdict(self) | {"heads": list(self.heads)}


def check(dataset: Dataset, *, decode: bool = True) -> Iterator[Problem]:
    """Every problem of `dataset`, scene by scene, then labels without an image; a broken file never stops the rest.

    Images are decoded whole, which alone finds a truncated one and takes most of the time; with `decode` false
    only their heads are read.
    """
    for scene in dataset:
        yield from check_scene(scene, decode=decode)
    for scene_id, path in format_named(dataset.format).orphan_labels(dataset):
        yield Problem(scene_id, "orphan_labels", "warning", f"{path} has no image: the heads in it are not used.")


def check_scene(scene: Scene, *, decode: bool = True) -> Iterator[Problem]:
    """Every problem of one scene: its image, its labels, and the two together."""
    yield from _check_image(scene, decode)
    try:
        labels = scene.labels
    except DatasetError as error:
        missing = scene.label_path is None or not scene.label_path.exists()
        yield Problem(scene.id, "labels_missing" if missing else "labels_unreadable", "error", str(error))
        return
    yield from _check_labels(scene, labels)
    yield from _check_frame(scene, labels.annotation.points)
    yield from _check_twice(scene, labels.annotation.points)


def _check_image(scene: Scene, decode: bool) -> Iterator[Problem]:
    try:
        if image_head(scene.image_path).gray:
            yield Problem(scene.id, "image_gray", "note", f"{scene.image_path.name} is gray and is read as RGB.")
        if decode:
            read_image(scene.image_path)
    except DatasetError as error:
        kind: Kind = "image_unreadable" if scene.image_path.exists() else "image_missing"
        yield Problem(scene.id, kind, "error", str(error))


def _check_labels(scene: Scene, labels: Labels) -> Iterator[Problem]:
    for sentence in labels.repairs:
        yield Problem(scene.id, "labels_repaired", "warning", sentence)
    found = len(labels.annotation)
    if not labels.labelled:
        yield Problem(scene.id, "unlabelled", "note", "The publisher keeps its labels: it can be looked at, not used.")
    elif found == 0:
        yield Problem(scene.id, "empty", "note", "No heads are labelled: right only if nobody is in the image.")
    if labels.stated_count is not None and labels.stated_count != found:
        said = (
            f"The file states a count of {labels.stated_count} and holds {some_heads(found)}; the heads are believed."
        )
        yield Problem(scene.id, "count", "warning", said)


def _check_frame(scene: Scene, points: NDArray[np.float64]) -> Iterator[Problem]:
    try:
        height, width = scene.size
    except DatasetError:
        return  # told as a problem of the image
    place = placement(points, (height, width))
    outside, border = np.flatnonzero(place.outside), np.flatnonzero(place.on_border)
    if len(outside):
        said = f"{some_heads(len(outside))} outside the frame of {width} x {height} px: published loaders drop them."
        yield Problem(scene.id, "outside", "warning", said, _positions(outside))
    if len(border):
        said = f"{some_heads(len(border))} exactly on the border of the frame: some published loaders drop them."
        yield Problem(scene.id, "border", "note", said, _positions(border))


def _check_twice(scene: Scene, points: NDArray[np.float64]) -> Iterator[Problem]:
    exact = repeated(points)
    if len(exact):
        said = f"{some_heads(len(exact))} at the very place of an earlier one."
        yield Problem(scene.id, "duplicate", "warning", said, _positions(exact))
    single = np.setdiff1d(np.arange(len(points)), exact)
    close = single[crowded(points[single])]
    if len(close):
        said = f"{some_heads(len(close))} within {NEAR_PX:g} px of an earlier one: perhaps a person labelled twice."
        yield Problem(scene.id, "near_duplicate", "warning", said, _positions(close))


def repeated(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """Positions of heads that lie exactly where an earlier one of `points` (N, 2) does."""
    _, first = np.unique(points, axis=0, return_index=True)
    return np.setdiff1d(np.arange(len(points)), first)


def crowded(points: NDArray[np.float64], distance_px: float = NEAR_PX) -> NDArray[np.intp]:
    """Positions of heads that lie within `distance_px` of an earlier one of `points` (N, 2)."""
    from scipy.spatial import cKDTree

    if len(points) < 2:
        return np.empty(0, dtype=np.intp)
    pairs = cKDTree(points).query_pairs(distance_px, output_type="ndarray")
    return np.unique(pairs.max(axis=1)) if len(pairs) else np.empty(0, dtype=np.intp)


def worst(problems: Iterable[Problem]) -> Severity | None:
    """The gravest severity among `problems`; None where there is no problem."""
    order: tuple[Severity, ...] = ("error", "warning", "note")
    found = {problem.severity for problem in problems}
    return next((severity for severity in order if severity in found), None)


def _positions(index: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(index.tolist())
