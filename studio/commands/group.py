"""What every group of commands is."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ..actions import ActionId
from ..arrivals.audit_window import AuditWindow
from ..arrivals.count_window import CountWindow
from ..lists.differences_window import DifferencesWindow
from ..services import Services

Handlers: TypeAlias = dict[ActionId, Callable[[], object]]
Working: TypeAlias = CountWindow | AuditWindow | DifferencesWindow
"""A window with work of its own."""


class CommandGroup(QObject):
    """Handlers of actions that belong together: they ask the services, and hold no state but windows they opened."""

    def __init__(self, window: QWidget, services: Services) -> None:
        super().__init__(window)
        self._window, self._services = window, services

    def handlers(self) -> Handlers:
        """What each of its actions does."""
        raise NotImplementedError

    @property
    def working(self) -> tuple[Working, ...]:
        """Its windows that may have work going on."""
        return ()
