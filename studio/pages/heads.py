"""Heads: adding, moving and deleting them, their weights and notes, what was looked at, and a second opinion."""

from functools import partial

from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLineEdit, QPushButton, QWidget

from miscount.engine.scenes.scene import Scene
from miscount.widgets.language import tr
from miscount.widgets.progress_bar import ProgressBar

from ..actions import ActionId
from ..forms.inspector import Column, Facts
from .base import Page
from .proposals_panel import ProposalsPanel

_HOW = (
    "Click adds a head, Ctrl+click in every tool; a drag moves it. S selects: drag a box, with Alt a lasso; Shift "
    "adds. Arrows nudge by 1 px, Shift by 10; Delete removes. By keyboard alone, arrows move the "
    "crosshair and Enter places."
)
_SEVERAL = "several"
_UNLABELLED = (
    "This scene has no labels yet. Press P and click every head; or load a counter (Ctrl+L), let it propose heads "
    "(Shift+P) and judge them. With the first head it counts as labelled. Press 0 where nobody is there."
)
_NOBODY = "You say that nobody is in this picture: it counts as labelled, with no heads. U takes that back."
_LABEL_ANEW = "Its heads can be placed anew here; the file stays as it is."


class HeadsPage(Page):
    """Edits the heads of the current scene."""

    action = ActionId.PAGE_HEADS
    icon = "heads"
    tool = "point"
    tools = ("select", "point", "propose", "pan")

    def make_inspector(self) -> QWidget:
        column = Column()
        column.heading("Heads")
        self._facts = column.add(
            Facts(
                (
                    ("Heads", "Annotated heads of this scene, with your edits."),
                    ("In the file", "Heads as the dataset holds them."),
                    ("Selected", "Heads that Delete and the arrows act on."),
                )
            )
        )
        self._state = column.words("", quiet=False)
        act = self.services.act
        column.button("Add heads  (P)", "Click to add a head.", lambda: act(ActionId.TOOL_POINT), "point")
        self._nobody = column.button(
            "Nobody is in this picture  (0)", self._tip(ActionId.MARK_EMPTY), lambda: act(ActionId.MARK_EMPTY), "check"
        )
        self._unlabel = column.button(
            "Not labelled yet  (U)", self._tip(ActionId.MARK_UNLABELLED), lambda: act(ActionId.MARK_UNLABELLED), "reset"
        )
        column.button("Select  (S)", "Click or drag a box.", lambda: act(ActionId.TOOL_SELECT), "select")
        column.words(_HOW)
        self._proposals = ProposalsPanel(self.services, column)
        self._proposals.threshold.valueChanged.connect(self._on_least)
        column.heading("The selected heads")
        column.add(self._make_selected())
        column.heading("Looking through")
        self._progress = ProgressBar(maximum=100, format=tr("%p % looked at"))
        self._progress.setAccessibleName(tr("Share of the scene that was looked at"))
        column.add(self._progress)
        press = self.services.press
        column.button("Coverage grid  (G)", "Show the cells.", lambda: press(ActionId.TOGGLE_GRID), "table")
        column.button("Looked at, next cell  (L)", "Cell by cell.", lambda: act(ActionId.MARK_CELL), "check")
        column.button("Next head, close up  (N)", "In reading order.", lambda: act(ActionId.NEXT_ON_TOUR), "zoom-in")
        self._make_second(column)
        column.heading("Your edits")
        self._revert = column.button(
            "Back to the dataset's heads", "Drop your edits of this scene, as one step.", self._on_revert, "reset"
        )
        document = self.services.document
        for changed in (document.heads_changed, document.selection_changed, document.scene_changed,
                        document.proposals_changed, document.laid, self.services.proposer.changed,
                        self.services.counters.changed, self.services.canvas.proposals.selection_changed):  # fmt: skip
            changed.connect(self._refresh)
        self.services.pictures.ready.connect(self._refresh)
        self.services.heads.coverage_changed.connect(self._show_coverage)
        self.services.second.changed.connect(self._show_second)
        return column

    def _make_selected(self) -> QWidget:
        sheet = QWidget()
        form = QFormLayout(sheet)
        form.setContentsMargins(0, 0, 0, 0)
        self._weight = QDoubleSpinBox(minimum=0.0, maximum=1000.0, singleStep=0.1, decimals=3)
        self._weight.setKeyboardTracking(False)
        self._weight.setToolTip(tr("How many persons a head stands for in the density map; 1 for a person."))
        self._weight.setAccessibleName(tr("Weight of the selected heads"))
        self._note = QLineEdit()
        self._note.setToolTip(tr("A remark on the selected heads; they get a flag on the canvas."))
        self._note.setAccessibleName(tr("Note on the selected heads"))
        form.addRow(tr("Weight"), self._weight)
        form.addRow(tr("Note"), self._note)
        self._weight.valueChanged.connect(self._on_weight)
        self._note.editingFinished.connect(self._on_note)
        return sheet

    def _make_second(self, column: Column) -> None:
        act = self.services.act
        column.heading("Second annotator")
        column.button("Load a second annotation…", "The same scenes.", lambda: act(ActionId.SECOND_OPEN), "open")
        column.button(
            "Scenes where labels differ…", self._tip(ActionId.DIFFERENCES), lambda: act(ActionId.DIFFERENCES), "compare"
        )
        self._agreement = column.add(
            Facts(
                (
                    ("Folder", "Where the other annotation lies."),
                    ("Both have", "Heads matched by the best assignment within the radius."),
                    ("Only theirs", "Triangles on the canvas."),
                    ("Only ours", "Crossed squares on the canvas."),
                    ("F1", "2 K / (2 K + only theirs + only ours), K matched pairs."),
                )
            )
        )
        self._radius = QDoubleSpinBox(minimum=1, maximum=500, suffix=" px", decimals=0)
        self._radius.setKeyboardTracking(False)
        self._radius.setValue(self.services.second.radius_px)
        self._radius.setToolTip(tr("Heads farther apart are two persons."))
        self._radius.setAccessibleName(tr("Radius of matching"))
        self._radius.valueChanged.connect(self.services.second.set_radius)
        column.add(self._radius)
        buttons: tuple[tuple[str, ActionId, str], ...] = (
            ("Next difference  (F9)", ActionId.SECOND_NEXT, "right"),
            ("Add the other's heads", ActionId.SECOND_TAKE, "plus"),
            ("Drop what only we have", ActionId.SECOND_DROP, "minus"),
            ("Meet in the middle", ActionId.SECOND_AVERAGE, "compare"),
        )
        self._second: list[QPushButton] = []
        for words, action, sign in buttons:
            self._second.append(column.button(words, self._tip(action), partial(act, action), sign))
        self._show_second()

    @staticmethod
    def _tip(action: ActionId) -> str:
        from ..actions import ACTIONS

        return next(spec.tip for spec in ACTIONS if spec.id is action)

    def enter(self) -> None:
        self._refresh()
        self._show_coverage()

    def leave(self) -> None:
        self._on_note()

    # ---- what is shown

    def _refresh(self, _what: object = None) -> None:
        document = self.services.document
        scene = document.scene
        self._proposals.refresh()
        self._show_state()
        if scene is None or self.services.pictures.kept(scene.id) is None:
            self._facts.show_facts(Heads=None, In_the_file=None, Selected=None)
            self._revert.setEnabled(False)
            self._show_selected(0)
            return
        labelled = not (document.unreadable(scene.id) or document.is_unlabelled(scene.id))
        self._facts.show_facts(
            Heads=len(document.annotation(scene.id)),
            In_the_file=len(document.source(scene.id)) if labelled and _has_labels(scene) else "no labels",
            Selected=len(document.selection) or "none",
        )
        self._show_selected(len(document.selection))
        self._revert.setEnabled(scene.id in document.edited_heads and not document.read_only)

    def _show_state(self) -> None:
        """What to do next, where the scene has no labels yet or they cannot be read."""
        document = self.services.document
        broken = document.unreadable(document.scene_id) if document.scene is not None else ""
        words = ""
        if broken and not document.has_heads_edited(document.scene_id):
            words = f"{broken} {_LABEL_ANEW}"
        elif document.scene is not None and document.is_unlabelled(document.scene_id):
            words = _UNLABELLED
        elif document.says_nobody(document.scene_id) and not len(document.annotation(document.scene_id)):
            words = "" if document.has_labels(document.scene_id) else _NOBODY
        self._nobody.setEnabled(self._may_say_nobody())
        self._unlabel.setEnabled(
            document.has_heads_edited(document.scene_id)
            and not document.has_labels(document.scene_id)
            and not document.read_only
        )
        self._state.setText(tr(words))
        self._state.setVisible(bool(words))

    def _may_say_nobody(self) -> bool:
        document, scene_id = self.services.document, self.services.document.scene_id
        if document.scene is None or document.read_only or document.has_labels(scene_id):
            return False
        return not len(document.annotation(scene_id)) and not document.says_nobody(scene_id)

    def _show_selected(self, number: int) -> None:
        can = bool(number) and not self.services.document.read_only
        weight, note = (self.services.heads.weight(), self.services.heads.note()) if number else (None, "")
        for field in (self._weight, self._note):
            field.setEnabled(can)
            field.blockSignals(True)
        self._weight.setSpecialValueText(_SEVERAL if number and weight is None else "")
        self._weight.setValue(0.0 if number and weight is None else weight if weight is not None else 1.0)
        self._note.setText(tr(note or ""))
        self._note.setPlaceholderText(tr(_SEVERAL if note is None else ""))
        for field in (self._weight, self._note):
            field.blockSignals(False)

    def _show_coverage(self) -> None:
        document = self.services.document
        self._progress.setValue(round(100 * document.marks(document.scene_id).progress))

    def _show_second(self) -> None:
        second = self.services.second
        found = second.agreement
        self._agreement.show_facts(
            Folder=second.folder.name if second.folder is not None else None,
            Both_have=None if found is None else len(found.pairs),
            Only_theirs=None if found is None else len(found.missed),
            Only_ours=None if found is None else len(found.extra),
            F1=None if found is None or found.f1 is None else f"{found.f1:.3f}",
        )
        shown = second.folder is not None
        for widget in (self._agreement, self._radius, *self._second):
            widget.setVisible(shown)

    # ---- what the person does

    def _on_weight(self, weight: float) -> None:
        self.services.heads.set_weight(weight)

    def _on_note(self) -> None:
        if self._note.isEnabled() and self._note.isModified():
            self._note.setModified(False)
            self.services.heads.set_note(self._note.text())

    def _on_revert(self) -> None:
        scene = self.services.document.scene
        if scene is not None:
            document = self.services.document
            document.edit_heads("Back to the dataset's heads", document.source(scene.id))

    def _on_least(self, value: float) -> None:
        self._proposals.set_least(value)


def _has_labels(scene: Scene) -> bool:
    """Whether the dataset says who is in the scene; asked of labels that were read."""
    return scene.labels.labelled
