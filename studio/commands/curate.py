"""Scenes and their labels: walked through, marked, checked, proposed, and compared with another's."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from ..actions import ActionId
from ..desktop import dialogs
from ..lists.differences_window import DifferencesWindow
from ..services import Services
from .group import CommandGroup, Handlers, Working


class CurateCommands(CommandGroup):
    """What a curator does with scenes and heads."""

    def __init__(self, window: QWidget, services: Services) -> None:
        super().__init__(window, services)
        self.differences: DifferencesWindow | None = None

    def handlers(self) -> Handlers:
        document = self._services.document
        return {
            ActionId.NEXT_SCENE: lambda: document.step_scene(1),
            ActionId.PREVIOUS_SCENE: lambda: document.step_scene(-1),
            ActionId.COPY_HEADS: self._services.heads.copy,
            ActionId.CUT_HEADS: self._services.heads.cut,
            ActionId.PASTE_HEADS: lambda: self._services.heads.paste(self._services.link.image_size),
            ActionId.INVERT_SELECTION: self._services.heads.invert,
            ActionId.MERGE_CLOSE: self._services.heads.merge_close,
            ActionId.NEXT_ON_TOUR: lambda: self._services.heads.tour(1),
            ActionId.PREVIOUS_ON_TOUR: lambda: self._services.heads.tour(-1),
            ActionId.TOGGLE_GRID: lambda: self._services.heads.show_grid(not self._services.heads.grid_shown),
            ActionId.MARK_CELL: self._services.heads.mark_cell,
            ActionId.CLEAR_GRID: self._services.heads.clear_grid,
            ActionId.PROPOSE_HEADS: self.propose_heads,
            ActionId.ACCEPT_PROPOSALS: self._services.proposer.accept,
            ActionId.REJECT_PROPOSALS: self._services.proposer.reject,
            ActionId.SECOND_OPEN: self.open_second,
            ActionId.DIFFERENCES: self.show_differences,
            ActionId.SECOND_NEXT: lambda: self._services.second.step(1),
            ActionId.SECOND_TAKE: self._services.second.take_missed,
            ActionId.SECOND_DROP: self._services.second.drop_extra,
            ActionId.SECOND_AVERAGE: self._services.second.average,
            ActionId.NEXT_UNCHECKED: self.next_unchecked,
            ActionId.MARK_CHECKED: self.mark_checked,
            ActionId.MARK_EMPTY: self._services.heads.say_nobody,
            ActionId.MARK_UNLABELLED: self._services.heads.unlabel,
            ActionId.CHECK_SCENES: self.check_scenes,
            ActionId.CHECK_PEOPLE: self._services.problems.check_people,
            ActionId.NEXT_PROBLEM: lambda: self._services.problem_presenter.step(1),
            ActionId.PREVIOUS_PROBLEM: lambda: self._services.problem_presenter.step(-1),
            ActionId.FIX_PROBLEM: self._services.problem_presenter.fix_current,
            ActionId.FIX_ALL_PROBLEMS: self._services.problem_presenter.fix_all_of_kind,
            ActionId.PROPOSE_KERNEL: self._services.kernel.propose,
        }

    @property
    def working(self) -> tuple[Working, ...]:
        """The window of scenes that differ, where it was opened."""
        return () if self.differences is None else (self.differences,)

    def open_second(self) -> None:
        folder = dialogs.choose_folder(self._window, "Load a second annotation")
        if folder is not None:
            self._services.second.open(folder)

    def show_differences(self) -> None:
        """Show the list of scenes where labels differ from a second annotation, or from what a counter says."""
        services = self._services
        if self.differences is None:
            window = DifferencesWindow(services.document, services.second, services.counters, self._window)
            window.compared.connect(services.scenes.set_apart)
            window.compared_again.connect(services.scenes.set_apart_of)
            window.second_wanted.connect(self.open_second)
            self.differences = window
        self.differences.show()
        self.differences.activateWindow()

    def propose_heads(self) -> None:
        """Ask the counter, and take the tool that judges what it says."""
        self._services.proposer.toggle()
        if self._services.proposer.running:
            self._services.act(ActionId.TOOL_PROPOSE)

    def mark_checked(self) -> None:
        document = self._services.document
        marks = document.marks(document.scene_id)
        words = "Take the mark of the scene away" if marks.checked else "Mark the scene as checked"
        document.edit_marks(words, replace(marks, checked=not marks.checked))

    def next_unchecked(self) -> None:
        document = self._services.document
        ids = [scene.id for scene in document.dataset] if document.dataset is not None else []
        here = ids.index(document.scene_id) if document.scene_id in ids else -1
        following = (name for name in ids[here + 1 :] + ids[: here + 1] if not document.marks(name).checked)
        found = next(following, None)
        if found is None:
            self._services.notify.info("Every scene is marked as checked.")
        else:
            document.show_scene(found)

    def check_scenes(self) -> None:
        problems = self._services.problems
        if problems.running:
            problems.stop()
        else:
            problems.check()
