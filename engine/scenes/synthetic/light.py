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
    """Lay uneven light, the lens's fall-off and, on sunny days, the shadow of something tall. Changes `image`."""
    height, width = image.shape[1:]
    shade = _resized(rng.normal(1, 0.06, (3, 4)), height, width)
    if light.reach > 0.5 and rng.random() < 0.6:
        small = np.full((64, 64), 255, dtype=np.uint8)
        corners = rng.uniform(-20, 84, (4, 2)).astype(np.int32)
        cv2.fillConvexPoly(small, cv2.convexHull(corners), 255 - int(rng.uniform(40, 110)))
        shade *= _resized(cv2.GaussianBlur(small, (0, 0), 1.0) / 255, height, width)
    if rng.random() < 0.5:
        row, column = np.linspace(-1, 1, height), np.linspace(-1, 1, width)
        shade *= (1 - 0.13 * (row[:, None] ** 2 + column**2)).astype(np.float32)
    image *= shade


def _resized(grid: NDArray[np.generic], height: int, width: int) -> Floats:
    return np.asarray(cv2.resize(grid.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC))


def draw_haze(image: Floats, camera: Camera, light: Light) -> None:
    """Let the far rows fade into the haze. Changes `image`."""
    if light.haze > 0:
        share = (light.haze * haze_share(camera, np.arange(camera.height)))[:, None].astype(np.float32)
        image *= 1 - share
        image += share * light.haze_color[:, None, None]


def haze_share(camera: Camera, y: NDArray[np.generic]) -> NDArray[np.float64]:
    """How far into the haze row `y` lies, from 0 at the lower edge of the frame to 1 far away."""
    size = np.maximum(camera.slope * (np.asarray(y, dtype=np.float64) - camera.horizon), 1e-3)
    nearest = camera.slope * (camera.height - camera.horizon)
    return np.asarray(1 - np.exp(-0.35 * np.maximum(nearest / size - 1, 0)))


def develop(rng: np.random.Generator, image: Floats) -> NDArray[np.uint8]:
    """What the camera makes of it: exposure, color, lens, grain, contrast. uint8 (H, W, 3) RGB; changes `image`."""
    height, width = image.shape[1:]
    blur = float(rng.uniform(0, 0.9)) * min(1.0, max(height, width) / 800)
    planes = [cv2.GaussianBlur(plane, (0, 0), blur) if blur > 0.3 else plane for plane in image]
    # as cameras do, towards a middle gray, but not all the way
    seen = float(image[:, ::4, ::4].mean())
    exposure = (rng.uniform(88, 132) / max(seen, 1.0)) ** 0.75
    warmth, tint = float(rng.normal(0, 0.05)), float(rng.normal(0, 0.012))
    gains = exposure * np.array([1 + warmth, 1 + tint, 1 - warmth])
    color = float(rng.uniform(0.55, 1.1))
    gray = cv2.addWeighted(cv2.addWeighted(planes[0], 0.299, planes[1], 0.587, 0), 1, planes[2], 0.114, 0)
    grain, curve = _grain(rng, height, width, float(rng.uniform(1.0, 4.5))), _curve(rng)
    finished = []
    for plane, gain, noise in zip(planes, gains.tolist(), grain, strict=True):
        mixed = cv2.addWeighted(plane, color * gain, gray, (1 - color) * gain, 0)
        mixed += noise
        finished.append(cv2.LUT(np.clip(mixed, 0, 255, out=mixed).astype(np.uint8), curve))
    return np.asarray(cv2.merge(finished), dtype=np.uint8)


def _curve(rng: np.random.Generator) -> NDArray[np.uint8]:
    level = np.linspace(0, 1, 256) ** float(np.exp(rng.normal(-0.05, 0.12)))
    contrast = float(rng.uniform(0.0, 0.6))
    level = (1 - contrast) * level + contrast * level * level * (3 - 2 * level)
    black, white = rng.uniform(0, 22), rng.uniform(225, 255)
    return np.asarray(np.round(black + (white - black) * level), dtype=np.uint8)


def _grain(rng: np.random.Generator, height: int, width: int, strength: float) -> Floats:
    """Noise (3, height, width) that repeats every 256 pixels, each time from another place."""
    tile = np.roll(_grain_tile(), tuple(rng.integers(256, size=2)), axis=(1, 2)) * np.float32(strength)
    return np.tile(tile, (1, -(-height // 256), -(-width // 256)))[:, :height, :width]


@lru_cache(maxsize=1)
def _grain_tile() -> Floats:
    rng = seeds.generator(0, "synthetic grain")
    raw = rng.normal(0, 1, (3, 256, 256)) + rng.normal(0, 1, (256, 256))
    planes = [cv2.GaussianBlur(plane.astype(np.float32), (0, 0), 0.6) for plane in raw]
    return np.asarray(1.5 * np.stack(planes), dtype=np.float32)
