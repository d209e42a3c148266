"""Plugins: found, asked for once, used like kinds of ours wherever stages are made; left out with a sentence."""

import json
import pickle
import subprocess
import sys

import pytest

from miscount.engine import plugins, runs
from miscount.engine.cli.machine import describe, kinds_of
from miscount.engine.errors import RecipeError
from miscount.engine.events import Finished
from miscount.engine.experiment import run
from miscount.engine.experiment.executors import executor
from miscount.engine.experiment.store import Store
from miscount.engine.part import schema_of
from miscount.engine.recipe import Recipe, load_recipe, parse
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.conversion import convert
from miscount.engine.scenes.formats import format_named
from miscount.engine.triggers import trigger
from tests.engine.plugins.conftest import example

FLASH = "poison: {trigger: {kind: flash}}"


def written(folder, text, name="mine.py", allow=True):
    """A plugin in the folder of a project."""
    path = folder / "plugins" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    if allow:
        plugins.allow(plugins.read_file(path).sha256, str(path))
    plugins.look_in(folder)
    return path


def test_a_file_is_never_run_before_it_is_allowed_and_asked_anew_when_it_changed(tmp_path):
    ran = tmp_path / "ran"
    text = f"{example('trigger')}\nimport os\nos.makedirs({str(ran)!r})\n"  # which raises the second time
    path = written(tmp_path, text, allow=False)
    for _ in range(2):
        with pytest.raises(RecipeError, match=f"not allowed it to run.*miscount plugin trust {path}"):
            parse(FLASH)
        assert "flash" not in kinds_of("triggers")
    assert not ran.exists()
    written(tmp_path, text)
    assert parse(FLASH).poison.trigger.levels == 30
    assert "flash" in kinds_of("triggers")
    assert ran.exists()
    assert plugins.problems() == ()

    text = example("trigger").replace("default=30", "default=31")
    written(tmp_path, text, allow=False)
    assert parse(FLASH).poison.trigger.levels == 30
    written(tmp_path, text)
    assert parse(FLASH).poison.trigger.levels == 31, "what is allowed takes the place of what it was"


def test_what_is_run_is_what_was_read(tmp_path):
    path = written(tmp_path, example("trigger"), allow=False)
    read = plugins.read_file(path)
    path.write_text("raise SystemExit")
    plugins.run_file(read)
    assert trigger({"kind": "flash"}).kind == "flash"


def test_a_kind_of_a_plugin_is_one_of_the_recipe_like_ours(tmp_path):
    written(tmp_path, example("trigger"))
    made = parse("poison: {trigger: {kind: composite, triggers: [{kind: flash, levels: 40}, {kind: patch}]}}")
    assert parse(made.to_yaml()) == made == pickle.loads(pickle.dumps(made))
    assert made.to_yaml().startswith("# of a plugin, flash: mine.py (SHA-256 ")
    assert made.model_dump(mode="json")["poison"]["trigger"]["triggers"][0]["levels"] == 40
    with pytest.raises(RecipeError, match=r"poison\.trigger\.levels: must be at most 255, got 400"):
        parse("poison: {trigger: {kind: flash, levels: 400}}")
    with pytest.raises(RecipeError, match=r"no kind 'flach'; did you mean 'flash'\?"):
        parse("poison: {trigger: {kind: flach}}")
    about = describe(kinds_of("triggers")["flash"])
    assert [field["name"] for field in about["fields"]] == ["name", "levels"]
    offered = schema_of(Recipe)["$defs"]["Poison"]["properties"]["trigger"]["oneOf"]
    assert offered[-1]["properties"]["kind"]["const"] == "flash", "forms show it"


def test_a_plugin_travels_to_a_process_that_never_heard_of_it(tmp_path):
    written(tmp_path, example("trigger"))
    (tmp_path / "recipe").write_bytes(pickle.dumps(parse(FLASH)))
    asked = (
        "import pathlib, pickle, sys; made = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes());"
        "from miscount.engine.recipe import parse; assert parse(made.to_yaml()) == made; print(made.poison.trigger)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "recipe")], capture_output=True, text=True, check=False
    )
    assert "kind='flash'" in done.stdout, done.stderr


@pytest.mark.parametrize(("text", "says"), [
    ("import miscount\nimport no_such_module\n", "ModuleNotFoundError: No module named 'no_such_module'"),
    ("import miscount\nraise SystemExit(3)\n", "SystemExit: 3"),
    ("import miscount\n(\n", "SyntaxError"),
    ("import miscount\n", "expected a class with a `kind`"),
    (example("trigger", Flash="Patch"), "'patch' is taken by one of Miscount's own triggers"),
    (example("trigger").replace("def footprint", "def other"), "its class Flash lacks footprint"),
    (example("trigger").replace('= "levels"', '= "strength"'), "dose_field of its class Flash names no field"),
    (example("trigger").replace('"flash"', '"Flash!"'), "expected a name of small letters"),
], ids=["import", "exit", "syntax", "nothing", "taken", "abstract", "dose", "name"])  # fmt: skip
def test_a_plugin_that_fails_is_named_and_left_out_and_all_else_works(text, says, tmp_path):
    path = written(tmp_path, text, "broken.py")
    written(tmp_path, example("label"), "good.py")
    assert parse("poison: {label: {kind: halve}, trigger: {kind: patch}}").poison.label.kind == "halve"
    (problem,) = plugins.problems()
    assert problem.sentence.startswith(f"{path} was left out")
    assert says in problem.sentence
    assert type(trigger({"kind": "patch"})).__module__.startswith("miscount.engine")


def test_two_plugins_of_one_name_are_not_mixed_up(tmp_path):
    written(tmp_path, example("trigger"), "a.py")
    written(tmp_path, example("trigger").replace("default=30", "default=99"), "b.py")
    assert trigger({"kind": "flash"}).levels == 30
    assert "taken by the plugin a.py" in plugins.problems()[0].sentence


def test_a_file_of_somebody_else_is_no_plugin(tmp_path):
    written(tmp_path, "print('no plugin of ours')\n", "other.py", allow=False)
    plugins.load_all()
    assert plugins.problems() == ()


def test_a_format_of_a_plugin_reads_and_writes_and_takes_no_folder_from_ours(tmp_path):
    from miscount.engine.scenes.synthetic import SyntheticScenes, make

    written(tmp_path, example("format"))
    drawn = make(SyntheticScenes(train=2, test=1, height=64, width=80), seed=0, root=tmp_path / "drawn")
    convert(drawn, format_named("lines"), tmp_path / "lines", lambda *_: None)
    assert read_dataset(tmp_path / "lines").format == "lines"
    assert read_dataset(tmp_path / "drawn").format == "shanghaitech"


def test_a_recipe_says_which_plugin_it_lacks(package, allowed, tmp_path, monkeypatch):
    text = load_recipe(allowed).to_yaml()
    monkeypatch.undo()  # as on a machine that has none of them
    plugins.load_all()
    with pytest.raises(RecipeError) as told:
        parse(text)
    faults = "\n".join(told.value.faults)
    assert "no kind 'flash'" in faults
    assert "was written with crowd-extras 1.2, which has it" in faults
    assert "was written with counter.py (SHA-256 " in faults
    with pytest.raises(RecipeError, match="no kind 'flash', and no plugin here has it; known: 'patch'"):
        parse(FLASH)


def test_a_broken_entry_point_is_named(package):
    about = package / "crowd_extras-1.2.dist-info" / "entry_points.txt"
    about.write_text(
        "[miscount.triggers]\ngone = crowd_extras.gone:Gone\n[miscount.labels]\nflash = crowd_extras.trigger:Flash\n"
    )
    plugins.load_all()
    sentences = [problem.sentence for problem in plugins.problems()]
    assert len(sentences) == 2
    assert all(sentence.startswith("The plugin crowd-extras 1.2 was left out: ") for sentence in sentences)
    assert "none of the labels" in sentences[1]


def test_plugins_run_wherever_stages_are_made(package, allowed, tmp_path):
    recipe = load_recipe(allowed)
    for name, by in (("serial", executor("serial", threads=1)), ("local", executor("local", 2, threads=1))):
        out = tmp_path / name / "run"
        *_, end = run(recipe, out, by=by)
        assert end == Finished(out=str(out))
    ours, theirs = (json.loads((tmp_path / name / "run" / "results.json").read_text()) for name in ("serial", "local"))
    ours.pop("timing"), theirs.pop("timing")
    assert ours == theirs
    assert set(ours["models"]) >= {"twin", "victim", "defended/shrink"}
    assert "brightness" in ours["detectors"]

    opened = runs.open_run(tmp_path / "serial" / "run")
    used = {plugin["name"]: plugin for plugin in opened.about["plugins"]}
    assert set(used) == {"crowd-extras", "detector.py", "counter.py"}
    assert used["crowd-extras"]["version"] == "1.2"
    assert used["counter.py"]["kinds"] == [{"family": "counters", "kind": "blocks"}]
    assert all(len(plugin["sha256"]) == 64 for plugin in used.values())
    report = (opened.folder / "report.html").read_text()
    assert "crowd-extras 1.2" in report
    assert "Shrink: a made-up defense" in report


def test_a_stage_is_made_anew_when_its_plugin_changed(tmp_path):
    from miscount.engine.experiment.open_data import expected_data
    from miscount.engine.experiment.plan import plan

    def keys():
        recipe = parse("{data: {kind: synthetic, train: 20, test: 4}, poison: {trigger: {kind: flash}}}")
        data = expected_data(recipe, Store(tmp_path / ".stages"))
        graph = plan(recipe, data, {"threads": 1}, tmp_path / "run", "key")
        return {stage.name: stage.parts.get("plugins") for stage in graph}

    written(tmp_path, example("trigger"))
    before = keys()
    written(tmp_path, example("trigger").replace("np.float32(self.levels)", "np.float32(self.levels / 2)"))
    after = keys()
    assert before["twin"] is after["twin"] is None, "the twin never met the trigger"
    assert before["victim"] != after["victim"]
    assert set(before["victim"]) == {"mine.py"}


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_plugins_run_on_a_cluster(package, allowed, tmp_path, monkeypatch):
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else Ray turns it on for good, by a token in this test's home
    from miscount.engine.experiment.executors.ray import OnRay

    out = tmp_path / "run"
    *_, end = run(load_recipe(allowed), out, by=OnRay(2, threads=1, shared=False))
    assert end == Finished(out=str(out))
