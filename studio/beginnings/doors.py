"""The ways in: the start page, projects, datasets, photographs and runs' folders, by hand or named at the start."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from miscount.engine import plugins
from miscount.engine.errors import EngineError
from miscount.engine.reading import real_path, there
from miscount.widgets.start_page import Beginning, Recent, StartPage

from ..actions import ActionId
from ..desktop import dialogs, places
from ..document.drawing import draw_first
from ..document.project import open_project
from ..forms.preferences import Preferences
from ..services import Services
from .new_project_window import NewProject, NewProjectWindow
from .recognized import PROJECT, Recognized, recognize
from .remembered import RecentProject, recent_projects, when_in_words

ABOUT = "See a crowd counter being made to miscount, and mend it. Everything stays on this machine."
BEGINNINGS = (
    Beginning(
        "quickstart", "Quickstart: see an attack in a minute",
        "Drawn crowds, a trigger to move with your own hand, and a recipe that is ready to run.", "play",
    ),
    Beginning(
        "dataset", "Open a dataset…",
        "ShanghaiTech, UCF-QNRF, JHU-Crowd++, NWPU, COCO, CVAT, YOLO, tables and more, recognized by their files.",
        "scenes",
    ),
    Beginning(
        "photographs", "Label photographs…", "A folder of pictures, with or without labels; they are never written to.",
        "heads",
    ),
    Beginning("project", "Open a project…", "A folder with a project.yaml.", "open"),
    Beginning("run", "Open a run's folder…", "What a run left, from the window, a shell or a cluster.", "evaluate"),
)  # fmt: skip
AHEAD_MS = 400
"""The start page is painted first; then scenes of the quickstart are drawn ahead of need."""

GONE = "{folder} holds no project any more, so the start page is shown; Delete takes it off the list."


class Doors(QObject):
    """Opens what the person names. Whatever is refused leaves project, disk and window as they were."""

    start_shown = Signal(bool)  # whether the start page is wanted, instead of the regions
    shown_alone = Signal(object)  # Recognized: a run or a suite that lies in no project

    def __init__(
        self, window: QWidget, services: Services, preferences: Preferences, show_page: Callable[[ActionId], None]
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._preferences = window, services, preferences
        self._show_page = show_page
        self._then: Callable[[], None] | None = None
        self._stop_ahead = threading.Event()
        self._left_out: set[str] = set()  # plugins, by hash, that the person did not allow in this window
        self._told: set[str] = set()
        self.recent: tuple[RecentProject, ...] = ()  # as they were when they were last looked at
        self.start_page = StartPage(BEGINNINGS, ABOUT)
        self.start_page.begun.connect(self._begin)
        self.start_page.opened.connect(lambda folder: self.open_folder(Path(folder)))
        self.start_page.forgotten.connect(self._forget)
        self.new_project_window: NewProjectWindow | None = None
        services.session.opened.connect(self._on_opened)
        services.session.ready.connect(self.look_at_recent)
        services.session.ready.connect(self._tell_of_plugins)
        services.session.refused.connect(self._on_refused)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "made before its windows"
        app.applicationStateChanged.connect(self._on_application_state)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        return {
            ActionId.START_PAGE: self.show_start,
            ActionId.NEW_PROJECT: self.new_project,
            ActionId.OPEN_PROJECT: self.open_project,
            ActionId.OPEN_DATASET: self.open_dataset,
            ActionId.OPEN_RUN: self.open_run,
            ActionId.OPEN_QUICKSTART: self.open_quickstart,
        }

    # ---- starting

    def open_first(self, named: str | None) -> None:
        """What was named at the start, the project that crashed, the last one, or the start page."""
        if named is not None:
            self.show_start()
            self.open_path(Path(named))
            return
        settings = self._preferences.value
        if not settings.last_project and not settings.recent:
            self.show_start()
            return
        look = partial(_to_begin_with, settings.last_project, settings.recent)
        self._services.background.run(look, self._begin_with, lambda _why: self.show_start())

    def _begin_with(self, found: "_ToBeginWith") -> None:
        if found.is_there and found.folder is not None and self.open_folder(found.folder):
            return
        self.show_start()
        if found.folder is not None:
            self._services.notify.info(GONE.format(folder=found.folder))

    def show_start(self) -> None:
        """Show the start page; what is open stays open below it."""
        self.start_shown.emit(True)
        self.start_page.begin()
        self.look_at_recent()
        QTimer.singleShot(AHEAD_MS, self, self._draw_ahead)

    def look_at_recent(self) -> None:
        """Read what is known of recent projects, on a thread: one of them may lie on a drive that answers late."""
        look = partial(recent_projects, self._preferences.value.recent)
        self._services.background.run(look, self._show_recent, lambda _why: None)

    def close(self) -> None:
        """Stop what is drawn ahead of need."""
        self._stop_ahead.set()

    def _draw_ahead(self) -> None:
        if self._services.session.project is None and not self._stop_ahead.is_set():
            self._services.background.run(partial(_draw_ahead, self._stop_ahead), failed=lambda _why: None)

    def _show_recent(self, found: list[RecentProject]) -> None:
        now, was_empty = datetime.now(), not self.recent
        self.recent = tuple(found)
        rows = [
            Recent(str(each.folder), each.name, _short(each.folder), when_in_words(each.opened, now), not each.is_there)
            for each in found
        ]
        self.start_page.set_recent(rows)
        for each in found:
            self._services.background.run(
                partial(QImage, str(each.picture)), partial(self.start_page.set_picture, str(each.folder))
            )
        if was_empty and found and self.start_page.isVisible():
            self.start_page.begin()

    def _begin(self, key: str) -> None:
        begins: dict[str, Callable[[], object]] = {
            "quickstart": self.open_quickstart,
            "dataset": partial(self._choose_dataset, "Open a dataset"),
            "photographs": partial(self._choose_dataset, "Label photographs", ActionId.PAGE_HEADS),
            "project": self.open_project,
            "run": self.open_run,
        }
        begins[key]()

    def _forget(self, folder: str) -> None:
        self._preferences.forget_project(folder)
        self.look_at_recent()

    # ---- opening

    def open_path(self, path: Path) -> None:
        """Open a folder, whatever it is; the person is told where it is nothing that can be opened."""
        self._services.session.progress.emit(f"Looking at {path.name}…", 0, 0)

        def take(found: Recognized) -> None:
            self._services.session.progress.emit("", 0, 0)
            match found.kind:
                case "project":
                    self.open_folder(found.folder)
                case "run":
                    self._open_results(found, self._show_run, self._services.runs.set_folder)
                case "suite":
                    self._open_results(found, self._show_suite, self._services.suites.set_folder)
                case _:
                    self._open_data(found.folder)

        def failed(why: str) -> None:
            self._services.session.progress.emit("", 0, 0)
            self._services.notify.error(why)

        self._services.background.run(partial(recognize, path), take, failed)

    def open_folder(self, folder: Path, dataset: Path | None = None) -> bool:
        """Begin to open a project, with another dataset where one is given; whether there is one to open.

        It takes the place of the open one when all of it is read; what is wrong is told then.
        """
        self._then = None
        if self._is_held():
            return False
        self._ask_for_plugins(plugins.find(folder))
        try:
            self._services.session.open(folder, dataset)
        except EngineError as error:
            self._services.notify.error(str(error))
            return False
        return True

    def look_for_plugins(self) -> None:
        """Of the open project, on a thread: some may have come, or been edited, while another window was looked at."""
        project = self._services.session.project
        if project is not None:
            self._services.background.run(partial(plugins.find, project.folder), partial(self._offer, project.folder))

    def _offer(self, folder: Path, found: tuple[plugins.PluginFile, ...]) -> None:
        project, document = self._services.session.project, self._services.document
        if project is None or project.folder != folder or QApplication.activeModalWidget() is not None:
            return
        if self._ask_for_plugins(found):
            plugins.look_in(folder)
            document.value_changed.emit("recipe")  # its forms have other kinds to choose from
            self._tell_of_plugins()

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look_for_plugins()

    def _ask_for_plugins(self, found: tuple[plugins.PluginFile, ...]) -> bool:
        """Whether the person allowed any of those that wait.

        Nothing that a project brings along is run before the person has said so, once for each content.
        """
        waiting = [
            file for file in found if file.sha256 not in self._left_out and not plugins.is_allowed(file.sha256)
        ]  # fmt: skip
        if not waiting:
            return False
        details = "\n".join(f"{file.path}\nSHA-256 {file.sha256}" for file in waiting)
        if not dialogs.allow_plugins(self._window, ", ".join(file.name for file in waiting), details):
            self._left_out |= {file.sha256 for file in waiting}
            return False
        try:
            for file in waiting:
                plugins.allow(file.sha256, file.path)
        except EngineError as error:
            self._services.notify.error(str(error))
            return False
        return True

    def _tell_of_plugins(self) -> None:
        """Say which plugins could not be used, each once."""
        for sentence in plugins.left_out():
            if sentence not in self._told:
                self._told.add(sentence)
                self._services.notify.warning(sentence)

    def _is_held(self) -> bool:
        problem = self._services.session.may_leave()
        if problem:
            self._services.notify.warning(problem)
        return bool(problem)

    def open_project(self) -> None:
        """One that the person chooses."""
        folder = dialogs.choose_folder(self._window, "Open a project")
        if folder is not None:
            self.open_folder(folder)

    def open_quickstart(self) -> None:
        """The person's own copy of it."""
        try:
            self.open_folder(places.quickstart_project())
        except EngineError as error:
            self._services.notify.error(str(error))

    def open_dataset(self) -> None:
        """Another dataset in the open project; without one, a dataset to make a project of."""
        project = self._services.session.project
        if project is None:
            self._choose_dataset("Open a dataset")
            return
        folder = dialogs.choose_folder(self._window, "Show another dataset in this project")
        if folder is not None:
            self.open_folder(project.folder, folder)

    def choose_dataset_of(self, project: Path) -> None:
        """Open a project whose dataset cannot be read, on another one."""
        folder = dialogs.choose_folder(self._window, f"The dataset of {project.name}")
        if folder is not None:
            self.open_folder(project, folder)

    # ---- new projects

    def new_project(
        self, dataset: Path | None = None, title: str = "New project", page: ActionId | None = None
    ) -> None:  # fmt: skip
        """Ask for a new project, which opens on `page`; nothing is made before the answer."""
        if self._is_held():
            return
        if self.new_project_window is not None:
            self.new_project_window.reject()  # another dataset was named meanwhile, by a file manager or a menu
        where = places.projects_folder(self._preferences.value.projects_folder)
        asking = NewProjectWindow(self._services.background, where, self._window, dataset, title)
        asking.wanted.connect(lambda wanted: self._make(wanted, page))
        asking.finished.connect(self._on_asked)
        self.new_project_window = asking
        asking.open()

    def _on_asked(self, _result: int) -> None:
        self.new_project_window = None

    def _choose_dataset(self, title: str, page: ActionId | None = None) -> None:
        if self._is_held():
            return
        folder = dialogs.choose_folder(self._window, title)
        if folder is not None:
            self._open_data(folder, title, page)

    def _open_data(self, folder: Path, title: str = "Open a dataset", page: ActionId | None = None) -> None:
        """The latest project on this dataset, or a new one."""

        def take(known: Path | None) -> None:
            if known is None:
                self.new_project(folder, title, page)
            elif self.open_folder(known) and page is not None:
                self._then = partial(self._show_page, page)

        self._services.background.run(partial(_project_on, folder, self._preferences.value.recent), take)

    def _make(self, wanted: NewProject, page: ActionId | None) -> None:
        try:
            self._services.session.create(wanted.folder, wanted.name, wanted.dataset, wanted.recipe_yaml)
        except EngineError as error:
            self._services.notify.error(str(error))
            return
        page = page or (ActionId.PAGE_HEADS if wanted.unlabelled else None)
        self._then = partial(self._show_page, page) if page is not None else None

    def _on_opened(self) -> None:
        self.start_shown.emit(False)
        then, self._then = self._then, None
        if then is not None:
            QTimer.singleShot(0, self, then)  # when everybody has heard what is open

    def _on_refused(self, _why: str, _folder: Path) -> None:
        self._then = None
        if self._services.session.project is None:
            self.show_start()

    # ---- runs

    def open_run(self) -> None:
        """The folder of a run, in its project or on its own."""
        folder = dialogs.choose_folder(self._window, "Open a run's folder")
        if folder is not None:
            self.open_path(folder)

    def _open_results(self, found: Recognized, show: Callable[[Path], None], enlist: Callable[[Path], None]) -> None:
        """A run or a suite within its project; by itself where it lies in none."""
        if found.project is None:
            self._open_alone(found, show, enlist)
            return
        open_now = self._services.session.project
        if open_now is not None and open_now.folder == found.project:
            show(found.folder)
            self.start_shown.emit(False)
        elif self.open_folder(found.project):
            self._then = partial(show, found.folder)

    def _open_alone(self, found: Recognized, show: Callable[[Path], None], enlist: Callable[[Path], None]) -> None:
        problem = self._services.session.leave()
        if problem:
            self._services.notify.warning(problem)
            return
        self._services.runs.set_folder(None)  # what was opened alone before belonged to no project that was left
        self._services.suites.set_folder(None)
        enlist(found.folder.parent)
        show(found.folder)
        self.start_shown.emit(False)
        self.shown_alone.emit(found)

    def _show_run(self, folder: Path) -> None:
        self._services.runs.refresh(then_show=folder)
        self._show_page(ActionId.PAGE_EVALUATE)

    def _show_suite(self, folder: Path) -> None:
        self._services.suites.show(folder)
        self._show_page(ActionId.PAGE_COMPARE)


@dataclass(frozen=True)
class _ToBeginWith:
    folder: Path | None
    is_there: bool


def _to_begin_with(last: str, recent: tuple[str, ...]) -> _ToBeginWith:
    """The project that crashed, or the last one."""
    crashed = next((folder for folder in map(Path, recent) if _has_crashed(folder)), None)
    wanted = crashed or (Path(last) if last else None)
    return _ToBeginWith(wanted, wanted is not None and there(wanted / PROJECT))


def _project_on(dataset: Path, recent: tuple[str, ...]) -> Path | None:
    """The latest project on the dataset."""
    for folder in map(Path, recent):
        with suppress(EngineError):
            if open_project(folder).dataset_path == real_path(dataset):
                return folder
    return None


def _draw_ahead(stop: threading.Event) -> None:
    with suppress(EngineError):  # it is told when it is opened
        draw_first(open_project(places.quickstart_project()), stop)


def _has_crashed(project: Path) -> bool:
    """Whether a studio that is gone has left its lock in the project; the lock is taken away then."""
    path = project / ".lock"
    if not there(path):
        return False
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True


def _short(folder: Path) -> str:
    """A path as a person writes it: from their home, where it lies in it."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
