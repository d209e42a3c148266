"""Every example project is one: its recipe reads, and nothing in it is forgotten."""

import json
from pathlib import Path

import pytest

from miscount import projects
from miscount.engine.recipe import load_recipe

FOLDERS = sorted(path.parent for path in Path(projects.__file__).parent.glob("*/project.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_its_recipe_reads_and_says_what_it_is_to_show(folder):
    recipe = load_recipe(folder)
    assert recipe.name == folder.name
    assert recipe.about
    assert recipe.data.kind == "synthetic"


@pytest.mark.parametrize("path", sorted(Path(projects.__file__).parent.glob("notebooks/*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_is_kept_without_what_it_showed(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    ran = [cell["id"] for cell in cells if cell.get("outputs") or cell.get("execution_count")]
    assert cells
    assert ran == []
