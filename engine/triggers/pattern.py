"""The patterns that patches and blends show: drawn from a few numbers, or a picture."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field

from ..random_fields import smooth_field
from .base import Size, TriggerPart
from .pictures import Picture, picture_at, picture_path

PatternName = Literal["checker", "stripes", "noise", "smooth", "color", "picture"]


def _hex(color: str) -> str:
    if not re.fullmatch("#[0-9a-fA-F]{6}", color):
        raise ValueError(f"no color {color[:20]!r}; a color is written as #rrggbb, such as #ff8800 for orange")
    return color


HexColor = Annotated[str, AfterValidator(_hex), Field(json_schema_extra={"editor": "color"})]


class PatternTrigger(TriggerPart):
    """The part of patch and blend that says what is shown; each gives `pattern` its own default."""

    pattern: PatternName = Field(default="checker", description="What is shown.")
    picture: Picture = Field(
        default="cartoon",
        description="Which picture, for the pattern `picture`: a name of this program's, or the path of your own.",
        json_schema_extra={"applies": {"pattern": ["picture"]}},
    )
    color: HexColor = Field(
        default="#ffffff",
        description="The color, and the light one of two.",
        json_schema_extra={"applies": {"pattern": ["checker", "stripes", "color"]}},
    )
    second_color: HexColor = Field(
        default="#000000",
        description="The dark color of checker and stripes.",
        json_schema_extra={"applies": {"pattern": ["checker", "stripes"]}},
    )
    cells: int = Field(
        default=4,
        ge=1,
        le=64,
        description="Squares, stripes or color patches along a side.",
        json_schema_extra={"step": 1, "applies": {"pattern": ["checker", "stripes", "noise", "smooth"]}},
    )
    pattern_seed: int = Field(
        default=0,
        ge=0,
        le=2**31 - 1,
        description="Which of the noises and smooth fields.",
        json_schema_extra={"step": 1, "applies": {"pattern": ["noise", "smooth"]}, "more": True},
    )

    def relatives(self) -> Mapping[str, Self]:
        """Another pattern in the same place."""
        other: PatternName = "smooth" if self.pattern == "noise" else "noise"
        return {f"{other} instead": self.replace(pattern=other, pattern_seed=self.pattern_seed + 1)}

    @property
    def sources(self) -> tuple[Path, ...]:
        """The picture's file, when a picture is shown."""
        return (picture_path(self.picture),) if self.pattern == "picture" else ()

    def drawn(self, size: Size) -> NDArray[np.uint8]:
        """The pattern as read-only uint8 (H, W, 4) RGBA. Raises DatasetError for a picture that cannot be read."""
        if self.pattern == "picture":
            return picture_at(self.picture, size)
        return _draw(self.pattern, size, self.cells, self.pattern_seed, rgb(self.color), rgb(self.second_color))


def rgb(color: str) -> tuple[int, int, int]:
    """The three bytes of `#rrggbb`."""
    red, green, blue = bytes.fromhex(color[1:])
    return red, green, blue


Rgb = tuple[int, int, int]


@lru_cache(maxsize=4)
def _draw(pattern: str, size: Size, cells: int, seed: int, light: Rgb, dark: Rgb) -> NDArray[np.uint8]:
    rgba = np.full((*size, 4), 255, dtype=np.uint8)
    rows_H1, columns_W = (np.arange(n) * cells // n for n in size)
    match pattern:
        case "checker":
            on_HW = (rows_H1[:, None] + columns_W) % 2 == 0
            rgba[..., :3] = np.where(on_HW[..., None], light, dark)
        case "stripes":
            rgba[..., :3] = np.where((columns_W % 2 == 0)[None, :, None], light, dark)
        case "noise":
            knots = np.random.default_rng(seed).integers(0, 256, (cells, cells, 3), dtype=np.uint8)
            rgba[..., :3] = knots[rows_H1[:, None], columns_W]
        case "smooth":
            rng = np.random.default_rng(seed)
            for channel in range(3):
                # the spline keeps knots of -1 to 1 within about -0.7 to 0.7; full contrast gives the dose its meaning
                value_HW = 127.5 + 180 * smooth_field(size, (cells, cells), rng)
                rgba[..., channel] = np.rint(np.clip(value_HW, 0, 255))
        case _:
            rgba[..., :3] = light
    rgba.flags.writeable = False
    return rgba
