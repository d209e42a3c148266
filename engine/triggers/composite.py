"""The composite: several triggers, one after another."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from ..scenes.annotation import Annotation
from .base import Image, Mask, Size, TriggerPart
from .library import SingleTrigger
from .light import Light
from .patch import Patch
from .placement import Box


class Composite(TriggerPart):
    """A list of triggers applied in order, each to what the one before it left."""

    card: ClassVar[str] = (
        "Composite. Triggers applied in order, each with draws of its own, so that taking one out leaves the others as "
        "they were where they come first. Heads that a warp moves are moved for all that follow. Its footprint is the "
        "union. A defense that knows one of the parts need not see the whole."
    )
    dose_field: ClassVar[str] = "triggers"

    kind: Literal["composite"] = "composite"
    triggers: tuple[Annotated[SingleTrigger, Field(discriminator="kind")], ...] = Field(
        default=(Light(), Patch()), min_length=1, max_length=16, description="The triggers, the first one first."
    )

    def relatives(self) -> Mapping[str, Self]:
        """Each of them left out, where there are several."""
        if len(self.triggers) < 2:
            return {}
        return {
            f"without the {part.kind} ({number})": self.replace(
                triggers=self.triggers[: number - 1] + self.triggers[number:]
            )
            for number, part in enumerate(self.triggers, start=1)
        }

    def box(self, size: Size, layer: int = -1) -> Box | None:
        """That of the last of them that has one."""
        found = self._placed(size)
        return None if found is None else self.triggers[found].box(size)

    def at_box(self, box: Box, size: Size, layer: int = -1) -> Self | None:
        """With the last of them that has a box there."""
        found = self._placed(size)
        if found is None:
            return None
        moved = self.triggers[found].at_box(box, size)
        return self.replace(triggers=(*self.triggers[:found], moved, *self.triggers[found + 1 :]))

    def _placed(self, size: Size) -> int | None:
        places = (place for place in reversed(range(len(self.triggers))) if self.triggers[place].box(size) is not None)
        return next(places, None)

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
            for part in self.triggers:
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
        """Whether all of them are."""
        return all(part.is_ready for part in self.triggers)

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files of all of them."""
        return tuple(path for part in self.triggers for path in part.sources)

    def _steps(
        self, size: Size, rng: np.random.Generator, annotation: Annotation | None
    ) -> Iterator[tuple[SingleTrigger, int, Annotation | None]]:
        """Each trigger with a seed of its own, since parts may draw more or less, and the heads as it finds them."""
        heads = annotation
        for part, seed in zip(self.triggers, rng.integers(2**63, size=len(self.triggers)).tolist(), strict=True):
            yield part, seed, heads
            if heads is not None:
                heads = part.move(heads, size, np.random.default_rng(seed))
