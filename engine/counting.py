"""Counts of any pictures: files, folders and frames of videos, without labels and without a dataset around them."""

import csv
import io
import math
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cells import guarded
from .counters import Counter, implausible
from .errors import DatasetError, OutputError
from .events import Cancel, Event, Progress, StageStarted, Warned
from .files import write_atomically
from .paths import inside
from .reading import is_file, is_folder, listed, real_path
from .reading.video import SUFFIXES as VIDEOS
from .reading.video import frames
from .scenes.folders import natural, picture_paths, subfolders
from .scenes.formats.near_misses import OTHER_PICTURES
from .scenes.images import SUFFIXES, read_image, write_image
from .training.devices import fabric_for
from .visualize import over_image

Image = NDArray[np.uint8]
COLUMNS = ("picture", "name", "frame", "seconds", "height", "width", "count", "problem")
"""Of the table of counts; what is written of a picture, such as its map, is called by its `name`."""


@dataclass(frozen=True)
class Picture:
    """What is to be counted: a picture, or one frame of a video.

    `name` is unique among all that are asked for, with slashes; `path` is the file; `frame` and `seconds` say where
    in a video it is. `image` is None where it could not be read, and `problem` says why.
    """

    name: str
    path: Path
    image: Image | None = None
    frame: int | None = None
    seconds: float | None = None
    problem: str = ""


@dataclass(frozen=True)
class Counted:
    """A picture with its count, in persons; None where it could not be counted, and then `problem` says why.

    It also says where what was asked for beside the count, such as the map, could not be written. `size` is (H, W) in
    pixels.
    """

    name: str
    path: Path
    count: float | None
    size: tuple[int, int] | None = None
    frame: int | None = None
    seconds: float | None = None
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """In plain values."""
        height, width = self.size or (None, None)
        return {"picture": str(self.path), "name": self.name, "frame": self.frame, "seconds": self.seconds,
                "height": height, "width": width, "count": self.count, "problem": self.problem}  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """A row for each picture and frame that was counted or could not be; `doubt` is a sentence on all of them.

    `cancelled`: it was stopped before its end, and these are the rows until then.
    """

    rows: tuple[Counted, ...] = ()
    doubt: str = ""
    cancelled: bool = False

    @property
    def whole(self) -> tuple[Counted, ...]:
        """The rows that have a count."""
        return tuple(row for row in self.rows if row.count is not None)

    @property
    def total(self) -> float:
        """All persons together."""
        return sum(row.count or 0.0 for row in self.rows)

    @property
    def sentence(self) -> str:
        """How many pictures, how many persons."""
        num, left = len(self.whole), len(self.rows) - len(self.whole)
        bad = f"; {left} could not be counted" if left else ""
        pictures = "1 picture" if num == 1 else f"{num:,} pictures"
        mean = f", {self.total / num:,.1f} in each on average" if num > 1 else ""
        return f"{pictures} counted: {self.total:,.1f} persons{mean}{bad}."

    def table(self) -> str:
        """The rows as CSV, for a spreadsheet."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(COLUMNS)
        for row in self.rows:
            values = row.to_json()
            table.writerow(guarded("" if values[name] is None else str(values[name])) for name in COLUMNS)
        return text.getvalue()


def found_in(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """The pictures and videos that `paths` name, or that lie in the folders that they name: (unique name, file).

    What is neither is listed too, so that it is told when its turn comes. Raises DatasetError where nothing is there.
    """
    found: list[tuple[str, Path]] = []
    for path in paths:
        before = f"{path.resolve().name}/" if len(paths) > 1 else ""
        if is_folder(path):
            found += [(before + name, path / name) for name in _below(path)]
        else:
            found.append((path.name, path))
    if not found:
        kinds = ", ".join((*SUFFIXES, *VIDEOS))
        folders = ", ".join(map(str, paths))
        raise DatasetError(f"{folders} holds nothing to count: expected pictures or videos ({kinds}), found none.")
    return list(_unique(found))


def _below(folder: Path) -> list[str]:
    """Pictures and videos in `folder` and below, by their paths from there; pictures in other forms are told, too."""
    names = picture_paths(folder)
    others = (*VIDEOS, *OTHER_PICTURES)
    for place in (folder, *subfolders(folder)):
        found = [one for one in listed(place) or () if one.suffix.lower() in others and not one.name.startswith(".")]
        names += [other.relative_to(folder).as_posix() for other in found]
    return sorted(names, key=natural)


def _unique(found: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """Names with a number where an earlier one is the same, save for its suffix and for the case of letters."""
    taken: set[str] = set()
    for name, path in found:
        stem, number, ours = name.rpartition(".")[0] or name, 1, name
        while _stem(ours).casefold() in taken:
            number += 1
            ours = f"{stem}_{number}{path.suffix}"
        taken.add(_stem(ours).casefold())
        yield ours, path


def _stem(name: str) -> str:
    """A name without its suffix, as what is written of it is called."""
    folder, slash, last = name.rpartition("/")
    return folder + slash + (last.rpartition(".")[0] or last)


def pictures(found: Iterable[tuple[str, Path]], every: int = 1) -> Iterator[Picture]:
    """Each picture, and every `every`-th frame of each video, read when its turn comes; one that is broken says so."""
    for name, path in found:
        if path.suffix.lower() in VIDEOS:
            yield from _frames(name, path, every)
        else:
            yield _picture(name, path)


def _picture(name: str, path: Path) -> Picture:
    try:
        return Picture(name, path, read_image(path))
    except DatasetError as error:
        return Picture(name, path, problem=str(error))


def _frames(name: str, path: Path, every: int) -> Iterator[Picture]:
    try:
        for number, seconds, image in frames(path, every, DatasetError):
            # a suffix at its end, which is cut from the names of what is written, so that dots of the video stay
            yield Picture(f"{_stem(name)}/frame_{number:06d}.png", path, image, number, seconds)
    except DatasetError as error:
        yield Picture(name, path, problem=str(error))


def counted(counter: Counter, asked: Iterable[Picture], keep: Callable[[Picture, Counter], float]) -> Iterator[Counted]:
    """The count of each picture by `keep`, which may write what it has seen; one that cannot be counted says why."""
    for picture in asked:
        if picture.image is None:
            yield _row(picture, None, picture.problem)
            continue
        try:
            count = keep(picture, counter)
        except OutputError as error:
            count_if_any = error.count if isinstance(error, NotWritten) else None
            yield _row(picture, count_if_any, f"What was asked for of {picture.path} is not written: {error}")
            continue
        except (MemoryError, RuntimeError) as error:
            if not is_of_memory(error):
                raise
            height, width = picture.image.shape[:2]
            yield _row(
                picture, None,
                f"{picture.path} cannot be counted: its {height} x {width} pixels need more memory than there is; make "
                f"it smaller.",
            )  # fmt: skip
            continue
        bad = "" if math.isfinite(count) else f"{picture.path} has no count: this counter gives no number for it."
        yield _row(picture, None if bad else count, bad)


def count_all(
    counter: Counter, found: Sequence[tuple[str, Path]], keep: Callable[[Picture, Counter], float], cancel: Cancel,
    every: int = 1,
) -> Generator[Event | Counted, None, Counts]:  # fmt: skip
    """Count all that was `found` on this machine's device: events, each row as it comes, and all of them at the end.

    A stop is answered after the picture that is being counted, and keeps the rows until then.
    """
    # how many frames a video has is known at its end: a total is told where there is none
    total = len(found) if every == 1 and not any(path.suffix.lower() in VIDEOS for _, path in found) else 0
    yield StageStarted("count", 1, 1, total)
    for note in counter.notes:
        yield Warned("count", note)
    fabric_for("32").to_device(counter.network)
    rows: list[Counted] = []
    for row in counted(counter, pictures(found, every), keep):
        rows.append(row)
        yield row
        yield Progress("count", len(rows), max(total, len(rows)))
        if cancel.is_set():
            break
    whole = [row for row in rows if row.count is not None]
    doubt = implausible(counter.config, [row.count or 0.0 for row in whole], [row.size or (0, 0) for row in whole])
    return Counts(tuple(rows), doubt or "", bool(cancel.is_set()))


def is_of_memory(error: Exception) -> bool:
    """Whether `error` says that memory, of the machine or of its accelerator, was too small."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in words or "allocate memory" in words


def _row(picture: Picture, count: float | None, problem: str) -> Counted:
    size = None if picture.image is None else (picture.image.shape[0], picture.image.shape[1])
    return Counted(picture.name, picture.path, count, size, picture.frame, picture.seconds, problem)


class NotWritten(OutputError):
    """What was asked for of a picture could not be written; its `count` is known all the same."""

    def __init__(self, sentence: str, count: float) -> None:
        super().__init__(sentence)
        self.count = count


@dataclass(frozen=True)
class Written:
    """Counts a picture and writes what a person asked to see of it: its map as .npy, and the map over the picture.

    Files are called as the picture is.
    """

    maps: Path | None = None
    overlays: Path | None = None

    def __call__(self, picture: Picture, counter: Counter) -> float:
        """The count of `picture`. Raises NotWritten, as of a name that is no text, or on a full disk."""
        assert picture.image is not None
        density = counter.density(picture.image)
        count = float(density.sum(dtype=np.float64))
        try:
            self._write(picture, density)
        except OutputError as error:
            raise NotWritten(str(error), count) from error
        return count

    def _write(self, picture: Picture, density: NDArray[np.float32]) -> None:
        assert picture.image is not None
        if self.maps is not None:
            write_atomically(inside(self.maps, f"{_stem(picture.name)}.npy"), lambda part: np.save(part, density))
        if self.overlays is not None:
            write_image(inside(self.overlays, f"{_stem(picture.name)}.png"), over_image(picture.image, density))

    def check_apart(self, asked: Sequence[Path]) -> None:
        """Raises OutputError where something written could lie among what is counted, now or the next time."""
        for folder in (self.maps, self.overlays):
            if folder is None:
                continue
            if is_file(folder):
                raise OutputError(f"{folder} is a file: expected a folder.")
            place = real_path(folder)
            for path in asked:
                source = real_path(path) if is_folder(path) else real_path(path).parent
                if place == source or (is_folder(path) and place.is_relative_to(source)):
                    raise OutputError(f"{folder} lies among what is counted: give another folder.")
