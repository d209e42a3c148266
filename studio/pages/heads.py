"""Heads: adding, moving and deleting them."""

from PySide6.QtWidgets import QWidget

from engine.errors import EngineError

from ..actions import ActionId
from ..inspector import Column, Facts
from .base import Page

_HOW = (
    "Click to add a head; a drag moves it. Ctrl+click adds in every tool.\n"
    "S selects: drag a box, Shift adds to it. Arrows nudge by 1 px, Shift by 10. Delete removes.\n"
    "By keyboard alone: arrows move the crosshair, Enter places a head."
)


class HeadsPage(Page):
    """Edits the heads of the current scene."""

    action = ActionId.PAGE_HEADS
    icon = "heads"
    tool = "point"

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
        act = self.desk.act
        column.heading("Tools")
        column.button("Add heads  (P)", "Click to add a head.", lambda: act(ActionId.TOOL_POINT), "point")
        column.button("Select  (S)", "Click or drag a box.", lambda: act(ActionId.TOOL_SELECT), "select")
        column.words(_HOW)
        self._revert = column.button(
            "Back to the dataset's heads", "Drop your edits of this scene, as one step.", self._on_revert, "reset"
        )
        document = self.desk.document
        document.heads_changed.connect(self._refresh)
        document.selection_changed.connect(self._refresh)
        document.scene_changed.connect(self._refresh)
        self.desk.pictures.ready.connect(self._refresh)
        return column

    def enter(self) -> None:
        self._refresh()

    def _refresh(self, _what: object = None) -> None:
        document = self.desk.document
        scene = document.scene
        if scene is None or self.desk.pictures.kept(scene.id) is None:
            self._facts.show_facts(Heads=None, In_the_file=None, Selected=None)
            self._revert.setEnabled(False)
            return
        try:
            self._facts.show_facts(
                Heads=len(document.annotation(scene.id)),
                In_the_file=len(scene.annotation),
                Selected=len(document.selection) or "none",
            )
        except EngineError as error:
            self._facts.show_fact("Heads", str(error))
        self._revert.setEnabled(scene.id in document.edited_heads and not document.read_only)

    def _on_revert(self) -> None:
        scene = self.desk.document.scene
        if scene is not None:
            self.desk.document.edit_heads("Back to the dataset's heads", scene.annotation)
