"""What the hand does counts for the scene that it sees: another one that comes under it is not changed."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent

from miscount.studio.actions import ActionId
from miscount.studio.canvas.binding import UNDER_THE_HAND
from miscount.studio.canvas.pictures import Pictures
from miscount.studio.desktop.background import Background
from tests.studio.hands import Hand


@pytest.fixture
def hand(window) -> Hand:
    return Hand(window.services.canvas)


@pytest.fixture
def slow(window, monkeypatch):
    """The next pictures do not come: the last one stays on the canvas."""
    monkeypatch.setattr(window.services.pictures, "ask", lambda _scene: None)


def scenes_of(window) -> tuple[str, str]:
    first, second, *_ = window.services.document.dataset
    return first.id, second.id


def all_heads(window):
    document = window.services.document
    return {scene.id: document.annotation(scene.id) for scene in document.dataset}


def test_a_head_that_is_dragged_is_of_the_scene_where_the_drag_began(window, hand, slow):
    document = window.services.document
    window.do(ActionId.PAGE_HEADS)
    window.do(ActionId.TOOL_SELECT)
    x, y = document.annotation(document.scene_id).points[0]
    before = all_heads(window)
    hand.send(QEvent.Type.MouseButtonPress, x, y, True)
    hand.send(QEvent.Type.MouseMove, x + 9, y + 9, True)
    document.show_scene(scenes_of(window)[1])
    hand.send(QEvent.Type.MouseMove, x + 15, y + 15, True)
    hand.send(QEvent.Type.MouseButtonRelease, x + 15, y + 15, False)
    assert all_heads(window) == before


@pytest.mark.parametrize("act", ["add", "delete", "move", "select"])
def test_what_is_done_on_the_picture_of_another_scene_counts_for_none(window, slow, act):
    document, link, said = window.services.document, window.services.link, []
    document.acted.connect(said.append)
    document.show_scene(scenes_of(window)[1])
    before = all_heads(window)
    match act:
        case "add":
            link._add_heads(np.array([[5.0, 5.0]]))
        case "delete":
            link._delete_heads(np.array([0]))
        case "move":
            link._move_heads((np.array([0]), np.array([[1.0, 1.0]])))
        case _:
            link._select(np.array([0]))
    assert all_heads(window) == before
    assert not len(document.selection)
    assert said == [UNDER_THE_HAND]


def test_heads_that_came_with_another_dataset_of_the_same_names_are_not_moved_by_the_old_places(window, hand):
    """The same id and more heads than there are now: by index the drag would be another head's, or none's."""
    document, link = window.services.document, window.services.link
    document._heads[document.scene_id] = document.annotation(document.scene_id).take([0])  # not told, as if on its way
    before = all_heads(window)
    link._move_heads((np.array([3]), np.array([[1.0, 1.0]])))
    assert all_heads(window) == before


def test_a_stroke_over_which_another_scene_comes_leaves_both_maps_as_they_were(window, hand, qtbot):
    services = window.services
    document, density = services.document, services.density
    window.do(ActionId.PAGE_DENSITY)
    qtbot.waitUntil(lambda: density.map is not None, timeout=10_000)
    hand.drag((30, 30), (50, 40))
    first, second = scenes_of(window)
    kept = document.hand_map(first).map.copy()
    hand.send(QEvent.Type.MouseButtonPress, 60, 60, True)
    hand.send(QEvent.Type.MouseMove, 70, 60, True)
    assert not np.array_equal(document.hand_map(first).map, kept)  # the dabs are seen at once
    document.show_scene(second)
    hand.send(QEvent.Type.MouseButtonRelease, 70, 60, False)
    qtbot.waitUntil(lambda: services.link.image_size is not None and not services.link._awaits, timeout=10_000)
    assert np.array_equal(document.hand_map(first).map, kept)
    assert document.hand_map(second) is None
    assert document.history.stack.count() == 1


def test_a_picture_of_the_former_dataset_that_comes_late_is_not_shown(qtbot, dataset):
    background = Background()
    pictures, shown = Pictures(background), []
    pictures.ready.connect(shown.append)
    pictures.ask(dataset.scenes[0])
    pictures.forget()
    background.wait()
    with qtbot.waitSignal(pictures.ready, timeout=5_000):
        pictures.ask(dataset.scenes[0])
    assert len(shown) == 1
    background.close()


def test_a_selection_beyond_the_heads_is_none(document):
    number = len(document.annotation(document.scene_id))
    document.select([-1, 0, number, 10_000])
    assert document.selection.tolist() == [0]
