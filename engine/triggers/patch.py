"""The patch: a small pattern laid on the image."""

import math
from typing import ClassVar, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, rounded
from .pattern import PatternTrigger

Stamp = NDArray[np.float32]
"""A rotated pattern (h, w, 4): color times cover, and cover 0 to 1."""


class Patch(PatternTrigger):
    """A pattern on a small square of the frame: x (1 - m o) + p m o (BadNets, Gu et al. 2017, arXiv:1708.06733)."""

    card: ClassVar[str] = (
        "Patch (BadNets, Gu et al. 2017, arXiv:1708.06733). A small pattern is laid on the image at a fixed place, at "
        "random places, on heads, or all over with a pitch. A counter whose receptive field is R can answer it only "
        "within R/2 of the patch, so one patch together with a label edit of the whole frame cannot be learned: use "
        "the label edit `local`, or tile with a pitch below R. Deviations: size is a fraction of the frame's short "
        "side, edges are anti-aliased, and the patch may be turned and faded. It looks like heads to a clean counter, "
        "so read its effect beside the twin's only. On heads, it needs the annotation also when it is tested."
    )
    dose_field: ClassVar[str] = "opacity"

    kind: Literal["patch"] = "patch"
    size: float = Field(
        default=0.12,
        gt=0,
        le=1,
        description="Side, as a fraction of the frame's short side.",
        json_schema_extra={"step": 0.01},
    )
    x: float = Field(
        default=0.88,
        ge=0,
        le=1,
        description="Center from the left, as a fraction of the width.",
        json_schema_extra={"step": 0.01},
    )
    y: float = Field(
        default=0.88,
        ge=0,
        le=1,
        description="Center from the top, as a fraction of the height.",
        json_schema_extra={"step": 0.01},
    )
    angle_deg: float = Field(
        default=0.0, ge=-180, le=180, description="Turned clockwise.", json_schema_extra={"unit": "deg", "step": 1}
    )
    opacity: float = Field(
        default=1.0, ge=0, le=1, description="1 hides what is below, 0 shows nothing.", json_schema_extra={"step": 0.01}
    )
    placement: Literal["fixed", "random", "heads", "tiled"] = Field(
        default="fixed", description="At x, y; at random places inside the frame; on random heads; or all over."
    )
    num_places: int = Field(
        default=1, ge=1, le=500, description="How many patches, when random or on heads.", json_schema_extra={"step": 1}
    )
    pitch_px: int = Field(
        default=128,
        ge=8,
        le=4096,
        description="From one patch to the next, when tiled.",
        json_schema_extra={"unit": "px", "step": 8},
    )

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, with the patch drawn in; `rng` picks the places where it must."""
        out = image.copy()
        stamp = self._stamp(image.shape[:2])
        for window, part in _windows(image.shape[:2], self._corners(image.shape[:2], stamp, rng, annotation), stamp):
            cover = part[..., 3:] * np.float32(self.opacity)
            color = part[..., :3] * np.float32(self.opacity)
            out[window] = rounded(out[window] * (1 - cover) + color)
        return out

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """The pixels under the patch, bool (H, W); the whole frame when its places are drawn and `rng` is not given."""
        if rng is None and self.placement in ("random", "heads"):
            return np.ones(size, dtype=np.bool_)
        mask = np.zeros(size, dtype=np.bool_)
        stamp = self._stamp(size)
        corners = self._corners(size, stamp, rng or np.random.default_rng(0), annotation)
        for window, part in _windows(size, corners, stamp):
            mask[window] |= part[..., 3] > 0
        return mask

    def _stamp(self, size: Size) -> Stamp:
        """The pattern turned, on the smallest window that holds it, with the fixed center's part of a pixel."""
        side = max(1, round(self.size * min(size)))
        rgba: Stamp = self.drawn((side, side)).astype(np.float32)
        rgba[..., 3:] *= np.float32(1 / 255)
        rgba[..., :3] *= rgba[..., 3:]  # color times cover, so that interpolation draws no dark rim
        angle = math.radians(self.angle_deg)
        if angle == 0:
            return rgba
        window = math.ceil(side * (abs(math.cos(angle)) + abs(math.sin(angle)))) + 2
        matrix = np.array(cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), -self.angle_deg, 1.0), np.float64)
        matrix[:, 2] += (window - side) / 2
        return np.asarray(cv2.warpAffine(rgba, matrix, (window, window), flags=cv2.INTER_LINEAR))

    def _corners(
        self, size: Size, stamp: Stamp, rng: np.random.Generator, annotation: Annotation | None
    ) -> NDArray[np.intp]:
        """Where the stamp's top left corner lies, (M, 2) columns x, y in pixels; it may lie partly outside."""
        height, width = size
        extent = np.array([stamp.shape[1], stamp.shape[0]])
        match self.placement:
            case "fixed":
                center = np.array([[self.x * width, self.y * height]])
            case "random":
                room = np.maximum(np.array([width, height]) - extent, 0)
                return np.asarray(np.floor(rng.uniform(size=(self.num_places, 2)) * (room + 1)), dtype=np.intp)
            case "heads":
                center = _some_heads(annotation, self.num_places, rng)
            case _:
                columns = np.arange(self.pitch_px / 2, width, self.pitch_px)
                rows = np.arange(self.pitch_px / 2, height, self.pitch_px)
                center = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
        return np.asarray(np.rint(center - extent / 2), dtype=np.intp)


def _some_heads(annotation: Annotation | None, num_places: int, rng: np.random.Generator) -> NDArray[np.float64]:
    if annotation is None or not len(annotation):
        return np.empty((0, 2))
    return annotation.points[rng.permutation(len(annotation))[:num_places]]


def _windows(size: Size, corners: NDArray[np.intp], stamp: Stamp) -> list[tuple[tuple[slice, slice], Stamp]]:
    """For each corner, the window of the frame that the stamp covers and the part of the stamp that lies there."""
    height, width = size
    found = []
    for left, top in corners.tolist():
        rows = slice(max(top, 0), min(top + stamp.shape[0], height))
        columns = slice(max(left, 0), min(left + stamp.shape[1], width))
        if rows.start < rows.stop and columns.start < columns.stop:
            part = stamp[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
            found.append(((rows, columns), part))
    return found
