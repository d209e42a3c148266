"""The `.mat` files of ShanghaiTech: `image_info`, a 1 x 1 cell with a struct of `location` (N, 2) and `number`; and
those of UCF-QNRF and NWPU-Crowd, plain arrays by name.

Read by our own parser of all versions of the format, as data. Forgiven is what other tools write: a struct without a
cell or in several, names in another case, an array of structs of x and y, the array itself. Published loaders read
`m["image_info"][0, 0][0, 0][0]` as points and `[1][0, 0]` of the same as their number; so can they read what is
written here.
"""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from ..files import write_atomically
from ..reading import read_bytes
from .annotation import Annotation
from .mat import Cell, Damaged, Struct, Text, Unread, Value, variables

MAX_BYTES = 256 * 2**20
"""The most that a file may hold; 20,000 heads take a third of a megabyte."""

EXPECTED = "expected a MATLAB file with image_info, a cell with a struct of location and number"
_INFO, _BARE, _WEIGHTS = "image_info", "annPoints", "miscount_weights"
_BANNER = b"MATLAB 5.0 MAT-file, Platform: posix, Created by: Miscount"


class MatContent(NamedTuple):
    """What a file holds, as it stands: `location` of any shape, the stated number and our weights where given."""

    location: NDArray[Any]
    number: int | None
    weights: NDArray[Any] | None


def read_mat(path: Path) -> MatContent:
    """The fields of the file at `path`. Raises DatasetError when it is missing, damaged or holds something else."""
    found = _variables(path, (_INFO, _BARE, _WEIGHTS), EXPECTED)
    info = _peeled(found[_INFO] if _INFO in found else found[_BARE])
    weights = found.get(_WEIGHTS)
    fields = {name.lower(): values for name, values in info.fields.items()} if isinstance(info, Struct) else {}
    location = _location(info, fields)
    if location is None:
        name, what = _INFO if _INFO in found else _BARE, _what(info)
        if len(fields.get("location", ())) == 1:
            name, what = "location", f"{_what(_peeled(fields['location'][0]))} in place of N x 2 numbers"
        raise DatasetError(f"{path} is no ShanghaiTech annotation: {EXPECTED}, found {name} as {what}.")
    number = _whole(_peeled(fields["number"][0])) if len(fields.get("number", ())) == 1 else None
    return MatContent(location, number, weights if isinstance(weights, np.ndarray) else None)


def _location(info: Value, fields: Mapping[str, tuple[Value, ...]]) -> NDArray[Any] | None:
    """The places in what `image_info` holds, of any shape; None where there are none."""
    if isinstance(info, np.ndarray):
        return info
    if "location" in fields and len(fields["location"]) == 1:
        found = _peeled(fields["location"][0])
        if isinstance(found, Struct):
            return _location(found, {name.lower(): values for name, values in found.fields.items()})
        return found if isinstance(found, np.ndarray) else None
    if {"x", "y"} <= set(fields):
        return _side_by_side(fields["x"], fields["y"])
    return None


def _side_by_side(xs: tuple[Value, ...], ys: tuple[Value, ...]) -> NDArray[Any] | None:
    """X and y of an array of structs with a number each, or of one with all numbers, as N x 2."""
    columns = []
    for values in (xs, ys):
        arrays = [value for each in values if isinstance(value := _peeled(each), np.ndarray)]
        if len(arrays) != len(values) or any(array.dtype.kind not in "fiu" for array in arrays):
            return None
        if len(arrays) != 1 and any(array.size != 1 for array in arrays):
            return None
        columns.append(np.concatenate([np.empty(0), *map(np.ravel, arrays)]))
    return np.stack(columns, axis=-1) if len(columns[0]) == len(columns[1]) else None


def read_arrays(path: Path, wanted: str, *others: str) -> dict[str, NDArray[Any]]:
    """The numeric arrays of these names in the file at `path`, of which `wanted` must be there.

    Raises DatasetError when the file is missing or damaged, lacks it, or holds something else under one of the names.
    """
    expected = f"expected a MATLAB file with {wanted}"
    found = {name: _peeled(value) for name, value in _variables(path, (wanted, *others), expected).items()}
    if wanted not in found:
        raise DatasetError(f"{path} is no annotation of this kind: {expected}, found {', '.join(found)}.")
    arrays = {}
    for name, value in found.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            raise DatasetError(f"{path} holds no numbers as {name}: {expected}, found {_what(value)}.")
        arrays[name] = value
    return arrays


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write `arrays` by name to `path`, whole or not at all; equal arrays give equal bytes. Raises OutputError."""
    content = _saved(dict(arrays))
    write_atomically(path, lambda part: part.write_bytes(content))


def write_mat(path: Path, annotation: Annotation) -> None:
    """Write `annotation` to `path`, whole or not at all; the same heads give the same bytes.

    Weights other than 1 have no place in the format: they go into a variable of their own, which published loaders
    pass over. Raises OutputError.
    """
    content = mat_bytes(annotation)
    write_atomically(path, lambda part: part.write_bytes(content))


def mat_bytes(annotation: Annotation) -> bytes:
    """The file that `write_mat` writes."""
    number = np.array([[len(annotation)]], dtype=np.uint16 if len(annotation) < 2**16 else np.uint32)
    struct = np.empty((1, 1), dtype=[("location", object), ("number", object)])
    struct[0, 0] = (annotation.points, number)
    cell = np.empty((1, 1), dtype=object)
    cell[0, 0] = struct
    variables: dict[str, Any] = {"image_info": cell}
    if (annotation.weights != 1).any():
        variables[_WEIGHTS] = annotation.weights[:, None]
    return _saved(variables)


def _saved(variables: dict[str, Any]) -> bytes:
    from scipy.io import savemat

    buffer = io.BytesIO()
    savemat(buffer, variables)
    # scipy writes the time of day into the banner; without it, equal heads are equal files
    return _BANNER.ljust(116) + buffer.getvalue()[116:]


def _variables(path: Path, names: tuple[str, ...], expected: str) -> dict[str, Value]:
    """The variables of these `names`, of which one at least must be there, besides our weights. Raises DatasetError."""
    content = read_bytes(path, expected, DatasetError, MAX_BYTES)
    try:
        found, listed = variables(content, names)
    except Damaged as error:
        raise DatasetError(
            f"{path} is damaged or not a .mat file: {expected}, found {len(content):,} bytes that cannot be read "
            f"({error})."
        ) from error
    if not set(found) - {_WEIGHTS}:
        kind = "no ShanghaiTech annotation" if _INFO in names else "no annotation of this kind"
        shown = ", ".join(name[:40] for name in sorted(listed)[:8]) or "no variable"
        raise DatasetError(f"{path} is {kind}: {expected}, found {shown}.")
    return found


def _peeled(value: Value) -> Value:
    """`value` without the cells of one element that MATLAB wraps around everything."""
    while isinstance(value, Cell) and len(value.items) == 1:
        value = value.items[0]
    return value


def _whole(number: Value) -> int | None:
    try:
        return int(np.asarray(number).flat[0])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _what(value: Value) -> str:
    match value:
        case Struct():
            return "a struct of " + (", ".join(name[:40] for name in list(value.fields)[:8]) or "nothing")
        case Unread():
            return value.what
        case Text():
            return "text"
        case Cell():
            return "a cell of " + " x ".join(map(str, value.shape[:6]))
    return "an array of " + " x ".join(map(str, value.shape[:6]))
