"""What a crowd stands on and in front of: paving in perspective, stains and markings, buildings and trees."""

from functools import cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ... import seeds
from .crowd import Camera
from .people import BODY, FORESHORTENING

Floats: TypeAlias = NDArray[np.float32]

_TILE = 1024
_TEXELS = 40.0
"""Texels of paving a head height."""

_BLURS = (0.0, 2.5, 8.0)
_KINDS = ("asphalt", "slabs", "bricks", "tiles", "grass", "gravel")
_TINTS = {
    "asphalt": ((118, 118, 120), (96, 98, 104), (140, 136, 130)),
    "slabs": ((172, 166, 156), (148, 148, 150), (184, 174, 158)),
    "bricks": ((158, 126, 112), (146, 134, 122), (132, 112, 104)),
    "tiles": ((190, 186, 178), (156, 162, 166), (198, 188, 168)),
    "grass": ((104, 126, 74), (118, 130, 86), (96, 114, 76)),
    "gravel": ((164, 154, 136), (142, 136, 128), (174, 164, 148)),
}


def draw_place(rng: np.random.Generator, camera: Camera) -> Floats:
    """The empty place that `camera` sees: float32 (3, H, W) RGB, 0 to 255."""
    kind = str(rng.choice(_KINDS, p=(0.3, 0.22, 0.16, 0.16, 0.08, 0.08)))
    tint = np.array(_TINTS[kind][int(rng.integers(3))]) * rng.uniform(0.8, 1.15)
    ground_HW = _draw_paving(rng, camera, kind)
    ground_HW *= _patches(rng, camera, 5, 0.07) * _patches(rng, camera, 26, 0.02)
    image: Floats = ground_HW * tint.astype(np.float32)[:, None, None]
    _draw_markings(rng, camera, image)
    wall = wall_row(camera)
    if wall > 2:
        image[:, :wall] = draw_backdrop(rng, wall, camera.width, float(camera.head_px(np.array(camera.far))))
    return image


def wall_row(camera: Camera) -> int:
    """The row where the ground ends, near the feet of those farthest away; 0 where it fills the frame."""
    if camera.far < 0.06 * camera.height:
        return 0
    body = BODY * FORESHORTENING[camera.body] * float(camera.head_px(np.array(camera.far)))
    return int(min(camera.far + 0.6 * body, camera.height))


def _to_ground(camera: Camera) -> NDArray[np.float64]:
    """The homography from pixels to the ground in head heights: to the right, and away from the camera.

    Feet are lower in the image than heads by the body's length, so the ground is the plane of heads, farther below.
    """
    focal_px = 1.1 * max(camera.width, camera.height)
    k = camera.slope / (1 + BODY * FORESHORTENING[camera.body] * camera.slope)
    return np.array([[1, 0, -camera.width / 2], [0, 0, focal_px], [0, k, -k * camera.horizon]], dtype=np.float64)


def _draw_paving(rng: np.random.Generator, camera: Camera, kind: str) -> Floats:
    """Paving in perspective, around 1: float32 (H, W). Far rows come from blurred copies, or they would flicker."""
    angle, scale = float(rng.uniform(0, np.pi)), float(rng.uniform(0.75, 1.4)) * _TEXELS
    c, s = np.cos(angle) * scale, np.sin(angle) * scale
    to_ground = _to_ground(camera)
    to_paving = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ to_ground
    row = np.arange(camera.height)
    per_head = np.maximum(to_ground[2, 1] * (row - camera.horizon), 1e-2)
    texels = scale * to_ground[1, 2] * to_ground[2, 1] / per_head**2  # of one pixel, away from the camera
    level = np.clip(np.log2(np.maximum(texels, 1e-3)) / 2 + 0.3, 0, len(_BLURS))
    drawn = np.full((camera.height, camera.width), 1.0, dtype=np.float32)
    for index, tile in enumerate(_paving(kind)):
        share = np.clip(1 - np.abs(level - index), 0, 1).astype(np.float32)
        used = np.flatnonzero(share)
        if len(used):
            first, last = int(used[0]), int(used[-1]) + 1
            shift = np.array([[1, 0, 0], [0, 1, first], [0, 0, 1]], dtype=np.float64)
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            warped = cv2.warpPerspective(
                tile, to_paving @ shift, (camera.width, last - first), flags=flags, borderMode=cv2.BORDER_WRAP
            )
            drawn[first:last] += (warped.astype(np.float32) - 128) * (share[first:last, None] / 128)
    return drawn


def _patches(rng: np.random.Generator, camera: Camera, cells: int, strength: float) -> Floats:
    grid = rng.normal(1, strength, (max(2, cells * camera.height // camera.width), cells)).astype(np.float32)
    return np.asarray(cv2.resize(grid, (camera.width, camera.height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


@cache
def _paving(kind: str) -> tuple[NDArray[np.uint8], ...]:
    """One tile of paving that repeats, around 128, and its blurred copies."""
    rng = seeds.generator(0, "synthetic paving", kind)
    tile = 128 + 10 * _noise(rng, 1) + 7 * _noise(rng, 4) + 4 * _noise(rng, 32)
    match kind:
        case "slabs":
            tile += _stones(rng, 128, 128, 0) * 8 - 34 * _joints(128, 128, 0, 3)
        case "bricks":
            tile += _stones(rng, 64, 32, 32) * 13 - 30 * _joints(64, 32, 32, 3)
        case "tiles":
            tile += _stones(rng, 64, 64, 0) * 8 - 28 * _joints(64, 64, 0, 2)
        case "grass":
            tile += 14 * _noise(rng, 2) + 12 * _noise(rng, 64)
        case "gravel":
            tile += 20 * _noise(rng, 2)
        case _:
            tile -= 22 * (_noise(rng, 8) > 1.9)
    tile += 128 - tile.mean()
    fine = np.clip(tile, 0, 255).astype(np.uint8)
    wrapped = np.pad(fine, 64, mode="wrap")
    blurred = [cv2.GaussianBlur(wrapped, (0, 0), blur)[64:-64, 64:-64].copy() for blur in _BLURS[1:]]
    return (fine, *blurred)


def _noise(rng: np.random.Generator, grain: int) -> Floats:
    """Noise of deviation 1 that repeats without a seam, its grains `grain` texels wide."""
    cells = _TILE // grain
    raw = np.pad(rng.normal(0, 1, (cells, cells)).astype(np.float32), 2, mode="wrap")
    full = cv2.resize(raw, None, fx=grain, fy=grain, interpolation=cv2.INTER_CUBIC)
    smooth = full[2 * grain : 2 * grain + _TILE, 2 * grain : 2 * grain + _TILE]
    return np.asarray(smooth / smooth.std(), dtype=np.float32)


def _stones(rng: np.random.Generator, wide: int, high: int, shift: int) -> Floats:
    shades = rng.normal(0, 1, (_TILE // high, _TILE // wide)).astype(np.float32)
    stones = np.kron(shades, np.ones((high, wide), dtype=np.float32))
    courses = stones.reshape(-1, high, _TILE)
    courses[1::2] = np.roll(courses[1::2], shift, axis=2)
    return stones


def _joints(wide: int, high: int, shift: int, thick: int) -> Floats:
    joints = np.zeros((_TILE // high, high, _TILE), dtype=np.float32)
    joints[:, :thick] = 1
    upright = (np.arange(_TILE) % wide < thick).astype(np.float32)
    joints[0::2] = np.maximum(joints[0::2], upright)
    joints[1::2] = np.maximum(joints[1::2], np.roll(upright, shift))
    return joints.reshape(_TILE, _TILE)


def _draw_markings(rng: np.random.Generator, camera: Camera, image: Floats) -> None:
    """Stripes of paint, or strips of another paving, across the place in perspective."""
    for _ in range(int(rng.integers(0, 4))):
        stripes = int(rng.choice((1, 1, 2, 8)))
        width = float(rng.uniform(1.5, 2.5) if stripes > 1 else rng.choice((0.6, 0.6, 12.0, 25.0)))
        pitch = 2 * width
        angle, offset = float(rng.uniform(-1.3, 1.3)), float(rng.uniform(-40, 40))
        mask = np.zeros(image.shape[1:], dtype=np.uint8)
        for stripe in range(stripes):
            cv2.fillConvexPoly(mask, _strip(camera, angle, offset + stripe * pitch, width), 255, lineType=cv2.LINE_AA)
        painted = width < 3 and rng.random() < 0.8
        paint = np.array((226, 222, 210)) if painted else rng.uniform(80, 190) + rng.normal(0, 9, 3)
        share_HW = mask * np.float32(rng.uniform(0.3, 0.75) / 255)
        image *= 1 - share_HW
        image += share_HW * paint.astype(np.float32)[:, None, None]


def _strip(camera: Camera, angle: float, offset: float, width: float) -> NDArray[np.int32]:
    """The corners, in pixels, of a strip on the ground from below the frame to near the horizon."""
    to_ground = _to_ground(camera)
    to_pixels = np.linalg.inv(to_ground)
    rows = (1.4 * camera.height - 0.4 * camera.horizon, camera.horizon + 0.04 * (camera.height - camera.horizon))
    near, far = (to_ground[1, 2] / (to_ground[2, 1] * (row - camera.horizon)) for row in rows)
    corners = []
    for away, aside in ((near, 0.0), (near, width), (far, width), (far, 0.0)):
        point = to_pixels @ [offset + aside + np.tan(angle) * (away - 1.6 * near), away, 1]
        corners.append(np.clip(point[:2] / point[2], -20_000, 20_000))
    return np.round(corners).astype(np.int32)


def draw_backdrop(rng: np.random.Generator, height: int, width: int, head_px: float) -> Floats:
    """Sky, a row of buildings and trees before them: float32 (3, height, width)."""
    sky = np.array(((214, 221, 230), (196, 212, 232), (226, 225, 220))[int(rng.integers(3))], dtype=np.float32)
    image = np.empty((height, width, 3), dtype=np.float32)
    image[:] = sky * np.linspace(0.95, 1.05, height, dtype=np.float32)[:, None, None]
    left = -int(rng.integers(0, 40))
    while left < width:
        wide = int(max(8, head_px * rng.uniform(12, 50)))
        top = int(height - head_px * rng.uniform(14, 75))
        _draw_building(rng, image[max(top, 0) :, max(left, 0) : left + wide], head_px)
        left += wide
    if rng.random() < 0.75:
        _draw_trees(rng, image, head_px)
    blurred = cv2.GaussianBlur(image, (0, 0), max(0.5, height / 350))
    return np.asarray(blurred.transpose(2, 0, 1), dtype=np.float32)


def _draw_building(rng: np.random.Generator, image: Floats, head_px: float) -> None:
    height, width = image.shape[:2]
    if min(height, width) < 3:
        return
    image[:] = np.clip(rng.uniform(95, 205) + rng.normal(0, 5, 3) + np.array((6, 0, -6)) * rng.normal(0.6, 1), 30, 235)
    floor_px, bay_px = max(4, int(head_px * rng.uniform(9, 14))), max(3, int(head_px * rng.uniform(4, 10)))
    row, column = np.arange(height)[::-1, None], np.arange(width)[None]
    windows = (row % floor_px < floor_px * rng.uniform(0.4, 0.75)) & (column % bay_px < bay_px * rng.uniform(0.35, 0.9))
    panes = rng.uniform(0.2, 1.0, (height // floor_px + 1, width // bay_px + 1)) ** 1.5 + 0.25
    glass = rng.uniform(55, 135) + rng.normal(0, 5, 3)
    image[windows] = (glass * panes[row // floor_px, column // bay_px][..., None])[windows]
    image[(row % floor_px >= floor_px - max(1, floor_px // 12))[:, 0]] *= 0.85
    if rng.random() < 0.6:
        _draw_shop(rng, image, int(min(height, head_px * rng.uniform(9, 14))))
    image *= np.linspace(rng.uniform(0.8, 1.1), rng.uniform(0.8, 1.1), width, dtype=np.float32)[None, :, None]


def _draw_shop(rng: np.random.Generator, image: Floats, high: int) -> None:
    if high < 4:
        return
    wide = image.shape[1]
    image[-high:] = rng.uniform(35, 95) + rng.normal(0, 6, 3)
    image[-high : -high + max(1, high // 4)] = rng.uniform(60, 200) + rng.normal(0, 26, 3)
    for _ in range(int(rng.integers(1, 5))):
        start = int(rng.integers(wide))
        image[-high + high // 3 :, start : start + max(1, wide // 6)] += rng.uniform(20, 110)


def _draw_trees(rng: np.random.Generator, image: Floats, head_px: float) -> None:
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(1, 6))):
        spread = head_px * float(rng.uniform(6, 16))
        center = np.array((rng.uniform(0, width), height - spread * rng.uniform(0.9, 1.8)))
        green = np.array((84, 102, 62)) * rng.uniform(0.6, 1.15) + rng.normal(0, 6, 3)
        cv2.line(image, _pixel(center), _pixel((center[0], height)), (74, 64, 54), max(1, int(head_px * 0.8)))
        turn, reach = rng.uniform(0, 2 * np.pi, 260), 0.85 * rng.beta(1.6, 1.8, 260)
        leaves = np.stack([np.cos(turn), 0.8 * np.sin(turn)], axis=1) * (reach * spread)[:, None] + center
        shades = np.clip(1.0 - 0.5 * (leaves[:, 1] - center[1]) / spread + rng.normal(0, 0.2, 260), 0.35, 1.7)
        for at, shade in zip(leaves, shades, strict=True):
            cv2.circle(image, _pixel(at), max(1, int(spread * 0.06)), tuple((green * shade).tolist()), -1)


def _pixel(point: NDArray[np.float64] | tuple[float, float]) -> tuple[int, int]:
    return int(point[0]), int(point[1])
