"""A project: a person's folder with project.yaml, edits, triggers, recipes and runs. No Qt.

Sources are never modified: what the person changed lies in `edits/`, apart from the dataset.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from miscount.engine.errors import EngineError
from miscount.engine.files import make_folder, write_text
from miscount.engine.part import Part, in_words
from miscount.engine.reading import is_folder, real_path, there
from miscount.engine.reading.yaml_text import read_yaml
from miscount.engine.scenes.rules import ReadingRules


class ProjectError(EngineError):
    """A project folder that cannot be opened as one."""


class ProjectFile(Part):
    """What project.yaml says."""

    version: Literal[1] = 1
    name: str = Field(min_length=1, max_length=200)
    dataset: str | None = Field(
        default=None,
        description="Folder of the dataset; may lie outside the project. None: drawn as the recipe says, in `scenes`.",
    )
    recipe: str = Field(default="recipes/experiment.yaml", description="The recipe that the studio shows, in here.")
    reading: ReadingRules = Field(
        default=ReadingRules(), description="How the labels of the dataset are read where their files leave it open."
    )


@dataclass(frozen=True)
class Project:
    """An open project folder. Raises ProjectError for paths that would leave it."""

    folder: Path
    file: ProjectFile

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def dataset_path(self) -> Path:
        """Where the scenes lie; for a project that draws its own, inside its folder."""
        return real_path(self.file.dataset or "scenes", self.folder)

    @property
    def reading(self) -> ReadingRules:
        """How the labels of the dataset are read."""
        return self.file.reading

    @property
    def draws_scenes(self) -> bool:
        """Whether the scenes are drawn on first use."""
        return self.file.dataset is None

    @property
    def recipe_path(self) -> Path:
        return self.inside(self.file.recipe)

    @property
    def runs_folder(self) -> Path:
        return self.inside("runs")

    @property
    def suites_folder(self) -> Path:
        return self.inside("suites")

    def inside(self, relative: str) -> Path:
        """The path `relative` within the folder. Raises ProjectError when it points out of it."""
        path = real_path(self.folder / relative)
        if not path.is_relative_to(real_path(self.folder)):
            raise ProjectError(f"{self.folder / 'project.yaml'} names {relative!r}, which lies outside the project.")
        return path

    @property
    def edits_folder(self) -> Path:
        return self.inside("edits")

    @property
    def named_dataset(self) -> str:
        """One name for the dataset, however project.yaml writes it: its path, within the folder a relative one."""
        return _named(self.dataset_path, self.folder)

    def write_file(self) -> None:
        """Write project.yaml. Raises OutputError."""
        raw = self.file.model_dump(mode="json", exclude_none=True, exclude={"reading"})
        rules = self.reading.model_dump(mode="json", exclude_defaults=True)
        raw |= {"reading": rules} if rules else {}
        write_text(self.folder / "project.yaml", yaml.safe_dump(raw, sort_keys=False, allow_unicode=True))

    def with_dataset(self, dataset: Path) -> "Project":
        """The project on another dataset; a dataset inside the folder is named by its relative path.

        Rules of reading are of the dataset that they were made for: another one is read as its files say.
        """
        path = real_path(dataset)
        reading = self.reading if path == self.dataset_path else ReadingRules()
        return replace(self, file=self.file.replace(dataset=_named(path, self.folder), reading=reading))

    def with_reading(self, reading: ReadingRules) -> "Project":
        """The project with other rules of reading."""
        return replace(self, file=self.file.replace(reading=reading))


def _named(dataset: Path, folder: Path) -> str:
    inside = dataset.is_relative_to(real_path(folder))
    return dataset.relative_to(real_path(folder)).as_posix() if inside else str(dataset)


def open_project(folder: Path) -> Project:
    """The project in `folder`. Raises ProjectError with one sentence."""
    path = folder / "project.yaml" if is_folder(folder) else folder
    raw = read_yaml(path, "expected a project", ProjectError)
    if not isinstance(raw, dict):
        raise ProjectError(f"{path} is not a project: expected name and dataset, found {type(raw).__name__}.")
    project = Project(real_path(path.parent), _checked(raw, path))
    for named in (project.recipe_path, project.runs_folder, project.inside("edits")):
        assert named  # each of them raises when it leads out of the folder
    return project


def _checked(raw: Mapping[str, Any], path: Path) -> ProjectFile:
    try:
        return ProjectFile.model_validate(raw)
    except ValidationError as error:
        raise ProjectError(f"{path}: {in_words(error, raw, 'project')}") from None


def new_project(folder: Path, name: str, dataset: Path | None, recipe_yaml: str) -> Project:
    """Make a project in `folder`. Raises ProjectError when one is there already, OutputError."""
    return make_project(planned_project(folder, name, dataset), recipe_yaml)


def make_project(project: Project, recipe_yaml: str) -> Project:
    """Write a planned project. Raises ProjectError when one is there already, OutputError."""
    _refuse_another(project.folder)
    make_folder(project.folder)
    write_text(project.recipe_path, recipe_yaml)
    project.write_file()  # last: a folder without it is no project
    return project


def planned_project(folder: Path, name: str, dataset: Path | None) -> Project:
    """The project that `new_project` would make; nothing is written. Raises ProjectError."""
    _refuse_another(folder)
    blank = Project(real_path(folder), ProjectFile(name=name))
    return blank.with_dataset(dataset) if dataset is not None else blank


def _refuse_another(folder: Path) -> None:
    if there(folder / "project.yaml"):
        raise ProjectError(f"{folder} holds a project already; open it, or choose an empty folder.")
