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


def some_heads(count: int) -> str:
    """`1 head`, `7 heads`."""
    return f"{count} head" if count == 1 else f"{count} heads"
