"""What every page works with: the document and the studio's services, handed over once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from miscount.widgets.canvas import CanvasView
from miscount.widgets.notices import Notice, Severity
from miscount.widgets.scene_list import SceneList

from .actions import ActionId
from .canvas.binding import CanvasLink
from .canvas.counters import Counters
from .canvas.density_controller import DensityWork
from .canvas.explain_controller import ExplainWork
from .canvas.head_controller import HeadWork
from .canvas.layer_controller import LayerWork
from .canvas.painting import Painter
from .canvas.pictures import Pictures
from .canvas.reaction import Reaction
from .desktop import places
from .desktop.background import Background
from .document import Document
from .document.session import Session
from .lists.folder_watch import FolderWatch
from .lists.problem_presenter import ProblemSide
from .lists.problems import Problems
from .lists.scene_presenter import SceneSide
from .lists.second_opinion import SecondOpinion
from .lists.thumbnails import Thumbnails
from .runs.jobs import Jobs
from .runs.run_library import RunShelf
from .runs.run_state import RunWatch
from .settings import Settings


class Told(QObject):
    """The one place that everything to be said to the person goes through."""

    noticed = Signal(object)

    def error(self, text: str, details: str = "") -> None:
        self.noticed.emit(Notice(Severity.ERROR, text, details))

    def warning(self, text: str) -> None:
        self.noticed.emit(Notice(Severity.WARNING, text))

    def info(self, text: str, action: str = "") -> None:
        self.noticed.emit(Notice(Severity.INFO, text, action=action))

    def success(self, text: str, action: str = "") -> None:
        self.noticed.emit(Notice(Severity.SUCCESS, text, action=action))


@dataclass(frozen=True)
class Desk:
    """Services that pages share; a page keeps none of its own."""

    document: Document
    session: Session
    background: Background
    jobs: Jobs
    runs: RunShelf
    reaction: Reaction
    counters: Counters
    pictures: Pictures
    thumbnails: Thumbnails
    density: DensityWork
    canvas: CanvasView
    link: CanvasLink
    watch: RunWatch
    scenes: SceneSide
    heads: HeadWork
    second: SecondOpinion
    layers: LayerWork
    painter: Painter
    explain: ExplainWork
    problems: Problems
    problem_side: ProblemSide
    told: Told
    act: Callable[[ActionId], None]
    press: Callable[[ActionId], None]  # as a hand on the menu would: toggles what can be checked


def make_desk(
    window: QWidget,
    scenes: SceneList,
    settings: Settings,
    act: Callable[[ActionId], None],
    press: Callable[[ActionId], None],
) -> Desk:
    """The services of one window; all of them are its children and end with it."""
    document = Document(window, settings.undo_mb * 2**20)
    background = Background(window)
    told = Told(window)
    pictures = Pictures(background, window)
    density = DensityWork(document, background, window)
    reaction = Reaction(window)
    runs = RunShelf(background, window)
    canvas = CanvasView()
    thumbnails = Thumbnails(places.thumbnail_folder(), window)
    counters = Counters(background, reaction, runs)
    problems = Problems(document, background, counters, window)
    session = Session(document, background, settings.autosave_s)
    layers = LayerWork(document, window)
    painter = Painter(document, session, layers, canvas)
    desk = Desk(
        document=document,
        session=session,
        background=background,
        jobs=Jobs(window),
        runs=runs,
        reaction=reaction,
        counters=counters,
        pictures=pictures,
        thumbnails=thumbnails,
        density=density,
        canvas=canvas,
        link=CanvasLink(canvas, document, pictures, density, reaction, layers, painter),
        watch=RunWatch(window),
        scenes=SceneSide(scenes, document, background, thumbnails, problems),
        heads=HeadWork(document, canvas, window),
        second=SecondOpinion(document, canvas, background, window),
        layers=layers,
        painter=painter,
        explain=ExplainWork(document, pictures, reaction, background, canvas),
        problems=problems,
        problem_side=ProblemSide(problems, document, canvas, pictures),
        told=told,
        act=act,
        press=press,
    )
    document.dataset_changed.connect(pictures.forget)
    background.failed.connect(told.error)
    for source in (density, runs, desk.counters, desk.link, painter):
        source.problem.connect(told.error)
    watch = FolderWatch(document, background, window)
    watch.told.connect(told.info)
    problems.told.connect(told.info)
    desk.heads.told.connect(document.acted)
    desk.second.told.connect(told.info)
    desk.explain.told.connect(told.info)
    desk.second.problem.connect(told.error)
    desk.session.notice.connect(told.warning)
    desk.session.failed_to_open.connect(told.error)
    return desk
