"""A list of parts of several kinds: what there is stands in a chooser with cards, and one entry is edited at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX, FieldSpec, Variant
from miscount.widgets.forms.nesting import entries_of, flattened, nested
from miscount.widgets.forms.row import Problem, Row, applies, tip_of
from miscount.widgets.icons import icon
from miscount.widgets.words import Words

from ..language import tr

if TYPE_CHECKING:
    from miscount.widgets.forms.parts import Group

MOST_ROWS = 6
"""Rows that are seen at once; more of them scroll."""
_BUTTONS = (
    ("up", "up", "Earlier", "Alt+Up"),
    ("down", "down", "Later", "Alt+Down"),
    ("remove", "trash", "Remove", "Del"),
)


class PickedList(QWidget):
    """Entries of a union: a short list of them, and under it the settings of the chosen one alone.

    `group_of` makes the settings of one entry, which are made when it is first chosen. Any change says the whole tuple.
    """

    changed = Signal(str, object)

    def __init__(
        self,
        spec: FieldSpec,
        group_of: Callable[[Sequence[FieldSpec], Mapping[str, Any]], Group],
        flat: Mapping[str, Any],
    ) -> None:
        super().__init__()
        if spec.item is None:
            raise ValueError(f"{spec.path}: a list needs the spec of its entries")
        self.spec, self._item, self._group_of = spec, replace(spec.item, title=spec.item.title or "Kind"), group_of
        self._values: list[dict[str, Any]] = []
        self._groups: list[Group | None] = []
        self.chooser: KindChooser | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(self._make_head())
        self._problem = Problem()
        self._column.addWidget(self._problem)
        self._list = QListWidget(accessibleName=tr(spec.title))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._on_row)
        self._column.addWidget(self._list)
        self._column.addLayout(self._make_buttons())
        self._show(entries_of(flat.get(spec.path, spec.default)))

    def _make_head(self) -> QHBoxLayout:
        self._add = QToolButton(text=tr("Add…"), icon=icon("plus"), accessibleName=tr(f"Add to {self.spec.title}"))
        self._add.setToolTip(tr("Choose from what there is: what each needs, costs and finds."))
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.setMinimumHeight(TARGET_PX)
        self._add.clicked.connect(self._on_add)
        head = QHBoxLayout()
        head.addWidget(Words(tr(self.spec.title), wordWrap=True, toolTip=tr(tip_of(self.spec))), 1)
        head.addWidget(self._add)
        return head

    def _make_buttons(self) -> QHBoxLayout:
        self._buttons: dict[str, QToolButton] = {}
        self._which = Words()
        line = QHBoxLayout()
        line.addWidget(self._which, 1)
        for wish, sign, words, key in _BUTTONS:
            button = QToolButton(icon=icon(sign), autoRaise=True, toolTip=tr(f"{words}  ({key})"), objectName=wish)
            button.setMinimumSize(TARGET_PX, TARGET_PX)
            button.clicked.connect(self._on_button)
            shortcut = QShortcut(QKeySequence(key), self._list, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
            line.addWidget(button)
            self._buttons[wish] = button
        return line

    # ---- what a form asks of a part

    def values(self) -> dict[str, Any]:
        return {self.spec.path: tuple(self._value(place) for place in range(len(self._values)))}

    def set_values(self, flat: Mapping[str, Any]) -> None:
        if self.spec.path in flat:
            self._show(entries_of(flat[self.spec.path]))

    def row(self, path: str) -> Row | None:
        place, rest = self._inside(path)
        return self._settings(place).row(rest) if place is not None else None

    def set_problem(self, path: str, sentence: str | None) -> None:
        place, rest = self._inside(path)
        if place is not None:
            if sentence:
                self._choose(place)
            self._settings(place).set_problem(rest, sentence)
        elif path == self.spec.path:
            self._problem.say(sentence)

    def clear_problems(self) -> None:
        self._problem.say(None)
        for group in self._groups:
            if group is not None:
                group.clear_problems()

    def show_applying(self, values: Mapping[str, Any]) -> bool:
        self.setVisible(applies(self.spec, values))
        return not self.isHidden()

    # ---- entries

    def _inside(self, path: str) -> tuple[int | None, str]:
        head, _, rest = path.removeprefix(f"{self.spec.path}.").partition(".")
        if path.startswith(f"{self.spec.path}.") and head.isdigit() and int(head) < len(self._values):
            return int(head), rest
        return None, ""

    def _value(self, place: int) -> dict[str, Any]:
        group = self._groups[place]
        return self._values[place] if group is None else nested(group.values())

    def _settings(self, place: int) -> Group:
        group = self._groups[place]
        if group is None:
            group = self._groups[place] = self._group_of((self._item,), flattened(self._values[place]))
            group.hide()
            group.changed.connect(self._on_changed)
            self._column.addWidget(group)
        return group

    def _show(self, values: Sequence[Any], current: int | None = None) -> None:
        """Show `values`; the chosen place stays chosen where nothing else is said."""
        while len(self._values) > len(values):
            self._drop(len(self._values) - 1)
        for place, value in enumerate(values):
            if place == len(self._values):
                self._values.append(dict(value))
                self._groups.append(None)
            else:
                self._values[place] = dict(value)
                if (group := self._groups[place]) is not None:
                    group.set_values(flattened(value))
        wanted = self._list.currentRow() if current is None else current
        self._show_rows()
        self._choose(min(max(wanted, 0), len(self._values) - 1))

    def _drop(self, place: int) -> None:
        self._values.pop(place)
        group = self._groups.pop(place)
        if group is not None:
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()

    def _show_rows(self) -> None:
        with QSignalBlocker(self._list):
            while self._list.count() > len(self._values):
                self._list.takeItem(self._list.count() - 1)
            while self._list.count() < len(self._values):
                self._list.addItem(QListWidgetItem())
            for place in range(len(self._values)):
                title, changes = self._in_words(self._value(place))
                item = self._list.item(place)
                shown = tr(f"{title} · {changes}" if changes else title)
                item.setText(shown)
                item.setToolTip(shown)
                item.setSizeHint(QSize(0, TARGET_PX))
        self._list.setFixedHeight(min(len(self._values), MOST_ROWS) * TARGET_PX + 2 * self._list.frameWidth())
        self._list.setVisible(bool(self._values))
        count = len(self._values)
        self._add.setEnabled(self.spec.high is None or count < self.spec.high)
        self._show_chosen()

    def _show_chosen(self) -> None:
        place, count = self._list.currentRow(), len(self._values)
        for other, group in enumerate(self._groups):
            if group is not None and other != place:
                group.hide()
        if place >= 0:
            self._settings(place).show()
        self._which.setText(tr(f"{place + 1} of {count}" if count else "None yet."))
        able = {"up": place > 0, "down": 0 <= place < count - 1, "remove": place >= 0 and count > (self.spec.low or 0)}
        for wish, _sign, words, _key in _BUTTONS:
            button = self._buttons[wish]
            button.setEnabled(able[wish])
            button.setAccessibleName(tr(f"{words}: entry {place + 1}"))
            button.setVisible(bool(count))

    def _choose(self, place: int) -> None:
        with QSignalBlocker(self._list):
            self._list.setCurrentRow(place)
        self._show_chosen()

    def _in_words(self, value: Mapping[str, Any]) -> tuple[str, str]:
        """The title of an entry's kind, and what is set otherwise than by default."""
        variant = next((one for one in self._item.variants if one.kind == value.get("kind")), None)
        if variant is None:
            return str(value.get("kind", "")), ""
        return variant.title, ", ".join(_differing(variant.fields, value))

    # ---- what the person does

    def _on_row(self, _place: int) -> None:
        self._show_chosen()

    def _on_changed(self, _path: str, _value: object) -> None:
        self._show_rows()
        self._tell()

    def _on_add(self) -> None:
        chooser = KindChooser(self.spec.title, self._item.variants, self)
        chooser.chosen.connect(self._append)
        self.chooser = chooser
        chooser.open()

    def _append(self, kind: str) -> None:
        self._show([*self.values()[self.spec.path], {"kind": kind}], current=len(self._values))
        self._list.setFocus()
        self._tell()

    def _on_button(self) -> None:
        wish, place = self.sender().objectName(), self._list.currentRow()
        if wish == "remove":
            self._drop(place)
            self._show([self._value(each) for each in range(len(self._values))], current=place)
        else:
            other = place + (1 if wish == "down" else -1)
            self._values.insert(other, self._values.pop(place))
            self._groups.insert(other, self._groups.pop(place))
            self._show_rows()
            self._choose(other)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.spec.path, self.values()[self.spec.path])


class KindChooser(QDialog):
    """What can be added, and the card of the one that is looked at; `chosen` is the value of `kind`."""

    chosen = Signal(str)

    def __init__(self, title: str, variants: Sequence[Variant], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(f"Add to {title.lower()}"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._variants = tuple(variants)
        self.list = QListWidget(accessibleName=tr("Kind"))
        for variant in self._variants:
            item = QListWidgetItem(tr(variant.title), self.list)
            item.setSizeHint(QSize(self.list.fontMetrics().horizontalAdvance(item.text()) + 16, TARGET_PX))
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + 2 * self.list.frameWidth() + 32)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemDoubleClicked.connect(self.accept)
        self._card = Words(wordWrap=True, margin=8)
        self._card.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._card.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sheet = QScrollArea(widgetResizable=True, accessibleName=tr("What it needs, costs and finds"))
        sheet.setWidget(self._card)
        across = QHBoxLayout()
        across.addWidget(self.list)
        across.addWidget(sheet, 1)
        buttons = QDialogButtonBox()
        self.add = buttons.addButton(tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(across, 1)
        column.addWidget(buttons)
        letters = self.fontMetrics()
        self.resize(letters.averageCharWidth() * 100, letters.lineSpacing() * 22)
        self.add.setDefault(True)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _on_row(self, place: int) -> None:
        self._card.setText(tr(self._variants[place].tip))

    def accept(self) -> None:
        self.chosen.emit(self._variants[self.list.currentRow()].kind)
        super().accept()


def _differing(fields: Sequence[FieldSpec], value: Mapping[str, Any]) -> list[str]:
    """Plain settings of an entry that are not as by default, in words."""
    found = []
    for field in fields:
        name = field.path.rpartition(".")[2]
        given = value.get(name)
        if isinstance(given, str | int | float) and given != field.default:
            found.append(
                f"{field.title.lower()} {given:g}" if isinstance(given, float) else f"{field.title.lower()} {given}"
            )
    return found
