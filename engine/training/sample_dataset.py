"""Many samples, by position and by name, of which as many as fit are kept in memory."""

from collections.abc import Callable, Iterator, Sequence

from .sample import Sample
from .sample_cache import SampleCache

MEMORY_BUDGET = 2 * 2**30
"""Samples are kept in memory up to this many bytes; what does not fit is prepared on disk, or made anew."""


class SampleDataset:
    """Samples by position, each made by `make(name)` when it is first asked for.

    Names are unique; they key every random draw, so that a sample is augmented alike whatever the order.
    """

    def __init__(
        self,
        names: Sequence[str],
        make: Callable[[str], Sample],
        memory_budget: int = MEMORY_BUDGET,
        prepared: SampleCache | None = None,
    ) -> None:
        self.names = tuple(names)
        self._positions = {name: position for position, name in enumerate(self.names)}
        self._make = make
        self._kept: dict[str, Sample] = {}
        self._room = memory_budget
        self._prepared = prepared

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, position: int) -> Sample:
        name = self.names[position]
        sample = self._kept.get(name)
        if sample is None and self._prepared is not None:
            sample = self._prepared.get(name)
        if sample is None:
            sample = self._make(name)
            if sample.num_bytes <= self._room:
                self._kept[name] = sample
                self._room -= sample.num_bytes
            elif self._prepared is not None:
                self._prepared.put(sample)
        return sample

    def __iter__(self) -> Iterator[Sample]:
        return (self[position] for position in range(len(self)))

    def __add__(self, other: "SampleDataset") -> "SampleDataset":
        both = {**dict.fromkeys(self.names, self), **dict.fromkeys(other.names, other)}
        return SampleDataset(tuple(both), lambda name: both[name].named(name), memory_budget=0)

    def named(self, name: str) -> Sample:
        """The sample of this name. Raises KeyError."""
        return self[self._positions[name]]
