"""The pages of a window, each made once."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from miscount.widgets.sizes import scale_icons

from ..actions import ActionId
from ..services import Services
from . import PAGES
from .base import Page

_REST_MS = 250


class PageStack(QObject):
    """Makes a page when it is first wanted, or before, while nothing else is to be done.

    Settings of fifty rows take 50 ms to make, tables and plots as long: nobody who opens a page is to wait for that.
    """

    def __init__(
        self, services: Services, inspectors: QStackedWidget, centers: QStackedWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services, self._inspectors, self._centers = services, inspectors, centers
        self._made: dict[ActionId, Page] = {}
        self._rest = QTimer(self, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)

    def __getitem__(self, action: ActionId) -> Page:
        """The page that `action` brings, made now if it was not yet."""
        return self._made.get(action) or self._make(next(page for page in PAGES if page.action is action))

    @property
    def made(self) -> tuple[ActionId, ...]:
        """What brings the pages that are made, in the order of their making."""
        return tuple(self._made)

    def make_ahead(self) -> None:
        """Make the others too, one at a time, from now on."""
        self._rest.start()

    def _on_rest(self) -> None:
        missing = [page for page in PAGES if page.action not in self._made]
        if missing and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:  # not within a drag
            self._make(missing.pop(0))
        if not missing:
            self._rest.stop()

    def _make(self, kind: type[Page]) -> Page:
        page = kind(self._services, self)
        self._made[page.action] = page
        self._inspectors.addWidget(page.inspector)
        if page.center is not None:
            self._centers.addWidget(page.center)
        scale_icons([page.inspector, *([page.center] if page.center is not None else [])])
        return page
