"""The schemas of parts, which forms are made of: in one pass or alone they say the same."""

from pathlib import Path

import pytest

from miscount import projects
from miscount.engine import part
from miscount.engine.part import make_schemas, parts_within, schema_of
from miscount.engine.recipe import load_recipe

FOLDERS = sorted(file.parent for file in Path(projects.__file__).parent.glob("*/project.yaml"))


@pytest.fixture
def none_made(monkeypatch):
    monkeypatch.setattr(part, "_SCHEMAS", {})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_schemas_made_in_one_pass_are_those_made_alone(folder, none_made):
    kinds = {type(one) for one in parts_within(load_recipe(folder))}
    make_schemas(kinds)
    for kind in kinds:
        alone, shared = told(kind.model_json_schema()), told(schema_of(kind))
        assert {name: shared[name] for name in alone if name != "$defs"} == without_defs(alone)
        assert all(one in shared["$defs"].values() for one in alone["$defs"].values())


def without_defs(schema):
    return {name: about for name, about in schema.items() if name != "$defs"}


def told(schema):
    """`schema` with what it refers to told by title and settings: classes of one name are called otherwise together."""
    defs = schema.get("$defs", {})

    def of(node):
        if isinstance(node, str) and node.startswith("#/$defs/"):
            about = defs[node.rpartition("/")[2]]
            return about["title"], tuple(about.get("properties", ()))
        if isinstance(node, dict):
            return {name: of(each) for name, each in node.items()}
        return [of(each) for each in node] if isinstance(node, list) else node

    return {**of(without_defs(schema)), "$defs": of(defs)}


def test_all_parts_of_a_recipe_are_found(none_made):
    recipe = load_recipe(next(folder for folder in FOLDERS if folder.name == "quickstart"))
    found = list(parts_within(recipe))
    assert found[0] is recipe
    assert {recipe.poison, recipe.poison.trigger, recipe.counter, recipe.training.augmentation} <= set(found)
    assert set(recipe.defenses) <= set(found)
