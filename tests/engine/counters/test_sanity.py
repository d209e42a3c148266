"""Weights hold no unit: whoever asks a counter is told when its counts cannot be counts."""

import json

import pytest
import torch

from miscount.engine.cli import main
from miscount.engine.counters import KINDS, build, checkpoint, counter_config, doubt, implausible, other_convention
from miscount.engine.experiment import data_roles
from miscount.engine.experiment.execute import warnings_of
from miscount.engine.recipe import parse

EIGHTH = counter_config({"kind": "csrnet", "width": 0.1})
UPSAMPLED = counter_config({"kind": "csrnet", "width": 0.1, "convention": "upsampled"})
ALL = [counter_config({"kind": kind}) for kind in KINDS if kind != "clip_ebc"] + [
    counter_config({"kind": "clip_ebc", "dataset": "sha"})
]


def test_the_other_convention_of_csrnet_is_named():
    assert "too few" in other_convention(EIGHTH, 2.1, 120)
    assert "set counter.convention to upsampled" in other_convention(EIGHTH, 2.1, 120)
    assert "set counter.convention to eighth" in other_convention(UPSAMPLED, 120 * 60, 120)
    assert other_convention(EIGHTH, 100, 120) is None
    assert other_convention(EIGHTH, 500, 120) is None
    assert other_convention(UPSAMPLED, 64 * 4, 4) is None, "four heads say too little"


@pytest.mark.parametrize("config", ALL, ids=lambda config: config.kind)
@pytest.mark.parametrize("factor", [1 / 1000, 1 / 100, 1 / 16, 1 / 7, 0.0, 7, 26, 64, 100, 255, 1000])
def test_every_factor_of_every_counter_is_told(config, factor):
    heads = [12, 80, 500]
    said = doubt(config, [factor * number * off for number, off in zip(heads, (0.9, 1, 1.1), strict=True)], heads)
    assert said is not None
    assert ("too many" if factor > 1 else "too few") in said
    assert "80 heads" in said, "the middle one is shown"


@pytest.mark.parametrize("config", ALL, ids=lambda config: config.kind)
def test_counts_below_zero_and_no_counts_are_told_and_those_that_fit_are_not(config):
    assert "no count is below zero" in doubt(config, [-30.0, -55.5], [31, 50])
    assert "ruined" in doubt(config, [float("nan"), 20.0], [31, 50])
    assert doubt(config, [20.0, 70.0, -0.5, 3000.0], [31, 50, 8, 700]) is None, "one odd scene is no scale"
    assert doubt(config, [], []) is None


def test_counts_that_no_picture_can_hold_are_told_without_labels():
    size = (768, 1024)
    assert implausible(EIGHTH, [12.0, 0.0, 4000.0], [size] * 3) is None
    assert "a head on every 39.3 pixels" in implausible(EIGHTH, [20_000.0], [size])
    assert "below zero" in implausible(EIGHTH, [12.0, -40.0], [size] * 2)
    assert "less than one person" in implausible(UPSAMPLED, [0.3, 0.1], [size] * 2)
    assert "ruined" in implausible(UPSAMPLED, [float("inf")], [size])
    assert implausible(UPSAMPLED, [], []) is None


def of_scale(factor, path):
    """A light counter whose answer is `factor` persons a cell."""
    counter = build({"kind": "light", "channels": 4}, seed=1)
    with torch.no_grad():
        counter.network.output_layer.weight.zero_()
        counter.network.output_layer.bias.fill_(factor * 100)
    checkpoint.save(counter, path)
    return path


def test_evaluate_warns_of_the_counter_and_of_its_twin(tmp_path, capsys):
    assert main(["scenes", "make", str(tmp_path / "data"), "--train", "1", "--test", "3"]) == 0
    capsys.readouterr()
    wrong, negative = of_scale(5.0, tmp_path / "wrong.safetensors"), of_scale(-1.0, tmp_path / "negative.safetensors")
    assert main(["evaluate", str(wrong), str(tmp_path / "data"), "--twin", str(negative), "--json"]) == 0
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert "too many" in said["warning"]
    assert "below zero" in said["warning_of_twin"]
    assert said["warning"] in err
    assert said["warning_of_twin"] in err
    fine = of_scale(0.1, tmp_path / "fine.safetensors")
    assert main(["evaluate", str(fine), str(tmp_path / "data"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["warning"] is None


def warned(tmp_path, counter):
    scenes = "{kind: synthetic, train: 8, test: 2, height: 64, width: 80, min_heads: 8, max_heads: 12}"
    recipe = parse(f"data: {scenes}\ncounter: {counter}\n")
    *_, data = data_roles.load(recipe, tmp_path)
    return [event.message for event in warnings_of(recipe, data) if event.stage == "twin"]


def test_a_run_warns_of_the_whole_counter_that_it_begins_with_and_not_of_a_drawn_one(tmp_path):
    wrong, fine = of_scale(5.0, tmp_path / "wrong.safetensors"), of_scale(0.15, tmp_path / "fine.safetensors")
    (said,) = warned(tmp_path / "a", f"{{kind: light, channels: 4, pretrained: '{wrong}'}}")
    assert "too many" in said
    assert warned(tmp_path / "b", f"{{kind: light, channels: 4, pretrained: '{fine}'}}") == []
    assert warned(tmp_path / "c", "{kind: light, channels: 4}") == []
