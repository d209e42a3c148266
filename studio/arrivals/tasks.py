"""The work of these windows, as tasks of a job: the engine's events, and values on the way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from miscount.engine.events import Cancel, Finished
from miscount.engine.files import make_folder, write_text

from ..runs.task_events import Made, TaskEvent

if TYPE_CHECKING:
    from miscount.engine.auditing import Request
    from miscount.engine.counters import Counter
    from miscount.engine.counting import Counted, Picture

SHOWN_PX, SMALL_PX = 960, 72
"""The width of the pictures that are kept to be looked at, and the longer side of those in the table."""

MOST_SHOWN = 5_000
"""Of so many pictures what was seen is kept, about 0.1 MB each."""


@dataclass(frozen=True)
class CountedPicture:
    """A row of the table: what the engine says, and the picture in small, uint8 (h, w, 3); its number from 0."""

    number: int
    row: "Counted"
    small: NDArray[np.uint8] | None


@dataclass(frozen=True)
class CountPictures:
    """Count the pictures, folders and videos in `paths` by the counter in `weights`; `folder` is for what is seen."""

    weights: Path
    paths: tuple[Path, ...]
    folder: Path
    given: Mapping[str, Any] = field(default_factory=dict)
    every: int = 1

    def __call__(self, cancel: Cancel) -> Iterator[TaskEvent]:
        """A `Made` with a CountedPicture for each, and one with the engine's Counts at the end, stopped or not."""
        from miscount.engine.counters import load
        from miscount.engine.counting import Counted, count_all, found_in

        found, keep = found_in(self.paths), _Kept(self.folder)
        steps, number = count_all(load(self.weights, dict(self.given)), found, keep, cancel, self.every), 0
        while True:
            try:
                said = next(steps)
            except StopIteration as end:
                yield Made(end.value)
                yield Finished(cancelled=end.value.cancelled)
                return
            if isinstance(said, Counted):
                yield Made(CountedPicture(number, said, keep.take_small()))
                keep.number = number = number + 1
            else:
                yield said


class _Kept:
    """Counts a picture, and keeps what was seen: the picture and its map over it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.number = folder, 0
        self._small: NDArray[np.uint8] | None = None

    def __call__(self, picture: "Picture", counter: "Counter") -> float:
        from miscount.engine.scenes.images import write_image
        from miscount.engine.visualize import fitted, over_image

        assert picture.image is not None
        density, seen = counter.density(picture.image), fitted(picture.image, SHOWN_PX)
        height, width = seen.shape[:2]
        self._small = fitted(seen, max(1, round(SMALL_PX * width / max(height, width))))
        if self.number < MOST_SHOWN:
            write_image(seen_file(self._folder, self.number), seen)
            write_image(map_file(self._folder, self.number), over_image(seen, density))
        return float(density.sum(dtype=np.float64))

    def take_small(self) -> NDArray[np.uint8] | None:
        """The picture that was counted last, in small."""
        small, self._small = self._small, None
        return small


def seen_file(folder: Path, number: int) -> Path:
    """Where a picture lies that was counted."""
    return folder / f"{number:06d}.jpg"


def map_file(folder: Path, number: int) -> Path:
    """Where the picture lies with its density map over it."""
    return folder / f"{number:06d}-map.jpg"


@dataclass(frozen=True)
class AuditSuspect:
    """Audit what `request` names, and write the page to `page`; `folder` is for what is trained on the way."""

    request: "Callable[[], Request]"
    """Made on the worker: the engine's detectors bring torch."""

    page: Path
    folder: Path

    def __call__(self, cancel: Cancel) -> Iterator[TaskEvent]:
        """A `Made` with the engine's Audit at the end."""
        from miscount.engine.auditing import page

        found = yield from self.request().carried_out(self.folder, cancel)
        make_folder(self.page.parent)
        write_text(self.page, page(found))
        yield Made(found)
        yield Finished()
