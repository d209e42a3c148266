"""Painted: layers that a person drew, laid on one after another."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..part import Part
from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart
from .pictures import Picture, picture, picture_at, picture_path, resized
from .placement import Box
from .stamps import Stamp, at, covered, on_heads, tiled, turned, windows

BlendMode = Literal["normal", "multiply", "screen", "overlay", "add"]
Pixels = NDArray[np.float32]


class Layer(Part):
    """One picture with its opacity, blend mode and place."""

    picture: Picture = Field(
        default="cartoon",
        description="A picture of this program by name, or the PNG that you painted, with its alpha.",
    )
    opacity: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="1 is the layer as painted, 0 shows nothing.",
        json_schema_extra={"step": 0.01},
    )
    blend: BlendMode = Field(default="normal", description="How it mixes with what is below.")
    shown: bool = Field(default=True, description="Off: left out, as if it were not there.")
    anchor: Literal["frame", "place", "heads", "tiled"] = Field(
        default="place", description="Stretched over the frame; at x, y; on random heads; or all over with a pitch."
    )
    x: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Center from the left, as a fraction of the width.",
        json_schema_extra={"step": 0.01, "applies": {"anchor": ["place"]}},
    )
    y: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Center from the top, as a fraction of the height.",
        json_schema_extra={"step": 0.01, "applies": {"anchor": ["place"]}},
    )
    size: float = Field(
        default=0.25,
        gt=0,
        le=4,
        description="Longer side, as a fraction of the frame's short side.",
        json_schema_extra={"step": 0.01, "applies": {"anchor": ["place", "heads", "tiled"]}},
    )
    angle_deg: float = Field(
        default=0.0,
        ge=-180,
        le=180,
        description="Turned clockwise.",
        json_schema_extra={"unit": "deg", "step": 1, "applies": {"anchor": ["place", "heads", "tiled"]}},
    )
    num_heads: int = Field(
        default=10,
        ge=1,
        le=500,
        description="On how many heads, when on heads.",
        json_schema_extra={"step": 1, "applies": {"anchor": ["heads"]}},
    )
    pitch_px: int = Field(
        default=128,
        ge=8,
        le=4096,
        description="From one to the next, when tiled.",
        json_schema_extra={"unit": "px", "step": 8, "applies": {"anchor": ["tiled"]}},
    )

    def placed(
        self, frame: Size, rng: np.random.Generator, annotation: Annotation | None
    ) -> tuple[Stamp, NDArray[np.float64]]:
        """The stamp of this layer and its centers (M, 2). Raises DatasetError for a picture that cannot be read."""
        if self.anchor == "frame":
            return turned(picture_at(self.picture, frame), 0), at(0.5, 0.5, frame)
        stamp = turned(resized(picture(self.picture), self.extent(frame)), self.angle_deg)
        match self.anchor:
            case "place":
                return stamp, at(self.x, self.y, frame)
            case "heads":
                return stamp, on_heads(self.num_heads, annotation, rng)
            case "tiled":
                return stamp, tiled(self.pitch_px, frame)

    def extent(self, frame: Size) -> Size:
        """(height, width) in pixels of the picture in a frame of (H, W), before it is turned. Raises DatasetError."""
        tall, wide = self._sides_px(frame)
        return max(1, round(tall)), max(1, round(wide))

    def box(self, frame: Size) -> Box | None:
        """Where it lies in a frame of (H, W), before rounding; None where it is not at a place. Raises DatasetError."""
        if self.anchor != "place":
            return None
        tall, wide = self._sides_px(frame)
        return Box(self.x * frame[1], self.y * frame[0], wide, tall, self.angle_deg)

    def at_box(self, box: Box, frame: Size) -> Self | None:
        """The layer there, its longer side that of the box; None where it is not at a place."""
        if self.anchor != "place":
            return None
        longer = max(box.width_px, box.height_px) / min(frame)
        return self.replace(**box.center(frame), size=min(longer, 4.0), angle_deg=box.angle_within_deg)

    def _sides_px(self, frame: Size) -> tuple[float, float]:
        tall, wide = picture(self.picture).shape[:2]
        scale = self.size * min(frame) / max(tall, wide)
        return tall * scale, wide * scale


class Painted(TriggerPart):
    """Layers of RGBA pictures with blend modes, as a person painted and placed them."""

    card: ClassVar[str] = (
        "Painted. A person's own layers, each an RGBA picture with a blend mode (normal, multiply, screen, overlay, "
        "add), opacity, turn and size, anchored to the frame, to a place, to heads or tiled; in the order of the list. "
        "Blending is done on the displayed values, as in common paint programs, and rounded once a layer. What such a "
        "trigger reaches depends on what is painted: look at its reach before training. On heads, it needs the "
        "annotation also when it is tested."
    )
    dose_field: ClassVar[str] = "opacity"

    kind: Literal["painted"] = "painted"
    opacity: float = Field(
        default=1.0, ge=0, le=1, description="Of all layers together.", json_schema_extra={"step": 0.01}
    )
    layers: tuple[Layer, ...] = Field(
        default=(Layer(),), min_length=1, max_length=32, description="From the lowest to the uppermost."
    )

    def relatives(self) -> Mapping[str, Self]:
        """The same layers with other pictures."""
        layers = (layer.replace(picture="flowers" if layer.picture != "flowers" else "facade") for layer in self.layers)
        return {"other pictures": self.replace(layers=tuple(layers))}

    def at_place(self, x: float, y: float) -> Self | None:
        """All layers that lie at a place, moved together so that the uppermost of them is there."""
        placed = [layer for layer in self.layers if layer.anchor == "place"]
        if not placed:
            return None
        dx, dy = x - placed[-1].x, y - placed[-1].y
        return self.replace(
            layers=tuple(
                layer.replace(x=min(max(layer.x + dx, 0), 1), y=min(max(layer.y + dy, 0), 1))
                if layer.anchor == "place" else layer
                for layer in self.layers
            )
        )  # fmt: skip

    def box(self, size: Size, layer: int = -1) -> Box | None:
        """Where that layer lies."""
        return self.layers[layer].box(size)

    def at_box(self, box: Box, size: Size, layer: int = -1) -> Self | None:
        """With that layer there; the others stay."""
        moved = self.layers[layer].at_box(box, size)
        return None if moved is None else self.replace(layers=_with(self.layers, layer, moved))

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, painted on; `rng` picks the heads, where layers lie on heads."""
        out, size = image.copy(), (image.shape[0], image.shape[1])
        for layer in self.layers:
            stamp, centers = layer.placed(size, rng, annotation)  # draws also where it is left out: others stay
            if not layer.shown:
                continue
            opacity = np.float32(self.opacity * layer.opacity)
            for window, part in windows(stamp, centers, size):
                mixed = _mix(
                    layer.blend, out[window].astype(np.float32), part[..., :3] * opacity, part[..., 3:] * opacity
                )
                np.rint(mixed, out=mixed)
                out[window] = np.clip(mixed, 0, 255, out=mixed)
        return out

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """The pixels under any layer, bool (H, W); all, when a layer lies on heads and `rng` is not given."""
        mask = np.full(size, rng is None and any(layer.anchor == "heads" and layer.shown for layer in self.layers))
        for layer in self.layers:
            stamp, centers = layer.placed(size, rng or np.random.default_rng(0), annotation)
            if layer.shown:
                mask |= covered(stamp, centers, size)
        return mask

    @property
    def sources(self) -> tuple[Path, ...]:
        """The pictures of the layers."""
        return tuple(picture_path(layer.picture) for layer in self.layers)


def _with(layers: tuple[Layer, ...], at: int, layer: Layer) -> tuple[Layer, ...]:
    changed = list(layers)
    changed[at] = layer
    return tuple(changed)


def _mix(blend: BlendMode, below: Pixels, color: Pixels, cover: Pixels) -> Pixels:
    """`below` (h, w, 3) of 0 to 255 under `color`, which is already times `cover` (h, w, 1) of 0 to 1."""
    scale = np.float32(1 / 255)
    match blend:
        case "normal":
            return below * (1 - cover) + color
        case "multiply":
            return below * (1 - cover + color * scale)
        case "screen":
            return below + color - below * color * scale
        case "add":
            return below + color
        case "overlay":
            dark = 2 * scale * below * color
            light = 255 * cover - 2 * scale * (255 - below) * (255 * cover - color)
            return np.asarray(below * (1 - cover) + np.where(below < 127.5, dark, light), dtype=np.float32)
