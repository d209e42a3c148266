"""A part that need not be set: a box to check, its fields behind it, and None where it is off."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from miscount.widgets.forms import FieldSpec, Form, Variant
from miscount.widgets.forms.row import Row

EPOCHS = FieldSpec("theirs.training.epochs", "Epochs", kind="integer", low=1, default=8)
KINDS = (
    Variant("light", "Light", "Small.", (FieldSpec("theirs.counter.width", "Width", kind="integer", default=8),)),
    Variant("mcnn", "MCNN", "Three columns."),
)
SPECS = (
    FieldSpec("theirs.training", "Training", kind="section", optional=True, children=(EPOCHS,)),
    FieldSpec("theirs.counter", "Counter", kind="union", optional=True, variants=KINDS),
)
NONE = {"theirs.training": None, "theirs.counter": None}


@pytest.fixture
def form(qtbot):
    made = Form()
    qtbot.addWidget(made)
    made.said = []
    made.changed.connect(lambda path, value: made.said.append((path, value)))
    made.set_specs(SPECS)
    made.show()
    return made


def box(form, title) -> QCheckBox:
    return next(each for each in form.findChildren(QCheckBox) if each.text() == title)


def fields(form):
    return [row.spec.title for row in form.findChildren(Row) if row.isVisible()]


def test_what_is_not_set_is_none_and_shows_no_field(form):
    assert form.values() == NONE
    form.set_values({"theirs": {"training": None, "counter": None}})
    assert fields(form) == []
    assert form.said == []


def test_checking_begins_with_the_defaults_and_unchecking_takes_it_away(form):
    box(form, "Training").click()
    box(form, "Counter").click()
    assert form.said == [("theirs.training", {}), ("theirs.counter", {"kind": "light"})]
    assert fields(form) == ["Epochs", "Counter", "Width"]
    box(form, "Training").click()
    assert form.said[-1] == ("theirs.training", None)
    assert fields(form) == ["Counter", "Width"]


def test_what_is_set_is_shown_silently_and_reads_back(form):
    given = {"theirs": {"training": {"epochs": 3}, "counter": {"kind": "mcnn"}}}
    form.set_values(given)
    assert form.said == []
    assert form.values() == {"theirs.training.epochs": 3, "theirs.counter.kind": "mcnn"}
    form.set_values({"theirs": {"training": None, "counter": None}})
    assert form.values() == NONE
    assert fields(form) == []


def test_a_fault_within_it_stands_at_its_field(form, qtbot):
    form.set_values({"theirs": {"training": {"epochs": 3}}})
    row = next(row for row in form.findChildren(Row) if row.spec.title == "Epochs")
    form.set_problem("theirs.training.epochs", "Too few.")
    assert row._problem._words.text() == "Too few."
    form.set_problem("theirs.training", "None of these.")
    form.clear_problems()
    assert not row._problem.isVisible()
    qtbot.keyClick(box(form, "Training"), Qt.Key.Key_Space)
    assert form.said[-1] == ("theirs.training", None)
