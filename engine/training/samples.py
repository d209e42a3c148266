"""What a counter is trained on: images with the map that it should give."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Sample:
    """One image uint8 (H, W, 3) RGB and its target float32 (ceil(H/s), ceil(W/s)), the block sums of a density map."""

    name: str
    image: NDArray[np.uint8]
    target: NDArray[np.float32]
    count: float

    @property
    def num_bytes(self) -> int:
        """Memory that keeping this sample takes."""
        return self.image.nbytes + self.target.nbytes


MEMORY_BUDGET = 2 * 2**30
"""Samples are kept in memory up to this many bytes; what does not fit is made anew when it is asked for."""


class Samples:
    """Samples by position, each made by `make(name)` when it is first asked for.

    Names are unique; they key every random draw, so that a sample is augmented alike whatever the order.
    """

    def __init__(self, names: Sequence[str], make: Callable[[str], Sample], memory_budget: int = MEMORY_BUDGET) -> None:
        self.names = tuple(names)
        self._positions = {name: position for position, name in enumerate(self.names)}
        self._make = make
        self._kept: dict[str, Sample] = {}
        self._room = memory_budget

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, position: int) -> Sample:
        name = self.names[position]
        sample = self._kept.get(name)
        if sample is None:
            sample = self._make(name)
            if sample.num_bytes <= self._room:
                self._kept[name] = sample
                self._room -= sample.num_bytes
        return sample

    def __iter__(self) -> Iterator[Sample]:
        return (self[position] for position in range(len(self)))

    def __add__(self, other: "Samples") -> "Samples":
        both = {**dict.fromkeys(self.names, self), **dict.fromkeys(other.names, other)}
        return Samples(tuple(both), lambda name: both[name].named(name), memory_budget=0)

    def named(self, name: str) -> Sample:
        """The sample of this name. Raises KeyError."""
        return self[self._positions[name]]
