"""Recipes that can be taken over: those of the project, and those of the examples that come with the program."""

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from miscount.engine.runs.names import sentence_case

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe


def presets(project: Path | None) -> list[tuple[str, Path]]:
    """Words and file of every recipe there is, the project's own first."""
    found = []
    if project is not None:
        found += [(f"{_called(path)}  ·  this project", path) for path in sorted((project / "recipes").glob("*.yaml"))]
    with resources.as_file(resources.files("miscount.projects")) as folder:
        for path in sorted(folder.glob("*/recipes/*.yaml")):
            found.append((f"{_called(path.parents[1] / 'project.yaml')}  ·  example", path))
    return found


def _called(path: Path) -> str:
    """What a project or a recipe calls itself, in the line that says it; a key becomes words."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    said = (line.partition(":")[2].strip().strip("'\"") for line in lines if line.startswith("name:"))
    name = next(said, "") or path.stem
    return sentence_case(name) if "_" in name else name


def read_preset(path: Path) -> "Recipe":
    """The recipe in `path`. Raises RecipeError."""
    from miscount.engine.recipe import load_recipe

    return load_recipe(path)
