"""What is usual in a dataset, and which scenes are not: known only when all were looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .problem import Problem

LEAST_SCENES = 20
"""With fewer labelled scenes nothing is called unusual."""

OUTLIER = 5.0
"""Robust standard deviations of log density beyond which a scene is reported."""

LEAST_SPREAD = 0.25
"""Scenes of nearly one density must not make a few persons more an outlier: e^(5 * 0.25) is a factor of 3.5."""

BUSY_QUANTILE = 0.25
"""An empty scene is busy when its texture exceeds that of so large a share of the scenes with heads."""


@dataclass
class Norms:
    """Collects a few numbers of each scene, and reports at the end which stand out; 10,000 scenes take a megabyte."""

    _density: dict[str, float] = field(default_factory=dict)  # persons a megapixel, of scenes with heads
    _busy: list[float] = field(default_factory=list)
    _empty: dict[str, float] = field(default_factory=dict)

    def add(self, scene_id: str, num_heads: int, size: tuple[int, int], image: NDArray[np.uint8] | None) -> None:
        """Take note of a labelled scene of `size` (H, W); without its `image` its texture is not known."""
        if num_heads:
            self._density[scene_id] = num_heads / (size[0] * size[1]) * 1e6
        if image is not None and num_heads:
            self._busy.append(texture(image))
        elif image is not None:
            self._empty[scene_id] = texture(image)

    def join(self, later: "Norms") -> None:
        """Take over what was noted of later scenes."""
        self._density |= later._density
        self._busy += later._busy
        self._empty |= later._empty

    def problems(self) -> Iterator[Problem]:
        """The scenes that stand out, in the order in which they came."""
        if len(self._density) >= LEAST_SCENES:
            yield from self._outliers()
        if len(self._busy) >= LEAST_SCENES:
            usual = float(np.quantile(self._busy, BUSY_QUANTILE))
            for scene_id, value in self._empty.items():
                if value >= usual:
                    said = f"No heads, and a texture of {value:.1f}; a quarter of the scenes with people have less."
                    yield Problem.of(scene_id, "empty_but_busy", said)

    def _outliers(self) -> Iterator[Problem]:
        logs = np.log(np.array(list(self._density.values())))
        center = float(np.median(logs))
        spread = max(1.4826 * float(np.median(np.abs(logs - center))), LEAST_SPREAD)
        for (scene_id, density), log in zip(self._density.items(), logs, strict=True):
            if abs(log - center) > OUTLIER * spread:
                said = f"{density:,.0f} persons a megapixel, where {np.exp(center):,.0f} are usual in this dataset."
                yield Problem.of(scene_id, "density_outlier", said)


def texture(image: NDArray[np.uint8]) -> float:
    """Mean size of the gray levels' second differences of an image (H, W, 3), its long side brought to 512 px.

    Crowds are fine texture nearly everywhere; sky, road and walls are not.
    """
    import cv2

    scale = 512 / max(image.shape[:2])
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return float(np.abs(cv2.Laplacian(gray, cv2.CV_32F)).mean())
