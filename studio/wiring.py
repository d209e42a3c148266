"""Makes the desk: every service once, joined to those that it needs."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from widgets.canvas import CanvasView
from widgets.scene_list import SceneList

from . import places
from .actions import ActionId
from .background import Background
from .canvas_link import CanvasLink
from .counters import Counters
from .density_work import DensityWork
from .desk import Desk, Told
from .document import Document
from .explain_work import ExplainWork
from .folder_watch import FolderWatch
from .head_work import HeadWork
from .jobs import Jobs
from .layer_work import LayerWork
from .painting import Painter
from .pictures import Pictures
from .problem_side import ProblemSide
from .problems import Problems
from .reaction import Reaction
from .run_shelf import RunShelf
from .run_watch import RunWatch
from .scene_side import SceneSide
from .second_opinion import SecondOpinion
from .session import Session
from .settings import Settings
from .thumbnails import Thumbnails


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
