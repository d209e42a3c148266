"""The recipe that a new project begins with, as text: no network is imported for it. No Qt."""

from dataclasses import replace
from importlib import resources
from pathlib import Path

import yaml

from miscount.engine.proposal import Proposal, slug

_ABOUT_DRAWN = "{name}: drawn scenes. {about}"
_ABOUT_TABLE = "The scenes of {name}."


def quickstart_recipe() -> str:
    """The recipe of the quickstart."""
    recipe = resources.files("miscount.projects") / "quickstart" / "recipes" / "quickstart.yaml"
    return recipe.read_text(encoding="utf-8")


def drawn_recipe(name: str) -> str:
    """The recipe of a project of this name that draws its scenes."""
    raw = yaml.safe_load(quickstart_recipe())
    raw["name"] = slug(name)
    raw["about"] = _ABOUT_DRAWN.format(name=name, about=raw["about"])
    return str(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=100))


def recipe_for(name: str, dataset: Path, proposal: Proposal | None) -> str:
    """The recipe on the scenes of `dataset`: as proposed, or as the engine's defaults have it."""
    if proposal is not None:
        return replace(proposal, name=slug(name)).recipe_yaml(dataset)
    raw = {
        "version": 1, "name": slug(name), "about": _ABOUT_TABLE.format(name=name),
        "data": {"kind": "folder", "path": str(dataset), "split": {"test": 0.3}},
    }  # fmt: skip
    return str(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=100))
