"""Density maps as files: `.npy` arrays, or HDF5 with the key `density` that the published training code reads."""

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError, OutputError
from ..files import write_atomically
from ..paths import inside
from ..reading import there
from ..reading.arrays import read_npy
from ..reading.hdf5 import read_h5
from ..unfinished import refuse_unfinished
from .scene import Dataset, Scene

MapForm: TypeAlias = Literal["npy", "h5"]
FORMS: tuple[MapForm, ...] = ("npy", "h5")


MapLayout: TypeAlias = Literal["ids", "csrnet"]
"""In folders as in the ids of scenes; or where CSRNet's scripts and those after it look: for the picture
`train_data/images/IMG_1.jpg` in `train_data/ground_truth/IMG_1.h5`."""


def map_paths(folder: Path, scenes: Dataset, form: MapForm, layout: MapLayout = "ids") -> dict[str, Path]:
    """Where the map of each scene lies in `folder`, by its id.

    Raises OutputError where `layout` has no place for a picture, or one for two.
    """
    if layout == "ids":
        return {scene.id: map_path(folder, scene.id, form) for scene in scenes}
    paths = {scene.id: _beside_images(folder, scene, scenes.root, form) for scene in scenes}
    taken: dict[str, str] = {}
    for name, path in paths.items():
        other = taken.setdefault(str(path).casefold(), name)
        if other != name:
            raise OutputError(f"{path} would be the map of {other} and of {name}: expected pictures of other names.")
    return paths


def _beside_images(folder: Path, scene: Scene, root: Path, form: MapForm) -> Path:
    picture = scene.image_path
    parts = list((picture.relative_to(root) if picture.is_relative_to(root) else picture).with_suffix(f".{form}").parts)
    at = [number for number, part in enumerate(parts[:-1]) if part == "images"]
    if not at:
        raise OutputError(
            f"{picture} does not lie in a folder called images, in whose place CSRNet's scripts look for maps in "
            f"ground_truth: convert the dataset to ShanghaiTech's layout first."
        )
    parts[at[-1]] = "ground_truth"
    return inside(folder, "/".join(parts))


def map_path(folder: Path, scene_id: str, form: str) -> Path:
    """Where the map of a scene lies in `folder`: in folders as in its id, named as its picture. Raises OutputError."""
    return inside(folder, f"{scene_id}.{form}")


def write_map(path: Path, density: NDArray[np.float32]) -> None:
    """Write a map (H, W) as the suffix of `path` says, whole or not at all. Raises OutputError."""
    content = _h5(density) if path.suffix == ".h5" else _npy(density)
    write_atomically(path, lambda part: part.write_bytes(content))


def _h5(density: NDArray[np.float32]) -> bytes:
    """The bytes of an HDF5 file, made in memory: the library ends the process where a disk is full."""
    import h5py

    # the name is no file's, and two threads may not have one of the same name open
    with h5py.File(f"map-{threading.get_ident()}.h5", "w", driver="core", backing_store=False) as file:
        file["density"] = density
        file.flush()
        return bytes(file.id.get_file_image())


def _npy(density: NDArray[np.float32]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, density)
    return stream.getvalue()


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
    """The sum of a scene's map among the files below `folder`, named by the scene's id; None where there is none.

    Raises DatasetError where the folder is unfinished.
    """
    refuse_unfinished(folder, DatasetError, maps=True)

    def sum_of(scene: Scene) -> float | None:
        paths = (map_path(folder, scene.id, form) for form in FORMS)
        path = next((path for path in paths if there(path)), None)
        return None if path is None else float(read_map(path).sum(dtype=np.float64))

    return sum_of
