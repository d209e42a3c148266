"""Ten jobs of a person at the window, from photographs to an export: by real events, counted and timed.

Each takes the window where the one before left it. `goal` is how many acts a job may take.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QWidget

from miscount.engine.scenes.images import write_image
from miscount.engine.triggers.painted import Layer
from miscount.engine.triggers.rain import Rain
from miscount.widgets.forms.picked_list import PickedList
from miscount.widgets.notices import Severity
from miscount.widgets.results_table import ResultsTable
from miscount.widgets.stack_editor import StackEditor

from ..actions import ActionId
from ..beginnings.offers import RECOVER
from ..desktop import places
from ..desktop.garbage import GarbageCollector
from ..document.project import new_project
from ..forms.export_window import ExportWindow
from ..pages.verdict_panel import VerdictPanel
from ..settings import Settings
from ..window import StudioWindow
from .person import ALT, CTRL, NONE, Person

RECIPE = """
version: 1
name: jobs
data: {kind: synthetic, train: 40, test: 3, height: 96, width: 128, min_heads: 5, max_heads: 15}
split: {validation: 0.2, defender: 0.25}
counter: {kind: light}
training: {epochs: 1, batch: 8}
poison: {trigger: {kind: patch, size: 0.3, x: 0.5, y: 0.5}, label: {kind: thin, alpha: 0.3}, rate: 0.3}
defenses: [{kind: fine_tune}]
"""
NUM_PHOTOGRAPHS, HEIGHT, WIDTH = 6, 768, 1024
Key = Qt.Key
AnyWidget = TypeVar("AnyWidget", bound=QWidget)


class Jobs:
    """The window in which the jobs are done, and the files that they are done on, all of them in `folder`."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.person = Person(app)
        self._app, self._folder = app, folder
        self.photographs = _photographs(folder / "photographs")
        self.window = self._open(Settings(projects_folder=str(folder / "projects")))
        self.window.doors.show_start()
        self._garbage = GarbageCollector(app)  # as miscount.studio.app has it

    def close(self) -> None:
        self._garbage.close()
        self._garbage.deleteLater()
        self._close_window()

    def _close_window(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self._app.processEvents()

    def _open(self, settings: Settings) -> StudioWindow:
        window = StudioWindow(settings)
        window.resize(1440, 900)
        window.show()
        self._app.processEvents()
        return window

    @property
    def errors(self) -> list[str]:
        """What the window tells of faults."""
        return [one.text for one in self.window.notices.notices() if one.severity is Severity.ERROR]

    def _shown(self) -> bool:
        services = self.window.services
        shown, document = services.link.shown_scene, services.document
        return bool(shown) and shown == document.scene_id and document.recipe is not None and not document.waiting

    # ---- the ten jobs

    def open_photographs(self) -> None:
        """A folder of pictures without labels is ready to be labelled."""
        person, doors = self.person, self.window.doors
        with person.answering(self.photographs):
            person.click(doors.start_page.buttons["photographs"])
            person.wait(lambda: doors.new_project_window is not None, "the folder is looked at")
        asking = doors.new_project_window
        assert asking is not None
        person.wait(asking.ok.isEnabled, "the pictures are looked at")
        person.key(asking, Key.Key_Return)
        person.wait(self._shown, "the first photograph comes")
        assert len(self.window.services.document.dataset or ()) == NUM_PHOTOGRAPHS

    def label(self) -> None:
        """Three heads on one photograph and two on the next, one of them taken back."""
        person, services = self.person, self.window.services
        document, first = services.document, services.document.scene_id
        for at in ((200, 300), (400, 320), (640, 500)):
            person.click_image(services.canvas, *at)
        person.key(self.window, Key.Key_D)
        person.wait(lambda: first != document.scene_id == services.link.shown_scene, "the next one comes")
        for at in ((300, 300), (500, 420)):
            person.click_image(services.canvas, *at)
        person.key(self.window, Key.Key_Z, CTRL)
        heads = [len(document.annotation(scene)) for scene in (first, document.scene_id)]
        assert heads == [3, 1], heads

    def recover(self) -> None:
        """What was not saved when the program was killed is there again."""
        person = self.person
        session = self.window.services.session
        assert session.project is not None
        assert session._journal is not None
        assert session._journal.flush()
        project, journal = session.project.folder, places.journal_folder(session.project.folder)
        shutil.copytree(project, self._folder / "killed")
        shutil.copytree(journal, self._folder / "journal")
        self._close_window()  # which leaves nothing unsaved: the folders are put back as a kill would have left them
        for left, place in ((self._folder / "killed", project), (self._folder / "journal", journal)):
            shutil.rmtree(place, ignore_errors=True)
            left.rename(place)
        _leave_lock_of_the_dead(project / ".lock")
        self.window = self._open(Settings(last_project=str(project), recent=(str(project),)))
        self.window.doors.open_first(None)
        person.wait(self._shown, "the project that crashed opens")
        person.wait(lambda: self._offers(RECOVER), "the offer to recover comes")
        person.click(self._button(RECOVER))
        document = self.window.services.document
        person.wait(lambda: sum(len(document.annotation(s.id)) for s in document.dataset or ()) == 4, "it is recovered")

    def place_own_picture(self) -> None:
        """A PNG of one's own lies on the scene, where it was dropped and then dragged."""
        person = self.person
        folder = new_project(self._folder / "attack", "Attack", None, RECIPE).folder
        self.window.doors.open_folder(folder)
        services = self.window.services
        session = services.session
        person.wait(lambda: session.project and session.project.folder == folder and self._shown(), "scenes are drawn")
        person.key(self.window, Key.Key_4, ALT)
        self._drop(_own_picture(self._folder / "mine.png"), (30, 30))
        person.wait(lambda: len(services.layers.sheets) == 2, "the picture becomes a layer")
        person.drag_image(services.canvas, (30, 30), (90, 60))
        layer = services.layers.sheets[-1].part
        assert isinstance(layer, Layer)
        assert "mine" in layer.picture
        assert abs(layer.x - 90 / 128) < 0.05, layer

    def paint_layer(self) -> None:
        """A stroke becomes a layer, and what was there stays."""
        person, services = self.person, self.window.services
        before = len(services.layers.sheets)
        person.key(self.window, Key.Key_B)
        person.drag_image(services.canvas, (20, 70), (50, 80))
        person.wait(lambda: len(services.layers.sheets) == before + 1, "the stroke becomes a layer")

    def compose(self) -> None:
        """Rain over it all, taken a layer down."""
        person, services = self.person, self.window.services
        before = len(services.layers.sheets)
        stack = self._one(StackEditor)
        person.acts.append("open the menu of layers")  # a menu of the system's own loop
        rain = next(action for action in stack._menu.actions() if action.data() == "rain")
        person.choose("Rain", rain.trigger)
        person.wait(lambda: len(services.layers.sheets) == before + 1, "rain becomes a layer")
        person.click(stack._buttons["down"])
        assert isinstance(services.layers.sheets[-2].part, Rain)

    def train_and_watch(self) -> None:
        """The recipe runs, with its curves on the screen."""
        person, services = self.person, self.window.services
        person.key(self.window, Key.Key_6, ALT)
        person.key(self.window, Key.Key_F5)
        person.wait(lambda: services.jobs.running is not None, "the run begins")
        person.wait(lambda: services.jobs.running is None, "the run goes on", 300)
        person.wait(lambda: services.runs.current is not None and services.runs.current.results, "its results are read")
        assert {"Twin", "Victim"} <= set(self.window.lab.curves.loss.curves())

    def read_results(self) -> None:
        """The verdict in a sentence, above its tables."""
        self.person.key(self.window, Key.Key_7, ALT)
        panel = self._one(VerdictPanel)
        self.person.wait(lambda: panel.isVisible() and panel.words, "the verdict is said")

    def defend(self) -> None:
        """A defense and a detector, chosen from their cards."""
        person, document = self.person, self.window.services.document
        person.key(self.window, Key.Key_8, ALT)
        for name, kind in (("defenses", "partial_train"), ("detectors", "spectral")):
            inspector = self.window.page.inspector
            picked = self._picked(name)
            if not picked.isVisible():
                bar = inspector.findChildren(QTabBar)[0]
                person.click(bar, bar.tabRect(1).center())
            person.click(picked._add)
            chooser = picked.chooser
            assert chooser is not None
            titles = {one.kind: one.title for one in picked._item.variants}
            person.type(chooser.list, titles[kind][:6])
            person.key(chooser, Key.Key_Return)
            kinds = [part.kind for part in getattr(document.recipe, name)]
            assert kind in kinds, kinds

    def compare_and_export(self) -> None:
        """Two runs side by side, and the scenes written in another form."""
        person, services, out = self.person, self.window.services, self._folder / "exported"
        person.key(self.window, Key.Key_F5)
        person.wait(lambda: services.jobs.running is not None, "the run begins")
        person.wait(lambda: services.jobs.running is None, "the run goes on", 300)
        person.wait(lambda: sum(1 for run in services.runs.runs if run.results) == 2, "both are listed")
        person.key(self.window, Key.Key_9, ALT)
        folders = {str(run.folder) for run in services.runs.runs}
        table, panel = self._one(ResultsTable, lambda one: set(one.shown()) == folders), self._one(VerdictPanel)
        alone, other = sorted(folders)
        person.click_row(table, alone)
        said = panel.words
        person.click_row(table, other, CTRL)
        assert set(table.selected()) == folders
        person.wait(lambda: panel.isVisible() and panel.words != said, "the verdict on both is said")
        person.choose("Export scenes…", lambda: self.window.do(ActionId.EXPORT_SCENES))
        asking = self.window.findChildren(ExportWindow)[-1]
        asking.out.selectAll()
        person.type(asking.out, str(out))
        person.click(asking.ok)
        person.wait(lambda: out.is_dir() and services.jobs.running is None, "the scenes are written")

    # ----

    def _offers(self, words: str) -> bool:
        return any(notice.action == words for notice in self.window.notices.notices())

    def _button(self, words: str) -> QAbstractButton:
        found = self.window.notices.findChildren(QAbstractButton)
        return next(one for one in found if one.text() == words and one.isVisible())

    def _one(self, kind: type[AnyWidget], wanted: Callable[[AnyWidget], bool] = lambda _one: True) -> AnyWidget:
        """The first widget of this kind on the page that is shown, and that is `wanted`."""

        def look() -> AnyWidget | None:
            parts = [part for part in (self.window.page.center, self.window.page.inspector) if part is not None]
            return next((one for part in parts for one in part.findChildren(kind) if wanted(one)), None)

        return self.person.find(look, f"the page shows its {kind.__name__}")

    def _picked(self, name: str) -> PickedList:
        """The list of the recipe's parts of this name."""
        return self._one(PickedList, lambda one: one.spec.path == name)

    def _drop(self, file: Path, at: tuple[float, float]) -> None:
        stage = self.window.services.canvas.stage
        on_screen = stage.viewport().mapToGlobal(QPointF(*stage.to_view(*at)).toPoint())
        place = self.window.mapFromGlobal(on_screen)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        self.person.choose("drop a file", lambda: _send_drop(self.window, mime, place))


@dataclass(frozen=True)
class Job:
    """One of the jobs: what it is called, how many acts it may take, and what is done."""

    name: str
    goal: int
    do: Callable[[Jobs], None]


JOBS = (
    Job("open photographs", 3, Jobs.open_photographs),
    Job("label two of them", 7, Jobs.label),
    Job("recover after kill -9", 1, Jobs.recover),
    Job("place an own PNG", 3, Jobs.place_own_picture),
    Job("paint a layer", 2, Jobs.paint_layer),
    Job("compose with rain", 3, Jobs.compose),
    Job("train and watch", 2, Jobs.train_and_watch),
    Job("read the results", 1, Jobs.read_results),
    Job("add a defense and a detector", 8, Jobs.defend),
    Job("compare and export", 7, Jobs.compare_and_export),
)


def _photographs(folder: Path) -> Path:
    """Pictures without labels, as a camera leaves them."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for number in range(NUM_PHOTOGRAPHS):
        small = rng.integers(40, 220, (HEIGHT // 32, WIDTH // 32, 3), dtype=np.uint8)
        write_image(folder / f"DSC_{number:04}.jpg", np.kron(small, np.ones((32, 32, 1), np.uint8)))
    return folder


def _own_picture(file: Path) -> Path:
    pixels = np.zeros((24, 40, 3), np.uint8)
    pixels[..., 0] = 230
    write_image(file, pixels)
    return file


def _leave_lock_of_the_dead(lock: Path) -> None:
    """As a program that was killed leaves it: the number of a process that is gone."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        number = gone.pid
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(number), *lines[1:]]) + "\n")


def _send_drop(window: StudioWindow, mime: QMimeData, place: QPoint) -> None:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(window, QDragEnterEvent(place, copy, mime, left, NONE))
    QApplication.sendEvent(window, QDropEvent(QPointF(place), copy, mime, left, NONE))


def figures(app: QApplication, folder: Path) -> Iterator[tuple[str, str, float, int, float | None]]:
    """(name, what, value, number, goal) of each row: the longest block by the wall and by the window's thread."""
    jobs = Jobs(app, folder)
    try:
        for job in JOBS:
            job.do(jobs)
    finally:
        jobs.close()
    blocks = jobs.person.blocks
    wall, cpu = max(blocks, key=lambda one: one.wall_ms), max(blocks, key=lambda one: one.cpu_ms)
    what = "the window is busy in one go, longest in ten jobs"
    yield "ui_longest_block_ms", f"{what} ({wall.what})", wall.wall_ms, len(blocks), 50
    yield "ui_longest_block_cpu_ms", f"{what}, its own thread ({cpu.what})", cpu.cpu_ms, len(blocks), 50
