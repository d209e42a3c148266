"""One question for a new project: its dataset, its name, where. Nothing is written before it is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from miscount.engine.paths import free_name
from miscount.engine.proposal import slug
from miscount.engine.reading import there
from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.language import tr
from miscount.widgets.words import Words

from ..desktop import dialogs
from ..desktop.background import Background
from ..forms.place_lines import beside, browse_button, labelled, path_of, why_no_place
from .recipe_texts import drawn_recipe, recipe_for
from .recognized import Looked, look_at

TYPING_MS = 250
CHOOSE = "Choose the folder that the pictures lie in; their labels are found by themselves."
LOOKING = "Looking at {name}…"
DRAWN = "Scenes are drawn once, into the project: crowds whose heads are known exactly."
HOLDS_PROJECT = "{folder} holds a project already."
WITHIN_DATA = "A project does not lie within its dataset, which is never written to: choose another place."


@dataclass(frozen=True)
class NewProject:
    """What the person wishes; `dataset` is None where scenes are drawn. `unlabelled`: all that was found."""

    folder: Path
    name: str
    dataset: Path | None
    recipe_yaml: str
    unlabelled: bool = False


class NewProjectWindow(QDialog):
    """`wanted` carries a NewProject when the person says so; it closes then, and makes nothing itself."""

    wanted = Signal(object)

    def __init__(
        self, background: Background, where: Path, parent: QWidget | None = None, dataset: Path | None = None,
        title: str = "New project",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._background, self._parent_folder = background, where
        self._looked: Looked | None = None
        self._asked = 0
        self._named = self._placed = False  # by the person's own hand
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._look)
        self._build()
        if dataset is not None:
            self.dataset.setText(str(dataset))
            self._look()
        self._refresh()

    def _build(self) -> None:
        self.dataset, self.name, self.where = QLineEdit(), QLineEdit(), QLineEdit()
        self.draws = QCheckBox(tr("Draw synthetic scenes instead"))
        self.browse, self.browse_where = browse_button("the dataset"), browse_button("the place")
        self._found, self._odd, self._proposed, self._problem = (Words(wordWrap=True) for _ in range(4))
        for label in (self._found, self._odd, self._proposed):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._proposed.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.dataset.setPlaceholderText(tr("Folder of the dataset"))
        self.dataset.textEdited.connect(self._on_dataset)
        self.name.textEdited.connect(self._on_name)
        self.where.textEdited.connect(self._on_where)
        self.draws.toggled.connect(self._on_draws)
        self.browse.clicked.connect(self._browse_dataset)
        self.browse_where.clicked.connect(self._browse_where)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(labelled("&Dataset", self.dataset), beside(self.dataset, self.browse))
        form.addRow("", self.draws)
        for words in (self._found, self._odd, self._proposed):
            form.addRow("", words)
        form.addRow(tr("&Name"), self.name)
        form.addRow(labelled("&Where", self.where), beside(self.where, self.browse_where))
        for line, title in ((self.dataset, "Dataset"), (self.name, "Name"), (self.where, "Where")):
            line.setAccessibleName(tr(title))
            line.setMinimumHeight(TARGET_PX)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(tr("Make the project"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_ok)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self._problem)
        column.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 100, self.fontMetrics().lineSpacing() * 24)

    # ---- what the person does

    def _on_dataset(self, _text: str) -> None:
        self._asked += 1
        self._looked = None
        self._typing.start()
        self._refresh()

    def _on_name(self, _text: str) -> None:
        self._named = True
        self._refresh()

    def _on_where(self, _text: str) -> None:
        self._placed = True
        self._refresh()

    def _on_draws(self, _draws: bool) -> None:
        self._asked += 1
        if not self.draws.isChecked():
            self._looked = None
            self._look()
        self._refresh()

    def _browse_dataset(self) -> None:
        folder = dialogs.choose_folder(self, "The dataset's folder", self.dataset.text())
        if folder is not None:
            self.draws.setChecked(False)
            self.dataset.setText(str(folder))
            self._on_dataset("")
            self._look()

    def _browse_where(self) -> None:
        folder = dialogs.choose_folder(self, "Where the project's folder is made", str(self._parent_folder))
        if folder is not None:
            self._parent_folder, self._placed = folder, False
            self._refresh()

    def _on_ok(self) -> None:
        if self.ok.isEnabled():
            self.wanted.emit(self.answer())
            self.accept()

    def answer(self) -> NewProject:
        """What the fields say."""
        name, folder = self.name.text().strip(), path_of(self.where.text())
        if self.draws.isChecked():
            return NewProject(folder, name, None, drawn_recipe(name))
        dataset, looked = path_of(self.dataset.text()), self._looked
        proposal = looked.proposal if looked is not None else None
        found = looked.found if looked is not None else None
        bare = found is not None and not found.is_labelled
        return NewProject(folder, name, dataset, recipe_for(name, dataset, proposal), bare)

    # ---- what is found

    def _look(self) -> None:
        self._typing.stop()
        text = self.dataset.text().strip()
        if not text or self.draws.isChecked():
            self._refresh()
            return
        self._asked += 1
        number, folder = self._asked, path_of(text)

        def take(looked: Looked) -> None:
            if number == self._asked:
                self._looked = looked
                self._refresh()

        # a dialog that was closed meanwhile hears nothing: it counts up when it goes
        self._background.run(_looking(folder), take, lambda why: take(Looked(problem=why)))
        self._refresh()

    def done(self, result: int) -> None:
        """Closed, one way or the other: what is still being read is of no use."""
        self._asked += 1
        self._typing.stop()
        super().done(result)

    def _refresh(self) -> None:
        self._name_after_data()
        self._show_found()
        problem = self._why_not()
        self._problem.setText(tr(problem))
        self._problem.setVisible(bool(problem))
        self.ok.setEnabled(not problem and self._is_known)

    @property
    def _is_known(self) -> bool:
        """Whether there is a dataset that can be opened, or scenes are drawn."""
        if self.draws.isChecked():
            return bool(self.name.text().strip())
        return self._looked is not None and not self._looked.problem and bool(self.name.text().strip())

    def _name_after_data(self) -> None:
        text = self.dataset.text().strip()
        if not self._named:
            self.name.setText("Drawn scenes" if self.draws.isChecked() else path_of(text).name if text else "")
        if not self._placed:
            name = self.name.text().strip()
            self.where.setText(str(free_name(self._parent_folder / slug(name))) if name else str(self._parent_folder))

    def _show_found(self) -> None:
        drawn, looked, text = self.draws.isChecked(), self._looked, self.dataset.text().strip()
        self.dataset.setEnabled(not drawn)
        odd: tuple[str, ...] = ()
        reasons: tuple[str, ...] = ()
        if drawn:
            words = DRAWN
        elif not text:
            words = CHOOSE
        elif looked is None:
            words = LOOKING.format(name=path_of(text).name)
        elif looked.found is None:
            words = looked.problem or looked.note
        else:
            words, odd = looked.found.in_words, looked.found.odd
            reasons = looked.proposal.reasons if looked.proposal is not None else ()
        self._found.setText(tr(words))
        self._odd.setText(tr("\n".join(f"Odd: {line}" for line in odd)))
        self._proposed.setText(tr("\n".join(["Proposed, and yours to change:", *reasons]) if reasons else ""))
        for label in (self._odd, self._proposed):
            label.setVisible(bool(label.text()))

    def _why_not(self) -> str:
        """A sentence where what is in the fields cannot be made; of what is missing still, none."""
        name, where = self.name.text().strip(), self.where.text().strip()
        if not name or not where:
            return ""
        folder = path_of(where)
        if why := why_no_place(folder):
            return why
        if there(folder / "project.yaml"):
            return HOLDS_PROJECT.format(folder=folder)
        text = self.dataset.text().strip()
        if text and not self.draws.isChecked() and folder.is_relative_to(path_of(text)):
            return WITHIN_DATA
        return ""


def _looking(folder: Path) -> Callable[[], Looked]:
    return lambda: look_at(folder)
