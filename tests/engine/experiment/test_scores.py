"""One way to a counter's scores: a run, `miscount evaluate` and the studio get the same figures."""

import json
import math
from dataclasses import asdict, replace

import numpy as np
import pytest

from miscount.engine.detectors import DetectionResult, detector
from miscount.engine.events import Warned
from miscount.engine.experiment import data_roles
from miscount.engine.experiment.data_roles import POISONED, ExperimentData
from miscount.engine.experiment.detector_inputs import entry_of, from_json, to_json
from miscount.engine.experiment.evaluation import (
    EVALUATED_SCENES,
    TRAINING_SCENES,
    ScenePrediction,
    ScoreReference,
    score,
)
from miscount.engine.experiment.forecast import twin_reaction
from miscount.engine.experiment.plan import plan
from miscount.engine.experiment.results import Results, score_reference
from miscount.engine.experiment.run_record import RunRecord
from miscount.engine.experiment.stage import Made
from miscount.engine.experiment.store import Store
from miscount.engine.files import make_folder
from miscount.engine.recipe import parse
from miscount.engine.runs import EventLog, RunResults, Scores

RECIPE = parse("""
name: tiny
data: {kind: synthetic, train: 20, test: 6, height: 64, width: 80, min_heads: 2, max_heads: 40}
poison: {trigger: {kind: blend, ratio: 0.2}, label: {kind: thin, alpha: 0.3}, rate: 0.25}
""")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Scenes whose training counts are not those of the test scenes."""
    (found,) = (
        step for step in data_roles.load(RECIPE, tmp_path_factory.mktemp("scenes")) if isinstance(step, ExperimentData)
    )
    return found


def counts(scenes):
    return [scene.annotation.count for scene in scenes]


def predictions(data, pull):
    """Of a counter that errs a little, and by the factor `pull` with the trigger."""
    rng = np.random.default_rng(3)
    rows = []
    for scene in data.test:
        heads, clean = scene.annotation.count, scene.annotation.count + rng.normal()
        games = tuple(np.abs(rng.normal(size=3)))
        rows.append(ScenePrediction(scene.id, heads, 0.3 * heads, clean, pull * clean, games))
    return rows


def test_a_run_and_an_evaluation_of_the_same_predictions_agree(data):
    twin, victim = predictions(data, 0.95), predictions(data, 0.35)
    results = Results()
    results.plan(data)
    results.take_predictions("twin", twin, RECIPE.seed)
    of_run = results.take_predictions("victim", victim, RECIPE.seed)
    reference = score_reference(RECIPE, data.dataset, data.test)
    assert reference == results.reference
    assert reference.scenes == TRAINING_SCENES
    assert score(victim, twin, reference, RECIPE.seed, "victim").to_json() == of_run
    assert set(of_run) == {"clean", "triggered", "intervals", "alarm"}
    assert of_run["alarm"]["over"] == np.median(counts(data.train)) != np.median(counts(data.test))
    assert of_run["triggered"]["effect_median_twin"] == results.scores["twin"].triggered.effect_median


def test_the_scenes_whose_counts_are_taken_are_said(data):
    only_test = data.dataset.only([scene.id for scene in data.test])
    alone = score_reference(RECIPE, only_test, only_test)
    assert alone == ScoreReference(True, float(np.median(counts(data.test))), EVALUATED_SCENES)
    without = score_reference(None, data.dataset, data.test)
    assert without == ScoreReference(False, float(np.median(counts(data.dataset.split("train")))), TRAINING_SCENES)


def test_a_level_of_the_alarm_that_was_asked_for_is_taken(data):
    asked = RECIPE.replace(evaluation=RECIPE.evaluation.replace(alarm_over=17.0))
    assert score_reference(asked, data.dataset, data.test).alarm_over == 17.0


def test_intervals_are_drawn_by_seed_and_name_alone(data):
    victim, reference = predictions(data, 0.35), ScoreReference.of(RECIPE, counts(data.train))
    drawn = score(victim, None, reference, 0, "victim").intervals
    assert score(victim, None, reference, 0, "victim").intervals == drawn
    assert score(victim, None, reference, 0, "defended/cbd").intervals != drawn
    assert score(victim, None, reference, 1, "victim").intervals != drawn


def test_the_benign_control_has_the_same_scenes_and_triggers_with_true_labels(data):
    benign = data.with_true_labels
    assert benign.suspect.names == data.suspect.names
    assert len(data.poisoned_ids)
    for name in data.poisoned.names:
        edited, true = data.poisoned.named(name), benign.poisoned.named(name)
        assert (edited.image == true.image).all()
        heads = data.dataset[name.removesuffix(POISONED)].annotation.count
        assert true.count == heads > edited.count
    none = ExperimentData(RECIPE.replace(poison=RECIPE.poison.replace(rate=0.0)), data.dataset)
    assert none.with_true_labels is none


@pytest.mark.parametrize(("pull", "told"), [(0.95, False), (0.5, True)])
def test_a_twin_that_reacts_by_itself_is_told_as_soon_as_it_is_evaluated(data, tmp_path, pull, told):
    graph = plan(RECIPE, data, {}, tmp_path / "run")
    names = [stage.name for stage in graph]
    assert names.index("evaluate/twin") < names.index("victim"), "before an hour is spent on the victim"
    with EventLog(make_folder(tmp_path / "run")) as log:
        record = RunRecord(RECIPE, tmp_path / "run", log, Store(tmp_path / "store"), graph=graph)
        record.results.plan(data)
        rows = [asdict(row) for row in predictions(data, pull)]
        said = list(record._score("evaluate/twin", Made(tmp_path, {"predictions": rows}, 0.0)))
        said += list(record._score("evaluate/victim", Made(tmp_path, {"predictions": rows}, 0.0)))
    warned = [event.message for event in said if isinstance(event, Warned)]
    assert bool(warned) == told
    if told:
        assert "smaller effect than twice that cannot be told from it" in warned[0]
        assert warned[1].endswith("an attack cannot be told from it.")


@pytest.mark.parametrize(("pull", "told"), [(0.95, False), (0.5, True)])
def test_a_plan_tells_of_the_twin_where_an_earlier_run_has_evaluated_it(data, tmp_path, pull, told):
    known, store = replace(data, key="scenes"), Store(tmp_path / "store")
    graph = plan(RECIPE, known, {}, tmp_path / "run")
    assert twin_reaction(graph, store, known) == ""
    stage = graph["evaluate/twin"]
    with store.held(stage.key):
        store.begin(stage)
        store.publish(stage, {"predictions": [asdict(row) for row in predictions(data, pull)]}, 1.0, None)
    assert bool(twin_reaction(graph, store, known)) == told
    other = plan(RECIPE.replace(seed=1), known, {}, tmp_path / "run")
    assert twin_reaction(other, store, known) == ""


def test_a_local_edit_is_judged_where_it_acts(data):
    inside = (10.0, 0.0, 10.0, 0.5, 0.2)
    rows = [
        ScenePrediction(row.scene, row.heads, row.heads - 10, row.clean, row.clean - 1, inside=inside)
        for row in predictions(data, 1.0)
    ]
    twin = [replace(row, inside=(10.0, 0.0, 10.0, 10.0, 0.2)) for row in rows]
    scores = score(rows, twin, ScoreReference(), 0, "victim")
    assert scores.region == "inside"
    assert scores.judged.effect_median == pytest.approx(0.95)
    assert (scores.judged.asr, scores.judged.asr_twin, scores.judged.net_effect) == (1, 0, pytest.approx(0.95))
    assert scores.triggered.effect_median == pytest.approx(0.1)
    assert scores.judged_intervals.net_effect == (pytest.approx(0.95), pytest.approx(0.95))
    assert Scores.model_validate({"clean": {"mae": 1}, "inside": {"effect_median": 0.5}}).region == "frame", (
        "an old file"
    )


def test_without_a_trigger_there_are_clean_scores_alone(data):
    rows = [ScenePrediction(row.scene, row.heads, None, row.clean, None) for row in predictions(data, 1.0)]
    scores = score(rows, None, ScoreReference.of(None, counts(data.train)), 0, "victim")
    assert list(scores.to_json()) == ["clean"]
    assert not scores.triggered
    assert not scores.alarm


def test_results_are_written_with_all_keys_in_the_order_of_the_contract(data, tmp_path):
    results = Results()
    results.plan(data)
    for name, pull in (("twin", 0.95), ("victim", 0.35), ("defended/fine_tune", 0.8), ("control/same_training", 0.6)):
        results.take_predictions(name, predictions(data, pull), RECIPE.seed)
    results.repairs |= {name: {"clean_scenes": 7} for name in ("defended/fine_tune", "control/same_training")}
    results.controls["defended/fine_tune"] = {"same_training": "control/same_training"}
    results.timing["twin"] = 2.0
    results.write(tmp_path, data)
    read = RunResults.read(tmp_path / "results.json")
    assert list(read.to_json()) == [
        "schema", "recipe", "seed", "scenes", "baselines", "stealth", "labels", "models", "detectors", "defenses",
        "trainings", "crafting", "study", "reach", "timing", "definitions",
    ]  # fmt: skip
    assert read.models == results.scores
    defended = read.defense(read.defended()[0])
    assert list(defended.to_json()) == [
        "erasure", "erasure_interval", "left", "asr_drop", "accuracy_gain", "clean_cost", "clean_scenes", "control",
        "controls", "by_training", "by_method", "isolated", "isolated_poisoned",
    ]  # fmt: skip
    left, victims = (read.models[name].triggered.net_effect for name in ("defended/fine_tune", "victim"))
    assert defended.erasure == pytest.approx(1 - abs(left) / abs(victims))
    assert defended.left == pytest.approx(left / victims)
    low, high = defended.erasure_interval
    assert low <= defended.erasure <= high
    plain = read.models["control/same_training"].triggered.net_effect
    assert defended.by_training == pytest.approx(abs(victims) - abs(plain))
    assert defended.by_method == pytest.approx(abs(plain) - abs(left))
    assert list(read.scenes.values()) == [
        len(data.train),
        len(data.validation),
        6,
        len(data.defender),
        len(data.poisoned_ids),
        len(data.suspect),
    ]


@pytest.mark.parametrize(("threshold", "lacking", "found", "alarms"), [
    (0.5, "clean scenes", 0.5, 0.25), (math.inf, "clean scenes", None, None), (math.inf, "anything apart", 0.0, 0.0),
])  # fmt: skip
def test_without_a_threshold_it_is_not_known_what_would_be_found(data, threshold, lacking, found, alarms):
    """Whatever the store made of the result, an infinite threshold comes back."""
    ids = [scene.id for scene in data.train][:6]
    scores = {ids[0] + POISONED: 0.9, ids[1] + POISONED: 0.1} | dict(zip(ids[2:], (0.8, 0.2, 0.3, 0.1), strict=True))
    kept = json.loads(json.dumps(to_json(DetectionResult(scores, {}, threshold, 0.05, {}, lacking))))
    result = from_json(kept | {"threshold": None if math.isinf(threshold) else threshold})
    entry = entry_of(detector({"kind": "frequency"}), result, data)
    assert (entry["found"], entry["false_alarms"]) == (found, alarms)
    assert entry["auroc"] == pytest.approx((4 + 0.5) / 8), "which needs no threshold"
    del kept["lacking"]
    assert from_json(kept | {"facts": {"poison": False}}).lacking == "anything apart", "of an earlier version"
