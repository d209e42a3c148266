"""The edits that mend problems of scenes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from miscount.engine.scenes.annotation import Annotation

from ..document import Document
from ..document.edits import Edit, HeadsEdit, MapEdit

if TYPE_CHECKING:
    from miscount.engine.scenes.checks import Problem


def name_of(kind: str) -> str:
    """What the fix of this kind of problem is called; empty where a hand is needed."""
    from miscount.engine.scenes.checks import NAMES

    return "Make the map anew from the heads" if kind == "map_sum" else NAMES.get(kind, "")


def maps_dropped(document: Document, scene_ids: Iterable[str]) -> list[Edit]:
    """The edits after which the maps of these scenes are made from their heads."""
    hands = ((scene_id, document.hand_map(scene_id)) for scene_id in scene_ids)
    return [MapEdit(scene_id, hand, None) for scene_id, hand in hands if hand is not None]


def heads_mended(document: Document, problem: "Problem") -> Annotation | None:
    """The heads of a scene after the fix; None where there is none. Raises DatasetError where it cannot be read."""
    from miscount.engine.scenes.checks import mended

    scene = document.scene_of(problem.scene)
    return mended(problem, document.annotation(problem.scene), scene.size) if scene is not None else None


def edits_for(document: Document, problem: "Problem") -> list[Edit]:
    """The edit that mends one problem; none where nothing is to do. Raises DatasetError."""
    after, before = heads_mended(document, problem), document.annotation(problem.scene)
    return [HeadsEdit.between(problem.scene, before, after)] if after is not None and before != after else []
