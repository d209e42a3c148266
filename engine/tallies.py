"""How many heads each scene has and what was forgiven in reading them, remembered from one opening to the next.

An entry answers only while picture and annotation are the files that they were, by their stamps, which hold the time of
the last change, that nobody can set. A file that changed shortly before it was read is not remembered: it may change
once more within the tick of a file system's clock. Nor is what its two files alone do not tell.
"""

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from miscount import __version__

from .errors import EngineError, OutputError
from .files import fingerprint, write_text
from .reading import read_object, real_path, stamp_of
from .scenes import Dataset, Scene
from .scenes.file_state import SETTLED_NS

FORMATS = frozenset({"shanghaitech", "qnrf"})
"""Formats of which a scene is one picture and one annotation, and takes a third of a millisecond to read."""

TELLING = 2
"""ShanghaiTech's location of two heads is 2 x 2: which way it lies, the annotations beside it tell."""

SCHEMA = 2
"""Raised when a change of the code reads another count, or says something else of it."""

MOST_FILES = 64
"""Of so many datasets tallies are kept, of those that were opened last; 10,000 scenes take 2 MB."""


class Tally(NamedTuple):
    """The count of a scene in persons, the sentences on what was forgiven, and whether it is labelled at all."""

    persons: float
    notes: tuple[str, ...]
    labelled: bool


@dataclass
class _Known:
    """Entries of the file, by id: the stamps of picture and annotation, and the tally."""

    entries: dict[str, Any]
    is_new: bool = False


class Tallies:
    """The tallies of the scenes of a dataset; the file with those of before is read at the first question."""

    def __init__(self, dataset: Dataset, root: Path | None = None) -> None:
        cache = Path(platformdirs.user_cache_dir("miscount", appauthor=False)) / "tallies"
        self._dataset, self._folder = dataset, cache if root is None else root
        self._known: _Known | None = None

    @cached_property
    def _path(self) -> Path:
        dataset, rules = self._dataset, {id(scene.rules): scene.rules for scene in self._dataset}
        asked = sorted({each.model_dump_json() for each in rules.values()})
        name = fingerprint([SCHEMA, __version__, str(real_path(dataset.root)), dataset.format, asked])
        return self._folder / f"{name}.json"

    def of(self, scene: Scene) -> Tally:
        """The tally of one scene. Raises DatasetError where its labels cannot be read."""
        if self._dataset.format not in FORMATS or scene.label_path is None or scene.shrink != 1:
            return _read(scene)
        known = self._entries()
        looked, stamps = time.time_ns(), _stamps(scene)
        found = _tally(known.entries.get(scene.id), stamps)
        if found is None:
            found = _read(scene)
            settled = all(stamps) and all(abs(looked - at) > SETTLED_NS for each in stamps for at in each[:2])
            if settled and found.persons != TELLING and _stamps(scene) == stamps:
                known.entries[scene.id] = [*map(list, stamps), found.persons, list(found.notes), found.labelled]
                known.is_new = True
        return found

    def save(self) -> None:
        """Keep what was read anew; nothing where that cannot be written, since it can be read again."""
        if self._known is None or not self._known.is_new:
            return
        with suppress(OutputError, OSError):
            write_text(self._path, json.dumps({"scenes": self._known.entries}))
            self._known.is_new = False
            _make_room(self._folder)

    def _entries(self) -> _Known:
        if self._known is None:
            entries: Any = {}
            with suppress(EngineError, OSError):
                entries = read_object(self._path, "expected tallies of scenes", EngineError).get("scenes")
                os.utime(self._path)
            self._known = _Known(dict(entries) if isinstance(entries, Mapping) else {})
        return self._known


def _stamps(scene: Scene) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return stamp_of(scene.image_path), () if scene.label_path is None else stamp_of(scene.label_path)


def _tally(entry: Any, stamps: tuple[tuple[int, ...], ...]) -> Tally | None:
    """What an entry says, where it is of files with these stamps; None for what is no entry."""
    match entry:
        case [list(picture), list(label), float() | int() as persons, list(notes), bool() as labelled] if (
            (tuple(picture), tuple(label)) == stamps and all(stamps) and all(isinstance(note, str) for note in notes)
        ):
            return Tally(float(persons), tuple(notes), labelled)
        case _:
            return None


def _read(scene: Scene) -> Tally:
    labels = scene.labels
    return Tally(labels.annotation.count, labels.notes, labels.labelled)


def _make_room(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime)
    for one in files[:-MOST_FILES]:
        one.unlink(missing_ok=True)
