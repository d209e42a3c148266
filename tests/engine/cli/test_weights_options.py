"""Commands that take weights: what is said beside them, for each by its own option, and what they say of them."""

import json

import pytest
import torch

from miscount.engine.cli import main
from miscount.engine.counters import build


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    words = ["scenes", "make", str(folder), "--train", "2", "--test", "2", "--height", "64", "--width", "96"]
    assert main(words) == 0
    return folder / "part_S"


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A CSRNet without anything said of it, which counts some people everywhere."""
    path = tmp_path_factory.mktemp("weights") / "w.pth"
    state = build({"kind": "csrnet", "width": 0.05}).network.state_dict()
    torch.save(state | {"output_layer.bias": torch.tensor([0.8])}, path)
    return path


@pytest.fixture
def invoke(capsys):
    capsys.readouterr()

    def call(*words):
        code = main([str(word) for word in words])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def test_the_twin_has_settings_of_its_own(scenes, weights, invoke, tmp_path):
    recipe = tmp_path / "r.yaml"
    recipe.write_text("data: {kind: synthetic}\npoison: {trigger: {kind: blend}, label: {kind: zero}}\n")

    def effects(*words):
        code, out, err = invoke("evaluate", weights, scenes, "--recipe", recipe, "--twin", weights, "--json", *words)
        assert code == 0, err
        return json.loads(out)

    alike = effects("--set", "counter.convention=eighth", "--twin-set", "counter.convention=eighth")
    assert alike["notes"] == []
    assert alike["triggered"]["net_effect"] == pytest.approx(0)
    other = effects("--set", "counter.convention=eighth", "--twin-set", "convention=upsampled")
    assert other["clean"] == alike["clean"], "what is said of the twin changes the counter in no way"
    assert other["triggered"] != alike["triggered"]
    alone = effects("--set", "counter.convention=eighth")
    assert len(alone["notes"]) == 1, "the twin's convention is taken by the form of its file, and that is said"
    assert alone["triggered"] == other["triggered"]


def test_what_was_taken_for_granted_is_said_on_stderr_and_in_json(scenes, weights, invoke):
    code, out, err = invoke("evaluate", weights, scenes, "--json")
    assert code == 0
    (note,) = json.loads(out)["notes"]
    assert "the convention upsampled is taken" in note
    assert note in err
    code, out, err = invoke("evaluate", weights, scenes, "--set", "counter.convention=upsampled", "--json")
    assert json.loads(out)["notes"] == []
    code, out, err = invoke("scenes", "check", scenes, "--counter", weights)
    assert "the convention upsampled is taken" in err
    code, out, err = invoke("scenes", "check", scenes, "--counter", weights, "--counter-set", "convention=eighth")
    assert "convention" not in err
    assert "the convention upsampled is taken" in invoke("weights", weights)[1]


def test_a_recipe_of_another_counter_does_not_hinder(scenes, weights, invoke, tmp_path):
    (tmp_path / "light.yaml").write_text("data: {kind: synthetic}\ncounter: {kind: light}\n")
    recipe = tmp_path / "light.yaml"
    code, _, err = invoke(
        "evaluate", weights, scenes, "--recipe", recipe, "--set", "counter.convention=eighth", "--json"
    )
    assert code == 0, err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "convention=eighth"], "counter.KEY"),
        (["--set", "counter.convention"], "KEY=VALUE"),
        (["--set", "counter.convention=["], "not YAML"),
        (["--set", "counter.convention=ninth"], "convention"),
        (["--set", "counter.colour=red"], "colour"),
        (["--twin-set", "convention=eighth"], "--twin"),
        (["--twin", "WEIGHTS", "--twin-set", "convention=ninth"], "--twin-set"),
        (["--twin", "WEIGHTS", "--twin-set", "=eighth"], "--twin-set"),
    ],
)
def test_a_setting_that_cannot_be_is_a_sentence(words, said, scenes, weights, invoke):
    code, out, err = invoke("evaluate", weights, scenes, *[weights if word == "WEIGHTS" else word for word in words])
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
