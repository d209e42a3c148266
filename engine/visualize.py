"""Arrays as pictures that a person can read: maps in color, layers in gray, changes on mid gray, side by side."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH_PX = 480
GAP_PX = 4


def colored(density: NDArray[np.float32], top: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A density map (h, w) as uint8 (*size, 3): from black at 0 to bright yellow at `top`, cell by cell."""
    level = np.clip(density / max(top, 1e-9), 0, 1)
    colors = cv2.applyColorMap(np.rint(255 * level).astype(np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1]
    return np.asarray(cv2.resize(colors, (size[1], size[0]), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


def over_image(image: NDArray[np.uint8], values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A map (h, w) over the whole of an image (H, W, 3): red above 0, blue below, as full as its share of the largest.

    The image lies under it in gray, at half its contrast, so that a color is the map's.
    """
    height, width = image.shape[:2]
    whole = cv2.resize(values.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    share = np.clip(whole / max(float(np.abs(values).max()), 1e-12), -1, 1)[..., None]
    under = 64 + cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None] / 2
    color = np.where(share > 0, np.array([255.0, 30.0, 30.0]), np.array([30.0, 60.0, 255.0]))
    strength = np.abs(share)
    return np.asarray(np.rint(under * (1 - strength) + color * strength), dtype=np.uint8)


def gray(layer: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A layer (H, W), 0 and up, as uint8 (H, W, 3): white where it is largest."""
    level = np.clip(255 * layer / max(float(layer.max()), 1e-6), 0, 255).astype(np.uint8)
    return np.repeat(level[..., None], 3, axis=2)


def stretched(before: NDArray[np.uint8], after: NDArray[np.uint8], times: float) -> NDArray[np.uint8]:
    """What was added to an image (H, W, 3), `times` as strong, on mid gray."""
    return np.clip(128 + times * (after.astype(np.float64) - before), 0, 255).astype(np.uint8)


def fitted(picture: NDArray[np.uint8], width_px: int = WIDTH_PX) -> NDArray[np.uint8]:
    """The picture (H, W, 3) made smaller where it is wider than `width_px`."""
    height, width = picture.shape[:2]
    if width <= width_px:
        return picture
    size = (width_px, max(1, round(height * width_px / width)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def beside(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Pictures of one height (H, W, 3) from left to right, with white between them."""
    gap = np.full((len(pictures[0]), GAP_PX, 3), 255, np.uint8)
    return np.concatenate([part for picture in pictures for part in (gap, picture)][1:], axis=1)
