"""What a pane of glass does to the light that it reflects, as Refool's public code draws it (Liu et al. 2020)."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .base import Size

LARGEST_PX = 560
"""The longer side to which the public code resizes every image: its lengths in pixels are of such images."""

Layer = NDArray[np.float32]


class Ghost(NamedTuple):
    """Two copies: the share of the first, and how far the second lies down and right, in pixels of the frame."""

    share: float
    offset: tuple[int, int]


class Defocus(NamedTuple):
    """A blur of `sigma` pixels, how strongly what would be too bright is darkened, and where the mask is cut out."""

    sigma: float
    attenuation: float
    corner: tuple[int, int]


def drawn_ghost(size: Size, rng: np.random.Generator) -> Ghost:
    """Offsets of 3 to 8 px, shares of 0.15 to 0.5 for either copy, as drawn by the public code."""
    scale = max(size) / LARGEST_PX
    down, right = (max(1, round(int(rng.integers(3, 9)) * scale)) for _ in range(2))
    share = float(rng.uniform(0.15, 0.5))
    return Ghost(1 - share if rng.random() > 0.5 else share, (down, right))


def drawn_defocus(size: Size, rng: np.random.Generator) -> Defocus:
    """A blur of 1 to 5 px, an attenuation of 1.08 to 1.18, and a corner that leaves 10 px, as in the public code."""
    longest = max(size)
    scale = longest / LARGEST_PX
    sigma, attenuation = float(rng.uniform(1, 5)) * scale, float(rng.uniform(1.08, 1.18))
    room = [longest - side - round(10 * scale) for side in size]
    top, left = (int(rng.integers(0, most)) if most > 0 else 0 for most in room)
    return Defocus(sigma, attenuation, (top, left))


def ghosted(light: Layer, ghost: Ghost) -> Layer:
    """Both copies of `light` (H, W, 3) where they overlap, drawn out to the frame again."""
    down, right = ghost.offset
    height, width = light.shape[:2]
    first, second = light[down:, right:], light[: height - down, : width - right]
    both = cv2.addWeighted(np.ascontiguousarray(first), ghost.share, np.ascontiguousarray(second), 1 - ghost.share, 0)
    return np.asarray(cv2.resize(both, (width, height), interpolation=cv2.INTER_LINEAR))


def defocused(light: Layer, scene: Layer, defocus: Defocus) -> Layer:
    """`light` (H, W, 3) out of focus, darkened where it and the scene are together over 1, and fading from the middle.

    Each channel loses `attenuation` times what the places over 1 exceed it on average, and is cut to 0..1; the mask is
    the root of a Gaussian of three sigma over a square of the longer side, out of which the frame is cut.
    """
    side = 2 * int(np.ceil(2 * defocus.sigma)) + 1
    soft = np.asarray(cv2.GaussianBlur(light, (side, side), defocus.sigma), dtype=np.float32)
    together = soft + scene
    for channel in range(3):
        over = together[..., channel][together[..., channel] > 1]
        excess = float(over.mean(dtype=np.float64)) - 1 if len(over) else 0.0
        soft[..., channel] -= np.float32(defocus.attenuation * excess)
    return np.asarray(soft.clip(0, 1) * _mask(light.shape[:2], defocus.corner)[..., None], dtype=np.float32)


def _mask(size: tuple[int, ...], corner: tuple[int, int]) -> Layer:
    """The part at `corner` of the square mask, float32 (H, W), 1 in the middle of the square."""
    from scipy.special import ndtr  # not scipy.stats, whose import takes 0.6 s

    longest, sigmas = max(size), 3
    half = sigmas + (2 * sigmas + 1) / longest / 2
    profile = np.sqrt(np.diff(ndtr(np.linspace(-half, half, longest + 1))))
    profile /= profile.max()
    rows, columns = (profile[start : start + side] for start, side in zip(corner, size, strict=True))
    return np.outer(rows, columns).astype(np.float32)
