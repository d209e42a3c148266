"""Every command that reads a dataset says what was left out or changed, and goes on without broken scenes if asked."""

import json
import shutil

import numpy as np
import pytest

from miscount.engine import runs
from miscount.engine.cli import main
from miscount.engine.scenes import Annotation
from miscount.engine.scenes.formats.shanghaitech import write_scene
from miscount.engine.scenes.images import write_image

RECIPE = """\
name: tiny
data: {kind: folder, path: %s}
kernel: {kind: fixed, sigma_px: 4}
training: {epochs: 1, batch: 4}
counter: {kind: light, channels: 4}
poison: {trigger: {kind: blend}, label: {kind: thin, alpha: 0.3}, rate: 0.3}
evaluation: {doses: [], specificity: false}
defenses: []
"""
SAID = "12 heads on the border of the frame."
BROKEN = "part_A/train/IMG_3"


@pytest.fixture
def folder(tmp_path):
    """Scenes with one head each on the border of the frame, and one picture that is cut short."""
    for number in range(14):
        points = np.random.default_rng(number).uniform(5, 60, size=(4, 2))
        heads = Annotation.of(np.vstack([points, [[0.0, 7.0]]]) if number < 12 else points)
        image = np.random.default_rng(number).integers(0, 256, (64, 80, 3), dtype=np.uint8)
        write_scene(tmp_path / "data", "part_A", "train" if number < 10 else "test", f"IMG_{number}", image, heads)
    return tmp_path / "data"


def spoil(folder):
    (label,) = folder.rglob("GT_IMG_3.mat")
    label.write_bytes(b"no mat")
    return folder


@pytest.fixture
def recipe(folder, tmp_path):
    (tmp_path / "tiny.yaml").write_text(RECIPE % folder)
    return tmp_path / "tiny.yaml"


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    from miscount.engine.counters import build, checkpoint

    path = tmp_path_factory.mktemp("weights") / "light.safetensors"
    checkpoint.save(build({"kind": "light", "channels": 4}, 0), path)
    return path


@pytest.fixture
def invoke(capsys):
    capsys.readouterr()

    def call(*words):
        code = main([str(word) for word in words])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


COMMANDS = {
    "run": ["run", "RECIPE", "--out", "OUT"],
    "plan": ["plan", "RECIPE", "--out", "OUT"],
    "poison": ["poison", "RECIPE", "--out", "OUT"],
    "density": ["density", "DATA", "--out", "OUT"],
    "evaluate": ["evaluate", "WEIGHTS", "DATA", "--split", "all"],
    "sweep": ["sweep", "RECIPE", "--out", "OUT", "--seeds", "0", "--engine", "serial"],
    "suite": ["suite", "SUITE", "--out", "OUT", "--engine", "serial"],
    "convert": ["scenes", "convert", "DATA", "OUT", "--to", "csv"],
    "compare": ["scenes", "compare", "DATA", "DATA"],
}


@pytest.fixture
def words_of(folder, recipe, weights, tmp_path):
    suite = tmp_path / "suite.yaml"
    suite.write_text(f"name: small\nbase: {recipe.name}\nseeds: [0]\n")
    places = {"RECIPE": recipe, "OUT": tmp_path / "runs" / "out", "DATA": folder, "WEIGHTS": weights, "SUITE": suite}
    return lambda command: [places.get(word, word) for word in COMMANDS[command]]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_the_readers_said_with_counts(command, words_of, invoke):
    code, out, err = invoke(*words_of(command), "--json")
    assert code == 0, err
    assert err.count(f"12 scenes: {SAID}") == (2 if command == "compare" else 1)
    told = json.loads(out)
    if command in ("sweep", "suite"):
        assert any(SAID in warning for warning in told["warnings"])
        return
    readers = told["readers"]["A"] if command == "compare" else told["readers"]
    assert [one["scenes"] for one in readers["remarks"] if one["sentence"] == SAID] == [12]


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("convert", "compare")])
def test_a_broken_scene_stops_a_command_unless_it_is_to_be_skipped(command, words_of, folder, invoke, tmp_path):
    spoil(folder)
    code, _, err = invoke(*words_of(command))
    assert code in (1, 2)
    assert BROKEN in err
    assert "--skip-broken" in err
    shutil.rmtree(tmp_path / "runs", ignore_errors=True)
    code, out, err = invoke(*words_of(command), "--skip-broken", "--json")
    assert code == 0, err
    assert "1 scene that cannot be read is left out" in err
    told = json.loads(out)
    broken = told["readers"]["broken"] if "readers" in told else told["warnings"]
    assert any(BROKEN in str(one) for one in broken)


def test_converting_always_goes_on_without_broken_scenes_and_says_so(folder, invoke, tmp_path):
    code, out, err = invoke("scenes", "convert", spoil(folder), tmp_path / "csv", "--to", "csv", "--json")
    assert code == 1
    assert BROKEN in err
    told = json.loads(out)
    assert [one["scene"] for one in told["readers"]["broken"]] == [BROKEN]
    assert len(told["left_out"]) == 1
    assert told["scenes"] == 13


def test_what_is_said_once_is_not_said_for_each_run_of_a_sweep(recipe, invoke, tmp_path):
    _, _, err = invoke("sweep", recipe, "--out", tmp_path / "runs" / "s", "--seeds", "0,1", "--engine", "serial")
    assert err.count(SAID) == 1


def test_the_page_of_a_suite_has_the_warnings(words_of, invoke, tmp_path):
    assert invoke(*words_of("suite"))[0] == 0
    assert SAID in (tmp_path / "runs" / "out" / "suite.html").read_text()


def test_skipping_is_in_the_recipe_of_the_run(recipe, folder, invoke, tmp_path):
    spoil(folder)
    assert invoke("run", recipe, "--out", tmp_path / "runs" / "a", "--skip-broken")[0] == 0
    assert "skip_broken: true" in (tmp_path / "runs" / "a" / "recipe.yaml").read_text()
    assert runs.open_run(tmp_path / "runs" / "a").data["readers"]["broken"][0]["scene"] == BROKEN


def test_evaluating_leaves_out_scenes_without_labels_and_says_how_many(weights, invoke, tmp_path):
    root = tmp_path / "table"
    for number in range(4):
        write_image(root / f"{number}.png", np.full((64, 80, 3), 40 * number, np.uint8))
    (root / "heads.csv").write_text("image,x,y\n0.png,5,5\n1.png,6,6\n")
    code, out, err = invoke("evaluate", weights, root, "--json")
    assert code == 0, err
    assert "2 scenes without labels are left out" in err
    assert json.loads(out)["clean"]["n"] == 2
    code, out, err = invoke("density", root, "--out", tmp_path / "maps", "--json")
    assert json.loads(out)["maps"] == 2
    assert "2 scenes without labels are left out" in err


def test_evaluating_with_the_recipe_divides_as_its_run_did(weights, invoke, tmp_path):
    root = tmp_path / "table"
    rows = ["image,x,y"]
    for number in range(12):
        write_image(root / f"{number}.png", np.random.default_rng(number).integers(0, 256, (64, 80, 3), dtype=np.uint8))
        rows.append(f"{number}.png,{10 + number},9")
    (root / "heads.csv").write_text("\n".join(rows))
    path = tmp_path / "table.yaml"
    path.write_text(RECIPE % root)
    rule = ("--set", "data.split={test: 0.25}")
    assert invoke("run", path, "--out", tmp_path / "runs" / "one", *rule)[0] == 0
    drawn = runs.open_run(tmp_path / "runs" / "one").data["drawn_test_scenes"]
    code, out, err = invoke("evaluate", weights, root, "--recipe", path, *rule, "--json")
    assert code == 0, err
    told = json.loads(out)
    assert (told["split"], told["clean"]["n"], len(drawn)) == ("test", 3, 3)
    out_of = tmp_path / "poisoned"
    assert invoke("poison", path, "--out", out_of, *rule)[0] == 0
    rows = [row for row in (out_of / "poison.csv").read_text().splitlines() if ",poisoned," in row]
    assert rows
    assert not any(name + "," in row or name + "_poisoned" in row for row in rows for name in drawn)


def test_columns_classes_and_boxes_are_said_on_the_command_line(tmp_path, capsys):
    import json

    import numpy as np

    from miscount.engine.scenes.images import write_image
    from miscount.main import main

    write_image(tmp_path / "data" / "a.png", np.full((40, 60, 3), 90, dtype=np.uint8))
    (tmp_path / "data" / "points.csv").write_text("frame;h;v;kind\na;12,5;7;person\na;30;20;dog\n")
    folder = str(tmp_path / "data")
    assert main(["scenes", "check", folder]) == 2
    assert "separated by semicolons" in capsys.readouterr().err
    columns = ["--columns", "image=frame", "--columns", "x=h", "--columns", "y=v", "--columns", "class=kind"]
    asked = ["density", folder, "--out", str(tmp_path / "maps"), "--json", *columns, "--read", "classes=[person]"]
    assert main(asked) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["heads"] == 1
    assert any("dog" in sentence for sentence in said["readers"]["sentences"])
    assert main(["density", folder, "--out", str(tmp_path / "no"), "--read", "clases=x"]) == 2
    assert "clases" in capsys.readouterr().err
