"""What comes from elsewhere: counters, pictures to count, and what is suspect."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ..actions import ActionId
from ..arrivals.audit_window import AuditWindow
from ..arrivals.count_window import CountWindow
from ..desktop import dialogs
from ..services import Services
from .group import CommandGroup, Handlers, Working

_WEIGHTS = "Weights (*.safetensors *.pth *.pt *.tar *.npz);;All files (*)"


class ArrivalCommands(CommandGroup):
    """Loads counters, and opens the windows that count and audit."""

    def __init__(self, window: QWidget, services: Services) -> None:
        super().__init__(window, services)
        self.count_window: CountWindow | None = None
        self.audit_window: AuditWindow | None = None

    def handlers(self) -> Handlers:
        return {
            ActionId.LOAD_COUNTER: self.load_counter,
            ActionId.COUNT_PICTURES: self.count,
            ActionId.AUDIT: self.audit,
        }

    @property
    def working(self) -> tuple[Working, ...]:
        """The windows that count and audit, where they were opened."""
        return tuple(one for one in (self.count_window, self.audit_window) if one is not None)

    def load_counter(self) -> None:
        path = dialogs.choose_file(self._window, "Load a counter", _WEIGHTS)
        if path is not None:
            self._services.counters.load(path)

    def count(self, paths: Sequence[Path] = ()) -> None:
        """Show the window that counts pictures, with those that were dropped."""
        if self.count_window is None:
            self.count_window = CountWindow(self._services.counters, self._window)
        self.count_window.show()
        self.count_window.activateWindow()
        if paths:
            self.count_window.add_and_count(paths)

    def audit(self, suspect: Path | None = None) -> None:
        """Show the window that audits, with what was dropped."""
        if self.audit_window is None:
            self.audit_window = AuditWindow(self._services, self._window)
        self.audit_window.show()
        self.audit_window.activateWindow()
        if suspect is not None:
            self.audit_window.suspect_is(suspect)
