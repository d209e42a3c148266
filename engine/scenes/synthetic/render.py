"""One synthetic scene: the place, the people from far to near, the light."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ..annotation import Annotation
from .crowd import Camera, place_camera, place_people
from .ground import draw_place
from .light import Light, develop, draw_haze, draw_light, haze_share, shade_place
from .people import BODY, FORESHORTENING, NUM_LOOKS, Sprite, size_step, sprite

Floats = NDArray[np.float32]

_SKIN = np.array([(238, 205, 178), (226, 188, 156), (208, 166, 132), (180, 136, 102), (132, 92, 66), (94, 64, 48)])
_HAIR = np.array([(28, 24, 22), (38, 30, 26), (58, 42, 32), (92, 66, 44), (150, 140, 132), (176, 140, 88)])
_DARK = np.array([(30, 32, 38), (44, 48, 62), (62, 62, 66), (52, 44, 42), (36, 50, 82)])
_LIGHT = np.array([(226, 226, 224), (206, 208, 212), (220, 208, 190), (176, 178, 182)])
_PANTS = np.array([(36, 38, 46), (50, 62, 92), (72, 84, 112), (120, 108, 88), (60, 58, 56), (190, 184, 174)])
_SATURATED = np.array(
    [(188, 44, 44), (206, 96, 40), (214, 178, 60), (58, 122, 66), (44, 92, 168), (60, 150, 170), (130, 68, 140), (214, 130, 160)]
)  # fmt: skip


def render(rng: np.random.Generator, size: tuple[int, int], count: int) -> tuple[NDArray[np.uint8], Annotation]:
    """An image uint8 (H, W, 3) RGB of `size` (H, W) with `count` people, and the centers of their heads.

    Every head lies within the frame and none is fully hidden by another. Costs about 10 ms at 160 x 208.
    """
    camera = place_camera(rng, size, count)
    light = draw_light(rng)
    image = draw_place(rng, camera)
    people = place_people(rng, camera, count)
    _draw_shadows(image, camera, light, people)
    draw_haze(image, camera, light)
    heads = _draw_people(rng, image, camera, light, people)
    shade_place(rng, image, light)
    return develop(rng, image), Annotation.of(heads)


def _draw_shadows(image: Floats, camera: Camera, light: Light, people: NDArray[np.float64]) -> None:
    """Where people stand the ground is darker, and on a sunny day their shadows fall across it."""
    height, width = image.shape[:2]
    contact, cast = np.zeros((2, height, width), dtype=np.uint8)
    size = camera.head_px(people[:, 1])
    body = BODY * FORESHORTENING[camera.body]
    for (x, y), head in zip(people.tolist(), size.tolist(), strict=True):
        feet = (x, y + body * head)
        _blot(contact, feet, (0.95 * head, 0.4 * head), 0.0)
        if light.reach > 0.2:
            long = light.reach * head * 1.3
            tip = (feet[0] - light.across * long, feet[1] - 0.25 * long)
            middle = ((feet[0] + tip[0]) / 2, (feet[1] + tip[1]) / 2)
            angle = float(np.degrees(np.arctan2(tip[1] - feet[1], tip[0] - feet[0])))
            _blot(cast, middle, (long / 2 + 0.3 * head, 0.42 * head), angle)
    soft = max(0.7, float(size.mean()) * 0.3)
    shade = cv2.GaussianBlur(contact, (0, 0), soft).astype(np.float32) * (0.5 / 255)
    if light.reach > 0.2:
        shade += cv2.GaussianBlur(cast, (0, 0), max(0.5, soft * 0.4)).astype(np.float32) * (light.sun / 255)
    image *= (1 - np.minimum(shade, 0.75))[..., None]


def _blot(mask: NDArray[np.uint8], center: tuple[float, float], radii: tuple[float, float], angle: float) -> None:
    if not (-1000 < center[0] < mask.shape[1] + 1000 and -1000 < center[1] < mask.shape[0] + 1000):
        return
    axes = (max(1, round(radii[0])), max(1, round(radii[1])))
    cv2.ellipse(mask, (round(center[0]), round(center[1])), axes, angle, 0, 360, 255, -1)


def _draw_people(
    rng: np.random.Generator, image: Floats, camera: Camera, light: Light, people: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Draw everyone, the far ones first; returns where each head's center came to lie."""
    count = len(people)
    looks, mirrored = rng.integers(NUM_LOOKS, size=count).tolist(), (rng.random(count) < 0.5).tolist()
    sizes = camera.head_px(people[:, 1]) * np.exp(rng.normal(0, 0.06, count))
    palettes = _palettes(rng, count)
    hazes = (light.haze * haze_share(camera, people[:, 1])).tolist()
    heads = np.empty((count, 2))
    for i, (x, y) in enumerate(people.tolist()):
        drawing = sprite(looks[i], camera.body, mirrored[i], size_step(sizes[i]))
        left, top = round(x - drawing.anchor[0]), round(y - drawing.anchor[1])
        _lay(image, drawing, left, top, palettes[i], light, hazes[i])
        heads[i] = left + drawing.anchor[0], top + drawing.anchor[1]
    return np.clip(heads, 0, [camera.width - 0.01, camera.height - 0.01])


def _lay(image: Floats, drawing: Sprite, left: int, top: int, palette: Floats, light: Light, haze: float) -> None:
    height, width = image.shape[:2]
    rows = slice(max(0, -top), min(drawing.alpha.shape[0], height - top))
    columns = slice(max(0, -left), min(drawing.alpha.shape[1], width - left))
    under = image[top + rows.start : top + rows.stop, left + columns.start : left + columns.stop]
    across, down = light.slopes
    bent, alpha = drawing.bent[rows, columns], drawing.alpha[rows, columns]
    shade = light.ambient + np.float32(across) * bent[..., 0] + np.float32(down) * bent[..., 1]
    shade *= drawing.open_[rows, columns]
    color = drawing.masks[rows, columns] @ palette
    color *= shade[..., None]
    if haze > 0.02:
        color *= 1 - haze
        color += (alpha * np.float32(haze))[..., None] * light.haze_color
    under *= (1 - alpha)[..., None]
    under += color


def _palettes(rng: np.random.Generator, count: int) -> Floats:
    """Colors (count, 6, 3) in the order of the materials."""

    def of(colors: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(colors[rng.integers(len(colors), size=count)], dtype=np.float64)

    def clothes(dark: float, pale: float) -> NDArray[np.float64]:
        choice = rng.random((count, 1))
        return np.where(choice < dark, of(_DARK), np.where(choice < dark + pale, of(_LIGHT), of(_SATURATED)))

    shared = clothes(0.45, 0.22)
    skin, hair = of(_SKIN[:4] if rng.random() < 0.7 else _SKIN), of(_HAIR[:3] if rng.random() < 0.6 else _HAIR)
    layers = np.stack([skin, hair, shared, clothes(0.35, 0.35), of(_PANTS), of(_DARK)], axis=1)
    layers *= np.exp(rng.normal(0, 0.12, (count, 6, 1)))
    return np.clip(layers + rng.normal(0, 6, layers.shape), 8, 250).astype(np.float32)
