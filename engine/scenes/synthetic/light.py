"""Light over a place and the camera that takes it: sun and shade, haze, exposure, color, grain."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ... import seeds
from .crowd import Camera

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True)
class Light:
    """Light of one scene: `ambient` from everywhere, `sun` from the direction (`across`, `above`); shadows fall
    `reach` head heights long.
    """

    ambient: float
    sun: float
    across: float
    above: float
    reach: float
    haze: float
    haze_color: Floats

    @property
    def slopes(self) -> tuple[float, float]:
        """How much brighter a surface is that bends to the right, and down."""
        return self.sun * self.across, -self.sun * self.above


def draw_light(rng: np.random.Generator) -> Light:
    """Between an overcast sky and hard sun."""
    hard = float(rng.beta(1.2, 1.5))
    angle = float(rng.uniform(-1.2, 1.2))
    haze = float(rng.uniform(0, 0.35)) * float(rng.random() < 0.5)
    color = np.array((205, 208, 212), dtype=np.float32) * np.float32(rng.uniform(0.75, 1.1))
    return Light(
        ambient=1.0 - 0.15 * hard,
        sun=0.12 + 0.38 * hard,
        across=float(np.sin(angle)),
        above=0.4 + 0.5 * float(np.cos(angle)),
        reach=hard * float(rng.uniform(0.5, 2.5)),
        haze=haze,
        haze_color=color,
    )


def shade_place(rng: np.random.Generator, image: Floats, light: Light) -> None:
    """Lay uneven light, and on sunny days the shadow of something tall, over the place. Changes `image`."""
    height, width = image.shape[:2]
    grid = rng.normal(1, 0.07, (3, 4)).astype(np.float32)
    shade = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    if light.reach > 0.5 and rng.random() < 0.6:
        small = np.full((64, 64), 255, dtype=np.uint8)
        corners = rng.uniform(-20, 84, (4, 2)).astype(np.int32)
        cv2.fillConvexPoly(small, cv2.convexHull(corners), 255 - int(rng.uniform(50, 130)))
        shade *= cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.0), (width, height)).astype(np.float32) / 255
    image *= shade[..., None]


def draw_haze(image: Floats, camera: Camera, light: Light) -> None:
    """Let the far rows fade into the haze. Changes `image`."""
    if light.haze > 0:
        share = (light.haze * haze_share(camera, np.arange(camera.height)))[:, None, None].astype(np.float32)
        image *= 1 - share
        image += share * light.haze_color


def haze_share(camera: Camera, y: NDArray[np.generic]) -> NDArray[np.float64]:
    """How far into the haze row `y` lies, from 0 at the lower edge of the frame to 1 far away."""
    size = np.maximum(camera.slope * (np.asarray(y, dtype=np.float64) - camera.horizon), 1e-3)
    nearest = camera.slope * (camera.height - camera.horizon)
    return np.asarray(1 - np.exp(-0.35 * np.maximum(nearest / size - 1, 0)))


def develop(rng: np.random.Generator, image: Floats) -> NDArray[np.uint8]:
    """What the camera makes of it: lens, exposure, contrast, color, grain. uint8 (H, W, 3) RGB; changes `image`."""
    height, width = image.shape[:2]
    blur = float(rng.uniform(0, 0.9)) * min(1.0, max(height, width) / 800)
    if blur > 0.3:
        image = cv2.GaussianBlur(image, (0, 0), blur)
    warmth = float(rng.normal(0, 0.055))
    gains = np.exp(rng.normal(0, 0.2)) * np.array([1 + warmth, 1 + rng.normal(0, 0.015), 1 - warmth])
    image *= gains.astype(np.float32)
    if rng.random() < 0.5:
        image *= _vignette(height, width)[..., None]
    image += _grain(rng, height, width, float(rng.uniform(1.0, 6.0)))
    color = float(rng.uniform(0.55, 1.15))
    gray = image @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    image *= color
    image += (1 - color) * gray[..., None]
    developed: NDArray[np.uint8] = cv2.LUT(np.clip(image, 0, 255).astype(np.uint8), _curve(rng))
    return developed


def _curve(rng: np.random.Generator) -> NDArray[np.uint8]:
    level = np.linspace(0, 1, 256) ** float(np.exp(rng.normal(0, 0.15)))
    contrast = float(rng.uniform(0.0, 0.7))
    level = (1 - contrast) * level + contrast * level * level * (3 - 2 * level)
    black, white = rng.uniform(0, 22), rng.uniform(225, 255)
    return np.asarray(np.round(black + (white - black) * level), dtype=np.uint8)


def _vignette(height: int, width: int) -> Floats:
    row = np.linspace(-1, 1, height, dtype=np.float32)[:, None] ** 2
    column = np.linspace(-1, 1, width, dtype=np.float32)[None] ** 2
    return 1 - 0.13 * (row + column)


def _grain(rng: np.random.Generator, height: int, width: int, strength: float) -> Floats:
    tile = _grain_tile()
    repeats = (-(-height // 256) + 1, -(-width // 256) + 1, 1)
    top, left = rng.integers(256, size=2)
    return np.tile(tile * np.float32(strength), repeats)[top : top + height, left : left + width]


@lru_cache(maxsize=1)
def _grain_tile() -> Floats:
    rng = seeds.generator(0, "synthetic grain")
    raw = rng.normal(0, 1, (256, 256, 3)) + rng.normal(0, 1, (256, 256, 1))
    return cv2.GaussianBlur(raw.astype(np.float32), (0, 0), 0.6) * 1.5
