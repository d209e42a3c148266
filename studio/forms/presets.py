"""Recipes that can be taken over: those of the project, and those of the examples that come with the program."""

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe


def presets(project: Path | None) -> list[tuple[str, Path]]:
    """Words and file of every recipe there is, the project's own first."""
    found = []
    if project is not None:
        found += [(f"{path.stem}  ·  this project", path) for path in sorted((project / "recipes").glob("*.yaml"))]
    with resources.as_file(resources.files("miscount.projects")) as folder:
        for path in sorted(folder.glob("*/recipes/*.yaml")):
            found.append((f"{path.stem}  ·  example", path))
    return found


def read_preset(path: Path) -> "Recipe":
    """The recipe in `path`. Raises RecipeError."""
    from miscount.engine.recipe import load_recipe

    return load_recipe(path)
