"""A list of parts of several kinds: chosen from cards, one edited at a time, all by the hand or the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QToolButton

from miscount.widgets.forms import FieldSpec, Form, Variant
from miscount.widgets.forms.picked_list import PickedList
from miscount.widgets.forms.row import Row

LEFT = Qt.MouseButton.LeftButton
FORM = FieldSpec("form", "Form", kind="choice", choices=("adapted", "published"), default="adapted")
SHARE = FieldSpec("share", "Share", kind="number", low=0, high=1, step=0.25, default=0.5)
EPOCHS = FieldSpec("epochs", "Epochs", kind="integer", low=1, default=8)
KINDS = (
    Variant("tune", "Tuning", "Needs clean scenes.", (EPOCHS,)),
    Variant("prune", "Pruning", "Needs none.", (FORM, SHARE)),
)
SPEC = FieldSpec("defenses", "Defenses", kind="list", high=4, item=FieldSpec("", "Kind", kind="union", variants=KINDS))
TUNE, PRUNE = {"kind": "tune", "epochs": 8}, {"kind": "prune", "form": "adapted", "share": 0.5}


@pytest.fixture
def form(qtbot):
    made = Form()
    qtbot.addWidget(made)
    made.said = []
    made.changed.connect(lambda path, value: made.said.append((path, value)))
    made.set_specs((SPEC,))
    made.resize(340, 500)
    made.show()
    return made


def picked(form) -> PickedList:
    return form.findChild(PickedList)


def titles(form) -> list[str]:
    rows = form.findChild(QListWidget)
    return [rows.item(place).text() for place in range(rows.count())]


def fields(form) -> list[str]:
    return [row.spec.title for row in form.findChildren(Row) if row.isVisible()]


def button(form, name: str) -> QToolButton:
    return next(each for each in form.findChildren(QToolButton) if each.objectName() == name)


def test_what_there_is_is_chosen_by_its_card(form, qtbot):
    qtbot.mouseClick(next(b for b in form.findChildren(QToolButton) if b.text() == "Add…"), LEFT)
    chooser = picked(form).chooser
    assert chooser._card.text() == "Needs clean scenes."
    qtbot.keyClick(chooser.list, Qt.Key.Key_Down)
    assert chooser._card.text() == "Needs none."
    qtbot.keyClick(chooser.list, Qt.Key.Key_Return)
    assert form.said == [("defenses", (PRUNE,))]
    assert titles(form) == ["Pruning"]
    assert fields(form) == ["Kind", "Form", "Share"]


def test_no_choice_adds_nothing(form, qtbot):
    picked(form)._add.click()
    qtbot.keyClick(picked(form).chooser, Qt.Key.Key_Escape)
    assert form.said == []
    assert titles(form) == []


def test_one_entry_is_edited_at_a_time_and_the_others_stay(form, qtbot):
    form.set_values({"defenses": (TUNE, {**PRUNE, "form": "published"})})
    assert form.said == []
    assert titles(form) == ["Tuning", "Pruning · form published"]
    assert fields(form) == ["Kind", "Epochs"]
    rows = form.findChild(QListWidget)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert fields(form) == ["Kind", "Form", "Share"]
    share = next(row for row in form.findChildren(Row) if row.isVisible() and row.spec.title == "Share")
    qtbot.keyClick(share.editor.controls()[0], Qt.Key.Key_Down)
    assert form.said[-1] == ("defenses", (TUNE, {"kind": "prune", "form": "published", "share": 0.25}))
    assert titles(form)[1] == "Pruning · form published, share 0.25"


def test_entries_move_and_go_by_key(form, qtbot):
    form.set_values({"defenses": (TUNE, PRUNE, {**TUNE, "epochs": 3})})
    rows = form.findChild(QListWidget)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert form.said[-1] == ("defenses", (PRUNE, TUNE, {**TUNE, "epochs": 3}))
    assert rows.currentRow() == 1
    assert fields(form) == ["Kind", "Epochs"]
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert form.said[-1] == ("defenses", (PRUNE, {**TUNE, "epochs": 3}))
    assert titles(form) == ["Pruning", "Tuning · epochs 3"]
    assert not button(form, "down").isEnabled()


def test_the_same_kind_twice_keeps_two_settings(form):
    twice = (TUNE, {**TUNE, "epochs": 3})
    form.set_values({"defenses": twice})
    picked(form)._choose(1)
    picked(form)._choose(0)
    assert form.values() == {"defenses": twice}
    form.set_values({"defenses": twice[::-1]})
    assert form.values() == {"defenses": twice[::-1]}


def test_what_is_wrong_is_brought_to_the_eye(form):
    form.set_values({"defenses": (TUNE, PRUNE)})
    form.set_problem("defenses.1.share", "Too much.")
    assert fields(form) == ["Kind", "Form", "Share"]
    assert form.findChild(QListWidget).currentRow() == 1


def test_no_more_are_added_than_may_be_and_none_below_what_must(form, qtbot):
    form.set_values({"defenses": (TUNE,) * 4})
    assert not picked(form)._add.isEnabled()
    form.set_specs((FieldSpec("defenses", "Defenses", kind="list", low=1, item=SPEC.item, default=(TUNE,)),))
    assert not button(form, "remove").isEnabled()


def test_two_entries_fit_where_one_did(form):
    """What made two defenses six screens: the settings of one are there, whatever the list holds."""
    form.set_values({"defenses": (TUNE,)})
    alone = picked(form).sizeHint().height()
    form.set_values({"defenses": (TUNE,) * 4})
    assert picked(form).sizeHint().height() - alone < 4 * form.fontMetrics().height() * 2
