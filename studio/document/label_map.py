"""A density map edited on the canvas, made into the label edit `by_hand`: its ratio to the map of the heads."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from miscount.engine.files import sha256, write_atomically
from miscount.engine.scenes.annotation import Annotation

if TYPE_CHECKING:
    from miscount.engine.density import AnyKernel

FOLDER, PREFIX = "maps", "ratio-"
CELL_PX = 8
LEAST = 1e-3
"""Persons in a cell: below it there is nothing to weigh."""


def ratio_map(edited: NDArray[np.float32], original: NDArray[np.float32]) -> NDArray[np.float32]:
    """Edited over original persons in cells of 8 px, float32 (H/8, W/8); 1 where nobody stands, at most 20."""
    rows, columns = (-(-side // CELL_PX) for side in edited.shape)
    pad = [(0, rows * CELL_PX - edited.shape[0]), (0, columns * CELL_PX - edited.shape[1])]
    sums = [
        np.pad(each, pad).reshape(rows, CELL_PX, columns, CELL_PX).sum(axis=(1, 3), dtype=np.float64)
        for each in (edited, original)
    ]
    ratio = np.where(sums[1] > LEAST, sums[0] / np.maximum(sums[1], LEAST), 1.0)
    return np.clip(ratio, 0, 20).astype(np.float32)


def keep_ratio(edited: NDArray[np.float32], heads: Annotation, kernel: "AnyKernel", folder: Path) -> Path:
    """Write the ratio of `edited` to the map of `heads` into `folder`; returns the path. Raises OutputError."""
    from miscount.engine.density import density_map

    ratio = ratio_map(edited, density_map(heads, (edited.shape[0], edited.shape[1]), kernel))
    path = folder / FOLDER / f"{PREFIX}{sha256(ratio.tobytes())[:16]}.npy"

    def write(part: Path) -> None:
        with part.open("wb") as file:
            np.save(file, ratio, allow_pickle=False)

    write_atomically(path, write)
    return path
