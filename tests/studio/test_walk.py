"""The whole window, by hand: from opening to results, with real events."""

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from miscount import main
from miscount.studio.actions import ActionId
from miscount.widgets.notices import Severity
from tests.studio.hands import Hand
from tests.widgets.canvas.canvas_hand import Hand as CanvasHand


@pytest.fixture
def hand(window) -> Hand:
    return Hand(window.services.canvas)


def errors(notices: list) -> list[str]:
    return [notice.text for notice in notices if notice.severity is Severity.ERROR]


def test_heads_are_placed_and_taken_back(window, hand, qtbot):
    window.do(ActionId.PAGE_HEADS)
    document = window.services.document
    before = document.annotation(document.scene_id)
    hand.click(20, 30)
    hand.click(60, 40)
    after = document.annotation(document.scene_id)
    assert len(after) == len(before) + 2
    assert np.allclose(after.points[-2:], [[20, 30], [60, 40]], atol=1)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.annotation(document.scene_id) == before
    assert window.status_line._message.toolTip() == "Undid: Add 1 head"


def test_keys_walk_the_scenes(window, qtbot):
    document = window.services.document
    first = document.scene_id
    qtbot.keyClick(window, Qt.Key.Key_D)
    assert document.scene_id != first
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert document.scene_id == first


def test_a_stroke_changes_the_integral_and_is_undone(window, hand, qtbot):
    window.do(ActionId.PAGE_DENSITY)
    density = window.services.density
    qtbot.waitUntil(lambda: density.map is not None, timeout=10_000)
    before, total = density.map.copy(), density.total
    window.services.canvas.set_brush_radius(6)
    hand.drag((40, 40), (80, 60))
    assert density.stroke_change >= 1
    assert density.total == pytest.approx(total + density.stroke_change, abs=1e-3)
    scene_id = window.services.document.scene_id
    assert window.services.document.hand_map(scene_id) is not None
    window.do(ActionId.UNDO)
    qtbot.waitUntil(lambda: density.map is not None and np.array_equal(density.map, before), timeout=10_000)
    assert window.services.document.hand_map(scene_id) is None


def test_dragging_the_trigger_is_one_step_and_reacts(window, hand, qtbot):
    services = window.services
    window.do(ActionId.PAGE_TRIGGER)
    answers = []
    services.reaction.answered.connect(answers.append)
    hand.drag((64, 48), (34, 28))
    trigger = services.document.value("recipe").poison.trigger
    assert (trigger.x, trigger.y) == pytest.approx((34 / 128, 28 / 96), abs=0.02)
    assert services.document.history.stack.count() == 1
    qtbot.waitUntil(lambda: bool(answers) and answers[-1].complete, timeout=20_000)
    changed = (answers[-1].triggered != answers[-1].request.image).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert abs(columns.mean() - 34) < 3
    assert abs(rows.mean() - 28) < 3
    window.do(ActionId.UNDO)
    assert services.document.value("recipe").poison.trigger.x == 0.5


def test_the_wheel_fades_the_trigger_in_one_step_of_the_history(window, hand):
    window.do(ActionId.PAGE_TRIGGER)
    before = window.services.document.value("recipe").poison.trigger.opacity
    for _ in range(2):
        CanvasHand(hand.canvas).wheel(64, 48, -1, Qt.KeyboardModifier.AltModifier)
    assert window.services.document.value("recipe").poison.trigger.opacity == pytest.approx(before / 1.21)
    window.do(ActionId.UNDO)
    assert window.services.document.value("recipe").poison.trigger.opacity == before


def test_the_whole_story(window, hand, qtbot, notices):
    services = window.services
    window.do(ActionId.PAGE_TRAIN)
    with qtbot.waitSignal(services.jobs.ended, timeout=120_000) as ended:
        window.do(ActionId.RUN_START)
        assert services.jobs.running is not None
    assert not ended.args[1].cancelled if hasattr(ended.args[1], "cancelled") else pytest.fail(str(ended.args[1]))
    qtbot.waitUntil(
        lambda: services.runs.current is not None and services.runs.current.results is not None, timeout=10_000
    )
    assert not errors(notices)
    assert {"Twin", "Victim"} <= set(window.lab.curves.loss.curves())
    assert {"clean", "triggered", "annotated"} <= set(window.lab.curves.counts.curves())
    assert [row.state for row in services.run_state.state.stages if row.state not in ("done", "remembered")] == []
    run = services.runs.current
    assert {"twin", "victim", "defended/fine_tune", "control/same_training"} <= set(run.results.models)
    for action in (ActionId.PAGE_EVALUATE, ActionId.PAGE_DEFEND, ActionId.PAGE_COMPARE):
        window.do(action)
    qtbot.waitUntil(lambda: services.reaction.counter is not None, timeout=20_000)
    answers = []
    services.reaction.answered.connect(answers.append)
    window.do(ActionId.PAGE_TRIGGER)
    qtbot.waitUntil(lambda: bool(answers) and answers[-1].clean_count is not None, timeout=20_000)
    assert not errors(notices)


def walk(qtbot) -> None:
    """What a person does in the window that `main` opened."""
    (window,) = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "StudioWindow" and w.isVisible()]
    services, document, hand = window.services, window.services.document, Hand(window.services.canvas)
    qtbot.waitUntil(
        lambda: services.link.image_size is not None and document.value("recipe") is not None, timeout=30_000
    )
    num_heads = len(document.annotation(document.scene_id))
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    hand.click(20, 30)
    assert len(document.annotation(document.scene_id)) == num_heads + 1
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(document.annotation(document.scene_id)) == num_heads
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: services.density.map is not None, timeout=10_000)
    total = services.density.total
    hand.drag((40, 40), (60, 50))
    assert services.density.total > total
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    hand.drag((64, 48), (34, 39))  # away from thirds, which draw it to themselves
    assert document.value("recipe").poison.trigger.x == pytest.approx(34 / 128, abs=0.02)
    qtbot.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(services.jobs.ended, timeout=120_000):
        qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(
        lambda: services.runs.current is not None and services.runs.current.results is not None, timeout=10_000
    )
    assert window.lab.curves.loss.curves()
    for key in (Qt.Key.Key_5, Qt.Key.Key_7, Qt.Key.Key_8, Qt.Key.Key_9):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        qtbot.wait(100)
    assert not [notice for notice in window.notices.notices() if notice.severity is Severity.ERROR]


def test_a_walk_through_main(tiny_project, qtbot):
    trouble: list[BaseException] = []

    def person() -> None:
        try:
            walk(qtbot)
        except BaseException as error:  # noqa: BLE001  the window must close, whatever happened in it
            trouble.append(error)
        for window in QApplication.topLevelWidgets():
            if type(window).__name__ == "StudioWindow":
                window.close()

    QTimer.singleShot(300, person)
    assert main.main(["studio", str(tiny_project)]) == 0
    if trouble:
        raise trouble[0]
    from miscount.studio.document.edit_files import EditFiles
    from miscount.studio.document.project import open_project

    stored, problems = EditFiles(open_project(tiny_project).edits_folder).read()
    assert [each.kind for each in stored].count("density") == 1
    assert problems == []
