"""A form that is shown other values says nothing: what was typed into a field that goes is no wish."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox

from miscount.widgets.forms import FieldSpec, Form, Variant
from miscount.widgets.forms.row import Row

KINDS = (
    Variant("a", "A", fields=(FieldSpec("part.size", "Size", "", "integer", 0, 99, 1, default=5),)),
    Variant("b", "B", fields=(FieldSpec("part.rate", "Rate", "", "number", 0, 1, 0.1, default=0.5),)),
)


def test_a_field_that_is_hidden_with_text_in_it_is_no_change(qtbot):
    form, told = Form(), []
    qtbot.addWidget(form)
    form.set_specs([FieldSpec("part", "Part", "", "union", variants=KINDS)])
    form.set_values({"part": {"kind": "a", "size": 5}})
    form.changed.connect(lambda *change: told.append(change))
    form.show()
    box = next(each for each in form.findChildren(QSpinBox) if each.isVisibleTo(form))
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "77")
    told.clear()
    form.set_values({"part": {"kind": "b", "rate": 0.25}})
    assert told == []
    form.set_specs([FieldSpec("other", "Other", "", "integer", 0, 9, 1, default=1)])
    assert told == []


def test_a_change_by_hand_is_still_told(qtbot):
    form, told = Form(), []
    qtbot.addWidget(form)
    form.set_specs([FieldSpec("size", "Size", "", "integer", 0, 99, 1, default=5)])
    form.changed.connect(lambda *change: told.append(change))
    form.show()
    box = form.findChild(QSpinBox)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "7")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told == [("size", 7)]


def test_of_a_union_only_the_kind_that_the_values_name_is_made(qtbot):
    size = FieldSpec("trigger.size", "Size", "Its side.", "integer", 1, 99, default=5)
    ratio = FieldSpec("trigger.ratio", "Ratio", "Its share.", "number", 0, 1, default=0.5)
    kinds = (Variant("patch", "Patch", "", (size,)), Variant("blend", "Blend", "", (ratio,)))
    form = Form()
    qtbot.addWidget(form)
    specs = (FieldSpec("trigger", "Trigger", "", "union", variants=kinds, default="patch"),)
    form.set_specs(specs, {"trigger": {"kind": "blend", "ratio": 0.25}})
    assert form.values() == {"trigger.kind": "blend", "trigger.ratio": 0.25}
    assert [row.spec.path for row in form.findChildren(Row)] == ["trigger.kind", "trigger.ratio"]
    form.set_specs(specs, {"trigger": {"kind": "patch", "size": 7}})
    assert form.values() == {"trigger.kind": "patch", "trigger.size": 7}
