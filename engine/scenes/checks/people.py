"""Where a counter and the labels disagree: the counter's map against the heads, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..annotation import Annotation
from .problem import Problem

BLOCK_PX = 32
LEAST_PERSONS = 2.0
"""A region is reported from this many persons on; a counter's own noise is below."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle (left, top, width, height) in pixels with what the counter sees and how many heads lie in it."""

    place: tuple[float, float, float, float]
    predicted: float
    labelled: float


def check_people(scene_id: str, density: NDArray[np.float32], stride: int, heads: Annotation) -> Iterator[Problem]:
    """The regions of a scene where the counter's map (h, w) at `stride` and the heads disagree, the worst first."""
    for region in disagreements(density, stride, heads):
        more = region.predicted > region.labelled
        kind = "people_unlabelled" if more else "heads_unseen"
        said = f"The counter sees {region.predicted:.1f} persons where {region.labelled:g} are labelled."
        inside = () if more else _inside(heads, region.place)
        yield Problem.of(scene_id, kind, said, inside, place=region.place)


def disagreements(density: NDArray[np.float32], stride: int, heads: Annotation) -> list[Region]:
    """Connected blocks where one side has people and the other nearly nobody, by how many, the most first.

    Only regions with less than a third on one side count: a counter that is 20 % off everywhere says nothing of labels.
    """
    from scipy import ndimage

    sums, side = blocks(density, stride)
    predicted = sums.astype(np.float64)
    labelled = _labelled(heads, predicted.shape, side)
    # a head near a block's edge is seen in the next block too: each side is compared with what lies around it
    regions = []
    for more, less in ((predicted, labelled), (labelled, predicted)):
        around = ndimage.uniform_filter(less, 3, mode="constant") * 9
        found, num = ndimage.label((more > 0.5) & (around < more / 3))
        for part in ndimage.find_objects(found)[:num]:
            rows, columns = part
            corner = float(columns.start * side), float(rows.start * side)
            extent = float((columns.stop - columns.start) * side), float((rows.stop - rows.start) * side)
            totals = float(predicted[part].sum()), float(labelled[part].sum())
            if abs(totals[0] - totals[1]) >= LEAST_PERSONS:
                regions.append(Region((*corner, *extent), *totals))
    return sorted(regions, key=lambda region: -abs(region.predicted - region.labelled))


def blocks(density: NDArray[np.float32], stride: int) -> tuple[NDArray[np.float32], int]:
    """A counter's map (h, w) at `stride` as sums over blocks of about BLOCK_PX, and the side of a block in pixels.

    Given to `check_people` in place of the map and its stride, they find the same: what to keep of a map.
    """
    cells = max(1, BLOCK_PX // stride)
    height, width = density.shape
    padded = np.pad(density, [(0, -height % cells), (0, -width % cells)])
    rows, columns = padded.shape[0] // cells, padded.shape[1] // cells
    sums = padded.reshape(rows, cells, columns, cells).sum(axis=(1, 3), dtype=np.float64)
    return sums.astype(np.float32), cells * stride


def _labelled(heads: Annotation, shape: tuple[int, ...], block_px: int) -> NDArray[np.float64]:
    # beyond the map by a block is as good as farther, where whole numbers end
    places = np.clip(np.floor(heads.points / block_px), -1, max(shape)).astype(np.intp)
    columns, rows = places.T
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    counts = np.zeros(shape)
    np.add.at(counts, (rows[inside], columns[inside]), heads.weights[inside])
    return counts


def _inside(heads: Annotation, place: tuple[float, float, float, float]) -> tuple[int, ...]:
    left, top, width, height = place
    x, y = heads.points.T
    return tuple(np.flatnonzero((x >= left) & (x < left + width) & (y >= top) & (y < top + height)).tolist())
