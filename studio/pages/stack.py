"""The pages of a window, each made once."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from miscount.widgets.sizes import scale_icons

from ..actions import ActionId
from ..forms.binding import RecipeForm
from ..services import Services
from . import PAGES
from .base import Page

_REST_MS = 100


class PageStack(QObject):
    """Makes a page when it is first wanted, or before, while nothing else is to be done.

    Settings of fifty rows take 50 ms to make, tables and plots as long: nobody who opens a page is to wait for that.
    What is made ahead is made in turns, so that no key waits long for one of them either: the inspector of a page, its
    middle, each of its forms.
    """

    def __init__(
        self, services: Services, inspectors: QStackedWidget, centers: QStackedWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services, self._inspectors, self._centers = services, inspectors, centers
        self._made: dict[ActionId, Page] = {}
        self._turns: Iterator[None] = iter(())
        self._rest = QTimer(self, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)

    def __getitem__(self, action: ActionId) -> Page:
        """The page that `action` brings, made now if it was not yet."""
        page = self._made.get(action) or self._make(next(page for page in PAGES if page.action is action))
        self._place(page)
        return page

    @property
    def made(self) -> tuple[ActionId, ...]:
        """What brings the pages that are made, in the order of their making."""
        return tuple(self._made)

    @property
    def makes_ahead(self) -> bool:
        """Whether there are pages still to be made, or forms to be filled."""
        return self._rest.isActive()

    def make_ahead(self) -> None:
        """Make the others too, and fill every form, in turns from now on."""
        self._turns = self._all_turns()
        self._rest.start()

    def stop(self) -> None:
        """Make nothing ahead any more."""
        self._rest.stop()

    def _on_rest(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton or self._services.jobs.running is not None:
            return  # not within a drag, nor beside a job, which takes Python every other millisecond
        if next(self._turns, self) is self:
            self._rest.stop()

    def _all_turns(self) -> Iterator[None]:
        for kind in PAGES:
            if kind.action not in self._made:
                self._make(kind)
                yield
            page = self._made[kind.action]
            if self._place(page):
                yield
            for form in page.inspector.findChildren(RecipeForm):
                if form.fill():
                    yield

    def _make(self, kind: type[Page]) -> Page:
        page = kind(self._services, self)
        self._made[page.action] = page
        self._inspectors.addWidget(page.inspector)
        scale_icons([page.inspector])
        return page

    def _place(self, page: Page) -> bool:
        """Put the middle of a page where it belongs; False where it is there, or the page has none."""
        if page.center is None or self._centers.indexOf(page.center) >= 0:
            return False
        self._centers.addWidget(page.center)
        scale_icons([page.center])
        return True
