"""Triggers as stacks of layers, what is left out of them, and which of their settings apply."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.triggers import KINDS, trigger
from miscount.engine.triggers.composite import Composite, Sheet, sheets_of, stacked
from miscount.engine.triggers.painted import Layer, Painted
from miscount.engine.triggers.patch import Patch
from miscount.engine.triggers.sinusoid import Sinusoid

HEADS = Annotation.of([[10, 12], [40, 30], [70, 44]])
IMAGE = np.random.default_rng(0).integers(0, 255, (64, 96, 3), dtype=np.uint8)
parts = st.sampled_from(
    [Patch(size=0.2), Sinusoid(), Layer(x=0.2), Layer(picture="flowers", blend="add"), Layer(anchor="heads")]
)
stacks = st.lists(
    st.builds(Sheet, parts, st.booleans(), st.sampled_from([1.0, 0.5]), st.sampled_from(["", "mine"])),
    min_size=1, max_size=6,
)  # fmt: skip


def made(kind):
    return kind() if kind.model_fields["kind"].default != "satba" else None


def drawn(of, seed=3):
    return of.apply(IMAGE, np.random.default_rng(seed), HEADS)


@given(stacks)
def test_a_stack_is_the_trigger_and_the_trigger_the_stack(sheets):
    whole = stacked(sheets, "both")
    again = sheets_of(whole)
    assert [(s.part.model_dump() | {"shown": 0}, s.shown) for s in again] == [
        (s.part.model_dump() | {"shown": 0}, s.shown) for s in sheets
    ]
    assert stacked(again, "both") == whole


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_trigger_is_a_stack(kind):
    assert stacked(sheets_of(kind())) == kind()


def test_a_part_that_is_left_out_leaves_the_others_as_they_are():
    both = Composite(triggers=(Patch(placement="random", size=0.1), Sinusoid(), Patch(placement="random")))
    out = both.replace(left_out=(2,))
    mask = both.replace(left_out=(2, 3)).footprint((64, 96), np.random.default_rng(3), HEADS)
    assert (drawn(both.replace(left_out=(2, 3)))[mask] == drawn(both.replace(left_out=(2,)))[mask]).mean() > 0.5
    assert (drawn(both.replace(left_out=(1, 2, 3))) == IMAGE).all()
    assert not both.replace(left_out=(1, 2, 3)).footprint((64, 96)).any()
    assert "without the sinusoid (2)" not in out.relatives()
    assert out.relatives()["without the patch (1)"].left_out == (1,)
    with pytest.raises(ValueError, match="there is no trigger 4"):
        Composite(triggers=both.triggers, left_out=(4,))


def test_a_layer_that_is_not_shown_leaves_the_others_as_they_are():
    layers = (Layer(anchor="heads", num_heads=1, size=0.1), Layer(anchor="heads", num_heads=2, size=0.1))
    both = Painted(layers=layers)
    second = Painted(layers=(layers[0].replace(shown=False), layers[1]))
    mask = second.footprint((64, 96), np.random.default_rng(3), HEADS)
    assert (drawn(both)[mask] == drawn(second)[mask]).all()
    assert (drawn(second)[~mask] == IMAGE[~mask]).all()


def test_each_layer_of_a_composite_has_its_own_box():
    whole = stacked(
        [Sheet(Patch(x=0.2, y=0.3)), Sheet(Layer(x=0.5, y=0.6)), Sheet(Layer(x=0.7, y=0.8)), Sheet(Sinusoid())]
    )
    size = (100, 200)
    assert [box and (box.x_px, box.y_px) for box in (whole.box(size, k) for k in range(4))] == [
        (40, 30), (100, 60), (140, 80), None
    ]  # fmt: skip
    box = whole.box(size, 1)
    moved = whole.at_box(type(box)(20, 20, box.width_px, box.height_px), size, 1)
    assert [sheet.part.x for sheet in sheets_of(moved)[:3]] == [0.2, 0.1, 0.7]
    assert whole.at_box(box, size, 3) is None


def rules(kind):
    """(field, its rules) of every field that does not always apply."""
    for name, about in kind.model_json_schema()["properties"].items():
        if "applies" in about:
            yield name, about["applies"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if any(rules(kind))])
def test_a_field_that_does_not_apply_changes_nothing(kind):
    """What a form hides is only what has no effect: held against the bytes that come out."""
    properties = kind.model_json_schema()["properties"]
    for name, applies in rules(kind):
        for beside, allowed in applies.items():
            about = properties[beside]
            choices = about.get("enum", [True, False])
            assert set(allowed) <= set(choices), (name, beside)
            for other in set(choices) - set(allowed):
                if other in ("folder",):
                    continue
                one = trigger({"kind": kind.model_fields["kind"].default, beside: other})
                changed = one.replace(**{name: another(properties[name], getattr(one, name))})
                assert changed != one
                assert (drawn(one) == drawn(changed)).all(), (name, beside, other)


def another(about, value):
    if "enum" in about:
        return next(choice for choice in about["enum"] if choice != value)
    match value:
        case bool():
            return not value
        case int() | float():
            low = about.get("minimum", about.get("exclusiveMinimum", 0))
            high = about.get("maximum", low + 10)
            new = low + (high - low) * (0.3 if abs(value - (low + (high - low) * 0.3)) > 1e-6 else 0.4)
            return int(new) if isinstance(value, int) else new
        case str() if about.get("editor") == "picture":
            return "flowers" if value != "flowers" else "facade"
        case str() if about.get("editor") == "color":
            return "#123456"
        case _:
            return "/somewhere"
