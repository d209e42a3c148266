"""Where heads lie with respect to the frame of their image."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Placement(NamedTuple):
    """Masks (N,) of heads: beyond the frame [0, W] x [0, H], or exactly on its border."""

    outside: NDArray[np.bool_]
    on_border: NDArray[np.bool_]


def placement(points: NDArray[np.float64], size: tuple[int, int]) -> Placement:
    """Which of `points` (N, 2) lie outside a frame of `size` (H, W), and which on its border.

    Pixel j covers [j, j + 1), so x = W is the right border; loaders that index with int(x) lose heads there.
    """
    far = np.array(size[::-1], dtype=np.float64)
    outside: NDArray[np.bool_] = np.any((points < 0) | (points > far), axis=1)
    on_border: NDArray[np.bool_] = np.any((points == 0) | (points == far), axis=1) & ~outside
    return Placement(outside, on_border)


_CORNER = -0.1, 1.1
"""From 0 to 1, and a tenth farther for heads just outside of the frame."""

LEAST_SIDE_PX = 16
"""In a smaller frame a pixel is a part where heads may well lie."""


def within_one_pixel(points: NDArray[np.float64], size: tuple[int, int]) -> bool:
    """Whether all of `points` (N, 2), one at least, lie in a pixel at the corner of a frame of `size` (H, W).

    So do coordinates from 0 to 1, which are parts of the frame and no pixels.
    """
    low, high = _CORNER
    return len(points) > 0 and min(size) >= LEAST_SIDE_PX and bool(((points >= low) & (points <= high)).all())


def some_heads(count: int) -> str:
    """`1 head`, `7 heads`."""
    return f"{count} head" if count == 1 else f"{count} heads"
