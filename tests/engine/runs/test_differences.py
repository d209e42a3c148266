"""How two recipes differ, in words: all of it, nothing else, and no keys."""

from copy import deepcopy

import pytest

from miscount.engine.recipe import parse
from miscount.engine.runs.differences import differences, settings_in_words

RECIPE = """
version: 1
name: one
data: {kind: synthetic, train: 10, test: 3}
counter: {kind: light}
training: {epochs: 4}
poison: {trigger: {kind: blend}, label: {kind: thin}, rate: 0.3}
defenses: [{kind: fine_tune}, {kind: nad}]
"""


@pytest.fixture(scope="module")
def recipe():
    return parse(RECIPE).model_dump(mode="json")


def changed(recipe, path, value):
    other = deepcopy(recipe)
    *steps, last = path.split(".")
    inner = other
    for step in steps:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = value
    return other


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("poison.rate", 0.1, ["Poison, rate: 0.3 → 0.1"]),
        ("training.crop_px", 256, ["Training, crop: none → 256 px"]),
        ("training.lr", 1e-6, ["Training, learning rate: 0.003 → 1e-06"]),
        ("evaluation.specificity", False, ["Evaluation, specificity: yes → no"]),
        ("poison.trigger", {"kind": "rain", "slant_deg": 3.0}, ["Poison, trigger: Blend → Rain"]),
        ("counter", {"kind": "clip_ebc"}, ["Counter: Light counter → CLIP-EBC"]),
        ("name", "two", []),
        ("training.ema", None, []),
    ],
)
def test_one_setting_that_differs_is_told_alone(recipe, path, value, said):
    assert [str(one) for one in differences(recipe, changed(recipe, path, value))] == said


def test_defenses_are_compared_by_their_kind(recipe):
    other = deepcopy(recipe)
    second = other["defenses"][1]
    other["defenses"] = [changed(second, "training.epochs", 99), {"kind": "cbd"}]
    said = [str(one) for one in differences(recipe, other)]
    assert "Defenses: Fine-tuning → none" in said
    assert "Defenses: none → CBD" in said
    assert any(one.startswith("Defenses, NAD, training, epochs:") and one.endswith("→ 99") for one in said)
    assert len(said) == 3


def test_all_settings_in_words_hold_no_key(recipe):
    for where, what in settings_in_words(recipe):
        assert "_" not in where
        assert "_" not in what, (where, what)
        assert where[0].isupper()
