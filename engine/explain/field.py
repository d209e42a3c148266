"""The receptive field of one cell, drawn over the scene."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..counters.receptive import middle_gradient, view_of
from .subject import Attribution, Step, Subject


def receptive_field_map(subject: Subject) -> Iterator[Step]:
    """The gradient of the middle cell (H, W), its largest 1, with boxes of what it could and does see at -1 and 1.

    The layers allow the outer box; beyond the inner one the gradient is zero on this scene.
    """
    counter = subject.counter
    size, middle = middle_gradient(counter, subject.image)
    found = np.sqrt(size / max(float(size.max()), 1e-12)).astype(np.float32)
    view, theory = view_of(size, middle), counter.receptive_field_px
    if theory is not None and counter.config.window_px is None:  # a window lies where it was cut, not around its cells
        top, left = (round(place - theory / 2) for place in middle)
        _outline(found, (top, top + theory), (left, left + theory), -1.0)
    rows, columns = (np.flatnonzero(size.any(axis=axis)) for axis in (1, 0))
    if len(rows):
        _outline(found, (int(rows[0]), int(rows[-1]) + 1), (int(columns[0]), int(columns[-1]) + 1), 1.0)
    allowed = "the whole frame" if theory is None else f"{theory} px"
    yield Attribution(
        found,
        f"Receptive field: the layers allow {allowed}, {view.measured_px} px have a gradient here, and 95 % of it lies "
        f"within {view.effective_px} px.",
    )


def _outline(over: NDArray[np.float32], rows: tuple[int, int], columns: tuple[int, int], value: float) -> None:
    """Draw the edge of a box, as far as it lies in the frame."""
    thick = max(1, round(min(over.shape) / 200))
    inside = slice(max(0, rows[0]), max(0, rows[1])), slice(max(0, columns[0]), max(0, columns[1]))
    for edge in (rows[0], rows[1] - thick):
        over[max(0, edge) : max(0, edge + thick), inside[1]] = value
    for edge in (columns[0], columns[1] - thick):
        over[inside[0], max(0, edge) : max(0, edge + thick)] = value
