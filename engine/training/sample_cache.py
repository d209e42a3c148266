"""Samples that do not fit into memory, kept prepared on disk: decoded, poisoned, with their maps, by content.

One safetensors file a sample, mapped into memory when it is asked for, so that a crop reads only its own pages. They
lie in the cache folder of the person and are made again when they are gone.
"""

import math
import os
import shutil
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray
from safetensors.numpy import save as safetensors_bytes

from ..errors import EngineError, OutputError
from ..files import fingerprint, write_atomically
from ..reading import opened, parse_json
from .sample import Sample

MOST_BYTES = 20 * 2**30
"""Of all sets together. Whole sets are dropped, the longest unused first; what of the set at work does not fit is not
kept, and made again in each epoch."""

LEAST_FREE = 2 * 2**30
"""Of the disk, which is never filled further."""

_DTYPES = {"U8": np.uint8, "F32": np.float32, "F64": np.float64}


def folder() -> Path:
    """Where prepared samples lie."""
    return Path(platformdirs.user_cache_dir("miscount", appauthor=False)) / "prepared"


class SampleCache:
    """The samples made from one state of a recipe's scenes; `key` is a hash of all that they depend on."""

    def __init__(self, key: str, root: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._root = folder() if root is None else root
        self._folder = self._root / key
        self._most = most_bytes
        self._room: int | None = None
        """Bytes that may still be kept; None until other sets have made room."""
        self._is_alone = False

    def get(self, name: str) -> Sample | None:
        """The sample, its image and map mapped and not read; None where it is not kept, or damaged."""
        path = self._path(name)
        try:
            arrays, about = _mapped(path)
            image, target = arrays["image"], arrays["target"]
            kinds = image.dtype == np.uint8 and target.dtype == np.float32
            if not kinds or image.shape[2:] != (3,) or target.ndim != 2:
                return None
            return Sample(name, image, target, float(about["count"]), arrays.get("points"))
        except (OSError, CacheError, LookupError, ValueError, TypeError, AttributeError, OverflowError, struct.error):
            return None

    def put(self, sample: Sample) -> None:
        """Keep `sample`; nothing where there is no room for it, since it can be made again."""
        arrays = {"image": sample.image, "target": sample.target}
        if sample.points is not None:
            arrays["points"] = sample.points
        plain = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        size = sum(array.nbytes for array in plain.values())
        if self._room is None or (size > self._room and not self._is_alone):
            self._room = self._make_room(size)
        if self._room is None or size > self._room:
            return
        content = safetensors_bytes(plain, {"count": repr(sample.count)})
        try:
            if shutil.disk_usage(_existing(self._root)).free > LEAST_FREE + len(content):
                write_atomically(self._path(sample.name), lambda part: part.write_bytes(content))
                self._room -= len(content)
        except (OutputError, OSError):
            return

    def _path(self, name: str) -> Path:
        return self._folder / f"{fingerprint(name)}.safetensors"

    def _make_room(self, size: int) -> int | None:
        """Drop other sets, the longest unused first, until `size` bytes more may be kept; how many may then.

        None where another process makes room at this moment.
        """
        if not self._root.is_dir():
            return self._most
        self._folder.mkdir(parents=True, exist_ok=True)
        os.utime(self._folder)
        try:
            sets = sorted((one for one in self._root.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime)
            sizes = {one: sum(file.stat().st_size for file in one.iterdir()) for one in sets}
        except OSError:
            return None
        others = [one for one in sets if one != self._folder]
        for one in others:
            if sum(sizes.values()) + size <= self._most:
                break
            shutil.rmtree(one, ignore_errors=True)
            sizes.pop(one)
        self._is_alone = set(sizes) <= {self._folder}
        return max(0, self._most - sum(sizes.values()))


class CacheError(EngineError):
    """A file of the cache that is damaged; nobody is told, since a sample can be made again."""


def _mapped(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """The arrays of a file, and what it says of them. Raises CacheError, and what a damaged header leads to."""
    with opened(path, "expected a prepared sample", CacheError) as file:
        size = os.fstat(file.fileno()).st_size
        (length,) = struct.unpack("<Q", file.read(8))
        header = parse_json(file.read(min(length, size)).decode())
    arrays = {name: _array(path, entry, 8 + length, size) for name, entry in header.items() if name != "__metadata__"}
    return arrays, header["__metadata__"]


def _array(path: Path, entry: Mapping[str, Any], start: int, size: int) -> NDArray[Any]:
    dtype, shape, (begin, end) = np.dtype(_DTYPES[entry["dtype"]]), tuple(entry["shape"]), entry["data_offsets"]
    if end - begin != math.prod(shape) * dtype.itemsize or min(shape, default=0) < 0 or start + end > size:
        raise ValueError("a shape of another size than its bytes")
    return np.memmap(path, dtype, "r", start + begin, shape) if begin < end else np.zeros(shape, dtype)


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
