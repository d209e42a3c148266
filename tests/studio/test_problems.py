"""Problems in the window: checked, walked through, mended and unmended, by real events."""

import numpy as np
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.scenes.annotation import Annotation
from studio.actions import ActionId


def planted(window):
    """Two scenes with faults: heads twice in one, heads outside in the other."""
    document = window.desk.document
    first, second = (scene.id for scene in list(document.dataset)[:2])
    for scene_id, extra in ((first, document.annotation(first).points[:2]), (second, [[140.0, 50.0], [131.0, 50.0]])):
        document.edit_heads("Plant", document.annotation(scene_id).joined(Annotation.of(extra)), scene_id)
    return first, second


def check(window, qtbot):
    problems = window.desk.problems
    QTest.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: not problems.running and bool(problems._checked), timeout=20_000)
    qtbot.wait(250)


def kinds(window):
    return sorted((problem.scene.rpartition("/")[2], problem.kind) for problem in window.desk.problems.all)


def test_problems_are_found_walked_through_and_mended(window, qtbot):
    first, second = planted(window)
    check(window, qtbot)
    assert [kind for _, kind in kinds(window)] == ["duplicate", "outside"]
    document = window.desk.document
    visited = {}
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: len(document.selection) > 0, timeout=5_000)
        visited[document.scene_id] = list(document.selection)
    assert set(visited) == {first, second}
    assert len(visited[first]) == len(visited[second]) == 2
    before = len(document.annotation(document.scene_id))
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert len(kinds(window)) == 1
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(document.annotation(document.scene_id)) == before
    assert len(kinds(window)) == 2


def test_an_edit_is_checked_at_once_and_found_by_the_filter(window, qtbot):
    first, _ = planted(window)
    check(window, qtbot)
    window.scene_list.set_filter("problem:dup")
    qtbot.waitUntil(lambda: window.scene_list.shown() == (first,), timeout=2_000)
    window.do(ActionId.UNDO)
    window.do(ActionId.UNDO)
    assert kinds(window) == []


def test_scenes_are_marked_as_checked_one_after_the_other(window, qtbot):
    document = window.desk.document
    ids = [scene.id for scene in document.dataset]
    document.show_scene(ids[0])
    window.do(ActionId.MARK_CHECKED)
    window.do(ActionId.NEXT_UNCHECKED)
    assert document.scene_id == ids[1]
    assert document.marks(ids[0]).checked
    window.do(ActionId.UNDO)
    assert not document.marks(ids[0]).checked


def test_a_counter_compares_labels_with_what_it_sees(window, qtbot, told, tmp_path):
    from engine.counters import build, checkpoint

    window.do(ActionId.CHECK_PEOPLE)
    assert "No counter is loaded" in told[-1].text
    path = tmp_path / "light.safetensors"
    counter = build({"kind": "light"})
    with torch.no_grad():
        for parameter in counter.network.output_layer.parameters():
            parameter.zero_()
    checkpoint.save(counter, path)
    window.desk.counters.load(path)
    qtbot.waitUntil(lambda: window.desk.counters.loaded == path, timeout=20_000)
    window.do(ActionId.CHECK_PEOPLE)
    qtbot.waitUntil(lambda: not window.desk.problems.running, timeout=20_000)
    found = window.desk.problems.all
    assert {problem.kind for problem in found} == {"heads_unseen"}
    assert all(np.all(np.array(problem.heads) >= 0) for problem in found)
