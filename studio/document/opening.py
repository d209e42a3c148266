"""What opening a project reads, on a thread: its dataset first, then the edits and whose they are. No Qt.

The engine's heavy parts are imported here and nowhere sooner.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from miscount.engine.errors import DatasetError, EngineError
from miscount.engine.files import write_text
from miscount.engine.reading import read_object, there
from miscount.engine.scenes.scene import Dataset

from .edit_files import EditFiles, EditsError, Laid, lay
from .leftovers import Leftover
from .matching import Report, match
from .origin import Contents, Origin
from .project import Project, ProjectError
from .recovery import origins_of

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe
    from miscount.engine.scenes.formats.column_guess import TableStart
    from miscount.engine.scenes.synthetic import SyntheticScenes

_MARKER = "synthetic.json"  # what miscount.engine.scenes.synthetic leaves in a folder that it has drawn
_OLDER = "older.json"
"""Names the dataset that edits of the older form were made on; they know only the name of their scene."""


@dataclass(frozen=True)
class Found:
    """A project that can be opened, with its scenes; None where they are to be drawn first."""

    project: Project
    dataset: Dataset | None


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
        _check_draws(project, recipe_yaml)
        return Found(project, None)
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


def _check_draws(project: Project, recipe_yaml: str) -> None:
    from miscount.engine.recipe import parse
    from miscount.engine.scenes.synthetic import SyntheticScenes

    recipe = parse(recipe_yaml) if recipe_yaml else load_recipe(project)
    if not isinstance(recipe.data, SyntheticScenes):
        raise ProjectError(f"{project.folder / 'project.yaml'} names no dataset, and the recipe draws none.")


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
    from miscount.engine.recipe import load_recipe

    return load_recipe(project.recipe_path)


class DrawingStopped(Exception):
    """The project was closed while its scenes were being drawn; the next opening goes on."""


def is_drawn(folder: Path) -> bool:
    """Whether all scenes of the project lie there."""
    try:
        return read_object(folder / _MARKER, "expected what was drawn", EngineError).get("complete") is True
    except EngineError:
        return False


def draw(scenes: "SyntheticScenes", seed: int, folder: Path, progress: Callable[[int, int], None]) -> None:
    """Draw the scenes of a project; a stop leaves what is drawn. Raises EngineError."""
    from miscount.engine.scenes.synthetic import make

    with suppress(DrawingStopped):
        make(scenes, seed, folder, progress)
