"""Playing a leftover journal back: which of its edits still fit, as edits of the document."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation

from .document import Document
from .edits import Edit, HeadsEdit, MapEdit, MarksEdit, ProposalsEdit, SceneMarks, ValueEdit, record_hash
from .journal import Leftover, read_map, read_splice, read_stroke
from .origin import Origin

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

    `num_homeless` of their records are of pictures that are not in it; `num_waiting` are of journals of which nothing
    is, and which are offered when their dataset is opened again.
    """

    leftovers: list[Leftover]
    num_homeless: int
    num_waiting: int


def at_home(leftovers: Sequence[Leftover], scenes: Mapping[Origin, str]) -> AtHome:
    """`leftovers` with the scene of each record as it was found in the dataset."""
    here: list[Leftover] = []
    num_homeless = num_waiting = 0
    for leftover in leftovers:
        homes = [(record, _home(record, scenes)) for record in leftover.records]
        records = [record if not home else {**record, "scene": home} for record, home in homes if home is not None]
        if records:
            here.append(replace(leftover, records=tuple(records)))
            num_homeless += len(homes) - len(records)
        else:
            num_waiting += len(homes)
    return AtHome(here, num_homeless, num_waiting)


def _home(record: Mapping[str, Any], scenes: Mapping[Origin, str]) -> str | None:
    """The scene of a record; empty for one that concerns none, such as of a setting."""
    if "scene" not in record:
        return ""
    try:
        return scenes.get(Origin.from_json(record))
    except (ValueError, KeyError, TypeError):
        return None


def recover(document: Document, leftovers: Sequence[Leftover], read_value: Reader) -> tuple[int, int]:
    """Play `leftovers` into the document as one step that can be undone.

    Returns how many edits came back, and how many did not fit what is there now.
    """
    records = [record for leftover in leftovers for record in leftover.records]
    edits: list[Edit] = []
    groups = _by_subject(records)
    num_lost = len(records) - sum(map(len, groups.values()))
    for group in groups.values():
        fitting, lost = _fitting(document, group, read_value)
        edits += fitting
        num_lost += lost
    document.replay("Recover unsaved edits", edits)
    return len(edits), num_lost


def _by_subject(records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for record in records:
        match record:
            case {"op": "heads" | "proposals" as kind, "scene": str() as scene}:
                key = (kind, scene)
            case {"op": "stroke" | "map", "scene": str() as scene}:
                key = ("map", scene)
            case {"op": "marks", "scene": str() as scene}:
                key = ("marks", scene)
            case {"op": "value", "name": str() as name}:
                key = ("value", name)
            case _:
                continue
        groups.setdefault(key, []).append(record)
    return groups


def _fitting(document: Document, group: list[Mapping[str, Any]], read_value: Reader) -> tuple[list[Edit], int]:
    try:
        match group[0]["op"]:
            case "heads":
                return _spliced(document, group, HeadsEdit, document.annotation)
            case "proposals":
                return _spliced(document, group, ProposalsEdit, document.proposals)
            case "value":
                return _value(document, group, read_value), 0
            case "marks":
                return _marks(document, group[-1])
            case _:
                return _map(document, group)
    except (EngineError, ValueError, KeyError, TypeError, IndexError):
        return [], len(group)


def _spliced(
    document: Document, group: list[Mapping[str, Any]], kind: type[HeadsEdit] | type[ProposalsEdit],
    what_is_there: Callable[[str], Annotation],
) -> tuple[list[Edit], int]:  # fmt: skip
    scene = group[0]["scene"]
    if document.scene_of(scene) is None:
        return [], len(group)
    now = what_is_there(scene)
    # a save may have taken some of the records along: go on after the last one that led to what is there
    here = record_hash(now)
    reached = [i + 1 for i, record in enumerate(group) if record["after"] == here]
    start = reached[-1] if reached else 0
    rest = group[start:]
    after, num_lost = now, 0
    for record in rest:
        if record["before"] == here:
            after, here = read_splice(record).apply(after), record["after"]
        else:
            num_lost += 1
    return ([kind.between(scene, now, after)] if after != now else []), num_lost


def _map(document: Document, group: list[Mapping[str, Any]]) -> tuple[list[Edit], int]:
    scene = group[0]["scene"]
    if document.scene_of(scene) is None:
        return [], len(group)
    before = document.hand_map(scene)
    hand = before.copied() if before is not None else None
    for record in group:
        if record["op"] == "map":
            hand = read_map(record)
        elif hand is not None:
            # patches hold absolute values, so one that was saved already changes nothing
            read_stroke(record).apply(hand.map)
    return ([] if before is None and hand is None else [MapEdit(scene, before, hand)]), 0


def _marks(document: Document, last: Mapping[str, Any]) -> tuple[list[Edit], int]:
    scene, after = last["scene"], SceneMarks.from_json(last)
    if document.scene_of(scene) is None:
        return [], 1
    before = document.marks(scene)
    return ([MarksEdit(scene, before, after)] if after != before else []), 0


def _value(document: Document, group: list[Mapping[str, Any]], read_value: Reader) -> list[Edit]:
    name = group[-1]["name"]
    value = read_value(name, group[-1]["value"])
    before = document.value(name)
    return [ValueEdit(name, before, value)] if value != before else []
