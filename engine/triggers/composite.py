"""The composite: several triggers, one after another; and any trigger as the stack of layers that a person edits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from ..plugins import AlsoPlugins
from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart
from .library import SingleTrigger
from .light import Light
from .painted import Layer, Painted
from .patch import Patch
from .placement import Box

MOST_PARTS = 16


class Composite(TriggerPart):
    """A list of triggers applied in order, each to what the one before it left."""

    card: ClassVar[str] = (
        "Composite. Triggers applied in order, each with draws of its own, so that taking one out leaves the others as "
        "they were where they come first. Heads that a warp moves are moved for all that follow. Its footprint is the "
        "union. A defense that knows one of the parts need not see the whole."
    )
    dose_field: ClassVar[str] = "triggers"
    has_defaults: ClassVar[bool] = False

    kind: Literal["composite"] = "composite"
    triggers: tuple[Annotated[SingleTrigger, AlsoPlugins("triggers")], ...] = Field(
        default=(Light(), Patch()),
        min_length=1,
        max_length=MOST_PARTS,
        description="The triggers, the first one first.",
    )
    left_out: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(), max_length=MOST_PARTS, description="Numbers of those that are left out for now, the first one is 1."
    )

    @model_validator(mode="after")
    def _only_those_there_are(self) -> Self:
        if self.left_out and max(self.left_out) > len(self.triggers):
            raise ValueError(f"left_out: there is no trigger {max(self.left_out)}; there are {len(self.triggers)}")
        return self

    def relatives(self) -> Mapping[str, Self]:
        """Each of them left out, where there are several."""
        if len(self.triggers) < 2:
            return {}
        return {
            f"without the {part.kind} ({number})": self.replace(
                triggers=self.triggers[: number - 1] + self.triggers[number:],
                left_out=tuple(other - (other > number) for other in self.left_out if other != number),
            )
            for number, part in enumerate(self.triggers, start=1)
            if number not in self.left_out
        }

    def box(self, size: Size, layer: int = -1) -> Box | None:
        """That of the layer, counted through all of them as `sheets_of` does; by default of the last that has one."""
        part, inner = self._holder(size, layer)
        return None if part is None else self.triggers[part].box(size, inner)

    def at_box(self, box: Box, size: Size, layer: int = -1) -> Self | None:
        """With that layer there, by default the last that has a box."""
        part, inner = self._holder(size, layer)
        moved = None if part is None else self.triggers[part].at_box(box, size, inner)
        if part is None or moved is None:
            return None
        return self.replace(triggers=(*self.triggers[:part], moved, *self.triggers[part + 1 :]))

    def _holder(self, size: Size, layer: int) -> tuple[int | None, int]:
        """Which of them holds the layer, and its number there."""
        if layer < 0:
            places = (place for place in reversed(range(len(self.triggers))) if self.triggers[place].box(size))
            return next(places, None), -1
        for place, part in enumerate(self.triggers):
            num = len(part.layers) if isinstance(part, Painted) else 1
            if layer < num:
                return place, layer
            layer -= num
        return None, -1

    def apply(self, image: Image, rng: np.random.Generator, annotation: Annotation | None = None) -> Image:
        """A copy of `image`, uint8 (H, W, 3) RGB, with all of them."""
        out = image
        for part, seed, heads in self._steps(image.shape[:2], rng, annotation):
            out = part.apply(out, np.random.default_rng(seed), heads)
        return out

    def footprint(
        self, size: Size, rng: np.random.Generator | None = None, annotation: Annotation | None = None
    ) -> Mask:
        """The pixels that any of them may change, bool (H, W)."""
        mask = np.zeros(size, dtype=np.bool_)
        if rng is None:
            for number, part in enumerate(self.triggers, start=1):
                if number not in self.left_out:
                    mask |= part.footprint(size, None, annotation)
            return mask
        for part, seed, heads in self._steps(size, rng, annotation):
            mask |= part.footprint(size, np.random.default_rng(seed), heads)
        return mask

    def move(self, annotation: Annotation, size: Size, rng: np.random.Generator) -> Annotation:
        """The heads after all of them."""
        moved = annotation
        for part, seed, _heads in self._steps(size, rng, None):
            moved = part.move(moved, size, np.random.default_rng(seed))
        return moved

    def cover(self) -> Self:
        """The cover forms of all of them."""
        return self.replace(triggers=tuple(part.cover() for part in self.triggers))

    def scaled(self, factor: float) -> Self:
        """All of them `factor` times as strong."""
        return self.replace(triggers=tuple(part.scaled(factor) for part in self.triggers))

    @property
    def is_ready(self) -> bool:
        """Whether all of them are that are not left out."""
        parts = enumerate(self.triggers, start=1)
        return all(part.is_ready for number, part in parts if number not in self.left_out)

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files of all of them."""
        return tuple(path for part in self.triggers for path in part.sources)

    def _steps(
        self, size: Size, rng: np.random.Generator, annotation: Annotation | None
    ) -> Iterator[tuple[SingleTrigger, int, Annotation | None]]:
        """Each trigger with a seed of its own, since parts may draw more or less, and the heads as it finds them."""
        heads = annotation
        seeds = rng.integers(2**63, size=len(self.triggers)).tolist()
        for number, (part, seed) in enumerate(zip(self.triggers, seeds, strict=True), start=1):
            if number in self.left_out:
                continue  # its draw is made all the same: the others stay as they were
            yield part, seed, heads
            if heads is not None:
                heads = part.move(heads, size, np.random.default_rng(seed))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One layer of a trigger as a person stacks them: a picture of a painted one, or a trigger of another kind.

    `opacity` and `name` are those of the painted trigger that a picture belongs to.
    """

    part: Layer | SingleTrigger
    shown: bool = True
    opacity: float = 1.0
    name: str = ""


Stacked: TypeAlias = SingleTrigger | Composite


def sheets_of(trigger: Stacked) -> tuple[Sheet, ...]:
    """The layers of any trigger from the lowest to the uppermost; one where it has none but itself."""
    match trigger:
        case Composite():
            return tuple(
                Sheet(sheet.part, sheet.shown and number not in trigger.left_out, sheet.opacity, sheet.name)
                for number, part in enumerate(trigger.triggers, start=1)
                for sheet in sheets_of(part)
            )
        case Painted():
            return tuple(Sheet(layer, layer.shown, trigger.opacity, trigger.name) for layer in trigger.layers)
        case _:
            return (Sheet(trigger),)


def stacked(sheets: Sequence[Sheet], name: str = "") -> Stacked:
    """The trigger of these layers, the way back from `sheets_of`; `name` is that of a composite.

    Pictures that lie on one another are one painted trigger. Raises ValidationError (a ValueError) where there are
    more layers than a trigger may have, or none.
    """
    parts: list[SingleTrigger] = []
    left_out: list[int] = []
    for of, group in groupby(sheets, key=_painted_of):
        if of is None:
            for sheet in group:
                assert not isinstance(sheet.part, Layer)
                parts.append(sheet.part)
                left_out += [] if sheet.shown else [len(parts)]
        else:
            layers = [_with_shown(sheet) for sheet in group]
            parts.append(Painted(opacity=of[0], name=of[1], layers=tuple(layers)))
    if len(parts) == 1 and not left_out:
        return parts[0]
    return Composite(triggers=tuple(parts), left_out=tuple(left_out), name=name)


def _painted_of(sheet: Sheet) -> tuple[float, str] | None:
    return (sheet.opacity, sheet.name) if isinstance(sheet.part, Layer) else None


def _with_shown(sheet: Sheet) -> Layer:
    assert isinstance(sheet.part, Layer)
    return sheet.part.replace(shown=sheet.shown)
