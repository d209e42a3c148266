"""Density maps as files: `.npy` arrays, or HDF5 with the key `density` that the published training code reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from ..files import write_atomically
from ..reading.arrays import read_h5, read_npy
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
    expected = "expected a density map"
    is_h5 = path.suffix == ".h5"
    found = read_h5(path, "density", expected, DatasetError) if is_h5 else read_npy(path, expected, DatasetError)
    if found.ndim != 2 or found.dtype.kind != "f":
        shape = " x ".join(map(str, found.shape))
        raise DatasetError(f"{path} is no density map: expected H x W numbers, found {shape} of type {found.dtype}.")
    with np.errstate(over="ignore"):  # of a number beyond float32, infinity
        return np.asarray(found, dtype=np.float32)


def map_sums(folder: Path) -> Callable[[Scene], float | None]:
    """The sum of a scene's map among the files below `folder`, named by the scene's id; None where there is none."""

    def sum_of(scene: Scene) -> float | None:
        paths = (folder / f"{scene.id}.{form}" for form in FORMS)
        path = next((path for path in paths if path.exists()), None)
        return None if path is None else float(read_map(path).sum(dtype=np.float64))

    return sum_of
