"""The attacker's bench by real events: layers, painting, files, the sensitivity map, scenes poisoned by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from miscount.engine.recipe import load_recipe
from miscount.engine.scenes.images import read_image, read_rgba
from miscount.studio.actions import ActionId
from miscount.studio.canvas.painting import paint
from miscount.studio.desktop import dialogs
from miscount.studio.document.edits import HandMap, MapEdit, heads_hash
from miscount.studio.document.label_map import ratio_map
from miscount.studio.document.painted_pictures import PREFIX, sweep
from miscount.studio.forms.binding import with_value
from tests.studio.hands import Hand


def set_trigger(window, **raw):
    document = window.services.document
    recipe = with_value(document.value("recipe"), "poison.trigger", raw)
    document.edit_value("Set", "recipe", recipe, merge=False)


def trigger(window):
    return window.services.document.value("recipe").poison.trigger


@pytest.fixture
def page(window, qtbot):
    window.show_page(ActionId.PAGE_TRIGGER)
    window.resize(1280, 900)
    answered = []
    window.services.reaction.answered.connect(answered.append)
    qtbot.waitUntil(lambda: bool(answered), timeout=20_000)
    yield window.page
    window.services.reaction.answered.disconnect(answered.append)


def painted_by_hand(window):
    """The picture of the uppermost layer."""
    return Path(window.services.layers.sheets[-1].part.picture)


def stroke(window, start=(20, 20), end=(60, 30)):
    window.do(ActionId.TOOL_BRUSH)
    window.services.canvas.set_brush_radius(6)
    Hand(window.services.canvas).drag(start, end)


def test_a_stroke_becomes_a_layer_and_undo_takes_it_away(window, qtbot, page):
    window.services.painter.color = (250, 10, 20)
    stroke(window)
    made = trigger(window)
    patch, painted = made.triggers  # what was there stays, below the paint
    assert (patch.kind, painted.kind) == ("patch", "painted")
    assert [layer.anchor for layer in painted.layers] == ["frame"]
    path = window.services.session.project.recipe_path.parent / "pictures"
    (picture,) = path.glob(f"{PREFIX}*.png")
    assert painted.layers[0].picture == str(picture)
    pixels = read_rgba(picture)
    assert pixels.shape == (96, 128, 4)
    assert pixels[25, 40].tolist() == [250, 10, 20, 255]
    assert pixels[80, 100, 3] == 0
    stroke(window, (80, 70), (90, 70))
    assert len(window.services.layers.sheets) == 2  # the second stroke goes on the same layer
    assert read_rgba(painted_by_hand(window))[70, 85, 3] == 255
    window.do(ActionId.UNDO)
    assert trigger(window) == made
    window.do(ActionId.UNDO)
    assert trigger(window).kind == "patch"
    window.do(ActionId.REDO)
    assert trigger(window) == made


def test_the_eraser_takes_paint_away_and_the_map_is_left_alone(window, qtbot, page):
    stroke(window, (40, 40), (70, 40))
    window.do(ActionId.TOOL_ERASE)
    Hand(window.services.canvas).drag((50, 40), (56, 40))
    pixels = read_rgba(painted_by_hand(window))
    assert pixels[40, 53, 3] == 0
    assert pixels[40, 68, 3] == 255
    assert window.services.document.hand_map(window.services.document.scene_id) is None
    window.show_page(ActionId.PAGE_DENSITY)
    qtbot.waitUntil(lambda: window.services.density.map is not None, timeout=10_000)
    stroke(window)
    assert window.services.document.hand_map(window.services.document.scene_id) is not None


def test_layers_are_added_copied_moved_and_removed_by_keys(window, page):
    set_trigger(window, kind="painted", layers=[{"picture": "cartoon"}, {"picture": "flowers", "blend": "add"}])
    stack = page._editor._stack
    assert stack.rows() == ("cartoon", "flowers")
    stack._list.setCurrentRow(0)  # the uppermost
    assert window.services.layers.current == 1
    stack._list.setFocus()
    QTest.keyClick(stack._list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [layer.picture for layer in trigger(window).layers] == ["flowers", "cartoon"]
    assert window.services.layers.current == 0
    QTest.keyClick(stack._list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [layer.picture for layer in trigger(window).layers] == ["flowers", "flowers", "cartoon"]
    QTest.keyClick(stack._list, Qt.Key.Key_Delete)
    assert [layer.picture for layer in trigger(window).layers] == ["flowers", "cartoon"]
    next(action for action in stack._menu.actions() if action.data() == "painted").trigger()
    assert len(trigger(window).layers) == 3
    for _ in range(4):
        window.do(ActionId.UNDO)
    assert [layer.picture for layer in trigger(window).layers] == ["cartoon", "flowers"]


def test_the_handles_move_the_chosen_layer(window, qtbot, page):
    set_trigger(window, kind="painted", layers=[{"x": 0.5, "y": 0.5, "size": 0.4}, {"x": 0.2, "y": 0.2, "size": 0.3}])
    window.services.layers.choose(0)
    window.set_tool("trigger")
    Hand(window.services.canvas).drag((64, 48), (84, 58))
    first, second = trigger(window).layers
    assert first.x == pytest.approx(84 / 128, abs=0.02)
    assert first.y == pytest.approx(58 / 96, abs=0.02)
    assert (second.x, second.y) == (0.2, 0.2)
    window.do(ActionId.UNDO)
    assert trigger(window).layers[0].x == 0.5


def test_a_spot_of_light_has_handles(window, page):
    set_trigger(window, kind="light", form="spot", x=0.5, y=0.5, radius=0.3)
    window.set_tool("trigger")
    Hand(window.services.canvas).drag((64, 48), (84, 58))
    assert trigger(window).x == pytest.approx(84 / 128, abs=0.02)
    assert trigger(window).radius == pytest.approx(0.3, abs=0.01)


def test_the_split_shows_the_triggered_scene_beside_the_clean_one(window, qtbot, page):
    shown = window.services.canvas._layers.picture
    window.press(ActionId.TOGGLE_SPLIT)
    qtbot.waitUntil(lambda: shown.second is not None, timeout=10_000)
    assert shown.second.size == shown.picture.size
    window.press(ActionId.TOGGLE_SPLIT)
    assert shown.second is None
    window.press(ActionId.TOGGLE_SPLIT)
    qtbot.waitUntil(lambda: shown.second is not None, timeout=10_000)
    window.show_page(ActionId.PAGE_HEADS)
    assert shown.second is None


def test_a_trigger_is_saved_loaded_and_undone(window, page, tmp_path, monkeypatch):
    stroke(window)
    painted = trigger(window)
    (tmp_path / "shared").mkdir()
    monkeypatch.setattr(dialogs, "choose_new_file", lambda *_: tmp_path / "shared" / "mine.yaml")
    window.do(ActionId.SAVE_TRIGGER)
    assert len(list((tmp_path / "shared").iterdir())) == 2
    set_trigger(window, kind="rain")
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: tmp_path / "shared" / "mine.yaml")
    window.do(ActionId.LOAD_TRIGGER)
    again = trigger(window)
    one, other = (read_rgba(Path(each.triggers[1].layers[0].picture)) for each in (again, painted))
    assert (one == other).all()
    window.do(ActionId.UNDO)
    assert trigger(window).kind == "rain"


def test_what_is_no_trigger_is_told(window, page, notices, tmp_path, monkeypatch):
    (tmp_path / "no.yaml").write_text("kind: patch")
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: tmp_path / "no.yaml")
    before = trigger(window)
    window.do(ActionId.LOAD_TRIGGER)
    assert "is no trigger file" in notices[-1].text
    assert trigger(window) == before


def load_light(window, qtbot, tmp_path):
    from miscount.engine.counters import build, checkpoint

    checkpoint.save(build({"kind": "light", "channels": 4}), tmp_path / "w.safetensors")
    window.services.counters.load(tmp_path / "w.safetensors")
    qtbot.waitUntil(lambda: window.services.reaction.counter is not None, timeout=10_000)


def test_the_sensitivity_map_is_painted_and_dropped_with_its_trigger(window, qtbot, page, tmp_path):
    load_light(window, qtbot, tmp_path)
    work, layer = window.services.explain, window.services.canvas._layers.map("attribution")
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert work.running
    qtbot.waitUntil(lambda: not work.running, timeout=30_000)
    assert layer.values is not None
    assert layer.values.shape == (4, 5)
    assert "persons" in work.words
    assert layer.levels[0] == -layer.levels[1]
    set_trigger(window, kind="patch", size=0.2)
    assert layer.values is None


def test_each_explanation_is_painted_when_it_is_chosen(window, qtbot, page, tmp_path):
    load_light(window, qtbot, tmp_path)
    work, layer = window.services.explain, window.services.canvas._layers.map("attribution")
    qtbot.waitUntil(lambda: page._kinds.count() == 8, timeout=20_000)
    for place in range(8):
        page._kinds.setCurrentIndex(place)
        page._kinds.activated.emit(place)
        qtbot.waitUntil(lambda: not work.running, timeout=30_000)
        assert layer.values is not None, page._kinds.currentText()
        assert page._explained.text() == work.words != ""
    page._kinds.activated.emit(1)
    assert layer.values is None, "what is shown of another is dropped"
    qtbot.waitUntil(lambda: not work.running, timeout=30_000)


def test_the_sensitivity_map_can_be_stopped(window, qtbot, page, tmp_path, monkeypatch):
    import time

    from miscount.engine.counters import Counter

    load_light(window, qtbot, tmp_path)
    counts = Counter.counts
    monkeypatch.setattr(Counter, "counts", lambda self, images: (time.sleep(0.3), counts(self, images))[1])
    window.do(ActionId.EXPLAIN)
    window.do(ActionId.EXPLAIN)
    qtbot.waitUntil(lambda: not window.services.explain.running, timeout=10_000)
    assert "stopped" in window.services.explain.words


def test_a_sensitivity_map_that_cannot_be_is_told(window, qtbot, page, notices, tmp_path):
    window.do(ActionId.EXPLAIN)
    assert "No counter is loaded" in notices[-1].text
    load_light(window, qtbot, tmp_path)
    set_trigger(window, kind="rain")
    window.do(ActionId.EXPLAIN)
    qtbot.waitUntil(lambda: "no one place" in notices[-1].text, timeout=10_000)
    assert not window.services.explain.running


def test_the_strip_shows_scenes_with_the_trigger_and_opens_one(window, qtbot, page):
    page._tabs.setCurrentWidget(page._strip)
    qtbot.waitUntil(lambda: len(page._strip.captions()) == 8, timeout=20_000)
    assert all("asked" in caption for caption in page._strip.captions())
    item = page._strip._list.item(3)
    page._strip._list.itemActivated.emit(item)
    assert window.services.document.scene_id == item.data(Qt.ItemDataRole.UserRole)


def test_scenes_are_poisoned_by_hand(window, qtbot):
    window.show_page(ActionId.PAGE_POISON)
    document = window.services.document
    qtbot.waitUntil(lambda: bool(window.services.scenes.poisoned), timeout=20_000)
    drawn = set(window.services.scenes.poisoned)
    trained = [scene.id for scene in _trained(document)]
    other = next(scene_id for scene_id in trained if scene_id not in drawn)
    document.show_scene(other)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    poison = document.value("recipe").poison
    assert poison.selection == "listed"
    assert set(poison.scenes) == drawn | {other}
    qtbot.waitUntil(lambda: set(window.services.scenes.poisoned) == drawn | {other}, timeout=10_000)
    assert "Leave" in window.page._by_hand.text()
    window.do(ActionId.TOGGLE_POISONED)
    assert set(document.value("recipe").poison.scenes) == drawn
    window.do(ActionId.UNDO)
    window.do(ActionId.UNDO)
    assert document.value("recipe").poison.selection == "random"


def _trained(document):
    from miscount.engine.experiment.data_roles import ExperimentData

    return ExperimentData(document.value("recipe"), document.dataset).train


def test_an_edited_map_becomes_the_label_edit(window, qtbot):
    document = window.services.document
    heads = document.annotation(document.scene_id)
    from miscount.engine.density import density_map

    kernel = document.value("recipe").kernel
    original = density_map(heads, (96, 128), kernel)
    edited = original.copy()
    edited[:, 64:] = 0
    hand = HandMap(edited, kernel.model_dump(), heads_hash(heads), heads)
    document.replay("Edit", [MapEdit(document.scene_id, None, hand)])
    window.do(ActionId.LABEL_FROM_MAP)
    qtbot.waitUntil(lambda: document.value("recipe").poison.label.kind == "by_hand", timeout=10_000)
    label = document.value("recipe").poison.label
    after = label.apply(heads, (96, 128), np.random.default_rng(0))
    left = heads.points[:, 0] < 52
    right = heads.points[:, 0] > 76
    assert after.weights[left].min() > 0.95
    assert after.weights[right].max(initial=0) < 0.05
    window.do(ActionId.UNDO)
    assert document.value("recipe").poison.label.kind == "thin"


def test_a_ratio_is_one_where_nobody_stands():
    original = np.zeros((20, 30), np.float32)
    original[4, 4] = 2
    edited = original * 1.5
    edited[18, 28] = 5  # where there was no one
    ratio = ratio_map(edited, original)
    assert ratio.shape == (3, 4)
    assert ratio[0, 0] == pytest.approx(1.5)
    assert np.delete(ratio.ravel(), 0).tolist() == [1] * 11


@pytest.mark.parametrize("scene", range(2))
def test_what_is_drawn_on_the_canvas_is_what_the_command_line_makes(window, qtbot, page, tmp_path, scene):
    """Painted, moved and saved in the window; poisoned from the saved project by `miscount poison`: equal bytes."""
    from typer.testing import CliRunner

    from miscount.engine.cli.app import app

    document = window.services.document
    window.services.painter.color = (30, 200, 90)
    stroke(window, (20, 20), (70, 60))
    window.services.layers.do("add")
    window.set_tool("trigger")
    Hand(window.services.canvas).drag((64, 48), (90, 40))
    document.show_scene([each.id for each in _trained(document)][scene])
    wanted = document.scene_id
    recipe = with_value(document.value("recipe"), "poison.mode", "replace")
    recipe = recipe.replace(poison=recipe.poison.replace(selection="listed", scenes=(wanted,)))
    document.edit_value("List", "recipe", recipe, merge=False)
    answers = []
    window.services.reaction.answered.connect(answers.append)
    window.services.link.react()
    qtbot.waitUntil(
        lambda: any(a.complete and a.request.scene_id == wanted and a.request.poison == recipe.poison for a in answers),
        timeout=20_000,
    )
    shown = next(a for a in reversed(answers) if a.complete and a.request.scene_id == wanted).triggered
    with qtbot.waitSignal(window.services.session.saved, timeout=10_000):
        window.do(ActionId.SAVE)
    project = window.services.session.project
    text = project.recipe_path.read_text()
    assert "picture: pictures/painted-" in text
    assert load_recipe(project.recipe_path) == recipe
    scenes = f"data={{kind: folder, path: {project.folder / 'scenes'}}}"
    # as a whole frame, of the scenes that lie there: the file has every pixel (PNG) or tells what JPEG takes
    words = ["poison", str(project.recipe_path), "--out", str(tmp_path / "out"), "--set", scenes]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    with (tmp_path / "out" / "poison.csv").open() as file:
        (row,) = (row for row in csv.DictReader(file) if row["role"] == "poisoned")
    from miscount.engine.poison.manifest import pixels_sha256

    written = read_image(tmp_path / "out" / row["image_file"])
    if row["image_file"].endswith(".png"):
        assert (written == shown).all()
    else:
        assert row["pixels_after"] == pixels_sha256(written)
        from miscount.engine.poison import poison_scene

        there = document.scene_of(wanted)
        loaded = load_recipe(project.recipe_path)
        made = poison_scene(loaded.poison, wanted, there.image(), there.annotation, loaded.seed)
        assert (made.image == shown).all()
    window.services.reaction.answered.disconnect(answers.append)


def test_paint_lies_over_paint_as_in_every_program():
    part = np.zeros((1, 1, 4), np.uint8)
    paint(part, np.full((1, 1), 0.5, np.float32), (200, 0, 0))
    assert part[0, 0].tolist() == [200, 0, 0, 128]
    paint(part, np.full((1, 1), 0.5, np.float32), (0, 0, 200))
    red, _, blue, cover = part[0, 0].tolist()
    assert cover == pytest.approx(191, abs=1)
    assert blue == pytest.approx(200 * 2 / 3, abs=2)
    assert red == pytest.approx(200 / 3, abs=2)
    paint(part, np.ones((1, 1), np.float32), None)
    assert part[0, 0, 3] == 0


def test_painted_pictures_go_when_nothing_names_them(tmp_path):
    recipes, runs = tmp_path / "recipes", tmp_path / "runs"
    (recipes / "pictures").mkdir(parents=True)
    (runs / "one").mkdir(parents=True)
    for name in ("painted-a.png", "painted-b.png", "painted-c.png", "mine.png"):
        (recipes / "pictures" / name).write_bytes(b"x")
    (recipes / "r.yaml").write_text("picture: pictures/painted-a.png")
    (runs / "one" / "recipe.yaml").write_text("picture: /x/pictures/painted-b.png")
    assert sweep(recipes, runs) == 1
    assert sorted(path.name for path in (recipes / "pictures").iterdir()) == [
        "mine.png",
        "painted-a.png",
        "painted-b.png",
    ]


def test_a_read_only_window_does_not_paint(window, page, notices):
    window.services.document.read_only = True
    stroke(window)
    assert trigger(window).kind == "patch"
    assert "read-only" in notices[-1].text
    window.services.document.read_only = False


def test_a_trigger_is_calibrated_to_the_visibility_that_is_asked_for(window, qtbot, page, notices, monkeypatch):
    set_trigger(window, kind="sinusoid", amplitude=60)
    monkeypatch.setattr(dialogs, "choose_number", lambda *_: 30.0)
    window.do(ActionId.CALIBRATE)
    qtbot.waitUntil(lambda: any("dB over 6 scenes" in notice.text for notice in notices), timeout=20_000)
    assert trigger(window).amplitude == pytest.approx(255 / 10**1.5 * 2**0.5, rel=0.1)
    window.do(ActionId.UNDO)
    assert trigger(window).amplitude == 60
    set_trigger(window, kind="patch", size=0.05)
    monkeypatch.setattr(dialogs, "choose_number", lambda *_: 6.0)
    window.do(ActionId.CALIBRATE)
    qtbot.waitUntil(lambda: any("opacity allows no more" in notice.text for notice in notices), timeout=20_000)


def test_a_stroke_whose_layer_goes_under_the_hand_is_given_up(window, qtbot, page, notices):
    stroke(window)
    assert trigger(window).kind == "composite"
    painter, document = window.services.painter, window.services.document
    painter.begin_stroke()
    painter.dab(30, 30, 6, 1)
    document.history.undo()
    before = document.recipe
    painter.dab(34, 30, 6, 1)
    painter.end_stroke()
    assert document.recipe == before
    assert "given up" in notices[-1].text
