"""The plan of an experiment, looked at before anything runs."""

import json
from pathlib import Path

import pytest

from miscount import projects
from miscount.engine.cli import main
from miscount.engine.counters import KINDS, build, outline
from miscount.engine.experiment import plan, run
from miscount.engine.experiment.forecast import forecasts
from miscount.engine.experiment.open_data import expected_data, known_names
from miscount.engine.experiment.plan import order
from miscount.engine.experiment.stage import Graph, Needs, Stage, direct, key_of
from miscount.engine.experiment.store import Store, keys_of
from miscount.engine.recipe import load_recipe
from miscount.engine.training.devices import numerics
from tests.engine.experiment.test_experiment import tiny

FOLDERS = sorted(path.parent for path in Path(projects.__file__).parent.glob("*/project.yaml"))


def planned(recipe, out=Path("runs/x")):
    return plan(recipe, known_names(recipe), numerics(), out)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_example_has_a_plan_in_which_inputs_come_first(folder):
    recipe = load_recipe(folder)
    graph = planned(recipe)
    assert graph.stages[0].name == "data"
    assert graph.stages[-1].name == "report"
    assert set(graph["report"].inputs) == {stage.name for stage in graph} - {"report"}
    assert len([stage for stage in graph if stage.kind == "defend"]) >= len(recipe.defenses)
    assert [stage.name for _, stage in order(graph)].count("victim") == 1
    assert len(list(order(graph))) == len(graph)


def test_a_stage_waits_for_what_it_takes_and_for_nothing_else():
    graph = planned(tiny("detectors=[{kind: signed_residual, epochs: 1}]", "split.defender=0.5"))
    assert graph["twin"].inputs == ("data",)
    assert graph["victim"].inputs == ("data",)
    assert graph["evaluate/twin"].inputs == ("twin",)
    assert graph["early/1"].inputs == ("data",)
    assert graph["detect/signed_residual"].inputs == ("victim", "early/1")
    assert graph["defended/fine_tune"].inputs == ("victim",)
    trained = planned(tiny("poison.trigger={kind: satba, steps: 4, channels: 4}"))
    assert trained["surrogate"].inputs == ("data",)
    assert trained["trigger"].inputs == ("data", "surrogate"), "the attacker looks through no counter of ours"
    assert trained["surrogate"].key != trained["twin"].key or trained["twin"].key is None
    assert trained["victim"].inputs == ("data", "trigger")


def test_a_plain_early_counter_is_another_stage_than_a_partly_frozen_one():
    both = "detectors=[{kind: signed_residual, epochs: 1}, {kind: signed_residual, epochs: 1, early: published}]"
    graph = planned(tiny(both, "split.defender=0.5"))
    assert graph["detect/signed_residual"].inputs == ("victim", "early/1")
    assert graph["detect/signed_residual/published"].inputs == ("victim", "early/1/published")
    frozen, plain = (graph[name].work for name in ("early/1", "early/1/published"))
    assert (frozen.early_form, plain.early_form) == ("adapted", "published")


def test_keys_hold_all_that_a_stage_depends_on_and_nothing_else(tmp_path):
    list(run(tiny(), tmp_path / "one"))
    before = keys_of(tmp_path / "one")

    def keys(recipe, **numeric):
        data = expected_data(recipe, Store.beside(tmp_path / "one"))
        return {s.name: s.key for s in plan(recipe, data, numerics() | numeric, tmp_path / "one")}

    def changed(recipe, **numeric):
        return {name for name, key in keys(recipe, **numeric).items() if key is not None and key != before.get(name)}

    assert changed(tiny()) == set()
    assert "twin" not in changed(tiny("poison.trigger.ratio=0.3", "poison.label={kind: zero}"))
    assert {"victim", "poison", "evaluate/twin", "study"} <= changed(tiny("poison.rate=0.5"))
    assert changed(tiny("defenses.0.training.epochs=2")) >= {"defended/fine_tune", "evaluate/defended/fine_tune"}
    assert "victim" not in changed(tiny("defenses.0.training.epochs=2"))
    assert {"twin", "victim"} <= changed(tiny("training.lr=1e-3"))
    assert {"twin", "victim"} <= changed(tiny(), threads=999)
    assert {"twin", "victim"} <= changed(tiny(), torch="0.0")
    assert changed(tiny("name=other")) == changed(tiny("about=said otherwise")) == set()


def test_another_picture_of_the_same_name_is_another_attack(tmp_path):
    from PIL import Image

    keys = []
    for color in ("red", "blue"):
        Image.new("RGB", (8, 8), color).save(tmp_path / "patch.png")
        recipe = tiny(f"poison.trigger={{kind: patch, pattern: picture, picture: {tmp_path / 'patch.png'}}}")
        list(run(recipe.replace(defenses=()), tmp_path / color / "run"))
        keys.append(keys_of(tmp_path / color / "run"))
    assert keys[0]["twin"] == keys[1]["twin"]
    for name in ("victim", "poison", "evaluate/twin", "evaluate/victim", "study"):
        assert keys[0][name] != keys[1][name], name


def test_the_forecast_says_what_is_cached_and_why_not(tmp_path):
    out, store = tmp_path / "one", Store.beside(tmp_path / "one")
    first = {one.stage.name: one for one in forecasts(planned(tiny(), out), store)}
    assert first["twin"].why == "its key is known when the scenes are drawn"
    assert first["twin"].seconds is None
    list(run(tiny(), out))
    other = tiny("defenses.0.training.lr=1e-3")
    found = {one.stage.name: one for one in forecasts(plan(other, expected_data(other, store), numerics(), out), store)}
    assert found["victim"].cached
    assert found["defended/fine_tune"].why == "differs from the last one in defense, training, learning rate"
    assert found["defended/fine_tune"].seconds > 0
    assert found["report"].why == "is written anew for every run"


def test_the_command_shows_a_tree_a_document_and_a_drawing(tmp_path, capsys):
    path = Path(projects.__file__).parent / "detect_poison"
    words = ["plan", str(path), "--out", str(tmp_path / "runs" / "x")]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "detect/spectral/2" in said
    assert "the scenes are not drawn yet" in said
    assert not (tmp_path / "runs").exists(), "a plan leaves nothing behind"
    assert main([*words, "--json"]) == 0
    stages = json.loads(capsys.readouterr().out)["stages"]
    assert {"name", "kind", "inputs", "key", "cached", "why", "seconds", "memory_mb"} <= set(stages[0])
    assert main([*words, "--dot"]) == 0
    drawn = capsys.readouterr().out
    assert drawn.startswith("digraph")
    assert '"victim" -> "detect/spectral";' in drawn
    assert '"data" -> "report"' not in drawn, "only direct ways are drawn"


def stage(name, *inputs):
    return Stage(name, "train", inputs, None, Needs(), lambda at: iter(()))


def test_a_graph_that_is_none_is_refused():
    with pytest.raises(ValueError, match="before its inputs b"):
        Graph((stage("a", "b"), stage("b")))
    with pytest.raises(ValueError, match="two stages"):
        Graph((stage("a"), stage("a")))


def test_only_direct_ways_are_drawn():
    graph = Graph((stage("a"), stage("b", "a"), stage("c", "a", "b")))
    assert direct(graph, graph["c"]) == ["b"]
    assert graph.depth("c") == 2
    assert graph.after("a") == ("b", "c")


def test_keys_do_not_depend_on_the_order_of_their_parts():
    assert key_of({"a": 1, "b": [2]}) == key_of({"b": [2], "a": 1}) != key_of({"a": 1, "b": [3]})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_plan_has_the_shapes_of_any_counter_and_draws_no_weight(kind):
    """The window plans anew at every change: CLIP-EBC took seconds and a gigabyte to draw."""
    counter = outline({"kind": kind})
    assert {parameter.device.type for parameter in counter.network.parameters()} == {"meta"}
    drawn = build({"kind": kind}) if kind != "clip_ebc" else counter
    assert {name: value.shape for name, value in drawn.network.state_dict().items()} == {
        name: value.shape for name, value in counter.network.state_dict().items()
    }
