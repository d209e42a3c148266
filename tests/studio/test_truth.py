"""What the window says is so: while scenes are drawn, while something is opened, after photographs were labelled."""

import threading

import numpy as np
from PIL import Image

from miscount.engine.scenes import synthetic
from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.beginnings.offers import PROPOSE_KERNEL
from miscount.studio.document import drawing
from miscount.studio.document.edits import LOCKS
from miscount.studio.document.project import new_project
from miscount.widgets.canvas.view import EMPTY_TEXT
from tests.studio.conftest import TINY


def said_where_scenes_will_be(window) -> set[str]:
    return {window.services.canvas.panels.empty.text(), window.scene_list._note.text()}


def test_while_scenes_are_drawn_nothing_says_to_open_a_dataset(window, qtbot, tmp_path, monkeypatch):
    may_draw, true_make = threading.Event(), synthetic.make

    def held(*words):
        words[-1](1, 13)
        may_draw.wait(30)
        return true_make(*words)

    monkeypatch.setattr(drawing, "make", held)
    other = new_project(tmp_path / "other", "Other", None, TINY).folder
    window.open_folder(other)
    qtbot.waitUntil(lambda: window.status_line.progress.value() == 1, timeout=20_000)
    (said,) = said_where_scenes_will_be(window)
    assert said == window.status_line._doing.text() == drawing.DRAWING
    assert window.status_line._message._whole == "Opening Other…"
    with qtbot.waitSignal(window.services.session.ready, timeout=60_000):
        may_draw.set()
    assert window.status_line._message._whole.startswith("Opened Other: 13 scenes")
    qtbot.waitUntil(lambda: window.services.canvas.has_image, timeout=10_000)


def test_what_fails_to_open_leaves_no_word_that_it_is_opening(window, qtbot, tmp_path, monkeypatch, notices):
    def broken(*_words):
        raise drawing.ProjectError("It cannot be drawn.")

    monkeypatch.setattr(drawing, "make", broken)
    window.open_folder(new_project(tmp_path / "other", "Other", None, TINY).folder)
    qtbot.waitUntil(lambda: any("cannot be drawn" in each.text for each in notices), timeout=30_000)
    qtbot.waitUntil(lambda: window.services.document.recipe is not None, timeout=60_000)
    assert window.status_line._message._whole == ""
    assert said_where_scenes_will_be(window) == {EMPTY_TEXT, window.scene_list._empty_text}


def test_photographs_that_were_labelled_get_a_kernel_of_their_heads(window, qtbot, tmp_path, notices):
    """Proposed without heads it is 2 % of the shorter side; heads 10 px apart want 3 px."""
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in "abc":
        Image.fromarray(np.full((600, 800, 3), 90, np.uint8)).save(photos / f"{name}.png")
    drawn = next(line for line in TINY.splitlines() if line.startswith("data:"))
    recipe = TINY.replace(drawn, f"data: {{kind: folder, path: {photos}}}\nkernel: {{kind: fixed, sigma_px: 12}}")
    project = new_project(tmp_path / "labelling", "Labelling", photos, recipe)
    with qtbot.waitSignal(window.services.session.ready, timeout=60_000):
        window.open_folder(project.folder)
    document = window.services.document
    grid = np.stack(np.meshgrid(np.arange(6), np.arange(6)), axis=-1).reshape(-1, 2) * 10.0 + 50
    document.edit_heads("Label", Annotation.of(grid))
    qtbot.waitUntil(lambda: any(each.action == PROPOSE_KERNEL for each in notices), timeout=20_000)
    offer = next(each for each in notices if each.action == PROPOSE_KERNEL)
    assert offer.text.startswith("36 heads are labelled now")
    window.notices.action_chosen.emit(offer)
    qtbot.waitUntil(lambda: document.recipe.kernel.sigma_px < 12, timeout=20_000)
    assert document.recipe.kernel.sigma_px == 3.0
    document.history.undo()
    assert document.recipe.kernel.sigma_px == 12
    document.edit_heads("Label", Annotation.of(grid + 1))
    window.do(ActionId.PROPOSE_KERNEL)
    qtbot.waitUntil(lambda: document.recipe.kernel.sigma_px == 3.0, timeout=20_000)
    assert sum(each.action == PROPOSE_KERNEL for each in notices) == 1, "it is offered once"


def test_a_lock_is_a_step_that_is_taken_back_and_in_no_file(window):
    layers, document = window.services.layers, window.services.document
    before = document.unsaved()
    layers.toggle(0, "locked", True)
    assert layers.is_locked(0)
    window.do(ActionId.UNDO)
    assert not layers.is_locked(0)
    window.do(ActionId.REDO)
    assert layers.is_locked(0)
    assert document.history.stack.undoText() == "Lock the layer"
    assert document.unsaved() == before


def test_the_counter_and_the_trigger_have_names_of_their_own(window):
    from miscount.engine.counters import KINDS as COUNTERS
    from miscount.engine.triggers import KINDS as TRIGGERS
    from miscount.widgets.forms.fields import CalmComboBox

    titles = [part.title for part in (*COUNTERS.values(), *TRIGGERS.values())]
    assert len(titles) == len(set(titles))
    window.do(ActionId.PAGE_TRAIN)
    boxes = window.pages[ActionId.PAGE_TRAIN].inspector.findChildren(CalmComboBox)
    assert any(box.currentText() == "Light counter" for box in boxes)


def shown_of(window) -> dict[str, str]:
    """What the page of scenes says of the scene that is shown."""
    return {name: label.text() for name, label in window.pages[ActionId.PAGE_SCENES]._scene._values.items()}


def test_a_dataset_read_anew_leaves_the_shown_scene_known_and_the_view_as_it_was(window, qtbot):
    services = window.services
    document, canvas = services.document, services.canvas
    before = shown_of(window)
    assert before["Size"] == "128 × 96 px"
    canvas.zoom_in()
    view = canvas.stage.viewportTransform()
    document.refresh_dataset(document.dataset)
    qtbot.waitUntil(lambda: services.pictures.kept(document.scene_id) is not None, timeout=10_000)
    assert shown_of(window) == before
    assert canvas.stage.viewportTransform() == view
    window.do(ActionId.PAGE_HEADS)
    assert services.link.shown_scene == document.scene_id


def test_a_picture_that_was_exchanged_is_shown_when_its_folder_is_read_anew(window, qtbot):
    services = window.services
    document = services.document
    Image.fromarray(np.full((96, 128, 3), 200, np.uint8)).save(document.scene.image_path, quality=100)
    document.refresh_dataset(document.dataset)
    qtbot.waitUntil(lambda: services.link._shown.image.min() > 190, timeout=10_000)
    assert not services.link._awaits


def test_what_was_opened_beside_a_dataset_stays_when_its_folder_is_read_anew_and_goes_with_it(window, qtbot):
    services = window.services
    document = services.document
    services.second.open(document.dataset.root)
    qtbot.waitUntil(lambda: services.second.folder is not None, timeout=10_000)
    window.do(ActionId.PAGE_TRIGGER)
    qtbot.waitUntil(lambda: bool(services.trigger_states.states), timeout=20_000)
    document.set_value(LOCKS, frozenset({document.recipe.poison.trigger}))
    states = services.trigger_states.states
    document.refresh_dataset(document.dataset)
    assert (services.second.folder, services.trigger_states.states) == (document.dataset.root, states)
    assert services.layers.is_locked(0)
    document.open(document.dataset.only([document.scene_id]), {}, {})
    assert (services.second.folder, services.trigger_states.states) == (None, ())
    assert not services.layers.is_locked(0)
