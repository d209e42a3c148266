"""One row of a form: title, editor, the way back to the default, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from miscount.widgets.forms.color_field import ColorEditor
from miscount.widgets.forms.fields import EDITORS, TARGET_PX, ChoiceEditor, Editor, FieldSpec, suffix_of
from miscount.widgets.forms.picture_field import AspectEditor, PictureEditor
from miscount.widgets.icons import icon, tinted_pixmap
from miscount.widgets.theme import accents, write_in
from miscount.widgets.words import Words

from ..language import tr

_EDITORS: Mapping[str, type[Editor]] = {
    **EDITORS, "color": ColorEditor, "picture": PictureEditor, "aspect": AspectEditor
}  # fmt: skip


class Row(QWidget):
    """One value: title, editor, the way back to its default, and what is wrong with it."""

    changed = Signal(str, object)

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.editor: Editor = _EDITORS[spec.kind](spec)
        self._given = self._optional_box()
        self._reset = QToolButton(
            icon=icon("reset"), autoRaise=True, toolTip=tr(f"Back to {_shown(spec, spec.default)}")
        )
        self._reset.setAccessibleName(tr(f"Back to the default of {spec.title}"))
        self._reset.setMinimumSize(TARGET_PX, TARGET_PX)
        keep = self._reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(keep)
        self._problem: Problem | None = None  # made with the first one
        self._lay_out()
        self._name_parts()
        self._reset.clicked.connect(self._on_reset)
        self.editor.edited.connect(self._on_edited)
        self._show(spec.default)

    def _optional_box(self) -> QCheckBox | None:
        if not self.spec.optional:
            return None
        box = QCheckBox()
        box.setMinimumSize(TARGET_PX, TARGET_PX)
        box.setToolTip(tr("Off: not set."))
        box.setAccessibleName(tr(f"Set {self.spec.title}"))
        box.toggled.connect(self._on_given)
        return box

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(4)
        if self._given is not None:
            head.addWidget(self._given)
        if self.spec.kind in ("bool", "aspect"):
            head.addWidget(self.editor, 1)
        else:
            title = Words(tr(self.spec.title), wordWrap=True, buddy=self.editor.controls()[0])
            if self._is_beside:
                title.setFixedWidth(title.fontMetrics().horizontalAdvance("M" * 9))
            head.addWidget(title, 0 if self._is_beside else 1)
        head.addWidget(self._reset)
        column.addLayout(head)
        if self._is_beside:
            head.insertWidget(head.count() - 1, self.editor, 3)
        elif self.spec.kind not in ("bool", "aspect"):
            column.addWidget(self.editor)

    @property
    def _is_beside(self) -> bool:
        return self.spec.beside and self.spec.kind not in ("bool", "aspect", "file")

    def _name_parts(self) -> None:
        self.setToolTip(tr(tip_of(self.spec)))
        for control in self.editor.controls():
            control.setAccessibleName(tr(control.accessibleName() or self.spec.title))
            control.setAccessibleDescription(tr(self.spec.tip))

    def value(self) -> Any:
        return None if self._given is not None and not self._given.isChecked() else self.editor.value()

    def values(self) -> dict[str, Any]:
        return {self.spec.path: self.value()}

    def set_values(self, flat: Mapping[str, Any]) -> None:
        if self.spec.path in flat:
            self._show(flat[self.spec.path])

    def row(self, path: str) -> Row | None:
        return self if path == self.spec.path else None

    def set_problem(self, path: str, sentence: str | None) -> None:
        if path == self.spec.path:
            if self._problem is None and sentence:
                self._problem = Problem()
                self._column.addWidget(self._problem)
            if self._problem is not None:
                self._problem.say(sentence)
            for control in self.editor.controls():
                control.setAccessibleDescription(tr(sentence or self.spec.tip))

    def clear_problems(self) -> None:
        self.set_problem(self.spec.path, None)

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        """Be there only where the field applies among `values`; whether it does."""
        self.setVisible(applies(self.spec, values))
        return not self.isHidden()

    def _show(self, value: object) -> None:
        if self._given is not None:
            with QSignalBlocker(self._given):
                self._given.setChecked(value is not None)
            self.editor.setEnabled(value is not None)
        if value is not None or isinstance(self.editor, ChoiceEditor):
            self.editor.set_value(value)
        self._show_reset()

    def _show_reset(self) -> None:
        has_default = self.spec.default is not None or self.spec.optional
        self._reset.setVisible(has_default and self.value() != self.spec.default)

    def _on_edited(self, value: object) -> None:
        self._show_reset()
        self.changed.emit(self.spec.path, value)

    def _on_given(self, given: bool) -> None:
        self.editor.setEnabled(given)
        self._show_reset()
        self.changed.emit(self.spec.path, self.value())

    def _on_reset(self) -> None:
        had_focus = self._reset.hasFocus()
        self._show(self.spec.default)
        if had_focus:
            self.editor.controls()[0].setFocus()
        self.changed.emit(self.spec.path, self.value())


class Problem(QWidget):
    """A sentence with a warning sign; takes no room while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(5)
        self._sign, self._words = Words(), Words(wordWrap=True)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, sentence: str | None) -> None:
        self._words.setText(tr(sentence or ""))
        self.setVisible(bool(sentence))
        self._color()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._color()

    def _color(self) -> None:
        bad = accents(self.palette()).bad
        self._sign.setPixmap(tinted_pixmap("error", bad, 16, self.devicePixelRatioF()))
        write_in(self._words, bad)


def applies(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    """Whether the field changes anything among `values`, by dotted path."""
    return all(values.get(path, allowed[0]) in allowed for path, allowed in spec.applies)


def _shown(spec: FieldSpec, value: object) -> str:
    if value is None:
        return "not set"
    words = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{words}{suffix_of(spec)}"


def tip_of(spec: FieldSpec) -> str:
    """What the value means, its bounds and default, and its path in a recipe."""
    facts = []
    if spec.low is not None or spec.high is not None:
        low = "" if spec.low is None else f"from {_shown(spec, spec.low)} "
        high = "" if spec.high is None else f"to {_shown(spec, spec.high)}"
        facts.append(f"{low}{high}".strip())
    if spec.default is not None and spec.kind not in ("section", "list"):
        facts.append(f"default {_shown(spec, spec.default)}")
    lines = [spec.tip or spec.title, "; ".join(facts), spec.path]
    return "\n".join(line for line in lines if line)
