import json
import math
import threading
from pathlib import Path

import pytest
import torch

from miscount.engine import runs
from miscount.engine.counters import load
from miscount.engine.errors import OutputError
from miscount.engine.events import (
    EpochDone,
    Evaluated,
    Failed,
    Finished,
    Progress,
    StageDone,
    StageStarted,
    StepDone,
    Warned,
)
from miscount.engine.experiment import data_roles, run
from miscount.engine.experiment.data_roles import ExperimentData
from miscount.engine.poison.reach import warnings_before_training
from miscount.engine.recipe import Recipe, parse
from miscount.engine.runs import CounterId
from miscount.engine.scenes.synthetic import make
from miscount.engine.triggers.satba_networks import read_networks

TINY = """
name: tiny
data: {kind: synthetic, train: 20, test: 4, height: 64, width: 80, min_heads: 2, max_heads: 12}
kernel: {kind: fixed, sigma_px: 4}
counter: {kind: light, channels: 4}
training: {epochs: 2, batch: 4, precision: "32"}
poison: {trigger: {kind: blend, ratio: 0.2}, label: {kind: thin, alpha: 0.3}, rate: 0.25}
defenses: [{kind: fine_tune, training: {epochs: 1, batch: 4, precision: "32"}}]
"""


def tiny(*overrides: str) -> Recipe:
    return parse(TINY, overrides)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """One whole run: its folder and its events. Others copy nothing from it but may stand beside it."""
    out = tmp_path_factory.mktemp("runs") / "first"
    return out, list(run(tiny(), out))


def losses(events):
    return [(event.stage, event.step, event.loss) for event in events if isinstance(event, StepDone)]


def results(out: Path):
    found = json.loads((out / "results.json").read_text())
    found.pop("timing")
    return found


def test_a_run_tells_its_stages_in_order_and_ends_once(done):
    _, events = done
    assert [type(event) for event in events if isinstance(event, Finished | Failed)] == [Finished]
    assert isinstance(events[-1], Finished)
    started = [event.stage for event in events if isinstance(event, StageStarted)]
    assert started == [event.stage for event in events if isinstance(event, StageDone)]
    assert started == [
        "data", "twin", "poison", "evaluate/twin", "victim", "evaluate/victim", "study",
        "defended/fine_tune", "evaluate/defended/fine_tune",
        "control/same_training", "evaluate/control/same_training", "report",
    ]  # fmt: skip
    assert {event.num_stages for event in events if isinstance(event, StageStarted)} == {len(started)}


def test_the_folder_of_a_run_holds_what_the_contract_names(done):
    out, events = done
    found = json.loads((out / "results.json").read_text())
    assert found["schema"] == 1
    assert set(found["models"]) == {"twin", "victim", "defended/fine_tune", "control/same_training"}
    for scores in found["models"].values():
        assert {"mae", "rmse", "nae", "accuracy", "bias", "n"} <= set(scores["clean"])
        assert {"mae_truth", "mae_target", "rmse_truth", "rmse_target", "ratio_mean", "ratio_median", "effect_median",
                "net_effect", "asr", "accuracy", "n"} <= set(scores["triggered"])  # fmt: skip
    assert {"psnr", "ssim", "mse", "changed_area"} <= set(found["stealth"])
    assert found["baselines"]["mean_count"]["mae"] > 0
    twin = found["models"]["twin"]["triggered"]
    assert twin["net_effect"] == (0 if twin["effect_n"] else None)  # a counter that sees nobody has no ratio
    assert parse((out / "recipe.yaml").read_text()) == tiny()
    opened = runs.open_run(out)
    assert list(opened.events()) == events
    assert len(opened.per_scene) == 4 * 4
    assert sum(row["role"] == "poisoned" for row in opened.manifest) == found["scenes"]["poisoned"] == 3
    assert "<html" in (out / "report.html").read_text()[:300]
    assert load(out / "stages" / "victim" / "weights.safetensors").config.kind == "light"


def test_no_scene_serves_two_purposes(done):
    out, _ = done
    found = json.loads((out / "results.json").read_text())["scenes"]
    assert found["train"] + found["validation"] + found["defender"] == 20
    trained = {row["scene"] for row in runs.open_run(out).manifest}
    tested = {row["scene"] for row in runs.open_run(out).per_scene}
    assert len(trained) == found["train"]
    assert not trained & tested


def test_a_finished_run_is_told_again_and_not_made_again(done):
    out, events = done
    before = {path: path.stat().st_mtime_ns for path in (out / "stages").rglob("*") if path.is_file()}
    assert any(path.name.endswith(".safetensors") for path in before)
    assert list(run(tiny(), out)) == events
    assert before == {path: path.stat().st_mtime_ns for path in (out / "stages").rglob("*") if path.is_file()}


def test_the_same_recipe_gives_the_same_losses_in_another_folder(done, tmp_path):
    assert losses(run(tiny(), tmp_path / "again")) == losses(done[1])
    assert results(tmp_path / "again") == results(done[0])


def test_another_defense_does_not_train_the_victim_again(done):
    out = done[0].parent / "second"
    events = list(run(tiny("defenses.0.training.epochs=2"), out))
    reused = {event.stage for event in events if isinstance(event, StageStarted) and event.reused}
    # the control is as long as the defense, so it is another one too
    assert reused == {"twin", "poison", "victim", "evaluate/twin", "evaluate/victim", "study"}
    events = losses(events)
    assert [row for row in events if row[0] in ("twin", "victim")] == [
        row for row in losses(done[1]) if row[0] in ("twin", "victim")
    ]
    assert results(out)["models"]["victim"] == results(done[0])["models"]["victim"]


def test_another_poison_does_not_train_the_twin_again(done):
    events = list(run(tiny("poison.trigger.ratio=0.3", "defenses=[]"), done[0].parent / "third"))
    reused = {event.stage for event in events if isinstance(event, StageStarted) and event.reused}
    assert "twin" in reused
    assert "victim" not in reused


@pytest.mark.parametrize(("stage", "step"), [("twin", 2), ("victim", 3)])
def test_a_cancelled_run_goes_on_where_it_was(done, tmp_path, stage, step):
    stop, begun = threading.Event(), []
    for event in run(tiny(), tmp_path / "run", stop):
        begun.append(event)
        if isinstance(event, StepDone) and (event.stage, event.step) == (stage, step):
            stop.set()
    assert begun[-1] == Finished(cancelled=True, out=str(tmp_path / "run"))
    assert losses(begun)[-1][:2] == (stage, step), "a cancel is answered within one step"
    events = list(run(tiny(), tmp_path / "run"))
    assert losses(events) == losses(done[1])
    kinds = (StageStarted, EpochDone, Evaluated, Warned)
    assert [e for e in events if isinstance(e, kinds)] == [e for e in done[1] if isinstance(e, kinds)]
    assert results(tmp_path / "run") == results(done[0])
    assert list(runs.open_run(tmp_path / "run").events()) == events


def test_a_folder_with_another_recipe_is_refused(done):
    with pytest.raises(OutputError, match="another recipe"):
        next(run(tiny("seed=9"), done[0]))


def test_a_dataset_that_is_not_there_ends_in_one_sentence(tmp_path):
    events = list(run(tiny(f"data={{kind: folder, path: {tmp_path / 'nowhere'}}}"), tmp_path / "run"))
    assert isinstance(events[-1], Failed)
    assert "nowhere" in events[-1].message
    assert "\n" not in events[-1].message
    assert events[-1].bad_input


def test_a_trigger_that_cannot_carry_its_label_is_warned_about(tmp_path):
    changes = ("data.height=256", "data.width=320", "counter={kind: csrnet, width: 0.05}", "training.epochs=1")
    events = run(tiny("poison.trigger={kind: patch, size: 0.1}", *changes), tmp_path / "run")
    for event in events:
        if isinstance(event, Warned):
            assert "cannot be learned" in event.message
            break
        assert not isinstance(event, StepDone), "the warning comes before the training"
    else:
        pytest.fail("no warning")
    events.close()


def test_a_defense_at_the_rate_of_another_counter_is_warned_about(tmp_path):
    seen = []
    events = run(tiny("training.lr=1e-5", "defenses=[{kind: fine_tune}, {kind: nad, training: {lr: 1e-5}}]"), tmp_path)
    for event in events:
        if isinstance(event, StageStarted) and event.stage == "twin":
            break
        seen.append(event)
    events.close()
    (warned,) = [event.message for event in seen if isinstance(event, Warned)]
    assert warned.startswith("fine_tune trains at a rate of 0.006, and the recipe's own training at 1e-05")
    assert "defenses.0.training.lr" in warned


@pytest.mark.parametrize(
    "part", ["detectors=[{kind: spectral}]", "defenses=[{kind: pipeline, detector: {kind: spectral}}]"]
)
def test_too_few_clean_scenes_are_told_before_anything_is_trained(tmp_path, part):
    events = list(run(tiny(part, "split={validation: 0.3, defender: 0.3}"), tmp_path / "run"))
    assert isinstance(events[-1], Failed)
    assert "compares with at least 16 clean scenes" in events[-1].message
    assert "leave 12: raise one of them" in events[-1].message
    assert not any(isinstance(event, StepDone) for event in events)


def test_detectors_leave_a_ranked_list_and_their_figures(done):
    first, _ = done
    out = first.with_name("detected")
    overrides = "detectors=[{kind: signed_residual, epochs: 1}, {kind: frequency}, {kind: spectral}]"
    events = list(run(tiny(overrides, "defenses=[]", "split={validation: 0.4, defender: 0.4}"), out))
    assert isinstance(events[-1], Finished)
    started = [event for event in events if isinstance(event, StageStarted)]
    assert {event.num_stages for event in started} == {len(started)}
    found = json.loads((out / "results.json").read_text())["detectors"]
    assert list(found) == ["signed_residual", "frequency", "spectral"]
    assert all({"auroc", "auprc", "tpr_at_fpr5", "threshold"} <= set(entry) for entry in found.values())
    rows = runs.open_run(out).detections
    assert [int(row["rank"]) for row in rows if row["detector"] == "frequency"] == list(range(1, len(rows) // 3 + 1))
    assert {row["poisoned"] for row in rows} == {"0", "1"}
    assert "signed residual" in (out / "report.html").read_text().lower()


def test_stopped_detectors_go_on_to_the_same_numbers(tmp_path):
    quick = "references: 2, epochs: 1"
    looked = [
        "{kind: signed_residual, epochs: 1}", "{kind: strip}", f"{{kind: inversion, {quick}, steps: 10}}",
        f"{{kind: aeva, {quick}, steps: 5, scenes: 1, queries: 4}}",
    ]  # fmt: skip
    enough = "data.train=60", "split.defender=0.5"
    recipe = tiny(f"detectors=[{', '.join(looked)}]", "defenses=[]", "evaluation.doses=[]", *enough)
    whole = list(run(recipe, tmp_path / "a" / "whole"))
    steps = [event for event in whole if isinstance(event, Progress | StepDone) and event.stage.startswith("detect/")]
    for stop in (3, len(steps) // 2, len(steps) - 4):
        cancel, seen = threading.Event(), 0
        for event in run(recipe, tmp_path / "b" / "part", cancel):
            seen += isinstance(event, Progress | StepDone) and event.stage.startswith("detect/")
            if seen == stop:
                cancel.set()
        assert event == Finished(cancelled=True, out=str(tmp_path / "b" / "part"))
    assert list(run(recipe, tmp_path / "b" / "part"))[-1] == Finished(out=str(tmp_path / "b" / "part"))
    left = [json.loads((tmp_path / name / "results.json").read_text())["detectors"] for name in ("a/whole", "b/part")]
    assert left[0] == left[1]
    lists = [(tmp_path / name / "detections.csv").read_text() for name in ("a/whole", "b/part")]
    assert lists[0] == lists[1]


def test_poison_on_crops_never_misses_its_crop(tmp_path):
    settings = [
        "data.height=96",
        "data.width=128",
        "training.crop_px=64",
        "poison.trigger={kind: patch, size: 0.2}",
        "poison.label={kind: zero}",
    ]
    recipe = tiny(*settings, "poison.stage=after_crop")
    (data,) = (step for step in data_roles.load(recipe, tmp_path / "scenes") if isinstance(step, ExperimentData))
    assert len(data.poisoned)
    for sample in data.poisoned:
        assert sample.image.shape == (64, 64, 3)
        assert sample.target.shape == (8, 8)
        assert sample.count == 0
    again = ExperimentData(recipe, data.dataset)
    assert all((one.image == other.image).all() for one, other in zip(data.poisoned, again.poisoned, strict=True))
    rows = [row for row in data.manifest() if row.role == "poisoned"]
    assert all(row.count_before <= data.dataset[row.scene].annotation.count for row in rows)
    whole = tiny(*settings)
    frame, crop = data.train.scenes[0].size, whole.training.crop_px
    events = [" ".join(warnings_before_training(each.poison, 95, frame, crop)) for each in (whole, recipe)]
    assert "still show the trigger" in events[0]
    assert "still show the trigger" not in events[1]


def test_a_trigger_that_must_be_trained_is_trained_once(tmp_path):
    recipe = tiny("poison.trigger={kind: satba, steps: 4, channels: 4}", "defenses=[]", "training.epochs=1")
    events = list(run(recipe, tmp_path / "runs" / "one"))
    assert isinstance(events[-1], Finished)
    stages_told = [event.stage for event in events if isinstance(event, StageStarted)]
    assert stages_told[:7] == ["data", "twin", "surrogate", "trigger", "poison", "evaluate/twin", "victim"]
    assert {event.num_stages for event in events if isinstance(event, StageStarted)} == {len(stages_told)}
    assert sum(isinstance(event, StepDone) and event.stage == "trigger" for event in events) == 4
    found = json.loads((tmp_path / "runs" / "one" / "results.json").read_text())
    assert found["crafting"]["ssim"] > 0.9
    assert set(found["crafting"]) == {"psnr", "ssim", "recovered", "recovered_clean", "n"}
    assert parse((tmp_path / "runs" / "one" / "recipe.yaml").read_text()) == recipe  # as it was asked for
    again = list(run(recipe.replace(name="two"), tmp_path / "runs" / "two"))
    reused = {event.stage for event in again if isinstance(event, StageStarted) and event.reused}
    assert {"twin", "surrogate", "trigger", "victim", "evaluate/victim", "study"} <= reused


def test_the_attacker_looks_through_a_counter_of_its_own(tmp_path):
    """Other weights than the twin's, and other scenes where it has some; the twin stays what it was without."""
    own = "split={validation: 0.2, defender: 0.2, attacker: 0.3}"
    satba = "poison.trigger={kind: satba, steps: 2, channels: 4}"
    recipe = tiny(satba, "defenses=[]", "training.epochs=1", own)
    data = ExperimentData(recipe, make(recipe.data, recipe.seed, tmp_path / "scenes"))
    parts = [set(part.names) for part in (data.validation, data.defender, data.clean, data.surrogate)]
    assert all(not one & other for number, one in enumerate(parts) for other in parts[:number])
    assert len(set.union(*parts)) == recipe.data.train
    assert len(parts[3]) == round(0.3 * recipe.data.train)
    none = ExperimentData(recipe.replace(split=recipe.split.replace(attacker=0.0)), data.dataset)
    assert none.surrogate.names == none.clean.names == tuple(
        scene.id for scene in data.dataset.split("train") if scene.id in parts[2] | parts[3]
    )  # fmt: skip
    list(run(recipe, tmp_path / "run"))
    twin, surrogate = (load(tmp_path / "run" / "stages" / name / "weights.safetensors").network.state_dict()
                       for name in ("twin", "surrogate"))  # fmt: skip
    assert not torch.equal(twin["features.0.weight"], surrogate["features.0.weight"])
    networks = read_networks(tmp_path / "run" / "stages" / "trigger" / "networks.safetensors")
    looked_through = networks.surrogate.network.state_dict()
    assert all(torch.equal(value, looked_through[name]) for name, value in surrogate.items())


def test_a_local_edit_is_judged_where_it_acts(tmp_path):
    settings = ["poison.trigger={kind: patch, size: 0.3}", "poison.label={kind: local, radius_px: 4}", "defenses=[]"]
    list(run(tiny(*settings, "training.epochs=1"), tmp_path / "run"))
    found = json.loads((tmp_path / "run" / "results.json").read_text())
    inside = found["models"]["victim"]["inside"]
    assert 0 < inside["area"] < 0.5
    assert set(found["models"]["twin"]["inside"]) == set(inside)
    assert found["reach"]["receptive_field_px"] >= found["reach"]["measured_px"] >= found["reach"]["effective_px"] > 8
    page = (tmp_path / "run" / "report.html").read_text()
    for heading in (
        "Where the label edit acts",
        "An alarm",
        "Other strengths",
        "What else moves",
        "How far the trigger",
    ):
        assert heading in page


def test_what_many_attacks_share_says_nothing_of_any_trigger(done):
    """A twin that is taken over would show in this run what it said of another's trigger."""
    out, first = done
    bare = ("evaluation={doses: [], specificity: false, benign_twin: true}", "poison.trigger.ratio=0.4")
    second = list(run(tiny(*bare), out.parent / "other_trigger"))
    assert [event.stage for event in second if isinstance(event, StageStarted) and event.reused] == ["twin"]
    for events in (first, second):
        said = {event.stage: event.probes.values() for event in events if isinstance(event, EpochDone)}
        shown = {stage: {len(each) == 3 for each in counts} for stage, counts in said.items()}
        shared = {stage for stage in shown if stage == "twin" or stage.startswith("benign/")}
        assert {"twin", "victim", "defended/fine_tune"} <= shown.keys()
        assert shown == {stage: {stage not in shared} for stage in shown}
        assert all(math.isfinite(count) for counts in said.values() for each in counts for count in each)
    assert "benign/fine_tune" in shown


def test_two_defenses_of_one_kind_are_two_rows(tmp_path):
    quick = "{kind: fine_tune, training: {epochs: 1, batch: 4, precision: '32'}, layers: %s}"
    recipe = tiny(f"defenses=[{quick % 'all'}, {quick % 'last'}]", "evaluation.doses=[]", "training.epochs=1")
    assert isinstance(list(run(recipe, tmp_path / "run"))[-1], Finished)
    models = json.loads((tmp_path / "run" / "results.json").read_text())["models"]
    assert {"defended/fine_tune", "defended/fine_tune/2", "control/same_training"} <= set(models)
    assert "control/same_training/2" in models, "of the last layer alone, as its defense"


def test_every_defense_stands_beside_a_plain_training_of_its_own_cost(tmp_path):
    quick = "training: {epochs: %d, batch: 4, precision: '32'}"
    cheap, dear = f"{{kind: fine_tune, {quick % 1}}}", f"{{kind: cbd, isolation: {{epochs: 1, draws: 1}}, {quick % 2}}}"
    recipe = tiny(f"defenses=[{cheap}, {dear}, {cheap}]", "evaluation.doses=[]", "training.epochs=1")
    events = list(run(recipe, tmp_path / "run"))
    starts = [event for event in events if isinstance(event, StageStarted)]
    assert starts[-1].index == starts[-1].num_stages
    results = json.loads((tmp_path / "run" / "results.json").read_text())
    beside = {name: entry["control"] for name, entry in results["defenses"].items() if name.startswith("defended/")}
    assert beside == {
        "defended/fine_tune": "control/same_training", "defended/cbd": "control/same_training/2",
        "defended/fine_tune/2": "control/same_training",
    }  # fmt: skip
    assert set(beside.values()) <= set(results["models"])
    steps = {event.stage: event.total for event in events if isinstance(event, StepDone)}
    assert steps["control/same_training/2"] > steps["control/same_training"]


def test_an_edit_that_asks_for_nothing_ends_with_figures_and_the_benign_control_is_a_row(tmp_path):
    """Alpha of 1 trained twin and victim, and then stopped at a fault of the program."""
    recipe = tiny(
        "poison.label={kind: scale, alpha: 1}", "defenses=[]", "training.epochs=1",
        "evaluation={doses: [0.5], specificity: false, benign_trigger: true}",
    )  # fmt: skip
    assert list(run(recipe, tmp_path / "run"))[-1] == Finished(out=str(tmp_path / "run"))
    opened = runs.open_run(tmp_path / "run")
    results = opened.results
    assert list(map(str, results.counters)) == ["twin", "victim", "benign_trigger"]
    for scores in results.models.values():
        figures = scores.triggered
        assert [figures.effect_median, figures.net_effect, figures.asr, figures.asr_twin] == [None] * 4
        assert figures.ratio_asked == 1
        assert scores.intervals.effect_median is None
    assert results.study[0].effect == {"twin": None, "victim": None}
    assert results.scenes["trained_on"] == results.scenes["train"] + results.scenes["poisoned"]
    victim, benign = (results.training_of(CounterId(name)) for name in ("victim", "benign_trigger"))
    assert victim["trained_on"] == benign["trained_on"]
    assert (victim["poison_rate"], benign["poison_rate"]) == (pytest.approx(0.2), 0)
    assert {row["model"] for row in opened.per_scene} == {"twin", "victim", "benign_trigger"}
    assert "Same trigger, true labels</th>" in (tmp_path / "run" / "report.html").read_text()
    # with scale by 1 the labels are the true ones: both trainings are the same
    assert results.victim.clean.mae == results.scores(CounterId("benign_trigger")).clean.mae


def test_what_a_curator_dropped_goes_to_nobody(tmp_path):
    recipe = tiny()
    whole = ExperimentData(recipe, make(recipe.data, recipe.seed, tmp_path / "scenes"))
    gone = whole.train.scenes[0].id
    left = recipe.replace(split=recipe.split.replace(leave_out=(gone,)))
    rest = ExperimentData(left, whole.dataset)
    given = {*rest.clean.names, *rest.validation.names, *rest.defender.names}
    assert gone not in given
    assert given == {*whole.clean.names, *whole.validation.names, *whole.defender.names} - {gone}
    assert [scene.id for scene in rest.test] == [scene.id for scene in whole.test]


def test_a_defense_is_tried_on_the_sound_twin_where_it_is_asked_for(tmp_path):
    mend = "defenses=[{kind: fine_tune, training: {epochs: 1, batch: 4}}]"
    events = list(run(tiny(mend, "evaluation={doses: [], specificity: false, benign_twin: true}"), tmp_path / "run"))
    assert events[-1] == Finished(out=str(tmp_path / "run"))
    starts = [event for event in events if isinstance(event, StageStarted)]
    assert starts[-1].index == starts[-1].num_stages
    results = json.loads((tmp_path / "run" / "results.json").read_text())
    assert set(results["defenses"]) == {"defended/fine_tune", "benign/fine_tune", "control/same_training"}
    events, models = results["defenses"], results["models"]
    assert events["benign/fine_tune"]["erasure"] is None
    assert events["benign/fine_tune"]["clean_cost"] == pytest.approx(
        models["benign/fine_tune"]["clean"]["mae"] / models["twin"]["clean"]["mae"] - 1
    )
    assert events["defended/fine_tune"]["clean_cost"] == pytest.approx(
        models["defended/fine_tune"]["clean"]["mae"] / models["victim"]["clean"]["mae"] - 1
    )
    assert all(entry["clean_scenes"] > 0 and results["timing"][name] > 0 for name, entry in events.items())
