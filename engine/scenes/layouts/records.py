"""Files that hold the labels of many pictures: a record a picture, which goes to the picture that it names.

A record first looks among the pictures of its file's own folder and of its own split, since names such as 000001.jpg
recur in train and val; what two files say of one picture is disputed, and so is what one file says twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from ...errors import DatasetError
from ...reading import Stamp, stamp_of
from ..folders import picture_paths, split_of
from ..labels import Labels
from ..pairing import assign, folder_of
from ..points import finite_labels
from ..scene import Dataset, Scene
from .listing import orphan_id, scene_ids


@dataclass(frozen=True)
class Record:
    """What a file says of one picture: what it calls it, best word first, all else, and the split it puts it in."""

    said: tuple[str, ...]
    content: Any
    split: str | None = None


@dataclass(frozen=True)
class Records:
    """All that a file says, and sentences on what belongs to no picture."""

    of_pictures: tuple[Record, ...]
    notes: tuple[str, ...] = ()

    @cached_property
    def by_words(self) -> Mapping[tuple[str, ...], tuple[Record, ...]]:
        """The records by what they call their picture."""
        found: dict[tuple[str, ...], tuple[Record, ...]] = {}
        for record in self.of_pictures:
            found[record.said] = (*found.get(record.said, ()), record)
        return found


Parse: TypeAlias = Callable[[Path], Records]
"""Raises DatasetError."""

ReadRecord: TypeAlias = Callable[[Any, Path, Scene], Labels]
"""The labels of a scene from the content of its record in a file. Raises DatasetError."""


def parsed(parse: Parse, path: Path) -> Records:
    """What `parse` makes of the file `path`, once for as long as it is not changed. Raises DatasetError."""
    return _parsed(parse, path, stamp_of(path))


@lru_cache(maxsize=16)
def _parsed(parse: Parse, path: Path, _state: Stamp) -> Records:
    return parse(path)


@dataclass(frozen=True)
class RecordLabels:
    """Reads the labels of one scene from the record of its file; `dispute` says why it cannot be told which."""

    parse: Parse
    read: ReadRecord
    files: tuple[Path, ...] = ()
    said: tuple[str, ...] = ()
    dispute: str = ""

    def __call__(self, scene: Scene) -> Labels:
        """The labels of `scene`; a picture that no record names is not labelled. Raises DatasetError."""
        if self.dispute:
            raise DatasetError(f"{scene.image_path} has no label of its own: {self.dispute}")
        if not self.said:
            names = " and ".join(path.name for path in self.files[:2]) or "No file"
            note = f"{names} does not name it: not labelled."
            return finite_labels(np.empty((0, 2)), {}, labelled=False, notes=(note,))
        found = parsed(self.parse, self.files[0]).by_words.get(self.said, ())
        if len(found) != 1:
            said = f"names {self.said[0][:80]!r} {len(found)} times"
            raise DatasetError(f"{self.files[0]} was changed and {said}: open the dataset anew.")
        return self.read(found[0].content, self.files[0], scene)


def read_records(root: Path, form: str, files: Sequence[str], parse: Parse, read: ReadRecord) -> Dataset:
    """The pictures below `root` with what `files`, by their paths from there, say of them.

    Raises DatasetError, also where no record names any of the pictures.
    """
    found = _Found(root, files, parse)
    every = found.records
    if every and not found.of_picture and not found.disputed:
        said = every[0][1].said[0]
        there = f"found {len(found.pictures)} others" if found.pictures else "found no picture"
        raise DatasetError(
            f"{root / every[0][0]} names pictures such as {said[:80]!r}: expected them below {root}, {there}; "
            "put them there."
        )
    placed = [(path, _split(path, found.of_picture.get(path, ()))) for path in found.pictures]
    scenes = [
        Scene(name, split, root / path, *found.reader(path, parse, read))
        for (path, split), name in zip(placed, scene_ids(placed), strict=True)
    ]
    return Dataset.listed(root, form, scenes, found.notes)


def orphans(root: Path, files: Sequence[str], parse: Parse) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every record that names no picture below `root`."""
    for file, record in _Found(root, files, parse).lost:
        yield orphan_id(record.said[-1].replace("\\", "/").lstrip("/"), record.split), root / file


def _split(path: str, claims: Sequence["_Claim"]) -> str:
    return next((record.split for _, record in claims if record.split), None) or split_of(path)


_Claim: TypeAlias = tuple[str, Record]
"""A file and what it says of a picture."""


@dataclass
class _Found:
    """Which record is of which picture; of most pictures there is one."""

    root: Path
    files: Sequence[str]
    parse: Parse
    of_picture: dict[str, list["_Claim"]] = field(default_factory=dict)
    disputed: dict[str, str] = field(default_factory=dict)
    lost: list["_Claim"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pictures = picture_paths(self.root)
        self.records: list[_Claim] = []
        notes: list[str] = []
        for file in self.files:
            found = parsed(self.parse, self.root / file)
            self.records += [(file, record) for record in found.of_pictures]
            notes += found.notes
        self.notes = tuple(notes)
        groups: dict[tuple[str, str | None], list[_Claim]] = {}
        for file, record in self.records:
            groups.setdefault((folder_of(file), record.split), []).append((file, record))
        rest = []
        for (folder, split), claims in groups.items():
            near = self._near(folder, split)
            left = self._assign(folder, claims, near)
            if len(near) < len(self.pictures) and len(left) < len(claims):
                self.lost += left  # the others show where its pictures are
            else:
                rest.append((folder, left))
        for folder, left in rest:
            claimed = {*self.of_picture, *self.disputed}
            self.lost += self._assign(folder, left, [path for path in self.pictures if path not in claimed])

    def _near(self, folder: str, split: str | None) -> list[str]:
        """The pictures that a folder's records of a split are looked for among first.

        Those of the folder, or of the nearest one around it that has any; among them those of the split.
        """
        near = self.pictures
        while folder:
            inside = [path for path in self.pictures if path.startswith(f"{folder}/")]
            if inside:
                near = inside
                break
            folder = folder_of(folder)
        if split is None:
            return near
        same = [path for path in near if split_of(path) == split]
        return same or [path for path in near if split_of(path, "") == ""]

    def _assign(self, folder: str, claims: list["_Claim"], pictures: Sequence[str]) -> list["_Claim"]:
        """Give what files of `folder` say to `pictures`; returns what names none of them."""
        # a name is meant from its file's folder first
        free = {path.removeprefix(f"{folder}/" if folder else ""): path for path in pictures}
        left = claims
        for turn in range(max((len(record.said) for _, record in claims), default=0)):
            of_word: dict[str, list[_Claim]] = {}
            for claim in left:
                said = claim[1].said
                of_word.setdefault(said[min(turn, len(said) - 1)], []).append(claim)
            found = assign(free, of_word)
            for path, words in found.labels.items():
                self._claim(free.pop(path), [claim for word in words for claim in of_word[word]])
            for path, why in found.disputed.items():
                self.disputed[free.pop(path)] = f"the label {why}"
            left = [claim for word in found.lost for claim in of_word[word]]
        return left

    def _claim(self, picture: str, claims: list["_Claim"]) -> None:
        known = self.of_picture.setdefault(picture, [])
        known += claims
        if len(known) > 1:
            first, second = known[0], known[-1]
            if first[0] == second[0]:
                twice = f"{first[0]} names it twice, as {first[1].said[0][:60]!r} and {second[1].said[0][:60]!r}"
            else:
                twice = f"it is in both {first[0]} and {second[0]}"
            self.disputed[picture] = f"{twice}: expected one record of a picture; take the other out."

    def reader(self, picture: str, parse: Parse, read: ReadRecord) -> tuple[Path | None, RecordLabels]:
        """The file of a picture's labels and what reads them."""
        if picture in self.disputed:
            files = tuple(self.root / file for file, _ in self.of_picture.get(picture, ()))
            return (files[0] if files else None), RecordLabels(parse, read, files, (), self.disputed[picture])
        claims = self.of_picture.get(picture, [])
        if not claims:
            return None, RecordLabels(parse, read, tuple(self.root / file for file in self.files[:2]))
        (file, record) = claims[0]
        return self.root / file, RecordLabels(parse, read, (self.root / file,), record.said)


def as_list(value: Any, path: Path, what: str) -> list[Any]:
    """`value`, which must be a list; nothing is an empty one. Raises DatasetError, naming `what` it should be."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise DatasetError(f"{path} cannot be used: expected {what} as a list, found {_shown(value)}.")
    return value


def as_object(value: Any, path: Path, what: str) -> Mapping[str, Any]:
    """`value`, which must be a JSON object. Raises DatasetError, naming `what` it should be."""
    if not isinstance(value, dict):
        raise DatasetError(f"{path} cannot be used: expected {what} as an object, found {_shown(value)}.")
    return value


def as_objects(value: Any, path: Path, what: str) -> list[Mapping[str, Any]]:
    """`value`, which must be a list of JSON objects. Raises DatasetError, naming `what` it should be."""
    return [as_object(each, path, f"each of {what}") for each in as_list(value, path, what)]


def pixel_size(width: Any, height: Any) -> tuple[int, int] | None:
    """(height, width) where both are whole numbers of pixels, or are written as such."""
    sizes = []
    for value in (height, width):
        try:
            number = int(value) if not isinstance(value, bool) and float(value) == int(value) else 0
        except (TypeError, ValueError, OverflowError):
            return None
        sizes.append(number)
    return (sizes[0], sizes[1]) if min(sizes) > 0 else None


def word(value: Any) -> str | None:
    """A name in a file as text: text as it is, whole numbers in digits, all else none."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def left_out(count: int, what: str, path: Path) -> tuple[str, ...]:
    """A sentence on `count` things in a file that belong to no picture, where there are any."""
    return (f"{count} {what} in {path.name} left out.",) if count else ()


def _shown(value: Any) -> str:
    return f"{type(value).__name__} {str(value)[:60]!r}"
