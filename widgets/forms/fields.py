"""One field of a form: what it is (`FieldSpec`) and its editor, which emits only what a person did."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, SupportsFloat, SupportsInt, cast

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from miscount.widgets.icons import icon
from miscount.widgets.words import Words

from ..language import tr

Kind = Literal[
    "number", "integer", "bool", "choice", "text", "file", "color", "picture", "aspect", "section", "union", "list"
]
TARGET_PX = 26  # a target a hand can hit: at least 24 px
_SLIDER_STEPS = 1000


@dataclass(frozen=True)
class FieldSpec:
    """One row of a form. `path` is the dotted path of its value, such as `trigger.ratio`.

    `section` shows its `children` under a heading that folds. `union` chooses among `variants`, whose fields carry
    paths below this one; its choice is the value at `path + ".kind"`. `list` repeats `item`, whose path (and that of
    its fields) is relative to one entry; its value is the whole tuple. `optional` fields may be None.
    `applies`: paths beside this one and the values that they must have, or the row is not shown. `more`: it stands
    behind a heading that folds. `beside`: the title stands beside the editor, not above it.
    """

    path: str
    title: str
    tip: str = ""
    kind: Kind = "text"
    low: float | None = None
    high: float | None = None
    step: float | None = None
    unit: str = ""
    choices: tuple[object, ...] = ()
    default: object = None
    optional: bool = False
    children: tuple[FieldSpec, ...] = ()
    variants: tuple[Variant, ...] = ()
    item: FieldSpec | None = None
    pattern: str = ""
    applies: tuple[tuple[str, tuple[object, ...]], ...] = ()
    more: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Variant:
    """One kind of a union: the value of `kind`, the words a person reads, and its fields."""

    kind: str
    title: str
    tip: str = ""
    fields: tuple[FieldSpec, ...] = ()


def suffix_of(spec: FieldSpec) -> str:
    """The unit as it stands behind a number."""
    return "°" if spec.unit == "deg" else f" {spec.unit}" if spec.unit else ""


if TYPE_CHECKING:
    _WheelHeard = QWidget
else:
    _WheelHeard = object  # two Qt classes cannot both be bases


class _CalmWheel(_WheelHeard):
    """Left of a Qt class: the wheel scrolls the form unless this very control has the keyboard."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmComboBox(_CalmWheel, QComboBox):
    """A combo box that neither a passing wheel nor a letter changes: letters are the keys of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(TARGET_PX)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)


class CalmSlider(_CalmWheel, QSlider):
    """A slider that a passing wheel does not move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(TARGET_PX)


class CalmSpinBox(_CalmWheel, QSpinBox):
    """A whole number that a passing wheel does not change; it speaks when the person is done typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.setMinimumHeight(TARGET_PX)


class CalmNumberBox(_CalmWheel, QDoubleSpinBox):
    """A number shown as short as it can be (`0.0001`, `1e-06`, `300`), typed in any spelling."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self._shown_decimals: int | None = None
        self.setDecimals(12)
        self.setMinimumHeight(TARGET_PX)

    def textFromValue(self, value: float) -> str:
        # a hand on the canvas leaves all digits there are: one more than the step has is what a person reads
        if self._shown_decimals is not None and value != 0:
            return f"{value:.{self._shown_decimals}f}".rstrip("0").rstrip(".")
        return f"{value:.8g}"

    def show_steps_of(self, step: float) -> None:
        """Show one digit more than a `step` below 1 has; the value keeps all of its own."""
        self._shown_decimals = max(0, -math.floor(math.log10(step))) + 1

    def sizeHint(self) -> QSize:
        """Room for a usual number and its unit; the base class would ask room for all twelve decimals."""
        text = self.fontMetrics().horizontalAdvance(f"0.00015{self.suffix()}")
        return QSize(text + 36, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def valueFromText(self, text: str) -> float:
        return float(self._bare(text))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        try:
            value = float(self._bare(text))
        except ValueError:
            return QValidator.State.Intermediate, text, place
        inside = self.minimum() <= value <= self.maximum()
        return (QValidator.State.Acceptable if inside else QValidator.State.Intermediate), text, place

    def _bare(self, text: str) -> str:
        return text.removesuffix(self.suffix()).removeprefix(self.prefix()).strip().replace(",", ".")


class Editor(QWidget):
    """The control of one value. `edited` carries the new value when a person changed it; `set_value` is silent."""

    edited = Signal(object)

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        raise NotImplementedError

    def controls(self) -> list[QWidget]:
        """The parts a person can reach, for names, tips and the focus order."""
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]


class _NumberSlider(CalmSlider):
    """A slider over the numbers from `low` to `high`, logarithmic where they span a factor of 1000."""

    def __init__(self, low: float, high: float, step: float | None) -> None:
        super().__init__()
        self._low, self._high, self._step = low, high, step
        self._log = low > 0 and high / low >= 1000
        steps = _SLIDER_STEPS if self._log or not step else round((high - low) / step)
        self.setRange(0, max(1, min(steps, _SLIDER_STEPS)))
        self.setPageStep(max(1, self.maximum() // 10))
        self.setMinimumWidth(60)

    def number(self) -> float:
        """The number where the handle is, rounded to the step."""
        share, low, high = self.value() / self.maximum(), self._low, self._high
        if self._log:
            return float(f"{low * (high / low) ** share:.3g}")
        value = low + share * (high - low)
        if self._step:
            value = low + round((value - low) / self._step) * self._step
        return min(high, float(f"{value:.10g}"))

    def show_number(self, value: float) -> None:
        """Move the handle there, silently."""
        low, high = self._low, self._high
        share = math.log(value / low) / math.log(high / low) if self._log else (value - low) / (high - low)
        with QSignalBlocker(self):
            self.setValue(round(share * self.maximum()))


class NumberEditor(Editor):
    """A number; with both bounds it has a slider too, logarithmic where the bounds span a factor of 1000."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._box = CalmNumberBox()
        self._box.setRange(-1e300 if spec.low is None else spec.low, 1e300 if spec.high is None else spec.high)
        if spec.step:
            self._box.setSingleStep(spec.step)
            self._box.show_steps_of(spec.step)
        else:
            self._box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self._box.setSuffix(tr(suffix_of(spec)))
        self._slider: _NumberSlider | None = None
        if spec.low is not None and spec.high is not None and spec.high > spec.low:
            self._slider = _NumberSlider(spec.low, spec.high, spec.step)
            self._row.addWidget(self._slider, 3)
            self._slider.valueChanged.connect(self._on_slider)
        self._row.addWidget(self._box, 2)
        self._box.valueChanged.connect(self._on_box)

    def value(self) -> float:
        return self._box.value()

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(float(cast("SupportsFloat", value)))
        self._show_on_slider()

    def _show_on_slider(self) -> None:
        if self._slider is not None:
            self._slider.show_number(self._box.value())

    def _on_slider(self, _place: int) -> None:
        if self._slider is None:
            return
        with QSignalBlocker(self._box):
            self._box.setValue(self._slider.number())
        self.edited.emit(self._box.value())

    def _on_box(self, value: float) -> None:
        self._show_on_slider()
        self.edited.emit(value)


class IntegerEditor(Editor):
    """A whole number, with a slider where both bounds are known and near."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        limit = 2**31 - 1
        self._box = CalmSpinBox()
        self._box.setRange(
            -limit if spec.low is None else max(-limit, int(spec.low)),
            limit if spec.high is None else min(limit, int(spec.high)),
        )
        self._box.setSingleStep(max(1, int(spec.step or 1)))
        self._box.setSuffix(tr(suffix_of(spec)))
        self._slider: CalmSlider | None = None
        if spec.low is not None and spec.high is not None and 1 < spec.high - spec.low <= _SLIDER_STEPS:
            self._slider = CalmSlider()
            self._slider.setRange(int(spec.low), int(spec.high))
            self._slider.setMinimumWidth(60)
            self._slider.valueChanged.connect(self._on_slider)
            self._row.addWidget(self._slider, 3)
        self._row.addWidget(self._box, 2)
        self._box.valueChanged.connect(self._on_box)

    def value(self) -> int:
        return self._box.value()

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(int(cast("SupportsInt", value)))
        self._show_on_slider()

    def _show_on_slider(self) -> None:
        if self._slider is not None:
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._box.value())

    def _on_slider(self, value: int) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(value)
        self.edited.emit(self._box.value())

    def _on_box(self, value: int) -> None:
        self._show_on_slider()
        self.edited.emit(value)


class _BoxWords(Words):
    """The words of a check box: a QCheckBox cannot wrap its own."""

    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text, wordWrap=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        super().mouseReleaseEvent(event)


class BoolEditor(Editor):
    """Yes or no."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._box = QCheckBox()
        self._box.setMinimumSize(TARGET_PX, TARGET_PX)
        words = _BoxWords(tr(spec.title))
        words.clicked.connect(self._box.click)
        self._row.addWidget(self._box)
        self._row.addWidget(words, 1)
        self._box.toggled.connect(self.edited.emit)

    def controls(self) -> list[QWidget]:
        return [self._box]

    def value(self) -> bool:
        return self._box.isChecked()

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self._box):
            self._box.setChecked(bool(value))


class ChoiceEditor(Editor):
    """One of several values; each choice is a value, or a pair (value, words)."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._box = CalmComboBox()
        # an entry of a list has no title, and one that is a mere value no path
        self._box.setAccessibleName(tr(spec.title or spec.path.rpartition(".")[2] or "Choice"))
        self._values = []
        for choice in spec.choices:
            value, words = choice if isinstance(choice, tuple) else (choice, str(choice).replace("_", " "))
            self._values.append(value)
            self._box.addItem(tr(str(words)))
        self._row.addWidget(self._box, 1)
        self._box.activated.connect(self._on_activated)

    def value(self) -> Any:
        place = self._box.currentIndex()
        return self._values[place] if place >= 0 else None

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def _on_activated(self, place: int) -> None:
        self.edited.emit(self._values[place])


class TextEditor(Editor):
    """A line of text; it speaks when the person leaves it or presses Enter, and only if it changed."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._line = QLineEdit()
        self._line.setMinimumHeight(TARGET_PX)
        self._row.addWidget(self._line, 1)
        self._told = ""
        self._line.editingFinished.connect(self._on_finished)

    def value(self) -> str:
        return self._line.text()

    def set_value(self, value: object) -> None:
        self._told = "" if value is None else str(value)
        if self._line.text() != self._told:
            self._line.setText(self._told)

    def _on_finished(self) -> None:
        if self._line.text() != self._told:
            self._told = self._line.text()
            self.edited.emit(self._told)


class FileEditor(TextEditor):
    """A path, typed or chosen. `pattern` is `folder` or a filter such as `Weights (*.safetensors *.pth)`."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._browse = QToolButton(icon=icon("open"), toolTip=tr("Choose…"), accessibleName=tr(f"Choose {spec.title}"))
        self._browse.setMinimumSize(TARGET_PX, TARGET_PX)
        self._browse.clicked.connect(self._on_browse)
        self._row.addWidget(self._browse)

    def _on_browse(self) -> None:
        start = str(Path(self.value()).parent) if self.value() else ""
        if self.spec.pattern == "folder":
            chosen = QFileDialog.getExistingDirectory(self, tr(self.spec.title), start)
        else:
            chosen, _filter = QFileDialog.getOpenFileName(self, tr(self.spec.title), start, tr(self.spec.pattern))
        if chosen:
            self._line.setText(chosen)
            self._on_finished()


EDITORS: Mapping[str, type[Editor]] = {
    "number": NumberEditor,
    "integer": IntegerEditor,
    "bool": BoolEditor,
    "choice": ChoiceEditor,
    "text": TextEditor,
    "file": FileEditor,
}
