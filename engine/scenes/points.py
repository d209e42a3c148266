"""What the readers of heads share: arrays of numbers into positions, with what was forgiven."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from .annotation import Annotation
from .frame import some_heads
from .scene import Labels


def positions(raw: Any, path: Path, what: str) -> NDArray[np.float64]:
    """Numbers as (N, 2) float64; an empty array of any shape is no heads. Raises DatasetError, naming `what`."""
    try:
        array = np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DatasetError(f"{path} cannot be used: expected {what} as N x 2 numbers, found something else.") from error
    if array.size == 0:
        return np.empty((0, 2))
    if array.ndim == 1 and array.size == 2:
        array = array[None]
    if array.ndim != 2 or array.shape[1] < 2:
        shape = " x ".join(map(str, array.shape)) or "one number"
        raise DatasetError(f"{path} cannot be used: expected {what} as N x 2 numbers, found {shape}.")
    return array[:, :2]


def finite_labels(
    points: NDArray[np.float64], columns: dict[str, list[Any]], weights: NDArray[np.float32] | None = None, **rest: Any
) -> Labels:
    """Labels of the heads that have a finite position, with a note on the others; `rest` goes to Labels."""
    finite: NDArray[np.bool_] = np.asarray(np.isfinite(points).all(axis=1))
    repairs = () if finite.all() else (f"{some_heads(int((~finite).sum()))} without a finite position left out.",)
    ones = np.ones(len(points), dtype=np.float32) if weights is None else weights
    heads = Annotation(np.where(finite[:, None], points, 0.0), ones)
    for name, values in columns.items():
        heads = heads.with_column(name, values)
    notes = (*repairs, *rest.pop("notes", ()))
    return Labels(heads.take(finite), notes, repairs=(*repairs, *rest.pop("repairs", ())), **rest)
