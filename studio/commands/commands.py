"""What each action does that does not concern the window itself: every group of commands together."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ..runs.jobs import Job
from ..services import Services
from ..settings import Settings
from .arriving import ArrivalCommands
from .attack import AttackCommands
from .curate import CurateCommands
from .files import FileCommands
from .group import Handlers
from .run import RunCommands


class Commands(QObject):
    """All groups; the window asks them here."""

    def __init__(self, window: QWidget, services: Services, settings: Callable[[], Settings]) -> None:
        super().__init__(window)
        self.files = FileCommands(window, services)
        self.arrivals = ArrivalCommands(window, services)
        self.curate = CurateCommands(window, services)
        self.attack = AttackCommands(window, services)
        self.run = RunCommands(window, services, settings, self.files.say_what_the_recipe_reads)
        self._groups = (self.files, self.arrivals, self.curate, self.attack, self.run)

    def handlers(self) -> Handlers:
        """What each action does."""
        return {action: handler for group in self._groups for action, handler in group.handlers().items()}

    @property
    def work(self) -> tuple[Job, ...]:
        """What windows with work of their own are doing."""
        windows = [window for group in self._groups for window in group.working]
        return tuple(job for window in windows if (job := window.work.running) is not None)

    def close_work(self) -> None:
        """Stop what these windows are doing, and wait."""
        for group in self._groups:
            for window in group.working:
                window.close_work()
