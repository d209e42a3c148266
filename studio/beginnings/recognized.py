"""What a folder is: a project, a run's, a suite's, a dataset; of a dataset what was found, and what fits it. No Qt."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from miscount.engine.errors import DatasetError, EngineError, bounded
from miscount.engine.reading import expanded, is_file, is_folder, real_path, there

from ..runs.suite_task import is_suite

if TYPE_CHECKING:
    from miscount.engine.proposal import Measured, Proposal

PROJECT, RUN = "project.yaml", "recipe.yaml"
_MARKS_OF_RUN = ("events.jsonl", "run.json", "results.json")
NEITHER = (
    "{folder} is no project (it holds no project.yaml), no folder of a run (no recipe.yaml) or of a suite (no "
    "cells.json), and no dataset: {why}"
)
MISSING = "{folder} does not exist: expected a project, a dataset, or the folder of a run or of a suite."
NAMED_COLUMNS = (
    "A table whose columns have names of their own: which is which is asked next, before anything is opened."
)


class FolderError(EngineError):
    """A folder that is nothing that can be opened."""


@dataclass(frozen=True)
class Recognized:
    """What `folder` is; of a run or a suite, `project` is the one that it lies in, where it lies in one."""

    kind: Literal["project", "run", "suite", "dataset"]
    folder: Path
    project: Path | None = None


@dataclass(frozen=True)
class Looked:
    """A dataset as a look at it found it, with a proposal; or the sentence of why it cannot be opened."""

    found: "Measured | None" = None
    proposal: "Proposal | None" = None
    problem: str = ""
    note: str = ""


def recognize(path: Path) -> Recognized:
    """What the folder at `path` is; a project.yaml stands for its folder. Raises FolderError."""
    folder = real_path(expanded(path))
    if is_file(folder) and folder.name in (PROJECT, RUN):
        folder = folder.parent
    if not there(folder):
        raise FolderError(MISSING.format(folder=folder))
    if there(folder / PROJECT):
        return Recognized("project", folder)
    if is_file(folder / RUN) and any(there(folder / name) for name in _MARKS_OF_RUN):
        return Recognized("run", folder, _project_of(folder))
    if is_suite(folder):
        return Recognized("suite", folder, _project_of(folder))
    looked = _problem_of_dataset(folder)
    if looked:
        raise FolderError(bounded(NEITHER.format(folder=folder, why=looked)))
    return Recognized("dataset", folder)


def _project_of(run: Path) -> Path | None:
    """Runs lie in PROJECT/runs, those of suites one deeper."""
    return next((above for above in list(run.parents)[1:4] if there(above / PROJECT)), None)


def _problem_of_dataset(folder: Path) -> str:
    from miscount.engine.scenes import read_dataset

    try:
        read_dataset(folder)
    except DatasetError as error:
        return "" if _has_named_columns(folder) else str(error).removeprefix(f"{folder} ")
    return ""


def _has_named_columns(folder: Path) -> bool:
    from miscount.engine.scenes.formats.column_guess import unnamed_table

    with suppress(OSError, EngineError):
        return is_folder(folder) and unnamed_table(folder, {}) is not None
    return False


def look_at(folder: Path) -> Looked:
    """Read the dataset in `folder` far enough to tell what it is and what fits it."""
    from miscount.engine.proposal import measure, propose
    from miscount.engine.scenes import read_dataset

    path = real_path(expanded(folder))
    try:
        dataset = read_dataset(path)
        if not len(dataset):
            return Looked(problem=f"{path} holds no scene.")
        found = measure(dataset)
    except EngineError as error:
        return Looked(note=NAMED_COLUMNS) if _has_named_columns(path) else Looked(problem=str(error))
    return Looked(found, propose(found))
