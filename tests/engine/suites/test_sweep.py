"""A recipe at several settings: every combination once, twins shared, one table with spreads."""

import csv
import json
import re

import pytest
from typer.testing import CliRunner

from miscount.engine.cli import main
from miscount.engine.cli.app import app
from miscount.engine.errors import RecipeError
from miscount.engine.events import Failed, Finished
from miscount.engine.recipe import parse
from miscount.engine.suites.sweep import points, rows, sweep
from tests.engine.experiment.test_experiment import TINY


def test_every_combination_is_a_run_of_its_own(tmp_path):
    todo = points(parse(TINY), {"poison.rate": [0.1, 0.2], "poison.label.alpha": [0, 0.5]}, [0, 1], tmp_path)
    assert len(todo) == len({point.folder for point in todo}) == 8
    assert todo[0].setting == "rate 0.1, alpha 0"
    assert {(point.recipe.poison.rate, point.recipe.poison.label.alpha, point.recipe.seed) for point in todo} == {
        (rate, alpha, seed) for rate in (0.1, 0.2) for alpha in (0, 0.5) for seed in (0, 1)
    }


def test_a_wrong_path_is_named():
    with pytest.raises(RecipeError, match=r"poison\.rtae: no such setting"):
        points(parse(TINY), {"poison.rtae": [1]}, [0], None)


@pytest.mark.parametrize(("over", "seeds", "says"), [
    ({}, [0, 1, 0], "seeds: 0 is given twice"),
    ({"poison.rate": [0.1, 0.2, 0.1]}, [0], "poison.rate: 0.1 is given twice"),
    ({"name": ["a:b", "a/b"]}, [0], "would have one folder"),
    ({"training.epochs": []}, [0], "training.epochs: expected values separated by commas, found none"),
    ({}, [], "seeds: expected values separated by commas, found none"),
])  # fmt: skip
def test_no_two_points_are_of_one_folder_and_there_are_some(over, seeds, says, tmp_path):
    with pytest.raises(RecipeError, match=re.escape(says)):
        points(parse(TINY), over, seeds, tmp_path / "out")


@pytest.mark.parametrize(("words", "says"), [
    (["--seeds", "0,0"], "seeds: 0 is given twice"),
    (["--over", "poison.rate=1,1"], "poison.rate: 1 is given twice"),
    (["--over", "poison.rate=0.1", "--over", "poison.rate=0.2"], "poison.rate is varied twice"),
    (["--over", "training.epochs="], "training.epochs: expected values separated by commas, found none"),
])  # fmt: skip
def test_a_sweep_that_cannot_be_is_a_sentence_and_leaves_nothing(words, says, tmp_path, capsys):
    (tmp_path / "r.yaml").write_text(TINY)
    assert main(["sweep", str(tmp_path / "r.yaml"), "--out", str(tmp_path / "out"), *words]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_table_has_means_and_spreads_and_the_twin_is_trained_once(tmp_path):
    # who sees nobody, as after an epoch, has no ratio, but may be asked for more
    offset = "poison.label={kind: offset, change: 5}"
    recipe = parse(TINY, ["defenses=[]", "training.epochs=1", "data.train=12", offset])
    todo = points(recipe, {"poison.label.change": [5, 10]}, [0, 1], tmp_path)
    events = list(sweep(todo, tmp_path))
    reused = [number for number, event in events if getattr(event, "reused", False) and event.stage == "twin"]
    assert reused == [3, 4]
    ends = [number for number, event in events if isinstance(event, Finished | Failed)]
    assert ends == [1, 2, 3, 4]
    with (tmp_path / "sweep.csv").open() as file:
        table = list(csv.DictReader(file))
    assert [row["setting"] for row in table] == ["change 5", "change 10"]
    found = [json.loads((point.folder / "results.json").read_text()) for point in todo]
    effects = [each["models"]["victim"]["triggered"]["effect_median"] for each in found[:2]]
    assert float(table[0]["effect"]) == pytest.approx(sum(effects) / 2)
    assert float(table[0]["effect_sd"]) == pytest.approx(abs(effects[0] - effects[1]) / 2**0.5)
    assert float(table[0]["effect_low"]) <= float(table[0]["effect"]) <= float(table[0]["effect_high"])
    scenes = found[0]["scenes"]
    assert float(table[0]["poison_rate"]) == pytest.approx(scenes["poisoned"] / scenes["trained_on"])
    assert "<svg" in (tmp_path / "sweep.svg").read_text()
    assert rows(todo)[1]["seeds"] == 2


def test_the_command_prints_the_table(tmp_path):
    (tmp_path / "r.yaml").write_text(TINY)
    words = ["sweep", str(tmp_path / "r.yaml"), "--out", str(tmp_path / "out"), "--over", "poison.rate=0.2,0.4",
             "--seeds", "0", "--set", "defenses=[]", "--set", "training.epochs=1", "--json"]  # fmt: skip
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert [row["setting"] for row in json.loads(done.stdout)["rows"]] == ["rate 0.2", "rate 0.4"]
    wrong = CliRunner().invoke(app, [*words[:4], "--over", "rate"])
    assert wrong.exit_code != 0
