"""The attacker's own counter: another network than the victim's, and scenes that are chosen through it."""

import numpy as np
import pytest

from miscount.engine.counters import load
from miscount.engine.detectors.features import pooled
from miscount.engine.errors import RecipeError
from miscount.engine.events import Finished, StageDone, StageStarted
from miscount.engine.experiment import run
from miscount.engine.experiment.data_roles import load as load_data
from miscount.engine.experiment.scene_choice import nearest
from miscount.engine.experiment.store import keys_of
from miscount.engine.poison import Poison, read_manifest, select, triggered
from miscount.engine.runs import open_run
from tests.engine.experiment.test_experiment import tiny
from tests.engine.experiment.test_plan import planned

MATCHED = ("poison.selection=matched", "data.train=30", "poison.rate=0.2")
THROUGH_MCNN = ("surrogate={counter: {kind: mcnn}, training: {epochs: 1, batch: 4, precision: '32'}}",)


def done(recipe, out):
    events = list(run(recipe, out))
    assert events[-1] == Finished(out=str(out)), events[-1]
    return events


def test_a_trigger_looks_through_a_counter_of_another_kind(tmp_path):
    satba = "poison.trigger={kind: satba, steps: 2, channels: 4}"
    done(tiny(satba, *THROUGH_MCNN, "defenses=[]"), tmp_path / "run")
    surrogate = load(tmp_path / "run/stages/surrogate/weights.safetensors")
    assert (surrogate.config.kind, surrogate.stride) == ("mcnn", 4)
    assert load(tmp_path / "run/stages/twin/weights.safetensors").config.kind == "light"


def test_a_surrogate_and_what_is_made_with_it_are_the_same_for_all_victims(tmp_path):
    satba = ("poison.trigger={kind: satba, steps: 2, channels: 4}", "defenses=[]", *THROUGH_MCNN)
    done(tiny(*satba), tmp_path / "light")
    events = done(tiny(*satba, "counter={kind: csrnet, width: 0.05}"), tmp_path / "csrnet")
    reused = {event.stage for event in events if isinstance(event, StageStarted) and event.reused}
    assert {"surrogate", "trigger"} <= reused
    assert "twin" not in reused
    one, other = keys_of(tmp_path / "light"), keys_of(tmp_path / "csrnet")
    assert one["trigger"] == other["trigger"]
    assert one["victim"] != other["victim"]


def test_a_surrogate_must_fit_its_training():
    with pytest.raises(RecipeError, match="the counter 'mcnn' does not give"):
        tiny("surrogate={counter: {kind: mcnn}, training: {loss: {kind: attended}}}")


def test_matched_scenes_are_those_that_lie_nearest_to_clean_ones():
    rng = np.random.default_rng(2)
    counts = rng.uniform(5, 60, 40)
    features = np.log1p(counts)[:, None] * [1.0, -0.5, 0.2] + rng.normal(0, [0.1, 0.3, 0.05], (40, 3))
    moved, far = features.copy(), rng.permutation(40)
    moved[far[:20], 2] += 3  # the trigger shows in these, and hardly in the others
    moved[far[20:]] += 0.001
    may = np.ones(40, bool)
    may[far[20:24]] = False
    chosen = nearest((features, counts), (moved, counts), may, 10)
    assert len(chosen) == 10
    assert chosen == sorted(chosen)
    assert set(chosen) <= set(far[24:].tolist())
    assert len(nearest((features, counts), (moved, counts), may, 99)) == 36


def test_a_run_chooses_matched_scenes_and_every_later_stage_knows_them(tmp_path):
    recipe = tiny(*MATCHED, "detectors=[{kind: frequency}]", "evaluation.benign_twin=true")
    graph = planned(recipe)
    assert graph["choice"].inputs == ("data", "surrogate")
    for stage in graph:
        own = stage.name in ("data", "surrogate", "choice")  # the twin is shown the chosen scenes too, clean
        assert ("choice" in stage.inputs) != own, stage.name
    events = done(recipe, tmp_path / "run")
    assert "choice" in [event.stage for event in events if isinstance(event, StageDone)]
    poisoned = [row.scene for row in read_manifest(tmp_path / "run/poison.csv") if row.role == "poisoned"]
    (data,) = [step for step in load_data(recipe, tmp_path / "scenes") if not isinstance(step, tuple)]
    scenes = data.train.scenes
    assert len(poisoned) == open_run(tmp_path / "run").results.scenes["poisoned"] == round(0.2 * len(scenes))
    counter = load(tmp_path / "run/stages/surrogate/weights.safetensors")
    clean = [pooled(counter, scene.image()) for scene in scenes]
    shown = [pooled(counter, triggered(recipe.poison, s.id, s.image(), recipe.seed, s.annotation)) for s in scenes]
    pairs = [(np.stack([row[0] for row in rows]), np.array([row[1] for row in rows])) for rows in (clean, shown)]
    wanted = nearest(*pairs, np.ones(len(scenes), bool), len(poisoned))
    assert sorted(poisoned) == sorted(scenes[place].id for place in wanted)
    again = done(recipe, tmp_path / "again")
    assert {"choice", "victim"} <= {e.stage for e in again if isinstance(e, StageStarted) and e.reused}


def test_matched_scenes_are_not_chosen_without_a_run():
    asked = Poison(selection="matched")
    with pytest.raises(RecipeError, match="are chosen by a run"):
        select(asked, ["a", "b"], [1, 2], 0)
    assert asked.with_chosen(["a"]).scenes == ("a",)
    assert select(asked.with_chosen([]), ["a", "b"], [1, 2], 0) == ()
