import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QColorDialog,
    QLabel,
    QLineEdit,
    QSlider,
    QToolButton,
    QWidget,
)

from miscount.widgets.forms import FieldSpec, Form, Variant
from miscount.widgets.forms.color_field import ColorEditor
from miscount.widgets.forms.fields import CalmComboBox, CalmNumberBox
from miscount.widgets.forms.parts import FOLDED
from miscount.widgets.forms.picture_field import AspectEditor
from miscount.widgets.forms.row import Row

RATIO = FieldSpec("ratio", "Blend ratio", "Share of the pattern.", "number", 0, 1, 0.01, default=0.15)
KINDS = (
    Variant(
        "blend",
        "Blended checkerboard",
        "",
        (FieldSpec("trigger.ratio", "Blend ratio", kind="number", low=0, high=1, step=0.01, default=0.2),),
    ),
    Variant(
        "patch",
        "Patch",
        "",
        (FieldSpec("trigger.size_px", "Size", kind="integer", low=4, high=64, unit="px", default=32),),
    ),
)
TRIGGER = FieldSpec("trigger", "Trigger", "What is added.", "union", variants=KINDS)


@pytest.fixture
def form(qtbot):
    made = Form()
    qtbot.addWidget(made)
    made.resize(260, 500)
    made.said = []
    made.changed.connect(lambda path, value: made.said.append((path, value)))
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_setting_values_is_silent_and_reads_back(form):
    form.set_specs((RATIO, TRIGGER, FieldSpec("name", "Name", default="a")))
    form.set_values({"ratio": 0.4, "trigger": {"kind": "patch", "size_px": 8}, "unknown": 1})
    assert form.values() == {"ratio": 0.4, "trigger.kind": "patch", "trigger.size_px": 8, "name": "a"}
    assert form.said == []


def test_typing_a_number_speaks_once_when_done(form, qtbot):
    form.set_specs((RATIO,))
    box = form.findChild(CalmNumberBox)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "0.33")
    assert form.said == []
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert form.said == [("ratio", 0.33)]


def test_a_number_out_of_bounds_is_not_taken(form, qtbot):
    form.set_specs((RATIO,))
    box = form.findChild(CalmNumberBox)
    box.selectAll()
    qtbot.keyClicks(box, "7")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert all(0 <= value <= 1 for _path, value in form.said)
    assert 0 <= form.values()["ratio"] <= 1


def test_the_slider_walks_in_steps_of_the_field(form, qtbot):
    form.set_specs((RATIO,))
    slider = form.findChild(QSlider)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert form.said == [("ratio", 0.16)]
    assert form.findChild(CalmNumberBox).value() == pytest.approx(0.16)


def test_a_learning_rate_has_a_logarithmic_slider_and_short_words(form, qtbot):
    form.set_specs((FieldSpec("lr", "Learning rate", kind="number", low=1e-7, high=1e-1, default=1e-4),))
    slider, box = form.findChild(QSlider), form.findChild(CalmNumberBox)
    assert slider.value() == slider.maximum() // 2
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "3e-6")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert form.said == [("lr", pytest.approx(3e-6))]
    assert box.text() == "3e-06"


def wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_passing_wheel_changes_nothing(form):
    form.set_specs((RATIO, FieldSpec("anchor", "Anchor", kind="choice", choices=("left", "right"), default="right")))
    form.setFocus()
    for control in (form.findChild(CalmNumberBox), form.findChild(QSlider), form.findChild(CalmComboBox)):
        assert not control.hasFocus()
        wheel(control)
    assert form.said == []
    assert form.values() == {"ratio": 0.15, "anchor": "right"}


def test_a_focused_number_follows_the_wheel(form, qtbot):
    form.set_specs((RATIO,))
    box = form.findChild(CalmNumberBox)
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    wheel(box)
    assert form.said == [("ratio", pytest.approx(0.16))]


def test_another_kind_brings_its_own_fields_from_their_defaults(form, qtbot):
    form.set_specs((TRIGGER,))
    form.set_values({"trigger": {"kind": "blend", "ratio": 0.9}})
    combo = form.findChild(CalmComboBox)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert form.said == [("trigger.kind", "patch")]
    assert form.values() == {"trigger.kind": "patch", "trigger.size_px": 32}
    qtbot.keyClick(combo, Qt.Key.Key_Up)
    assert form.values() == {"trigger.kind": "blend", "trigger.ratio": 0.2}


def test_only_the_fields_of_the_kind_are_seen(form):
    form.set_specs((TRIGGER,))
    form.set_values({"trigger.kind": "patch"})
    form.set_values({"trigger.kind": "blend"})
    seen = [label.text() for label in form.findChildren(QLabel) if label.isVisible() and label.text()]
    assert "Blend ratio" in seen
    assert "Size" not in seen


def test_a_problem_is_said_in_words_and_to_screen_readers(form):
    form.set_specs((FieldSpec("", "Training", kind="section", children=(RATIO,)),))
    sentence = "Blend ratio must be at most 1, and it is 2."
    form.set_problem("ratio", sentence)
    words = [label for label in form.findChildren(QLabel) if label.text() == sentence]
    assert words[0].isVisible()
    assert form.findChild(CalmNumberBox).accessibleDescription() == sentence
    form.set_problem("ratio", None)
    assert not words[0].isVisible()
    assert form.findChild(CalmNumberBox).accessibleDescription() == RATIO.tip


def test_a_folded_section_opens_for_its_problem(form, qtbot):
    form.set_specs((FieldSpec("", "Training", kind="section", children=(RATIO,)),))
    head = next(b for b in form.findChildren(QToolButton) if b.text() == "Training")
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert not form.findChild(CalmNumberBox).isVisible()
    assert head.accessibleName() == "Training, folded"
    form.set_problem("ratio", "Too large.")
    assert form.findChild(CalmNumberBox).isVisible()


def test_back_to_default_shows_only_when_there_is_a_way_back(form, qtbot):
    form.set_specs((RATIO,))
    reset = next(
        b for b in form.findChildren(QToolButton) if b.accessibleName() == "Back to the default of Blend ratio"
    )
    assert not reset.isVisible()
    form.set_values({"ratio": 0.5})
    assert reset.isVisible()
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert form.said == [("ratio", 0.15)]
    assert not reset.isVisible()


def test_an_optional_number_can_be_not_set(form, qtbot):
    form.set_specs((FieldSpec("clip", "Clip", kind="number", low=0, high=10, step=0.5, optional=True),))
    assert form.values() == {"clip": None}
    box = form.findChild(QCheckBox)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert form.said == [("clip", 0.0)]
    form.set_values({"clip": None})
    assert not form.findChild(CalmNumberBox).isEnabled()


def test_a_text_speaks_only_if_it_changed(form, qtbot):
    form.set_specs((FieldSpec("name", "Name", default="first"),))
    line = form.findChild(QLineEdit)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.said == []
    qtbot.keyClicks(line, "2")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.said == [("name", "first2")]


def test_a_list_says_the_whole_tuple(form, qtbot):
    item = FieldSpec("", "Sigma", kind="number", low=0, high=30, step=0.5, default=4.0)
    form.set_specs((FieldSpec("sigmas", "Sigmas", kind="list", high=3, item=item, default=(4.0, 15.0)),))
    button = {b.accessibleName(): b for b in form.findChildren(QToolButton)}
    qtbot.mouseClick(button["Later: entry 1"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button["Add to Sigmas"], Qt.MouseButton.LeftButton)
    assert form.said == [("sigmas", (15.0, 4.0)), ("sigmas", (15.0, 4.0, 4.0))]
    assert not button["Add to Sigmas"].isEnabled()
    qtbot.mouseClick(button["Remove: entry 1"], Qt.MouseButton.LeftButton)
    assert form.said[-1] == ("sigmas", (4.0, 4.0))


def test_a_list_of_unions_reads_back_as_mappings(form, qtbot):
    kinds = (
        Variant(
            "blend", "Blend", "", (FieldSpec("ratio", "Ratio", kind="number", low=0, high=1, step=0.1, default=0.2),)
        ),
        Variant("patch", "Patch", "", (FieldSpec("size_px", "Size", kind="integer", low=4, high=64, default=32),)),
    )
    form.set_specs(
        (FieldSpec("layers", "Layers", kind="list", item=FieldSpec("", "Kind", kind="union", variants=kinds)),)
    )
    layers = ({"kind": "patch", "size_px": 8}, {"kind": "blend", "ratio": 0.5})
    form.set_values({"layers": layers})
    assert form.values() == {"layers": layers}
    assert form.said == []
    form.set_problem("layers.1.ratio", "Too strong.")
    words = next(label for label in form.findChildren(QLabel) if label.text() == "Too strong.")
    qtbot.waitUntil(words.isVisible)


@pytest.mark.parametrize("width", [260, 420])
def test_nothing_is_clipped_at_260_px(form, qtbot, width):
    long = "Share of the pattern that is mixed into every single pixel of the image"
    form.set_specs(
        (
            FieldSpec("a", long, kind="number", low=0, high=1, step=0.01, unit="heads/px", default=0.1),
            FieldSpec("b", long, kind="bool", default=False),
            FieldSpec("c", long, kind="choice", choices=("a very long choice that nobody should have made", "b")),
            FieldSpec("d", long, kind="file"),
            TRIGGER,
        )
    )
    form.resize(width, 700)
    qtbot.wait(20)
    assert form.widget().width() <= form.viewport().width()
    for child in form.findChildren(QWidget):
        if child.isVisible() and isinstance(child, QLabel | QAbstractSpinBox | QSlider | QToolButton | CalmComboBox):
            right = child.mapTo(form.widget(), QPoint(child.width(), 0)).x()
            assert right <= form.viewport().width(), child
        if isinstance(child, QLabel) and child.isVisible() and child.text():
            assert child.height() >= child.heightForWidth(child.width()), child.text()


def test_everything_to_touch_has_a_name_and_is_large_enough(form):
    form.set_specs((RATIO, TRIGGER, FieldSpec("on", "On", kind="bool"), FieldSpec("f", "File", kind="file")))
    controls = [
        c
        for c in form.widget().findChildren(QWidget)
        if c.isVisible() and isinstance(c, QAbstractSpinBox | QSlider | QToolButton | CalmComboBox | QCheckBox)
    ]
    assert len(controls) > 6
    for control in controls:
        assert control.accessibleName(), control
        assert control.height() >= 24, control


def test_the_same_specs_keep_the_keyboard(form, qtbot):
    form.set_specs((RATIO,))
    form._group.row("ratio").editor.controls()[0].setFocus()
    focused = QApplication.focusWidget()
    form.set_specs((RATIO,))
    assert QApplication.focusWidget() is focused


def test_a_row_is_there_only_where_it_applies_and_more_folds_and_is_remembered(form, qtbot):
    specs = (
        FieldSpec("t.pattern", "Pattern", kind="choice", choices=("checker", "picture"), default="checker"),
        FieldSpec("t.cells", "Cells", kind="integer", low=1, high=9, applies=(("t.pattern", ("checker",)),), default=4),
        FieldSpec("t.picture", "Picture", kind="picture", applies=(("t.pattern", ("picture",)),), default="a"),
        FieldSpec("t.seed", "Seed", kind="integer", low=0, high=9, more=True, default=0),
    )
    form.set_specs(specs)
    shown = lambda: [row.spec.path for row in form.findChildren(Row) if row.isVisible()]  # noqa: E731
    assert shown() == ["t.pattern", "t.cells"]
    form.set_values({"t": {"pattern": "picture"}})
    assert shown() == ["t.pattern", "t.picture"]
    box = form.findChild(CalmComboBox)
    box.setCurrentIndex(0)
    box.activated.emit(0)  # at once, before the value comes back
    assert shown() == ["t.pattern", "t.cells"]
    more = next(button for button in form.findChildren(QToolButton) if button.text() == "More")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert "t.seed" in shown()
    form.set_specs(())
    form.set_specs(specs)
    assert "t.seed" in shown()
    FOLDED.clear()


def test_a_color_is_a_button_and_a_chain_keeps_the_aspect(form, qtbot, monkeypatch):
    form.set_specs((FieldSpec("color", "Color", kind="color", default="#ffffff"), FieldSpec("s", "A", kind="aspect")))
    form.set_values({"color": "#102030", "s": False})
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor("#ff8800"))
    qtbot.mouseClick(form.findChild(ColorEditor).controls()[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(form.findChild(AspectEditor).controls()[0], Qt.MouseButton.LeftButton)
    assert form.said == [("color", "#ff8800"), ("s", True)]
    assert form.values() == {"color": "#ff8800", "s": True}


def test_many_digits_are_kept_and_few_are_shown(form, qtbot):
    form.set_specs((RATIO,))
    form.set_values({"ratio": 0.51307692})
    box = form.findChild(CalmNumberBox)
    assert box.text() == "0.513"
    box.setFocus()
    box.clearFocus()
    assert form.said == []
    assert form.values()["ratio"] == pytest.approx(0.51307692)
