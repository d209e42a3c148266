"""What a form is made of beyond single rows: groups, sections that fold, unions that swap their fields, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX, FieldSpec, Variant
from miscount.widgets.forms.nesting import entries_of, flattened, holds, joined, nested
from miscount.widgets.forms.optional_part import OptionalPart
from miscount.widgets.forms.picked_list import PickedList
from miscount.widgets.forms.row import Problem, Row, applies, tip_of
from miscount.widgets.icons import icon
from miscount.widgets.words import Words

from ..language import tr

FOLDED: dict[str, bool] = {}
"""Which headings a person folded (True) or opened, by path; a window may keep it from one session to the next."""


class Group(QWidget):
    """Fields one under another; the parts of a form, a section, a union or a list entry."""

    changed = Signal(str, object)

    def __init__(self, specs: Sequence[FieldSpec], flat: Mapping[str, Any] | None = None) -> None:
        """`flat`: values by dotted path to begin with; of a union only the kind is made that they name."""
        super().__init__()
        flat = flat or {}
        self.specs = tuple(specs)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._parts = [_part_of(spec, flat) for spec in self.specs if not spec.more]
        if more := tuple(replace(spec, more=False) for spec in self.specs if spec.more):
            self._parts.append(_More(more, flat))
        for part in self._parts:
            column.addWidget(part)
            part.changed.connect(self._on_changed)
        self.set_values(flat)

    def set_values(self, flat: Mapping[str, Any]) -> None:
        for part in self._parts if flat else ():
            part.set_values(flat)
        self.show_applying(self.values())

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        """Show the fields that apply among `values`; whether there are any."""
        shown = [part.show_applying(values) for part in self._parts]  # all of them, not up to the first
        return any(shown)

    def _on_changed(self, path: str, value: object) -> None:
        self.show_applying(self.values())
        self.changed.emit(path, value)

    def values(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for part in self._parts:
            out |= part.values()
        return out

    def row(self, path: str) -> Row | None:
        return next((row for part in self._parts if (row := part.row(path))), None)

    def set_problem(self, path: str, sentence: str | None) -> None:
        for part in self._parts:
            part.set_problem(path, sentence)

    def clear_problems(self) -> None:
        for part in self._parts:
            part.clear_problems()


class _Section(QWidget):
    """Fields under a heading that folds, and remembers whether it is; they are made when they are first looked at."""

    changed = Signal(str, object)
    _folded_at_first = False

    def __init__(self, spec: FieldSpec, flat: Mapping[str, Any]) -> None:
        super().__init__()
        self.spec = spec
        self._made: Group | None = None
        # what was set before they were made
        self._flat = {path: value for path, value in flat.items() if holds(spec.children, path)}
        self._head = QToolButton(text=tr(spec.title), autoRaise=True, toolTip=tr(spec.tip))
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setMinimumHeight(TARGET_PX)
        font = self._head.font()
        font.setBold(True)
        self._head.setFont(font)
        self._head.clicked.connect(self._on_clicked)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._head)
        self._fold(FOLDED.get(self._key, self._folded_at_first))

    @property
    def _key(self) -> str:
        return f"{re.sub(r'[.]?[0-9]+', '', self.spec.path)}/{self.spec.title}"

    @property
    def _group(self) -> Group:
        if self._made is None:
            self._made = Group(self.spec.children, self._flat)
            self._made.column.setContentsMargins(8, 0, 0, 4)
            self._made.hide()
            self._column.addWidget(self._made)
            self._made.changed.connect(self.changed)
        return self._made

    def set_values(self, flat: Mapping[str, Any]) -> None:
        if self._made is not None:
            self._made.set_values(flat)
        else:
            self._flat |= {path: value for path, value in flat.items() if holds(self.spec.children, path)}

    def values(self) -> dict[str, Any]:
        """What the fields hold; of fields that nobody has looked at, what was set."""
        return dict(self._flat) if self._made is None else self._made.values()

    def row(self, path: str) -> Row | None:
        return self._group.row(path) if holds(self.spec.children, path) else None

    def set_problem(self, path: str, sentence: str | None) -> None:
        if holds(self.spec.children, path) and (sentence or self._made is not None):
            self._group.set_problem(path, sentence)
            if sentence:
                self._fold(False)

    def clear_problems(self) -> None:
        if self._made is not None:
            self._made.clear_problems()

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        self.setVisible(applies(self.spec, values))
        return not self.isHidden()

    def _on_clicked(self) -> None:
        FOLDED[self._key] = not self._is_folded
        self._fold(FOLDED[self._key])

    def _fold(self, folded: bool) -> None:
        self._is_folded = folded
        if not folded or self._made is not None:
            self._group.setHidden(folded)
        self._head.setIcon(icon("right" if folded else "down"))
        self._head.setAccessibleName(tr(f"{self.spec.title}, {'folded' if folded else 'open'}"))


class _More(_Section):
    """What only an expert sets: folded until a person opens it."""

    _folded_at_first = True

    def __init__(self, specs: tuple[FieldSpec, ...], flat: Mapping[str, Any]) -> None:
        parent = specs[0].path.rpartition(".")[0]
        more = FieldSpec(parent, "More", "Settings that are seldom changed.", "section", children=specs)
        super().__init__(more, flat)

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        if self._made is not None:
            self._made.show_applying(values)
        self.setVisible(any(applies(spec, values) for spec in self.spec.children))
        return not self.isHidden()


class _Union(QWidget):
    """A kind, and under it the fields of that kind alone; they are made when the kind is first shown."""

    changed = Signal(str, object)

    def __init__(self, spec: FieldSpec, flat: Mapping[str, Any]) -> None:
        super().__init__()
        self.spec = spec
        default = spec.default if isinstance(spec.default, str) else spec.variants[0].kind
        choice = FieldSpec(
            joined(spec.path, "kind"),
            spec.title,
            spec.tip,
            "choice",
            choices=tuple((variant.kind, variant.title) for variant in spec.variants),
            default=default,
        )
        self._choice = Row(choice)
        self._choice.changed.connect(self._on_kind)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._choice)
        self._groups: dict[object, Group] = {}  # by kind; None where nothing is chosen
        self._problems: dict[str, str] = {}
        self._choice.set_values(flat)
        self._show_kind(self._choice.value(), flat)

    def set_values(self, flat: Mapping[str, Any]) -> None:
        self._choice.set_values(flat)
        if not self._show_kind(self._choice.value(), flat):
            self._shown.set_values(flat)

    def values(self) -> dict[str, Any]:
        return self._choice.values() | self._shown.values()

    def row(self, path: str) -> Row | None:
        return self._choice.row(path) or self._shown.row(path)

    def set_problem(self, path: str, sentence: str | None) -> None:
        own = path == self.spec.path  # a fault of the union as a whole stands under its kind
        self._choice.set_problem(self._choice.spec.path if own else path, sentence)
        self._shown.set_problem(path, sentence)

    def clear_problems(self) -> None:
        self._choice.clear_problems()
        self._shown.clear_problems()

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        self.setVisible(applies(self.spec, values))
        return not self.isHidden()

    def _show_kind(self, kind: object, flat: Mapping[str, Any]) -> bool:
        """Show the fields of `kind`; where they are made first, with the values `flat`, which is what it says."""
        is_new = kind not in self._groups
        for group in self._groups.values():
            group.hide()
        if is_new:
            variant = next((v for v in self.spec.variants if v.kind == kind), Variant("", ""))
            group = Group(variant.fields, flat)
            group.column.setContentsMargins(8, 0, 0, 0)
            group.changed.connect(self.changed)
            self._groups[kind] = group
            self._column.addWidget(group)
            self._choice.setToolTip(tr(variant.tip or tip_of(self.spec)))
        self._shown = self._groups[kind]
        self._shown.show()
        return is_new

    def _on_kind(self, path: str, kind: object) -> None:
        """A new kind starts from its defaults, whatever it was set to when it was last shown."""
        used = self._groups.pop(kind, None)
        if used is not None:
            self._column.removeWidget(used)
            used.hide()
            used.deleteLater()
        self._show_kind(kind, {})
        self.changed.emit(path, kind)


class _List(QWidget):
    """Entries that a person adds, moves and removes; any change says the whole tuple."""

    changed = Signal(str, object)

    def __init__(self, spec: FieldSpec, flat: Mapping[str, Any]) -> None:
        super().__init__()
        self.spec = spec
        if spec.item is None:
            raise ValueError(f"{spec.path}: a list needs the spec of its entries")
        self._item = spec.item
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        title = Words(tr(spec.title), wordWrap=True, toolTip=tr(tip_of(spec)))
        self._add = QToolButton(text=tr("Add"), icon=icon("plus"), accessibleName=tr(f"Add to {spec.title}"))
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.setMinimumHeight(TARGET_PX)
        self._add.clicked.connect(self._on_add)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._add)
        self._column.addLayout(head)
        self._problem = Problem()
        self._column.addWidget(self._problem)
        self._entries: list[_Entry] = []
        self._show(entries_of(flat.get(spec.path, spec.default)))

    def values(self) -> dict[str, Any]:
        return {self.spec.path: tuple(entry.value() for entry in self._entries)}

    def set_values(self, flat: Mapping[str, Any]) -> None:
        if self.spec.path in flat:
            self._show(entries_of(flat[self.spec.path]))

    def row(self, path: str) -> Row | None:
        place, rest = self._inside(path)
        return self._entries[place].group.row(rest) if place is not None else None

    def set_problem(self, path: str, sentence: str | None) -> None:
        place, rest = self._inside(path)
        if place is not None:
            self._entries[place].group.set_problem(rest, sentence)
        elif path == self.spec.path:
            self._problem.say(sentence)

    def clear_problems(self) -> None:
        self._problem.say(None)
        for entry in self._entries:
            entry.group.clear_problems()

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        self.setVisible(applies(self.spec, values))
        return not self.isHidden()

    def _inside(self, path: str) -> tuple[int | None, str]:
        head, _, rest = path.removeprefix(f"{self.spec.path}.").partition(".")
        if path.startswith(f"{self.spec.path}.") and head.isdigit() and int(head) < len(self._entries):
            return int(head), rest
        return None, ""

    def _show(self, values: Sequence[object]) -> None:
        while len(self._entries) > len(values):
            self._drop(len(self._entries) - 1)
        while len(self._entries) < len(values):
            self._append()
        for entry, value in zip(self._entries, values, strict=True):
            entry.set_value(value)
        self._show_limits()

    def _append(self) -> None:
        entry = _Entry(self._item, len(self._entries), self.spec.title)
        entry.changed.connect(self._tell)
        entry.asked.connect(self._on_asked)
        self._entries.append(entry)
        self._column.addWidget(entry)

    def _drop(self, place: int) -> None:
        entry = self._entries.pop(place)
        self._column.removeWidget(entry)
        entry.hide()
        entry.deleteLater()

    def _show_limits(self) -> None:
        count = len(self._entries)
        self._add.setEnabled(self.spec.high is None or count < self.spec.high)
        for place, entry in enumerate(self._entries):
            entry.set_place(place, count, may_remove=count > (self.spec.low or 0))

    def _on_add(self) -> None:
        self._append()
        self._show_limits()
        self._tell()

    def _on_asked(self, place: int, wish: str) -> None:
        values = list(self.values()[self.spec.path])
        value = values.pop(place)
        if wish != "remove":
            values.insert(place + (1 if wish == "down" else -1), value)
        self._show(values)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.spec.path, self.values()[self.spec.path])


class _Entry(QFrame):
    """One entry of a list with its three buttons."""

    changed = Signal()
    asked = Signal(int, str)

    def __init__(self, item: FieldSpec, place: int, of: str) -> None:
        """`of` is what the list is called, for who hears its entries."""
        super().__init__()
        self._of, self._called = of, ""
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._place, self._item = place, item
        self.group = Group((item,))
        self.group.changed.connect(self._on_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(2)
        head = QHBoxLayout()
        self._number = Words()
        head.addWidget(self._number, 1)
        self._buttons = {}
        for wish, sign, words in (("up", "up", "Earlier"), ("down", "down", "Later"), ("remove", "trash", "Remove")):
            button = QToolButton(icon=icon(sign), autoRaise=True, toolTip=tr(words), objectName=wish)
            button.setMinimumSize(TARGET_PX, TARGET_PX)
            button.clicked.connect(self._on_button)
            head.addWidget(button)
            self._buttons[wish] = button
        column.addLayout(head)
        column.addWidget(self.group)

    def set_place(self, place: int, count: int, may_remove: bool) -> None:
        self._place = place
        self._number.setText(tr(f"{place + 1} of {count}"))
        self._buttons["up"].setEnabled(place > 0)
        self._buttons["down"].setEnabled(place < count - 1)
        self._buttons["remove"].setEnabled(may_remove)
        for button in self._buttons.values():
            button.setAccessibleName(tr(f"{button.toolTip()}: entry {place + 1}"))
        for control in self.group.findChildren(QWidget):  # an entry that is one value has no title of its own
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.accessibleName() in ("", self._called):
                control.setAccessibleName(tr(f"{self._of}: entry {place + 1}"))
        self._called = tr(f"{self._of}: entry {place + 1}")

    def value(self) -> object:
        values = self.group.values()
        if self._item.path == "" and set(values) == {""}:
            return values[""]
        return nested(values)

    def set_value(self, value: object) -> None:
        self.group.set_values(flattened(value) if isinstance(value, Mapping) else {self._item.path: value})

    def _on_changed(self, _path: str, _value: object) -> None:
        self.changed.emit()

    def _on_button(self) -> None:
        self.asked.emit(self._place, self.sender().objectName())


def _list(spec: FieldSpec, flat: Mapping[str, Any]) -> _List | PickedList:
    """Entries of several kinds have many settings each, so that they are chosen from cards and shown one at a time."""
    picks = spec.item is not None and spec.item.kind == "union"
    return PickedList(spec, Group, flat) if picks else _List(spec, flat)


AnyPart = Row | _Section | _Union | _List | PickedList | OptionalPart
_PARTS: dict[str, Callable[[FieldSpec, Mapping[str, Any]], AnyPart]] = {
    "section": _Section,
    "union": _Union,
    "list": _list,
}


def _part_of(spec: FieldSpec, flat: Mapping[str, Any]) -> AnyPart:
    if spec.optional and spec.kind in ("section", "union"):
        return OptionalPart(spec, _part_of)
    return _PARTS[spec.kind](spec, flat) if spec.kind in _PARTS else Row(spec)
