"""The `.mat` files of ShanghaiTech: `image_info`, a 1 x 1 cell with a struct of `location` (N, 2) and `number`; and
those of UCF-QNRF and NWPU-Crowd, plain arrays by name.

Read by scipy as data: nothing in the file is executed. Published loaders read `m["image_info"][0, 0][0, 0][0]` as
points and `[1][0, 0]` of the same as their number; so can they read what is written here.
"""

import io
import warnings
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from ..files import write_atomically
from .annotation import Annotation

MAX_BYTES = 256 * 2**20
"""The most that a file may hold once inflated; 20,000 heads take a third of a megabyte."""

EXPECTED = "expected a MATLAB 5 file with image_info, a cell with a struct of location and number"
_WEIGHTS = "miscount_weights"
_BANNER = b"MATLAB 5.0 MAT-file, Platform: posix, Created by: Miscount"
_COMPRESSED = 15


class MatContent(NamedTuple):
    """What a file holds, as it stands: `location` of any shape, the stated number and our weights where given."""

    location: NDArray[Any]
    number: int | None
    weights: NDArray[Any] | None


def read_mat(path: Path) -> MatContent:
    """The fields of the file at `path`. Raises DatasetError when it is missing, damaged or holds something else."""
    variables = _variables(path, ("image_info", _WEIGHTS), EXPECTED)
    info = _peeled(variables["image_info"])
    if not isinstance(info, np.ndarray | np.void) or not info.dtype.names or "location" not in info.dtype.names:
        raise DatasetError(f"{path} is no ShanghaiTech annotation: {EXPECTED}, found image_info as {_what(info)}.")
    number = _peeled(info["number"]) if "number" in info.dtype.names else None
    return MatContent(np.asarray(_peeled(info["location"])), _whole(number), variables.get(_WEIGHTS))


def read_arrays(path: Path, wanted: str, *others: str) -> dict[str, NDArray[Any]]:
    """The numeric arrays of these names in the file at `path`, of which `wanted` must be there.

    Raises DatasetError when the file is missing or damaged, lacks it, or holds something else under one of the names.
    """
    expected = f"expected a MATLAB 5 file with {wanted}"
    found = {name: np.asarray(value) for name, value in _variables(path, (wanted, *others), expected).items()}
    for name in (wanted, *others):
        if name in found and found[name].dtype.kind not in "fiu":
            raise DatasetError(f"{path} holds no numbers as {name}: {expected}, found {_what(found[name])}.")
    return {name: array for name, array in found.items() if name in (wanted, *others)}


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


def _bounded(path: Path, expected: str) -> bytes:
    """The file's bytes. Raises DatasetError when it cannot be read or would inflate beyond all annotations."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {expected}, found {error.strerror or error}.") from error
    if _inflated(content) > MAX_BYTES:
        raise DatasetError(f"{path} is too large: expected at most {MAX_BYTES:,} bytes of annotation, found more.")
    return content


def _inflated(content: bytes) -> int:
    """How large the content is once its compressed elements are inflated; counting stops beyond MAX_BYTES."""
    total, at = len(content), 128
    order = "big" if content[126:128] == b"MI" else "little"
    while at + 8 <= len(content) and total <= MAX_BYTES:
        kind = int.from_bytes(content[at : at + 4], order)  # type: ignore[arg-type]
        size = int.from_bytes(content[at + 4 : at + 8], order)  # type: ignore[arg-type]
        if kind == _COMPRESSED:
            inflate, piece = zlib.decompressobj(), content[at + 8 : at + 8 + size]
            while piece and not inflate.eof and total <= MAX_BYTES:
                try:
                    total += len(inflate.decompress(piece, 2**20))
                except zlib.error:
                    return total  # scipy will say so
                piece = inflate.unconsumed_tail
        at += 8 + size
    return total


def _variables(path: Path, names: tuple[str, ...], expected: str) -> dict[str, Any]:
    """The variables of these `names`, of which the first must be there."""
    from scipy.io import loadmat  # 0.3 s that a start without annotations need not wait for

    content = _bounded(path, expected)
    if content[:10] == b"MATLAB 7.3":
        raise DatasetError(f"{path} is a MATLAB 7.3 file: {expected}; save it again with `save -v7`.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            variables: dict[str, Any] = loadmat(io.BytesIO(content), variable_names=list(names))
            listed = [] if names[0] in variables else [name for name, *_ in _listed(content)]
    except Exception as error:
        raise DatasetError(
            f"{path} is damaged or not a .mat file: {expected}, found {len(content):,} bytes that cannot be read "
            f"({_first_line(error)})."
        ) from error
    if names[0] not in variables:
        kind = "no ShanghaiTech annotation" if names[0] == "image_info" else "no annotation of this kind"
        found = ", ".join(sorted(name for name in listed if not name.startswith("__"))) or "no variable"
        raise DatasetError(f"{path} is {kind}: {expected}, found {found}.")
    return variables


def _listed(content: bytes) -> list[tuple[str, tuple[int, ...], str]]:
    from scipy.io import whosmat

    listed: list[tuple[str, tuple[int, ...], str]] = whosmat(io.BytesIO(content))
    return listed


def _peeled(value: Any) -> Any:
    """`value` without the cells of one element that MATLAB wraps around everything."""
    while isinstance(value, np.ndarray) and value.dtype == object and value.size == 1:
        value = value.flat[0]
    if isinstance(value, np.ndarray) and value.dtype.names and value.size == 1:
        return value.flat[0]
    return value


def _whole(number: Any) -> int | None:
    try:
        return int(np.asarray(number).flat[0])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _what(value: Any) -> str:
    if isinstance(value, np.void) or (isinstance(value, np.ndarray) and value.dtype.names):
        return "a struct of " + (", ".join(value.dtype.names or ()) or "nothing")
    if isinstance(value, np.ndarray):
        return "an array of " + " x ".join(map(str, value.shape))
    return type(value).__name__


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
