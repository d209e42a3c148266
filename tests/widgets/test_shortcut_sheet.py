import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QToolButton

from miscount.widgets.shortcut_sheet import ShortcutEditor, ShortcutRow, ShortcutSheet, conflict

ROWS = (
    ShortcutRow("undo", "Undo", "Ctrl+Z", "Ctrl+Z", "General"),
    ShortcutRow("start", "Start", "F5", "F5", "Training"),
    ShortcutRow("point", "Add a head", "P", "P", "Heads", "Heads"),
    ShortcutRow("pick", "Pick", "", "L", "Density", "Density"),
    ShortcutRow("pan", "Pan", "Space + drag", "Space + drag", "View", fixed=True),
)


@pytest.mark.parametrize(
    ("row", "other"),
    [
        (ShortcutRow("start", "Start", "Ctrl+Z"), "undo"),
        (ShortcutRow("pick", "Pick", "P", scope="Density"), None),
        (ShortcutRow("pick", "Pick", "P", scope=""), "point"),
        (ShortcutRow("pick", "Pick", "F5", scope="Density"), "start"),
        (ShortcutRow("pick", "Pick", ""), None),
        (ShortcutRow("undo", "Undo", "Ctrl+Z"), None),
        (ShortcutRow("pick", "Pick", "F5, A"), "start"),
    ],
)
def test_a_key_means_one_thing_where_it_is_heard(row, other):
    found = conflict(ROWS, row)
    assert (found.id if found else None) == other


@pytest.fixture
def editor(qtbot):
    made = ShortcutEditor()
    qtbot.addWidget(made)
    made.resize(560, 360)
    made.said = []
    made.changed.connect(lambda *what: made.said.append(what))
    made.set_rows(ROWS)
    with qtbot.waitExposed(made):
        made.show()
    return made


def keys_of(editor, text):
    return next(e for e in editor.findChildren(QKeySequenceEdit) if e.accessibleName() == f"Keys of {text}")


def press(editor, qtbot, text, key, held=Qt.KeyboardModifier.NoModifier):
    edit = keys_of(editor, text)
    edit.setFocus()
    with qtbot.waitSignal(edit.editingFinished):
        qtbot.keyClick(edit, key, held)


def test_pressing_a_free_key_takes_it(editor, qtbot):
    press(editor, qtbot, "Start", Qt.Key.Key_F6)
    assert editor.said == [("start", "F6")]


def test_a_taken_key_is_refused_in_words(editor, qtbot):
    press(editor, qtbot, "Start", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.said == []
    assert keys_of(editor, "Start").keySequence().toString() == "F5"
    words = [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]
    assert any("Ctrl+Z is already the key of “Undo”" in text for text in words)


def test_defaults_come_back(editor, qtbot):
    button = next(b for b in editor.findChildren(QPushButton) if b.text() == "Restore defaults")
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert editor.said == [("pick", "L")]
    assert not button.isEnabled()


def test_a_key_can_be_taken_away(editor, qtbot):
    clear = next(b for b in editor.findChildren(QToolButton) if b.accessibleName() == "No key for Undo")
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert editor.said == [("undo", "")]
    assert not clear.isEnabled()


def test_mouse_gestures_are_listed_but_not_edited(editor):
    assert not keys_of(editor, "Pan").isEnabled()


def test_finding(editor, qtbot):
    qtbot.keyClicks(editor.findChild(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly), "f5")
    assert [e.accessibleName() for e in editor.findChildren(QKeySequenceEdit) if e.isVisible()] == ["Keys of Start"]


@pytest.mark.parametrize(("width", "columns"), [(300, 1), (1200, 3)])
def test_the_sheet_lists_what_has_keys_in_columns_that_fit(qtbot, width, columns):
    sheet = ShortcutSheet()
    qtbot.addWidget(sheet)
    sheet.resize(width, 400)
    sheet.set_rows(ROWS)
    with qtbot.waitExposed(sheet):
        sheet.show()
    words = [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]
    assert "Ctrl+Z" in words
    assert "Space + drag" in words
    assert "Pick" not in words
    assert (
        len(
            {
                label.parent().x()
                for label in sheet.findChildren(QLabel)
                if label.text() in ("Undo", "Start", "Add a head")
            }
        )
        == columns
    )
