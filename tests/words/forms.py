"""The words of forms: titles, choices and cards that are made from the engine's models when a form is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import yaml

from miscount.engine.recipe import Recipe
from miscount.engine.runs.differences import setting_in_words
from miscount.engine.runs.names import kind_name
from miscount.engine.scenes.rules import ReadingRules
from miscount.studio.forms.from_model import form_fields
from miscount.studio.forms.presets import presets
from miscount.studio.settings import Settings
from miscount.widgets.forms import FieldSpec

from .sources import ROOT


def form_words() -> dict[str, str]:
    """Every title, choice, card and tip of the forms of recipes, reading and preferences, and where it is from."""
    found: dict[str, str] = {}
    for model in (Recipe, ReadingRules, Settings):
        for text in _of(form_fields(model)):
            if text:
                found.setdefault(text, f"form:{model.__name__}")
    return found


def _of(specs: Iterable[FieldSpec]) -> Iterator[str]:
    for spec in specs:
        yield spec.title
        name = setting_in_words(spec.path.rpartition(".")[2])  # as two recipes are compared
        yield "" if name[:1].upper() + name[1:] == spec.title else name
        yield spec.tip
        for choice in spec.choices:
            yield "" if isinstance(choice, tuple) else choice.replace("_", " ") if isinstance(choice, str) else ""
        for variant in spec.variants:
            yield variant.title
            yield kind_name(variant.kind)
            yield variant.tip
            yield from _of(variant.fields)
        yield from _of(spec.children)
        if spec.item is not None:
            yield from _of((spec.item,))


def recipe_texts() -> dict[str, str]:
    """What the projects and recipes that come along are called, and say of themselves."""
    found = {words.partition("  ·")[0]: "projects" for words, _path in presets(None)}
    for path in sorted((ROOT / "projects").glob("*/recipes/*.yaml")):
        about = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("about")
        if about:
            found.setdefault(str(about).strip(), path.relative_to(ROOT).as_posix())
    return found
