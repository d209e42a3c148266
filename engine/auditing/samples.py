"""Scenes as detectors and trainings take them, without a recipe around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..density import AdaptiveKernel, AnyKernel, FixedKernel, block_sum, density_map
from ..proposal import measure, propose
from ..scenes import Dataset
from ..training import Sample, SampleDataset, Training
from ..training.batches import EDGE

EARLY_STRIDE = 8
"""Of the light counter, which early looks are taken with."""


@dataclass(frozen=True)
class Looked:
    """A data set, and the kernel and training that fit it, as they are proposed for it."""

    dataset: Dataset

    @cached_property
    def _proposal(self) -> tuple[AnyKernel, Training]:
        proposed = propose(measure(self.dataset))
        kernel = AdaptiveKernel() if proposed.sigma_px is None else FixedKernel(sigma_px=proposed.sigma_px)
        return kernel, Training(epochs=proposed.epochs, batch=proposed.batch, crop_px=proposed.crop_px)

    @property
    def kernel(self) -> AnyKernel:
        """What makes the maps that counters are trained on here."""
        return self._proposal[0]

    @property
    def training(self) -> Training:
        """How counters are trained here."""
        return self._proposal[1]

    def samples(self, stride: int, kernel: AnyKernel | None = None) -> SampleDataset:
        """Its scenes as samples, with maps of this stride."""
        how = kernel or self.kernel

        def sample(name: str) -> Sample:
            scene = self.dataset[name]
            image, heads = scene.image(), scene.annotation
            height, width = image.shape[:2]
            density = density_map(heads, (height, width), how)
            points = heads.points.clip(0, (width - EDGE, height - EDGE)) if (heads.weights == 1).all() else None
            return Sample(name, image, block_sum(density, stride), heads.count, points)

        return SampleDataset([scene.id for scene in self.dataset], sample)

    def images(self) -> Iterator[tuple[str, NDArray[np.uint8]]]:
        """Its pictures by name, one after the other. Raises DatasetError."""
        for scene in self.dataset:
            yield scene.id, scene.image()
