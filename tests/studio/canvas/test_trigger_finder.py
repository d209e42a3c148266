"""Find me a trigger, by hand: started, stopped, taken over, and one step of the history."""

import threading

import pytest

from miscount.engine.counters import build, checkpoint
from miscount.studio.actions import ActionId
from miscount.studio.canvas.trigger_finder import training_scenes
from miscount.studio.forms.binding import with_value
from tests.studio.hands import Hand


def trigger(window):
    return window.services.document.recipe.poison.trigger


@pytest.fixture
def finder(window, qtbot, tmp_path):
    checkpoint.save(build({"kind": "light", "channels": 4}), tmp_path / "w.safetensors")
    window.services.counters.load(tmp_path / "w.safetensors")
    qtbot.waitUntil(lambda: window.services.reaction.counter is not None, timeout=10_000)
    window.show_page(ActionId.PAGE_TRIGGER)
    return window.services.finder


@pytest.fixture
def held(finder, monkeypatch):
    """The search is held after its first better trigger, until the event is set."""
    from miscount.engine.explain import trigger_search

    go_on, search = threading.Event(), trigger_search.search

    def slow(*args, **more):
        for step in search(*args, **more):
            yield step
            go_on.wait(10)

    monkeypatch.setattr(trigger_search, "search", slow)
    yield go_on
    go_on.set()


def start(window, tries=12):
    page = window.page
    page._find.tries.setValue(tries)
    page._find.psnr.setChecked(False)
    page._find.start.click()


@pytest.mark.parametrize("kind", ["", "sinusoid"])
def test_what_is_found_is_one_step_of_the_history(window, qtbot, finder, kind):
    before, steps = trigger(window), window.services.document.history.stack.count()
    choice = window.page._find.kind
    choice.setCurrentIndex(choice.findData(kind))
    start(window)
    assert finder.running
    qtbot.waitUntil(lambda: not finder.running, timeout=20_000)
    assert "Change of the count" in finder.words
    assert trigger(window) != before
    assert trigger(window).kind == (kind or before.kind)
    assert window.services.document.history.stack.count() == steps + 1
    window.do(ActionId.UNDO)
    assert trigger(window) == before


def test_the_best_so_far_is_on_the_canvas_and_is_no_edit_until_it_is_kept(window, qtbot, finder, held):
    before = trigger(window)
    start(window)
    qtbot.waitUntil(lambda: window.services.link._trial is not None, timeout=20_000)
    assert trigger(window) == before
    shown = window.services.link.trigger
    start(window)  # again: stop
    assert not finder.running
    assert trigger(window) == shown
    assert window.services.link._trial is None


def test_a_hand_that_takes_hold_goes_on_from_the_best_so_far(window, qtbot, finder, held, monkeypatch):
    start(window)
    qtbot.waitUntil(lambda: window.services.link._trial is not None, timeout=20_000)
    window.services.link.try_trigger(trigger(window).replace(x=0.5, y=0.5, size=0.25))
    finder._best = window.services.link.trigger
    steps = window.services.document.history.stack.count()
    Hand(window.services.canvas).drag((64, 48), (94, 58))
    assert not finder.running
    assert trigger(window).x == pytest.approx(94 / 128, abs=0.02)
    assert trigger(window).size == pytest.approx(0.25)
    assert window.services.document.history.stack.count() == steps + 2  # what was found, and the hand's drag
    window.do(ActionId.UNDO)
    assert (trigger(window).x, trigger(window).size) == (0.5, 0.25)


def test_another_edit_of_the_trigger_gives_the_search_up(window, qtbot, finder, held):
    start(window)
    qtbot.waitUntil(lambda: window.services.link._trial is not None, timeout=20_000)
    document = window.services.document
    document.edit_value("Set", "recipe", with_value(document.recipe, "poison.trigger.opacity", 0.3), merge=False)
    assert not finder.running
    assert window.services.link._trial is None
    assert trigger(window).opacity == 0.3


def test_without_a_counter_it_says_what_to_do(window, qtbot, notices):
    window.show_page(ActionId.PAGE_TRIGGER)
    start(window)
    assert not window.services.finder.running
    assert "No counter is loaded" in notices[-1].text


def test_no_test_scene_is_looked_at(window):
    document = window.services.document
    test = [scene for scene in document.dataset if scene.split == "test"]
    read = []
    for scene in document.dataset:
        object.__setattr__(scene, "image", lambda s=scene: read.append(s.id))
    for first in (document.dataset.scenes[0].id, test[0].id):
        assert training_scenes(document.recipe, document.dataset, {}, first, num=99)
    assert read
    assert not {scene.id for scene in test} & set(read)
