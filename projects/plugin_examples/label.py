"""A label edit: every second head goes."""

from typing import ClassVar, Literal

import numpy as np

from miscount.engine.labels.base import LabelPart, Mask, Size
from miscount.engine.scenes.annotation import Annotation


class Halve(LabelPart):
    """Heads at odd places of the list are dropped."""

    card: ClassVar[str] = (
        "Halve: a made-up label edit that stands for one that somebody adds. Every second head is dropped."
    )
    kind: Literal["halve"] = "halve"

    @property
    def ratio(self) -> float:
        """One half."""
        return 0.5

    def apply(
        self, annotation: Annotation, size: Size, rng: np.random.Generator, footprint: Mask | None = None
    ) -> Annotation:
        """The heads at even places."""
        return annotation.take(slice(None, None, 2))
