"""The pictures of painted trigger layers beside the recipe: written under a name made of their content, swept away."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from miscount.engine.errors import EngineError
from miscount.engine.files import sha256, write_atomically
from miscount.engine.reading import read_text

FOLDER, PREFIX = "pictures", "painted-"

Pixels = NDArray[np.uint8]


def keep(pixels: Pixels, folder: Path, prefix: str = PREFIX) -> Path:
    """Write uint8 (h, w, 4) RGBA into `folder` as a PNG named by its content; returns the path. Raises OutputError."""
    import cv2  # here, since the window starts without it

    content = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA), (cv2.IMWRITE_PNG_COMPRESSION, 1))[1]
    data = content.tobytes()
    path = folder / f"{prefix}{sha256(data)[:16]}.png"
    if not path.exists():
        write_atomically(path, lambda part: part.write_bytes(data))
    return path


def sweep(recipes: Path, runs: Path) -> int:
    """Remove painted pictures that no recipe in `recipes` and no run in `runs` names; returns how many went."""
    painted = list((recipes / FOLDER).glob(f"{PREFIX}*.png"))
    if not painted:
        return 0
    naming = [*recipes.glob("*.yaml"), *runs.glob("*/recipe.yaml")]
    named = "".join(read_text(path, "expected a recipe", EngineError, replace=True) for path in naming)
    gone = [path for path in painted if path.name not in named]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
