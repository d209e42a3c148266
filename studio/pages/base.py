"""A page: an arrangement of the regions and an inspector. It owns no state and knows no other page."""

from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ..actions import ActionId
from ..services import Services


class Page(QObject):
    """One step of the story. What it shows is made once, when the page is first opened or before."""

    action: ClassVar[ActionId]
    icon: ClassVar[str]
    layers: ClassVar[tuple[str, ...]] = ("image", "heads")
    tool: ClassVar[str] = "select"
    tools: ClassVar[tuple[str, ...]] = ("select", "point", "pan")
    reacts: ClassVar[bool] = False
    shows_lab: ClassVar[bool] = False
    tall: ClassVar[bool] = False
    """Whether the inspector goes down to the status line, beside the lab."""

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.inspector = self.make_inspector()

    @cached_property
    def center(self) -> QWidget | None:
        """What stands in the middle instead of the canvas, made when it is first asked for; None for the canvas."""
        return self.make_center()

    def make_inspector(self) -> QWidget:
        """The right region."""
        raise NotImplementedError

    def make_center(self) -> QWidget | None:
        """The middle region, after the inspector was made; None for the canvas."""
        return None

    is_shown = False
    """Whether it is the page that a person looks at; the window says so."""

    def enter(self) -> None:
        """The page is shown: bring it up to date."""
        self.refresh()

    def refresh(self) -> None:
        """Show things as they are now."""

    def refresh_if_shown(self, _what: object = None) -> None:
        """Something changed; a page that nobody looks at is brought up to date when it is entered."""
        if self.is_shown:
            self.refresh()

    def leave(self) -> None:
        """Another page is shown: stop what only this one needs."""
