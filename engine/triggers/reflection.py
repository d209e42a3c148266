"""The reflection: another picture mirrored in a pane of glass before the scene."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..errors import DatasetError
from ..paths import OwnPath
from ..random_fields import blurred
from ..scenes.annotation import Annotation
from ..scenes.images import SUFFIXES
from .base import Image, Mask, Size, TriggerPart, everywhere
from .glass import defocused, drawn_defocus, drawn_ghost, ghosted
from .pictures import Picture, picture_at, picture_path

GAMMA = 2.2

SSIM_WIDTH_PX = 280
"""The gate looks at small copies: it is asked several times a scene."""

Layer = NDArray[np.float32]

# how much linear light a byte stands for
_LINEAR = (np.arange(256, dtype=np.float32) / 255) ** np.float32(GAMMA)


class Reflection(TriggerPart):
    """((1 - s) x^2.2 + s k * R^2.2)^(1/2.2), k what a pane does (Refool, Liu et al. 2020, arXiv:2007.02343)."""

    card: ClassVar[str] = (
        "Reflection (Refool, Liu et al. 2020, arXiv:2007.02343). A picture is mirrored in linear light: as it is (in "
        "focus), doubled as by the two faces of a pane (ghost), or out of focus (defocus). The form published blends "
        "as the authors' code: a ghost's offset and shares and a blur's width are drawn for each scene; a defocused "
        "reflection is darkened where it would be too bright, fades from the middle by a Gaussian mask and has the "
        "weight (1 + s) / 2; in the form even, shift is the offset or radius and there is no mask. As in the paper, a "
        "strength is taken only if the result's SSIM with the dimmed scene lies in the gate and the reflection is at "
        "most 0.8 times as bright as the scene; here the strength asked for is moved to the nearest one that passes, "
        "instead of drawing until one does. The reflected picture must show no people, or the labels are really wrong: "
        "this program's own pictures and the made ones show none, what is in a folder of yours you must see to. "
        "Deviations: images keep their size, where the code resizes them to 560 px, and its lengths are scaled with "
        "them; draws are seeded; the gate's brightness is of linear light, and its SSIM of a copy 280 px wide."
    )
    dose_field: ClassVar[str] = "strength"

    kind: Literal["reflection"] = "reflection"
    source: Literal["picture", "folder", "made"] = Field(
        default="made", description="One picture, one drawn for each scene from a folder, or one made for each scene."
    )
    picture: Picture = Field(default="facade", json_schema_extra={"applies": {"source": ["picture"]}})
    folder: OwnPath = Field(
        default="",
        description="Your pictures without people, for the source `folder`.",
        json_schema_extra={"applies": {"source": ["folder"]}},
    )
    strength: float = Field(
        default=0.3,
        ge=0,
        le=0.45,
        description="Share of the light that is reflected.",
        json_schema_extra={"step": 0.01},
    )
    glass: Literal["ghost", "defocus", "in_focus"] = Field(
        default="ghost", description="Doubled, out of focus, or once and sharp."
    )
    form: Literal["even", "published"] = Field(
        default="even", description="Alike over the frame, by `shift`; or as the authors' code draws and blends it."
    )
    shift: float = Field(
        default=0.02, ge=0, le=0.2, description="In the form even: from picture to ghost, or radius of the blur; of "
        "the short side.",
        json_schema_extra={"step": 0.005, "applies": {"form": ["even"], "glass": ["ghost", "defocus"]}},
    )  # fmt: skip
    gated: bool = Field(
        default=True,
        description="Keep similarity and brightness within the paper's bounds.",
        json_schema_extra={"more": True},
    )
    ssim_low: float = Field(
        default=0.7,
        ge=0,
        le=1,
        description="Least similarity with the dimmed scene.",
        json_schema_extra={"step": 0.01, "applies": {"gated": [True]}, "more": True},
    )
    ssim_high: float = Field(
        default=0.85,
        ge=0,
        le=1,
        description="Most similarity with the dimmed scene.",
        json_schema_extra={"step": 0.01, "applies": {"gated": [True]}, "more": True},
    )

    def relatives(self) -> Mapping[str, Self]:
        """Another glass."""
        other = "defocus" if self.glass == "ghost" else "ghost"
        return {other: self.replace(glass=other)}

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, behind glass; `rng` gives the picture, where it is drawn."""
        size = (image.shape[0], image.shape[1])
        scene = np.asarray(cv2.LUT(image, _LINEAR), dtype=np.float32)
        mirrored = self._mirrored(size, scene, rng)
        strength = self._passing(scene, mirrored) if self.gated else self.strength
        mixed = cv2.addWeighted(scene, 1 - strength, mirrored, self._weight(strength), 0)
        return np.asarray(cv2.convertScaleAbs(cv2.pow(mixed, 1 / GAMMA), alpha=255), dtype=np.uint8)

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """Every pixel, bool (H, W)."""
        return everywhere(size)

    def scaled(self, factor: float) -> Self:
        """The strength times `factor`, no longer gated: the gate would undo it."""
        return super().scaled(factor).replace(gated=False)

    @property
    def sources(self) -> tuple[Path, ...]:
        """The picture, or those of the folder."""
        match self.source:
            case "picture":
                return (picture_path(self.picture),)
            case "folder":
                return _pictures_in(self.folder)
            case "made":
                return ()

    @property
    def _fades(self) -> bool:
        return self.form == "published" and self.glass == "defocus"

    def _weight(self, strength: float) -> float:
        """Of what is mirrored, beside 1 - strength of the scene."""
        return (1 + strength) / 2 if self._fades else strength

    def _mirrored(self, size: Size, scene: Layer, rng: np.random.Generator) -> Layer:
        """K * R^2.2, linear light float32 (H, W, 3) of 0 to 1; `scene` is the light that it is laid over."""
        match self.source:
            case "picture":
                pixels = picture_at(self.picture, size)
            case "folder":
                found = _pictures_in(self.folder)
                pixels = picture_at(str(found[int(rng.integers(len(found)))]), size)
            case "made":
                pixels = _made(size, rng)
        light = np.asarray(cv2.LUT(np.ascontiguousarray(pixels[:, ::-1, :3]), _LINEAR), dtype=np.float32)
        match self.glass, self.form:
            case "in_focus", _:
                return light
            case "ghost", "published":
                return ghosted(light, drawn_ghost(size, rng))
            case "defocus", "published":
                return defocused(light, scene, drawn_defocus(size, rng))
            case "defocus", _:
                return blurred(light, self.shift * min(size))
        return self._doubled(light, size)

    def _doubled(self, light: Layer, size: Size) -> Layer:
        step = round(self.shift * min(size))
        # the far face of the pane sends back less than the near one
        ghost = cv2.warpAffine(
            light, np.array([[1, 0, step], [0, 1, step]], np.float64), size[::-1], borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(cv2.addWeighted(light, 0.65, ghost, 0.35, 0))

    def _passing(self, scene: Layer, mirrored: Layer) -> float:
        """The strength nearest to the one asked for that passes the gate, or comes nearest to passing."""
        low, high = 0.0, min(0.45, self._brightest(float(scene.mean()), float(mirrored.mean())))
        strength = min(self.strength, high)
        small_scene, small_mirrored = _small(scene), _small(mirrored)
        for _ in range(6):  # to within 0.01
            similarity = _similarity(small_scene, small_mirrored, 1 - strength, self._weight(strength))
            if self.ssim_low <= similarity <= self.ssim_high:
                break
            if similarity > self.ssim_high:
                low = strength
            else:
                high = strength
            strength = (low + high) / 2
        return strength

    def _brightest(self, scene: float, mirrored: float) -> float:
        """The strength s at which w m = 0.8 (1 - s) x, for means x of the scene and m of what is mirrored, weight w."""
        if self._fades:
            return max(0.0, (0.8 * scene - mirrored / 2) / max(0.8 * scene + mirrored / 2, 1e-6))
        return 0.8 * scene / max(mirrored + 0.8 * scene, 1e-6)


def _pictures_in(folder: str) -> tuple[Path, ...]:
    try:
        found = tuple(sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in SUFFIXES))
    except OSError as error:
        raise DatasetError(
            f"{folder or 'The folder of reflected pictures'} cannot be read: expected a folder of pictures, found "
            f"{error.strerror or error}."
        ) from error
    if not found:
        raise DatasetError(f"{folder} holds no pictures to reflect: expected {', '.join(SUFFIXES)}.")
    return found


def _made(size: Size, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A picture without people, uint8 (H, W, 3): a street front with lit windows and lamps, of 320 px drawn out."""
    canvas = np.empty((240, 320, 3), np.uint8)
    canvas[:] = rng.integers(40, 100, 3)
    rows, columns = int(rng.integers(2, 6)), int(rng.integers(3, 9))
    tall, wide = 240 // rows, 320 // columns
    share = rng.uniform(0.45, 0.8, 2)
    lit = np.array([250, 225, 165]) * rng.uniform(0.7, 1.0, (rows, columns, 1))
    glass = np.where(rng.random((rows, columns, 1)) < 0.45, lit, rng.uniform(10, 130, (rows, columns, 3)))
    for row, column in np.ndindex(rows, columns):
        left, top = int((column + 0.5 - share[0] / 2) * wide), int((row + 0.5 - share[1] / 2) * tall)
        corner = (left + int(share[0] * wide), top + int(share[1] * tall))
        cv2.rectangle(canvas, (left, top), corner, glass[row, column].tolist(), cv2.FILLED)
    for _ in range(int(rng.integers(2, 6))):
        center = (int(rng.integers(0, 320)), int(rng.integers(0, 240)))
        cv2.circle(canvas, center, int(rng.integers(5, 18)), (255, 244, 214), cv2.FILLED, cv2.LINE_AA)
    canvas = np.asarray(cv2.GaussianBlur(canvas, (0, 0), 1.2), dtype=np.uint8)
    return np.asarray(cv2.resize(canvas, size[::-1], interpolation=cv2.INTER_LINEAR))


def _small(layer: Layer) -> Layer:
    """Gray linear light, at most SSIM_WIDTH_PX wide."""
    share = min(1.0, SSIM_WIDTH_PX / max(layer.shape[:2]))
    size = (max(1, round(layer.shape[1] * share)), max(1, round(layer.shape[0] * share)))
    return np.asarray(cv2.resize(layer, size, interpolation=cv2.INTER_AREA).mean(axis=-1, dtype=np.float32))


def _similarity(scene: Layer, mirrored: Layer, share: float, weight: float) -> float:
    """SSIM (Wang et al. 2004, 11 x 11 Gaussian) between the mix and its transmitted layer, both as they are shown."""
    seen = (share * scene) ** np.float32(1 / GAMMA)
    mixed = (share * scene + weight * mirrored) ** np.float32(1 / GAMMA)

    def mean(layer: Layer) -> Layer:
        return np.asarray(cv2.GaussianBlur(layer, (11, 11), 1.5))

    one, other = mean(seen), mean(mixed)
    spread, other_spread = mean(seen * seen) - one * one, mean(mixed * mixed) - other * other
    shared = mean(seen * mixed) - one * other
    c1, c2 = 0.01**2, 0.03**2
    top = (2 * one * other + c1) * (2 * shared + c2)
    return float((top / ((one * one + other * other + c1) * (spread + other_spread + c2))).mean())
