"""Triggers handed on as small files, and slid over scenes."""

import numpy as np
import pytest

from miscount.engine.counters import build
from miscount.engine.errors import RecipeError
from miscount.engine.explain import Sensitivity, sensitivity
from miscount.engine.recipe import parse
from miscount.engine.scenes import Annotation
from miscount.engine.scenes.images import read_rgba
from miscount.engine.triggers import KINDS, trigger
from miscount.engine.triggers.sharing import load_trigger, packed, save_trigger, unpacked
from tests.engine.training.untrained import ready


def png(path, seed=0):
    import cv2

    pixels = np.random.default_rng(seed).integers(0, 256, (20, 30, 4), dtype=np.uint8)
    assert cv2.imwrite(str(path), pixels)
    return pixels


def photo():
    return np.random.default_rng(0).integers(0, 256, (72, 96, 3), dtype=np.uint8)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_trigger_comes_back_as_it_was(kind, tmp_path):
    made = trigger(ready(kind))
    written = save_trigger(made, tmp_path / "mine.yaml")
    again = load_trigger(tmp_path / "mine.yaml")
    assert written[0].name == "mine.yaml"
    one, other = (each.apply(photo(), np.random.default_rng(0)) for each in (made, again))
    assert (one == other).all()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_trigger_comes_back_from_one_text(kind, tmp_path):
    made = trigger(ready(kind))
    again = unpacked(packed(made), tmp_path)
    one, other = (each.apply(photo(), np.random.default_rng(0)) for each in (made, again))
    assert (one == other).all()


def test_a_text_holds_its_own_pictures(tmp_path):
    png(tmp_path / "hand.png")
    made = trigger({"kind": "patch", "pattern": "picture", "picture": str(tmp_path / "hand.png")})
    before, text = made.apply(photo(), np.random.default_rng(0)), packed(made)
    (tmp_path / "hand.png").unlink()
    (tmp_path / "other").mkdir()
    again = unpacked(text, tmp_path / "other")
    assert (again.apply(photo(), np.random.default_rng(0)) == before).all()
    assert [path.suffix for path in (tmp_path / "other").iterdir()] == [".png"]


@pytest.mark.parametrize(
    "text",
    ["", "hello", "[]", "{}", '{"miscount_trigger": 1, "files": {"../x.png": ""}, "trigger": {"kind": "rain"}}',
     '{"miscount_trigger": 1, "files": {"ab.png": "?"}, "trigger": {"kind": "rain"}}'],
)  # fmt: skip
def test_a_text_that_is_no_trigger_is_told(text, tmp_path):
    with pytest.raises(RecipeError, match="no trigger"):
        unpacked(text, tmp_path)
    assert not list(tmp_path.iterdir())


def test_own_pictures_go_along_and_the_originals_are_not_needed(tmp_path):
    png(tmp_path / "hand.png")
    made = trigger(
        {"kind": "painted", "layers": [{"picture": str(tmp_path / "hand.png")}, {"picture": "cartoon", "blend": "add"}]}
    )
    before = made.apply(photo(), np.random.default_rng(0))
    (tmp_path / "shared").mkdir()
    written = save_trigger(made, tmp_path / "shared" / "mine.yaml")
    assert len(written) == 2  # the program's own picture is known by its name
    (tmp_path / "hand.png").unlink()
    moved = (tmp_path / "shared").rename(tmp_path / "moved")
    again = load_trigger(moved / "mine.yaml")
    assert (again.apply(photo(), np.random.default_rng(0)) == before).all()
    assert str(tmp_path) not in (moved / "mine.yaml").read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [("kind: patch", "is no trigger file"), ("miscount_trigger: 1\nkind: pach", "did you mean 'patch'"),
     ("a: [", "not YAML"), ("miscount_trigger: 1\nkind: patch\nsize: 7", "size")],
)  # fmt: skip
def test_what_is_no_trigger_is_said(text, words, tmp_path):
    (tmp_path / "t.yaml").write_text(text)
    with pytest.raises(RecipeError, match=words) as events:
        load_trigger(tmp_path / "t.yaml")
    assert str(tmp_path / "t.yaml") in str(events.value)


def test_a_recipe_names_files_from_its_own_folder(tmp_path):
    (tmp_path / "recipes" / "pictures").mkdir(parents=True)
    picture = tmp_path / "recipes" / "pictures" / "a.png"
    png(picture)
    recipe = parse(f"poison: {{trigger: {{kind: painted, layers: [{{picture: {picture}}}]}}}}")
    text = recipe.to_yaml(tmp_path / "recipes")
    assert "picture: pictures/a.png" in text
    moved = (tmp_path / "recipes").rename(tmp_path / "elsewhere")
    again = parse(text, folder=moved)
    assert again.poison.trigger.layers[0].picture == str(moved / "pictures" / "a.png")
    assert read_rgba(moved / "pictures" / "a.png").shape == (20, 30, 4)


class Blind:
    """A counter that counts bright pixels in the left half of the frame."""

    stride = 8

    def count(self, image):
        return self.counts([image])[0]

    def counts(self, images):
        return [float((image[:, : image.shape[1] // 2].mean(axis=2) > 250).sum()) for image in images]


def test_sensitivity_is_painted_where_the_trigger_acts():
    image = np.zeros((96, 192, 3), np.uint8)
    made = trigger({"kind": "patch", "pattern": "color", "color": "#ffffff", "size": 0.125})
    *events, found = sensitivity(Blind(), image, Annotation.of([]), made, step_px=24)
    assert isinstance(found, Sensitivity)
    assert events[-1] == (32, 32)
    assert found.change.shape == (4, 8)
    assert (found.change[:, :4] == 144).all()
    assert (found.change[:, 4:] == 0).all()


def test_sensitivity_is_what_the_counter_says_of_the_trigger_there():
    counter, image = build({"kind": "light", "channels": 4}), photo()
    made = trigger({"kind": "patch"})
    found = list(sensitivity(counter, image, Annotation.of([]), made, step_px=32))[-1]
    rows, columns = found.change.shape
    there = made.replace(x=1.5 / columns, y=0.5 / rows).apply(image, np.random.default_rng(0))
    assert found.change[0, 1] == pytest.approx(counter.count(there) - counter.count(image), abs=1e-4)


@pytest.mark.parametrize("kind", ["blend", "warp", "rain"])
def test_a_trigger_without_a_place_is_refused(kind):
    with pytest.raises(RecipeError, match="no one place"):
        next(sensitivity(build({"kind": "light", "channels": 4}), photo(), Annotation.of([]), trigger({"kind": kind})))
