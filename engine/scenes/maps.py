"""Density maps as files: `.npy` arrays, or HDF5 with the key `density` that the published training code reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from ..files import write_atomically
from .scene import Scene

MapForm: TypeAlias = Literal["npy", "h5"]
FORMS: tuple[MapForm, ...] = ("npy", "h5")


def write_map(path: Path, density: NDArray[np.float32]) -> None:
    """Write a map (H, W) as the suffix of `path` says, whole or not at all. Raises OutputError."""
    write_atomically(path, lambda part: _write(part, density, path.suffix))


def _write(part: Path, density: NDArray[np.float32], suffix: str) -> None:
    if suffix == ".h5":
        import h5py

        with h5py.File(part, "w") as file:
            file["density"] = density
    else:
        with part.open("wb") as stream:  # by a name, np.save would add its suffix
            np.save(stream, density)


def read_map(path: Path) -> NDArray[np.float32]:
    """The map (H, W) in `path`. Raises DatasetError when it is missing, damaged or none."""
    try:
        found = _read(path)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise DatasetError(f"{path} cannot be read: expected a density map, found {_why(path, error)}.") from error
    if found.ndim != 2 or found.dtype.kind != "f":
        shape = " x ".join(map(str, found.shape))
        raise DatasetError(f"{path} is no density map: expected H x W numbers, found {shape} of type {found.dtype}.")
    return np.asarray(found, dtype=np.float32)


def _read(path: Path) -> NDArray[np.float32]:
    if path.suffix == ".h5":
        import h5py

        with h5py.File(path, "r") as file:
            return np.asarray(file["density"])
    return np.asarray(np.load(path, allow_pickle=False))


def _why(path: Path, error: Exception) -> str:
    if not path.exists():
        return "no such file"
    return "no key density" if isinstance(error, KeyError) else "a damaged file or something else"


def map_sums(folder: Path) -> Callable[[Scene], float | None]:
    """The sum of a scene's map among the files below `folder`, named by the scene's id; None where there is none."""

    def sum_of(scene: Scene) -> float | None:
        paths = (folder / f"{scene.id}.{form}" for form in FORMS)
        path = next((path for path in paths if path.exists()), None)
        return None if path is None else float(read_map(path).sum(dtype=np.float64))

    return sum_of
