"""A project: a person's folder with project.yaml, edits, triggers, recipes and runs. No Qt.

Sources are never modified: what the person changed lies in `edits/`, apart from the dataset.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import numpy as np
import yaml
from pydantic import Field, ValidationError

from miscount.engine.errors import EngineError, bounded
from miscount.engine.files import make_folder, write_atomically, write_json, write_text
from miscount.engine.part import Part, in_words
from miscount.engine.reading import read_object, there
from miscount.engine.reading.arrays import read_npy
from miscount.engine.reading.yaml_text import read_yaml
from miscount.engine.scenes.annotation import Annotation

from .edits import HandMap, SceneMarks, pack_heads, unpack_heads

_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
"""What unpacking edits raises where a file of them is damaged."""


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
        return (self.folder / Path(self.file.dataset or "scenes").expanduser()).resolve()

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
        path = (self.folder / relative).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise ProjectError(f"{self.folder / 'project.yaml'} names {relative!r}, which lies outside the project.")
        return path

    def _edit_path(self, kind: str, scene_id: str, suffix: str) -> Path:
        parts = PurePosixPath(scene_id).parts
        if not parts or ".." in parts or scene_id.startswith("/") or "\\" in scene_id:
            raise ProjectError(f"The scene {scene_id!r} has no name that can be a file name.")
        return self.inside(f"edits/{kind}/{scene_id}{suffix}")

    # ---- edits

    def save_heads(self, scene_id: str, annotation: Annotation | None) -> None:
        """Write the edited heads of a scene; None removes the edit. Raises OutputError."""
        path = self._edit_path("heads", scene_id, ".json")
        if annotation is None:
            path.unlink(missing_ok=True)
        else:
            text = json.dumps({"schema": 1, "scene": scene_id, **pack_heads(annotation)}, separators=(",", ":"))
            write_text(path, text + "\n")

    def save_map(self, scene_id: str, hand: HandMap | None) -> None:
        """Write the hand-edited map of a scene; None removes it. Raises OutputError."""
        path = self._edit_path("density", scene_id, ".npy")
        about = path.with_suffix(".json")
        if hand is None:
            path.unlink(missing_ok=True)
            about.unlink(missing_ok=True)
            return
        write_atomically(path, lambda part: _write_npy(part, hand.map))
        made_of = pack_heads(hand.made_of) if hand.made_of is not None else None
        raw = {"schema": 1, "scene": scene_id, "kernel": dict(hand.kernel), "heads": hand.heads, "made_of": made_of}
        write_json(about, raw)

    def save_marks(self, marks: Mapping[str, SceneMarks]) -> None:
        """Write the marks of all scenes, in one file. Raises OutputError."""
        rows = {scene_id: mark.to_json() for scene_id, mark in sorted(marks.items()) if mark != SceneMarks()}
        text = json.dumps({"schema": 1, "scenes": rows}, separators=(",", ":"))
        write_text(self.inside("edits/marks.json"), text + "\n")

    def read_edits(self) -> tuple[dict[str, Annotation], dict[str, HandMap], dict[str, SceneMarks], list[str]]:
        """Edited heads, hand-edited maps, marks, and a sentence for each file that could not be read."""
        heads: dict[str, Annotation] = {}
        maps: dict[str, HandMap] = {}
        problems: list[str] = []
        for path in sorted(self.inside("edits/heads").rglob("*.json")):
            try:
                raw = read_object(path, "expected edited heads", ProjectError)
                heads[_scene(raw)] = unpack_heads(raw)
            except (EngineError, *_DAMAGED) as error:
                problems.append(_left_out(path, "expected edited heads", error))
        for path in sorted(self.inside("edits/density").rglob("*.json")):
            try:
                scene_id, hand = _read_map(path)
                maps[scene_id] = hand
            except (EngineError, *_DAMAGED) as error:
                problems.append(_left_out(path, "expected a density map edited by hand", error))
        return heads, maps, self._read_marks(problems), problems

    def _read_marks(self, problems: list[str]) -> dict[str, SceneMarks]:
        path = self.inside("edits/marks.json")
        if not there(path):
            return {}
        try:
            rows = read_object(path, "expected the marks of scenes", ProjectError)["scenes"]
            return {str(scene_id): SceneMarks.from_json(row) for scene_id, row in rows.items()}
        except (EngineError, *_DAMAGED) as error:
            problems.append(_left_out(path, "expected the marks of scenes", error))
            return {}

    def write_file(self) -> None:
        """Write project.yaml. Raises OutputError."""
        raw = self.file.model_dump(mode="json", exclude_none=True)
        write_text(self.folder / "project.yaml", yaml.safe_dump(raw, sort_keys=False, allow_unicode=True))

    def with_dataset(self, dataset: Path) -> "Project":
        """The project on another dataset; a dataset inside the folder is named by its relative path."""
        resolved = dataset.resolve()
        inside = resolved.is_relative_to(self.folder.resolve())
        name = str(resolved.relative_to(self.folder.resolve())) if inside else str(resolved)
        return Project(self.folder, ProjectFile(name=self.name, dataset=name, recipe=self.file.recipe))


def open_project(folder: Path) -> Project:
    """The project in `folder`. Raises ProjectError with one sentence."""
    path = folder / "project.yaml" if folder.is_dir() else folder
    raw = read_yaml(path, "expected a project", ProjectError)
    if not isinstance(raw, dict):
        raise ProjectError(f"{path} is not a project: expected name and dataset, found {type(raw).__name__}.")
    project = Project(path.parent.resolve(), _checked(raw, path))
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
    if (folder / "project.yaml").exists():
        raise ProjectError(f"{folder} holds a project already; open it, or choose an empty folder.")
    make_folder(folder)
    blank = Project(folder.resolve(), ProjectFile(name=name))
    project = blank.with_dataset(dataset) if dataset is not None else blank
    project.write_file()
    write_text(project.recipe_path, recipe_yaml)
    return project


def _write_npy(path: Path, array: np.ndarray[Any, Any]) -> None:
    with path.open("wb") as file:  # np.save adds ".npy" to a name that lacks it
        np.save(file, array, allow_pickle=False)


def _read_map(about: Path) -> tuple[str, HandMap]:
    expected = "expected a density map edited by hand"
    raw = read_object(about, expected, ProjectError)
    array = read_npy(about.with_suffix(".npy"), expected, ProjectError)
    if array.ndim != 2 or array.dtype != np.float32 or not array.size or not np.isfinite(array).all():
        raise ValueError("not a density map")
    made_of = unpack_heads(raw["made_of"]) if raw.get("made_of") else None
    return _scene(raw), HandMap(array, dict(raw["kernel"]), str(raw["heads"]), made_of)


def _scene(raw: Mapping[str, Any]) -> str:
    if not isinstance(raw["scene"], str):
        raise ValueError("want the id of a scene")
    return raw["scene"]


def _left_out(path: Path, expected: str, error: Exception) -> str:
    """What is said of a file of edits that cannot be used; it stays where it is."""
    found = str(error) if isinstance(error, EngineError) else f"{path}: {expected}, found something else."
    return bounded(f"{found} It was left out, and is kept.")
