"""Projects, what is read of them and how, and the guide."""

from importlib import resources
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from miscount.engine.errors import EngineError

from ..actions import ActionId
from ..beginnings.offers import SAVE_ELSEWHERE
from ..desktop import dialogs
from ..document.opening import Unclear
from ..forms.reading_window import ReadingWindow
from ..lists.edits_elsewhere import EditsElsewhere
from ..lists.readers_list import ReadersList
from ..runs.scenes_of_runs import OF_ITS_OWN, reads_otherwise
from ..services import Services
from .group import CommandGroup, Handlers

ABOUT = (
    "Miscount {version}. A studio in which a person sees a crowd counter being made to miscount, and mends it. "
    "Everything stays on this machine. MIT license."
)


class FileCommands(CommandGroup):
    """Saves and recovers, says how labels are read and what reading told, and opens the guide."""

    def __init__(self, window: QWidget, services: Services) -> None:
        super().__init__(window, services)
        self._guide: QDialog | None = None
        self._elsewhere: EditsElsewhere | None = None
        self._readers: ReadersList | None = None
        self._reading = ReadingWindow(window, services.background)
        self._reading.chosen.connect(services.session.read_by)
        services.document.dataset_opened.connect(self._reading.close)
        self._reading.columns_wanted.connect(self.choose_columns)
        services.session.columns_asked.connect(self._ask_columns)
        services.session.ready.connect(self.say_what_the_recipe_reads)

    def handlers(self) -> Handlers:
        document = self._services.document
        return {
            ActionId.READERS_SAID: self.show_readers,
            ActionId.READING_RULES: self.show_reading,
            ActionId.SAVE: self._services.session.save,
            ActionId.SAVE_ELSEWHERE: self.save_elsewhere,
            ActionId.UNDO: document.history.undo,
            ActionId.REDO: document.history.redo,
            ActionId.RECOVER: self.recover,
            ActionId.EDITS_ELSEWHERE: self.show_edits_elsewhere,
            ActionId.GUIDE: self.open_guide,
            ActionId.ABOUT: self.about,
        }

    def save_elsewhere(self) -> None:
        folder = dialogs.choose_new_folder(self._window, "Save the project to a new folder")
        if folder is None:
            return
        try:
            self._services.session.save_elsewhere(folder)
        except EngineError as error:
            self._services.notify.error(str(error), action=SAVE_ELSEWHERE)

    def recover(self) -> None:
        session, notify = self._services.session, self._services.notify
        said = session.recover()
        if session.not_recovered:
            lost = "\n".join(f"{each.in_words} {each.why}" for each in session.not_recovered)
            notify.error(said, f"Not recovered:\n{lost}")
        else:
            notify.info(said)

    def show_reading(self) -> None:
        dataset = self._services.document.dataset
        if dataset is not None:
            self._reading.open(self._services.session.reading, dataset, self._services.document.read_only)

    def _ask_columns(self, asked: Unclear) -> None:
        """A table that is to be opened has columns that nobody knows: the person says which is which."""
        from miscount.engine.scenes.formats.column_guess import guess

        from ..forms.columns_dialog import ColumnsDialog  # it brings all formats along

        session = self._services.session
        asking = ColumnsDialog(asked.table, guess(asked.table), self._window)
        asking.accepted.connect(lambda: session.answer_columns(asked, asking.columns))
        asking.rejected.connect(lambda: session.answer_columns(asked, None))
        asking.open()

    def choose_columns(self) -> None:
        """Other columns for the table that is open."""
        from miscount.engine.scenes.formats.column_guess import guess, start_of

        from ..forms.columns_dialog import ColumnsDialog

        session, dataset = self._services.session, self._services.document.dataset
        table = next((scene.label_path for scene in dataset if scene.label_path), None) if dataset is not None else None
        if table is None:
            return
        start = start_of(table)
        asking = ColumnsDialog(start, guess(start) | session.reading.columns, self._window)
        asking.accepted.connect(lambda: session.read_by(session.reading.replace(columns=asking.columns)))
        asking.open()

    def say_what_the_recipe_reads(self) -> None:
        recipe = self._services.document.recipe
        if recipe is not None and reads_otherwise(recipe, self._services.session.reading):
            self._services.notify.warning(OF_ITS_OWN)

    def show_edits_elsewhere(self) -> None:
        session = self._services.session
        if self._elsewhere is None:
            self._elsewhere = EditsElsewhere()
            self._elsewhere_window = dialogs.window_of(
                self._elsewhere, "Edits that are not shown", self._window, (900, 420)
            )
        self._elsewhere.show_edits(session.absent, session.copies)
        self._elsewhere_window.show()
        self._elsewhere_window.activateWindow()

    def show_readers(self) -> None:
        """The list of what was said in reading; it follows the open dataset."""
        readers = self._services.readers
        if self._readers is None:
            self._readers = ReadersList()
            self._readers.chosen.connect(self._go_to)
            self._readers_window = dialogs.window_of(self._readers, "What reading told", self._window, (900, 460))
            readers.changed.connect(self._show_said)
        self._show_said()
        self._readers_window.show()
        self._readers_window.activateWindow()

    def _go_to(self, scene_id: str) -> None:
        if self._services.document.scene_of(scene_id) is not None:  # labels without a picture are no scene
            self._services.document.show_scene(scene_id)

    def _show_said(self) -> None:
        if self._readers is not None:
            self._readers.show_said(self._services.readers.said)

    def open_guide(self) -> None:
        if self._guide is None:
            from miscount.widgets.guide_view import GuideView

            view = GuideView()
            view.set_folder(Path(str(resources.files("miscount.resources") / "guide")))
            self._guide = dialogs.window_of(view, "Guide", self._window, (980, 720))
        self._guide.show()
        self._guide.activateWindow()

    def about(self) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("miscount")
        except PackageNotFoundError:
            number = "from a working copy"
        self._services.notify.info(ABOUT.format(version=number))
