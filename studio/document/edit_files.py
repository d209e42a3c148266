"""The files of `edits/` in a project: heads, density, proposals and marks, each with the picture it was made on. No Qt.

A file that belongs to no scene of the open dataset, or cannot be read, is never written over: an edit of another
picture with the same name gets a file of its own.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from miscount.engine.errors import EngineError, bounded
from miscount.engine.files import write_atomically, write_json, write_text
from miscount.engine.reading import read_object, real_path, there
from miscount.engine.reading.arrays import read_npy
from miscount.engine.scenes.annotation import Annotation

from .edits import HandMap, SceneMarks, pack_heads, unpack_heads
from .origin import Origin

HEADS, DENSITY, PROPOSALS, MARKS = "heads", "density", "proposals", "marks"
_WORDS = {
    HEADS: "edited heads",
    DENSITY: "a density map edited by hand",
    PROPOSALS: "proposed heads",
    MARKS: "the marks of scenes",
}


class EditsError(EngineError):
    """Edits that cannot be read, or a scene whose id would lead out of the project."""


DAMAGED = (EngineError, ValueError, LookupError, TypeError, AttributeError, OverflowError)
"""What reading edits raises where a file of them is damaged."""


@dataclass(frozen=True, eq=False)
class MapFile:
    """A map edited by hand that is not read yet: those of pictures that are not here would fill the memory."""

    about: Path
    raw: Mapping[str, Any]

    def read(self) -> HandMap:
        """The map. Raises EditsError, ValueError, LookupError, TypeError, AttributeError."""
        raw, array = self.raw, read_npy(_map_of(self.about), f"expected {_WORDS[DENSITY]}", EditsError)
        if array.ndim != 2 or array.dtype != np.float32 or not array.size or not np.isfinite(array).all():
            raise ValueError("not a density map")
        made_of = unpack_heads(raw["made_of"]) if raw.get("made_of") else None
        return HandMap(array, dict(raw["kernel"]), str(raw["heads"]), made_of)


@dataclass(frozen=True, eq=False)
class Stored:
    """One edit as it lies in the project: of `kind`, made on `origin`, in `path`."""

    kind: str
    origin: Origin
    path: Path
    value: Annotation | MapFile | SceneMarks

    @property
    def in_words(self) -> str:
        """What it is, for a list."""
        match self.value:
            case Annotation():
                number = len(self.value)
                return f"{number} {'proposed ' * (self.kind == PROPOSALS)}head{'s' * (number != 1)}"
            case MapFile():
                return _WORDS[DENSITY]
            case _:
                return "checked" if self.value.checked else "looked at in part"


class EditFiles:
    """Reads and writes the edits of one project; it remembers which file is whose. One thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._places: dict[tuple[str, str], Path] = {}
        self._other_marks: list[Stored] = []
        self._marks_damaged = False

    # ---- reading

    def read(self) -> tuple[list[Stored], list[str]]:
        """Every edit that lies there, and a sentence for each file that could not be read."""
        found: list[Stored] = []
        problems: list[str] = []
        for kind in (HEADS, DENSITY, PROPOSALS):
            for path in sorted((self.folder / kind).rglob("*.json")):
                try:
                    found.append(_read(kind, path))
                except DAMAGED as error:
                    problems.append(_left_out(path, _WORDS[kind], error))
        return found + self._read_marks(problems), problems

    def _read_marks(self, problems: list[str]) -> list[Stored]:
        path = self.folder / "marks.json"
        if not there(path):
            return []
        try:
            found, num_damaged = _read_marks(path)
        except DAMAGED as error:
            problems.append(_left_out(path, _WORDS[MARKS], error))
            self._marks_damaged = True
            return []
        if num_damaged:
            self._marks_damaged = True
            many = f"{num_damaged} scene{'s' * (num_damaged != 1)}"
            problems.append(f"{path}: the marks of {many} are damaged and were left out; the file is kept.")
        return found

    def take(self, mine: Mapping[tuple[str, str], Stored], others: list[Stored]) -> None:
        """These are the edits of open scenes, by (kind, scene id); the others stay as they are."""
        self._places = {key: stored.path for key, stored in mine.items() if stored.kind != MARKS}
        self._other_marks = [stored for stored in others if stored.kind == MARKS]

    def in_folder(self, folder: Path) -> "EditFiles":
        """The same files in another folder, to which they were or will be copied."""
        other = EditFiles(folder)
        other._places = {key: folder / path.relative_to(self.folder) for key, path in self._places.items()}
        other._other_marks, other._marks_damaged = list(self._other_marks), self._marks_damaged
        return other

    # ---- writing

    def save_heads(self, scene_id: str, origin: Origin, annotation: Annotation | None, kind: str = HEADS) -> None:
        """Write the edited heads of a scene; None removes the edit. Raises OutputError."""
        path = self._place(kind, scene_id, origin)
        if annotation is None:
            path.unlink(missing_ok=True)
        else:
            text = json.dumps({"schema": 2, **origin.to_json(), **pack_heads(annotation)}, separators=(",", ":"))
            write_text(path, text + "\n")

    def save_map(self, scene_id: str, origin: Origin, hand: HandMap | None) -> None:
        """Write the hand-edited map of a scene; None removes it. Raises OutputError."""
        about = self._place(DENSITY, scene_id, origin)
        path = _map_of(about)
        if hand is None:
            about.unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            return
        write_atomically(path, lambda part: _write_npy(part, hand.map))
        made_of = pack_heads(hand.made_of) if hand.made_of is not None else None
        raw = {"kernel": dict(hand.kernel), "heads": hand.heads, "made_of": made_of}
        write_json(about, {"schema": 2, **origin.to_json(), **raw})

    def save_marks(self, marks: Mapping[Origin, SceneMarks]) -> None:
        """Write the marks of all scenes into one file, with those of pictures that are not here. Raises OutputError."""
        path = self.folder / "marks.json"
        if self._marks_damaged:
            _put_by(path)
            self._marks_damaged = False
        rows = [(origin, mark) for origin, mark in marks.items() if mark != SceneMarks()]
        rows += [(each.origin, each.value) for each in self._other_marks if isinstance(each.value, SceneMarks)]
        rows.sort(key=lambda row: (row[0].scene, row[0].content.sha256 if row[0].content is not None else ""))
        text = json.dumps({"schema": 2, "scenes": [_mark_row(*row) for row in rows]}, separators=(",", ":"))
        write_text(path, text + "\n")

    def _place(self, kind: str, scene_id: str, origin: Origin) -> Path:
        """The file of an edit: its own, or a new one that is no other's."""
        key = (kind, scene_id)
        if key not in self._places:
            digest = origin.content.sha256[:12] if origin.content is not None else "unknown"
            names = (scene_id, f"{scene_id}~{digest}", *(f"{scene_id}~{digest}-{k}" for k in range(2, 100)))
            paths = (self._path(kind, name) for name in names)
            self._places[key] = next(path for path in paths if not path.exists() and not _map_of(path).exists())
        return self._places[key]

    def _path(self, kind: str, name: str) -> Path:
        parts = PurePosixPath(name).parts
        path = real_path(self.folder / kind / f"{name}.json")
        inside = path.is_relative_to(real_path(self.folder / kind))
        if not parts or ".." in parts or name.startswith("/") or "\\" in name or not inside:
            raise EditsError(f"The scene {name!r} has no name that can be a file name.")
        return path


def _read_marks(path: Path) -> tuple[list[Stored], int]:
    """The marks that can be read, and how many scenes' cannot. Raises one of DAMAGED where none can."""
    rows = read_object(path, f"expected {_WORDS[MARKS]}", EditsError)["scenes"]
    if isinstance(rows, dict):
        rows = [{"scene": name, **row} if isinstance(row, dict) else row for name, row in rows.items()]
    found = []
    for row in rows:
        with suppress(*DAMAGED):
            found.append(Stored(MARKS, Origin.from_json(row), path, SceneMarks.from_json(row)))
    return found, len(rows) - len(found)


def _mark_row(origin: Origin, mark: SceneMarks) -> dict[str, Any]:
    # an older row stays one, until its picture is known
    return ({"scene": origin.scene} if origin.older else origin.to_json()) | mark.to_json()


def _read(kind: str, path: Path) -> Stored:
    raw = read_object(path, f"expected {_WORDS[kind]}", EditsError)
    value = MapFile(path, raw) if kind == DENSITY else unpack_heads(raw)
    return Stored(kind, Origin.from_json(raw), path, value)


def _left_out(path: Path, expected: str, error: Exception) -> str:
    """What is said of a file of edits that cannot be used; it stays where it is."""
    found = str(error) if isinstance(error, EngineError) else f"{path}: expected {expected}, found something else."
    return bounded(f"{found} It was left out, and is kept.")


def _map_of(about: Path) -> Path:
    return about.with_suffix(".npy")


def _put_by(path: Path) -> None:
    """Keep a file that cannot be read under another name, so that a new one does not write over it."""
    if path.exists():
        number = next(k for k in range(1, 10_000) if not path.with_suffix(f".damaged{k}").exists())
        path.replace(path.with_suffix(f".damaged{number}"))


def _write_npy(path: Path, array: np.ndarray[Any, Any]) -> None:
    with path.open("wb") as file:  # np.save adds ".npy" to a name that lacks it
        np.save(file, array, allow_pickle=False)


@dataclass
class Laid:
    """The edits of the open scenes by their ids, and what belongs to none of them."""

    heads: dict[str, Annotation] = field(default_factory=dict)
    maps: dict[str, HandMap] = field(default_factory=dict)
    marks: dict[str, SceneMarks] = field(default_factory=dict)
    proposals: dict[str, Annotation] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    absent: list[tuple[Stored, str]] = field(default_factory=list)
    taken: dict[tuple[str, str], Stored] = field(default_factory=dict)

    def put(self, stored: Stored, scene_id: str) -> None:
        """Lay an edit on a scene; a map is read now. Raises one of DAMAGED."""
        match stored.value:
            case MapFile():
                self.maps[scene_id] = stored.value.read()
            case SceneMarks():
                self.marks[scene_id] = stored.value
            case Annotation():
                (self.heads if stored.kind == HEADS else self.proposals)[scene_id] = stored.value
        self.taken[stored.kind, scene_id] = stored
        known = self.origins.get(scene_id)
        if known is None or known.content is None:
            mine = stored.origin
            self.origins[scene_id] = mine if mine.scene == scene_id else replace(mine, scene=scene_id)


def lay(
    stored: list[Stored], scenes: Mapping[Origin, str], why: Mapping[Origin, str], problems: list[str]
) -> Laid:  # fmt: skip
    """Sort what is stored to the scenes that it was found to belong to; a map that cannot be read goes to `problems`.

    Of two edits of one kind for one scene, the one that knows its picture is taken, and the other is named as absent.
    """
    laid = Laid()
    for each in sorted(stored, key=lambda one: one.origin.content is None):
        scene_id = scenes.get(each.origin)
        if scene_id is None:
            laid.absent.append((each, why.get(each.origin, "")))
        elif (each.kind, scene_id) in laid.taken:
            laid.absent.append((each, f"{scene_id} has another edit of this kind, which is shown."))
        else:
            try:
                laid.put(each, scene_id)
            except DAMAGED as error:
                problems.append(_left_out(each.path, _WORDS[each.kind], error))
    return laid
