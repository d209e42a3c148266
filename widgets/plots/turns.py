"""Plots take turns: a picture takes 10 ms to lay out and to paint, and five that are shown at once are five pauses."""

import math
import time
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_TURN_S = 0.016
"""From one plot's turn to the next one's: one picture of the screen."""


class Turn(QTimer):
    """The turn of one plot among all of them: `draw` is called in it, `least_ms` after it was asked for or later."""

    _next: ClassVar[float] = 0.0
    """When one of the plots may be drawn again, by `time.perf_counter`."""

    def __init__(self, plot: QWidget, draw: Callable[[], object], least_ms: int = 0) -> None:
        super().__init__(plot, singleShot=True)
        self.least_ms = least_ms
        self._draw = draw
        self.timeout.connect(self._on_timeout)

    def ask(self) -> None:
        """Have a turn, unless one is coming."""
        if not self.isActive():
            self.start(self.least_ms)

    def ask_at_once(self) -> None:
        """Have the next turn there is."""
        self.start(0)

    def _on_timeout(self) -> None:
        now = time.perf_counter()
        if now < Turn._next:
            self.start(math.ceil(1000 * (Turn._next - now)))
            return
        self._draw()
        Turn._next = time.perf_counter() + _TURN_S


def hold_back(picture: QWidget) -> None:
    """Hide `picture`, of another time and long to paint, until it is drawn, and keep its place.

    Whoever draws it shows it by `show_drawn`.
    """
    if picture.isVisible():
        _keep_place(picture, True)
        picture.hide()


def show_drawn(picture: QWidget, shown: bool) -> None:
    """Show `picture`, or give up its place: axes without a point take room, and long to paint."""
    picture.setVisible(shown)
    _keep_place(picture, False)


def _keep_place(picture: QWidget, kept: bool) -> None:
    policy = picture.sizePolicy()
    if policy.retainSizeWhenHidden() != kept:
        policy.setRetainSizeWhenHidden(kept)
        picture.setSizePolicy(policy)
