"""Problems in the window: checked, walked through, mended and unmended, by real events."""

import threading

import numpy as np
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.document.edits import HandMap, MapEdit, Patch, heads_hash

SHIFT = Qt.KeyboardModifier.ShiftModifier


def planted(window):
    """Two scenes with faults: heads twice in one, heads outside in the other."""
    document = window.services.document
    first, second = (scene.id for scene in list(document.dataset)[:2])
    for scene_id, extra in ((first, document.annotation(first).points[:2]), (second, [[135.0, 50.0], [131.0, 50.0]])):
        document.edit_heads("Plant", document.annotation(scene_id).joined(Annotation.of(extra)), scene_id)
    return first, second


def check(window, qtbot):
    problems = window.services.problems
    QTest.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: not problems.running and bool(problems._checked), timeout=20_000)
    qtbot.wait(250)


def kinds(window):
    return sorted((problem.scene.rpartition("/")[2], problem.kind) for problem in window.services.problems.all)


def test_problems_are_found_walked_through_and_mended(window, qtbot):
    first, second = planted(window)
    check(window, qtbot)
    assert [kind for _, kind in kinds(window)] == ["duplicate", "outside"]
    document = window.services.document
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
    document = window.services.document
    ids = [scene.id for scene in document.dataset]
    document.show_scene(ids[0])
    window.do(ActionId.MARK_CHECKED)
    window.do(ActionId.NEXT_UNCHECKED)
    assert document.scene_id == ids[1]
    assert document.marks(ids[0]).checked
    window.do(ActionId.UNDO)
    assert not document.marks(ids[0]).checked


def test_all_problems_of_a_kind_are_mended_in_one_step(window, qtbot, notices):
    document = window.services.document
    before = {}
    for scene in list(document.dataset)[:3]:
        heads = document.annotation(scene.id)
        document.edit_heads("Plant", heads.joined(heads.take(slice(0, 2))), scene.id)
        before[scene.id] = document.annotation(scene.id)
    check(window, qtbot)
    steps = document.history.stack.count()
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert kinds(window) == []
    assert document.history.stack.count() == steps + 1
    assert "3 scenes" in notices[-1].text
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {scene_id: document.annotation(scene_id) for scene_id in before} == before
    assert [kind for _, kind in kinds(window)] == ["duplicate"] * 3


def test_a_map_that_was_edited_by_hand_is_compared_with_its_heads(window, qtbot):
    document = window.services.document
    check(window, qtbot)
    scene_id, size = document.scene_id, document.scene.size
    heads = document.annotation(scene_id)
    zero = np.zeros(size, dtype=np.float32)
    document.replay("Plant", [MapEdit(scene_id, None, HandMap(zero, {"kind": "fixed"}, heads_hash(heads)))])
    assert [kind for _, kind in kinds(window)] == ["map_sum"]
    check(window, qtbot)
    assert [kind for _, kind in kinds(window)] == ["map_sum"]
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert document.hand_map(scene_id) is None
    assert kinds(window) == []
    window.do(ActionId.UNDO)
    assert [kind for _, kind in kinds(window)] == ["map_sum"]


def test_a_check_tells_how_far_it_is_and_can_be_stopped(window, qtbot, monkeypatch):
    import miscount.engine.scenes.checks as checks

    problems, go_on, said = window.services.problems, threading.Semaphore(3), []
    wanted = checks.check_scene

    def slow(scene, **how):
        assert go_on.acquire(timeout=10)
        return wanted(scene, **how)

    monkeypatch.setattr(checks, "check_scene", slow)
    problems.stepped.connect(lambda: said.append(problems.summary))
    QTest.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: len(said) == 3, timeout=10_000)
    assert said[-1] == f"Scene 3 of {len(window.services.document.dataset)}: no problems so far."
    QTest.keyClick(window, Qt.Key.Key_F7)
    go_on.release()
    qtbot.waitUntil(lambda: not problems.running, timeout=10_000)
    assert problems.summary == "No problems in 3 scenes."


def load_counter_that_sees_nobody(window, qtbot, path):
    from miscount.engine.counters import build, checkpoint

    counter = build({"kind": "light"})
    with torch.no_grad():
        for parameter in counter.network.output_layer.parameters():
            parameter.zero_()
    checkpoint.save(counter, path)
    window.services.counters.load(path)
    qtbot.waitUntil(lambda: window.services.counters.loaded == path, timeout=20_000)


def test_a_counter_compares_labels_with_what_it_sees(window, qtbot, notices, tmp_path):
    window.do(ActionId.CHECK_PEOPLE)
    assert "No counter is loaded" in notices[-1].text
    load_counter_that_sees_nobody(window, qtbot, tmp_path / "light.safetensors")
    window.do(ActionId.CHECK_PEOPLE)
    qtbot.waitUntil(lambda: not window.services.problems.running, timeout=20_000)
    found = window.services.problems.all
    assert {problem.kind for problem in found} == {"heads_unseen"}
    assert all(np.all(np.array(problem.heads) >= 0) for problem in found)
    assert "where the counter was asked" in window.services.problems.summary


def test_what_the_counter_saw_is_compared_with_every_edit(window, qtbot, tmp_path):
    load_counter_that_sees_nobody(window, qtbot, tmp_path / "light.safetensors")
    window.do(ActionId.CHECK_PEOPLE)
    problems, document = window.services.problems, window.services.document
    qtbot.waitUntil(lambda: not problems.running, timeout=20_000)
    scene_id = problems.all[0].scene
    before = problems.of(scene_id)
    document.edit_heads("Delete all", document.annotation(scene_id).take([]), scene_id)
    assert problems.of(scene_id) == ()
    window.do(ActionId.UNDO)
    assert problems.of(scene_id) == before


def test_problems_outlast_a_change_of_the_folder_and_end_with_the_dataset(window, qtbot):
    first, second = planted(window)
    check(window, qtbot)
    document = window.services.document
    document.refresh_dataset(document.dataset.only([scene.id for scene in document.dataset if scene.id != second]))
    assert [problem.scene for problem in window.services.problems.all] == [first]
    document.open(None, {}, {})
    assert window.services.problems.all == ()


def test_a_stroke_changes_the_sum_that_is_checked(window, qtbot):
    check(window, qtbot)
    document = window.services.document
    scene = document.scene_id
    heads = document.annotation(scene)
    total = np.full((96, 128), len(heads) / (96 * 128), np.float32)
    document.replay("Begin", [MapEdit(scene, None, HandMap(total, {"kind": "fixed"}, heads_hash(heads), heads))])
    assert "map_sum" not in [kind for _, kind in kinds(window)]
    before = total[:8, :8].copy()
    document.edit_density("More", [Patch(0, 0, before, before + 5)], lambda: None)
    assert [kind for _, kind in kinds(window)] == ["map_sum"]
    document.history.undo()
    assert kinds(window) == []


def test_heads_stored_in_another_way_are_mended_undone_and_mended_all_at_once(window, qtbot):
    document = window.services.document
    before, wrong = {}, {}
    for scene in document.dataset:
        heads = document.annotation(scene.id)
        before[scene.id] = heads
        document.edit_heads("Plant", heads.with_points([scene.size[1], 0] - heads.points * [1, -1]), scene.id)
        wrong[scene.id] = document.annotation(scene.id)
    check(window, qtbot)
    assert kinds(window) == sorted((scene_id.rpartition("/")[2], "turned") for scene_id in before)
    problem = window.services.problems.all[0]
    window.services.problems.fix(problem)
    assert np.allclose(document.annotation(problem.scene).points, before[problem.scene].points)
    assert len(kinds(window)) == len(before) - 1
    window.do(ActionId.UNDO)
    assert len(kinds(window)) == len(before)
    heads = document.annotation(problem.scene)
    document.edit_heads("Move one", heads.with_points(heads.points + np.eye(len(heads), 2)), problem.scene)
    assert len(kinds(window)) == len(before)
    window.do(ActionId.UNDO)
    window.services.problems.fix_all("turned")
    assert kinds(window) == []
    assert all(np.allclose(document.annotation(name).points, heads.points) for name, heads in before.items())
    window.do(ActionId.UNDO)
    assert {name: document.annotation(name) for name in wrong} == wrong
    assert len(kinds(window)) == len(before)


def test_nothing_is_offered_that_would_merge_normalized_heads(window, qtbot):
    document = window.services.document
    scene = document.scene
    heads = document.annotation(scene.id)
    document.edit_heads("Plant", heads.with_points(heads.points / [scene.size[1], scene.size[0]]), scene.id)
    check(window, qtbot)
    assert [kind for _, kind in kinds(window)] == ["normalized"]
    window.services.problems.fix_all("near_duplicate")
    assert len(document.annotation(scene.id)) == len(heads)


def test_heads_far_outside_are_removed_by_the_named_button_and_by_no_key(window, qtbot, notices):
    document = window.services.document
    ids = [scene.id for scene in list(document.dataset)[:2]]
    before = {scene_id: len(document.annotation(scene_id)) for scene_id in ids}
    for scene_id, far in zip(ids, ([[180.0, 50.0]], [[180.0, 50.0], [-40.0, 50.0]]), strict=True):
        document.edit_heads("Plant", document.annotation(scene_id).joined(Annotation.of(far)), scene_id)
    check(window, qtbot)
    assert [kind for _, kind in kinds(window)] == ["far_outside"] * 2
    for modifier in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ControlModifier | SHIFT):
        QTest.keyClick(window, Qt.Key.Key_F8)
        QTest.keyClick(window, Qt.Key.Key_F8, modifier)
        assert "A key deletes no heads" in notices[-1].text
    assert {name: len(document.annotation(name)) for name in ids} == {
        ids[0]: before[ids[0]] + 1,
        ids[1]: before[ids[1]] + 2,
    }
    texts = [button.text() for button in window.services.problem_presenter.widget.findChildren(QPushButton)]
    assert any(text.startswith("Remove heads outside (") for text in texts)
    (everywhere,) = [
        button
        for button in window.services.problem_presenter.widget.findChildren(QPushButton)
        if button.text() == "Remove all 3, in 2 scenes"
    ]
    everywhere.click()
    assert {name: len(document.annotation(name)) for name in ids} == before
    window.do(ActionId.UNDO)
    assert [kind for _, kind in kinds(window)] == ["far_outside"] * 2
