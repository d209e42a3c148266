"""A project saved to another folder, from what is in memory and what can still be read of the old one. No Qt."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from miscount.engine.errors import EngineError
from miscount.engine.files import make_folder, write_text
from miscount.engine.reading import is_file, is_folder, listed, real_path, there

from .edit_files import EditFiles, Stored
from .opening import load_recipe
from .project import Project, ProjectError, planned_project

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe

STAY = ("runs", "suites", ".lock", ".stages")
"""Left where they are: what can be made again, and may take the space of a disk."""


def planned_elsewhere(project: Project, folder: Path) -> Project:
    """The project as it would be in `folder`; nothing is written. Raises ProjectError."""
    new = planned_project(folder, project.name, None).folder
    if there(new) and listed(new) != ():
        raise ProjectError(f"{folder} holds something already, or is closed: choose an empty folder, or a new one.")
    old = real_path(project.folder)
    if new == old or new.is_relative_to(old) or old.is_relative_to(new):
        raise ProjectError(f"{folder} lies in the project's own folder, or around it: choose another one.")
    moved = Project(new, project.file)
    inside = project.dataset_path.is_relative_to(old)
    if project.draws_scenes or (inside and is_folder(project.dataset_path)):
        return moved  # its scenes go along, or are drawn again
    return moved.with_dataset(project.dataset_path).with_reading(project.reading)


@dataclass(frozen=True)
class Moving:
    """A project on its way from `old` to `new`: `files` are its edits there, `recipe` the one that is in memory."""

    old: Project
    new: Project
    files: EditFiles
    recipe: "Recipe | None"

    def begin(self) -> None:
        """Make the folder, with what can be read of the former one. Raises OutputError."""
        make_folder(self.new.folder)
        for path in _files(self.old.folder):
            to = self._moved(path)
            # a file that cannot be read any more is what the person is saving from; what is in memory follows
            with suppress(OSError):
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, to)

    def finish(self) -> "Recipe | None":
        """Write recipe and project.yaml, when the edits are there; the recipe as it is read from there.

        Raises OutputError.
        """
        if self.recipe is not None:
            # files beside the recipe are named from there, and were copied
            write_text(self.new.recipe_path, self.recipe.to_yaml(self.old.recipe_path.parent))
        self.new.write_file()  # last: a folder without it is no project
        with suppress(EngineError):
            return load_recipe(self.new)
        return None

    def of(self, absent: Sequence[tuple[Stored, str]]) -> tuple[tuple[Stored, str], ...]:
        """Those of the edits that are not shown that came along."""
        moved = [(replace(stored, path=self._moved(stored.path)), why) for stored, why in absent]
        return tuple((stored, why) for stored, why in moved if there(stored.path))

    def _moved(self, path: Path) -> Path:
        return self.new.folder / real_path(path).relative_to(real_path(self.old.folder))


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        if Path(parent) == folder:
            folders[:] = [name for name in folders if name not in STAY]
            names = [name for name in names if name not in (*STAY, "project.yaml")]  # project.yaml is written last
        yield from (path for name in names if is_file(path := Path(parent) / name))
