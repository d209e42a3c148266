"""Forms from models: every field of every part, and the way back into the recipe."""

import pytest
from PySide6.QtWidgets import QCheckBox, QTabWidget

from miscount.engine.density import AdaptiveKernel, FixedKernel
from miscount.engine.errors import RecipeError
from miscount.engine.labels import KINDS as LABELS
from miscount.engine.poison import Poison
from miscount.engine.recipe import Recipe, Surrogate
from miscount.engine.training import Training
from miscount.engine.triggers import KINDS as TRIGGERS
from miscount.studio.actions import ActionId
from miscount.studio.forms.binding import RecipeForm, part_at, with_part, with_value
from miscount.studio.forms.from_model import form_fields, title
from miscount.widgets.forms import Form


@pytest.mark.parametrize("part", [*TRIGGERS.values(), *LABELS.values(), FixedKernel, AdaptiveKernel])
def test_every_field_of_a_part_has_a_row_with_a_tip(part):
    rows = {row.path: row for row in form_fields(part)}
    editable = {name for name in part.model_fields if name != "kind"}
    assert editable - set(rows) <= {"layers", "parts", "triggers", "scenes", "strength"}
    for row in rows.values():
        assert row.tip, row.path
        assert row.title


def test_names_become_words():
    assert title("crop_px", "px") == "Crop"
    assert title("num_places") == "Number of places"
    assert title("lr") == "Learning rate"


def test_a_union_becomes_variants_with_paths():
    trigger = next(row for row in form_fields(Poison, "poison") if row.path == "poison.trigger")
    assert {variant.kind for variant in trigger.variants} == set(TRIGGERS)
    patch = next(variant for variant in trigger.variants if variant.kind == "patch")
    assert "poison.trigger.size" in {row.path for row in patch.fields}


def test_a_variant_is_called_as_its_kind_is():
    for path, kinds in (("trigger", TRIGGERS), ("label", LABELS)):
        row = next(row for row in form_fields(Poison) if row.path == path)
        assert {variant.kind: variant.title for variant in row.variants} == {k: c.title for k, c in kinds.items()}
        assert len({kind.title for kind in kinds.values()}) == len(kinds)
    assert [TRIGGERS["satba"].title, LABELS["by_hand"].title, LABELS["warp"].title] == ["SATBA", "By hand", "Warp"]


def test_a_value_goes_to_its_path_and_is_checked():
    recipe = with_value(Recipe(), "poison.trigger.kind", "patch")
    recipe = with_value(recipe, "poison.trigger.size", 0.25)
    assert (recipe.poison.trigger.kind, recipe.poison.trigger.size) == ("patch", 0.25)
    with pytest.raises(RecipeError, match=r"poison\.trigger\.size"):
        with_value(recipe, "poison.trigger.size", 7)
    moved = recipe.poison.trigger.replace(x=0.1)
    assert with_part(recipe, "poison.trigger", moved).poison.trigger == moved


def test_a_value_goes_into_a_list(qtbot):
    recipe = with_value(Recipe(), "poison.trigger.kind", "composite")
    recipe = with_value(recipe, "poison.trigger.triggers.1.x", 0.25)
    recipe = with_value(recipe, "poison.trigger.triggers.0.kind", "painted")
    recipe = with_value(recipe, "poison.trigger.triggers.0.layers.0.picture", "flowers")
    first, second = recipe.poison.trigger.triggers
    assert (first.layers[0].picture, second.x) == ("flowers", 0.25)
    assert part_at(recipe, "poison.trigger.triggers.0.layers.0") == first.layers[0]
    assert part_at(recipe, "poison.trigger.triggers.7.x") is None
    with pytest.raises(RecipeError, match=r"poison\.trigger\.triggers\.1\.x: must be at most 1, got 7"):
        with_value(recipe, "poison.trigger.triggers.1.x", 7)


def test_a_form_shows_edits_and_refuses_in_words(qtbot, document):
    form = Form()
    qtbot.addWidget(form)
    form.show()
    document.set_value("recipe", Recipe())
    RecipeForm(form, document, root="poison", only=("trigger", "rate"))
    form.changed.emit("poison.rate", 0.5)
    assert document.value("recipe").poison.rate == 0.5
    assert form.values()["poison.rate"] == 0.5
    form.changed.emit("poison.rate", 3.0)
    assert document.value("recipe").poison.rate == 0.5
    document.history.undo()
    assert form.values()["poison.rate"] == Recipe().poison.rate
    form.changed.emit("poison.trigger.kind", "patch")
    assert document.value("recipe").poison.trigger.kind == "patch"


def test_the_whole_recipe_becomes_a_form(qtbot, document):
    form = Form()
    qtbot.addWidget(form)
    form.show()
    document.set_value("recipe", Recipe())
    RecipeForm(form, document)
    assert form.values()["training.epochs"] == Recipe().training.epochs


def test_what_need_not_be_set_is_a_box_of_the_form(window, qtbot):
    """The attacker's own counter: none at first, which is the victim's."""
    window.show_page(ActionId.PAGE_POISON)
    document, inspector = window.services.document, window.page.inspector
    inspector.findChild(QTabWidget).setCurrentIndex(1)
    boxes = {box.text(): box for box in inspector.findChildren(QCheckBox)}
    assert document.recipe.surrogate == Surrogate()
    boxes["Counter"].click()
    boxes["Training"].click()
    assert document.recipe.surrogate.counter is not None
    assert document.recipe.surrogate.training == Training()
    window.do(ActionId.UNDO)
    window.do(ActionId.UNDO)
    assert document.recipe.surrogate == Surrogate()
    assert not boxes["Counter"].isChecked()
