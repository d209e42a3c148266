"""What opening a project reads, on a thread: its dataset first, then the edits and whose they are. No Qt.

The engine's heavy parts are imported here and nowhere sooner.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miscount.engine.errors import DatasetError, EngineError
from miscount.engine.files import write_text
from miscount.engine.reading import read_object, there
from miscount.engine.scenes.scene import Dataset

from ..desktop.libraries import load_ahead
from .drawing import Drawing, drawing_of, is_drawn
from .edit_files import EditFiles, EditsError, Laid, lay
from .leftovers import Leftover
from .matching import Report, match
from .origin import Contents, Origin
from .project import Project
from .recovery import origins_of

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe
    from miscount.engine.scenes.formats.column_guess import TableStart

_OLDER = "older.json"
"""Names the dataset that edits of the older form were made on; they know only the name of their scene."""


@dataclass(frozen=True)
class Found:
    """A project that can be opened, with its scenes, or with what is to be drawn first."""

    project: Project
    dataset: Dataset | None
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Unclear:
    """A project whose dataset is a table of which a person must say which column is which; `sentence` tells it."""

    project: Project
    table: "TableStart"
    sentence: str


@dataclass(frozen=True)
class Saved:
    """The edits of a project as they belong to its open dataset, with a sentence for each file that was left out."""

    laid: Laid
    files: EditFiles
    placed: dict[Origin, str]
    problems: list[str]
    copies: list[str]


def look(project: Project, recipe_yaml: str = "") -> Found | Unclear:
    """Read what the project is about, before anything is changed for it. Raises EngineError.

    `recipe_yaml` is the recipe of a project that is not there yet.
    """
    if project.draws_scenes and not is_drawn(project.dataset_path):
        return Found(project, None, drawing_of(project, recipe_yaml))
    from miscount.engine.scenes import read_dataset

    try:
        return Found(project, read_dataset(project.dataset_path, project.reading))
    except DatasetError as error:
        table = _unclear(project)
        if table is None:
            raise
        return Unclear(project, table, str(error))


def _unclear(project: Project) -> "TableStart | None":
    from miscount.engine.scenes.formats.column_guess import unnamed_table

    with suppress(OSError, EngineError):
        return unnamed_table(project.dataset_path, project.reading.columns)
    return None


def read_saved(
    project: Project, dataset: Dataset, contents: Contents, leftovers: Sequence[Leftover], report: Report,
    may_write: bool = True,
) -> Saved:  # fmt: skip
    """The edits in the project and the scenes they belong to; pictures are read only where an edit may be theirs."""
    files = EditFiles(project.edits_folder)
    stored, problems = files.read()
    origins = [*(each.origin for each in stored), *origins_of(leftovers)]
    found = match(origins, dataset, contents, project.named_dataset, older_are_here(project), report)
    laid = lay(stored, found.scenes, found.why, problems)
    files.take(laid.taken, [each for each, _ in laid.absent])
    with suppress(EngineError):  # both are looked for again the next time
        contents.keep()
        if may_write and any(each.origin.older for each in stored):
            keep_older_here(project)
    return Saved(laid, files, found.scenes, problems, found.copies)


def older_are_here(project: Project) -> bool:
    """Whether edits of the older form, if there are any, were made on the dataset that the project names now."""
    path = project.edits_folder / _OLDER
    if not there(path):
        return True
    try:
        return bool(
            read_object(path, "expected the dataset of older edits", EditsError)["dataset"] == project.named_dataset
        )
    except (EngineError, KeyError):
        return False  # better not shown than shown on pictures that they are not of


def keep_older_here(project: Project) -> None:
    """Write down that edits of the older form are of the dataset that the project names now. Raises OutputError."""
    path = project.edits_folder / _OLDER
    if there(project.edits_folder) and not there(path):
        write_text(path, json.dumps({"schema": 1, "dataset": project.named_dataset}) + "\n")


def load_recipe(project: Project) -> "Recipe":
    """The project's recipe. Raises EngineError."""
    load_ahead()  # the counters that a recipe names are torch's
    from miscount.engine.part import make_schemas, parts_within
    from miscount.engine.recipe import load_recipe

    recipe = load_recipe(project.recipe_path)
    # which forms need on the window's thread, where it would take a tenth of a second
    make_schemas({type(part) for part in parts_within(recipe)})
    return recipe
