"""People as layered drawings: masks of skin, hair and clothes, so that one drawing serves any colors and any light.

A drawing is made once, at a fixed resolution, from a stream of its own; scenes take scaled copies, which are cached.
Units here are head heights: the head's center is the origin, x to the right, y down.
"""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ... import seeds

Floats: TypeAlias = NDArray[np.float32]

SKIN, HAIR, CLOTH, TRIM, PANTS, GEAR = range(6)
"""The materials of a drawing, each of a color of its own; GEAR is shoes and bags."""
NUM_MATERIALS = 6

NUM_LOOKS = 28
"""Different people; each also mirrored, in three bodies as seen from three heights of the camera."""

FORESHORTENING = (0.55, 0.75, 0.95)
"""How long a body below the head is drawn, from a camera high up to one near eye level."""

BODY = 5.6
"""From the head's center to the feet, before foreshortening."""

_RESOLUTION = 40
_HALF_WIDTH, _TOP = 1.4, -0.75
_LOG_STEP = math.log(1.1)


@dataclass(frozen=True)
class Sprite:
    """A drawing in one size. `masks` (6, h, w) sum to `alpha` (h, w); `bent` (2, h, w) are the surface's slopes to
    the right and down; `open_` (h, w) is how much light reaches each point; the head's center is at `anchor` (x, y).
    """

    masks: Floats
    alpha: Floats
    bent: Floats
    open_: Floats
    anchor: tuple[float, float]

    @property
    def nbytes(self) -> int:
        """The memory that it takes."""
        return self.masks.nbytes + self.alpha.nbytes + self.bent.nbytes + self.open_.nbytes


def size_step(head_px: float) -> int:
    """The number of the cached size that is nearest to heads of `head_px` pixels."""
    return round(math.log(head_px) / _LOG_STEP)


class _Cache:
    """The sprites used last, up to a number of bytes; large heads would otherwise fill the memory."""

    def __init__(self, limit: int) -> None:
        self._limit, self._bytes, self._lock = limit, 0, threading.Lock()
        self._kept: OrderedDict[tuple[int, int, int], Sprite] = OrderedDict()

    def get(self, key: tuple[int, int, int]) -> Sprite:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = _scaled(*key)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._bytes += made.nbytes
            while self._bytes > self._limit:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return made


_SPRITES = _Cache(128 * 2**20)


def sprite(look: int, body: int, step: int) -> Sprite:
    """The drawing of person `look` in the size `step` (see `size_step`); it is shared, so leave it as it is."""
    return _SPRITES.get((look, body, step))


def _scaled(look: int, body: int, step: int) -> Sprite:
    scale = math.exp(step * _LOG_STEP) / _RESOLUTION
    levels = _levels(look, body)
    level = min(max(0, math.floor(-math.log2(scale))), len(levels) - 1)
    full_height, full_width = levels[0][0].shape[:2]
    height, width = max(2, round(full_height * scale)), max(2, round(full_width * scale))
    how = cv2.INTER_AREA if height < levels[level][0].shape[0] else cv2.INTER_LINEAR
    materials, more, rest = (_resized(piece, (width, height), how) for piece in levels[level])
    masks = np.empty((NUM_MATERIALS, height, width), dtype=np.float32)
    masks[:4], masks[4:] = materials.transpose(2, 0, 1), more[..., :2].transpose(2, 0, 1)
    alpha: Floats = np.ascontiguousarray(more[..., 2], dtype=np.float32)
    under = np.maximum(alpha, np.float32(1e-3))
    bent: Floats = np.asarray(rest.transpose(2, 0, 1) / under, dtype=np.float32)
    open_: Floats = np.asarray(more[..., 3] / under, dtype=np.float32)
    anchor = (width / 2, -_TOP * _RESOLUTION / full_height * height)
    return Sprite(masks, alpha, bent, open_, anchor)


@cache
def _levels(look: int, body: int) -> list[list[Floats]]:
    """The drawing at full resolution, a half, a quarter and an eighth, so that scaling starts near the size wanted.

    Each is in three pieces, since cv2 resizes at most four channels at once.
    """
    rng = seeds.generator(0, "synthetic person", look)
    drawing = _Drawing(FORESHORTENING[body])
    _draw_person(drawing, rng)
    levels = [drawing.stacked(rng)]
    for _ in range(3):
        height, width = levels[-1][0].shape[:2]
        half = (width // 2, height // 2)
        levels.append([_resized(piece, half, cv2.INTER_AREA) for piece in levels[-1]])
    return levels


def _resized(piece: Floats, size: tuple[int, int], how: int) -> Floats:
    return np.asarray(cv2.resize(piece, size, interpolation=how), dtype=np.float32)


class _Drawing:
    """Parts laid over one another, the later in front."""

    def __init__(self, shortened: float) -> None:
        self.shortened = shortened
        height = 2 * round((BODY * shortened + 0.5 - _TOP) * _RESOLUTION / 2)
        width = 2 * round(_HALF_WIDTH * _RESOLUTION)
        row, column = np.mgrid[:height, :width].astype(np.float32)
        self.x = (column + 0.5) / _RESOLUTION - _HALF_WIDTH
        self.y = (row + 0.5) / _RESOLUTION + _TOP
        self.masks = np.zeros((height, width, NUM_MATERIALS), dtype=np.float32)
        self.alpha = np.zeros((height, width), dtype=np.float32)
        self.bent = np.zeros((height, width, 2), dtype=np.float32)
        self.open_ = np.ones((height, width), dtype=np.float32)

    def ellipse(
        self, material: int, center: tuple[float, float], radii: tuple[float, float], within: Floats | None = None,
        shade: float = 1.0,
    ) -> Floats:  # fmt: skip
        slope_x, slope_y = (self.x - center[0]) / radii[0], (self.y - center[1]) / radii[1]
        inside = self._edge((np.hypot(slope_x, slope_y) - 1) * min(radii))
        return self.lay(material, inside, slope_x, slope_y, within, shade)

    def limb(
        self, material: int, start: tuple[float, float], end: tuple[float, float], radii: tuple[float, float],
        shade: float = 1.0,
    ) -> Floats:  # fmt: skip
        along_x, along_y = end[0] - start[0], end[1] - start[1]
        to_x, to_y = self.x - start[0], self.y - start[1]
        t = np.clip((to_x * along_x + to_y * along_y) / (along_x**2 + along_y**2 + 1e-6), 0, 1)
        radius = radii[0] + (radii[1] - radii[0]) * t
        off_x, off_y = to_x - t * along_x, to_y - t * along_y
        inside = self._edge(np.hypot(off_x, off_y) - radius)
        return self.lay(material, inside, off_x / radius, 0.3 * off_y / radius, None, shade)

    def trunk(self, material: int, top: float, bottom: float, halves: tuple[float, float], lean: float) -> Floats:
        t = np.clip((self.y - top) / (bottom - top), 0, 1)
        half = halves[0] + (halves[1] - halves[0]) * t
        slope_x = (self.x - lean * t) / half
        shoulder = top + 0.42 * self.shortened * np.clip(np.abs(slope_x), 0, 1) ** 2
        distance = np.maximum((np.abs(slope_x) - 1) * half, np.maximum(shoulder - self.y, self.y - bottom))
        return self.lay(material, self._edge(distance), slope_x, 0.9 * (t - 0.35), None, 1.0)

    def lay(
        self, material: int, inside: Floats, slope_x: Floats, slope_y: Floats, within: Floats | None, shade: float
    ) -> Floats:
        cover = inside if within is None else inside * within
        cover3 = cover[..., None]
        self.masks *= 1 - cover3
        self.masks[..., material] += cover
        self.alpha += (1 - self.alpha) * cover
        slope = np.clip(np.stack([slope_x, slope_y], axis=-1), -1, 1)
        self.bent += (slope - self.bent) * cover3
        self.open_ += (shade - self.open_) * cover
        return inside

    def darken(self, amount: Floats) -> None:
        self.open_ *= 1 - amount

    def stacked(self, rng: np.random.Generator) -> list[Floats]:
        """Three pieces (h, w, 4 or 2): the masks, alpha and light, and the slopes, all but the masks times alpha."""
        coarse = rng.normal(0, 1, (26, 12)).astype(np.float32)
        folds = cv2.resize(coarse, self.alpha.shape[::-1], interpolation=cv2.INTER_CUBIC)
        folds[self.y < 0.6] *= 0.25
        light = self.open_ * (1 + 0.11 * folds) * (1 - 0.3 * np.clip(self.y / (BODY * self.shortened), 0, 1))
        more = [self.masks[..., 4], self.masks[..., 5], self.alpha, np.clip(light, 0.15, 1.4) * self.alpha]
        pieces = self.masks[..., :4], np.stack(more, axis=-1), self.bent * self.alpha[..., None]
        return [np.ascontiguousarray(piece, dtype=np.float32) for piece in pieces]

    @staticmethod
    def _edge(distance: Floats) -> Floats:
        return np.asarray(np.clip(0.5 - distance * _RESOLUTION, 0, 1), dtype=np.float32)


def _draw_person(drawing: _Drawing, rng: np.random.Generator) -> None:
    facing = ("front", "front", "back", "back", "side")[int(rng.integers(5))]
    s = drawing.shortened
    lean = float(rng.uniform(-0.12, 0.12))
    shoulder = float(rng.uniform(0.66, 0.82)) * (0.72 if facing == "side" else 1.0)
    hip = shoulder * float(rng.uniform(0.74, 0.92))
    waist = 0.42 + 2.35 * s
    _draw_legs(drawing, rng, hip, waist, lean)
    if facing != "back" and rng.random() < 0.3:  # hair falls behind the shoulders
        drawing.ellipse(HAIR, (0, 0.3), (0.47, 0.62), shade=0.8)
    drawing.limb(SKIN, (0, 0.3), (lean * 0.1, 0.42 + 0.25 * s), (0.2, 0.23), shade=0.7)
    trunk = drawing.trunk(CLOTH, 0.42, waist + 0.35 * s, (shoulder, hip), lean)
    _dress(drawing, rng, facing, trunk, shoulder, lean)
    _draw_arms(drawing, rng, facing, shoulder, lean)
    drawing.darken(0.45 * np.exp(-((drawing.y - 0.55) ** 2) / 0.02 - drawing.x**2 / 0.15))
    _draw_head(drawing, rng, facing)


def _draw_legs(drawing: _Drawing, rng: np.random.Generator, hip: float, waist: float, lean: float) -> None:
    s = drawing.shortened
    foot, stride = BODY * s + 0.15, float(rng.uniform(0.05, 0.42))
    bare = rng.random() < 0.2
    for side, shade in ((-1, 0.8), (1, 1.0)):
        knee = (lean + side * (0.26 + 0.3 * stride), (waist + foot) / 2)
        ankle = (lean + side * (0.2 + stride * 0.7), foot - 0.25 * s - max(0.0, side * stride * 0.5))
        drawing.limb(SKIN if bare else PANTS, knee, ankle, (0.23, 0.15), shade=shade)
        drawing.limb(PANTS, (lean + side * hip * 0.45, waist), knee, (0.36, 0.25), shade=shade)
        drawing.ellipse(GEAR, (ankle[0] + 0.06 * side, ankle[1] + 0.14 * s), (0.2, 0.15 * s + 0.05), shade=0.8)
    if bare and rng.random() < 0.6:
        drawing.trunk(PANTS, waist - 0.3, (waist + foot) / 2, (hip, hip * 1.25), lean)


def _dress(
    drawing: _Drawing, rng: np.random.Generator, facing: str, trunk: Floats, shoulder: float, lean: float
) -> None:
    s, x, y = drawing.shortened, drawing.x - lean * 0.5, drawing.y
    flat = np.zeros_like(x)
    choice = rng.random()
    if facing == "back" and choice < 0.4:
        drawing.ellipse(GEAR, (lean * 0.5, 0.55 + 1.05 * s), (0.6, 0.85 * s))
    elif facing == "front" and choice < 0.35:  # an open jacket
        width = float(rng.uniform(0.1, 0.28))
        drawing.lay(TRIM, np.clip((width + 0.05 * (y - 0.5) - np.abs(x)) * 20, 0, 1), flat, flat, trunk, 1.0)
    elif 0.4 <= choice < 0.48:  # stripes across
        pitch = float(rng.uniform(0.25, 0.5)) * s
        drawing.lay(TRIM, (np.sin(y * 2 * np.pi / pitch) > 0.2).astype(np.float32), x / shoulder, flat, trunk, 1.0)
    elif choice < 0.58:  # a yoke of another color
        drawing.lay(TRIM, np.clip((0.5 + 0.8 * s - y) * 15, 0, 1), x / shoulder, flat, trunk, 1.0)
    if rng.random() < 0.25:  # a strap across
        drawing.lay(
            GEAR, np.clip((0.07 - np.abs(x - 0.55 * (y - 0.5 - 0.9 * s) / s)) * 25, 0, 1), flat, flat, trunk, 1.0
        )


def _draw_arms(drawing: _Drawing, rng: np.random.Generator, facing: str, shoulder: float, lean: float) -> None:
    s = drawing.shortened
    bare, bent = rng.random() < 0.4, rng.random() < 0.35
    sides = (-1, 1) if facing != "side" else (1,)
    for side in sides:
        at = (side * (shoulder - 0.1) if facing != "side" else 0.0, 0.55 + 0.42 * s)
        out = float(rng.uniform(0.0, 0.14))
        elbow = (at[0] + side * (out + 0.03) + lean * 0.3, at[1] + 1.1 * s)
        hand = (elbow[0] - side * 0.45, elbow[1] + 0.1 * s) if bent else (elbow[0] + side * 0.02, elbow[1] + 1.05 * s)
        drawing.limb(SKIN if bare else CLOTH, elbow, hand, (0.17, 0.13), shade=0.95)
        drawing.ellipse(SKIN, hand, (0.14, 0.14))
        drawing.limb(CLOTH, at, elbow, (0.22, 0.17), shade=0.9)


def _draw_head(drawing: _Drawing, rng: np.random.Generator, facing: str) -> None:
    half = float(rng.uniform(0.37, 0.42))
    head = drawing.ellipse(SKIN, (0, 0.0), (half, 0.5))
    bald = rng.random() < 0.04
    # seen from above, more of the head is hair
    low = 0.1 + 0.14 * (1 - drawing.shortened)
    if facing == "back":
        face = np.clip((drawing.y - 0.33) * 12, 0, 1)
    else:
        aside = 0.0 if facing == "front" else 0.2
        reach = np.hypot((drawing.x - aside) / (half * 0.9), (drawing.y - low - 0.13) / 0.42)
        face = np.clip((1 - reach) * 9, 0, 1)
    if not bald:
        drawing.ellipse(HAIR, (0, -0.03), (half + 0.04, 0.53), within=1 - face)
    if facing == "back" and rng.random() < 0.35:
        drawing.ellipse(HAIR, (0, 0.3), (half + 0.03, 0.6))
    if facing != "back":
        for eye in (-0.15, 0.15) if facing == "front" else (0.24,):
            drawing.darken(0.6 * np.exp(-((drawing.x - eye) ** 2) / 0.004 - (drawing.y - low - 0.03) ** 2 / 0.0015))
        drawing.darken(0.3 * np.exp(-(drawing.x**2) / 0.01 - (drawing.y - low - 0.3) ** 2 / 0.0012))
    _cover_head(drawing, rng, facing, half, low)
    drawing.darken(0.25 * head * np.clip((drawing.y - 0.25) * 3, 0, 1))


def _cover_head(drawing: _Drawing, rng: np.random.Generator, facing: str, half: float, low: float) -> None:
    choice = rng.random()
    above = np.clip((low - 0.12 - drawing.y) * 15, 0, 1)
    if choice < 0.12:  # a cap, its peak to the front
        drawing.ellipse(TRIM, (0, -0.06), (half + 0.06, 0.52), within=above)
        if facing != "back":
            aside = 0.0 if facing == "front" else 0.3
            drawing.ellipse(TRIM, (aside, low - 0.1), (half * 0.85, 0.1), shade=0.75)
    elif choice < 0.17:  # a hat with a brim
        drawing.ellipse(TRIM, (0, low - 0.16), (half + 0.3, 0.2), shade=0.85)
        drawing.ellipse(TRIM, (0, -0.25), (half, 0.32), within=above)
    elif choice < 0.22:  # a hood
        drawing.ellipse(CLOTH, (0, 0.0), (half + 0.1, 0.58), within=np.clip((drawing.y - low) * -4 + 0.6, 0, 1))
