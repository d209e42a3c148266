"""A person at the window, by real events: counts what the hands do, and how long the window keeps them waiting.

An act is a click, a drag, a key with its modifiers, a text that is typed, or an answer to a dialog of the system.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from miscount.widgets.canvas import CanvasView
from miscount.widgets.results_table import ResultsTable

from ..desktop import dialogs

Thing = TypeVar("Thing")

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Alt", "Shift"))
_STEPS = 8
"""Moves of the mouse in a drag."""


@dataclass(frozen=True)
class Block:
    """What the window did in one go, between two looks at what the hands do: of the wall's clock, and of its thread."""

    what: str
    wall_ms: float
    cpu_ms: float


class Person:
    """Hands at the application's windows."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self.acts: list[str] = []
        self.blocks: list[Block] = []

    @property
    def longest(self) -> Block:
        """The longest block by the wall's clock."""
        return max(self.blocks, key=lambda block: block.wall_ms)

    # ---- what the hands do

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self._act(f"click {_name(widget)}", lambda: QTest.mouseClick(widget, LEFT, NONE, at or widget.rect().center()))

    def click_row(self, table: ResultsTable, key: object, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """In the first column of the row of this key."""
        view = table.findChildren(QTableView)[0]
        place = view.visualRect(view.model().index(table.shown().index(key), 0)).center()
        self._act("click a row", lambda: QTest.mouseClick(view.viewport(), LEFT, modifiers, place))

    def key(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        if not widget.isActiveWindow():  # as a window manager does when a dialog closes; without one nobody does
            widget.activateWindow()
            self._app.processEvents()
        self._act(f"key {key.name}", lambda: QTest.keyClick(widget, key, modifiers))

    def type(self, widget: QWidget, text: str) -> None:
        """One act of many keys: the window may look at the hands after each."""
        words = f"type into {_name(widget)}"
        self.acts.append(words)
        for key in text:
            self._do(words, partial(QTest.keyClicks, widget, key))

    def click_image(self, canvas: CanvasView, x: float, y: float) -> None:
        """At a pixel of the scene."""
        self._act("click the scene", lambda: self._send_drag(canvas, (x, y), (x, y), 0))

    def choose(self, words: str, act: Callable[[], object]) -> None:
        """Something that no event of a test reaches, such as an entry of a menu or a drop: one act."""
        self._act(words, act)

    def drag_image(self, canvas: CanvasView, start: tuple[float, float], end: tuple[float, float]) -> None:
        """From pixel to pixel of the scene."""
        self._act("drag on the scene", lambda: self._send_drag(canvas, start, end, _STEPS))

    @contextmanager
    def answering(self, path: Path) -> Iterator[None]:
        """Answers the system's dialog for a file or a folder, which is one act, with `path`."""
        before = {name: getattr(dialogs, name) for name in ("choose_folder", "choose_file")}

        def answer(*_asked: object) -> Path:
            self.acts.append("answer the system's dialog")
            return path

        for name in before:
            setattr(dialogs, name, answer)
        try:
            yield
        finally:
            for name, asks in before.items():
                setattr(dialogs, name, asks)

    def wait(self, done: Callable[[], object], what: str, timeout_s: float = 120) -> None:
        """Let the window work until `done`. Raises TimeoutError."""
        end = time.monotonic() + timeout_s
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"the window did not answer in time: {what}")
            self._timed(f"while {what}", self._app.processEvents)
            time.sleep(0.001)

    def find(self, look: Callable[[], Thing | None], what: str) -> Thing:
        """What `look` gives, as soon as it is there: a page is made in turns. Raises TimeoutError."""
        found: list[Thing] = []

        def there() -> bool:
            found[:] = [one for one in (look(),) if one is not None]
            return bool(found)

        self.wait(there, what)
        return found[0]

    # ----

    def _act(self, words: str, act: Callable[[], object]) -> None:
        self.acts.append(words)
        self._do(words, act)

    def _do(self, words: str, act: Callable[[], object]) -> None:
        self._timed(words, act)
        self._timed(f"after {words}", self._app.processEvents)

    def _timed(self, what: str, act: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        act()
        self.blocks.append(Block(what, 1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - cpu)))

    def _send_drag(
        self, canvas: CanvasView, start: tuple[float, float], end: tuple[float, float], steps: int
    ) -> None:  # fmt: skip
        press, move, release = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
        _send(canvas, move, start, held=False)
        _send(canvas, press, start, held=True)
        for step in range(1, steps + 1):
            share = step / steps
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            _send(canvas, move, (x, y), held=True)
        _send(canvas, release, end, held=False)


def _send(canvas: CanvasView, kind: QEvent.Type, at: tuple[float, float], held: bool) -> None:
    """QTest moves the mouse without a button, so that a drag is sent by its events."""
    view = canvas.stage.viewport()
    place = QPointF(*canvas.stage.to_view(*at))
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    held_buttons = LEFT if held else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, place, QPointF(view.mapToGlobal(place.toPoint())), button, held_buttons, NONE)
    QApplication.sendEvent(view, event)


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or str(getattr(widget, "text", lambda: "")()) or type(widget).__name__
