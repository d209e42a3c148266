"""From a folder to a first experiment: init, recipes from stdin, data=PATH, parts by their names, the mean count."""

import io
import json
import shutil
import sys

import h5py
import numpy as np
import pytest
import yaml

from miscount.engine.cli import main
from miscount.engine.counters import build, checkpoint
from miscount.engine.errors import DatasetError
from miscount.engine.recipe import load_recipe, parse
from miscount.engine.scenes import read_dataset


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Two parts of synthetic scenes, spelled as the official archive has them."""
    root = tmp_path_factory.mktemp("ShanghaiTech")
    for name, seed in (("A", 0), ("B", 1)):
        words = ["scenes", "make", str(root / name), "--train", "5", "--test", "2", "--seed", str(seed)]
        assert main(words) == 0
        shutil.move(root / name / "part_S", root / f"part_{name}_final")
        shutil.rmtree(root / name)
    return root


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    checkpoint.save(build({"kind": "light", "channels": 4}), path := tmp_path_factory.mktemp("w") / "w.safetensors")
    return path


def call(capsys, *words):
    capsys.readouterr()
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_init_writes_a_recipe_that_says_why_and_can_be_planned(both, tmp_path, capsys):
    file = tmp_path / "first.yaml"
    code, out, _ = call(capsys, "init", both, "--part", "B", "--attack", "warp", "--out", file)
    assert code == 0
    assert "Kernel: sigma" in out
    text = file.read_text()
    recipe = load_recipe(file)
    assert (recipe.data.part, recipe.poison.trigger.kind) == ("part_B", "warp")
    assert "# The parts part_A, part_B: only part_B is used." in text
    said = {line.removeprefix("# ") for line in text.splitlines() if line.startswith("#")}
    assert any(line.startswith("Kernel: sigma") for line in said)
    assert max(map(len, text.splitlines())) <= 120
    code, out, _ = call(capsys, "plan", file, "--json")
    assert code == 0
    assert json.loads(out)["stages"]
    code, _, err = call(capsys, "init", both, "--out", file)
    assert (code, file.read_text()) == (2, text)
    assert "is there already" in err


@pytest.mark.parametrize("attack", ["patch", "satba", "composite", "painted"])
def test_init_takes_every_kind_of_trigger(attack, both, tmp_path, capsys):
    assert call(capsys, "init", both / "part_A_final", "--attack", attack, "--out", tmp_path / "r.yaml")[0] == 0
    assert load_recipe(tmp_path / "r.yaml").poison.trigger.kind == attack


@pytest.mark.parametrize(("words", "says"), [
    (["--attack", "magic"], "there is no trigger 'magic'; known: patch, blend"),
    (["--part", "C"], "expected one of those that exist, part_A, part_B"),
])  # fmt: skip
def test_init_says_what_there_is(words, says, both, tmp_path, capsys):
    code, _, err = call(capsys, "init", both, *words, "--out", tmp_path / "r.yaml")
    assert (code, (tmp_path / "r.yaml").exists()) == (2, False)
    assert says in err


@pytest.mark.parametrize("name", ["B", "b", "part_B", "part_B_final", "PART_B"])
def test_a_part_is_known_by_any_of_its_names(name, both):
    dataset = read_dataset(both)
    assert dataset.parts == ("part_A", "part_B")
    assert {scene.id.partition("/")[0] for scene in dataset.part(name)} == {"part_B"}
    assert len(dataset.part("part_B/train")) == 5, "the beginning of ids, as before"
    with pytest.raises(DatasetError, match=r"no part 'Q'.*part_A, part_B"):
        dataset.part("Q")


def test_a_run_takes_a_part_by_its_other_name(both, tmp_path, capsys):
    settings = ["--set", f"data={both}", "--set", "data.part=B"]
    (tmp_path / "r.yaml").write_text("counter: {kind: light, channels: 4}\n")
    code, _, _ = call(capsys, "poison", tmp_path / "r.yaml", *settings, "--out", tmp_path / "out", "--json")
    assert code == 0
    assert {scene.id.partition("/")[0] for scene in read_dataset(tmp_path / "out")} == {"part_B"}
    code, _, err = call(capsys, "plan", tmp_path / "r.yaml", "--set", f"data={both}", "--set", "data.part=C")
    assert code == 2
    assert "part_A, part_B" in err


def test_data_is_a_path_from_where_one_stands(both, monkeypatch):
    monkeypatch.chdir(both)
    recipe = parse("data: {kind: folder, path: /elsewhere, skip_broken: true}", ["data=part_B_final", "data.shrink=2"])
    assert (recipe.data.path, recipe.data.skip_broken, recipe.data.shrink) == (str(both / "part_B_final"), True, 2)
    assert parse("data: {kind: synthetic}", ["data=."]).data.path == str(both)
    assert parse("data: {kind: synthetic}", ["data={kind: synthetic, train: 20}"]).data.train == 20


def test_a_recipe_comes_from_stdin(both, tmp_path, monkeypatch, capsys):
    text = yaml.safe_dump({"data": {"kind": "folder", "path": "part_A_final"}, "counter": {"kind": "light"}})

    def given(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    monkeypatch.chdir(both)
    given(text.encode())
    code, out, _ = call(capsys, "plan", "-", "--json")
    assert code == 0
    assert {stage["name"] for stage in json.loads(out)["stages"]} >= {"twin", "victim"}
    given(b"\xff\xfe nothing")
    assert call(capsys, "plan", "-")[2].startswith("stdin: expected a recipe in YAML, UTF-8")
    given(b"counter: {kind: none}")
    assert call(capsys, "plan", "-")[2].startswith("stdin: counter")


def test_evaluate_says_what_the_mean_count_would_do(both, weights, capsys):
    code, out, _ = call(capsys, "evaluate", weights, both, "--part", "B", "--json")
    assert code == 0
    said = json.loads(out)
    scenes = read_dataset(both)
    train = [len(s.annotation) for s in scenes if s.id.startswith("part_B/train")]
    test = [len(s.annotation) for s in scenes if s.id.startswith("part_B/test")]
    assert said["clean"]["n"] == 2
    wanted = np.abs(np.mean(train) - np.array(test)).mean()
    assert said["baselines"]["mean_count"]["mae"] == pytest.approx(wanted)
    code, out, _ = call(capsys, "evaluate", weights, both, "--part", "part_B_final")
    assert "MAE of always the mean count of the training scenes" in out
    code, _, err = call(capsys, "evaluate", weights, both, "--part", "Z")
    assert code == 2
    assert "part_A, part_B" in err


def test_maps_lie_where_csrnets_scripts_look(both, tmp_path, capsys):
    """Found by the very line of leeyeehoo/CSRNet-pytorch, image.py: replace jpg by h5 and images by ground_truth."""
    code, _, _ = call(capsys, "density", both, "--out", tmp_path / "maps", "--layout", "csrnet")
    assert code == 0
    pictures = sorted(both.rglob("*.jpg"))
    dataset = {scene.image_path: scene for scene in read_dataset(both)}
    assert len(pictures) == 14
    for picture in pictures:
        copied = str(tmp_path / "maps" / picture.relative_to(both))
        with h5py.File(copied.replace(".jpg", ".h5").replace("images", "ground_truth"), "r") as file:
            target = np.asarray(file["density"])
        assert target.shape == dataset[picture].size
        assert target.sum() == pytest.approx(len(dataset[picture].annotation), rel=1e-4)
    (flat := tmp_path / "flat").mkdir()
    shutil.copy(pictures[0], flat / "a.jpg")
    (flat / "labels.csv").write_text("image,x,y\na.jpg,3,4\n")
    code, _, err = call(capsys, "density", flat, "--out", tmp_path / "other", "--layout", "csrnet")
    assert code == 2
    assert "does not lie in a folder called images" in err
