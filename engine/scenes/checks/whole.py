"""What only a look at all scenes shows: unusual ones, labels stored in another way, pictures and labels twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..scene import Dataset, Labels, Scene
from .coordinates import Evidence
from .lookalikes import Lookalikes
from .norms import Norms
from .pooled import Pooled
from .problem import Problem
from .same_labels import SameLabels


@dataclass
class Whole:
    """Collects a few numbers of each scene as it is checked: 10,000 scenes take 70 MB."""

    norms: Norms = field(default_factory=Norms)
    pooled: Pooled = field(default_factory=Pooled)
    lookalikes: Lookalikes = field(default_factory=Lookalikes)
    same_labels: SameLabels = field(default_factory=SameLabels)

    def add(self, scene: Scene, labels: Labels, image: NDArray[np.uint8] | None, evidence: Evidence) -> None:
        """Take note of a labelled scene that could be read; without its `image` nothing is known of its texture."""
        points, size = labels.annotation.points, scene.size
        self.norms.add(scene.id, len(points), size, image)
        self.pooled.add(scene.id, scene.split, points, size, evidence)
        self.same_labels.add(scene, points)

    def see(self, scene: Scene, image: NDArray[np.uint8]) -> None:
        """Take note of a picture, whatever its labels are."""
        self.lookalikes.add(scene, image)

    def join(self, later: "Whole") -> None:
        """Take over what was noted of later scenes, as if it had been noted here."""
        self.norms.join(later.norms)
        self.pooled.join(later.pooled)
        self.lookalikes.join(later.lookalikes)
        self.same_labels.join(later.same_labels)

    def problems(self, dataset: Dataset) -> Iterator[Problem]:
        """All that is wrong with the whole, each with the scene that it is told of."""
        yield from self.norms.problems()
        yield from self.pooled.problems()
        copies = list(self.lookalikes.problems(dataset))
        yield from copies
        yield from self.same_labels.problems(self.lookalikes.pairs)
