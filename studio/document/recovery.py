"""Playing a leftover journal back: which of its edits still fit, as edits of the document."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from miscount.engine.errors import EngineError

from .document import Document
from .edits import Edit, HeadsEdit, MapEdit, MarksEdit, SceneMarks, ValueEdit, record_hash
from .journal import Leftover, read_heads_edit, read_map, read_stroke

Reader = Callable[[str, Any], Any]
"""(name of a value, its plain form) -> the frozen value; raises EngineError."""


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
            case {"op": "heads", "scene": str() as scene}:
                key = ("heads", scene)
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
                return _heads(document, group)
            case "value":
                return _value(document, group, read_value), 0
            case "marks":
                return _marks(document, group[-1])
            case _:
                return _map(document, group)
    except (EngineError, ValueError, KeyError, TypeError, IndexError):
        return [], len(group)


def _heads(document: Document, group: list[Mapping[str, Any]]) -> tuple[list[Edit], int]:
    scene = group[0]["scene"]
    if document.scene_of(scene) is None:
        return [], len(group)
    now = document.annotation(scene)
    # a save may have taken some of the records along: go on after the last one that led to what is there
    here = record_hash(now)
    reached = [i + 1 for i, record in enumerate(group) if record["after"] == here]
    start = reached[-1] if reached else 0
    rest = group[start:]
    after, num_lost = now, 0
    for record in rest:
        if record["before"] == here:
            after, here = read_heads_edit(record).apply(after), record["after"]
        else:
            num_lost += 1
    return ([HeadsEdit.between(scene, now, after)] if after != now else []), num_lost


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
