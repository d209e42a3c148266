"""What is compared is alike: twin and victim in steps, controls in all but one thing; nobody looks at test scenes."""

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from miscount.engine.cli import main
from miscount.engine.events import Failed, StepDone
from miscount.engine.experiment import plan, run
from miscount.engine.experiment.data_roles import POISONED, REPEATED
from miscount.engine.experiment.detector_inputs import detector_input
from miscount.engine.experiment.open_data import expected_data, known_names
from miscount.engine.experiment.store import Store
from miscount.engine.experiment.work import defense_input, new_counter
from miscount.engine.recipe import Recipe, parse
from miscount.engine.runs import CounterId, RunResults, open_run
from miscount.engine.scenes import Annotation
from miscount.engine.scenes.images import read_image, write_image
from miscount.engine.scenes.matfile import write_mat
from miscount.engine.scenes.synthetic import make
from miscount.engine.suites.suite import cells, load_suite
from miscount.engine.training import SampleDataset
from miscount.engine.training.devices import numerics
from tests.engine.experiment.test_experiment import TINY, tiny


@pytest.fixture(autouse=True)
def one_thread():
    """Tiny networks on a machine that others use too: a second thread would wait longer than it works."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


BARE = ("evaluation.doses=[]", "evaluation.specificity=false")


def steps(events) -> dict[str, int]:
    last: dict[str, int] = {}
    for event in events:
        if isinstance(event, StepDone):
            last[event.stage] = event.step
    return last


# ---- twin and victim


@pytest.mark.parametrize("frames", ["whole", "crops", "poisoned crop"])
@pytest.mark.parametrize("mode", ["append", "replace"])
def test_twin_and_victim_take_the_same_steps(mode, frames, tmp_path):
    crops = {"whole": (), "crops": ("training.crop_px=32", "training.crops=2")}.get(
        frames, ("training.crop_px=32", "poison.stage=after_crop")
    )
    recipe = tiny(f"poison.mode={mode}", "poison.rate=0.5", "poison.covers=0.5", "defenses=[]", *crops, *BARE)
    said = steps(run(recipe, tmp_path / "run"))
    assert said["twin"] == said["victim"] > 0
    found = json.loads((tmp_path / "run" / "results.json").read_text())["trainings"]
    assert found["twin"] == found["victim"]
    a_step = 8 if frames == "crops" else 4
    samples = found["twin"]["samples"]
    assert found["twin"] == {"steps": -(-samples // 4) * 2, "a_step": a_step, "samples": samples,
                             "seen": samples * 2 * a_step // 4}  # fmt: skip
    assert found["twin"]["steps"] == said["twin"]
    page = (tmp_path / "run" / "report.html").read_text()
    assert "augmented scenes seen" in page


def test_the_twin_waits_for_scenes_that_the_run_chooses(tmp_path):
    recipe = tiny("poison.selection=matched", "poison.rate=0.4", "defenses=[]", "training.epochs=1", *BARE)
    *_, last = run(recipe, tmp_path / "run")
    assert not isinstance(last, Failed), last
    found = json.loads((tmp_path / "run" / "results.json").read_text())
    assert found["trainings"]["twin"] == found["trainings"]["victim"]
    graph = plan(recipe, known_names(recipe), numerics(), tmp_path / "run")
    assert "choice" in graph["twin"].inputs
    replaced = plan(tiny("poison.selection=matched", "poison.mode=replace"), known_names(recipe), numerics(), tmp_path)
    assert replaced["twin"].inputs == ("data",), "it is shown no scene twice"


def test_the_twin_is_shown_the_same_scenes_as_often_and_all_clean():
    data = known_names(tiny("poison.rate=0.5", "poison.covers=0.5"))
    twin, victim = data.for_twin.names, data.suspect.names
    assert [name.partition("#")[0] for name in twin] == [name.partition("#")[0] for name in victim], "in the same order"
    assert any(name.endswith(POISONED) for name in victim)
    assert {name.partition("#")[2] for name in twin} == {"", REPEATED[1:]}
    replaced = known_names(tiny("poison.rate=0.5", "poison.mode=replace"))
    assert replaced.for_twin.names == replaced.clean.names
    assert len(replaced.suspect) == len(replaced.clean)


@pytest.mark.parametrize("stage", ["before_crop", "after_crop"])
def test_a_repeated_scene_is_the_poisoned_one_without_trigger_and_label_edit(stage, tmp_path):
    harmless = ("poison.trigger.ratio=0", "poison.label.alpha=1", f"poison.stage={stage}", "training.crop_px=32")
    recipe, store = tiny(*harmless, "defenses=[]", *BARE), Store.beside(tmp_path / "run")
    list(run(recipe, tmp_path / "run"))
    data = expected_data(recipe, store)
    for scene_id in data.poisoned_ids:
        again, poisoned = data.for_twin.named(scene_id + REPEATED), data.suspect.named(scene_id + POISONED)
        assert (again.image == poisoned.image).all()
        assert again.target == pytest.approx(poisoned.target, abs=1e-5)


def test_attacks_on_the_same_scenes_share_their_twin(tmp_path):
    list(run(tiny("defenses=[]", *BARE), tmp_path / "one"))

    def twin(*changes):
        recipe = tiny("defenses=[]", *BARE, *changes)
        data = expected_data(recipe, Store.beside(tmp_path / "one"))
        return plan(recipe, data, numerics(), tmp_path / "one")["twin"].key

    assert twin("poison.trigger.ratio=0.4") == twin("poison.label={kind: zero}") == twin()
    assert twin("poison.rate=0.5") != twin(), "it is shown other scenes twice"
    assert twin("poison.mode=replace") == twin("poison.mode=replace", "poison.rate=0.5") != twin()


# ---- controls of a run


def test_every_control_of_a_run_is_a_row_and_takes_the_steps_of_its_defense(tmp_path):
    quick = "training: {epochs: 2, batch: 4, precision: '32'}"
    wanted = [
        "controls=[same_training, same_light, random_drop, from_scratch]",
        f"defenses=[{{kind: fine_tune, {quick}}}, "
        f"{{kind: partial_train, spread: 0.2, isolation: {{epochs: 1, draws: 1, refining: 0}}, {quick}}}]",
    ]
    said = steps(run(tiny(*wanted, *BARE), tmp_path / "run"))
    found = json.loads((tmp_path / "run" / "results.json").read_text())
    assert set(found["models"]) == {
        "twin", "victim", "defended/fine_tune", "defended/partial_train", "control/same_training",
        "control/same_training/2", "control/same_light", "control/random_drop", "control/from_scratch",
        "control/from_scratch/2",
    }  # fmt: skip
    tuned, partial = (found["defenses"][f"defended/{name}"] for name in ("fine_tune", "partial_train"))
    assert tuned["controls"] == {
        "same_training": "control/same_training", "same_light": "control/same_light",
        "from_scratch": "control/from_scratch",
    }  # fmt: skip
    assert partial["controls"] == {
        "same_training": "control/same_training/2", "same_light": "control/same_training/2",
        "random_drop": "control/random_drop", "from_scratch": "control/from_scratch/2",
    }  # fmt: skip
    assert partial["control"] == "control/same_training/2"
    asked = said["defended/fine_tune"]
    assert said["control/same_training"] == said["control/same_light"] == asked
    assert said["control/from_scratch"] == asked + said["victim"], "what the suspect counter had too"
    taken = said["defended/partial_train"]
    assert said["control/random_drop"] == said["control/same_training/2"] == taken, "those that it did take"
    assert said["control/from_scratch/2"] == taken
    assert taken < _planned(tiny(*wanted, *BARE)), "fewer than it might have"
    isolated = json.loads((tmp_path / "run" / "stages" / "defended_partial_train" / "isolated.json").read_text())[
        "names"
    ]
    assert partial["isolated"] == len(isolated) > 0
    assert partial["isolated_poisoned"] == sum(name.endswith(POISONED) for name in isolated)
    results = RunResults.read(tmp_path / "run" / "results.json")
    victim, tuned_of = (results.training_of(CounterId.parse(name)) for name in ("victim", "defended/fine_tune"))
    assert (tuned_of["trained_on"], tuned_of["poison_rate"]) == (victim["trained_on"], victim["poison_rate"])
    fresh = results.training_of(CounterId.parse("control/from_scratch"))
    assert fresh["poison_rate"] == 0, "it never saw the suspect set"
    assert 0 < fresh["trained_on"] <= fresh["clean_scenes"]
    assert "same_training: what the defense trains" in (tmp_path / "run" / "report.html").read_text()


def _planned(recipe: Recipe) -> int:
    """The steps that the second defense of a recipe takes at most."""
    data = known_names(recipe)
    return recipe.defenses[1].num_steps(defense_input(data, "x", new_counter(recipe), 0, Path()))


def test_a_control_waits_for_its_defense_where_that_may_leave_scenes_out(tmp_path):
    """Its key then holds what the defense found; the order of the others, and what they wait for, is as it was."""
    quick = "training: {epochs: 2, batch: 4, precision: '32'}"
    kinds = ("fine_tune", "cbd", "partial_train", "cbd, form: published", "partial_train, form: published")
    recipe = tiny(f"defenses=[{', '.join(f'{{kind: {kind}, {quick}}}' for kind in kinds)}]", "controls=[same_training]")
    graph = plan(recipe, known_names(recipe), numerics(), tmp_path)
    waits = {stage.name: stage.inputs for stage in graph if stage.name.startswith("control/")}
    assert waits == {
        "control/same_training": ("victim",), "control/same_training/2": ("victim", "defended/cbd"),
        "control/same_training/3": ("victim", "defended/partial_train"), "control/same_training/4": ("victim",),
        "control/same_training/5": ("victim",),
    }  # fmt: skip
    names = [stage.name for stage in graph]
    assert all(names.index(name) < names.index(control) for control, own in waits.items() for name in own)


def test_without_a_wish_for_controls_there_are_none(tmp_path):
    graph = plan(tiny("controls=[]"), known_names(tiny()), numerics(), tmp_path)
    assert not [stage.name for stage in graph if "control" in stage.name]


# ---- nobody looks at test scenes


METHODS = """
defenses:
  - {kind: fine_tune, training: &t {epochs: 2, batch: 8, precision: "32"}}
  - {kind: cbd, isolation: {epochs: 1, draws: 1, refining: 1}, training: *t}
  - {kind: partial_train, form: published, lowest_loss: {loss: plain, epochs: 1, share: 0.2}, training: *t}
detectors: [{kind: signed_residual, epochs: 1}, {kind: strip}]
controls: [same_training, random_drop]
"""


def on_folder(folder: Path) -> Recipe:
    kept = "\n".join(line for line in TINY.splitlines() if not line.startswith(("data:", "defenses:")))
    split = "split={validation: 0.2, defender: 0.3}"
    return parse(kept + METHODS, [f"data={{kind: folder, path: {folder}}}", split, *BARE])


def test_no_set_of_a_defender_holds_a_test_scene():
    """What defenses are given at all, and detectors beside what arrives; so no kind of them can look."""
    data = known_names(tiny("data.train=40"))
    tested = {scene.id for scene in data.test}
    counter = new_counter(data.recipe)
    defender = defense_input(data, "defended/x", counter, 0, Path())
    detector = detector_input(data, counter, {}, "detect/x", 0, Path(), Path("victim"), {})
    for given in (defender, detector):
        sets = [getattr(given, each.name) for each in fields(given)]
        names = {
            name.partition("#")[0] for samples in sets if isinstance(samples, SampleDataset) for name in samples.names
        }
        assert names
        assert not names & tested
    twin_and_victim = {*data.for_twin.names, *data.suspect.names, *data.validation.names}
    assert not {name.partition("#")[0] for name in twin_and_victim} & tested


def plant(folder: Path) -> None:
    """A test scene that says the opposite of all others: a negative, and 900 heads in its corner."""
    first = sorted((folder / "test_data" / "images").glob("*.jpg"))[0]
    write_image(first.with_name("IMG_99.jpg"), 255 - read_image(first))
    everybody = np.random.default_rng(0).uniform(0, 20, (900, 2))
    write_mat(folder / "test_data" / "ground_truth" / "GT_IMG_99.mat", Annotation.of(everybody))


def test_a_planted_test_scene_changes_no_weight_and_no_threshold(tmp_path):
    found = {}
    for name in ("as drawn", "planted"):
        drawn = tiny("data.train=48").data
        folder, out = make(drawn, 0, tmp_path / name).root, tmp_path / name / "runs" / "run"
        if name == "planted":
            plant(folder)
        *_, last = run(on_folder(folder), out)
        assert not isinstance(last, Failed), last
        found[name] = out
    tested = [{row["scene"] for row in open_run(out).per_scene} for out in found.values()]
    assert len(tested[1] - tested[0]) == 1, "it is tested on"
    weights = [sorted(path.relative_to(out) for path in out.glob("stages/*/*.safetensors")) for out in found.values()]
    assert weights[0] == weights[1]
    assert {path.parts[1].partition("_")[0] for path in weights[0]} == {
        "twin",
        "victim",
        "early",
        "defended",
        "control",
    }
    for path in weights[0]:
        one, other = (load_file(out / path) for out in found.values())
        assert all(np.array_equal(one[name], other[name]) for name in one), path
    one, other = (json.loads((out / "results.json").read_text()) for out in found.values())
    assert len(one["detectors"]) == 2
    for name, entry in one["detectors"].items():
        assert other["detectors"][name]["threshold"] == entry["threshold"], name
    for name, entry in one["defenses"].items():
        assert [other["defenses"][name].get(key) for key in ("isolated", "clean_scenes")] == [
            entry.get(key) for key in ("isolated", "clean_scenes")
        ]
    assert one["models"]["victim"]["clean"]["mae"] != other["models"]["victim"]["clean"]["mae"], "its use would show"


# ---- how much the defender owns


def test_a_share_of_the_clean_scenes_is_the_defenders_and_smaller_ones_lie_in_larger_ones():
    sets = {}
    for share in (1, 0.5, 0.2, 0.01):
        data = known_names(tiny(f"clean_share={share}", "data.train=100"))
        uses = {"validation": data.validation, "new": data.defender, "original": data.original}
        sets[share] = {use: set(data.owned(samples).names) for use, samples in uses.items()}
        assert data.owned_clean() == {use: len(names) for use, names in sets[share].items()}
        assert all(len(sets[share][use]) == max(1, round(share * len(samples))) for use, samples in uses.items())
    for use in sets[1]:
        assert sets[0.01][use] < sets[0.2][use] < sets[0.5][use] < sets[1][use]


def test_what_a_defender_does_not_own_he_does_not_use_and_the_attack_stays(tmp_path):
    list(run(tiny(*BARE), tmp_path / "whole"))
    data = expected_data(tiny("clean_share=0.5"), Store.beside(tmp_path / "whole"))
    keys = []
    for share in (1, 0.5):
        recipe = tiny("detectors=[{kind: frequency}]", f"clean_share={share}", *BARE)
        keys.append({stage.name: stage.key for stage in plan(recipe, data, numerics(), tmp_path / "x")})
    changed = {name for name, key in keys[0].items() if key != keys[1][name]}
    assert not changed & {"twin", "victim", "poison", "evaluate/twin", "evaluate/victim", "study"}
    assert {"defended/fine_tune", "control/same_training", "detect/frequency"} <= changed
    list(run(tiny("clean_share=0.5", *BARE), tmp_path / "half"))
    found = json.loads((tmp_path / "half" / "results.json").read_text())["defenses"]
    owned = sum(data.owned_clean().values())
    assert {entry["clean_scenes"] for entry in found.values()} == {owned}
    assert owned < len(data.validation) + len(data.defender) + len(data.original)


def test_a_suite_has_a_row_for_each_share_and_one_victim_for_all(tmp_path):
    (tmp_path / "recipe.yaml").write_text(tiny(*BARE).to_yaml(), encoding="utf-8")
    (tmp_path / "suite.yaml").write_text(
        "base: recipe.yaml\nseeds: [0]\n"
        "attacks: {1 %: {set: {clean_share: 0.01}}, 20 %: {set: {clean_share: 0.2}}, all: {}}",
        encoding="utf-8",
    )
    found = cells(*load_suite(tmp_path / "suite.yaml"), tmp_path / "out")
    assert {cell.attack: cell.recipe.clean_share for cell in found} == {"1 %": 0.01, "20 %": 0.2, "all": 1}
    whole = known_names(tiny(*BARE))
    data = replace(whole, key="of these scenes")
    keys = [
        {stage.name: stage.key for stage in plan(cell.recipe, replace(data, recipe=cell.recipe), {}, cell.folder)}
        for cell in found
    ]
    assert len({made["victim"] for made in keys}) == len({made["twin"] for made in keys}) == 1
    assert len({made["defended/fine_tune"] for made in keys}) == 3


def test_the_plan_says_how_many_clean_scenes_that_is(tmp_path, capsys):
    (tmp_path / "recipe.yaml").write_text(tiny("clean_share=0.2").to_yaml(), encoding="utf-8")
    assert main(["plan", str(tmp_path / "recipe.yaml")]) == 0
    owned = known_names(tiny("clean_share=0.2")).owned_clean()
    said = capsys.readouterr().out
    assert f"{owned['validation']} validation, {owned['new']} new and {owned['original']} original" in said
    assert main(["plan", str(tmp_path / "recipe.yaml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clean_scenes"] == owned


def test_a_control_that_would_have_no_scene_is_refused_before_anything_is_trained(tmp_path):
    quick = "training: {epochs: 1, batch: 4, precision: '32'}"
    wanted = ("split.defender=0", "controls=[from_scratch]", f"defenses=[{{kind: cbd, {quick}}}]", *BARE)
    *_, last = run(tiny(*wanted), tmp_path / "run")
    assert isinstance(last, Failed)
    assert last.bad_input
    assert "from_scratch" in last.message
    assert "split.defender" in last.message
