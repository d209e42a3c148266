"""The middle of the window: the canvas with its tools, or the panes, the contact sheet, or what a page has there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from miscount.widgets.canvas import ComparePanes
from miscount.widgets.sizes import ShownAlone

from ..actions.tool_palette import ToolPalette
from ..canvas.panes_binding import PanesBinding
from ..pages import Page
from ..services import Services


class Middle(QObject):
    """Shows one of these at a time; panes and contact sheet are made when they are first wanted."""

    sheet_opened = Signal()  # a scene was opened from the contact sheet
    scene_menu_asked = Signal(str, QPoint)

    def __init__(self, place: ShownAlone, tools: ToolPalette, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._place, self._tools, self._services = place, tools, services
        self._panes: tuple[ComparePanes, PanesBinding] | None = None  # five canvases
        self._waited: tuple[str, ...] = ()  # what is being done before there are scenes
        self._canvas = QWidget()
        beside = QHBoxLayout(self._canvas)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(tools)
        beside.addWidget(services.canvas, 1)
        place.addWidget(self._canvas)
        services.session.ready.connect(self._on_ready)

    @property
    def shows_canvas(self) -> bool:
        """Whether it is the canvas that is seen."""
        return self._place.currentWidget() is self._canvas

    @property
    def panes(self) -> ComparePanes | None:
        """The panes, if they were ever wanted."""
        return self._panes[0] if self._panes is not None else None

    def show(self, page: Page, panes: bool, sheet: bool) -> None:
        """What `page` has in its middle; else the contact `sheet`, the `panes` or the canvas."""
        wanted = page.center or (self._panes_made() if panes else self._canvas)
        self._place.setCurrentWidget(self._sheet_made() if sheet else wanted)
        self._tools.show_tools(page.tools)
        shows_panes = self.panes is not None and self._place.currentWidget() is self.panes
        self._services.density.set_wanted("density" in page.layers or shows_panes)
        if shows_panes and self._panes is not None:
            self._panes[1].refresh()
            self._services.link.react()

    def say_while_empty(self, *waited: str) -> None:
        """Where pictures will be, what is being waited for; what to do next where that is nothing."""
        self._waited = waited
        self._services.canvas.set_empty_text(*waited)
        if self.panes is not None:
            self.panes.set_empty_text(*waited)

    def _on_ready(self) -> None:
        self._waited = ()  # the canvas goes on saying it until its picture comes

    def _panes_made(self) -> ComparePanes:
        if self._panes is None:
            services, panes = self._services, ComparePanes()
            panes.set_empty_text(*self._waited)
            link = PanesBinding(panes, services.document, services.pictures, services.density, services.reaction)
            self._panes = panes, link
            self._place.addWidget(panes)
        return self._panes[0]

    def _sheet_made(self) -> QWidget:
        presenter = self._services.contact_sheet
        if presenter.sheet is None:
            self._place.addWidget(presenter.made())
            presenter.opened.connect(self._on_sheet_opened)
            presenter.made().menu_asked.connect(self.scene_menu_asked)
        return presenter.made()

    def _on_sheet_opened(self, _scene_id: str) -> None:
        self.sheet_opened.emit()
