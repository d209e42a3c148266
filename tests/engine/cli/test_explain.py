"""`miscount explain`: a picture and a sentence of every kind, and a sentence for whatever is wrong."""

import json
import threading
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image

from miscount.engine.cli import explain as command
from miscount.engine.cli import main
from miscount.engine.counters import build, checkpoint, load
from miscount.engine.explain import EXPLANATIONS, Subject, grad_cam
from miscount.engine.scenes import Annotation, read_dataset
from miscount.engine.triggers import trigger
from miscount.engine.visualize import over_image

RECIPE = """\
name: tiny
data: {kind: synthetic, train: 20, test: 5, height: 64, width: 96, min_heads: 3, max_heads: 12}
counter: {kind: light, channels: 4}
poison: {trigger: {kind: patch, size: 0.3}, label: {kind: local, radius_px: 4}, rate: 0.3}
defenses: []
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A file of weights, a dataset and a recipe."""
    folder = tmp_path_factory.mktemp("explained")
    checkpoint.save(build({"kind": "light", "channels": 4}, 1), folder / "weights.safetensors")
    words = ["scenes", "make", str(folder), "--train", "2", "--test", "2", "--height", "64", "--width", "96"]
    assert main(words) == 0
    (folder / "recipe.yaml").write_text(RECIPE)
    return folder


@pytest.fixture
def picture(place):
    return read_dataset(place / "part_S").scenes[0].image_path


@pytest.fixture
def invoke(place, picture, capsys, tmp_path):
    capsys.readouterr()

    def call(*words, weights=None, image=None, out=None):
        given = [weights or place / "weights.safetensors", image or picture, "--out", out or tmp_path / "out.png"]
        code = main(["explain", *map(str, (*given, *words))])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.parametrize("kind", EXPLANATIONS)
def test_every_kind_leaves_a_picture_and_a_sentence(kind, invoke, place, picture, tmp_path):
    code, out, err = invoke("--kind", kind, "--recipe", place / "recipe.yaml", "--heads", place / "part_S", "--json")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["kind"] == kind
    assert said["heads"] == len(read_dataset(place / "part_S").scenes[0].annotation)
    assert said["sentence"].endswith(".")
    assert said["least"] <= said["most"]
    image, shown = (np.asarray(Image.open(path).convert("RGB")) for path in (picture, tmp_path / "out.png"))
    assert shown.shape == (64, 2 * 96 + 4, 3)
    assert np.array_equal(shown[:, :96], image)
    assert (shown[:, 100:].max(axis=2) > shown[:, 100:].min(axis=2)).any(), "there is no color in the map"


def test_grad_cam_is_made_at_the_layer_that_is_asked_for(invoke, place, picture, tmp_path):
    counter, image = load(place / "weights.safetensors"), np.asarray(Image.open(picture).convert("RGB"))
    subject = Subject(counter, image, Annotation.of([]), trigger({"kind": "blend"}))
    for words, layer in (((), "features.12"), (("--layer", "features.3"), "features.3")):
        code, out, _ = invoke(*words)
        assert code == 0
        assert f"at the layer {layer}, after its activation" in out
        assert str(tmp_path / "out.png") in out
        wanted = over_image(image, list(grad_cam(subject, layer))[-1].map)
        assert np.array_equal(np.asarray(Image.open(tmp_path / "out.png"))[:, 100:], wanted)


def test_colors_are_of_the_sign_and_as_full_as_the_share(picture):
    image = np.asarray(Image.open(picture).convert("RGB"))
    values = np.zeros(image.shape[:2], np.float32)
    values[10, 20], values[40, 50] = 2.0, -1.0
    shown = over_image(image, values).astype(int)
    assert shown[10, 20].tolist() == [255, 30, 30]
    assert shown[40, 50, 2] > shown[40, 50, 0]
    gray = shown[values == 0]
    assert (gray.max(axis=1) == gray.min(axis=1)).all()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--kind", "tea"], "no explanation 'tea'; known: sensitivity, grad_cam"),
        (["--kind", "gains"], "--kind gains shows what a trigger does: name a recipe that has it with --recipe"),
        (["--layer", "features.1"], "no layer 'features.1'; it has features.0"),
        (["--kind", "occlusion", "--layer", "features.0"], "only 'grad_cam' is made at a layer of your choice"),
        (["--set", "seed=3"], "--set seed=3 changes a recipe"),
        (["--set", "counter.width=x"], "width"),
        (["--recipe", "/nowhere/recipe.yaml"], "/nowhere/recipe.yaml"),
        (["--heads", "/nowhere"], "/nowhere"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_no_picture(words, says, invoke, tmp_path):
    code, out, err = invoke(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "out.png").exists()


def test_a_picture_is_never_written_over_and_a_strange_one_is_refused(invoke, picture, place, tmp_path):
    before = picture.read_bytes()
    for out, says in ((picture, "would be lost"), (tmp_path / "map.txt", "ends in .png or .jpg")):
        code, _, err = invoke(out=out)
        assert code == 2
        assert says in err
    assert picture.read_bytes() == before
    (tmp_path / "no.png").write_text("no picture")
    code, _, err = invoke(image=tmp_path / "no.png")
    assert (code, "no.png" in err, "Traceback" in err) == (2, True, False)
    Image.fromarray(np.zeros((64, 96, 3), np.uint8)).save(tmp_path / "own.png")
    code, _, err = invoke("--heads", place / "part_S", image=tmp_path / "own.png")
    assert code == 2
    assert "does not hold the picture" in err
    code, _, err = invoke(weights=tmp_path / "no.png")
    assert code == 2
    assert "no.png" in err


def test_it_stops_where_it_is_asked_to(invoke, monkeypatch, tmp_path):
    @contextmanager
    def asked():
        stop = threading.Event()
        stop.set()
        yield stop

    monkeypatch.setattr(command, "cancel_on_ctrl_c", asked)
    code, out, err = invoke("--kind", "occlusion")
    assert (code, out, err.strip()) == (130, "", "Cancelled.")
    assert not (tmp_path / "out.png").exists()
