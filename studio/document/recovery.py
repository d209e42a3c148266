"""Playing a leftover journal back: which of its edits still fit, as edits of the document."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation

from .damage import NOT_HERE, OTHER_THERE, RESTS_ON_LOST, Lost
from .document import Document
from .edits import (  # fmt: skip
    DensityEdit,
    Edit,
    HandMap,
    HeadsEdit,
    MapEdit,
    MarksEdit,
    NobodyEdit,
    ProposalsEdit,
    SceneMarks,
    ValueEdit,
    record_hash,
)
from .leftovers import Leftover
from .origin import Origin
from .records import read_map, read_splice, read_stroke, read_whole, subject_of

_Record = Mapping[str, Any]
_DAMAGED = (EngineError, ValueError, LookupError, TypeError, AttributeError, OverflowError)

Reader = Callable[[str, Any], Any]
"""(name of a value, its plain form) -> the frozen value; raises EngineError."""


def origins_of(leftovers: Sequence[Leftover]) -> list[Origin]:
    """Whose the records are: every picture that one of them was made on."""
    found: dict[Origin, None] = {}
    for leftover in leftovers:
        for record in leftover.records:
            with suppress(ValueError, KeyError, TypeError):
                found[Origin.from_json(record)] = None
    return list(found)


@dataclass(frozen=True)
class AtHome:
    """Leftovers that can be played into the open dataset.

    `homeless` are those of their records that are of pictures that are not in it; `num_waiting` are of journals of
    which nothing is, and which are offered when their dataset is opened again.
    """

    leftovers: list[Leftover]
    homeless: tuple[Lost, ...]
    num_waiting: int


def at_home(leftovers: Sequence[Leftover], scenes: Mapping[Origin, str]) -> AtHome:
    """`leftovers` with the scene of each record as it was found in the dataset."""
    here: list[Leftover] = []
    homeless: list[Lost] = []
    num_waiting = 0
    for leftover in leftovers:
        homes = [(record, _home(record, scenes)) for record in leftover.records]
        records = [record if not home else {**record, "scene": home} for record, home in homes if home is not None]
        if records or not homes:
            here.append(replace(leftover, records=tuple(records)))
            homeless += [Lost.of(record, NOT_HERE) for record, home in homes if home is None]
        else:
            num_waiting += len(homes)
    return AtHome(here, tuple(homeless), num_waiting)


def _home(record: Mapping[str, Any], scenes: Mapping[Origin, str]) -> str | None:
    """The scene of a record; empty for one that concerns none, such as of a setting."""
    if "scene" not in record:
        return ""
    try:
        return scenes.get(Origin.from_json(record))
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Recovered:
    """What came of playing back: the number of edits, what they touched, and those that do not fit what is there."""

    num_back: int
    unfit: tuple[Lost, ...] = ()
    touched: frozenset[str] = frozenset()
    """The scenes, and "" for the recipe or the trigger, as `Leftover.touched`."""

    @property
    def counts(self) -> tuple[int, int]:
        """How many edits came back, and how many did not fit."""
        return self.num_back, len(self.unfit)


def recover(document: Document, leftovers: Sequence[Leftover], read_value: Reader) -> Recovered:
    """Play `leftovers` into the document as one step that can be undone; what was damaged is for the caller to tell."""
    edits: list[Edit] = []
    unfit: list[Lost] = []
    for group in _by_subject([record for leftover in leftovers for record in leftover.records], unfit):
        fitting, lost = _fitting(document, group, read_value)
        edits += fitting
        unfit += lost
    document.replay("Recover unsaved edits", edits)
    return Recovered(len(edits), tuple(unfit), frozenset(getattr(edit, "scene", "") for edit in edits))


def _by_subject(records: Sequence[_Record], unfit: list[Lost]) -> list[list[_Record]]:
    groups: dict[tuple[str, str], list[_Record]] = {}
    for record in records:
        subject = subject_of(record)
        if subject is None:
            unfit.append(Lost.of(record))
        else:
            groups.setdefault(subject, []).append(record)
    return list(groups.values())


def _fitting(document: Document, group: list[_Record], read_value: Reader) -> tuple[list[Edit], list[Lost]]:
    scene = group[0].get("scene", "")
    if scene and document.scene_of(scene) is None:
        return [], [Lost.of(record, OTHER_THERE) for record in group]
    match group[0]["op"]:
        case "heads":
            return _Splicing(document.annotation(scene), group).edit(scene, HeadsEdit)
        case "proposals":
            return _Splicing(document.proposals(scene), group).edit(scene, ProposalsEdit)
        case "value":
            return _last(group, lambda record: _value(document, record, read_value))
        case "marks":
            return _last(group, lambda record: _marks(document, record))
        case "nobody":
            return _last(group, lambda record: _nobody(document, record))
        case _:
            return _map(document, group)


class _Splicing:
    """Plays edits of the heads of one scene on what is there; none is put on other heads than it was made on."""

    def __init__(self, now: Annotation, group: list[_Record]) -> None:
        self._before = self._heads = now
        self._here = record_hash(now)
        # a save may have taken some of the records along: go on after the last one that led to what is there
        reached = [i + 1 for i, record in enumerate(group) if record.get("after") == self._here]
        self._rest = group[reached[-1] :] if reached else group
        # a record of all heads is a later state of what is there only where its journal began with that
        self._bases = {str(record.get("base")) for record in group if reached} | {self._here}

    def edit(self, scene: str, kind: type[HeadsEdit] | type[ProposalsEdit]) -> tuple[list[Edit], list[Lost]]:
        """One edit that does them all, and those that do not fit."""
        lost = []
        for record in self._rest:
            found = self._after(record)
            if found is None:
                lost.append(Lost.of(record, RESTS_ON_LOST if str(record.get("base")) in self._bases else OTHER_THERE))
            else:
                self._heads, self._here = found, record["after"]
                self._bases.add(self._here)
        same = self._heads == self._before
        return ([] if same else [kind.between(scene, self._before, self._heads)]), lost

    def _after(self, record: _Record) -> Annotation | None:
        """The heads after this edit, which are those that were there then; None where they cannot be had."""
        with suppress(*_DAMAGED):
            if record["before"] == self._here:
                return self._checked(read_splice(record).apply(self._heads), record)
            if str(record.get("base")) in self._bases and "whole" in record:
                return self._checked(read_whole(record["whole"]), record)
        return None

    def _checked(self, found: Annotation, record: _Record) -> Annotation:
        if record_hash(found) != record["after"]:
            raise ValueError("other heads than those that were there")
        return found


def _last(group: list[_Record], read: Callable[[_Record], list[Edit]]) -> tuple[list[Edit], list[Lost]]:
    """The last edit that can be read, of those that each say all."""
    lost: list[Lost] = []
    for record in reversed(group):
        try:
            return read(record), lost
        except _DAMAGED:
            lost.insert(0, Lost.of(record))
    return [], lost


def _map(document: Document, group: list[_Record]) -> tuple[list[Edit], list[Lost]]:
    scene, lost = group[0]["scene"], []
    before = document.hand_map(scene)
    hand = before.copied() if before is not None else None
    is_whole = not any(record.get("after_gap") for record in group)
    for record in group:
        try:
            if record["op"] == "map":
                hand = read_map(record)
            elif hand is None or not _stroke(read_stroke(record), hand, is_whole):
                lost.append(Lost.of(record, OTHER_THERE if is_whole else RESTS_ON_LOST))
        except _DAMAGED:
            lost.append(Lost.of(record))
            is_whole = False
    return ([] if _same(hand, before) else [MapEdit(scene, before, hand)]), lost


def _stroke(stroke: DensityEdit, hand: HandMap, is_whole: bool) -> bool:
    """Play a stroke on a map; whether it fits.

    Patches hold absolute values: where all strokes are known, one that was saved already changes nothing in the end.
    Where one is missing, each must find the values that it was made on, or those that it left.
    """
    parts = [(hand.map[p.top :, p.left :][: p.after.shape[0], : p.after.shape[1]], p) for p in stroke.patches]
    if any(there.shape != p.after.shape for there, p in parts):
        return False
    if not is_whole:
        if all(np.array_equal(there, p.after) for there, p in parts):
            return True
        if not all(np.array_equal(there, p.before) for there, p in parts):
            return False
    stroke.apply(hand.map)
    return True


def _same(one: HandMap | None, other: HandMap | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one.map, other.map) and (one.heads, dict(one.kernel)) == (other.heads, dict(other.kernel))


def _marks(document: Document, last: _Record) -> list[Edit]:
    scene, after = last["scene"], SceneMarks.from_json(last)
    before = document.marks(scene)
    return [MarksEdit(scene, before, after)] if after != before else []


def _nobody(document: Document, last: _Record) -> list[Edit]:
    scene, after = last["scene"], last["nobody"]
    if not isinstance(after, bool):
        raise ValueError(f"want true or false, got {after!r}")
    before = document.says_nobody(scene)
    return [NobodyEdit(scene, before, after)] if after != before else []


def _value(document: Document, last: _Record, read_value: Reader) -> list[Edit]:
    name = last["name"]
    value = read_value(name, last["value"])
    before = document.value(name)
    return [ValueEdit(name, before, value)] if value != before else []
