"""A person labels without a mouse: every step is a key, and each goes where the focus is, as a keyboard sends it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from miscount.engine.scenes import read_dataset
from miscount.studio.document.edit_files import EditFiles
from miscount.studio.document.project import open_project

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


def key(which: Qt.Key, modifiers=NONE, times: int = 1) -> None:
    for _ in range(times):
        target = QApplication.focusWidget()
        assert target is not None, "no widget has the keyboard"
        QTest.keyClick(target, which, modifiers)


def test_a_scene_is_labelled_by_keys_alone(window, qtbot):
    document, canvas = window.services.document, window.services.canvas
    window.activateWindow()
    window.scene_list.focus_filter()
    # down into the list, to the second scene, which is shown
    first = document.scene_id
    key(Qt.Key.Key_Tab)
    while document.scene_id == first:
        key(Qt.Key.Key_D)
    scene = document.scene_id
    qtbot.waitUntil(lambda: window.services.pictures.kept(scene) is not None, timeout=5_000)
    # the Heads page; the canvas takes the keys
    key(Qt.Key.Key_2, ALT)
    canvas.stage.setFocus()
    key(Qt.Key.Key_A, CTRL)
    key(Qt.Key.Key_Delete)
    assert len(document.annotation(scene)) == 0
    # three heads: the crosshair appears in the middle, moves by 1 and by 10 px
    key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Right, SHIFT, times=2)
    key(Qt.Key.Key_Down, times=3)
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Up, SHIFT, times=3)
    key(Qt.Key.Key_Return)
    placed = document.annotation(scene).points
    assert len(placed) == 3
    assert (placed[1] - placed[0]).tolist() == [20, 3]
    assert (placed[2] - placed[1]).tolist() == [0, -30]
    assert canvas.stage.accessibleDescription().endswith("3 heads")
    # choose heads one by one, nudge one, delete another, take that back
    key(Qt.Key.Key_Escape)
    key(Qt.Key.Key_S)
    key(Qt.Key.Key_Period)
    key(Qt.Key.Key_Left, SHIFT)
    assert (document.annotation(scene).points[0] - placed[0]).tolist() == [-10, 0]
    key(Qt.Key.Key_Period)
    key(Qt.Key.Key_Delete)
    assert len(document.annotation(scene)) == 2
    key(Qt.Key.Key_Z, CTRL)
    assert len(document.annotation(scene)) == 3
    # a note on one, in the inspector, reached with Tab
    key(Qt.Key.Key_Period)
    for _ in range(60):
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and "Note" in focus.accessibleName():
            break
        key(Qt.Key.Key_Tab)
    for letter in (Qt.Key.Key_H, Qt.Key.Key_A, Qt.Key.Key_T):
        key(letter)
    key(Qt.Key.Key_Return)
    assert "hat" in [str(note).lower() for note in document.annotation(scene).column("note")]
    # checked, and on to the next scene
    canvas.stage.setFocus()
    key(Qt.Key.Key_K)
    assert document.marks(scene).checked
    key(Qt.Key.Key_D, CTRL | SHIFT)
    assert document.scene_id != scene
    with qtbot.waitSignal(window.services.session.saved, timeout=10_000):
        key(Qt.Key.Key_S, CTRL)
    stored, _problems = EditFiles(open_project(window.services.session.project.folder).edits_folder).read()
    saved = {each.kind: each.value for each in stored if each.origin.scene == scene}
    assert len(saved["heads"]) == 3
    assert saved["marks"].checked
    assert len(read_dataset(window.services.document.dataset.root)[scene].annotation) != 3  # the source is untouched
