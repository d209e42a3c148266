"""What every page works with: the document and the studio's services, handed over once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from widgets.canvas import CanvasView
from widgets.notices import Notice, Severity

from .actions import ActionId
from .background import Background
from .canvas_link import CanvasLink
from .counters import Counters
from .density_work import DensityWork
from .document import Document
from .explain_work import ExplainWork
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
from .thumbnails import Thumbnails


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
