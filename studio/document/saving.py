"""What is written of a document, as it is now: taken on the window's thread, written on another. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from miscount.engine.files import write_text

from .document import Document
from .edit_files import PROPOSALS, EditFiles
from .edits import SceneMarks
from .origin import Origin, Origins
from .project import Project


@dataclass(frozen=True)
class Save:
    """One write of what is unsaved: what it covers, and the work to do on a thread."""

    covers: dict[str, int]
    work: tuple[Callable[[], None], ...]

    def run(self) -> datetime:
        """Write it; when that was done. Raises EngineError."""
        for write in self.work:
            write()
        return datetime.now()


def origin_of(origins: Origins | None, scene_id: str) -> Origin:
    """Whose an edit of this scene is; asked from any thread."""
    return origins.of(scene_id) if origins is not None else Origin(scene_id, None, "unknown")


def snapshot(
    document: Document, project: Project, files: EditFiles | None, origins: Origins | None, covers: dict[str, int],
    *first: Callable[[], None],
) -> Save:  # fmt: skip
    """The writing of what `covers` names into `project`, as it is now, after `first`."""
    heads, maps, proposals = document.edited_heads, document.hand_maps, document.all_proposals
    whose = partial(origin_of, origins)
    work: list[Callable[[], None]] = [*first]
    if any(key.startswith("marks/") for key in covers):
        work.append(partial(_save_marks, files, origins, document.all_marks, frozenset(covers)))
    for key in covers:
        kind, _, name = key.partition("/")
        if name == "recipe" and document.recipe is not None:
            text = document.recipe.to_yaml(project.recipe_path.parent)
            work.append(partial(write_text, project.recipe_path, text))
        elif files is None:
            continue
        elif kind == "heads":
            work.append(partial(_save, files.save_heads, name, whose, heads.get(name)))
        elif kind == "proposals":
            keep = partial(files.save_heads, kind=PROPOSALS)
            work.append(partial(_save, keep, name, whose, proposals.get(name)))
        elif kind == "map":
            hand = maps.get(name)
            frozen = hand.copied() if hand is not None else None
            work.append(partial(_save, files.save_map, name, whose, frozen))
    return Save(covers, tuple(work))


def _save_marks(
    files: EditFiles | None, origins: Origins | None, marks: Mapping[str, SceneMarks], covers: frozenset[str]
) -> None:
    """On a thread. Of marks that did not change no picture is read: 10,000 of them would take minutes."""
    assert files is not None
    assert origins is not None
    rows = {}
    for scene_id, mark in marks.items():
        known = origins.known(scene_id)
        rows[known if known is not None and f"marks/{scene_id}" not in covers else origins.of(scene_id)] = mark
    files.save_marks(rows)


def _save(write: Callable[[str, Origin, Any], None], scene_id: str, whose: Callable[[str], Origin], value: Any) -> None:
    """On a thread: the picture that the edit was made on may still have to be read."""
    write(scene_id, whose(scene_id), value)
