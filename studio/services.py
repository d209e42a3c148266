"""What every page works with: the document and the studio's services, handed over once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from miscount.widgets.canvas import CanvasView
from miscount.widgets.canvas.colormaps import prepare
from miscount.widgets.notices import Notice, Severity
from miscount.widgets.scene_list import SceneList

from .actions import ActionId
from .canvas.binding import CanvasBinding
from .canvas.counters import Counters
from .canvas.density_controller import DensityController
from .canvas.explain_controller import ExplainController
from .canvas.head_controller import HeadController
from .canvas.kernel_proposer import KernelProposer
from .canvas.layer_controller import LayerController
from .canvas.painting import Painter
from .canvas.pictures import Pictures
from .canvas.proposer import Proposer
from .canvas.reaction import Reaction
from .canvas.trigger_finder import TriggerFinder
from .canvas.trigger_pictures import TriggerPictures
from .canvas.trigger_states import TriggerStates
from .desktop import places
from .desktop.background import Background
from .desktop.outside import open_outside
from .document import Document
from .document.session import Session
from .lists.folder_watch import FolderWatch
from .lists.problem_presenter import ProblemPresenter
from .lists.problems import Problems
from .lists.reading_notice import ReadingNotice
from .lists.scene_presenter import ScenePresenter
from .lists.second_opinion import SecondOpinion
from .lists.sheet_presenter import SheetPresenter
from .lists.thumbnails import Thumbnails
from .runs.jobs import Jobs
from .runs.plan_preview import PlanPreview
from .runs.run_library import RunLibrary
from .runs.run_state import RunTracker
from .runs.suite_library import SuiteLibrary
from .settings import Settings


class Notifier(QObject):
    """The one place that everything to be said to the person goes through."""

    noticed = Signal(object)
    withdrawn = Signal(object)  # a notice that is not true any more

    def error(self, text: str, details: str = "", action: str = "") -> None:
        self.noticed.emit(Notice(Severity.ERROR, text, details, action))

    def warning(self, text: str) -> None:
        self.noticed.emit(Notice(Severity.WARNING, text))

    def info(self, text: str, action: str = "") -> None:
        self.noticed.emit(Notice(Severity.INFO, text, action=action))

    def success(self, text: str, action: str = "") -> None:
        self.noticed.emit(Notice(Severity.SUCCESS, text, action=action))


@dataclass(frozen=True)
class Services:
    """Services that pages share; a page keeps none of its own."""

    document: Document
    session: Session
    background: Background
    jobs: Jobs
    runs: RunLibrary
    suites: SuiteLibrary
    reaction: Reaction
    counters: Counters
    pictures: Pictures
    thumbnails: Thumbnails
    density: DensityController
    kernel: KernelProposer
    canvas: CanvasView
    link: CanvasBinding
    run_state: RunTracker
    plan: PlanPreview
    scenes: ScenePresenter
    contact_sheet: SheetPresenter
    readers: ReadingNotice
    heads: HeadController
    proposer: Proposer
    second: SecondOpinion
    layers: LayerController
    painter: Painter
    trigger_pictures: TriggerPictures
    trigger_states: TriggerStates
    finder: TriggerFinder
    explain: ExplainController
    problems: Problems
    problem_presenter: ProblemPresenter
    notify: Notifier
    act: Callable[[ActionId], None]
    press: Callable[[ActionId], None]  # as a hand on the menu would: toggles what can be checked

    def show_outside(self, what: str, path: Path) -> None:
        """Let another program show `path`, and say so; where none answers, say where it lies."""
        problem = open_outside(path)
        if problem:
            self.notify.warning(f"{what} could not be shown. {problem}")
        else:
            self.document.acted.emit(f"{what} was handed to another program: {path}")


def make_services(
    window: QWidget,
    scenes: SceneList,
    settings: Settings,
    act: Callable[[ActionId], None],
    press: Callable[[ActionId], None],
) -> Services:
    """The services of one window; all of them are its children and end with it."""
    document = Document(window, settings.undo_mb * 2**20)
    background = Background(window)
    notify = Notifier(window)
    pictures = Pictures(background, window)
    density = DensityController(document, background, window)
    reaction = Reaction(window)
    runs, jobs = RunLibrary(background, window), Jobs(window)
    canvas = CanvasView()
    thumbnails = Thumbnails(places.thumbnail_folder(), window)
    counters = Counters(background, reaction, runs)
    problems = Problems(document, background, counters, window)
    session = Session(document, background, settings.autosave_s)
    layers = LayerController(document, window)
    painter = Painter(document, session, layers, canvas)
    link = CanvasBinding(canvas, document, pictures, density, reaction, layers, painter)
    presenter = ScenePresenter(scenes, document, background, thumbnails, problems)
    services = Services(
        document=document,
        session=session,
        background=background,
        jobs=jobs,
        runs=runs,
        suites=SuiteLibrary(background, jobs, window),
        reaction=reaction,
        counters=counters,
        pictures=pictures,
        thumbnails=thumbnails,
        density=density,
        kernel=KernelProposer(document, background, window),
        canvas=canvas,
        link=link,
        run_state=RunTracker(window),
        plan=PlanPreview(document, session, background, window),
        scenes=presenter,
        contact_sheet=SheetPresenter(scenes, document),
        readers=ReadingNotice(document, background, presenter, window),
        heads=HeadController(document, canvas, window),
        proposer=Proposer(document, canvas, pictures, reaction, background),
        second=SecondOpinion(document, canvas, background, lambda: session.reading, window),
        layers=layers,
        painter=painter,
        trigger_pictures=TriggerPictures(document, session, background, pictures, layers, link, canvas, act),
        trigger_states=TriggerStates(document, reaction, window),
        finder=TriggerFinder(document, link, layers, reaction, background),
        explain=ExplainController(document, pictures, reaction, background, canvas),
        problems=problems,
        problem_presenter=ProblemPresenter(problems, document, canvas, pictures),
        notify=notify,
        act=act,
        press=press,
    )
    document.dataset_changed.connect(pictures.forget)
    document.dataset_changed.connect(link.read_again)  # after it
    background.failed.connect(notify.error)
    for source in (density, runs, services.suites, services.counters, services.link, painter,
                   services.trigger_pictures):  # fmt: skip
        source.problem.connect(notify.error)
    services.readers.noticed.connect(notify.noticed)
    services.readers.withdrawn.connect(notify.withdrawn)
    folder_watch = FolderWatch(document, background, lambda: session.reading, window)
    folder_watch.notified.connect(notify.info)
    problems.notified.connect(notify.info)
    services.heads.notified.connect(document.acted)
    services.kernel.notified.connect(document.acted)
    services.layers.notified.connect(document.acted)
    services.trigger_pictures.notified.connect(document.acted)
    session.opened.connect(partial(background.run, prepare))
    services.second.notified.connect(notify.info)
    services.proposer.notified.connect(document.acted)
    services.proposer.problem.connect(notify.info)
    services.explain.notified.connect(notify.info)
    services.finder.notified.connect(notify.info)
    services.counters.notified.connect(notify.warning)
    services.second.problem.connect(notify.error)
    services.session.notice.connect(notify.warning)
    services.session.failed_to_open.connect(notify.error)
    return services
