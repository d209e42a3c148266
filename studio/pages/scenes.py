"""Scenes: what the dataset holds, and what the current scene is."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from miscount.engine.errors import EngineError
from miscount.widgets.language import tr

from ..actions import ActionId
from ..forms.inspector import Column, Facts
from ..forms.reading_window import rules_in_words
from .base import Page


class ScenesPage(Page):
    """Looks through scenes and their labels."""

    action = ActionId.PAGE_SCENES
    icon = "scenes"

    def make_inspector(self) -> QWidget:
        column = Column(self.services.problem_presenter.widget, whole=True)
        column.heading("This scene")
        self._scene = column.add(
            Facts(
                (
                    ("Name", "The scene's id in its dataset."),
                    ("Heads", "Annotated heads, with your edits; after the slash as they are in the file."),
                    ("Size", "Width and height of the stored image."),
                    ("Image", "The file, which is only ever read."),
                    ("Labels", "The annotation file, which is only ever read."),
                )
            )
        )
        self._notes = column.words("")
        column.heading("The dataset")
        self._dataset = column.add(
            Facts(
                (
                    ("Folder", "Where the scenes lie."),
                    ("Scenes", "By split."),
                    ("Read", "How labels are read where their files leave it open; kept with the project."),
                    ("Edited", "Scenes with your edits; they lie in the project, not in the dataset."),
                )
            )
        )
        act = self.services.act
        press = self.services.press
        column.button("Contact sheet  (Ctrl+G)", "Pictures in a grid.", lambda: press(ActionId.TOGGLE_SHEET), "table")
        column.button("Open another dataset…", "Show other scenes.", lambda: act(ActionId.OPEN_DATASET), "open")
        column.button(
            "How labels are read…", "Classes, boxes, which way up; kept with the project.",
            lambda: act(ActionId.READING_RULES), "settings",
        )  # fmt: skip
        self._export = column.button(
            "Export scenes…",
            "All or the edited ones, in a form that you choose.",
            lambda: act(ActionId.EXPORT_SCENES),
            "export",
        )
        document = self.services.document
        document.scene_changed.connect(self._refresh)
        document.heads_changed.connect(self._refresh)
        document.dataset_changed.connect(self._refresh)
        document.laid.connect(self._refresh)
        self.services.pictures.ready.connect(self._refresh)
        self.services.scenes.problems_found.connect(self._refresh)
        return column

    def enter(self) -> None:
        self._refresh()

    def _refresh(self, _what: object = None) -> None:
        self._show_scene()
        self._show_dataset()

    def _show_scene(self) -> None:
        document = self.services.document
        scene = document.scene
        if scene is None:
            self._scene.show_facts(Name=None, Heads=None, Size=None, Image=None, Labels=None)
            self._notes.setText(tr("No scene is open."))
            return
        kept = self.services.pictures.kept(scene.id)
        size = None if kept is None else f"{kept.image.shape[1]} × {kept.image.shape[0]} px"
        self._scene.show_facts(
            Name=scene.id, Size=size, Heads=self._heads(scene.id) if kept is not None else None,
            Image=_short(scene.image_path), Labels=_short(scene.label_path) if scene.label_path else "none",
        )  # fmt: skip
        self._notes.setText(tr(self._note(scene.id)))

    def _note(self, scene_id: str) -> str:
        """What reading its labels found; of a scene without labels that it is labelled here, once it is."""
        document = self.services.document
        edited, unreadable = scene_id in document.edited_heads, document.unreadable(scene_id)
        if edited and not unreadable and not document.has_labels(scene_id):
            return "Labelled in this project."
        return self.services.scenes.notes.get(scene_id) or "The labels read as they are."

    def _heads(self, scene_id: str) -> str:
        document = self.services.document
        try:
            now, scene = document.annotation(scene_id), document.scene_of(scene_id)
            if scene is None or scene_id not in document.edited_heads:
                return f"{len(now)}"
            return f"{len(now)}, edited / {len(scene.annotation)}"
        except EngineError as error:
            return str(error)

    def _show_dataset(self) -> None:
        dataset = self.services.document.dataset
        self._export.setEnabled(dataset is not None)
        if dataset is None:
            self._dataset.show_facts(Folder=None, Scenes=None, Read=None, Edited=None)
            return
        splits = ", ".join(f"{len(dataset.split(name))} {name}" for name in dataset.splits)
        document = self.services.document
        number = len(document.edited_heads.keys() | document.hand_maps.keys())
        edited = f"{number} scene{'s' * (number != 1)}"
        reading = rules_in_words(self.services.session.reading)
        self._dataset.show_facts(Folder=str(dataset.root), Scenes=splits, Read=reading, Edited=edited)


def _short(path: Path) -> str:
    return "/".join(path.parts[-3:])
