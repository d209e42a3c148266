"""A suite: attacks x labels x counters x seeds as one graph, tables of what is done, and cells that fail alone."""

import csv
import json

import numpy as np
import pytest

from miscount.engine.cli import main
from miscount.engine.errors import RecipeError
from miscount.engine.events import Failed, Finished, StageDone, StageStarted, StepDone
from miscount.engine.recipe import load_recipe
from miscount.engine.scenes import Annotation
from miscount.engine.scenes.formats.shanghaitech import write_scene
from miscount.engine.suites import cells, load_suite
from miscount.engine.suites.run_suite import run_suite

SUITE = """
name: small
about: Two attacks on few scenes.
set:
  data: {kind: synthetic, train: 20, test: 4, height: 64, width: 80, min_heads: 2, max_heads: 12}
  kernel: {kind: fixed, sigma_px: 4}
  counter: {kind: light, channels: 4}
  training: {epochs: 1, batch: 4, precision: "32"}
  evaluation: {doses: [], specificity: false}
  poison.mode: replace
attacks:
  clean: {set: {poison.rate: 0}}
  blend: {set: {poison.trigger: {kind: blend, ratio: 0.2}}}
defenses: [{kind: fine_tune, training: {epochs: 1, batch: 4, precision: "32"}}]
detectors: [{kind: frequency}]
seeds: [0, 1]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SUITE)
    return path


def carried_out(file, out, *overrides):
    suite, folder = load_suite(file, overrides)
    todo = cells(suite, folder, out)
    return todo, list(run_suite(suite, todo, out))


def rows_in(path):
    with path.open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_equal_stages_are_made_once_and_the_tables_have_every_row(file, tmp_path):
    out = tmp_path / "out"
    todo, seen = carried_out(file, out, "split.defender=0.4")
    ends = {cell.folder.name: event for cell, event in seen if isinstance(event, Finished | Failed)}
    assert list(ends) == [cell.folder.name for cell in todo]
    assert all(isinstance(event, Finished) and not event.cancelled for event in ends.values())
    trained = [(cell.seed, event.stage) for cell, event in seen
               if isinstance(event, StageStarted) and event.stage == "twin" and not event.reused]  # fmt: skip
    assert trained == [(0, "twin"), (1, "twin")]
    rows = rows_in(out / "leaderboard.csv")
    assert [(row["attack"], row["row"]) for row in rows] == [
        (attack, row) for attack in ("clean", "blend")
        for row in ("twin", "victim", "defended/fine_tune", "control/same_training")
    ]  # fmt: skip
    assert {row["seeds"] for row in rows} == {"2"}
    victims = [json.loads((cell.folder / "results.json").read_text())["models"]["victim"] for cell in todo[2:]]
    blend = next(row for row in rows if (row["attack"], row["row"]) == ("blend", "victim"))
    assert float(blend["mae"]) == pytest.approx(sum(each["clean"]["mae"] for each in victims) / 2)
    assert {row["detector"] for row in rows_in(out / "detectors.csv")} == {"frequency"}
    page = (out / "suite.html").read_text()
    assert "4 of 4 experiments are done" in page
    assert "href='blend-seed-0/report.html'" in page
    assert "<script" not in page


def test_done_again_nothing_is_made_again(file, tmp_path):
    out = tmp_path / "out"
    suite, folder = load_suite(file, ["detectors=[]", "defenses=[]"])
    suite = suite.replace(detectors=(), defenses=(), seeds=(0,))
    todo = cells(suite, folder, out)
    first = list(run_suite(suite, todo, out))
    again = list(run_suite(suite, todo, out))
    for cell in todo:
        assert [event for one, event in again if one == cell] == [event for one, event in first if one == cell]


def test_a_cell_that_fails_stops_no_other(file, tmp_path):
    out = tmp_path / "out"
    text = SUITE.replace("blend: {set:", "lost: {set: {data: {kind: folder, path: nowhere}}}\n  blend: {set:")
    file.write_text(text)
    suite, folder = load_suite(file)
    suite = suite.replace(detectors=(), defenses=(), seeds=(0,))
    todo = cells(suite, folder, out)
    ends = [event for _, event in run_suite(suite, todo, out) if isinstance(event, Finished | Failed)]
    assert sorted(type(event).__name__ for event in ends) == ["Failed", "Finished", "Finished"]
    assert {row["attack"] for row in rows_in(out / "leaderboard.csv")} == {"clean", "blend"}
    assert "nowhere" in (out / "suite.html").read_text()


def test_labels_and_counters_are_crossed_with_attacks(file, tmp_path):
    file.write_text(SUITE + "labels: {thin: {kind: thin, alpha: 0.3}, more: {kind: scale, alpha: 2}}\n"
                    "counters: {small: {kind: light, channels: 4}, large: {kind: light, channels: 8}}\n")  # fmt: skip
    suite, folder = load_suite(file)
    made = cells(suite, folder, tmp_path)
    assert len(made) == 2 * 2 * 2 * 2
    assert {(cell.recipe.poison.label.kind, cell.recipe.counter.channels) for cell in made} == {
        ("thin", 4), ("thin", 8), ("scale", 4), ("scale", 8),
    }  # fmt: skip
    assert made[0].folder.name == "clean-thin-small-seed-0"


def test_a_counter_has_its_own_training_attacks_and_seeds(file, tmp_path):
    file.write_text(
        SUITE
        + """
counters: {small: {kind: light, channels: 4}, large: {kind: light, channels: 8}}
with_counter:
  large: {set: {training.epochs: 7, defenses: [], seed: 0}, attacks: [blend], seeds: [5]}
"""
    )
    suite, folder = load_suite(file)
    made = cells(suite, folder, tmp_path)
    assert [(cell.attack, cell.counter, cell.seed, cell.recipe.training.epochs) for cell in made] == [
        ("clean", "small", 0, 1), ("clean", "small", 1, 1), ("blend", "small", 0, 1), ("blend", "small", 1, 1),
        ("blend", "large", 5, 7),
    ]  # fmt: skip
    assert [len(cell.recipe.defenses) for cell in made] == [1, 1, 1, 1, 0]
    assert made[-1].recipe.seed == 5


def test_overrides_reach_counters_by_name_and_recipes_otherwise(file):
    file.write_text(SUITE + "counters: {small: {kind: light, channels: 4}}\n")
    suite, _ = load_suite(file, ["counters.small.channels=12", "seeds=[9]", "training.epochs=3"])
    assert suite.counters == {"small": {"kind": "light", "channels": 12}}
    assert suite.seeds == (9,)
    assert suite.overrides["training.epochs"] == 3


def test_another_folder_of_scenes_takes_the_place_of_the_suites_own(file, tmp_path, capsys):
    scenes = tmp_path / "scenes"
    for number in range(32):
        image = np.random.default_rng(number).integers(0, 255, (64, 80, 3), dtype=np.uint8)
        split = "train" if number < 30 else "test"
        write_scene(scenes, "part_B", split, f"IMG_{number}", image, Annotation.of([(20, 30), (40, 50)]))
    out = tmp_path / "out"
    few = ["--set", "seeds=[0]", "--set", "attacks={blend: {}}", "--threads", "1", "--engine", "serial"]
    assert main(["suite", str(file), "--data", str(scenes), "--out", str(out), *few]) == 0
    (found,) = out.glob("*/results.json")
    assert json.loads(found.read_text())["scenes"]["test"] == 2
    data = load_recipe(found.parent / "recipe.yaml").data
    assert (data.kind, data.path) == ("folder", str(scenes))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ("attcks: {}", "attcks: no such setting"),
        ("attacks: {bad: {set: {poison.trigger: {kind: blnd}}}}", "bad: poison.trigger: no kind 'blnd'"),
        ("attacks: {bad: {base: nowhere.yaml}}", "nowhere.yaml"),
        ("seeds: []", "seeds"),
        ("with_counter: {huge: {}}", "none of the counters: huge"),
        ("counters: {one: {kind: light}}\nwith_counter: {one: {attacks: [fog]}}", "none of the attacks: fog"),
    ],
)
def test_a_fault_of_a_suite_is_named(changed, says, tmp_path, capsys):
    path = tmp_path / "bad.yaml"
    path.write_text(f"name: bad\n{changed}\n")
    with pytest.raises(RecipeError, match=says.replace(".", r"\.")):
        cells(*load_suite(path), tmp_path)
    assert main(["suite", str(path), "--out", str(tmp_path / "out")]) == 2
    assert says.split(": ")[-1] in capsys.readouterr().err


def test_the_command_carries_a_suite_out_and_prints_its_rows(file, tmp_path, capsys):
    words = ["suite", str(file), "--out", str(tmp_path / "out"), "--engine", "serial", "--json",
             "--set", "data.train=12", "--set", "split.defender=0.3"]  # fmt: skip
    file.write_text(SUITE.replace("detectors: [{kind: frequency}]", "").replace("seeds: [0, 1]", "seeds: [0]"))
    assert main(words) == 0
    said = json.loads(capsys.readouterr().out)
    assert {row["row"] for row in said["rows"]} == {"twin", "victim", "defended/fine_tune", "control/same_training"}
    assert said["problems"] == []


def test_steps_of_shared_stages_are_in_the_log_of_every_run_that_has_them(file, tmp_path):
    todo, seen = carried_out(file, tmp_path / "out", "split.defender=0.4")
    first, second = todo[0], todo[2]
    losses = {cell.folder: [event.loss for one, event in seen if one == cell and isinstance(event, StepDone)
                            and event.stage == "twin"] for cell in (first, second)}  # fmt: skip
    assert losses[first.folder] == losses[second.folder] != []
    for cell in (first, second):
        names = [event.stage for one, event in seen if one == cell and isinstance(event, StageDone)]
        assert len(names) == len(set(names))
