"""A part of a form that need not be set: a section or a kind behind a box to check. Off, its value is None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX, FieldSpec
from miscount.widgets.forms.nesting import holds
from miscount.widgets.forms.row import Problem, Row, applies, tip_of

from ..language import tr

if TYPE_CHECKING:
    from miscount.widgets.forms.parts import AnyPart


class OptionalPart(QWidget):
    """`part_of` makes what is behind the box, when it is first checked; checking it begins with the defaults."""

    changed = Signal(str, object)

    def __init__(self, spec: FieldSpec, part_of: Callable[[FieldSpec, Mapping[str, Any]], AnyPart]) -> None:
        super().__init__()
        self.spec, self._part_of = spec, part_of
        self._part: AnyPart | None = None
        self._box = QCheckBox(tr(spec.title), toolTip=tr(tip_of(spec)))
        self._box.setMinimumHeight(TARGET_PX)
        self._box.toggled.connect(self._on_toggled)
        self._problem = Problem()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._box)
        self._column.addWidget(self._problem)

    def _inner(self, flat: Mapping[str, Any] = MappingProxyType({})) -> AnyPart:
        if self._part is None:
            self._part = self._part_of(replace(self.spec, optional=False), flat)
            self._part.hide()
            self._column.addWidget(self._part)
            self._part.changed.connect(self.changed)
        return self._part

    def set_values(self, flat: Mapping[str, Any]) -> None:
        within = [path for path in flat if path.startswith(f"{self.spec.path}.")]
        if not within and self.spec.path not in flat:
            return
        with QSignalBlocker(self._box):
            self._box.setChecked(bool(within))
        if within:
            self._inner(flat).set_values(flat)
        self._show_inner()

    def values(self) -> dict[str, Any]:
        return self._inner().values() if self._box.isChecked() else {self.spec.path: None}

    def row(self, path: str) -> Row | None:
        return self._inner().row(path) if holds((self.spec,), path) else None

    def set_problem(self, path: str, sentence: str | None) -> None:
        if path == self.spec.path:
            self._problem.say(sentence)
        elif self._part is not None:
            self._part.set_problem(path, sentence)

    def clear_problems(self) -> None:
        self._problem.say(None)
        if self._part is not None:
            self._part.clear_problems()

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        self.setVisible(applies(self.spec, values))
        return not self.isHidden()

    def _show_inner(self) -> None:
        if self._part is not None:
            self._part.setVisible(self._box.isChecked())

    def _on_toggled(self, on: bool) -> None:
        if on:
            self._inner()
        self._show_inner()
        self.changed.emit(self.spec.path, self._first() if on else None)

    def _first(self) -> dict[str, Any]:
        """What it is set to at first: the defaults of its first kind, or of the section."""
        if self.spec.kind != "union":
            return {}
        default = self.spec.default if isinstance(self.spec.default, str) else self.spec.variants[0].kind
        return {"kind": default}
