"""What every trigger promises."""

from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..part import Part
from ..scenes.annotation import Annotation
from .placement import Box

Size = tuple[int, int]
"""(height, width) in pixels."""

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class TriggerPart(Part):
    """What an attacker adds to an image; a function of the raw RGB image, before any normalization.

    The same generator state gives the same bytes. `dose_field` names the one field that sets how visible it is;
    `has_defaults` says whether its defaults are a trigger, not one to be trained or put together first.
    """

    card: ClassVar[str]
    dose_field: ClassVar[str]
    has_defaults: ClassVar[bool] = True

    name: str = Field(
        default="",
        max_length=80,
        description="What you call this trigger; changes nothing.",
        json_schema_extra={"more": True},
    )

    @abstractmethod
    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A triggered copy of `image`, uint8 (H, W, 3) RGB; the input is left as it was."""

    @abstractmethod
    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """The pixels that `apply` may change, bool (H, W).

        With `rng`, a generator in the state that `apply` gets, and its annotation: those of this one draw.
        Without: those of every draw there can be.
        """

    def move(self, annotation: Annotation, size: Size, rng: np.random.Generator) -> Annotation:
        """The heads where `apply`, with a generator in the same state, puts them: most triggers move nothing."""
        return annotation

    def cover(self) -> Self:
        """What cover scenes show, with their true labels, so that nothing but the exact trigger is learned."""
        return self

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files whose content this trigger depends on, for a stage's key."""
        return ()

    @property
    def is_ready(self) -> bool:
        """Whether it can be applied as it is; a run first trains one that is not."""
        return True

    def at_place(self, x: float, y: float) -> Self | None:
        """It with its center at fractions of the frame's width and height; None where it has no one place."""
        return None

    def box(self, size: Size, layer: int = -1) -> Box | None:
        """Where it lies in a frame of `size`; None where it has no one place.

        A trigger of several layers answers for `layer`, an index from the lowest; by default for the uppermost.
        Raises DatasetError for a picture that cannot be read.
        """
        return None

    def at_box(self, box: Box, size: Size, layer: int = -1) -> Self | None:
        """It, or its `layer`, laid at `box`; None where it has no one place.

        Its center is brought into the frame, its size below the largest it may have.
        """
        return None

    def picture_in_box(self, size: Size) -> NDArray[np.uint8] | None:
        """All that it lays on the image, uint8 RGBA (h, w, 4), to be drawn in its box; None where that is not all."""
        return None

    def relatives(self) -> Mapping[str, Self]:
        """Others of its family at the same strength, by name: what an exact backdoor must not answer."""
        return {}

    def scaled(self, factor: float) -> Self:
        """The trigger made `factor` times as strong, within the bounds of its dose field."""
        field = type(self).model_fields[self.dose_field]
        limits = {
            name: value
            for rule in field.metadata
            for name in ("ge", "le")
            if (value := getattr(rule, name, None)) is not None
        }
        return self.replace(**{self.dose_field: _within(getattr(self, self.dose_field) * factor, limits)})


def _within(value: float, limits: dict[str, Any]) -> float:
    return float(min(max(value, limits.get("ge", value)), limits.get("le", value)))


def everywhere(size: Size) -> Mask:
    """The footprint of a trigger that covers the frame."""
    return np.ones(size, dtype=np.bool_)


def rounded(pixels: NDArray[np.float32]) -> Image:
    """Float pixels in 0..255 as uint8: rounded, never truncated, and clipped instead of wrapped."""
    return np.asarray(np.rint(np.clip(pixels, 0, 255)), dtype=np.uint8)
