"""One question for every export: what, of which scenes, in which form, where. It says what it will write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from miscount.engine.paths import free_name
from miscount.engine.reading import listed
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.language import tr
from miscount.widgets.words import Words

from ..desktop import dialogs
from .place_lines import beside, browse_button, labelled, path_of, why_no_place

What: TypeAlias = Literal["scenes", "maps", "poison"]
WHAT: Mapping[What, str] = {
    "scenes": "Scenes with their labels", "maps": "Density maps", "poison": "The poisoned dataset",
}  # fmt: skip
IN_NAMES: Mapping[What, str] = {"scenes": "scenes", "maps": "density_maps", "poison": "poisoned"}
FULL = "{folder} is not empty: an export writes a new folder."
NONE_EDITED = "No scene is edited yet."
OF_RUN = "the scenes that a run uses, each in its split, with the manifest"


@dataclass(frozen=True)
class Exportable:
    """What there is: scenes, those whose heads were edited, and those with an edited map; forms (title -> name)."""

    scenes: int
    edited_heads: frozenset[str]
    edited_maps: frozenset[str]
    forms: Mapping[What, Mapping[str, str]] = field(default_factory=dict)
    own_form: str = ""
    may: frozenset[What] = frozenset(("scenes",))

    def edited(self, what: What) -> frozenset[str]:
        """The scenes of which the export holds something that a person changed."""
        return self.edited_heads | self.edited_maps if what == "maps" else self.edited_heads


@dataclass(frozen=True)
class Export:
    """What the person wishes; `only` names the scenes, None for all. `form` is empty where there is one alone."""

    what: What
    only: frozenset[str] | None
    form: str
    out: Path


class ExportWindow(QDialog):
    """`wanted` carries an Export when the person says so; it closes then, and writes nothing itself."""

    wanted = Signal(object)

    def __init__(self, what: What, there_is: Exportable, where: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._there_is, self._where, self._placed = there_is, where, False
        self._build()
        self.what.setCurrentIndex(max(self.what.findData(what), 0))
        self._on_what()

    def _build(self) -> None:
        self.what, self.form, self.out = CalmComboBox(), CalmComboBox(), QLineEdit()
        for kind, words in WHAT.items():
            if kind in self._there_is.may:
                self.what.addItem(tr(words), kind)
        self.all, self.edited = QRadioButton(), QRadioButton()
        group = QButtonGroup(self)
        which = QWidget()
        row = QHBoxLayout(which)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.all, self.edited):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.all.setChecked(True)
        self._of_run = Words(tr(OF_RUN), wordWrap=True)
        self._which = which
        self.browse = browse_button("where the new folder is made")
        self._lay_out(beside(self.out, self.browse))
        self.what.currentIndexChanged.connect(self._on_what)
        self.form.currentIndexChanged.connect(self._refresh)
        self.all.toggled.connect(self._refresh)
        self.out.textEdited.connect(self._on_out)
        self.browse.clicked.connect(self._browse)

    def _lay_out(self, place: QWidget) -> None:
        self._lines = form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(labelled("E&xport", self.what), self.what)
        form.addRow(labelled("&Scenes", self.all), self._which)
        form.addRow("", self._of_run)
        form.addRow(labelled("&Format", self.form), self.form)
        form.addRow(labelled("&New folder", self.out), place)
        for widget, words in ((self.what, "Export"), (self.form, "Format"), (self.out, "New folder")):
            widget.setAccessibleName(tr(words))
            widget.setMinimumHeight(TARGET_PX)
        self.said = Words(wordWrap=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_ok)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.said)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().lineSpacing() * 16)

    @property
    def kind(self) -> What:
        """What is to be exported."""
        kind: What = self.what.currentData()
        return kind

    def answer(self) -> Export:
        """What the fields say."""
        only = self._there_is.edited(self.kind) if self._is_of_edited() else None
        return Export(self.kind, only, str(self.form.currentData() or ""), self._folder())

    # ---- what the person does

    def _on_what(self, _index: int = 0) -> None:
        kind, there_is = self.kind, self._there_is
        number = len(there_is.edited(kind))
        self.all.setText(tr(f"All {there_is.scenes:,}"))
        self.edited.setText(tr(f"The {number:,} edited ones only" if number > 1 else "The edited ones only"))
        self.edited.setEnabled(number > 0)
        self.edited.setToolTip(tr("" if number else NONE_EDITED))
        if not number:
            self.all.setChecked(True)
        self.form.blockSignals(True)  # it is filled, which is no choice
        self.form.clear()
        for title, name in there_is.forms.get(kind, {}).items():
            self.form.addItem(tr(title), name)
        self.form.setCurrentIndex(max(self.form.findData(there_is.own_form), 0) if self.form.count() else -1)
        self.form.blockSignals(False)
        self._lines.setRowVisible(self._which, kind != "poison")
        self._lines.setRowVisible(self._of_run, kind == "poison")
        self._lines.setRowVisible(self.form, self.form.count() > 1)
        self._refresh()

    def _on_out(self, _text: str) -> None:
        self._placed = True
        self._refresh()

    def _browse(self) -> None:
        folder = dialogs.choose_folder(self, "Where the new folder is made", str(self._folder().parent))
        if folder is not None:
            self._where, self._placed = folder, False
            self._refresh()

    def _on_ok(self) -> None:
        if self.ok.isEnabled():
            self.wanted.emit(self.answer())
            self.accept()

    # ---- what is said

    def _refresh(self, _what: object = None) -> None:
        if not self._placed:
            name = "_".join(filter(None, (IN_NAMES[self.kind], str(self.form.currentData() or ""))))
            self.out.setText(str(free_name(self._where / name)))
        problem = self._why_not()
        self.said.setText(tr(problem or self._in_words()))
        self.ok.setEnabled(not problem and bool(self.out.text().strip()))

    def _why_not(self) -> str:
        folder = self._folder()
        return why_no_place(folder) or (FULL.format(folder=folder) if listed(folder) else "")

    def _in_words(self) -> str:
        there_is, kind = self._there_is, self.kind
        edited = len(there_is.edited(kind))
        if kind == "poison":
            what = f"The poisoned dataset is written: {OF_RUN}"
        else:
            number = edited if self._is_of_edited() else there_is.scenes
            things = "density map" if kind == "maps" else "scene"
            what = f"{number:,} {things}{'s' * (number != 1)} {'is' if number == 1 else 'are'} written"
        yours = f", {edited:,} of them with your edits" if edited and not self._is_of_edited() else ""
        if self._is_of_edited():
            yours = ", with your edits"
        return f"{what}{yours if kind != 'poison' else ''}. The source stays as it is."

    def _is_of_edited(self) -> bool:
        return self.kind != "poison" and self.edited.isChecked()

    def _folder(self) -> Path:
        return path_of(self.out.text())
