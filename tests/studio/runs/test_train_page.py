"""The Train page by hand: queue, pause, preset trainings, weights from a file."""

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from miscount.engine.events import Finished
from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs
from miscount.studio.forms.binding import with_value


@pytest.fixture
def page(window, qtbot):
    window.do(ActionId.PAGE_TRAIN)
    page = window.page
    qtbot.waitUntil(lambda: page._trainings.count() > 3, timeout=30_000)
    return page


def press(qtbot, page, words):
    button = next(one for one in page.center.findChildren(QPushButton) if one.text().startswith(words))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_two_runs_queue_and_the_first_can_be_held(window, page, qtbot, notices):
    recipe = window.services.document.value("recipe")
    window.services.document.set_value("recipe", with_value(recipe, "training.epochs", 4))
    press(qtbot, page, "Start the run")
    press(qtbot, page, "Queue the run")
    assert "already" in notices[-1].text
    window.services.document.set_value("recipe", with_value(recipe, "seed", 5))
    press(qtbot, page, "Queue the run")
    jobs = window.services.jobs
    assert len(jobs.waiting) == 1
    assert jobs.running.folder != jobs.waiting[0].folder
    press(qtbot, page, "Pause")
    assert jobs.running.is_paused
    assert page._pause.text().startswith("Go on")
    press(qtbot, page, "Go on")
    ended = []
    jobs.ended.connect(lambda _job, result: ended.append(result))
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=120_000)
    assert all(isinstance(result, Finished) and not result.cancelled for result in ended)
    curves = window.lab.curves
    for plot in (curves.lr, curves.speed, curves.memory):
        assert {"Twin", "Victim"} <= set(plot.curves())
    assert curves.errors.curves() == ("MAE", "RMSE")
    assert any(name.endswith(", triggered") for name in curves.scenes.curves())


def test_a_training_as_published_is_one_step_of_the_history(window, page, qtbot):
    before = window.services.document.value("recipe").training
    place = page._trainings.findData("dm_count")
    page._trainings.activated.emit(place)
    training = window.services.document.value("recipe").training
    assert (training.loss.kind, training.optimizer, training.lr) == ("dm_count", "adam", 1e-5)
    window.do(ActionId.UNDO)
    assert window.services.document.value("recipe").training == before


def test_it_brings_the_counter_that_it_is_made_for(window, page, notices):
    before = window.services.document.value("recipe")
    page._trainings.activated.emit(page._trainings.findData("clip_ebc_resnet"))
    after = window.services.document.value("recipe")
    assert (after.counter.kind, after.counter.backbone, after.training.loss.kind) == ("clip_ebc", "resnet50", "dace")
    assert "it is chosen too" in notices[-1].text
    window.do(ActionId.UNDO)
    assert window.services.document.value("recipe") == before


def test_a_file_of_weights_is_told_counted_and_begun_with(window, page, qtbot, notices, monkeypatch, tmp_path):
    from miscount.engine.counters import build

    counter = build({"kind": "csrnet"}, seed=1)
    with torch.no_grad():  # a counter that says about a person for every hundred that a published one would
        for parameter in counter.network.parameters():
            parameter.zero_()
        heads = window.services.document.annotation(window.services.document.scene_id).count
        counter.network.output_layer.bias.fill_(heads / (12 * 16))
    torch.save(counter.network.state_dict(), path := tmp_path / "12.pth")
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: path)
    panel = page._weights
    press(qtbot, page, "Choose a file")
    facts = panel._facts
    qtbot.waitUntil(
        lambda: "persons" in facts.value("First count") or "heads" in facts.value("First count"), timeout=30_000
    )
    assert "csrnet" in facts.value("It is")
    assert len(facts.value("SHA-256")) == 64
    assert "64 times too many" in facts.value("First count"), "a bare state dict is taken for CommissarMa's"
    box = panel._boxes["convention"]
    box.setCurrentIndex(box.findData("eighth"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: facts.value("First count").startswith(f"{heads:,.1f} on"), timeout=30_000)
    assert "64 times" not in facts.value("First count")
    press(qtbot, page, "Begin training")
    recipe = window.services.document.value("recipe")
    assert (recipe.counter.kind, recipe.counter.convention) == ("csrnet", "eighth")
    assert recipe.counter.pretrained == str(path)
    narrow = with_value(recipe, "counter", {"kind": "csrnet", "width": 0.5, "batch_norm": True})
    window.services.document.edit_value("Narrow", "recipe", narrow, merge=False)
    press(qtbot, page, "Begin training")
    begun = window.services.document.value("recipe").counter
    assert (begun.width, begun.batch_norm) == (1, False), "as the file's shapes tell"
    press(qtbot, page, "Let it answer")
    qtbot.waitUntil(lambda: window.services.counters.loaded == path, timeout=30_000)


def test_a_file_that_is_none_is_told(window, page, qtbot, notices, monkeypatch, tmp_path):
    (tmp_path / "words.pth").write_text("no weights")
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: tmp_path / "words.pth")
    press(qtbot, page, "Choose a file")
    qtbot.waitUntil(
        lambda: any("text that begins with 'no weights'" in notice.text for notice in notices), timeout=20_000
    )
    assert not page._weights._begin.isEnabled()


def test_where_there_is_no_recipe_nothing_says_that_one_is_read(window, page, qtbot, tiny_project):
    session, document = window.services.session, window.services.document
    document.set_value("recipe", None)
    assert page._title.text() == "Reading the recipe…"
    session._on_no_recipe("recipe.yaml is no recipe.")
    assert page._title.text() == "The recipe cannot be read"
    assert (page._presets.isEnabled(), page._trainings.isEnabled()) == (True, False)
    session.leave()
    window.show_page(ActionId.PAGE_TRAIN)  # nothing is open: a run's folder can be looked at all the same
    assert page._title.text() == "No project is open"
    assert not any(part.isEnabled() for part in (page._start, page._presets, page._trainings))
