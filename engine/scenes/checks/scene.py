"""What one scene shows on its own: its image, its labels, and the two together."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ...errors import DatasetError
from ..frame import placement, some_heads
from ..images import image_head, read_image
from ..scene import Labels, Scene
from .problem import Problem

NEAR_PX = 1.0
"""Heads nearer than this to another are taken for one person labelled twice."""

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
    return Problem.of(scene.id, "image_unreadable" if scene.image_path.exists() else "image_missing", str(error))


def read_labels(scene: Scene) -> Labels | Problem:
    """The labels, or what is wrong with them."""
    try:
        return scene.labels
    except DatasetError as error:
        missing = scene.label_path is None or not scene.label_path.exists()
        return Problem.of(scene.id, "labels_missing" if missing else "labels_unreadable", str(error))


def check_labels(scene: Scene, labels: Labels) -> Iterator[Problem]:
    """Problems of the labels alone, and of their places in the frame."""
    for sentence in labels.repairs:
        yield Problem.of(scene.id, "labels_repaired", sentence)
    found = len(labels.annotation)
    if not labels.labelled:
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
    yield from _check_frame(scene.id, labels, size)
    yield from _check_twice(scene.id, labels.annotation.points)


def _check_frame(scene_id: str, labels: Labels, size: tuple[int, int]) -> Iterator[Problem]:
    points, (height, width) = labels.annotation.points, size
    stated = labels.stated_size
    if stated is not None and stated != size:
        said = f"It was labelled at {stated[1]} x {stated[0]} px, and the image has {width} x {height}."
        yield Problem.of(scene_id, "image_size", said)
        return
    place = placement(points, size)
    outside, border = np.flatnonzero(place.outside), np.flatnonzero(place.on_border)
    if stated is None and lies_on_its_side(points, size):
        said = f"{some_heads(len(outside))} lie outside {width} x {height} px, and all would lie in {height} x {width}."
        yield Problem.of(scene_id, "image_size", said, _positions(outside))
        return
    if len(outside):
        said = f"{some_heads(len(outside))} outside the frame of {width} x {height} px."
        yield Problem.of(scene_id, "outside", said, _positions(outside))
    if len(border):
        yield Problem.of(scene_id, "border", f"{some_heads(len(border))} exactly on the border.", _positions(border))


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

    if len(points) < 2:
        return np.empty(0, dtype=np.intp)
    pairs = cKDTree(points).query_pairs(distance_px, output_type="ndarray")
    return np.unique(pairs.max(axis=1)) if len(pairs) else np.empty(0, dtype=np.intp)


def _positions(index: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(index.tolist())
