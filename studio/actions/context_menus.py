"""What a right click offers: on the canvas by page, on a scene of the list; the same actions as everywhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from miscount.widgets.language import tr

from .registry import ActionRegistry
from .specs import ActionId as _I

Entries: TypeAlias = Sequence[_I | None]

_HEADS: Entries = (
    _I.COPY_HEADS, _I.CUT_HEADS, _I.PASTE_HEADS, _I.INVERT_SELECTION, None, _I.PROPOSE_HEADS, _I.MARK_CHECKED,
    _I.MARK_EMPTY, None, _I.NEXT_ON_TOUR,
)  # fmt: skip
CANVAS: Mapping[_I, Entries] = {
    _I.PAGE_SCENES: _HEADS,
    _I.PAGE_HEADS: _HEADS,
    _I.PAGE_DENSITY: (_I.TOOL_BRUSH, _I.TOOL_ERASE, _I.TOOL_REGION, None, _I.LABEL_FROM_MAP, _I.EXPORT_MAPS),
    _I.PAGE_TRIGGER: (
        _I.TOOL_TRIGGER, _I.TOOL_BRUSH, _I.TOOL_ERASE, None, _I.COPY_TRIGGER, _I.PASTE_TRIGGER, _I.CALIBRATE, None,
        _I.EXPLAIN, _I.TOGGLE_PANES, _I.TOGGLE_SPLIT,
    ),
    _I.PAGE_POISON: (_I.TOGGLE_POISONED,),
}  # fmt: skip
VIEW: Entries = (_I.FIT, _I.ZOOM_ACTUAL, _I.TOGGLE_OVERLAYS)
SCENE: Entries = (
    _I.MARK_CHECKED, _I.TOGGLE_POISONED, None, _I.MARK_EMPTY, _I.MARK_UNLABELLED, None, _I.NEXT_UNCHECKED,
    _I.NEXT_PROBLEM,
)  # fmt: skip


class ContextMenus(QObject):
    """One menu, filled anew each time it opens; it never stops the event loop."""

    def __init__(self, window: QWidget, book: ActionRegistry) -> None:
        super().__init__(window)
        self._book = book
        self.menu = QMenu(window)

    def open_canvas(self, page: _I, at: QPoint, here: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Over the canvas: first what is done at this very place, then the page's actions, then the view's."""
        self._open((*CANVAS.get(page, ()), None, *VIEW), at, here)

    def open_scene(self, at: QPoint, here: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Over a scene of the list, which is the current one by now."""
        self._open((*SCENE, None), at, here, last=True)

    def _open(
        self, entries: Entries, at: QPoint, here: Sequence[tuple[str, Callable[[], None]]], last: bool = False
    ) -> None:
        self.menu.clear()
        if not last:
            self._add_here(here)
        for entry in entries:
            if entry is None:
                self.menu.addSeparator()
            else:
                self.menu.addAction(self._book[entry])
        if last:
            self._add_here(here)
        self.menu.popup(at)

    def _add_here(self, here: Sequence[tuple[str, Callable[[], None]]]) -> None:
        for words, act in here:
            self.menu.addAction(tr(words)).triggered.connect(lambda _=False, do=act: do())
        if here:
            self.menu.addSeparator()
