"""Edits as records of the journal, and back. No Qt."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from miscount.engine.scenes.annotation import Annotation

from .document import Applied
from .edits import (  # fmt: skip
    DensityEdit,
    Floats,
    HandMap,
    HeadsEdit,
    MapEdit,
    MarksEdit,
    NobodyEdit,
    Patch,
    ProposalsEdit,
    Splice,
    ValueEdit,
    pack,
    pack_heads,
    unpack,
    unpack_heads,
)

SPLICES = ("heads", "proposals")
"""Kinds of edits that change what is there; each knows the hash of that."""

KINDS = (*SPLICES, "stroke", "map", "marks", "nobody", "value")
"""Every kind of edit; the other records of a journal are its marks."""


def to_record(applied: Applied) -> dict[str, Any]:
    """An edit as a JSON-able mapping."""
    edit = applied.edit
    match edit:
        case HeadsEdit() | ProposalsEdit():
            return {
                "op": "heads" if isinstance(edit, HeadsEdit) else "proposals",
                "scene": edit.scene, "at": edit.at, "before": applied.before, "after": applied.after,
                "removed": pack_heads(edit.removed), "added": pack_heads(edit.added),
            }  # fmt: skip
        case DensityEdit():
            patches = [
                {"top": p.top, "left": p.left, "before": pack(p.before), "after": pack(p.after)} for p in edit.patches
            ]
            return {"op": "stroke", "scene": edit.scene, "patches": patches}
        case MapEdit(after=HandMap() as hand):
            return {
                "op": "map", "scene": edit.scene, "map": pack(hand.map), "kernel": dict(hand.kernel),
                "heads": hand.heads, "made_of": pack_heads(hand.made_of) if hand.made_of is not None else None,
            }  # fmt: skip
        case MapEdit():
            return {"op": "map", "scene": edit.scene, "map": None}
        case MarksEdit():
            return {"op": "marks", "scene": edit.scene, **edit.after.to_json()}
        case NobodyEdit():
            return {"op": "nobody", "scene": edit.scene, "nobody": edit.after}
        case ValueEdit():
            return {"op": "value", "name": edit.name, "value": _dumped(edit.after)}


def _dumped(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def read_splice(raw: Mapping[str, Any]) -> Splice:
    """The edit of heads or of proposals that `to_record` wrote. Raises ValueError, KeyError."""
    return Splice(raw["scene"], int(raw["at"]), unpack_heads(raw["removed"]), unpack_heads(raw["added"]))


def read_stroke(raw: Mapping[str, Any]) -> DensityEdit:
    """The stroke that `to_record` wrote. Raises ValueError, KeyError."""
    patches = tuple(Patch(int(p["top"]), int(p["left"]), _map(p["before"]), _map(p["after"])) for p in raw["patches"])
    if any(min(p.top, p.left) < 0 or p.before.shape != p.after.shape for p in patches):
        raise ValueError("a patch that lies outside, or is none")
    return DensityEdit(raw["scene"], patches)


def _map(raw: Mapping[str, Any]) -> Floats:
    """A packed map, or a part of one. Raises ValueError."""
    found = unpack(raw)
    if found.ndim != 2 or found.dtype != np.float32 or not np.isfinite(found).all():
        raise ValueError("no density map")
    return found


def read_map(raw: Mapping[str, Any]) -> HandMap | None:
    """The hand-edited map that `to_record` wrote. Raises ValueError, KeyError."""
    if raw["map"] is None:
        return None
    made_of = unpack_heads(raw["made_of"]) if raw.get("made_of") else None
    return HandMap(_map(raw["map"]), dict(raw["kernel"]), str(raw["heads"]), made_of)


def subject_of(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """What the edit of a record changes: edits of one subject rest on one another. None for what is no edit."""
    match record:
        case {"op": "heads" | "proposals" | "marks" | "nobody" as kind, "scene": str() as scene}:
            return kind, scene
        case {"op": "stroke" | "map", "scene": str() as scene}:
            return "map", scene
        case {"op": "value", "name": str() as name}:
            return "value", name
        case _:
            return None


def pack_whole(heads: Annotation) -> dict[str, Any]:
    """All heads of a scene, packed: half the time and the size of `pack_heads`, and nothing in it can be read."""
    columns = {name: column.tolist() for name, column in heads.columns.items()}
    return {"points": pack(heads.points), "weights": pack(heads.weights), "columns": columns}


def read_whole(raw: Mapping[str, Any]) -> Annotation:
    """What `pack_whole` wrote. Raises ValueError, KeyError, TypeError, AttributeError."""
    return Annotation(unpack(raw["points"]), unpack(raw["weights"]), raw["columns"])
