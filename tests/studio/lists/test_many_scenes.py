"""Many scenes at a look: the contact sheet, and the list of those where labels differ, by real events."""

import shutil

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from miscount.engine.counters import build, checkpoint, load
from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.lists.differing import Differing

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sheet(window, qtbot):
    window.press(ActionId.TOGGLE_SHEET)
    made = window.services.contact_sheet.sheet
    qtbot.waitUntil(lambda: len(made._thumbnails) >= made._model.rowCount(), timeout=10_000)
    return made


def test_the_sheet_follows_the_list_and_opens_a_scene(window, qtbot, sheet):
    document, rows = window.services.document, window.scene_list.shown()
    assert sheet.isVisible()
    view = sheet._view
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(sheet._model.index(3)).center())
    assert document.scene_id == rows[3]
    assert sheet.isVisible(), "a click goes to a scene"
    window.scene_list.set_filter("split:test")
    assert sheet._model.rowCount() == len(document.dataset.split("test")) < len(rows)
    view.setFocus()
    view.setCurrentIndex(sheet._model.index(0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert document.scene_id == window.scene_list.shown()[0]
    assert not sheet.isVisible()
    assert window.services.canvas.isVisible()
    assert not window.book[ActionId.TOGGLE_SHEET].isChecked()


def test_larger_pictures_keep_what_was_in_view_and_their_size_comes_back(window, qtbot, sheet):
    before = sheet._view.visualRect(sheet._model.index(0)).width()
    sheet.slider.setValue(sheet.slider.maximum())
    qtbot.waitUntil(lambda: sheet._view.visualRect(sheet._model.index(0)).width() > 1.5 * before, timeout=5_000)
    assert sheet._view.indexAt(QPoint(20, 20)).row() == 0
    from miscount.studio.lists.sheet_presenter import _store

    assert int(_store().value("sheet_px")) == sheet.slider.maximum()


def compared(window, qtbot, whom):
    window.do(ActionId.DIFFERENCES)
    listed = window._commands.curate.differences
    listed.whom.setCurrentIndex(listed.whom.findText(whom, Qt.MatchFlag.MatchContains))
    listed.go.click()
    qtbot.waitUntil(lambda: listed.work.running is None, timeout=60_000)
    return listed


def shown(listed):
    return [dict(listed.table._model.row(place)) for place in range(listed.table._model.rowCount())]


def test_scenes_where_annotators_differ_are_listed_followed_and_opened(window, qtbot, tiny_project):
    document, second = window.services.document, window.services.second
    ids = [scene.id for scene in document.dataset]
    second.open(tiny_project / "scenes")
    qtbot.waitUntil(lambda: second.folder is not None, timeout=10_000)
    before = document.annotation(ids[2])
    document.edit_heads("Drop", before.take(np.arange(1, len(before))), ids[2])
    added = Annotation.of([[2.0, 90.0], [120.0, 2.0], [60.0, 2.0]])
    document.edit_heads("Plant", document.annotation(ids[5]).joined(added), ids[5])
    listed = compared(window, qtbot, "second annotation")
    assert [(row["scene"], row["only_ours"], row["only_other"]) for row in shown(listed)] == [
        (ids[5], 3, 0), (ids[2], 0, 1),
    ]  # fmt: skip
    view = listed.table._view
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(listed.table._model.index(1, 0)).center())
    assert document.scene_id == ids[2]
    assert [window.scene_list.row(name).apart for name in (ids[5], ids[2], ids[0])] == [3, 1, 0]
    window.scene_list._order.setCurrentIndex(window.scene_list._order.findText("Sort by differences"))
    window.scene_list._falling.setChecked(True)
    window.scene_list._on_order()
    assert window.scene_list.shown()[:2] == (ids[5], ids[2])
    document.history.undo()
    qtbot.waitUntil(lambda: [row["scene"] for row in shown(listed)] == [ids[2]], timeout=5_000)
    assert "1 differ" in listed.said.text()


def test_scenes_where_a_counter_differs_are_listed_by_its_own_counts(window, qtbot, tmp_path):
    counter = build({"kind": "light", "channels": 4}, seed=2)
    with torch.no_grad():
        counter.network.output_layer.bias.fill_(8.0)
    checkpoint.save(counter, tmp_path / "odd.safetensors")
    window.services.counters.load(tmp_path / "odd.safetensors")
    qtbot.waitUntil(lambda: window.services.counters.loaded is not None, timeout=60_000)
    listed = compared(window, qtbot, "odd")
    counter, rows = load(tmp_path / "odd.safetensors"), {row["scene"]: row for row in shown(listed)}
    for scene in window.services.document.dataset:
        said = Differing(scene.id, scene.annotation.count, counter.count(scene.image()), 0, 0)
        row = rows.get(scene.id)
        assert (row is not None) or said.apart < 1.01
        if row is not None:
            assert row["other"] == pytest.approx(said.other, rel=1e-5)
            assert row["apart"] >= said.apart - 1e-3
    assert list(rows) == sorted(rows, key=lambda name: -rows[name]["apart"])


def test_another_project_leaves_nothing_of_what_was_compared(window, qtbot, tiny_project, tmp_path):
    second = window.services.second
    second.open(tiny_project / "scenes")
    qtbot.waitUntil(lambda: second.folder is not None, timeout=10_000)
    document = window.services.document
    document.edit_heads("Plant", Annotation.of([[2.0, 90.0], [9.0, 9.0]]))
    listed = compared(window, qtbot, "second annotation")
    assert shown(listed)
    window.services.session.save()
    other = tmp_path / "other"
    shutil.copytree(tiny_project, other)
    with qtbot.waitSignal(window.services.session.ready, timeout=60_000):
        window.open_folder(other)
    assert shown(listed) == []
    assert all(window.scene_list.row(scene.id).apart is None for scene in document.dataset)
