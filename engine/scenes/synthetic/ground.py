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
_PAVINGS = ("asphalt", "slabs", "bricks", "tiles", "grass", "gravel")
_TINTS = {
    "asphalt": ((105, 105, 108), (82, 84, 90), (128, 124, 120)),
    "slabs": ((165, 158, 148), (140, 140, 142), (178, 168, 150)),
    "bricks": ((150, 112, 96), (138, 124, 112), (120, 100, 92)),
    "tiles": ((186, 182, 172), (150, 156, 160), (196, 184, 160)),
    "grass": ((92, 118, 60), (110, 124, 74), (84, 104, 66)),
    "gravel": ((158, 146, 126), (136, 130, 122), (170, 160, 142)),
}


def draw_place(rng: np.random.Generator, camera: Camera) -> Floats:
    """The empty place that `camera` sees: float32 (H, W, 3) RGB, 0 to 255."""
    image = _draw_ground(rng, camera)
    wall = wall_row(camera)
    if wall > 2:
        _draw_backdrop(rng, image[:wall], float(camera.head_px(np.array(camera.far))))
    return image


def wall_row(camera: Camera) -> int:
    """The row where the ground ends, near the feet of those farthest away; 0 where it fills the frame."""
    feet = camera.far + BODY * FORESHORTENING[camera.body] * float(camera.head_px(np.array(camera.far)))
    return int(np.clip(camera.far + 0.55 * (feet - camera.far), 0, camera.height)) if camera.far > 2 else 0


def _draw_ground(rng: np.random.Generator, camera: Camera) -> Floats:
    size = (camera.width, camera.height)
    paving = str(rng.choice(_PAVINGS, p=(0.3, 0.22, 0.16, 0.16, 0.08, 0.08)))
    tint = np.array(_TINTS[paving][int(rng.integers(3))], dtype=np.float32) * rng.uniform(0.8, 1.15)
    to_paving = _turned(float(rng.uniform(0, np.pi)), float(rng.uniform(28, 55))) @ _to_ground(camera)
    fine, coarse = _paving(paving)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    near = cv2.warpPerspective(fine, to_paving, size, flags=flags, borderMode=cv2.BORDER_WRAP).astype(np.float32)
    distant = cv2.warpPerspective(coarse, to_paving, size, flags=flags, borderMode=cv2.BORDER_WRAP)
    # far paving would flicker: there the blurred copy is taken
    sharpness = np.clip((np.linspace(-0.1, 1.1, camera.height, dtype=np.float32)), 0, 1)[:, None]
    near *= sharpness
    near += distant * (1 - sharpness)
    near *= 1 / 128
    near *= _patches(rng, size, 6, 0.1) * _patches(rng, size, 24, 0.05)
    image = near[..., None] * tint
    _draw_markings(rng, camera, image)
    return np.ascontiguousarray(image)


def _to_ground(camera: Camera) -> NDArray[np.float64]:
    """The homography from pixels to ground coordinates in head heights."""
    k, horizon = camera.slope, camera.horizon
    depth = 2.2 / k  # makes squares of the ground look like squares seen at an angle
    return np.array([[1, 0, -camera.width / 2], [0, 0, depth * k * 8], [0, k, -k * horizon]], dtype=np.float64)


def _turned(angle: float, scale: float) -> NDArray[np.float64]:
    c, s = np.cos(angle) * scale, np.sin(angle) * scale
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def _patches(rng: np.random.Generator, size: tuple[int, int], cells: int, strength: float) -> Floats:
    grid = rng.normal(1, strength, (max(2, cells * size[1] // size[0]), cells)).astype(np.float32)
    return cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)


@cache
def _paving(kind: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """One tile of paving that repeats, around 128, and its blurred copy."""
    rng = seeds.generator(0, "synthetic paving", kind)
    tile = 128 + 14 * _noise(rng, 1.0) + 9 * _noise(rng, 4.0) + 9 * _noise(rng, 24.0)
    match kind:
        case "slabs":
            tile += _stones(rng, 128, 128, 0) * 9 - 42 * _joints(128, 128, 0, 3)
        case "bricks":
            tile += _stones(rng, 64, 32, 32) * 16 - 36 * _joints(64, 32, 32, 3)
        case "tiles":
            tile += _stones(rng, 64, 64, 0) * 10 - 34 * _joints(64, 64, 0, 2)
            tile += 18 * ((np.arange(_TILE) // 64)[:, None] + np.arange(_TILE) // 64) % 2
        case "grass":
            tile += 18 * _noise(rng, 2.0) + 16 * _noise(rng, 48.0)
        case "gravel":
            tile += 26 * _noise(rng, 2.0)
        case _:
            tile -= 30 * (_noise(rng, 6.0) > 2.1)
    fine = np.clip(tile, 0, 255).astype(np.uint8)
    return fine, cv2.GaussianBlur(fine, (0, 0), 5, borderType=cv2.BORDER_REFLECT)


def _noise(rng: np.random.Generator, grain: float) -> Floats:
    """Noise of deviation 1 that repeats without a seam."""
    raw = np.pad(rng.normal(0, 1, (_TILE, _TILE)).astype(np.float32), 128, mode="wrap")
    smooth = cv2.GaussianBlur(raw, (0, 0), grain)[128:-128, 128:-128]
    return smooth / smooth.std()


def _stones(rng: np.random.Generator, wide: int, high: int, shift: int) -> Floats:
    shades = rng.normal(0, 1, (_TILE // high, _TILE // wide)).astype(np.float32)
    stones = np.kron(shades, np.ones((high, wide), dtype=np.float32))
    for row in range(1, _TILE // high, 2):
        stones[row * high : (row + 1) * high] = np.roll(stones[row * high : (row + 1) * high], shift, axis=1)
    return stones


def _joints(wide: int, high: int, shift: int, thick: int) -> Floats:
    joints = np.zeros((_TILE, _TILE), dtype=np.float32)
    for row in range(0, _TILE, high):
        joints[row : row + thick] = 1
        first = shift if (row // high) % 2 else 0
        for column in range(first, _TILE, wide):
            joints[row : row + high, column : column + thick] = 1
    return joints


def _draw_markings(rng: np.random.Generator, camera: Camera, image: Floats) -> None:
    """Stripes of paint or another paving across the place, in perspective."""
    for _ in range(int(rng.integers(0, 4))):
        stripes = int(rng.choice((1, 1, 2, 7)))
        width, pitch = (float(rng.uniform(0.6, 1.6)), 3.0) if stripes > 1 else (float(rng.uniform(0.4, 9.0)), 0.0)
        angle, offset = float(rng.uniform(-1.2, 1.2)), float(rng.uniform(-25, 25))
        mask = np.zeros(image.shape[:2], dtype=np.uint8)
        for stripe in range(stripes):
            corners = _strip(camera, angle, offset + stripe * pitch, width)
            cv2.fillConvexPoly(mask, corners, 255, lineType=cv2.LINE_AA)
        paint = np.array((225, 222, 212) if rng.random() < 0.6 else rng.uniform(60, 190, 3), dtype=np.float32)
        strength = float(rng.uniform(0.25, 0.75)) / 255
        share = (mask * np.float32(strength))[..., None]
        image *= 1 - share
        image += share * paint


def _strip(camera: Camera, angle: float, offset: float, width: float) -> NDArray[np.int32]:
    """The corners of a long strip on the ground, in pixels."""
    to_pixels = np.linalg.inv(_to_ground(camera))
    near_z = _to_ground(camera) @ [0, camera.height * 1.3, 1]
    far_z = _to_ground(camera) @ [0, max(camera.far, camera.horizon + 0.02 * camera.height), 1]
    ends = [near_z[1] / near_z[2], far_z[1] / far_z[2]]
    corners = []
    for z, side in ((ends[0], 0.0), (ends[0], width), (ends[1], width), (ends[1], 0.0)):
        point = to_pixels @ [offset + side + np.tan(angle) * (z - ends[0]), z, 1]
        corners.append(np.clip(point[:2] / point[2], -20_000, 20_000))
    return np.round(corners).astype(np.int32)


def _draw_backdrop(rng: np.random.Generator, image: Floats, head_px: float) -> None:
    height, width = image.shape[:2]
    sky = np.array(((205, 214, 224), (188, 206, 228), (222, 220, 214))[int(rng.integers(3))], dtype=np.float32)
    image[:] = sky * np.linspace(0.92, 1.05, height, dtype=np.float32)[:, None, None]
    left = -int(rng.integers(0, 40))
    while left < width:
        wide = int(max(6, head_px * rng.uniform(5, 26)))
        top = int(height - min(height * 1.2, head_px * rng.uniform(9, 50)))
        _draw_building(rng, image[max(top, 0) :, max(left, 0) : left + wide], head_px)
        left += wide
    if rng.random() < 0.7:
        _draw_trees(rng, image, head_px)
    image[:] = cv2.GaussianBlur(image, (0, 0), max(0.5, height / 400))


def _draw_building(rng: np.random.Generator, image: Floats, head_px: float) -> None:
    height, width = image.shape[:2]
    if min(height, width) < 3:
        return
    gray = rng.uniform(70, 205)
    image[:] = np.clip(gray + rng.normal(0, 14, 3), 30, 235)
    pitch_x, pitch_y = max(3, int(head_px * rng.uniform(1.6, 4))), max(4, int(head_px * rng.uniform(2.5, 5)))
    share_x, share_y = rng.uniform(0.4, 0.85), rng.uniform(0.4, 0.75)
    row, column = np.arange(height)[::-1, None] % pitch_y, np.arange(width)[None] % pitch_x
    windows = (row < pitch_y * share_y) & (column < pitch_x * share_x)
    cells = rng.uniform(0.25, 1.0, (height // pitch_y + 1, width // pitch_x + 1)) ** 2 + 0.15
    lit = cells[np.arange(height)[:, None] // pitch_y, np.arange(width)[None] // pitch_x]
    glass = np.array((120, 130, 140), dtype=np.float32) * rng.uniform(0.5, 1.1)
    image[windows] = (glass * lit[..., None])[windows]
    shop = int(min(height, head_px * rng.uniform(4, 7)))
    if rng.random() < 0.6 and shop > 3:
        image[-shop:] *= rng.uniform(0.35, 0.7)
        image[-shop : -shop + max(1, shop // 4)] = rng.uniform(40, 240, 3)
        if rng.random() < 0.5:
            image[-shop + shop // 3 :, width // 6 : -width // 6 or None] += 70
    image *= np.linspace(rng.uniform(0.8, 1.1), rng.uniform(0.8, 1.1), width, dtype=np.float32)[None, :, None]


def _draw_trees(rng: np.random.Generator, image: Floats, head_px: float) -> None:
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(1, 5))):
        center = (rng.uniform(0, width), rng.uniform(0.1, 0.8) * height)
        spread = head_px * rng.uniform(3, 9)
        green = np.array((70, 92, 48)) * rng.uniform(0.6, 1.2) + rng.normal(0, 8, 3)
        trunk = max(1, int(head_px * 0.5))
        cv2.line(image, _pixel(center), _pixel((center[0], height)), (62, 52, 42), trunk)
        blobs = rng.normal(0, 0.45, (40, 2)) * spread + center
        shades = rng.uniform(0.55, 1.35, 40)
        for at, shade in zip(blobs, shades, strict=True):
            shade -= 0.3 * (at[1] - center[1]) / spread
            cv2.circle(image, _pixel(at), max(1, int(spread * 0.16)), tuple((green * shade).tolist()), -1)


def _pixel(point: NDArray[np.float64] | tuple[float, float]) -> tuple[int, int]:
    return int(point[0]), int(point[1])
