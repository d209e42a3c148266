"""What is explained, and what an explanation is."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..counters import Counter
from ..scenes import Annotation
from ..seeds import generator
from ..triggers import AnyTrigger

Image: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Subject:
    """A counter's answer to one scene, clean and with the trigger; image uint8 (H, W, 3) RGB."""

    counter: Counter
    image: Image
    annotation: Annotation
    trigger: AnyTrigger
    seed: int = 0

    def triggered(self) -> Image:
        """The scene with the trigger."""
        return self.trigger.apply(self.image, generator(self.seed, "explain"), self.annotation)


@dataclass(frozen=True, eq=False)
class Attribution:
    """A map over the frame, float32 (R, C) of any resolution, and the sentence that says what it shows."""

    map: NDArray[np.float32]
    sentence: str


Step: TypeAlias = tuple[int, int] | Attribution
