"""What the readers of heads share: arrays of numbers into positions, with what was forgiven."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from .annotation import Annotation
from .frame import some_heads
from .scene import Labels

MOST_COLUMNS = 6
"""An array of heads may have so many columns: x, y, and what a tool says besides, such as a score and a box."""


def positions(raw: Any, path: Path, what: str) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Values that may be numbers as (N, 2) float64, by `as_points`. Raises DatasetError, naming `what`."""
    try:
        array = np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise DatasetError(f"{path} cannot be used: expected {what} as N x 2 numbers, found something else.") from error
    return as_points(array, path, what)


def as_points(
    array: NDArray[Any], path: Path, what: str, count: int | None = None
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Numbers as (N, 2) float64, and a sentence where they lay otherwise: 2 x N, or with more columns.

    2 x N is read where it can mean nothing else, by its size or by the stated `count`. An array of 2 x 2 is N x 2, as
    all files of that size are supposed to be. Raises DatasetError, naming `what`.
    """
    if array.size == 0:
        return np.empty((0, 2)), ()
    if array.dtype.kind not in "fiu":
        raise DatasetError(f"{path} cannot be used: expected {what} as N x 2 numbers, found other values.")
    if array.ndim == 1 and array.size == 2:
        array = array[None]
    rows, columns = array.shape if array.ndim == 2 else (0, 0)
    if columns == 2:
        return array.astype(np.float64), ()
    with_more = 3 <= columns <= MOST_COLUMNS
    is_turned = rows == 2 and (count == columns if with_more and count != rows else not with_more)
    if is_turned:
        said = f"Its {what} lies as 2 x {columns} and was read as x in the first row and y in the second."
        return array.T.astype(np.float64), (said,)
    if with_more and (rows > MOST_COLUMNS or (count == rows and rows != columns)):
        return array[:, :2].astype(np.float64), (f"Columns of its {what} after x and y left out: {columns - 2}.",)
    shape = " x ".join(map(str, array.shape[:6])) or "one number"
    unclear = ", which can be read both ways" if with_more and rows <= MOST_COLUMNS else ""
    raise DatasetError(f"{path} cannot be used: expected {what} as N x 2 numbers, found {shape}{unclear}.")


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
