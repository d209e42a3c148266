"""The tools of a page beside the canvas; the one in the hand is marked."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolBar

from miscount.widgets.language import tr

from .registry import ActionRegistry
from .specs import ActionId

TOOLS: Mapping[str, ActionId] = {
    "select": ActionId.TOOL_SELECT,
    "point": ActionId.TOOL_POINT,
    "propose": ActionId.TOOL_PROPOSE,
    "brush": ActionId.TOOL_BRUSH,
    "erase": ActionId.TOOL_ERASE,
    "region": ActionId.TOOL_REGION,
    "trigger": ActionId.TOOL_TRIGGER,
    "pan": ActionId.TOOL_PAN,
}
"""The action of each mode of the canvas."""


_MARKED = (
    "QToolButton { border: 0; border-left: 3px solid transparent; padding: 5px; }"
    "QToolButton:hover { background: palette(midlight); }"
    "QToolButton:checked { border-left: 3px solid palette(highlight); background: palette(mid); }"
)
"""A bar beside the tool in the hand: the pressed state of a flat button is hardly seen in the dark theme."""


class ToolPalette(QToolBar):
    """A column of the actions that take a tool; each shows by itself whether it is the chosen one."""

    def __init__(self, book: ActionRegistry) -> None:
        super().__init__(tr("Tools"))
        self._book = book
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAccessibleName(tr("Tools"))
        self.setStyleSheet(_MARKED)
        self._shown: tuple[str, ...] = ()

    def recolor(self) -> None:
        """Another theme: a style sheet keeps the colors that it was read with, and nobody tells the bar of others."""
        self.setStyleSheet(_MARKED)

    def show_tools(self, modes: Sequence[str]) -> None:
        """Offer these modes of the canvas, in this order."""
        if tuple(modes) == self._shown:
            return
        self._shown = tuple(modes)
        self.clear()
        for mode in modes:
            action = self._book[TOOLS[mode]]
            self.addAction(action)
            button = self.widgetForAction(action)
            button.setAccessibleName(action.text())
            button.setMinimumSize(34, 34)
