"""What one scene shows on its own: its image, its labels, and the two together."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ...errors import DatasetError
from ...reading import there
from ..frame import placement, some_heads
from ..images import image_head, read_image
from ..scene import Labels, Scene
from .coordinates import LEAST_HEADS, Evidence, told, weigh
from .problem import Problem

NEAR_PX = 1.0
"""Heads nearer than this to another are taken for one person labelled twice."""

REACH_PX = 10.0
"""A head so near to the frame was meant to be in it; one farther out belongs to nobody in the image."""

FARTHEST_PX = 1e15
"""Beyond this doubles lie more than a tenth of a pixel apart, and squares of distances soon overflow."""

MAP_TOLERANCE = 0.5
"""A map may differ by this many persons from its heads, and by a thousandth of them: rounding is no problem."""


def check_image(scene: Scene) -> Iterator[Problem]:
    """Problems of the picture's head: missing, no picture, gray."""
    try:
        if image_head(scene.image_path).gray:
            yield Problem.of(scene.id, "image_gray", f"{scene.image_path.name} is gray and is read as RGB.")
    except DatasetError as error:
        yield _no_image(scene, error)


def decoded(scene: Scene) -> NDArray[np.uint8] | Problem:
    """The picture, or what is wrong with it; decoding alone finds a truncated one."""
    try:
        return read_image(scene.image_path)
    except DatasetError as error:
        return _no_image(scene, error)


def _no_image(scene: Scene, error: DatasetError) -> Problem:
    return Problem.of(scene.id, "image_unreadable" if there(scene.image_path) else "image_missing", str(error))


def read_labels(scene: Scene) -> Labels | Problem:
    """The labels, or what is wrong with them."""
    try:
        return scene.labels
    except DatasetError as error:
        missing = scene.label_path is None or not there(scene.label_path)
        return Problem.of(scene.id, "labels_missing" if missing else "labels_unreadable", str(error))


def check_labels(scene: Scene, labels: Labels, evidence: Evidence | None = None) -> Iterator[Problem]:
    """Problems of the labels alone, and of their places in the frame.

    `evidence` is what the picture says of how the heads are stored; without it their values alone are looked at.
    """
    for sentence in labels.repairs:
        yield Problem.of(scene.id, "labels_repaired", sentence)
    found = len(labels.annotation)
    if not labels.labelled and not labels.withheld:
        yield Problem.of(scene.id, "not_labelled", "Nobody has labelled it yet.")
    elif not labels.labelled:
        yield Problem.of(scene.id, "unlabelled", "The publisher keeps its labels.")
    elif found == 0:
        yield Problem.of(scene.id, "empty", "No heads are labelled: right only if nobody is in the image.")
    if labels.stated_count is not None and labels.stated_count != found and labels.labelled:
        said = f"The file states a count of {labels.stated_count} and holds {some_heads(found)}."
        yield Problem.of(scene.id, "count", said)
    try:
        size = scene.size
    except DatasetError:
        return  # reported as a problem of the image
    points = labels.annotation.points
    found_by = evidence if evidence is not None else weigh(points, size, labels.stated_size)
    if found_by.convention is not None:
        # heads within a pixel, beyond the frame or on its border are what follows: to mend that would destroy labels
        yield told(scene.id, found_by.convention, found_by.reason, size)
        return
    elsewhere = list(_check_size(scene.id, labels, size))
    yield from elsewhere or _check_frame(scene.id, points, size)
    if not elsewhere:
        yield from _check_twice(scene.id, points)


def _check_size(scene_id: str, labels: Labels, size: tuple[int, int]) -> Iterator[Problem]:
    """Whether the labels belong to a picture of another size."""
    points, (height, width), stated = labels.annotation.points, size, labels.stated_size
    if stated is not None and stated != size:
        said = f"It was labelled at {stated[1]} x {stated[0]} px, and the image has {width} x {height}."
        yield Problem.of(scene_id, "image_size", said)
        return
    outside = np.flatnonzero(placement(points, size).outside)
    if stated is None and lies_on_its_side(points, size):
        said = f"{some_heads(len(outside))} lie outside {width} x {height} px, and all would lie in {height} x {width}."
        yield Problem.of(scene_id, "image_size", said, _positions(outside))
    elif len(points) >= LEAST_HEADS and 2 * len(outside) > len(points):
        said = f"{len(outside)} of {some_heads(len(points))} lie outside {width} x {height} px."
        yield Problem.of(scene_id, "image_size", said, _positions(outside))


def _check_frame(scene_id: str, points: NDArray[np.float64], size: tuple[int, int]) -> Iterator[Problem]:
    place, far = placement(points, size), beyond(points, size) > REACH_PX
    frame = f"the frame of {size[1]} x {size[0]} px"
    outside, border = np.flatnonzero(place.outside & ~far), np.flatnonzero(place.on_border)
    if len(outside):
        said = f"{some_heads(len(outside))} outside {frame}, by {REACH_PX:g} px at most."
        yield Problem.of(scene_id, "outside", said, _positions(outside))
    if far.any():
        said = f"{some_heads(int(far.sum()))} more than {REACH_PX:g} px outside {frame}."
        yield Problem.of(scene_id, "far_outside", said, _positions(np.flatnonzero(far)))
    if len(border):
        yield Problem.of(scene_id, "border", f"{some_heads(len(border))} exactly on the border.", _positions(border))


def beyond(points: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
    """How far each of `points` (N, 2) lies outside a frame of `size` (H, W), by its farther coordinate; 0 inside."""
    far = np.array(size[::-1], dtype=np.float64)
    return np.asarray(np.maximum(np.maximum(-points, points - far), 0).max(axis=1, initial=0))


def lies_on_its_side(points: NDArray[np.float64], size: tuple[int, int]) -> bool:
    """Whether a tenth of `points` (N, 2) lies outside `size` (H, W) and all would lie in (W, H)."""
    if not len(points) or size[0] == size[1]:
        return False
    outside = placement(points, size).outside
    return bool(outside.mean() > 0.1 and not placement(points, (size[1], size[0])).outside.any())


def _check_twice(scene_id: str, points: NDArray[np.float64]) -> Iterator[Problem]:
    exact = repeated(points)
    if len(exact):
        said = f"{some_heads(len(exact))} at the very place of an earlier one."
        yield Problem.of(scene_id, "duplicate", said, _positions(exact))
    single = np.setdiff1d(np.arange(len(points)), exact)
    close = single[crowded(points[single])]
    if len(close):
        said = f"{some_heads(len(close))} within {NEAR_PX:g} px of an earlier one."
        yield Problem.of(scene_id, "near_duplicate", said, _positions(close))


def check_map(scene_id: str, map_sum: float, count: float) -> Iterator[Problem]:
    """Whether a density map that sums to `map_sum` belongs to heads that weigh `count`."""
    if abs(map_sum - count) > max(MAP_TOLERANCE, 1e-3 * count):
        said = f"The map sums to {map_sum:.2f}, and its heads weigh {count:g}: {map_sum - count:+.2f}."
        yield Problem.of(scene_id, "map_sum", said)


def repeated(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """Positions of heads that lie exactly where an earlier one of `points` (N, 2) does."""
    _, first = np.unique(points, axis=0, return_index=True)
    return np.setdiff1d(np.arange(len(points)), first)


def crowded(points: NDArray[np.float64], distance_px: float = NEAR_PX) -> NDArray[np.intp]:
    """Positions of heads that lie within `distance_px` of an earlier one of `points` (N, 2)."""
    from scipy.spatial import cKDTree

    finite = np.flatnonzero(np.abs(points).max(axis=1, initial=0) < FARTHEST_PX)
    if len(finite) < 2:
        return np.empty(0, dtype=np.intp)
    pairs = cKDTree(points[finite]).query_pairs(distance_px, output_type="ndarray")
    return np.unique(finite[pairs.max(axis=1)]) if len(pairs) else np.empty(0, dtype=np.intp)


def _positions(index: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(index.tolist())
